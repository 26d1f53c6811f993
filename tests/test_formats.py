"""Dates and times on screens that are Django's own stand as on ours; what may be typed in is as it was."""

import re
from datetime import UTC, date, datetime, time
from html import unescape

import pytest
from django.conf.locale.en import formats as of_django
from django.contrib.admin.models import LogEntry
from django.utils import translation
from django.utils.formats import date_format, get_format, localize, time_format

from photos.models import Photo
from tests.articles.admin.conftest import as_, set_up
from tests.factories import make_photo

__all__ = ["as_"]

MOMENT = datetime(2026, 11, 3, 3, 24, tzinfo=UTC)  # 04:24 in Rome


@pytest.fixture
def desk(db):
    return set_up()


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_moment_in_english_has_the_day_first_and_24_hours():
    afternoon = datetime(2026, 11, 3, 16, 5)  # noqa: DTZ001 - only how it is written
    with translation.override("en"):
        assert localize(afternoon) == "3 November 2026, 16:05"
        assert localize(date(2026, 11, 3)) == "3 November 2026"
        assert localize(time(16, 5)) == "16:05"
        assert time_format(time(4, 0)) == "04:00"
        assert date_format(afternoon, "SHORT_DATETIME_FORMAT") == "3 Nov 2026, 16:05"
        assert date_format(afternoon, "MONTH_DAY_FORMAT") == "3 November"


def test_italian_writes_days_and_hours_so_by_itself():
    afternoon = datetime(2026, 11, 3, 16, 5)  # noqa: DTZ001
    with translation.override("it"):
        assert localize(afternoon).lower() == "martedì 03 novembre 2026 16:05"
        assert localize(time(16, 5)) == "16:05"


@pytest.mark.parametrize("of", ["DATE_INPUT_FORMATS", "DATETIME_INPUT_FORMATS", "TIME_INPUT_FORMATS"])
def test_what_may_be_typed_in_is_what_django_takes(of):
    assert get_format(of, "en")[: len(getattr(of_django, of))] == getattr(of_django, of)


def test_numbers_and_weeks_are_as_they_were():
    for name in ("DECIMAL_SEPARATOR", "THOUSAND_SEPARATOR", "FIRST_DAY_OF_WEEK", "YEAR_MONTH_FORMAT"):
        assert get_format(name, "en") == getattr(of_django, name)


def test_the_history_of_a_picture_tells_the_time_as_the_desk_does(desk, as_):
    photo, editor = make_photo(), desk.people["editor"]
    entry = LogEntry.objects.log_actions(editor.pk, [photo], action_flag=2, single_object=True)
    LogEntry.objects.filter(pk=entry.pk).update(action_time=MOMENT)
    shown = words(as_("editor").get(f"/admin/photos/photo/{photo.pk}/history/"))
    assert "3 November 2026, 04:24" in shown
    assert "a.m." not in shown


def test_what_is_only_read_tells_the_time_as_the_desk_does(desk, as_):
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(taken_at=MOMENT, rights_end_at=MOMENT)
    shown = words(as_("reporter").get(f"/admin/photos/photo/{photo.pk}/change/"))
    assert shown.count("3 November 2026, 04:24") >= 2
    assert "a.m." not in shown
