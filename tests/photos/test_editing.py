"""What people say of a picture is changed: what was made of it and says otherwise goes."""

import io
import os
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from photos import editing, showing
from photos.addresses import url_of
from photos.files import renditions
from photos.killing import kill
from photos.models import Photo
from photos.pixels.renditions import Recipe, name_of
from tests.factories import make_photo

pytestmark = pytest.mark.django_db

CARD, WHOLE = Recipe("16x9", 320, "webp"), Recipe("whole", 320, "webp")


@pytest.fixture
def photo():
    return make_photo()


def place(photo, recipe):
    return url_of(photo, recipe).removeprefix("/media/")


def made(photo, *recipes):
    """Their places, where they are now."""
    showing.make(photo, list(recipes))
    return [place(photo, recipe) for recipe in recipes]


def is_there(places):
    return [renditions().exists(each) for each in places]


@pytest.mark.parametrize("field", ["creator", "credit_line", "copyright_notice", "digital_source_type"])
def test_what_stands_in_renditions_is_written_anew(photo, client, field, django_capture_on_commit_callbacks):
    places = made(photo, CARD, WHOLE)
    with django_capture_on_commit_callbacks(execute=True):
        setattr(photo, field, "digitalCapture")
        assert editing.save(photo) == [field]
    assert is_there(places) == [False, False]
    response = client.get(url_of(photo, CARD))
    assert b"digitalCapture" in Image.open(io.BytesIO(response.getvalue())).info["xmp"]


def test_another_focal_point_leaves_no_old_crop(photo, client, django_capture_on_commit_callbacks):
    places, before = made(photo, CARD, WHOLE), url_of(photo, CARD)
    with django_capture_on_commit_callbacks(execute=True):
        photo.focal_x = 0.1
        editing.save(photo)
    assert is_there(places) == [False, False]
    assert client.get(before)["Location"] == url_of(photo, CARD)
    assert client.get(url_of(photo, CARD)).getvalue()


def test_other_words_leave_them_where_they_are(photo, django_capture_on_commit_callbacks):
    places = made(photo, CARD)
    with django_capture_on_commit_callbacks(execute=True):
        photo.caption, photo.alt_text = "Another", "Others"
        assert editing.save(photo) == ["caption", "alt_text"]
    assert is_there(places) == [True]


def test_a_change_that_is_rolled_back_deletes_nothing(photo):
    places = made(photo, CARD)
    photo.credit_line = "Another"
    editing.save(photo)  # the test's transaction never commits
    assert is_there(places) == [True]


def test_nothing_but_the_fields_asked_for_is_written(photo):
    Photo.objects.filter(pk=photo.pk).update(city="Trieste")  # by somebody else
    photo.caption, photo.headline = "Another", "Never"
    assert editing.save(photo, ["caption"]) == ["caption"]
    known = Photo.objects.get(pk=photo.pk)
    assert (known.caption, known.headline, known.city) == ("Another", "", "Trieste")


def test_a_killed_picture_stays_as_it_is(photo):
    kill(photo, "wrong person")
    photo.caption = "Never"
    with pytest.raises(ValidationError):
        editing.save(photo)
    assert Photo.objects.get(pk=photo.pk).caption == "The harbour."


def test_what_is_made_while_words_change_has_the_new_ones(photo, monkeypatch):
    whole, calls = showing.render_all, []

    def changed_meanwhile(*args):
        calls.append(args)
        Photo.objects.update(credit_line="New/Conti")
        return whole(*args)

    monkeypatch.setattr(showing, "render_all", changed_meanwhile)
    name = place(photo, CARD).rpartition("/")[2]
    with showing.rendition(name) as file:
        assert b"New/Conti" in Image.open(file).info["xmp"]
    assert len(calls) == 2


def test_what_is_made_while_the_focal_point_moves_does_not_stay(photo, monkeypatch):
    whole = showing.render_all

    def moved_meanwhile(*args):
        Photo.objects.update(focal_x=0.1)
        return whole(*args)

    monkeypatch.setattr(showing, "render_all", moved_meanwhile)
    old = place(photo, CARD)
    with pytest.raises(showing.Moved) as today:
        showing.rendition(old.rpartition("/")[2])
    assert today.value.name == name_of(photo.digest, (0.1, 0.5), CARD)
    assert is_there([old, place(Photo.objects.get(), CARD)]) == [False, True]


def test_the_lock_follows_no_link_and_empties_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    precious = tmp_path / "precious"
    precious.write_text("of somebody else")
    lock = Path(tmp_path) / f"newsroom-{os.getuid()}-photo-ab.lock"
    lock.symlink_to(precious)
    with pytest.raises(OSError, match="symbolic links"), showing.one_at_a_time("photo-ab"):
        pass
    assert precious.read_text() == "of somebody else"
    lock.unlink()
    with showing.one_at_a_time("photo-ab"):
        assert lock.stat().st_mode & 0o777 == 0o600
