"""Two people have a picture's form open: what each has typed is saved, and where both have they decide."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.core.signing import Signer
from django.db import connection
from django.test.utils import CaptureQueriesContext

from photos.admin.seen import sealed
from photos.models import Photo
from tests.factories import make_source
from tests.photos.admin.conftest import change_of, sent_form, text

NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


def stored(photo, *names):
    return Photo.objects.values_list(*names).get(pk=photo.pk)


def put(photo, **fields):
    """A colleague saves it meanwhile."""
    Photo.objects.filter(pk=photo.pk).update(**fields)


def again(response, **changed):
    """What a browser sends of a form that came back."""
    form = response.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: form.fields[name].widget.format_value(value) for name, value in sent.items() if value}
    return {name: value for name, value in sent.items() if value is not None} | changed


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def test_what_only_one_has_changed_is_saved_without_a_word(desk, as_):
    source, reporter = make_source("AFP"), as_("reporter")
    sent = sent_form(reporter, desk.own, city="Muggia")
    hers = {"credit_line": "AFP/Rossi", "source": source.pk, "rights_end_at": "2027-01-01T13:00:00"}
    editor = sent_form(as_("editor"), desk.own, not_for_website="on", focal_x="20", **hers)
    assert as_("editor").post(change_of(desk.own), editor).status_code == 302
    assert reporter.post(change_of(desk.own), sent).status_code == 302
    names = ("city", "credit_line", "source", "rights_end_at", "not_for_website", "focal_x")
    assert stored(desk.own, *names) == ("Muggia", "AFP/Rossi", source.pk, NOON, True, 0.2)
    said = LogEntry.objects.get(user=desk.people["reporter"]).get_change_message()
    assert said == "Changed City."


def test_what_both_have_changed_is_decided_by_who_comes_second(desk, as_):
    reporter = as_("reporter")
    sent = sent_form(reporter, desk.own, credit_line="Mine/Conti", city="Muggia")
    put(desk.own, credit_line="Theirs/<b>", not_for_website=True, caption="Their caption")
    response = reporter.post(change_of(desk.own), sent)
    (words,) = errors(response)["credit_line"]
    assert words == (
        "A colleague has put “Theirs/<b>” here since you opened the picture. Save again to keep yours."
    )
    assert set(errors(response)) == {"credit_line"}
    assert "Theirs/&lt;b&gt;" in text(response)
    assert stored(desk.own, "credit_line", "city") == ("Theirs/<b>", "")
    assert not LogEntry.objects.exists()
    form = response.context["adminform"].form
    shown = [form[name].value() for name in ("credit_line", "city", "caption", "not_for_website")]
    assert shown == ["Mine/Conti", "Muggia", "Their caption", True]
    sent = again(response, not_for_website="on")
    assert reporter.post(change_of(desk.own), sent).status_code == 302
    names = ("credit_line", "city", "caption", "not_for_website")
    assert stored(desk.own, *names) == ("Mine/Conti", "Muggia", "Their caption", True)
    assert LogEntry.objects.get().get_change_message() == "Changed Credit line and City."


def test_who_decides_for_the_other_has_changed_nothing(desk, as_):
    reporter = as_("reporter")
    sent = sent_form(reporter, desk.own, caption="Mine", city="Muggia")
    put(desk.own, caption="Theirs")
    response = reporter.post(change_of(desk.own), sent)
    assert reporter.post(change_of(desk.own), again(response, caption="Theirs")).status_code == 302
    assert stored(desk.own, "caption", "city") == ("Theirs", "Muggia")
    assert LogEntry.objects.get().get_change_message() == "Changed City."


def test_one_more_change_before_the_second_save_is_told_too(desk, as_):
    reporter = as_("reporter")
    sent = sent_form(reporter, desk.own, caption="Mine")
    put(desk.own, caption="Theirs")
    sent = again(reporter.post(change_of(desk.own), sent))
    put(desk.own, caption="Theirs again")
    assert "Theirs again" in str(errors(reporter.post(change_of(desk.own), sent))["caption"])
    assert stored(desk.own, "caption") == ("Theirs again",)


def test_the_same_change_by_both_is_none(desk, as_):
    reporter = as_("reporter")
    sent = sent_form(reporter, desk.own, city="Muggia", focal_x="20", rights_end_at="2027-01-01T13:00:00")
    put(desk.own, city="Muggia", focal_x=0.2, rights_end_at=NOON)
    assert reporter.post(change_of(desk.own), sent).status_code == 302
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


@pytest.mark.parametrize(
    ("typed", "put_there", "said"),
    [
        ({"city": "Muggia"}, {"city": ""}, "has emptied this"),
        ({"focal_x": "20"}, {"focal_x": 0.75}, "“75%”"),
        ({"taken_at": ""}, {"taken_at": NOON}, "“1 January 2027, 13:00:00”"),
        ({"digital_source_type": ""}, {"digital_source_type": "screenCapture"}, "“Taken from a screen”"),
    ],
)
def test_what_a_colleague_has_put_there_is_said_as_a_person_reads_it(desk, as_, typed, put_there, said):
    put(
        desk.own, city="Trieste", taken_at=datetime(2026, 11, 1, tzinfo=UTC), digital_source_type="digitalArt"
    )
    sent = sent_form(as_("reporter"), desk.own, **typed)
    put(desk.own, **put_there)
    (name,) = typed
    assert said in errors(as_("reporter").post(change_of(desk.own), sent))[name][0]


def test_a_form_that_is_refused_for_something_else_shows_what_the_other_saved(desk, as_):
    sent = sent_form(as_("reporter"), desk.own, focal_x="101")
    put(desk.own, caption="Theirs", not_for_wire=True)
    response = as_("reporter").post(change_of(desk.own), sent)
    assert set(errors(response)) == {"focal_x"}
    sent = again(response, focal_x="10", not_for_wire="on")
    assert as_("reporter").post(change_of(desk.own), sent).status_code == 302
    assert stored(desk.own, "caption", "not_for_wire", "focal_x") == ("Theirs", True, 0.1)


def test_a_value_that_no_form_would_take_hinders_nobody_who_left_it_as_it_was(desk, as_):
    put(desk.own, caption="  Of a file  ", keywords="a; b", headline="Two\u200blines")
    sent = sent_form(as_("editor"), desk.own, city="Muggia")
    assert as_("editor").post(change_of(desk.own), sent).status_code == 302
    assert stored(desk.own, "caption", "keywords", "headline") == ("  Of a file  ", "a; b", "Two\u200blines")
    assert LogEntry.objects.get().get_change_message() == "Changed City."


@pytest.mark.parametrize("seal", [None, "", "x", "\0", "é:ü", "e30:forged", "of another", "not signed here"])
def test_a_form_that_does_not_say_what_it_showed_is_asked_again(desk, as_, seal):
    sent = sent_form(as_("editor"), desk.own, caption="Mine")
    sent["seen"] = {
        "of another": sealed(desk.others),
        "not signed here": Signer(salt="elsewhere").sign_object({"caption": "Mine"}),
    }.get(seal, seal)
    if seal is None:
        del sent["seen"]
    response = as_("editor").post(change_of(desk.own), sent)
    assert "Somebody has changed this picture" in str(errors(response)["__all__"])
    assert stored(desk.own, "caption") == ("The harbour.",)
    assert as_("editor").post(change_of(desk.own), again(response)).status_code == 302
    assert stored(desk.own, "caption") == ("Mine",)


def test_who_saves_at_the_same_moment_waits_before_anything_is_read(desk, as_):
    if not connection.features.has_select_for_update:
        pytest.skip("this database has one writer at a time")
    sent = sent_form(as_("editor"), desk.own, caption="Mine")
    with CaptureQueriesContext(connection) as queries:
        as_("editor").post(change_of(desk.own), sent)
    asked = [query["sql"] for query in queries if 'FROM "photos_photo"' in query["sql"]]
    assert asked[0].endswith("FOR UPDATE")
