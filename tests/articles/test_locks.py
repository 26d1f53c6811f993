"""Who is editing: the first change locks, signs of life hold it, and it ends by itself."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import locks
from articles.models import EditLock
from sections.models import Role
from tests.factories import make_article, make_user


@pytest.fixture
def story(db):
    return make_article()


@pytest.fixture
def anna(db):
    return make_user(Role.REPORTER)


@pytest.fixture
def bruno(db):
    return make_user(Role.EDITOR)


def test_nobody_holds_what_nobody_changed(story):
    assert locks.holder(story, timezone.now()) is None


def test_the_first_has_it_and_the_second_is_told_who(story, anna, bruno):
    now = timezone.now()
    assert locks.claim(story, anna, now).person == anna
    assert locks.claim(story, bruno, now).person == anna
    assert locks.holder(story, now).person == anna


def test_a_sign_of_life_holds_it_and_since_stays(story, anna, bruno):
    begun = timezone.now()
    locks.claim(story, anna, begun)
    for minutes in (2, 4, 6):
        lock = locks.claim(story, anna, begun + timedelta(minutes=minutes))
        assert lock.since == begun
    assert locks.claim(story, bruno, begun + timedelta(minutes=8)).person == anna


def test_it_ends_by_itself_after_the_last_sign_of_life(story, anna, bruno):
    begun = timezone.now()
    locks.claim(story, anna, begun)
    later = begun + locks.LASTS
    assert locks.holder(story, later) is None
    assert locks.claim(story, bruno, later).person == bruno
    assert locks.claim(story, anna, later).person == bruno


def test_one_releases_ones_own_and_no_others(story, anna, bruno):
    now = timezone.now()
    locks.claim(story, anna, now)
    locks.release(story, bruno)
    assert locks.holder(story, now).person == anna
    locks.release(story, anna)
    assert locks.holder(story, now) is None


def test_it_is_passed_on_whoever_held_it(story, anna, bruno):
    now = timezone.now()
    locks.pass_to(story, bruno, now)
    locks.pass_to(story, anna, now)
    assert locks.holder(story, now).person == anna
    assert EditLock.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_whose_first_change_comes_at_once_one_has_it_and_both_know_who():
    people = [make_user(Role.REPORTER), make_user(Role.EDITOR)]
    for number in range(10):
        story = make_article()
        if number % 2:  # also over a lock that has ended
            locks.claim(story, make_user(), timezone.now() - 2 * locks.LASTS)
        barrier, told = threading.Barrier(2), []

        def claim(person, story=story, barrier=barrier, told=told):
            try:
                connection.ensure_connection()
                barrier.wait(10)
                told.append(locks.claim(story, person, timezone.now()).person)
            except Exception as error:  # noqa: BLE001 - the test looks at it
                told.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=claim, args=(person,), daemon=True) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(told) == 2
        assert told[0] == told[1]
        assert told[0] in people
        assert EditLock.objects.get(article=story).person == told[0]
