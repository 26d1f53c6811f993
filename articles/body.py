"""The text of a story: cleaned on the way in, and the only place that marks text safe on the way out.

A stored body holds neither dateline nor closing source; `compose` puts them where readers expect them.
"""

import re
from html import escape
from html.parser import HTMLParser

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = set(
    "p br h2 h3 strong em u s sub sup a blockquote ul ol li table thead tbody tr th td hr code pre".split()
)
ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/))", re.IGNORECASE)
BLOCKS = frozenset("p h2 h3 blockquote ul ol li table thead tbody tr td th pre hr".split())
DROPPED_WITH_TEXT = {
    "script",
    "style",
    "template",
    "iframe",
    "noscript",
    "object",
    "svg",
    "math",
    "textarea",
    "title",
}

EMPTY_PARAGRAPH = r"<p>(?:\s|&nbsp;|\u00a0|<br>)*</p>\s*"
EMPTY_AT_START = re.compile(rf"\A\s*(?:{EMPTY_PARAGRAPH})+")
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])
LINE_LENGTH = 64  # what wire services count a line as


def _harmless(_tag: str, name: str, value: str) -> str | None:
    """Links lead to the web, to a person, or to a page of this site."""
    return value if name != "href" or ADDRESS.match(value) else None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_harmless,
    clean_content_tags=DROPPED_WITH_TEXT,
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def clean(html: str) -> str:
    """The body with all that it may hold and nothing else, without empty paragraphs at either end."""
    cleaned = _cleaner.clean(html.translate(CONTROL)).strip()
    cleaned = EMPTY_AT_START.sub("", cleaned)
    while match := re.search(rf"{EMPTY_PARAGRAPH}\Z", cleaned[-200:]):
        cleaned = cleaned[: len(cleaned) - (match.end() - match.start())].rstrip()
    return cleaned


def from_paragraphs(paragraphs: list[str]) -> str:
    """A body of plain paragraphs."""
    return "".join(f"<p>{escape(text.translate(CONTROL), quote=False)}</p>" for text in paragraphs)


def compose(body: str, dateline: str, closing_source: str) -> SafeString:
    """The body as a page shows it: the dateline opens its first paragraph, the closing source ends its last.

    Where it begins or ends with something that is no paragraph, they get paragraphs of their own.
    """
    text = clean(body)
    if dateline:
        opening = f'<span class="dateline">{escape(dateline, quote=False)}</span>'
        text = f"<p>{opening} {text[3:]}" if text.startswith("<p>") else f"<p>{opening}</p>{text}"
    if closing_source:
        closing = f'<span class="closing-source">{escape(closing_source, quote=False)}</span>'
        last = text.removesuffix("</p>")
        text = f"{text}<p>{closing}</p>" if last == text else f"{last.rstrip()} {closing}</p>"
    return mark_safe(text)  # noqa: S308 - cleaned above, and what was added is escaped


class _Blocks(HTMLParser):
    """Gathers the text of each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = [[]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.blocks.append([])
        elif tag == "br":
            self.blocks[-1].append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        self.blocks[-1].append(data)


def paragraphs(body: str) -> list[str]:
    """The body as plain text, a text for each block that has any."""
    parser = _Blocks()
    parser.feed(body)
    parser.close()
    texts = ("".join(block).strip() for block in parser.blocks)
    return [text for text in texts if text]


def word_count(body: str) -> int:
    return sum(len(text.split()) for text in paragraphs(body))


def line_count(body: str) -> int:
    """Lines of 64 columns, as wire services measure copy."""
    return sum(-(-len(text) // LINE_LENGTH) for text in paragraphs(body))
