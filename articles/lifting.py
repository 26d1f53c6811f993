"""Taking dateline and closing source off a body: neither is ever stored in one.

The text is looked at without its tags, so that `<strong>(ANSA) - ROMA, 21 NOV -</strong>` is found, too.
"""

import datetime as dt
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape

from articles.body import BLOCKS, clean
from articles.dateline import Dateline, split, split_sources
from articles.dateline_words import KNOWN_AGENCIES

CLOSING_LENGTH = 100
"""A closing source is no longer than this, in characters."""

FRONT = 1000
"""Characters in which a dateline ends; dateline.split looks at fewer."""

DASHES = "-–—_"

PIECES_AT_END = 400
"""Tags, entities and stretches of text in which a closing source lies."""

TIMES = 10
"""A closing source is taken off so often."""


@dataclass(frozen=True)
class Lifted:
    """A body without what was lifted off it."""

    body_html: str
    dateline: Dateline | None = None
    closing_sources: tuple[str, ...] = ()
    line: str = ""
    """The dateline as it stood."""


def lift(
    body_html: str,
    language: str | None = None,
    reference: dt.date | None = None,
    agencies: Collection[str] = KNOWN_AGENCIES,
    closings: Mapping[str, str] | None = None,
    is_place: Callable[[str], bool] | None = None,
) -> Lifted:
    """Take the dateline off the front and the closing source off the end of a body.

    `language`, `reference` and `agencies` are those of dateline.split; `closings` has the code of each source
    that closes with words of its own. What only looks like one of them stays: `(see below).`

    `ROMA -` is a dateline where `is_place` knows the name, `MANOVRA -` is not. It is asked only where neither
    source nor date makes the dateline; without it any name is one.
    """
    body = clean(body_html)
    left, dateline, line = _without_dateline(body, language, reference, agencies)
    if dateline and _is_dateline(dateline, is_place):
        body = left
    else:
        dateline, line = None, ""
    body, closing_sources = _without_closings(body, agencies, closings or {})
    if dateline or closing_sources:
        body = clean(_without_emptied(body))
    return Lifted(body, dateline, closing_sources, line)


# The text of a body, and where in its markup it stands


@dataclass(frozen=True)
class _Piece:
    source: str
    text: str = ""
    is_block: bool = False


_PIECE = re.compile(r"<(?:[^\">]|\"[^\"]*\")*>|&[^;\s]{1,32};|[^<&]+|[<&]")
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")


def _pieces(html: str) -> Iterator[_Piece]:
    return map(_piece, _PIECE.finditer(html))


def _piece(found: re.Match[str]) -> _Piece:
    source = found[0]
    tag = _TAG_NAME.match(source)
    if tag:
        return _Piece(source, "\n" if tag[1] == "br" else "", tag[1] in BLOCKS)
    return _Piece(source, unescape(source) if source.startswith("&") else source)


def _without_first(pieces: Iterable[_Piece], count: int) -> Iterator[_Piece]:
    """The pieces without so many characters of text at the front; tags stay."""
    for piece in pieces:
        taken = min(count, len(piece.text))
        count -= taken
        yield _cut(piece, piece.text[taken:]) if taken else piece


def _cut(piece: _Piece, text: str) -> _Piece:
    """An entity and a line break are one character: all of it or nothing."""
    return replace(piece, source=text, text=text)


_REMOVED_WHEN_EMPTY = frozenset("a strong em u s sub sup code p h2 h3 blockquote ul ol li".split())


def _without_emptied(html: str) -> str:
    """Without elements that hold nothing but space and others of their kind."""
    kept = [""]
    for found in _PIECE.finditer(html):
        source = found[0]
        tag = _TAG_NAME.match(source)
        if not tag or not source.startswith("</") or tag[1] not in _REMOVED_WHEN_EMPTY:
            kept.append(source)
            continue
        space = ""
        while kept[-1].isspace():
            space = kept.pop() + space
        opening = _TAG_NAME.match(kept[-1])
        if opening and opening[1] == tag[1] and not kept[-1].startswith("</"):
            kept.pop()
        else:
            kept += [space, source]
    return "".join(kept)


def _joined(pieces: Iterable[_Piece]) -> str:
    return "".join(piece.source for piece in pieces)


# Datelines


def _is_dateline(dateline: Dateline, is_place: Callable[[str], bool] | None) -> bool:
    if dateline.sources or dateline.date or is_place is None:
        return True
    return all(is_place(place) for place in dateline.places)


def _without_dateline(
    body: str, language: str | None, reference: dt.date | None, agencies: Collection[str]
) -> tuple[str, Dateline | None, str]:
    """The body, the dateline, and how that stood. `Il ponte (ANSA).` as the whole body is a text."""
    pieces: list[_Piece] = []
    text = ""
    has_text = False
    for piece in _pieces(body):
        if has_text and (piece.is_block or len(text) > FRONT):
            break
        pieces.append(piece)
        text += piece.text
        has_text = has_text or bool(piece.text.strip())
    dateline, rest = split(text.lstrip(), language, reference, agencies)
    line = text[: len(text) - len(rest)].strip()
    behind = body[len(_joined(pieces)) :]
    is_all = not rest and not any(piece.text.strip() for piece in _pieces(behind))
    if dateline is None or (is_all and line[-1] not in DASHES):
        return body, None, ""
    return _joined(_without_first(pieces, len(text) - len(rest))) + behind, dateline, line


# Closing sources

_CLOSING = re.compile(r"\(\s*([^()]{1,80})\)\s*\.?\Z")


def _without_closings(
    body: str, agencies: Collection[str], closings: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """The body, and its closing source, which is taken off also where it stands there several times."""
    pieces = [_piece(found) for found in deque(_PIECE.finditer(body), maxlen=PIECES_AT_END)]
    before = body[: len(body) - len(_joined(pieces))]
    first: tuple[str, ...] = ()
    for _ in range(TIMES):
        text = _last_text(pieces)
        rest, sources = _split_closing(text[-CLOSING_LENGTH:].rstrip(), agencies, closings)
        if not sources or (first and sources != first):
            break
        first = sources
        pieces = _without_last(pieces, min(len(text), CLOSING_LENGTH) - len(rest.rstrip()))
    return before + _joined(pieces), first


def _last_text(pieces: list[_Piece]) -> str:
    """The text from the beginning of the last block that has any."""
    texts: list[str] = []
    has_text = False
    for piece in reversed(pieces):
        if piece.is_block and has_text:
            break
        texts.append(piece.text)
        has_text = has_text or bool(piece.text.strip())
    return "".join(reversed(texts))


def _without_last(pieces: list[_Piece], count: int) -> list[_Piece]:
    kept: list[_Piece] = []
    for piece in reversed(pieces):
        taken = min(count, len(piece.text))
        count -= taken
        kept.append(_cut(piece, piece.text[: len(piece.text) - taken]) if taken else piece)
    return kept[::-1]


def _split_closing(
    text: str, agencies: Collection[str], closings: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    for closing, code in closings.items():
        if text.endswith(closing):
            return text.removesuffix(closing), (code,)
    found = _CLOSING.search(text)
    sources = split_sources(found[1], agencies) if found else ()
    if found and sources and all(_is_code(source, agencies) for source in sources):
        return text[: found.start()], sources
    return text, ()


def _is_code(source: str, agencies: Collection[str]) -> bool:
    """Whether it stands as agencies write it: `(MIA).` is one, `(mia).` an Italian word."""
    return source in agencies or (
        not source.islower() and source.casefold() in {code.casefold() for code in agencies}
    )
