"""Renditions: made on first demand, once, for names that pages use; gone with a killed picture."""

import io
import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from photos import editing, showing
from photos.files import original_name, originals, renditions
from photos.intake import take_in
from photos.killing import kill
from photos.models import Photo
from photos.pixels.renditions import Recipe, name_of
from tests.photos.pictures import file_of, halves

pytestmark = pytest.mark.django_db

CARD = Recipe("16x9", 320, "webp")


@pytest.fixture
def photo():
    file = ContentFile(file_of(halves("RGB", (640, 480)), "JPEG").getvalue(), name="harbour.jpg")
    photo = take_in(file, by=None).photo
    Photo.objects.filter(pk=photo.pk).update(credit_line="Ansa/Conti", copyright_notice="© Example")
    photo.refresh_from_db()
    return photo


def get(client, address):
    """The answer, read to its end, which closes it."""
    response = client.get(address)
    response.whole = response.getvalue() if response.streaming else response.content
    return response


def name(photo, recipe=CARD):
    return name_of(photo.digest, showing.focal_of(photo), recipe)


def address(of):
    place, _slash, last = showing.place_of(of).removeprefix("photos/").rpartition("/")
    return reverse("photo", kwargs={"place": place, "name": last})


def test_a_rendition_is_made_when_it_is_asked_for_and_then_there(client, photo, monkeypatch):
    assert not renditions().exists(showing.place_of(name(photo)))
    response = get(client, address(name(photo)))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=86400, s-maxage=1"
    assert not response.cookies
    picture = Image.open(io.BytesIO(response.whole))
    assert picture.size == (320, 180)
    assert b"Ansa/Conti" in picture.info["xmp"]
    monkeypatch.setattr("photos.showing.render_all", None)  # nothing is made again
    assert get(client, address(name(photo))).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace("50x50", "101x50"),  # a focal point that no picture has
        lambda name: name.replace("50x50", "050x50"),
        lambda name: name.replace("50x50-16x9", "51x50-whole"),  # a whole picture is so wherever its focus is
        lambda name: name.replace("-320.", "-321."),
        lambda name: name.replace("-320.", "-1280."),  # larger than the picture
        lambda name: name.replace("16x9", "2x1"),
        lambda name: name.replace(".webp", ".gif"),
        lambda name: "0" * 20 + name[20:],
        lambda _name: "x",
    ],
)
def test_no_other_name_has_us_make_anything(client, photo, own_files, change):
    asked = change(name(photo))
    place = f"{asked[:2]}/{asked[:20]}"
    assert client.get(f"/media/photos/{place}/{asked}").status_code == 404
    assert client.get(f"/media/photos/else/where/{name(photo)}").status_code == 404
    assert not [path for path in (own_files / "default").rglob("*") if path.is_file()]


def test_another_focal_point_is_another_address(client, photo):
    before = name(photo)
    assert get(client, address(before)).status_code == 200
    Photo.objects.update(focal_x=0.1)
    photo.refresh_from_db()
    assert name(photo) != before
    assert get(client, address(name(photo))).status_code == 200
    assert renditions().exists(showing.place_of(before))
    response = get(client, address(before))  # though an old file lies there
    assert response.status_code == 302
    assert response["Location"] == address(name(photo))


@pytest.mark.parametrize("recipe", [Recipe("16x9", 320, "webp"), Recipe("1x1", 480, "jpg")])
def test_addresses_that_were_given_out_lead_to_the_crop_of_today(
    client, photo, recipe, own_files, django_capture_on_commit_callbacks
):
    before = name(photo, recipe)
    assert get(client, address(before)).status_code == 200
    for left in (0.1, 0.9):  # moved, and moved again
        photo.focal_x = left
        with django_capture_on_commit_callbacks(execute=True):
            editing.save(photo)
        assert not renditions().exists(showing.place_of(before))
        response = client.get(address(before))
        assert response.status_code == 302
        assert response["Location"] == address(name(photo, recipe))
        assert response["Cache-Control"] == "public, max-age=1"
        assert not response.cookies
        assert client.head(address(before)).status_code == 302
        assert not [path for path in (own_files / "default").rglob("*") if path.is_file()]  # cuts nothing
        assert get(client, response["Location"]).status_code == 200


def test_a_whole_picture_stays_at_its_address_when_the_focal_point_moves(client, photo):
    whole = address(name(photo, Recipe("whole", 320, "jpg")))
    Photo.objects.update(focal_x=0.1)
    assert get(client, whole).status_code == 200


def test_a_change_of_credit_leads_nowhere_else(client, photo, django_capture_on_commit_callbacks):
    assert get(client, address(name(photo))).status_code == 200
    photo.credit_line = "Example/Berti"
    with django_capture_on_commit_callbacks(execute=True):
        editing.save(photo)
    response = get(client, address(name(photo)))
    assert response.status_code == 200
    assert b"Example/Berti" in response.whole


def test_a_made_up_focal_point_has_nothing_cut(client, photo, own_files):
    for point in ("0x0", "51x50", "100x100"):
        response = client.get(address(name(photo).replace("50x50", point)))
        assert response.status_code == 302
        assert response["Location"] == address(name(photo))
    assert not [path for path in (own_files / "default").rglob("*") if path.is_file()]


def test_of_a_killed_picture_addresses_of_former_focal_points_are_gone_too(client, photo):
    before = name(photo)
    Photo.objects.update(focal_x=0.1, killed_at="2026-11-22T10:00Z", kill_reason="wrong person")
    response = client.get(address(before))
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"


def test_a_killed_picture_is_gone_with_its_files(
    client, photo, own_files, django_capture_on_commit_callbacks
):
    assert get(client, address(name(photo))).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        kill(photo, "wrong person")
    assert not [path for path in (own_files / "default").rglob("*") if path.is_file()]
    response = get(client, address(name(photo)))
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    assert originals().exists(original_name(photo.digest))


def test_what_is_made_while_a_picture_is_killed_does_not_stay(photo, own_files, monkeypatch):
    whole = showing.render_all

    def killed_meanwhile(*args):
        Photo.objects.update(killed_at="2026-11-22T10:00Z", kill_reason="wrong person")
        return whole(*args)

    monkeypatch.setattr(showing, "render_all", killed_meanwhile)
    with pytest.raises(showing.Gone):
        showing.rendition(name(photo))
    assert not [path for path in (own_files / "default").rglob("*") if path.is_file()]


@pytest.mark.parametrize("left_out", [{"rights_end_at": "2026-11-22T10:00Z"}, {"not_for_website": True}])
def test_whoever_kept_an_address_gets_what_pages_leave_out(client, photo, left_out):
    Photo.objects.update(**left_out)
    assert not Photo.objects.for_website(timezone.now()).exists()
    assert get(client, address(name(photo))).status_code == 200


def test_of_two_kills_the_first_one_counts(photo):
    assert kill(photo, "wrong person")
    assert not kill(photo, "again")
    photo.refresh_from_db()
    assert photo.kill_reason == "wrong person"


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_have_it_made_once(photo, monkeypatch):
    whole, calls = showing.render_all, []

    def counted(*args):
        calls.append(args)
        return whole(*args)

    monkeypatch.setattr(showing, "render_all", counted)

    def ask():
        showing.make(photo, [CARD])
        connection.close()

    threads = [threading.Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


def test_files_and_rows_are_held_against_each_other(photo, client, monkeypatch, capsys, own_files):
    monkeypatch.setattr("photos.management.commands.check_photos.AN_HOUR", -timedelta(hours=1))
    get(client, address(name(photo)))
    call_command("check_photos")
    assert "0 originals missing, 0 unknown, renditions of 0 pictures left over." in capsys.readouterr().out
    originals().save("ab/" + "ab" * 32, ContentFile(b"stray"))
    (own_files / "originals" / "ab" / ".part-x").write_bytes(b"half")
    Photo.objects.update(killed_at="2026-11-22T10:00Z", kill_reason="wrong person")
    with pytest.raises(CommandError, match="0 originals missing, 2 unknown, renditions of 1 pictures"):
        call_command("check_photos")
    call_command("check_photos", "--repair")
    capsys.readouterr()
    call_command("check_photos")
    originals().delete(original_name(photo.digest))
    with pytest.raises(CommandError, match="1 originals missing"):
        call_command("check_photos", "--repair")
    assert photo.digest in capsys.readouterr().out


def test_what_was_uploaded_in_the_last_hour_is_left_alone():
    originals().save("ab/" + "ab" * 32, ContentFile(b"its row is on the way"))
    call_command("check_photos", "--repair")
    assert originals().exists("ab/" + "ab" * 32)
