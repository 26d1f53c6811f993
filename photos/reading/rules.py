"""Which of the blocks is believed, field by field, where they disagree.

The rules are those of the Metadata Working Group's "Guidelines for Handling Image Metadata", version 2.0, as
ExifTool's MWG module follows them, too:

- Caption, creator, copyright notice and date: what Exif says, unless it is blank.
- Those and all others: what XMP says, else IIM. But the other way round where the file has a digest of its
  IIM (Photoshop's resource 0x0425) that does not fit: then a program that knows no XMP was the last to write.
- Then what IIM had no room for is still XMP's, if it begins in the same way.
- Exif's Artist is a list parted by semicolons; a name with a semicolon in it stands in quotation marks.

In three things we say more, always on the side of the fuller value. A caption that is only the name of a
camera is none. Names with which another block's longer list begins are that list. A date without time or zone
takes them from a block that agrees with all that it says.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from itertools import zip_longest
from typing import Any

from photos.reading.dates import When, parsed
from photos.reading.sourcetypes import LONGEST_CODE, code_of
from photos.reading.text import Read, line, paragraphs

LONGEST = {
    "headline": 500,
    "title": 250,
    "caption": 5000,
    "alt_text": 1000,
    "creators": 120,
    "credit_line": 500,
    "source": 250,
    "copyright_notice": 500,
    "usage_terms": 2000,
    "instructions": 2000,
    "city": 200,
    "state": 200,
    "country": 200,
    "country_code": 10,
    "keywords": 100,
    "digital_source_type": LONGEST_CODE,
}
"""Characters that are proposed for a field, or for each value of a list."""

TEXTS = [name for name in LONGEST if name not in ("creators", "keywords", "digital_source_type")]
MOST_VALUES = {"creators": 20, "keywords": 100}
WITH_LINES = frozenset({"caption", "alt_text", "usage_terms", "instructions"})

IIM_ROOM = {
    "title": 64,
    "keywords": 64,
    "instructions": 256,
    "creator": 32,
    "city": 32,
    "state": 32,
    "country": 64,
    "headline": 256,
    "credit_line": 32,
    "source": 32,
    "copyright_notice": 128,
    "caption": 2000,
}
"""Bytes that IIM has for a text."""

CAMERAS = re.compile(
    r"(?:[A-Z0-9-]+ ){0,2}(?:DIGITAL CAMERA|DSC|CAMERA PICTURES)|KODAK Digital Still Camera"
    r"|Exif_JPEG_PICTURE|DSC_?[0-9]*|DCIM\S*|default"
)
"""`OLYMPUS DIGITAL CAMERA`, `SONY DSC`: what cameras write where a caption belongs."""

NAME = re.compile(r'\s*(?:"((?:[^"]|"")*+)"\s*(?:;|\Z)|([^;]*+)(?:;|\Z))')


@dataclass(frozen=True)
class Proposed:
    """One value a field, tidied, for a form; "" or nothing where the file says nothing."""

    headline: str = ""
    title: str = ""
    caption: str = ""
    alt_text: str = ""
    creators: list[str] = field(default_factory=list)
    credit_line: str = ""
    source: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    instructions: str = ""
    date_created: date | None = None
    time_created: time | None = None
    city: str = ""
    state: str = ""
    country: str = ""
    country_code: str = ""
    keywords: list[str] = field(default_factory=list)
    digital_source_type: str = ""
    cut: frozenset[str] = frozenset()
    """The fields of which the file says more than that."""

    def taken_at(self, zone: tzinfo) -> datetime | None:
        """The moment, in that zone where the file names none, and at midnight where it names no time."""
        if self.date_created is None:
            return None
        at = self.time_created or time()
        return datetime.combine(self.date_created, at, at.tzinfo or zone)


def propose(iim: Read, xmp: Read, exif: Read, *, is_iim_newer: bool = False) -> Proposed:
    """What the desk is offered. Of Exif only what goes first was read, so Exif goes first in all."""
    blocks = (exif, _whole(iim, xmp), xmp) if is_iim_newer else (exif, xmp, iim)
    whole: dict[str, Any] = {name: _text(name, blocks) for name in TEXTS}
    whole |= {"creators": _creators(blocks), "keywords": _keywords(blocks)}
    fitting = {name: _fitting(name, value) for name, value in whole.items()}
    when = _when([moment for block in blocks if (moment := _moment(block))])
    return Proposed(
        **fitting,
        digital_source_type=code_of(_one(xmp, "digital_source_type")),
        date_created=when.day if when else None,
        time_created=when.at if when else None,
        cut=frozenset(name for name in whole if fitting[name] != whole[name]),
    )


def names_in(text: str) -> list[str]:
    """`Smith, J.; "Doe; sons"` are two."""
    return [quoted.replace('""', '"') or plain for quoted, plain in NAME.findall(text)]


def _one(block: Read, name: str) -> str:
    value = block.get(name, "")
    return value if isinstance(value, str) else "; ".join(value)


def _fitting(name: str, value: Any) -> Any:
    """What there is room for of a text, or of a list and each of its values."""
    if isinstance(value, str):
        return value[: LONGEST[name]].rstrip()
    return list(dict.fromkeys(_fitting(name, each) for each in value))[: MOST_VALUES[name]]


def _text(name: str, blocks: tuple[Read, ...]) -> str:
    tidied = paragraphs if name in WITH_LINES else line
    for block in blocks:
        text = tidied(_one(block, name))
        if text and not (name == "caption" and CAMERAS.fullmatch(text)):
            return text.upper() if name == "country_code" else text
    return ""


def _list(block: Read, name: str) -> list[str]:
    values = block.get(name, [])
    if isinstance(values, str):
        values = names_in(values)
    tidied = (line(value) for value in values)
    return list(dict.fromkeys(value for value in tidied if value))


def _keywords(blocks: tuple[Read, ...]) -> list[str]:
    lists = (_list(block, "keywords") for block in blocks)
    return next((words for words in lists if words), [])


def _creators(blocks: tuple[Read, ...]) -> list[str]:
    lists = [names for block in blocks if (names := _list(block, "creator"))]
    chosen = lists[0] if lists else []
    return next((names for names in lists if names[: len(chosen)] == chosen != names), chosen)


def _whole(iim: Read, xmp: Read) -> Read:
    """IIM with the ends of its texts that XMP has kept."""
    whole = dict(iim)
    for name, room in IIM_ROOM.items():
        mine, theirs = iim.get(name, ""), xmp.get(name, "")
        if isinstance(mine, str) and isinstance(theirs, str):
            whole[name] = theirs if _is_cut(mine, theirs, room) else mine
        elif isinstance(mine, list) and isinstance(theirs, list):
            pairs = zip_longest(mine, theirs[: len(mine)], fillvalue="")
            whole[name] = [other if _is_cut(one, other, room) else one for one, other in pairs]
    return whole


def _is_cut(text: str, whole: str, room: int) -> bool:
    is_full = len(text.encode()) > room - 4  # a character that did not fit, or a space that is tidied away
    return is_full and len(whole) > len(text) and whole.startswith(text)


def _moment(block: Read) -> When | None:
    day, at, zone = (_one(block, name) for name in ("date_created", "time_created", "time_zone"))
    return parsed(f"{day}T{at}" if at else day + zone)


def _when(moments: list[When]) -> When | None:
    """The first, with what another knows beyond it."""
    chosen = moments[0] if moments else None
    for other in moments[1:]:
        if chosen and _says_more(other, chosen):
            chosen = other
    return chosen


def _says_more(other: When, than: When) -> bool:
    if other.day != than.day or other.at is None:
        return False
    if than.at is None:
        return True
    return bool(not than.at.tzinfo and other.at.tzinfo and other.at.replace(tzinfo=None) == than.at)
