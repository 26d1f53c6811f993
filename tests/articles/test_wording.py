"""Dateline, byline and closing source in the language of the story."""

from datetime import UTC, date, datetime

import pytest

from articles import wording
from articles.folding import fold, slug_from
from articles.models import Place
from articles.published_time import format_date, format_time, format_whole, parse_time
from sections.models import Source

ANSA, AFP = Source(code="ANSA"), Source(code="AFP")


@pytest.mark.parametrize(
    ("names", "language", "byline"),
    [
        ([], "en", ""),
        (["Anna Rossi"], "en", "By Anna Rossi"),
        (["Anna Rossi", "Paolo Neri"], "it", "di Anna Rossi e Paolo Neri"),
        (["A", "B", "C"], "en-GB", "By A, B and C"),
        (["A"], "fi", "By A"),
    ],
)
def test_bylines(names, language, byline):
    assert wording.byline(names, language) == byline


def test_closing_sources():
    assert wording.closing_source([]) == ""
    assert wording.closing_source([ANSA]) == "(ANSA)."
    assert wording.closing_source([ANSA, AFP]) == "(ANSA-AFP)."
    assert wording.closing_source([Source(code="Kyodo", closing_source="==Kyodo")]) == "==Kyodo"


def test_a_story_from_nowhere_and_of_no_day_has_no_dateline():
    assert wording.dateline([ANSA], [], "", None, "it") == ""


@pytest.mark.parametrize(
    ("language", "line"),
    [("it", "(ANSA) - ROMA, 21 NOV -"), ("en", "(ANSA) - ROMA, NOV 21 -"), ("pt", "ROMA, 21 NOV (ANSA) -")],
)
def test_datelines_follow_the_language(language, line):
    assert wording.dateline([ANSA], ["Roma"], "", date(2022, 11, 21), language) == line


def test_the_day_is_that_of_the_first_place(settings):
    settings.TIME_ZONE = "Europe/Rome"
    late = datetime(2022, 11, 21, 23, 30, tzinfo=UTC)
    tokyo, lima = Place(time_zone="Asia/Tokyo"), Place(time_zone="America/Lima")
    assert wording.day_at(late, []) == date(2022, 11, 22)
    assert wording.day_at(late, [lima, tokyo]) == date(2022, 11, 21)
    assert wording.day_at(late, [tokyo, lima]) == date(2022, 11, 22)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "21 November, 17:07"),
        ("it", "21 novembre, 17:07"),
        ("sv", "21 November, 17:07"),
        ("ar", "21 نوفمبر، 17:07"),
        ("ar-EG", "21 نوفمبر، 17:07"),
        ("fa", "21 November, 17:07"),
    ],
)
def test_time_lines(language, line):
    assert format_time(datetime(2022, 11, 21, 17, 7, tzinfo=UTC), language) == line


def test_dates_with_their_year():
    assert format_date(datetime(2022, 3, 1, tzinfo=UTC), "it") == "1 marzo 2022"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "21 November 2022, 17:07"),
        ("it", "21 novembre 2022, 17:07"),
        ("ar", "21 نوفمبر 2022، 17:07"),
    ],
)
def test_time_lines_with_their_year(language, line):
    assert format_whole(datetime(2022, 11, 21, 17, 7, tzinfo=UTC), language) == line


@pytest.mark.parametrize("language", ["en", "it", "de", "ar"])
def test_a_time_line_is_read_as_it_is_written(language):
    time_line = parse_time(format_time(datetime(2022, 11, 21, 17, 7, tzinfo=UTC), language))
    assert (time_line.day, time_line.month, time_line.hour, time_line.minute) == (21, 11, 17, 7)
    assert language in time_line.languages


@pytest.mark.parametrize(
    ("text", "folded"), [("CITTÀ  del Vaticano", "citta del vaticano"), ("L'Aquila", "l aquila")]
)
def test_folding_forgives_case_accents_and_apostrophes(text, folded):
    assert fold(text) == folded


def test_slugs_are_cut_after_a_whole_word():
    slug = slug_from("word " * 40)
    assert len(slug) <= 120
    assert slug.endswith("-word")
    assert slug_from("x" * 200) == "x" * 120
    assert slug_from("…") == ""
