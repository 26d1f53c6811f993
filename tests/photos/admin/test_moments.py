"""Times at a picture's form in the nights in which clocks are changed."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from photos.admin.fields import MomentField
from photos.models import Photo
from tests.photos.admin.conftest import change_of, sent_form

FIRST, SECOND = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))  # both 02:30 in Rome


def taken_at(photo):
    return Photo.objects.get(pk=photo.pk).taken_at


@pytest.mark.parametrize("moment", [FIRST, SECOND, SECOND.replace(microsecond=5)])
def test_a_picture_of_the_doubled_hour_is_saved_and_keeps_its_moment(desk, as_, moment):
    Photo.objects.filter(pk=desk.own.pk).update(taken_at=moment)
    sent = sent_form(as_("reporter"), desk.own, city="Muggia")
    assert sent["taken_at"] == "2026-10-25T02:30:00"
    assert as_("reporter").post(change_of(desk.own), sent).status_code == 302
    assert taken_at(desk.own) == moment
    assert Photo.objects.get(pk=desk.own.pk).city == "Muggia"


def test_a_time_that_is_typed_in_the_doubled_hour_is_the_first_of_the_two(desk, as_):
    Photo.objects.filter(pk=desk.own.pk).update(taken_at=SECOND)
    sent = sent_form(as_("reporter"), desk.own, taken_at="2026-10-25T02:31:00")
    assert as_("reporter").post(change_of(desk.own), sent).status_code == 302
    assert taken_at(desk.own) == FIRST.replace(minute=31)


def test_an_hour_that_clocks_skip_is_refused_in_words(desk, as_):
    sent = sent_form(as_("reporter"), desk.own, taken_at="2027-03-28T02:30")
    response = as_("reporter").post(change_of(desk.own), sent)
    (words,) = response.context["adminform"].form.errors["taken_at"]
    assert words == "The clocks are changed then: choose another time."


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "1799-12-31T00:00", "\0", "soon"])
@pytest.mark.parametrize("zone", ["Europe/Rome", "Asia/Tokyo", "America/New_York"])
def test_no_time_of_any_zone_is_a_fault(typed, zone):
    with timezone.override(zone), pytest.raises(ValidationError) as refused:
        MomentField().clean(typed)
    assert refused.value.code == "invalid"
