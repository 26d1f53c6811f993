"""The layout of page text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.published_time import parse_time
from tests.wire.copy import make_page, make_text
from wire.page_text import PageText, PageTextError, looks_like_notice, loose, read, tidy, write

ODD = [
    " > ",
    ": ",
    ":",
    "&<b>",
    '"',
    "«ciao»",
    "'",
    "\\",
    "–",
    "10\u00a0000",
    "{year}",
    "سلام",
    "\U0001f6b2",
    "%s",
]
words = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8))
lines = st.lists(words, min_size=1, max_size=8).map(lambda parts: tidy(" ".join(parts))).filter(bool)
time_lines = st.sampled_from(["21 November, 17:07", "3 marzo, 00:00", "29 February, 23:59", "8 يونيو, 09:05"])
notices = st.sampled_from(["", "© Copyright ANSA - All rights reserved", "(c) 2024 AFP", "Copyright 2022 AP"])
names = lines.map(loose).filter(lambda name: " > " not in f" {name} ")
labels = st.sampled_from(["Percorso", "Path", "Sei qui", ""])
bodies = st.lists(lines, min_size=1, max_size=6).filter(lambda body: not looks_like_notice(body[-1]))

pages = st.builds(
    PageText,
    label=labels,
    sections=st.lists(names, min_size=1, max_size=5).map(tuple),
    headline=lines,
    subheadline=st.one_of(st.just(""), lines, time_lines),
    time_line=time_lines,
    paragraphs=bodies.map(tuple),
    notice=notices,
)


@settings(max_examples=300, deadline=None)
@given(pages)
@example(make_page(headline="A > B: C > D", sections=("A",)))
@example(make_page(headline="> at both ends >"))
@example(make_page(subheadline="21 November, 17:07"))
@example(make_page(subheadline="", paragraphs=("22 November, 10:00", "is the day.")))
@example(make_page(paragraphs=tuple(f"Paragraph {number}." for number in range(500))))
def test_what_is_written_is_read_back(page):
    assert read(write(page)) == page


@given(pages, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_blanks_and_byte_order_marks_change_nothing(page, line_end, mark):
    untidy = write(page).replace("\n\n", "\n \t\n\n\u00a0\n").replace("\n", f"\u00a0 {line_end}\t")
    assert read(mark + untidy) == page


@given(st.text())
def test_no_text_whatever_is_an_error_of_another_kind(text):
    try:
        read(text)
    except PageTextError as error:
        assert error.line >= 0
        assert str(error.reason)


@given(st.text(), st.integers(0, 300))
def test_nor_is_a_page_with_anything_in_the_middle(text, at):
    good = make_text()
    try:
        read(good[:at] + text + good[at:])
    except PageTextError as error:
        assert error.line >= 1


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "empty"),
        ("\n\n \n", 4, "empty"),
        ("Just a sentence\n\nAnother\n", 1, "no breadcrumb"),
        ("Percorso:ANSA\n\nAnother\n", 1, "no breadcrumb"),
        ("Percorso:ANSA > Headline\n", 2, "no headline"),
        ("Percorso:ANSA > Headline\n\nOther headline\n", 3, "no headline with which the breadcrumb ends"),
        ("Percorso:Headline > x\n\nHeadline > x\n", 3, "no headline with which the breadcrumb ends"),
        ("Percorso:ANSA > Headline\n\nHeadline\n", 4, "no time line"),
        ("Percorso:ANSA > A\n\nA\n\nB\n\nC\n", 7, "“C”"),
        ("Percorso:ANSA > A\n\nA\n\n31 February, 17:07\nText\n", 5, "no such day"),
        ("Percorso:ANSA > A\n\nA\n\nB\n\n21 November, 25:07\nText\n", 7, "no such day"),
        ("Percorso:ANSA > A\n\nA\n\n21 November, 17:07\n\n© X\n", 5, "no text"),
        ("Percorso:ANSA > A\n\nA\n\n21 November, 17:07\nText\x00\n", 6, "U+0000"),
    ],
)
def test_an_error_names_line_and_reason(text, line, reason):
    with pytest.raises(PageTextError) as error:
        read(text)
    assert (error.value.line, reason in str(error.value.reason)) == (line, True), error.value.reason


def test_the_lines_of_one_paragraph_are_joined():
    page = read(make_text().replace("It has two lanes.", "It has\ntwo lanes."))
    assert page.paragraphs[1] == "It has two lanes. (ANSA)."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("© Copyright ANSA - All rights reserved", True),
        ("(c) Copyright ANSA 2017. Click For Restrictions - http://www.ansa.it/x", True),
        ("Copyright 2022 The Associated Press. All rights reserved.", True),
        ("RIPRODUZIONE RISERVATA © Copyright LaPresse", True),
        ("© RIPRODUZIONE RISERVATA", True),
        ("Copyright law is changing in Europe.", False),
        ("Copyright Office opens in Rome, minister says. (ANSA).", False),
        ("It has two lanes. (ANSA).", False),
        ("© " + "x" * 600, False),
    ],
)
def test_a_last_line_is_a_copyright_line_or_a_paragraph(line, expected):
    assert looks_like_notice(line) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21 November, 17:07", (21, 11, 17, 7, ("en", "de"))),
        ("1 GENNAIO 9:05", (1, 1, 9, 5, ("it",))),
        ("3 marzo, 00:00", (3, 3, 0, 0, ("it", "es"))),
        ("8 يونيو, 09:05", (8, 6, 9, 5, ("ar",))),
        ("21 Novembre 2022, 17:07", None),
        ("Chapter 21, 17:07", None),
        ("٢١ November, 17:07", None),
    ],
)
def test_a_time_line_names_day_time_and_the_languages_of_its_month(text, expected):
    time_line = parse_time(text)
    found = time_line and (
        time_line.day,
        time_line.month,
        time_line.hour,
        time_line.minute,
        time_line.languages,
    )
    assert found == expected
