"""Bodies: cleaned on the way in, composed on the way out."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from articles import body
from articles.galley import marked_body
from articles.lifting import lift
from sections.one_line import unturned

A, B = '<figure data-photo="17"></figure>', '<figure data-photo="18"></figure>'


class Live(HTMLParser):
    """Finds what a browser would act on: any tag, attribute or address that no text needs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in body.TAGS | {"span"}:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            harmless = name in {"class", "rel", "hreflang", "start", "colspan", "rowspan"}
            harmless = harmless or (tag == "figure" and name == "data-photo" and value.isdecimal())
            if not harmless and not (
                name == "href" and not re.match(r"\s*(javascript|data|vbscript)\s*:", value, re.I)
            ):
                self.found.append(f"{name}={value}")


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>Plain</p>", "<p>Plain</p>"),
        ('<p class="x" style="color:red" onclick="y()">Text</p>', "<p>Text</p>"),
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener noreferrer">a</a>'),
        (
            '<a href="https://example.com/">a</a>',
            '<a href="https://example.com/" rel="noopener noreferrer">a</a>',
        ),
        ('<img src="https://example.com/pixel.gif">', ""),
        ("<p></p><p><br></p><p>Text</p><p>&nbsp;</p><p> </p>", "<p>Text</p>"),
        ("<p>a\x00b\x0cc\x1b</p>", "<p>abc</p>"),
        ("<p>Read \u202eevil\u202c \u2067news\u2069</p>", "<p>Read evil news</p>"),
        ("<p>Read &#8238;evil&#x2069; a&#1;b</p>", "<p>Read evil ab</p>"),
        ("<p>\u202e</p><p>Text</p><p>&#8238;</p>", "<p>Text</p>"),
        ("<p>شهد\u200f (2) می\u200cخواهم \u061c12 שלום\u200e</p>",) * 2,
        ('<a href="/&#x202e;/evil.example/">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ("<ol start='3'><li>x</li></ol>", '<ol start="3"><li>x</li></ol>'),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_clean_keeps_what_a_body_may_hold(html, cleaned):
    assert body.clean(html) == cleaned


@pytest.mark.parametrize(
    "tag",
    [
        "<em>", "<blockquote>", "<ul><li>", "<div></p>", "<table><td>", "<svg><td>", "<x-y/>",
        # end tags that close nothing
        "<em><!--</em>-->", "<em title='</em>'>", "<em title=a\"b></em x>", "<em><table><td></em></table>",
    ],
)  # fmt: skip
def test_of_what_is_nested_without_end_the_text_is_kept(tag):
    flat = body.clean(f"<h2>One &amp; two</h2><p>Three</p>{tag * 1000}")
    assert flat.startswith("<p>One &amp; two</p><p>Three</p>")
    assert set(re.findall(r"<(\w+)", flat)) == {"p"}
    assert body.clean(flat) == flat


@pytest.mark.parametrize(
    "html",
    [
        "<p>Text</p>" * 200,
        "<p>One<br>two</p><hr>" * 200,
        "<ul>" + "<li>One <strong>two</strong></li>" * 200 + "</ul>",
        "<ul><li>" * 20 + "Text" + "</li></ul>" * 20,
        "<table><tbody>" + "<tr><th>One</th><td><p>Two</p></td></tr>" * 200 + "</tbody></table>",
        '<p><a href="/it/?a=1&amp;b=2" rel="noopener noreferrer"><em>Text</em></a></p>' * 200,
    ],
)
def test_a_long_story_is_not_taken_for_a_deep_one(html):
    assert body.clean(html) == html


def test_empty_paragraphs_without_end_are_taken_off():
    assert body.clean("<p>Text</p>" + "<p> </p> \n" * 1000 + "<p>" + "<br>" * 20 + "</p>") == "<p>Text</p>"
    assert body.clean("<p>&nbsp;</p>" * 1000 + "Text" + " " * 1000) == "Text"


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (f"<p>a</p>{A}<p>b</p>", f"<p>a</p>{A}<p>b</p>"),
        (f"{A}{A}<h2>a</h2>{B}", f"{A}{A}<h2>a</h2>{B}"),
        ("<FIGURE class=x onclick=y DATA-PHOTO=17>", A),
        ('<p>a</p><figure data-photo="17" style="x"><img src="y"></figure><p>b</p>', f"<p>a</p>{A}<p>b</p>"),
        # what stood in it follows it, also where nobody closed it
        ('<figure data-photo="17"><figcaption>a</figcaption></figure>', f"{A}a"),
        ('<figure data-photo="17"><p>a</p><p>b</p>', f"{A}<p>a</p><p>b</p>"),
        ('<figure data-photo="17"><figure data-photo="18"></figure></figure>', f"{A}{B}"),
        # one inside of something follows that, which stays whole
        (f"<p>a {A}b</p><p>c</p>", f"<p>a b</p>{A}<p>c</p>"),
        (f"<p>a <strong>b{A}{B}c</strong></p>", f"<p>a <strong>bc</strong></p>{A}{B}"),
        (f"<ul><li>a{A}</li><li>b</li></ul>", f"<ul><li>a</li><li>b</li></ul>{A}"),
        (f"<blockquote><p>a</p>{A}</blockquote>", f"<blockquote><p>a</p></blockquote>{A}"),
        (
            f"<table><tbody><tr><td>a{A}</td></tr></tbody></table>",
            f"<table><tbody><tr><td>a</td></tr></tbody></table>{A}",
        ),
        (f"<p>{A}</p>", A),
        (f"<p><br></p>{A}<p></p>", A),
        # no key of a picture
        ('<figure data-photo="1 onclick"></figure>', ""),
        ('<figure data-photo="1&quot; onclick=&quot;x"></figure>', ""),
        ('<figure data-photo="0"></figure><figure data-photo="-1"></figure>', ""),
        ('<figure data-photo="017"></figure><figure data-photo="\u0661"></figure>', ""),
        ('<figure data-photo="9223372036854775808"></figure>', ""),
        ("<figure data-photo></figure>", ""),
        # somebody else's picture: its words are kept, as before
        ('<figure><img src="x"><figcaption>a</figcaption></figure>', "a"),
        ('<a href="/?<figure data-photo=1>">a</a>', None),
        ("<svg><figure data-photo=1><style><img src=x onerror=y></style></figure></svg>", None),
        ("<math><mtext><figure data-photo=1><mglyph><style><img src onerror=y>", None),
        ("<!--><figure data-photo=1 --><img src onerror=y>", None),
        ("<noscript><figure data-photo='</noscript><img src onerror=y>'>", None),
    ],
)
def test_a_figure_is_a_block_between_blocks_and_names_a_picture(html, cleaned):
    found = body.clean(html)
    assert cleaned is None or found == cleaned
    assert body.clean(found) == found
    assert not Live(found).found


def test_a_thousand_figures_are_kept_and_those_without_end_are_no_depth():
    assert body.clean(A * 1000) == A * 1000
    opened = body.clean("<figure data-photo=17>" * 1000 + "<p>a</p>")
    assert opened == f"{A * 1000}<p>a</p>"
    assert body.photo_ids(opened) == [17]


PIECES = [A, B, "<p>", "</p>", "<em>", "</em>", "<ul><li>", "</li></ul>", "<table>", "<tr><td>", "</table>"]
PIECES += ["a", " ", "<figure data-photo=19>", "</figure>", "<svg>", "</svg>", "<!--", "-->", '"', "<img>"]


@given(st.lists(st.sampled_from(PIECES)))
def test_wherever_figures_stand_they_end_up_between_blocks(pieces):
    cleaned = body.clean("".join(pieces))
    assert body.clean(cleaned) == cleaned
    assert not Live(cleaned).found
    around = body.FIGURE.split(cleaned)[::2]
    assert all(body.clean(f"|{html}|") == f"|{html}|" for html in around)


@given(st.text())
def test_clean_is_done_once_and_for_all(text):
    once = body.clean(text)
    assert body.clean(once) == once
    assert not Live(once).found


def payloads(shared):
    folder = shared / "standards" / "xss"
    expected = json.loads((folder / "dompurify-expect.json").read_text())
    yield from (item["payload"] for item in expected)
    for name in ("h5sc.json", "owasp-filter-evasion.json", "blns.json"):
        for item in json.loads((folder / name).read_text()):
            yield next(value for key, value in item.items() if key in {"payload", "data", "string"})


def test_nothing_of_the_known_payloads_stays_live(shared):
    known = list(payloads(shared))
    assert len(known) > 200
    for payload in known:
        assert not Live(body.clean(payload)).found
        assert not Live(body.compose(payload, payload, payload)).found


@pytest.mark.parametrize(
    ("html", "composed"),
    [
        ("<p>One.</p><p>Two.</p>", "<p>[D] One.</p><p>Two. [C]</p>"),
        ("<p>One.</p>", "<p>[D] One. [C]</p>"),
        ("<p>One. </p>", "<p>[D] One. [C]</p>"),
        ("<ul><li>a</li></ul>", "<p>[D]</p><ul><li>a</li></ul><p>[C]</p>"),
        ("<h2>Head</h2><p>One.</p>", "<p>[D]</p><h2>Head</h2><p>One. [C]</p>"),
        (
            "<p>One.</p><blockquote><p>Two.</p></blockquote>",
            "<p>[D] One.</p><blockquote><p>Two.</p></blockquote><p>[C]</p>",
        ),
        ("", "<p>[D] [C]</p>"),
    ],
)
def test_dateline_opens_the_first_paragraph_and_closing_source_ends_the_last(html, composed):
    result = body.compose(html, "(ANSA) - ROME, NOV 21 -", "(ANSA).")
    result = result.replace('<span class="dateline">(ANSA) - ROME, NOV 21 -</span>', "[D]")
    assert result.replace('<span class="closing-source">(ANSA).</span>', "[C]") == composed


@pytest.mark.parametrize(
    ("html", "composed"),
    [
        (f"{A}<p>One.</p>", "<img><p>[D] One. [C]</p>"),
        (f"<p>One.</p>{A}<p>Two.</p>", "<p>[D] One.</p><img><p>Two. [C]</p>"),
        (f"<p>One.</p>{A}{A}", "<p>[D] One. [C]</p><img><img>"),
        (f"{A}<h2>Head</h2><p>One.</p>{A}", "<img><p>[D]</p><h2>Head</h2><p>One. [C]</p><img>"),
        (A, "<img><p>[D] [C]</p>"),
        (f"<p>One.</p>{B}<p>Two.</p>", "<p>[D] One.</p><p>Two. [C]</p>"),
        (f"{B}<p>One.</p>{B}", "<p>[D] One. [C]</p>"),
    ],
)
def test_dateline_and_closing_source_pass_over_pictures(html, composed):
    result = body.compose(html, "D -", "(C).", {17: SafeString("<img>")})
    result = result.replace('<span class="dateline">D -</span>', "[D]")
    assert result.replace('<span class="closing-source">(C).</span>', "[C]") == composed


def test_compose_trusts_only_markup_that_is_safe_and_puts_it_in_as_it_is():
    assert body.compose(A, "", "", {17: "<script>"}) == "&lt;script&gt;"  # type: ignore[dict-item]
    assert body.compose(A, "", "", {17: SafeString(rf"<b>\1 {B}</b>")}) == rf"<b>\1 {B}</b>"


def test_pictures_are_named_in_order_each_once_and_taken_out():
    html = f"{B}<p>One.</p>{A}{B}"
    assert body.photo_ids(html) == [18, 17]
    assert body.without_photos(html) == "<p>One.</p>"
    assert body.without_photos(html, but={17}) == f"<p>One.</p>{A}"


def test_a_picture_is_no_text():
    html = f"{A}<p>(ANSA) - ROME, NOV 21 - One two.</p>{B}<p>Three. (ANSA).</p>{A}"
    plain = body.without_photos(html)
    assert body.paragraphs(html) == body.paragraphs(plain)
    assert body.word_count(html) == body.word_count(plain)
    assert body.line_count(html) == body.line_count(plain)
    lifted, without = lift(html, "en"), lift(plain, "en")
    assert lifted.body_html == f"{A}<p>One two.</p>{B}<p>Three.</p>{A}"
    assert (lifted.dateline, lifted.closing_sources) == (without.dateline, without.closing_sources)
    assert body.paragraphs(f"a{A}b") == ["a", "b"]


def test_a_galley_tells_a_picture_that_came_and_leaves_the_text_unmarked():
    blocks = [
        block for part in marked_body("<p>a</p><p>b</p>", f"<p>a</p>{A}<p>b</p>") for block in part.blocks
    ]
    assert [(block.kind, [run.text for run in block.runs]) for block in blocks] == [
        ("same", ["a"]),
        ("added", ["picture 17"]),
        ("same", ["b"]),
    ]
    assert not marked_body(A, A)


def test_compose_escapes_what_it_adds():
    composed = body.compose("<p>x</p>", "<b>R&D</b> -", "(<i>).")
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; -" in composed
    assert "(&lt;i&gt;)." in composed


def test_compose_without_dateline_and_closing_source_is_the_body():
    assert body.compose("<p>x</p>", "", "") == "<p>x</p>"


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"])).map(str.strip).filter(bool)))
def test_paragraphs_come_back_as_they_went_in(texts):
    texts = [text for text in texts if "\u2028" not in text and unturned(text) == text]
    assert body.paragraphs(body.from_paragraphs(texts)) == texts


def test_counts_are_those_of_the_trade():
    html = body.from_paragraphs(["one two three", "x" * 65])
    assert body.word_count(html) == 4
    assert body.line_count(html) == 3
