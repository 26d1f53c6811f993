"""A text as its words, spaces, marks and tags, so that it can be compared, merged and mended word by word.

Joined again, the tokens are the text. Those of a body are unescaped; what is a tag is longer than `<`, and
begins with it, which no token of plain text does.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

from articles.body import BLOCKS

# Letters with the marks that stand on them: a word must not end where an accent is a character of its own.
LETTER = r"[\w\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]"
NUMBER = rf"(?:(?<![\w-])[-−](?=\d))?\d+(?:[.,:/]\d+)*{LETTER}*(?:-{LETTER}+)*"
TOKEN = re.compile(rf"\s+|{NUMBER}|{LETTER}+|.", re.DOTALL)
TAG = re.compile(r"<(?:[^<>\"]|\"[^\"]*\")*>")
NAME = re.compile(r"</?([a-z0-9]+)")
ALONE = frozenset({"br", "hr"})
CELLS = frozenset({"td", "th"})


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def html_tokens(html: str) -> list[str]:
    """Of a clean body."""
    found, at = [], 0
    for tag in TAG.finditer(html):
        found += tokens(unescape(html[at : tag.start()]))
        found.append(tag[0])
        at = tag.end()
    return found + tokens(unescape(html[at:]))


def html_of(parts: Iterable[str]) -> str:
    """The body again, escaped as articles.body.clean escapes."""
    return "".join(
        part if is_tag(part) else escape(part, quote=False).replace("\xa0", "&nbsp;") for part in parts
    )


def is_tag(token: str) -> bool:
    return token[0] == "<" and len(token) > 1


def is_end(token: str) -> bool:
    return token.startswith("</") and is_tag(token)


def is_word(token: str) -> bool:
    """Whether it has a letter or a digit."""
    return not is_tag(token) and any(map(str.isalnum, token))


def tag_name(token: str) -> str:
    """Of a tag; empty for what is none."""
    found = NAME.match(token) if is_tag(token) else None
    return found[1] if found else ""


def is_block(token: str) -> bool:
    return tag_name(token) in BLOCKS


def text_of(parts: Iterable[str]) -> str:
    return "".join(part for part in parts if not is_tag(part))


def segments(parts: Sequence[str]) -> list[list[str]]:
    """A body's tokens parted into paragraphs, headings, list items and rows of tables.

    Each has one text and the tags around it; joined again they are the body.
    """
    found: list[list[str]] = []
    rows, is_filled, is_ended = 0, False, False
    for token in parts:
        name, end = tag_name(token), is_end(token)
        block = name in BLOCKS
        if not found or (not rows and _begins(block, end, is_filled, is_ended)):
            found.append([])
            is_filled = is_ended = False
        found[-1].append(token)
        rows += (name == "tr") * (-1 if end else 1)
        is_ended = block and (end or name == "hr")
        is_filled = is_filled or is_ended or not block
    return found


def _begins(is_block_tag: bool, end: bool, is_filled: bool, is_ended: bool) -> bool:
    """Whether a token begins a segment: a block does after a text, and all but ends after an end."""
    if is_block_tag:
        return not end and is_filled
    return is_ended


def is_balanced(parts: Iterable[str]) -> bool:
    """Whether each tag that is opened is closed, in order."""
    opened: list[str] = []
    for token in parts:
        name = tag_name(token)
        if not name or name in ALONE:
            continue
        if not is_end(token):
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def cuts(parts: Sequence[str]) -> list[int]:
    """Where a body can be parted without parting an element, its beginning and end among them."""
    depth, found = 0, [0]
    for index, token in enumerate(parts, 1):
        name = tag_name(token)
        if name and name not in ALONE:
            depth += -1 if is_end(token) else 1
        if not depth and name in BLOCKS:
            found.append(index)
    return found if found[-1] == len(parts) else [*found, len(parts)]
