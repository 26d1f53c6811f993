"""Dateline and closing source come off a body, whatever it is wrapped in."""

from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import clean, compose, from_paragraphs, paragraphs
from articles.dateline import Dateline
from articles.lifting import lift
from articles.typed_dateline import take_off
from tests.wire.copy import make_text
from wire.ingest import ingest
from wire.models import Item
from wire.story import Choices

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


@pytest.mark.parametrize("label", ["MANOVRA", "SCUOLA", "MATTEO SALVINI", "ENI", "HAMAS", "WARNING"])
def test_a_label_that_is_no_place_stays(label):
    body = f"<p>{label} - Il governo chiude oggi il ponte.</p>"
    lifted = lift(body, "it", DAY, is_place="ROMA".__eq__)
    assert (lifted.dateline, lifted.line, lifted.body_html) == (None, "", body)


def test_a_place_alone_comes_off_where_it_is_known():
    lifted = lift("<p>ROMA - Il governo chiude oggi il ponte.</p>", "it", DAY, is_place="ROMA".__eq__)
    assert (lifted.line, lifted.body_html) == ("ROMA -", "<p>Il governo chiude oggi il ponte.</p>")


@pytest.mark.parametrize("line", ["(ANSA) - ZZYZX -", "ZZYZX, 21 NOV -", "(ANSA) - ZZYZX, 21 NOV -"])
def test_nobody_asks_for_the_place_beside_a_source_or_a_day(line):
    asked = []
    lifted = lift(f"<p>{line} Il governo chiude.</p>", "it", DAY, is_place=asked.append)
    assert (lifted.line, asked) == (line, [])


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["MANOVRA", "SCUOLA", "PENSIONI", "MATTEO SALVINI", "INPS", "BCE"])
def test_at_the_desk_a_label_stays_in_the_text(label):
    assert take_off(f"<p>{label} - Il governo chiude oggi il ponte.</p>", "it", DAY) is None


@pytest.mark.django_db
def test_at_the_desk_a_place_goes_to_its_field_and_beside_a_day_nobody_asks_whether_it_is_one(
    django_assert_num_queries,
):
    typed = take_off("<p>ROMA - Il governo chiude oggi il ponte.</p>", "it", DAY)
    assert [place.name for place in typed.places] == ["Rome"]
    with django_assert_num_queries(5):  # codes, closings, sources, the place and its names
        assert take_off("<p>ROMA, 21 NOV - Il governo chiude.</p>", "it", DAY).places == typed.places


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opening", "places", "left"),
    [
        ("MANOVRA - Il governo chiude oggi.", [], "MANOVRA - Il governo chiude oggi."),
        ("ROMA - Il governo chiude oggi.", ["Rome"], "Il governo chiude oggi."),
        ("ZZYZX, 21 NOV - Il governo chiude oggi.", [], "Il governo chiude oggi."),
    ],
)
def test_in_copy_a_label_stays_in_the_text_and_a_place_goes_to_its_field(opening, places, left):
    text = make_text(paragraphs=(opening, "Riapre domani. (ANSA)."))
    ingest(text, item_id="label.txt", choices=Choices(year=2022, create_sections=True))
    article = Item.objects.get().article
    assert article.body == f"<p>{left}</p><p>Riapre domani.</p>"
    assert [place.name for place in article.places.all()] == places


def test_what_is_emptied_goes_with_all_around_it():
    wrapped = (
        "<p>"
        + "<strong> <em>" * 10
        + "(ANSA) - ROMA, 21 NOV - "
        + "</em> </strong>" * 10
        + "</p><p>Text.</p>"
    )
    assert lift(wrapped, "it", DAY).body_html == "<p>Text.</p>"


@pytest.mark.parametrize("nested", ["<em>", "<blockquote>", "<ul><li>"])
def test_nothing_that_is_nested_without_end_is_looked_through(nested):
    lifted = lift("(ANSA) - ROMA, 21 NOV - " + nested * 15_000 + "Text.", "it", DAY)
    assert lifted.dateline == LINE
    assert lifted.body_html == "<p>Text.</p>"


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
