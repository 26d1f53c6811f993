"""Bodies: cleaned on the way in, composed on the way out."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import body


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


def test_compose_escapes_what_it_adds():
    composed = body.compose("<p>x</p>", "<b>R&D</b> -", "(<i>).")
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; -" in composed
    assert "(&lt;i&gt;)." in composed


def test_compose_without_dateline_and_closing_source_is_the_body():
    assert body.compose("<p>x</p>", "", "") == "<p>x</p>"


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"])).map(str.strip).filter(bool)))
def test_paragraphs_come_back_as_they_went_in(texts):
    texts = [text for text in texts if "\u2028" not in text]
    assert body.paragraphs(body.from_paragraphs(texts)) == texts


def test_counts_are_those_of_the_trade():
    html = body.from_paragraphs(["one two three", "x" * 65])
    assert body.word_count(html) == 4
    assert body.line_count(html) == 3
