"""The text of a story: cleaned on the way in, and the only place that marks text safe on the way out.

A stored body holds neither dateline nor closing source; `compose` puts them where readers expect them.
Of a picture it holds only where it stands: `<figure data-photo="17"></figure>` between two blocks.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from html import escape
from html.parser import HTMLParser

import nh3
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from sections.one_line import TURNS

TAGS = frozenset(
    (
        "p br h2 h3 strong em u s sub sup a blockquote ul ol li table thead tbody tr th td hr code pre figure"
    ).split()
)
ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "img": {"data-photo"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/))", re.IGNORECASE)
PHOTO_KEY = re.compile(r"[1-9][0-9]{0,17}")  # what 64 bits hold
BLOCKS = frozenset("p h2 h3 blockquote ul ol li table thead tbody tr td th pre hr figure".split())
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

MAX_LENGTH = 300_000
"""Characters of HTML that the desk may send as a body: 50,000 words, and a second to clean at worst."""

DEEPEST = 50
"""Elements that may stand inside each other, paragraphs, list items and table parts not counted."""

CLOSE_THEMSELVES = frozenset(
    (
        "p li dt dd td th tr thead tbody tfoot "
        "br hr img wbr input area base col embed link meta param source track"
    ).split()
)
FOREIGN = frozenset({"svg", "math"})  # in them nothing closes itself
COMMENT = r"<!--[^<>]*-->"
VALUE = r"\"[^\"<>]*+\"|'[^'<>]*+'|[^ \t\n\f\r\"'=<>`]++"
ATTRIBUTE = rf"[ \t\n\f\r]++[^ \t\n\f\r\"'<>/=]++(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:{VALUE}))?+"
START = rf"<(?P<start>[a-zA-Z][a-zA-Z0-9:-]*+)(?:{ATTRIBUTE})*+[ \t\n\f\r]*+/?>"
END = r"</(?P<end>[a-zA-Z][a-zA-Z0-9:-]*+)[ \t\n\f\r]*+>"
MARKUP = re.compile(rf"{COMMENT}|{START}|{END}|<[a-zA-Z/!?]")
ANY_TAG = re.compile(r"</?([a-zA-Z!?][^\s<>/]*+)[^<>]*+>")

# While a body is cleaned a figure is an `img`: it holds nothing and parts no paragraph. Figures that name no
# picture were pasted; of them the words stay.
TYPED_FIGURE = re.compile(r"<figure(?=[\s/][^<>]*?data-photo)", re.IGNORECASE)
CLEAN_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z0-9]+)(?P<rest>[^\"<>]*+(?:\"[^\"]*+\"[^\"<>]*+)*+)>")
VOID = frozenset({"br", "hr"})
FIGURE = re.compile(r'<figure data-photo="([1-9][0-9]{0,17})"></figure>')

EMPTY_PARAGRAPH = r"<p>(?:\s|&nbsp;|<br>)*+</p>"
EMPTY_AT_START = re.compile(rf"\A\s*(?:{EMPTY_PARAGRAPH}\s*)+")
EMPTY_AT_END = re.compile(rf"(?:\s+|{EMPTY_PARAGRAPH})\Z")
EMPTY_LENGTH = 200  # what is taken off the end at a time
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *TURNS, 0xFFFE, 0xFFFF])
CONTROLS = re.compile(f"[{re.escape(''.join(map(chr, CONTROL)))}]")  # looks through a text ten times as fast
LINE_LENGTH = 64  # what wire services count a line as


def _harmless(_tag: str, name: str, value: str) -> str | None:
    """Links lead to the web, to a person, or to a page of this site; a picture's key is one."""
    if name == "data-photo":
        return value if PHOTO_KEY.fullmatch(value) else None
    return value if name != "href" or ADDRESS.match(value) else None


_cleaner = nh3.Cleaner(
    tags=set(TAGS - {"figure"} | {"img"}),
    attributes=ATTRIBUTES,
    attribute_filter=_harmless,
    clean_content_tags=DROPPED_WITH_TEXT,
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def clean(html: str) -> str:
    """The body with all that it may hold and nothing else, without empty paragraphs at either end.

    Of what is nested deeper than any story only plain paragraphs are kept: the time that a parser takes
    for it grows with the square of its length.
    """
    html = TYPED_FIGURE.sub("<img", CONTROLS.sub("", html))
    cleaned = _cleaner.clean(_flat(html) if _is_deep(html) else html).strip()
    if "&#" in html and CONTROLS.search(cleaned):  # written as numbers; an address without them is another
        cleaned = _cleaner.clean(CONTROLS.sub("", cleaned)).strip()
    if "<img" in cleaned:
        cleaned = "".join(_with_figures(cleaned)).strip()
    cleaned = EMPTY_AT_START.sub("", cleaned)
    end = len(cleaned)
    while match := EMPTY_AT_END.search(cleaned, max(0, end - EMPTY_LENGTH), end):
        end = match.start()
    return cleaned[:end]


def _with_figures(cleaned: str) -> Iterator[str]:
    """Each figure as a block between blocks; one that stood inside of something comes after that."""
    depth, at = 0, 0
    waiting: list[str] = []
    for tag in CLEAN_TAG.finditer(cleaned):
        if tag["name"] == "img":
            yield cleaned[at : tag.start()]
            at = tag.end()
            if tag["rest"]:
                waiting.append(f"<figure{tag['rest']}></figure>")
        elif tag["name"] not in VOID:
            depth += -1 if tag["end"] else 1
        if waiting and not depth:
            yield cleaned[at : tag.end()]
            at = tag.end()
            yield from waiting
            waiting = []
    yield cleaned[at:]


def _is_deep(html: str) -> bool:
    """Whether elements could nest deeper than DEEPEST.

    An end tag closes only the element that was opened last, and what is not plainly a tag counts as an
    element that is never closed: so no trick makes it look flatter than a parser finds it.
    """
    opened: list[str] = []
    for found in MARKUP.finditer(html):
        start, end = (found["start"] or "").lower(), (found["end"] or "").lower()
        if start in CLOSE_THEMSELVES and FOREIGN.isdisjoint(opened):
            continue
        if end:
            if opened and opened[-1] == end:
                opened.pop()
        elif not found[0].startswith("<!--"):
            opened.append(start)
        if len(opened) > DEEPEST:
            return True
    return False


def _flat(html: str) -> str:
    """The text as paragraphs, whose entities are as they were."""
    parted = ANY_TAG.sub(lambda tag: "\0" if tag[1].lower() in BLOCKS else "", html)
    texts = (text.replace("<", "&lt;").strip() for text in parted.split("\0"))
    return "".join(f"<p>{text}</p>" for text in texts if text)


def from_paragraphs(paragraphs: list[str]) -> str:
    """A body of plain paragraphs."""
    texts = (CONTROLS.sub("", text) for text in paragraphs)
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def photo_ids(body: str) -> list[int]:
    """The keys of the pictures that stand in a clean body, in order, each once."""
    return list(dict.fromkeys(map(int, FIGURE.findall(body))))


def without_photos(body: str, but: Collection[int] = frozenset()) -> str:
    """A clean body without its pictures, or with none but these."""
    return FIGURE.sub(lambda figure: figure[0] if int(figure[1]) in but else "", body)


def compose(
    body: str, dateline: str, closing_source: str, figures: Mapping[int, SafeString] | None = None
) -> SafeString:
    """The body as a page shows it: the dateline opens its first paragraph, the closing source ends its last.

    Where it begins or ends with something that is no paragraph, they get paragraphs of their own; pictures
    before the first and after the last are passed over. `figures` says what is shown for each picture: where
    it says nothing, nothing is.
    """
    before, text, after = _between_figures(clean(body))
    if dateline:
        opening = f'<span class="dateline">{escape(dateline, quote=False)}</span>'
        text = f"<p>{opening} {text[3:]}" if text.startswith("<p>") else f"<p>{opening}</p>{text}"
    if closing_source:
        closing = f'<span class="closing-source">{escape(closing_source, quote=False)}</span>'
        last = text.removesuffix("</p>")
        text = f"{text}<p>{closing}</p>" if last == text else f"{last.rstrip()} {closing}</p>"
    text = f"{before}{text}{after}"
    if "<figure" in text:
        shown = figures or {}
        text = FIGURE.sub(lambda figure: conditional_escape(shown.get(int(figure[1]), "")), text)
    return mark_safe(text)  # noqa: S308 - cleaned above, and what was added is escaped


def _between_figures(text: str) -> tuple[str, str, str]:
    """A clean body's text, and the pictures that stand before and after it."""
    figures = list(FIGURE.finditer(text)) if "<figure" in text else []
    begins, ends = 0, len(text)
    for figure in figures:
        if text[begins : figure.start()].strip():
            break
        begins = figure.end()
    for figure in reversed(figures):
        if figure.start() < begins or text[figure.end() : ends].strip():
            break
        ends = figure.start()
    return text[:begins], text[begins:ends], text[ends:]


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
