import csv
import datetime as dt

import pytest

from articles.dateline import Dateline, join_sources, split, split_sources
from articles.dateline_words import KNOWN_AGENCIES, MONTH_NUMBERS, WRITTEN_MONTHS
from tests.articles.standards import STANDARDS, needs_standards

DAY = dt.date(2022, 11, 21)


# The table of real lines

NOT_RIGHT = {
    "S019": "a city alone in brackets cannot be told from (Applause) or (Continued)",
    "S021": "two names and a slash, with neither source, day nor dash: a field, not the front of a text",
}


def table() -> list[dict[str, str]]:
    if not STANDARDS.is_dir():
        return []
    with (STANDARDS / "datelines.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def expected(row: dict[str, str]) -> tuple[Dateline, dt.date | None]:
    """The dateline of a row, and the day of its item; 2023 where the row knows no year."""
    day = dt.date.fromisoformat(row["date_iso"].replace("--", "2023-")) if row["date_iso"] else None
    names_a_day = any(sign.isdigit() for sign in row["date_text"])
    sources = tuple(filter(None, row["sources"].split(";")))
    places = tuple(filter(None, row["cities"].split(";")))
    return Dateline(sources, places, row["region"], day if names_a_day else None), day


def is_right(row: dict[str, str], *, lead: str, days_later: int, language: str | None) -> bool:
    dateline, day = expected(row)
    reference = day + dt.timedelta(days=days_later) if day else None
    text = f"{row['raw']} {lead}" if lead else row["raw"]
    return split(text, language, reference) == (dateline, lead)


def is_right_throughout(row: dict[str, str]) -> bool:
    return all(
        is_right(row, lead=lead, days_later=days_later, language=language)
        for lead in {"", row["lead"]}
        for days_later in (0, 40)
        for language in (None, row["language"])
    )


@needs_standards
def test_every_line_of_the_table_is_right_but_those_listed_with_their_reason() -> None:
    wrong = {row["id"] for row in table() if not is_right_throughout(row)}
    assert wrong == set(NOT_RIGHT)
    assert len(wrong) <= len(table()) * 0.1


@needs_standards
def test_every_line_of_ansa_is_right() -> None:
    ansa = [row for row in table() if "ANSA" in row["sources"] or "ANSA" in row["origin"]]
    assert len(ansa) >= 15
    assert [row["id"] for row in ansa if not is_right_throughout(row)] == []


@needs_standards
def test_no_lead_of_the_table_is_a_dateline() -> None:
    for row in table():
        assert split(row["lead"], row["language"], DAY) == (None, row["lead"])


# Lines of the same kinds

LINES = [
    ("(FOO) - ROME, NOV 21 -", ["FOO"], ["ROME"], "", DAY),
    ("ROME, NOV 21 (FOO) -", ["FOO"], ["ROME"], "", DAY),
    ("(ANSA-AFP) - PARIGI, 21 NOV -", ["ANSA", "AFP"], ["PARIGI"], "", DAY),
    ("(ANSA/XINHUA) - PECHINO, 21 NOV -", ["ANSA", "XINHUA"], ["PECHINO"], "", DAY),
    ("(ANSAmed) - TUNISI, 8 NOV -", ["ANSAmed"], ["TUNISI"], "", dt.date(2022, 11, 8)),
    ("(ANSA)-ROMA,21 NOV-", ["ANSA"], ["ROMA"], "", DAY),
    ("(ANSA)\u00a0–\u00a0ROMA,  21\u00a0NOV\u00a0–", ["ANSA"], ["ROMA"], "", DAY),
    ("(ANSA) - CITTA' DEL VATICANO, 21 NOV -", ["ANSA"], ["CITTA' DEL VATICANO"], "", DAY),
    ("(ANSA) - REGGIO NELL'EMILIA, 1° LUG -", ["ANSA"], ["REGGIO NELL'EMILIA"], "", dt.date(2022, 7, 1)),
    ("(ANSA) - L’AQUILA, 21 NOV -", ["ANSA"], ["L’AQUILA"], "", DAY),
    ("(ANSA) - ROMA E PARIGI, 21 NOV -", ["ANSA"], ["ROMA", "PARIGI"], "", DAY),
    ("(ANSA) - ROMA-PARIGI, 21 NOV -", ["ANSA"], ["ROMA-PARIGI"], "", DAY),
    ("(ANSA) - SAN PIETROBURGO (RUSSIA), 21 NOV -", ["ANSA"], ["SAN PIETROBURGO"], "RUSSIA", DAY),
    ("Roma, 21 nov. - (Adnkronos) -", ["Adnkronos"], ["Roma"], "", DAY),
    ("(AGI) Roma, 21 nov. -", ["AGI"], ["Roma"], "", DAY),
    ("Milano, 21 nov. (LaPresse/AP) -", ["LaPresse", "AP"], ["Milano"], "", DAY),
    ("Frankfurt am Main (dpa/lhe) -", ["dpa/lhe"], ["Frankfurt am Main"], "", None),
    ("Wien (APA/dpa) –", ["APA", "dpa"], ["Wien"], "", None),
    ("BERLIN, 21. November (AFP) -", ["AFP"], ["BERLIN"], "", DAY),
    ("Helsinki 21.11. (STT)", ["STT"], ["Helsinki"], "", DAY),
    ("'s-Hertogenbosch (ANP) -", ["ANP"], ["'s-Hertogenbosch"], "", None),
    ("Oslo (NTB):", ["NTB"], ["Oslo"], "", None),
    ("Paris, 1er juil. 2019 (AFP) -", ["AFP"], ["Paris"], "", dt.date(2019, 7, 1)),
    ("Aix-en-Provence (AFP) -", ["AFP"], ["Aix-en-Provence"], "", None),
    ("Buenos Aires, 21 de noviembre de 2022 (EFE).-", ["EFE"], ["Buenos Aires"], "", DAY),
    ("Santo Domingo, 21 nov (EFE).-", ["EFE"], ["Santo Domingo"], "", DAY),
    ("Lisboa, 21 nov. 2022 (Lusa) –", ["Lusa"], ["Lisboa"], "", DAY),
    ("ST. LOUIS, Mo. (AP) —", ["AP"], ["ST. LOUIS"], "Mo.", None),
    ("WASHINGTON D.C. (AP) _", ["AP"], ["WASHINGTON D.C."], "", None),
    ("SARAJEVO, Bosnia and Herzegovina (AP) —", ["AP"], ["SARAJEVO"], "Bosnia and Herzegovina", None),
    ("Chiang Mai 21 Nov (AFP) -", ["AFP"], ["Chiang Mai"], "", DAY),
    ("LONDON, Monday, Nov 21 (Reuters) -", ["Reuters"], ["LONDON"], "", DAY),
    ("LONDON/PARIS, Sept. 8 (Reuters) --", ["Reuters"], ["LONDON", "PARIS"], "", dt.date(2022, 9, 8)),
    (
        "TORONTO, ROME, and LIMA, Nov. 21 /PRNewswire/ --",
        ["PRNewswire"],
        ["TORONTO", "ROME", "LIMA"],
        "",
        DAY,
    ),
    ("LONDON--(BUSINESS WIRE)--", ["BUSINESS WIRE"], ["LONDON"], "", None),
    ("LONDON, Nov 21 (Reuters Breakingviews) -", ["Reuters Breakingviews"], ["LONDON"], "", DAY),
    ("القاهرة، 21 تشرين الثاني 2022 (أ ف ب) -", ["أ ف ب"], ["القاهرة"], "", DAY),
    ("القاهرة ٢١ نوفمبر (رويترز) -", ["رويترز"], ["القاهرة"], "", DAY),
    ("NAPOLI, 21 nov -", [], ["NAPOLI"], "", DAY),
    ("AUSTIN, Texas —", [], ["AUSTIN"], "Texas", None),
]


@pytest.mark.parametrize(("line", "sources", "places", "region", "date"), LINES)
def test_lines_of_the_same_kinds_are_read(
    line: str, sources: list[str], places: list[str], region: str, date: dt.date | None
) -> None:
    dateline = Dateline(tuple(sources), tuple(places), region, date)
    assert split(line, None, DAY) == (dateline, "")
    lead = "A man who was in town has said so."
    assert split(f"{line} {lead}", None, DAY) == (dateline, lead)


@pytest.mark.parametrize(
    "name",
    [
        "Sharm el-Sheikh", "Deir ez-Zor", "Ra's al-Khaimah", "Dar es Salaam", "al-Hol", "es-Sweida",
        "ar-Raqqa", "Umm al Qaiwain", "Frankfurt/Main", "Halle/Saale", "Frankfurt am Main",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("line", "source"),
    [("(ANSA) - {}, November 21 - The", "ANSA"), ("{}, 21 Nov. (dpa) - The", "dpa"), ("{} (AP) - The", "AP")],
)
def test_small_words_and_rivers_belong_to_the_name(name: str, line: str, source: str) -> None:
    dateline, rest = split(line.format(name) + " bridge opened.", None, DAY)
    assert dateline is not None
    assert (dateline.sources, dateline.places, dateline.region) == ((source,), (name,), "")
    assert rest == "The bridge opened."


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("ROMA, LUN 21 NOV - Il ponte", DAY),
        ("ROMA, lun. 21 nov. - Il ponte", DAY),
        ("ROMA, DOM 20 NOV - Il ponte", dt.date(2022, 11, 20)),
        ("ROMA, MAR 15 NOV - Il ponte", dt.date(2022, 11, 15)),
        ("ROMA, MAR 15 - Il ponte", dt.date(2022, 3, 15)),
        ("ROMA, Mon., Nov. 21 - Il ponte", DAY),
        ("ROMA, Mon 21 Nov - Il ponte", DAY),
    ],
)
def test_a_short_weekday_before_the_day_is_no_region(line: str, day: dt.date) -> None:
    assert split(line, None, DAY) == (Dateline((), ("ROMA",), "", day), "Il ponte")


@pytest.mark.parametrize("text", ["VERONA, 21 APR - 25 APR: Il vino", "BOLOGNA, 3 OTT - 5 OTT - Il libro"])
def test_from_one_day_to_another_is_no_dateline(text: str) -> None:
    assert split(text, "it", DAY) == (None, text)


@pytest.mark.parametrize("source", ["Thomson Reuters Foundation", "awp", "EUROPA PRESS", "ANI"])
def test_a_place_and_a_known_source_make_a_dateline(source: str) -> None:
    assert split(f"Berlin ({source}) - The bridge", "en", DAY) == (
        Dateline((source,), ("Berlin",)),
        "The bridge",
    )


def test_a_second_day_after_the_line_belongs_to_the_text() -> None:
    note = "(This May 23 story has been corrected) Shares fell"
    dateline, rest = split(f"NEW YORK, May 24 (Reuters) - {note}", "en", dt.date(2022, 5, 25))
    assert dateline == Dateline(("Reuters",), ("NEW YORK",), "", dt.date(2022, 5, 24))
    assert rest == note


def test_a_match_after_the_source_belongs_to_the_text() -> None:
    assert split("(ANSA) - ROMA - LAZIO 2-1") == (Dateline(("ANSA",)), "ROMA - LAZIO 2-1")


def test_en_joins_cities_in_dutch_and_belongs_to_the_name_in_french() -> None:
    dutch, _ = split("Londen en Parijs (ANP) - De minister", "nl")
    french, _ = split("Bourg en Bresse (AFP) - Le ministre", "fr")
    assert dutch is not None and dutch.places == ("Londen", "Parijs")
    assert french is not None and french.places == ("Bourg en Bresse",)


# The year that the line leaves out


@pytest.mark.parametrize(
    ("line", "reference", "date"),
    [
        ("31 DIC", dt.date(2023, 1, 1), dt.date(2022, 12, 31)),
        ("1 GEN", dt.date(2022, 12, 31), dt.date(2023, 1, 1)),
        ("2 GEN", dt.date(2022, 12, 31), dt.date(2022, 1, 2)),
        ("21 NOV", dt.date(2022, 11, 21), dt.date(2022, 11, 21)),
        ("23 NOV", dt.date(2022, 11, 21), dt.date(2021, 11, 23)),
        ("29 FEB", dt.date(2024, 2, 28), dt.date(2024, 2, 29)),
        ("29 FEB", dt.date(2025, 2, 28), dt.date(2024, 2, 29)),
        ("29 FEB", dt.date(2025, 3, 1), None),
        ("29 FEB", dt.date(2023, 6, 1), None),
        ("21 NOV 1999", dt.date(2022, 11, 21), dt.date(1999, 11, 21)),
        ("21 NOV", None, None),
        ("21 NOV 1999", None, dt.date(1999, 11, 21)),
        ("31 DIC", dt.date.max, dt.date.max),
        ("1 GEN", dt.date.min, dt.date.min),
        ("2 GEN", dt.datetime(2022, 1, 1, 23, 59, tzinfo=dt.UTC), dt.date(2022, 1, 2)),
    ],
)
def test_a_missing_year_follows_from_the_item(
    line: str, reference: dt.date | None, date: dt.date | None
) -> None:
    assert split(f"(ANSA) - ROMA, {line} -", "it", reference)[0] == Dateline(("ANSA",), ("ROMA",), "", date)


@pytest.mark.parametrize("line", ["31 FEB", "0 NOV", "32 NOV", "29 FEB 2023"])
def test_a_line_with_an_impossible_day_keeps_it_in_the_text(line: str) -> None:
    dateline, rest = split(f"(ANSA) - ROMA, {line} - Il governo", "it", DAY)
    assert dateline == Dateline(("ANSA",))
    assert rest == f"ROMA, {line} - Il governo"


# Our own forms


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("it", "(ANSA) - ROMA, 01 LUG -"),
        ("en", "(ANSA) - ROMA, JUL 1 -"),
        ("en-GB", "(ANSA) - ROMA, JUL 1 -"),
        ("de", "(ANSA) - Roma, 1 JUL -"),
        ("es", "(ANSA) - ROMA 1 JUL -"),
        ("pt-BR", "ROMA, 1 JUL (ANSA) -"),
        ("ar", "(ANSA) - 1 يوليو - ROMA -"),
        ("fr", "(ANSA) - ROMA, JUL 1 -"),
        ("", "(ANSA) - ROMA, JUL 1 -"),
    ],
)
def test_each_language_has_its_form(language: str, line: str) -> None:
    assert Dateline(("ANSA",), ("Roma",), "", dt.date(2022, 7, 1)).format(language) == line


@pytest.mark.parametrize(
    ("dateline", "line"),
    [
        (Dateline(), ""),
        (Dateline(("ANSA", "AFP")), "(ANSA-AFP) -"),
        (Dateline(("ANSA",), ("Rome", "Paris")), "(ANSA) - ROME/PARIS -"),
        (Dateline((), ("Rome",), "", dt.date(2022, 9, 1)), "ROME, SEP 1 -"),
        (Dateline(("ANSA",), ("St. Louis",), "Mo.", DAY), "(ANSA) - ST. LOUIS, Mo., NOV 21 -"),
        (Dateline(("ANSA",), (), "Italy", DAY), "(ANSA) - NOV 21 -"),
    ],
)
def test_what_is_absent_leaves_no_mark(dateline: Dateline, line: str) -> None:
    assert dateline.format("en") == line


def test_german_months_have_german_names() -> None:
    days = [dt.date(2022, month, 3) for month in (3, 5, 10, 12)]
    lines = [Dateline(("ANSA",), ("Rom",), "", day).format("de") for day in days]
    assert [line.split()[-2] for line in lines] == ["MÄR", "MAI", "OKT", "DEZ"]


def test_an_old_form_comes_out_in_todays() -> None:
    dateline, _ = split("(ANSA) - Rome, October 11 - Italian", "en", dt.date(2017, 10, 11))
    assert dateline is not None
    assert dateline.format("en") == "(ANSA) - ROME, OCT 11 -"


def test_every_month_that_we_write_is_read_as_the_same_month() -> None:
    for months in WRITTEN_MONTHS.values():
        assert [MONTH_NUMBERS[month.casefold()] for month in months] == list(range(1, 13))


# Joint sources


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("ANSA", ("ANSA",)),
        ("ANSA-AFP", ("ANSA", "AFP")),
        ("(ANSA-AFP).", ("ANSA", "AFP")),
        ("tca/dpa", ("tca", "dpa")),
        ("ats afp", ("ats", "afp")),
        ("ANSA / AFP - dpa", ("ANSA", "AFP", "dpa")),
        ("dpa/lno", ("dpa/lno",)),
        ("ANSA-dpa/lno", ("ANSA", "dpa/lno")),
        ("PRNewswire-AsiaNet", ("PRNewswire-AsiaNet",)),
        ("Kyodo JBN-AsiaNet", ("Kyodo JBN-AsiaNet",)),
        ("ANSAmed", ("ANSAmed",)),
        ("FOO-BAR", ("FOO-BAR",)),
        ("ANSA-FOO", ("ANSA-FOO",)),
        ("", ()),
        (" ().", ()),
    ],
)
def test_joint_sources_are_divided_where_all_are_known(text: str, sources: tuple[str, ...]) -> None:
    assert split_sources(text) == sources


def test_any_two_agencies_are_joined_and_divided_again() -> None:
    known = {code.casefold() for code in KNOWN_AGENCIES}
    for first in KNOWN_AGENCIES:
        for second in KNOWN_AGENCIES:
            joint = join_sources((first, second))
            if joint.casefold() not in known:
                assert split_sources(joint) == (first, second)


def test_the_known_agencies_can_be_chosen() -> None:
    assert split_sources("FOO-BAR", ("FOO", "BAR")) == ("FOO", "BAR")
    assert split("ROME (FOO) - The", agencies=["FOO"])[0] == Dateline(("FOO",), ("ROME",))
    assert split("ROME (ANSA) - The", agencies=["FOO"])[0] is None
