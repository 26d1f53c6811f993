"""Datelines that we write are read again; no text whatever breaks the reading, or makes it slow."""

import datetime as dt
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.dateline import LIMIT, LOOKAHEAD, Dateline, join_sources, split, split_sources
from articles.dateline_words import KNOWN_AGENCIES

DAY = dt.date(2022, 11, 21)
LANGUAGES = ["it", "en-GB", "de", "es", "pt-BR", "ar", "fr"]


# There and back

PLACES = [
    *["Rome", "New York", "Rio de Janeiro", "Port-au-Prince", "L'Aquila", "Reggio nell'Emilia", "São Paulo"],
    *[
        "Citta' del Vaticano",
        "København",
        "St. Louis",
        "Washington D.C.",
        "Forlì",
        "Aix-en-Provence",
        "Gießen",
    ],
    *[
        "Frankfurt am Main",
        "Santo Domingo",
        "Chiang Mai",
        "Mar del Plata",
        "Villeneuve d'Ascq",
        "Addis Ababa",
    ],
    *["Al-Hasakah", "روما", "أبو ظبي", "بلغراد", "Białystok", "Łódź", "Αθήνα", "Москва"],
]
REGIONS = [
    *[
        "",
        "Italy",
        "Mo.",
        "D.C.",
        "N.Y.",
        "United States",
        "Bosnia and Herzegovina",
        "Nuova Europa",
        "إيطاليا",
    ]
]
BODIES = [
    "",
    "Il governo ha deciso oggi.",
    '"C\'è bisogno di tutti"',
    "(This May 23 story",
    "قال الوزير",
    "L'Ue",
]


@st.composite
def datelines(draw: st.DrawFn) -> tuple[Dateline, dt.date]:
    """A dateline and its item's day. Only a source, or a place with its day, make a line unmistakable.

    The day 364 days before the item can be the one after it, a year earlier: the line tells no difference.
    """
    known = {code.casefold() for code in KNOWN_AGENCIES}  # `APA-OTS` is one agency, not APA with ots
    places = draw(st.lists(st.sampled_from(PLACES), max_size=3, unique=True))
    reference = draw(st.dates(dt.date(1900, 3, 1), dt.date(2190, 1, 1)))
    days = st.integers(-363, 1).map(lambda days: reference + dt.timedelta(days=days))
    date = draw(days if draw(st.booleans()) else st.none())
    agencies = st.lists(
        st.sampled_from(sorted(KNOWN_AGENCIES)), min_size=0 if places and date else 1, max_size=2, unique=True
    )
    sources = draw(
        agencies.filter(lambda codes: len(codes) == 1 or join_sources(codes).casefold() not in known)
    )
    region = draw(st.sampled_from(REGIONS)) if places else ""
    return Dateline(tuple(sources), tuple(places), region, date), reference


@pytest.mark.parametrize("language", LANGUAGES)
@given(case=datelines(), body=st.sampled_from(BODIES))
@settings(max_examples=300, deadline=None)
def test_formatting_and_splitting_again_gives_the_same_dateline(
    language: str, case: tuple[Dateline, dt.date], body: str
) -> None:
    dateline, reference = case
    again, rest = split(f"{dateline.format(language)} {body}", language, reference)
    assert again is not None
    assert [place.casefold() for place in again.places] == [place.casefold() for place in dateline.places]
    assert again == Dateline(dateline.sources, again.places, dateline.region, dateline.date)
    assert rest == body


@given(case=datelines())
@settings(deadline=None)
def test_a_line_that_was_read_comes_out_the_same_again(case: tuple[Dateline, dt.date]) -> None:
    dateline, reference = case
    line = dateline.format("it")
    again, _ = split(line, "it", reference)
    assert again is not None
    assert again.format("it") == line


@pytest.mark.parametrize(
    "dateline", [Dateline((), ("Rom",)), Dateline((), (), "", DAY), Dateline((), ("PARIS", "LONDON"))]
)
def test_without_source_a_place_or_a_day_alone_is_not_read_back(dateline: Dateline) -> None:
    """A known limit: such a line cannot be told from the beginning of a sentence."""
    line = f"{dateline.format('de')} Das Kabinett hat heute in Rom getagt."
    assert split(line, "de", DAY) == (None, line)


# Any text whatever

FRAGMENTS = [
    *[
        "(",
        ")",
        "/",
        ",",
        " - ",
        "-",
        "—",
        "--",
        "_",
        ".",
        ":",
        " ",
        "\u00a0",
        "\n",
        "\u200f",
        "'",
        "’",
        '"',
        "\0",
    ],
    *[
        "ANSA",
        "dpa",
        "FOO",
        "Kyodo JBN-AsiaNet",
        "ROMA",
        "Paris",
        "St.",
        "D.C.",
        "روما",
        "e",
        "and",
        "de",
        "d'",
    ],
    *[
        "21",
        "1",
        "0",
        "99",
        "2022",
        "NOV",
        "ott.",
        "Nov",
        "Monday",
        "كانون",
        "الثاني",
        "٢",
        "²",
        "Ⅷ",
        "e\u0301",
    ],
]
near_datelines = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
any_text = st.one_of(st.text(), near_datelines)


@given(
    text=any_text,
    language=st.one_of(st.none(), st.sampled_from(LANGUAGES), st.text(max_size=5)),
    reference=st.one_of(st.none(), st.dates()),
)
@settings(max_examples=1000, deadline=None)
@example(text="(ANSA) - ROMA, 29 FEB -", language="it", reference=dt.date.max)
def test_no_text_raises_and_what_is_taken_off_was_its_beginning(
    text: str, language: str | None, reference: dt.date | None
) -> None:
    dateline, rest = split(text, language, reference)
    assert text.endswith(rest)
    assert (dateline is None) == (rest is text)
    if dateline is not None:
        assert dateline.sources or dateline.places
        assert "" not in dateline.sources + dateline.places
        dateline.format(language or "")


@given(any_text)
@settings(deadline=None)
def test_no_text_raises_as_a_source(text: str) -> None:
    assert "" not in split_sources(text)


@given(front=near_datelines, one=st.text(), other=st.text())
@settings(deadline=None)
def test_only_the_first_characters_decide(front: str, one: str, other: str) -> None:
    front = front.ljust(LIMIT + LOOKAHEAD, "x") + "x"
    assert split(front + one)[0] == split(front + other)[0]


def calls_of_split(text: str) -> int:
    """The calls that Python and C functions get: a measure of work that no busy machine disturbs."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        split(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "fragment", ["(", "A", "A ", "A-", "A/", "A, ", "A/B ", "1 ", "21 NOV ", " ", "/A", "de ", "A. "]
)
def test_the_work_does_not_grow_with_the_text(fragment: str) -> None:
    short, long = fragment * 500, fragment * 500_000
    calls_of_split(short)  # warms what Python keeps
    assert calls_of_split(long) == calls_of_split(short) < 15_000
