"""What changed between two revisions, told so that nothing is invisible."""

import random
import time

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body
from articles.compare import Change, compare, label, names
from articles.galley import Block, Run
from articles.snapshot import snapshot
from articles.tokens import html_of, html_tokens, segments, tokens
from tests.factories import make_article, make_copyright, make_section

DATA = {"headline": "Ministers meet in Rome", "body": "<p>One.</p>", "priority": 5}

ANNA, LENA = {"id": 1, "label": "Anna"}, {"id": 2, "label": "Lena"}


def story(**fields):
    return DATA | fields


def runs_of(old, new):
    """The runs of the one field that changed, as `-removed- +added+ same`, what is told in brackets."""
    (change,) = compare(old, new)
    return " ".join(map(said, change.runs))


def said(run):
    text = f"[{run.text}]" if run.is_told else run.text.strip()
    return {"same": text, "removed": f"-{text}-", "added": f"+{text}+"}[run.kind]


def blocks_of(old, new):
    (change,) = compare(story(body=old), story(body=new))
    return [
        (block.kind, " ".join(map(said, block.runs))) for part in change.stretches for block in part.blocks
    ]


def test_a_text_is_compared_word_by_word():
    old, new = story(), story(headline="Ministers will meet in Milan")
    assert runs_of(old, new) == "Ministers +will+ meet in -Rome- +Milan+"
    (change,) = compare(old, new)
    assert (change.name, change.label) == ("headline", "headline")
    assert "".join(run.text for run in change.runs if run.kind != "added") == old["headline"]
    assert "".join(run.text for run in change.runs if run.kind != "removed") == new["headline"]


def test_equal_data_has_no_change():
    assert compare(DATA, dict(DATA)) == []


@pytest.mark.database
@pytest.mark.django_db
def test_every_field_of_a_snapshot_takes_part():
    data = snapshot(make_article())
    for name, value in data.items():
        if isinstance(value, list):
            other = [*value, {"id": 999, "label": "another"}]
        elif isinstance(value, bool):
            other = not value
        elif name in ("section", "copyright"):
            other = {"id": 999, "label": "another"}
        else:
            other = {"dateline_date": "2026-11-21", "not_before": "2026-11-21T05:30:00+00:00"}.get(name, 1)
            other = f"{value} another" if isinstance(value, str) else other
        (change,) = compare(data, data | {name: other})
        assert change.name == name
        assert change.label == label(name) != ""
    assert set(names(data, data)) == set(data)


@pytest.mark.database
@pytest.mark.django_db
def test_a_renamed_row_is_told_by_its_label():
    section, notice = make_section("sport"), make_copyright()
    data = snapshot(make_article(section=section, copyright=notice))
    assert compare(data, data | {"section": data["section"] | {"label": "sports"}}) != []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("priority", 5, 1, "-Normal- +Flash+"),
        ("story_type", "news", "opinion", "-news- +opinion+"),
        ("language", "it", "xx", "-italiano- +xx+"),
        ("embargo", False, True, "-no- +yes+"),
        ("dateline_date", None, "2026-11-21", "+21 November 2026+"),
        ("slugline", "", "talks", "+talks+"),
        ("headline", "a b", "a  b", "a -[space]- +[space, space]+ b"),
        ("copyright", {"id": 1, "label": "© ANSA"}, None, "-© ANSA-"),
        ("authors", [ANNA], [LENA, ANNA], "+Lena,+ Anna"),
        ("authors", [ANNA], [ANNA | {"id": 3}], "-Anna (#1)- +Anna (#3)+"),
        ("section", {"id": 1, "label": "<b>x</b>"}, {"id": 2, "label": "y"}, "-<b>x</b>- +y+"),
        ("a_field_to_come", [1], [2], "-1- +2+"),
    ],
)  # fmt: skip
def test_values_are_told_in_words(name, old, new, told):
    assert runs_of({name: old}, {name: new}) == told


def test_times_are_told_in_the_reader_s_zone():
    old, new = {"not_before": None}, {"not_before": "2026-11-21T05:30:00+00:00"}
    with timezone.override("Europe/Rome"):
        assert runs_of(old, new) == "+21 November 2026, 06:30 CET+"
    with timezone.override("Asia/Tokyo"):
        assert runs_of(old, new) == "+21 November 2026, 14:30 JST+"


def test_the_same_moment_written_otherwise_is_no_change():
    old, new = "2026-11-21T05:30:00+00:00", "2026-11-21T06:30:00+01:00"
    assert compare({"not_before": old}, {"not_before": new}) == []


def test_the_hour_that_comes_twice_is_told_apart():
    old, new = {"not_before": "2026-10-25T00:30:00+00:00"}, {"not_before": "2026-10-25T01:30:00+00:00"}
    with timezone.override("Europe/Rome"):
        assert runs_of(old, new) == "-25 October 2026, 02:30 CEST- +25 October 2026, 02:30 CET+"


def test_paragraphs_are_same_removed_added_and_changed():
    old = "<p>Police said 12 people were hurt.</p><p>All is calm.</p><p>Gone from here.</p>"
    new = "<h2>New day</h2><p>Police said 13 people were hurt.</p><p>All is calm.</p>"
    assert blocks_of(old, new) == [
        ("added", "+[heading]+ +New day+"),
        ("changed", "Police said -12- +13+ people were hurt."),
        ("same", "All is calm."),
        ("removed", "-Gone from here.-"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<p>He did it.</p>", "<p>He <strong>did</strong> it.</p>", "He +[bold]+ did +[end of bold]+ it."),
        (
            '<p>See <a href="https://a.example/?b=1&amp;c">it</a>.</p>',
            '<p>See <a href="https://b.example/">it</a>.</p>',
            "See -[link to https://a.example/?b=1&c]- +[link to https://b.example/]+ it.",
        ),
        ("<h2>Calm</h2>", "<h3>Calm</h3>", "-[heading]- +[smaller heading]+ Calm"),
        (
            "<p>Calm</p>",
            "<ul><li><p>Calm</p></li></ul>",
            "+[bulleted list]+ +[list item]+ Calm",
        ),
        (
            "<ol><li>a b</li></ol>",
            '<ol start="3"><li>a b</li></ol>',
            '-[numbered list]- +[numbered list (start="3")]+ a b',
        ),
        ("<p>10 km</p>", "<p>10&nbsp;km</p>", "10 -[space]- +[non-breaking space]+ km"),
        ("<p>a b</p>", "<p>a<br>b</p>", "a -[space]- +[line break]+ b"),
        ("<p>ab c</p>", "<p>a\u200bb c</p>", "-ab- +a⟨ZERO WIDTH SPACE⟩b+ c"),
        ("<p>a b</p>", "<p>a \u200fb</p>", "a +⟨RIGHT-TO-LEFT MARK⟩+ b"),
        (
            "<table><tbody><tr><td>a large town</td><td>b</td></tr></tbody></table>",
            "<table><tbody><tr><th>a large town</th><td>c</td></tr></tbody></table>",
            "-[cell]- +[head cell]+ a large town | -b- +c+",
        ),
    ],
)  # fmt: skip
def test_what_changed_without_words_is_told_in_words(old, new, told):
    (block,) = blocks_of(old, new)
    assert block == ("changed", told)


def test_an_item_that_goes_into_the_list_above_it_is_told():
    old = "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"
    new = "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>"
    told = blocks_of(old, new)
    assert [block for block in told if block[0] != "same"][-1] == (
        "changed",
        '-[list item]- +[list item (level="2")]+ c',
    )


def test_an_item_added_to_a_list_leaves_the_others_as_they_are():
    old = "<ul><li><p>a</p></li><li><p>b</p></li></ul><p>x</p>"
    assert blocks_of(old, old.replace("</ul>", "<li><p>c</p></li></ul>"))[1:3] == [
        ("same", "b"),
        ("added", "+[list item]+ +c+"),
    ]


def test_a_quotation_that_goes_on_is_told():
    old, new = (
        f"<blockquote><p>a b</p>{rest}" for rest in ("</blockquote><p>c</p>", "<p>c</p></blockquote>")
    )
    assert blocks_of(old, new) == [
        ("changed", "a b -[end of quotation]-"),
        ("changed", "c +[end of quotation]+"),
    ]


def test_a_paragraph_without_words_is_told():
    assert ("added", "+[paragraph]+") in blocks_of("<p>a</p><p>b</p>", "<p>a</p><p></p><p>b</p>")
    assert ("removed", "-[rule]-") in blocks_of("<p>a</p><hr><p>b</p>", "<p>a</p><p>b</p>")


def test_line_breaks_between_blocks_are_no_change():
    assert compare(story(body="<p>a</p><p>b\nc</p>"), story(body="<p>a</p>\n<p>b c</p>")) == []


def test_what_is_unchanged_is_folded_but_for_a_block_on_each_side():
    parts = [f"<p>Paragraph number {number}.</p>" for number in range(12)]
    new = [*parts]
    new[5] = "<p>Paragraph number five.</p>"
    (change,) = compare(story(body="".join(parts)), story(body="".join(new)))
    assert [(len(part.blocks), part.is_folded) for part in change.stretches] == [
        (4, True),
        (1, False),
        (1, False),
        (1, False),
        (5, True),
    ]


def test_a_single_block_is_not_folded():
    old = "".join(f"<p>Paragraph {n}.</p>" for n in range(4))
    (change,) = compare(story(body=old), story(body=old.replace("Paragraph 0", "Part 0")))
    assert [len(part.blocks) for part in change.stretches if part.is_folded] == [2]
    (change,) = compare(story(body=old), story(body=old.replace("Paragraph 1", "Part 1")))
    assert not any(part.is_folded for part in change.stretches)


def test_a_moved_paragraph_is_removed_and_added():
    parts = ["<p>First of all.</p>", "<p>Then this came.</p>", "<p>And last of all that.</p>"]
    told = blocks_of("".join(parts), "".join([*parts[1:], parts[0]]))
    assert told[0] == ("removed", "-First of all.-")
    assert told[-1] == ("added", "+First of all.+")


words = st.lists(st.sampled_from("a b, c. <x> & é 12 12,000 \xa0 l'una".split(" ")), max_size=6).map(" ".join)
SHAPES = [
    "<p>{}</p>",
    "<h2>{}</h2>",
    "<ul><li>{}</li><li><p>{}</p></li></ul>",
    "<p><em>{}</em> {}<br></p>",
    "<blockquote><p>{}</p></blockquote>",
    '<p>a <a href="https://x.example/">{}</a></p>',
    "<pre>{}\n {}</pre>",
    "<table><tbody><tr><td>{}</td><td>{}</td></tr></tbody></table>",
    "{}",
]
html = st.lists(st.tuples(st.sampled_from(SHAPES), words), max_size=6).map(
    lambda parts: body.clean("".join(shape.replace("{}", text) for shape, text in parts))
)


@settings(deadline=None)
@given(html, html)
def test_nothing_is_invisible(old, new):
    changes = compare({"body": old}, {"body": new})
    seen = [block for change in changes for part in change.stretches for block in part.blocks]
    if " ".join(body.paragraphs(old)).split() != " ".join(body.paragraphs(new)).split():
        assert changes
    for block in seen:
        assert (block.kind == "same") == all(run.kind == "same" for run in block.runs)
        assert block.kind == "same" or any(run.text.strip() for run in block.runs if run.kind != "same")


@settings(deadline=None)
@given(html)
def test_tokens_and_segments_are_the_body_again(text):
    parts = html_tokens(text)
    assert html_of(parts) == text
    assert [token for part in segments(parts) for token in part] == parts


@settings(deadline=None)
@given(st.text())
def test_tokens_of_a_text_are_the_text_again(text):
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 2012 12,000 12.", ["12", "2012", "12,000", "12", "."]),
        ("12-year-old 3:30 -12 U-12", ["12-year-old", "3:30", "-12", "U", "-", "12"]),
        ("l'Italia, Smith's", ["l", "'", "Italia", ",", "Smith", "'", "s"]),
        ("Perés e\u0301", ["Perés", "e\u0301"]),
    ],
)
def test_words_end_where_a_reader_ends_them(text, expected):
    assert [token for token in tokens(text) if not token.isspace()] == expected


VOCABULARY = "the of to and in said rome government people police war peace strike vote law talks".split()


def written(count, chosen):
    return " ".join(chosen.choice(VOCABULARY) + chosen.choice(["", "s", "12", ","]) for _word in range(count))


LONG_TEXTS = {
    "paragraphs changed here and there": lambda chosen: [
        old := [f"<p>{written(50, chosen)}</p>" for _part in range(200)],
        [part.replace("said", "told") for part in [*old[3:], *old[:3]]],
    ],
    "everything written anew": lambda chosen: [
        [f"<p>{written(50, chosen)}</p>" for _part in range(200)] for _side in range(2)
    ],
    "one paragraph": lambda chosen: [[f"<p>{written(10_000, chosen)}</p>"] for _side in range(2)],
    "the same over and over": lambda _chosen: [["<p>a</p>"] * 7500, ["<p>a</p>", "<p>b</p>"] * 3750],
    "marks": lambda chosen: [
        ["<p>", *(chosen.choice("!?") for _mark in range(60_000)), "</p>"] for _side in range(2)
    ],
}


@pytest.mark.parametrize("kind", LONG_TEXTS)
def test_a_long_body_is_compared_in_a_moment(kind, record_property):
    old, new = ("".join(side) for side in LONG_TEXTS[kind](random.Random(7)))
    assert len(old) > 50_000
    start = time.perf_counter()
    (change,) = compare(story(body=old), story(body=new))
    record_property("seconds", time.perf_counter() - start)
    blocks = [block for part in change.stretches for block in part.blocks]
    assert any(block.kind != "same" for block in blocks)


def test_a_change_is_plain_data():
    assert compare(story(), story(headline="x")) == [
        Change("headline", "headline", [Run("removed", "Ministers meet in Rome"), Run("added", "x")], [])
    ]
    (change,) = compare(story(), story(body="<p>Two.</p>"))
    assert change.stretches[0].blocks[-1] == Block("added", "text", [Run("added", "Two.")])
