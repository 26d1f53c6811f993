"""A kill with one click; why, which may be said later; and a slip that is taken back."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.html import escape

from photos.killing import explain, kill
from photos.models import Photo
from tests.factories import make_photo
from tests.photos.admin.conftest import LIST, change_of, kill_of, sent_form, text, use

pytestmark = pytest.mark.django_db


def reason_of(photo):
    return f"{kill_of(photo)}reason/"


def back_of(photo):
    return f"{kill_of(photo)}back/"


def test_one_click_and_nothing_of_it_is_shown(desk, as_, client, django_capture_on_commit_callbacks):
    photo, editor = desk.others, as_("editor")
    use(photo, desk.live, on_page=True)
    thumbnail = editor.get(LIST).context["cl"].tiles[0].address
    client.get(thumbnail).getvalue()
    page = text(editor.get(change_of(photo)))
    assert f'formaction="{kill_of(photo)}"' in page
    assert "Seen by all" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(kill_of(photo), follow=True)
    html = text(response)
    assert "The picture was killed." in html
    assert "/media/photos/" not in html.partition("story-columns")[2]
    assert client.get(thumbnail).status_code == 410
    photo.refresh_from_db()
    assert photo.killed_at
    assert "Killed." in text(editor.get(f"{LIST}{photo.pk}/history/"))


def test_why_is_said_later_and_changed_if_it_was_wrong(desk, as_):
    photo, editor = desk.others, as_("editor")
    kill(photo)
    for reason in ("wrong <b>person</b>", "wrong place"):
        html = text(editor.post(reason_of(photo), {"reason": reason}, follow=True))
        assert "The reason was kept." in html
        assert escape(reason) in html
        assert Photo.objects.get(pk=photo.pk).kill_reason == reason
        assert f"Killed: {escape(reason)}" in text(editor.get(f"{LIST}{photo.pk}/history/"))


@pytest.mark.parametrize("reason", ["", "   ", "a\0b", "x" * 2001])
def test_a_reason_that_is_none_is_not_kept(desk, as_, reason):
    kill(desk.own, "wrong person")
    html = text(as_("head").post(reason_of(desk.own), {"reason": reason}, follow=True))
    assert "The reason was kept." not in html
    assert 'class="error"' in html
    assert Photo.objects.get(pk=desk.own.pk).kill_reason == "wrong person"


def test_a_slip_is_taken_back_and_the_picture_is_shown_again(
    desk, as_, client, django_capture_on_commit_callbacks
):
    photo, editor = desk.others, as_("editor")
    thumbnail = editor.get(LIST).context["cl"].tiles[0].address
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(kill_of(photo))
    assert client.get(thumbnail).status_code == 410
    assert f'formaction="{back_of(photo)}"' in text(editor.get(change_of(photo)))
    html = text(editor.post(back_of(photo), follow=True))
    assert "The kill was taken back" in html
    assert f'formaction="{kill_of(photo)}"' in html
    response = client.get(thumbnail)
    assert response.status_code == 200
    response.getvalue()
    assert "The kill was taken back." in text(editor.get(f"{LIST}{photo.pk}/history/"))


def test_who_comes_second_is_told_and_changes_nothing(desk, as_):
    photo, editor = desk.others, as_("editor")
    kill(photo, "wrong person")
    assert "killed already" in text(editor.post(kill_of(photo), follow=True))
    assert Photo.objects.get(pk=photo.pk).kill_reason == "wrong person"
    editor.post(back_of(photo))
    assert "not killed any more" in text(editor.post(back_of(photo), follow=True))
    assert "not killed any more" in text(editor.post(reason_of(photo), {"reason": "late"}, follow=True))
    assert Photo.objects.get(pk=photo.pk).kill_reason == ""


def test_a_reason_needs_a_kill(desk):
    assert not explain(desk.own, "wrong person")
    assert Photo.objects.get(pk=desk.own.pk).kill_reason == ""


@pytest.mark.parametrize("address", [kill_of, reason_of, back_of])
def test_looking_does_nothing(desk, as_, address):
    kill(desk.others, "wrong person")
    for photo in (desk.own, desk.others):
        before = Photo.objects.values().get(pk=photo.pk)
        assert as_("editor").get(address(photo), {"reason": "never"}).status_code == 405
        assert Photo.objects.values().get(pk=photo.pk) == before


def test_a_killed_picture_is_read_only_for_everybody(desk, as_):
    photo = make_photo()
    kill(photo, "wrong person")
    html = text(as_("admin").get(change_of(photo)))
    assert "wrong person" in html
    assert html.count("<textarea") == 1  # why
    assert f'formaction="{kill_of(photo)}"' not in html
    assert 'name="_save"' not in html


def test_a_reporter_reads_why_and_has_no_deed(desk, as_):
    kill(desk.own, "wrong person")
    html = text(as_("reporter").get(change_of(desk.own)))
    assert "wrong person" in html
    assert "<textarea" not in html
    assert "/kill/" not in html


def test_what_was_typed_into_a_picture_that_is_killed_meanwhile_can_be_copied(desk, as_):
    reporter = as_("reporter")
    sent = sent_form(reporter, desk.own, caption="Two <b>boats</b>\nat noon", focal_x="10", city="x" * 201)
    kill(desk.own, "wrong person")
    response = reporter.post(change_of(desk.own), sent)
    html = text(response)
    assert response.status_code == 409
    assert "The picture was killed meanwhile. Nothing was saved." in html
    assert response.context["typed"] == [
        ("Caption", "Two <b>boats</b>\nat noon"),
        ("City", "x" * 201),
        ("Focal point, % from the left", "10%"),
    ]
    assert "Two &lt;b&gt;boats&lt;/b&gt;<br>at noon" in html
    assert "The harbour." in html
    assert 'name="_save"' not in html
    assert Photo.objects.get(pk=desk.own.pk).caption == "The harbour."
    assert not LogEntry.objects.exists()


def test_who_may_not_change_it_learns_nothing_by_sending(desk, as_):
    kill(desk.others, "wrong person")
    response = as_("reporter").post(change_of(desk.others), {"caption": "Never"})
    assert response.status_code == 403


def test_its_page_says_who_killed_it(desk, as_):
    as_("admin").post(change_of(desk.others), sent_form(as_("admin"), desk.others, headline="Before"))
    as_("editor").post(kill_of(desk.others))
    as_("head").post(reason_of(desk.others), {"reason": "wrong person"})
    html = text(as_("reporter").get(change_of(desk.others)))
    assert f" by {desk.people['editor']}.</strong>" in html


def test_a_kill_of_which_the_history_says_nothing_is_nobodys(desk, as_):
    kill(desk.others)
    html = text(as_("reporter").get(change_of(desk.others)))
    assert re.search(r"<strong>Killed [^<]*, \d\d:\d\d\.</strong>", html)
