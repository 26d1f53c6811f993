"""What search makes of words, and the places of its lists: nothing of it asks a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search.places import before, place_of, point_of
from articles.search.words import excerpt, fold, parse, parts, stem, words


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_what_is_marked_is_the_text(text):
    stems = frozenset({"a", "ferry"})
    assert "".join(piece for piece, _is_match in parts(text, stems)) == text
    assert words(text) == words(fold(text))
    assert len(excerpt(text, stems, 30)) <= len(text) + 4


def test_places_are_in_the_order_of_lists():
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert place_of(moment, 1, 9) < place_of(moment, 2, 1) < place_of(moment + timedelta(seconds=1), 1, 1)
    assert point_of(place_of(moment, 12, 3)) == (moment, 12)
    assert place_of(moment, 11, 3) < before(moment, 12) < place_of(moment, 12, 1)
    assert place_of(moment.replace(year=1960), 12, 3) < place_of(moment.replace(year=1961), 12, 3)


def test_words_are_taken_apart_and_a_long_text_is_cut():
    query = parse('Crosetto and "Two Ministers" -visit')
    assert [(term.words, term.is_wanted) for term in query.terms] == [
        (("crosetto",), True),
        (("and",), True),
        (("two", "ministers"), True),
        (("visit",), False),
    ]
    assert not query.is_cut
    assert parse("word " * 3000).is_cut
    assert parse(" ".join(f"w{number}" for number in range(100))).is_cut
    assert not parse("-only")


@pytest.mark.parametrize(
    "forms",
    [
        "governo governi",
        "election elections",
        "notizia notizie",
        "banca banche",
        "lago laghi",
        "city cities",
        "casa case",
        "visit visits visited visiting",
    ],
)
def test_forms_of_a_word_share_their_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_matched_words_are_marked_as_they_are_written():
    assert parts("Città, LE CITTÀ; cittadini", frozenset({"citt"})) == [
        ("Città", True), (", LE ", False), ("CITTÀ", True), ("; cittadini", False),
    ]  # fmt: skip


def test_an_excerpt_is_around_the_first_match():
    text = excerpt(
        f"<p>{'before ' * 50}</p><p>A ferry &amp; more.</p><p>{'after ' * 50}</p>", frozenset({"ferr"}), 60
    )
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "A ferry & more." in text
