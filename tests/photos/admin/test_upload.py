"""Upload: each file is decided on its own; the same picture is shown and not stored twice."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import content_disposition_header
from PIL import Image

from photos.files import originals
from photos.killing import kill
from photos.models import Photo
from tests.photos.admin.conftest import LIST, UPLOAD, change_of, original_of, picture_file, text
from tests.photos.pictures import file_of, halves

BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def send(client, *files):
    return client.post(UPLOAD, {"files": list(files)})


def send_one(client, file):
    response = client.post(UPLOAD, {"files": file}, headers=BY_SCRIPT)
    return response, json.loads(response.content)


def test_several_are_decided_each_on_its_own(desk, as_):
    before = Photo.objects.count()
    broken = SimpleUploadedFile("broken.jpg", picture_file(shade=9).read()[:500])
    html = text(send(as_("reporter"), picture_file("one.jpg"), broken, picture_file("two.jpg", shade=50)))
    assert Photo.objects.count() == before + 2
    assert html.count('class="outcome good">Here<') == 2
    assert "broken.jpg" in html
    assert "is broken, or was cut off" in html
    photos = Photo.objects.order_by("-pk")[:2]
    for photo in photos:
        assert photo.uploaded_by == desk.people["reporter"]
        assert f'href="{change_of(photo)}"' in html
        assert f'name="ids" value="{photo.pk}"' in html
        assert "Uploaded as" in text(as_("reporter").get(f"{LIST}{photo.pk}/history/"))


def test_the_same_picture_is_shown_and_not_stored_again(desk, as_):
    send(as_("reporter"), picture_file("one.jpg"))
    before = Photo.objects.count()
    _response, answer = send_one(as_("editor"), picture_file("renamed.jpg"))
    known = Photo.objects.get(file_name="one.jpg")
    assert Photo.objects.count() == before
    assert (answer["state"], answer["pk"]) == ("known", known.pk)
    assert "Already here" in answer["html"]
    assert f'href="{change_of(known)}"' in answer["html"]


def test_of_a_colleagues_picture_one_gets_no_key_to_change(desk, as_):
    send(as_("editor"), picture_file("one.jpg"))
    _response, answer = send_one(as_("reporter"), picture_file("one.jpg"))
    assert (answer["state"], answer["pk"]) == ("known", None)
    assert 'name="ids"' not in answer["html"]


def test_a_killed_picture_that_comes_again_is_said_to_be_killed(desk, as_):
    send(as_("editor"), picture_file("one.jpg"))
    kill(Photo.objects.get(file_name="one.jpg"), "wrong person")
    _response, answer = send_one(as_("editor"), picture_file("one.jpg"))
    assert answer["state"] == "known"
    assert "killed" in answer["html"]
    assert "/media/photos/" not in answer["html"]


def test_our_script_hears_of_one_file(desk, as_):
    response, answer = send_one(as_("reporter"), picture_file("one.jpg"))
    photo = Photo.objects.get(file_name="one.jpg")
    assert response["Content-Type"] == "application/json"
    assert (answer["state"], answer["pk"]) == ("new", photo.pk)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.jpg", b"", ""),
        ("page.jpg", b"<html><script>alert(1)</script></html>", "a web page, not a picture"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not taken"),
        ("program.jpg", b"MZ" + b"\0" * 2000, "no picture"),
        ("<img src=x onerror=alert(1)>.jpg", b"nothing", "no picture"),
        ("‮gpj.exe", b"nothing", "no picture"),
        ("../../etc/passwd.jpg", b"nothing", "no picture"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(desk, as_, own_files, name, content, words):
    before = Photo.objects.count()
    _response, answer = send_one(as_("reporter"), SimpleUploadedFile(name, content))
    assert answer["state"] == "refused"
    assert words in answer["html"]
    assert "<img src=x" not in answer["html"]
    assert Photo.objects.count() == before
    assert len(list((own_files / "originals").rglob("*/*"))) == before


@pytest.mark.parametrize("headers", [{}, BY_SCRIPT])
def test_what_is_too_much_is_refused_before_it_is_read(desk, settings, headers):
    settings.NEWSROOM_PHOTO_BYTES = 1000
    client = Client(enforce_csrf_checks=True)  # for whose token the body would be read
    client.force_login(desk.people["reporter"])
    file = SimpleUploadedFile("big.jpg", b"x" * 200_000)
    response = client.post(UPLOAD, {"files": file}, headers=headers)
    assert response.status_code == 413
    assert "1000 bytes" in text(response).replace("\xa0", " ").replace(r"\u00a0", " ")
    assert "big.jpg" not in text(response)


def test_a_file_over_the_limit_is_refused_and_the_others_are_kept(desk, as_, settings):
    settings.NEWSROOM_PHOTO_BYTES = 3000
    html = text(send(as_("reporter"), SimpleUploadedFile("big.jpg", b"x" * 9000), picture_file("one.jpg")))
    assert html.count('class="outcome good">Here<') == 1
    assert html.count("Not taken") == 1


def test_a_disk_that_is_full_spoils_no_other_file(desk, as_, monkeypatch):
    whole, calls = originals().__class__._save, []

    def full_at_first(self, name, content):
        calls.append(name)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        return whole(self, name, content)

    monkeypatch.setattr(originals().__class__, "_save", full_at_first)
    html = text(send(as_("reporter"), picture_file("one.jpg"), picture_file("two.jpg", shade=50)))
    assert "The server could not keep it" in html
    assert html.count('class="outcome good">Here<') == 1


def test_a_form_of_another_site_sends_nothing(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.people["reporter"])
    before = Photo.objects.count()
    assert client.post(UPLOAD, {"files": picture_file("one.jpg")}).status_code == 403
    page = client.get(UPLOAD)
    token = text(page).partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    client.post(UPLOAD, {"files": picture_file("one.jpg"), "csrfmiddlewaretoken": token})
    assert Photo.objects.count() == before + 1


def test_more_than_a_hundred_files_at_once_are_refused_with_a_sentence(desk):
    client = Client(enforce_csrf_checks=True)  # for whose token the body is read
    client.force_login(desk.people["reporter"])
    token = text(client.get(UPLOAD)).partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    before = Photo.objects.count()
    files = [picture_file("one.jpg")] + [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(100)]
    response = client.post(UPLOAD, {"csrfmiddlewaretoken": token, "files": files})
    assert response.status_code == 413
    assert "Send at most 100 pictures at once. None of these was kept." in text(response)
    assert "Upload pictures" in text(response)  # the page to send them from
    assert Photo.objects.count() == before


def test_who_chose_no_file_is_offered_nothing_to_change(desk, as_):
    html = text(as_("reporter").post(UPLOAD, {}))
    assert "Choose the pictures first." in html
    assert '<p class="after" hidden>' in html


def test_the_plain_form_says_how_many_are_here(desk, as_):
    broken = SimpleUploadedFile("broken.jpg", picture_file(shade=9).read()[:500])
    html = text(send(as_("reporter"), picture_file("one.jpg"), broken, picture_file("two.jpg", shade=50)))
    assert '<p id="upload-state" class="quiet" role="status">2 here, 1 not taken</p>' in html
    assert '<p id="upload-state" class="quiet" role="status"></p>' in text(as_("reporter").get(UPLOAD))


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("The %22harbour%22.jpg", 'The "harbour".jpg'),
        ("two%0D%0Alines.jpg", "two lines.jpg"),
        ("two%0alines.jpg", "two lines.jpg"),
        ("100%25 %41.jpg", "100%25 %41.jpg"),  # no browser has written that
    ],
)
def test_a_file_is_called_as_the_person_called_it(desk, as_, sent, name):
    _response, answer = send_one(as_("reporter"), picture_file(sent))
    photo = Photo.objects.get(pk=answer["pk"])
    assert (photo.file_name, str(photo)) == (name, name)
    response = as_("reporter").get(original_of(photo))
    response.getvalue()  # which closes the file
    assert response["Content-Disposition"] == content_disposition_header(True, name)
    assert "%22" not in response["Content-Disposition"]


def with_exif(**said):
    exif = Image.Exif()
    exif[0x010E], exif[0x8298] = said.get("caption", ""), said.get("copyright", "")
    file = file_of(halves("RGB"), "JPEG", exif=exif.tobytes())
    return SimpleUploadedFile("said.jpg", file.getvalue(), content_type="image/jpeg")


def test_what_is_too_long_for_its_field_is_cut_and_told(desk, as_):
    file = with_exif(caption="x" * 300, copyright="© " + "y" * 3000)
    _response, answer = send_one(as_("reporter"), file)
    photo = Photo.objects.get(pk=answer["pk"])
    assert len(photo.copyright_notice) == 500
    assert "The file says more than there is room for. Cut: Copyright notice." in answer["html"]
    file.seek(0)
    _response, answer = send_one(as_("reporter"), file)  # which reads nothing anew
    assert "Cut:" not in answer["html"]


def test_nothing_is_said_to_be_cut_that_was_not(desk, as_):
    _response, answer = send_one(as_("reporter"), with_exif(caption="x" * 300, copyright="© " + "y" * 498))
    assert Photo.objects.get(pk=answer["pk"]).copyright_notice.endswith("y")
    assert "Cut:" not in answer["html"]


@pytest.mark.parametrize(
    "sample", ["IPTC-PhotometadataRef-Std2017.1.jpg", "exiftool-IPTC.jpg", "exiftool-MWG.jpg"]
)
def test_what_the_samples_say_is_proposed_in_the_form(desk, as_, shared, sample):
    file = SimpleUploadedFile(sample, (shared / "standards/photos" / sample).read_bytes())
    _response, answer = send_one(as_("reporter"), file)
    photo = Photo.objects.get(pk=answer["pk"])
    form = as_("reporter").get(change_of(photo)).context["adminform"].form
    for name in ("headline", "caption", "creator", "credit_line", "copyright_notice", "city"):
        assert form[name].value() == getattr(photo, name)
