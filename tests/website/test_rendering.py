"""Renditions made ahead by a worker: what pages name, newest first, and never twice."""

import threading
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from photos import showing
from photos.files import original_name, originals, renditions
from photos.killing import kill
from photos.models import Photo
from photos.pixels.renditions import name_of
from tests.factories import make_photo
from tests.website.hanging import publish_with
from website.cuts import recipes_named
from website.management.commands import make_renditions
from website.rendering import lacking, render, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def made(monkeypatch):
    """How often each rendition was made."""
    whole, made = showing.render_all, Counter()

    def counted(file, recipes, *more):
        for recipe, content in whole(file, recipes, *more):
            made[recipe] += 1
            yield recipe, content

    monkeypatch.setattr(showing, "render_all", counted)
    return made


def test_what_pages_name_is_made_once_and_then_there(made, capsys):
    photo = make_photo((500, 400))
    publish_with(photo)
    call_command("make_renditions")
    assert made == dict.fromkeys(recipes_named((500, 400)), 1)
    for recipe in recipes_named((500, 400)):
        assert renditions().exists(showing.place_of(name_of(photo.digest, (0.5, 0.5), recipe)))
    assert lacking(photo) == []
    assert f"{len(made)} renditions" in capsys.readouterr().out
    call_command("make_renditions")
    assert set(made.values()) == {1}
    assert capsys.readouterr().out == ""


def test_another_focal_point_wants_others(made):
    photo = make_photo((500, 400))
    publish_with(photo)
    render(photo)
    Photo.objects.update(focal_x=0.1)
    photo.refresh_from_db()
    crops = {recipe.crop for recipes in lacking(photo) for recipe in recipes}
    assert crops == {"16x9", "4x3", "1x1"}


def test_the_newest_storys_come_first_with_its_lead_and_then_what_has_just_come_in():
    first, lead, second, uploaded = (make_photo() for _number in range(4))
    publish_with(first)
    publish_with(lead, second)
    now = timezone.now()
    assert list(wanted(now, 10, 10)) == [lead, second, first, uploaded]
    assert list(wanted(now, 1, 0)) == [lead, second]


def test_what_nobody_may_see_is_not_made():
    killed, ended, held_back, waits, fine = (make_photo() for _number in range(5))
    publish_with(killed, ended, held_back, fine)
    kill(killed, "wrong person")
    Photo.objects.filter(pk=ended.pk).update(rights_end_at=timezone.now())
    Photo.objects.filter(pk=held_back.pk).update(not_for_website=True)
    assert list(wanted(timezone.now(), 10, 0)) == [fine]
    assert list(wanted(timezone.now(), 0, 10)) == [fine, waits]


def test_one_that_fails_is_told_and_holds_up_no_other(capsys):
    broken, fine = make_photo(), make_photo((500, 400))
    publish_with(broken)
    originals().delete(original_name(broken.digest))
    with pytest.raises(CommandError, match="1 pictures"):
        call_command("make_renditions")
    assert lacking(fine) == []
    assert f"{broken.pk} " in capsys.readouterr().err


def test_one_that_is_killed_meanwhile_is_left(monkeypatch):
    photo = make_photo((500, 400))
    Photo.objects.update(killed_at=timezone.now(), kill_reason="wrong person")
    assert render(photo) == 0
    assert len([recipe for recipes in lacking(photo) for recipe in recipes]) == len(recipes_named((500, 400)))


@pytest.mark.django_db(transaction=True)
def test_a_reader_and_two_workers_make_nothing_twice_and_the_reader_waits_for_one(made):
    photo = make_photo((500, 400))
    recipe = recipes_named((500, 400))[-1]
    found = []

    def read():
        with showing.rendition(name_of(photo.digest, (0.5, 0.5), recipe)) as file:
            found.append(file.read())

    def run(deed):
        deed()
        connection.close()

    deeds = [lambda: render(photo), lambda: render(photo), read, read]
    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == dict.fromkeys(recipes_named((500, 400)), 1)
    assert len(set(found)) == 1


def test_with_watch_it_makes_what_is_published_meanwhile(monkeypatch):
    early, late = make_photo((500, 400)), make_photo((500, 400))
    publish_with(early)
    slept = []

    def sleep(seconds):
        assert lacking(early) == []
        slept.append(seconds)
        if len(slept) == 1:
            publish_with(late)
            assert lacking(late) != []
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr(make_renditions.time, "sleep", sleep)
    monkeypatch.setattr(make_renditions, "close_old_connections", lambda: None)  # the test's own
    with pytest.raises(KeyboardInterrupt):
        call_command("make_renditions", "--watch", "0.2", "--uploads", "0")
    assert slept == [0.2, 0.2]
    assert lacking(late) == []
