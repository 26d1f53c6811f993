"""A marked-up galley: what was struck and what was added, as runs of running text. Makes no HTML.

Formatting that changed is told in words, and so is what an eye would miss: spaces, marks without a shape.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import body
from articles.differences import hunks, pairs
from articles.tokens import NAME, html_tokens, is_block, is_end, is_tag, is_word, segments, tag_name

Kind = Literal["same", "removed", "added", "changed"]
Shown = Callable[[Sequence[str], Kind], "list[Run]"]

WORDS = {
    "p": gettext_noop("paragraph"),
    "h2": gettext_noop("heading"),
    "h3": gettext_noop("smaller heading"),
    "blockquote": gettext_noop("quotation"),
    "ul": gettext_noop("bulleted list"),
    "ol": gettext_noop("numbered list"),
    "li": gettext_noop("list item"),
    "table": gettext_noop("table"),
    "thead": gettext_noop("head of the table"),
    "tbody": gettext_noop("rows of the table"),
    "tr": gettext_noop("table row"),
    "th": gettext_noop("head cell"),
    "td": gettext_noop("cell"),
    "pre": gettext_noop("text as typed"),
    "hr": gettext_noop("rule"),
    "figure": gettext_noop("picture"),
    "br": gettext_noop("line break"),
    "strong": gettext_noop("bold"),
    "em": gettext_noop("italic"),
    "u": gettext_noop("underlined"),
    "s": gettext_noop("struck through"),
    "sub": gettext_noop("subscript"),
    "sup": gettext_noop("superscript"),
    "code": gettext_noop("code"),
    "a": gettext_noop("link"),
}
SPACES = {
    " ": gettext_noop("space"),
    "\xa0": gettext_noop("non-breaking space"),
    "\n": gettext_noop("line break"),
    "\t": gettext_noop("tab"),
}
SILENT_ENDS = frozenset("p h2 h3 li tr td th pre figure".split())  # what follows says that they have ended
UNSEEN_ENDS = frozenset("ul ol table thead tbody".split())  # and so does how deep an item stands
LISTS = frozenset({"ul", "ol"})
HEADINGS, CELLS = frozenset({"h2", "h3"}), frozenset({"td", "th"})
WITHIN_WORDS = "\u200c\u200d\u00ad"  # joiners and soft hyphens are spelling, not tricks


@dataclass(frozen=True)
class Run:
    kind: Kind
    text: str
    is_told: bool = False  # words about the text, not of it


@dataclass(frozen=True)
class Block:
    kind: Kind
    style: Literal["heading", "item", "text"]
    runs: list[Run]


@dataclass(frozen=True)
class Stretch:
    """Blocks that follow each other; unchanged ones, with one that is left as context, are folded."""

    blocks: list[Block]
    is_folded: bool = False


def marked(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """The runs of a plain text, given in tokens."""
    return _marked(old, new, _plain)


def marked_body(old: str, new: str) -> list[Stretch]:
    """The paragraphs of a body, what is unchanged folded; nothing where nothing has changed."""
    before, after = segments(_body_tokens(old)), segments(_body_tokens(new))
    blocks = [
        _block(
            before[index] if index is not None else None, after[new_index] if new_index is not None else None
        )
        for index, new_index in pairs(before, after)
    ]
    return list(_stretches(blocks)) if any(block.kind != "same" for block in blocks) else []


def _body_tokens(html: str) -> list[str]:
    """Without the spaces that no reader sees; where lists end, the depth of their items tells."""
    found = html_tokens(body.clean(html))
    is_typed, depth = False, 0
    kept: list[str] = []
    for index, token in enumerate(found):
        name = tag_name(token)
        if name in LISTS:
            depth += -1 if is_end(token) else 1
        if name in UNSEEN_ENDS and is_end(token):
            continue
        if name == "pre":
            is_typed = not is_end(token)
        elif token == "<li>" and depth > 1:  # noqa: S105 - no password
            token = f'<li level="{depth}">'
        elif token.isspace() and not is_typed:
            if all(map(is_block, (found[near] for near in (index - 1, index + 1) if 0 <= near < len(found)))):
                continue
            token = token if "\xa0" in token else " "
        kept.append(token)
    return kept


def _block(old: Sequence[str] | None, new: Sequence[str] | None) -> Block:
    style = _style(new or old or ())
    if old is None or new is None:
        kind: Kind = "removed" if new is None else "added"
        return Block(kind, style, _whole(old or new or (), kind) or [_formatting(kind)])
    if old == new:
        return Block("same", style, _html(new, "same"))
    runs = _marked(old, new, _html)
    is_visible = any(run.kind != "same" for run in runs)
    return Block("changed", style, runs if is_visible else [*runs, _formatting("added")])


def _formatting(kind: Kind) -> Run:
    return Run(kind, _("formatting"), is_told=True)


def _whole(parts: Sequence[str], kind: Kind) -> list[Run]:
    """All of a block that came or went; that it is a paragraph needs no words where it has any."""
    has_words = any(map(is_word, parts))
    return _html([part for part in parts if part != "<p>"] if has_words else parts, kind)


def _style(parts: Iterable[str]) -> Literal["heading", "item", "text"]:
    names = {tag_name(part) for part in parts}
    return "heading" if names & HEADINGS else "item" if "li" in names else "text"


def _stretches(blocks: list[Block]) -> Iterator[Stretch]:
    """Of unchanged blocks those beside a change stay open; a single one is not worth folding."""
    start = 0
    while start < len(blocks):
        end, is_same = start, blocks[start].kind == "same"
        while end < len(blocks) and (blocks[end].kind == "same") == is_same:
            end += 1
        first, last = start + bool(start), end - (end < len(blocks))
        if is_same and last - first > 1:
            parts = (blocks[start:first], blocks[first:last], blocks[last:end])
            yield from (Stretch(part, is_folded=part is parts[1]) for part in parts if part)
        else:
            yield Stretch(blocks[start:end])
        start = end


def _marked(old: Sequence[str], new: Sequence[str], shown: Shown) -> list[Run]:
    runs: list[Run] = []
    at = 0
    for hunk in hunks(old, new):
        runs += shown(old[at : hunk.start], "same")
        removed, added = old[hunk.start : hunk.end], new[hunk.new_start : hunk.new_end]
        if _shaped("".join(removed)) == _shaped("".join(added)):
            removed, added = [_named(part) for part in removed], [_named(part) for part in added]
        runs += [*shown(removed, "removed"), *shown(added, "added")]
        at = hunk.end
    return runs + shown(old[at:], "same")


def _plain(parts: Sequence[str], kind: Kind) -> list[Run]:
    """One run, or none."""
    text = "".join(parts)
    if not text or kind == "same":
        return [Run(kind, text)] if text else []
    if not text.strip():
        return [Run(kind, ", ".join(_(SPACES[c]) if c in SPACES else _named(c, "") for c in text), True)]
    return [Run(kind, _named(text, WITHIN_WORDS))]


def _html(parts: Sequence[str], kind: Kind) -> list[Run]:
    """Text and, where it has changed, what its tags say."""
    runs: list[Run] = []
    held: list[str] = []
    for index, part in enumerate(parts):
        if not is_tag(part):
            held.append(part)
            continue
        if kind == "same":
            held.append(_between(tag_name(parts[index - 1]) if index else "", part))
        words = _told(part) if kind != "same" else ""
        if words:
            runs += [*_plain(held, kind), Run(kind, words, is_told=True)]
            held = []
    return runs + _plain(held, kind)


def _between(before: str, tag: str) -> str:
    """What parts two texts where a tag stands that did not change: cells in a row, lines in a paragraph."""
    if tag_name(tag) in CELLS and not is_end(tag):
        return " | " if before != "tr" else ""
    return "\n" if tag_name(tag) == "br" else ""


def _told(tag: str) -> str:
    """What a tag does, in words."""
    name = tag_name(tag)
    words = _(WORDS[name]) if name in WORDS else name
    if is_end(tag):
        return "" if name in SILENT_ENDS else _("end of %(what)s") % {"what": words}
    rest = tag.removesuffix(">")[len(NAME.match(tag)[0]) :].strip()  # type: ignore[index]
    rest = rest.replace('rel="noopener noreferrer"', "").strip()
    if name == "a" and rest.startswith('href="') and rest.count('"') == 2:  # noqa: PLR2004
        return _("link to %(address)s") % {"address": rest[6:-1].replace("&amp;", "&")}
    if name == "figure":
        return f"{words} {rest.partition('=')[2][1:-1]}"
    return f"{words} ({rest})" if rest else words


def _shaped(text: str) -> str:
    """What an eye sees of it."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def _named(text: str, but: str = WITHIN_WORDS[:0]) -> str:
    """The text with the names of the characters that have no shape."""
    return "".join(
        f"⟨{unicodedata.name(character, f'U+{ord(character):04X}')}⟩"
        if unicodedata.category(character) in {"Cf", "Zl", "Zp", "Zs"} and character not in f" \xa0{but}"
        else character
        for character in text
    )
