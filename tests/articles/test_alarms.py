"""What the wire adds to a story: update numbers, sign-offs, alarms that are given once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Edition, Priority
from articles.wording import initials, sign_off, wire_headline
from sections.models import Role
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_article, make_section, make_user, publish_article


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def editor(serbia):
    return make_user(Role.EDITOR, serbia, first_name="Elena", last_name="Conti")


@pytest.fixture
def reporter(serbia):
    return make_user(Role.REPORTER, serbia, first_name="Paolo", last_name="Neri")


def update(article, by=None, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    workflow.save(article, by=by)
    return workflow.publish(article, by=by)


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


# Update numbers.


@pytest.mark.parametrize(
    ("number", "headline"), [(1, "Bridge opens"), (2, "Bridge opens (2)"), (11, "Bridge opens (11)")]
)
def test_updates_are_numbered_behind_the_headline(number, headline):
    assert wire_headline("Bridge opens", number) == headline


@pytest.mark.django_db
def test_updates_count_and_corrections_do_not(serbia):
    article = publish_article(section=serbia)
    numbers = [Edition.objects.get().update_number, update(article).update_number]
    numbers.append(correct(article, headline="Right").update_number)
    numbers.append(minor_fix(article, headline="Very right").update_number)
    numbers.append(update(article).update_number)
    workflow.hold(article, by=None, reason="Being checked")
    workflow.release(article, by=None)
    numbers.append(Edition.objects.live(timezone.now()).get().update_number)
    assert numbers == [1, 2, 2, 2, 3, 3]


@pytest.mark.django_db
def test_a_waiting_update_that_is_moved_counts_once(serbia):
    article = publish_article(section=serbia)
    assert update(article, not_before=in_hours(1)).update_number == 2
    assert update(article, not_before=in_hours(2)).update_number == 2
    workflow.unschedule(article, by=None)
    assert update(article, not_before=None).update_number == 2


@pytest.mark.django_db
def test_a_first_version_that_is_moved_stays_the_first(serbia):
    article = publish_article(section=serbia, not_before=in_hours(1))
    edition = update(article, not_before=in_hours(2))
    assert (edition.update_number, edition.kind) == (1, "first")


# Sign-off.


@pytest.mark.django_db
def test_initials_are_those_given_or_those_of_the_name():
    assert initials(make_user(first_name="Elena", last_name="Conti")) == "EC"
    assert initials(make_user(first_name="Elena", last_name="Conti", initials="elc")) == "elc"
    assert initials(make_user(username="desk", first_name="", last_name="")) == "D"


@pytest.mark.django_db
def test_two_of_the_same_initials_sign_once():
    people = [make_user(first_name=first, last_name="Neri") for first in ("Paolo", "Pia", "Ugo")]
    assert sign_off(people) == "PN/UN"


@pytest.mark.django_db
def test_those_who_wrote_and_edited_sign_in_that_order(serbia, reporter, editor):
    article = make_article(section=serbia, by=reporter)
    workflow.submit(article, by=reporter)
    assert workflow.publish(article, by=editor).sign_off == "PN/EC"


@pytest.mark.django_db
def test_nobody_signs_what_the_system_wrote(serbia):
    publish_article(section=serbia)
    assert Edition.objects.get().sign_off == ""


@pytest.mark.django_db
def test_a_correction_is_not_signed_by_whoever_works_on_an_update(serbia, reporter, editor):
    article = publish_article(section=serbia)
    workflow.save(article, by=reporter)
    assert correct(article, editor, headline="Right").sign_off == "EC"


@pytest.mark.django_db
def test_an_update_is_signed_by_all_since_the_first_version(serbia, reporter, editor):
    article = make_article(section=serbia, by=reporter)
    workflow.publish(article, by=editor)
    third = make_user(Role.EDITOR, serbia, first_name="Zoe", last_name="Zanetti")
    correct(article, third, headline="Right")
    assert update(article, editor).sign_off == "PN/EC/ZZ"


# Alarms.


@pytest.mark.parametrize("priority", [Priority.FLASH, Priority.ALERT])
@pytest.mark.django_db
def test_an_update_does_not_repeat_the_alarm_and_needs_no_note(serbia, editor, priority):
    article = make_article(section=serbia, by=editor, body="", priority=priority)
    assert workflow.publish(article, by=editor).priority == priority
    edition = update(article, editor, body="<p>The body follows.</p>")
    assert (edition.priority, edition.public_note, edition.update_number) == (Priority.URGENT, "", 2)
    assert edition.revision.data["priority"] == article.priority == Priority.URGENT


@pytest.mark.django_db
def test_a_waiting_flash_that_is_moved_is_still_one(serbia):
    article = publish_article(section=serbia, priority=Priority.FLASH, not_before=in_hours(1))
    assert update(article, not_before=in_hours(2)).priority == Priority.FLASH


@pytest.mark.parametrize("priority", [Priority.URGENT, Priority.NORMAL, Priority.LOW])
@pytest.mark.django_db
def test_an_update_can_raise_the_alarm_or_lower_it(serbia, priority):
    article = publish_article(section=serbia, priority=priority)
    assert update(article, priority=Priority.FLASH).priority == Priority.FLASH
    assert update(article, priority=Priority.LOW).priority == Priority.LOW
