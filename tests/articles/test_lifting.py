"""Dateline and closing source come off a body, whatever it is wrapped in."""

from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import clean, compose, from_paragraphs, paragraphs
from articles.dateline import Dateline
from articles.lifting import lift

DAY = date(2022, 11, 21)
LINE = Dateline(("ANSA",), ("ROMA",), "", DAY)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>(ANSA) - ROMA, 21 NOV - Text.</p>", "<p>Text.</p>"),
        ("<p><strong>(ANSA) - ROMA, 21 NOV -</strong> Text.</p>", "<p>Text.</p>"),
        ("<p><span>(ANSA)</span>&nbsp;-&nbsp;<b>ROMA</b>, 21 NOV - Text.</p>", "<p>Text.</p>"),
        ("<p>(ANSA) - ROMA, 21 NOV - <strong>Bold</strong> text.</p>", "<p><strong>Bold</strong> text.</p>"),
        ("<p>(ANSA) - ROMA, 21 NOV -<br>Text.</p>", "<p>Text.</p>"),
        ("<p>(ANSA) - ROMA, 21 NOV -</p><p>Text.</p>", "<p>Text.</p>"),
        ("<p>(ANSA) - ROMA, 21 NOV -</p><h2>Text</h2>", "<h2>Text</h2>"),
        ("<p> </p><p>(ANSA) - ROMA, 21 NOV - A &amp; B &lt;i&gt;.</p>", "<p>A &amp; B &lt;i&gt;.</p>"),
        ("(ANSA) - ROMA, 21 NOV - Text without any paragraph", "Text without any paragraph"),
        ("<p>(ANSA) - ROMA, 21 NOV - “Quoted”.</p>", "<p>“Quoted”.</p>"),
    ],
)
def test_a_dateline_comes_off_the_front(body, left):
    lifted = lift(body, "it", DAY)
    assert (lifted.dateline, lifted.body_html) == (LINE, left)


def test_a_dateline_may_stand_by_itself():
    lifted = lift("<p>ROMA, 21 NOV (ANSA)</p><p>The text begins.</p>", "it", DAY)
    assert (lifted.dateline, lifted.body_html) == (LINE, "<p>The text begins.</p>")
    assert lift("<p>(ANSA) - ROMA, 21 NOV -</p>", "it", DAY).dateline == LINE


@pytest.mark.parametrize(
    ("body", "left", "sources"),
    [
        ("<p>Text. (ANSA).</p>", "<p>Text.</p>", ("ANSA",)),
        ("<p>“Text tomorrow”. (ANSA).</p>", "<p>“Text tomorrow”.</p>", ("ANSA",)),
        ('<p>"Text tomorrow".(ANSA).</p>', '<p>"Text tomorrow".</p>', ("ANSA",)),
        ("<p>The text ends (ANSA)</p>", "<p>The text ends</p>", ("ANSA",)),
        ("<p>Text.</p><p>(ANSA).</p>", "<p>Text.</p>", ("ANSA",)),
        ("<p>Text (ANSA).</p>", "<p>Text</p>", ("ANSA",)),
        ("<p>Text.</p><p><em>(ANSA-AFP).</em></p><p></p>", "<p>Text.</p>", ("ANSA", "AFP")),
        ("<p>Text. <em>(ANSA/XINHUA)</em>.</p>", "<p>Text.</p>", ("ANSA", "XINHUA")),
        ("<p>Text.</p><ul><li>Last (dpa).</li></ul>", "<p>Text.</p><ul><li>Last</li></ul>", ("dpa",)),
        ("<p>Text. (ANSA). (ANSA).</p>", "<p>Text.</p>", ("ANSA",)),
        ("<p>Text. (AFP). (ANSA).</p>", "<p>Text. (AFP).</p>", ("ANSA",)),
    ],
)
def test_a_closing_source_comes_off_the_end(body, left, sources):
    lifted = lift(body, "it", DAY)
    assert (lifted.body_html, lifted.closing_sources) == (left, sources)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Text (see below).</p>",
        "<p>La casa (mia).</p>",
        "<p>Text (ANSA), and more.</p>",
        "<p>The text goes on (ANSA).</p><p>More text.</p>",
        "<p>Text (FOO).</p>",
        "<p>(Applause) - And on we go</p>",
        "<p>Paris is a city (ANSA-FOO).</p>",
        "<p>(((((((</p>",
        "",
    ],
)
def test_what_is_neither_stays(body):
    lifted = lift(body, "it", DAY)
    assert (lifted.dateline, lifted.closing_sources, lifted.body_html) == (None, (), body)


def test_words_of_its_own_with_which_a_source_closes_come_off():
    lifted = lift("<p>Text. Fine dispaccio</p>", "it", DAY, closings={"Fine dispaccio": "ANSA"})
    assert (lifted.body_html, lifted.closing_sources) == ("<p>Text.</p>", ("ANSA",))


sentences = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30).map(
    lambda text: f"Il {text} x"
)


@given(st.lists(sentences, min_size=1, max_size=4), st.sampled_from(["it", "en", "ar", "de", "es", "pt"]))
def test_what_a_page_composes_is_taken_apart_again(texts, language):
    body = from_paragraphs(texts)
    line = LINE.format(language)
    lifted = lift(compose(body, line, "(ANSA-AFP)."), language, DAY)
    assert lifted.body_html == clean(body)
    assert lifted.line == line
    assert lifted.closing_sources == ("ANSA", "AFP")


@given(st.text())
def test_text_without_either_is_not_changed(text):
    body = clean(f"<p>Il {escape(text)} x</p>")
    assert paragraphs(lift(body, "it", DAY).body_html) == paragraphs(body)
