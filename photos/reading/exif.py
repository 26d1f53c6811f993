"""Exif: a TIFF without a picture, of which four tags say what a desk wants to know.

Pillow's own reader gives up a directory at its first broken tag, reads text as Latin-1 whatever it is, and
knows no text that is marked as UTF-8 (Exif 3.0); this one reads the few tags and passes over what is broken.
Windows' XP tags and the comment of the user are no part of any rule, and are left alone.
"""

import re
from collections.abc import Mapping
from typing import Literal

from photos.reading.text import Read, as_read, decoded

Tags = Mapping[int, bytes]

DESCRIPTION, ARTIST, COPYRIGHT, DIRECTORY = 0x010E, 0x013B, 0x8298, 0x8769
TAKEN, TAKEN_ZONE = 0x9003, 0x9011
MAIN_TAGS = frozenset({DESCRIPTION, ARTIST, COPYRIGHT, DIRECTORY})
EXIF_TAGS = frozenset({TAKEN, TAKEN_ZONE})

TEXTS = frozenset({1, 2, 7, 129})
"""Types that hold bytes of text, also where they should not; the last is Exif 3.0's UTF-8."""

PLACES = frozenset({4, 13})
MOST_BYTES = 0xFFFF

PREFIX = re.compile(rb"\A(?:Exif\0\0){1,2}")
Order = Literal["little", "big"]
ORDERS: dict[bytes, Order] = {b"II": "little", b"MM": "big"}


def read(tags: Tags) -> Read:
    """The fields that are said. Text is UTF-8, as the Metadata Working Group wants it, else Windows-1252."""
    found: Read = {}
    for field, tag in (("caption", DESCRIPTION), ("creator", ARTIST), ("date_created", TAKEN)):
        if text := _text(tags.get(tag, b"")):
            found[field] = text
    if notices := [text for part in tags.get(COPYRIGHT, b"").split(b"\0")[:2] if (text := _text(part))]:
        found["copyright_notice"] = "; ".join(notices)  # the photographer's, then the editor's
    if "date_created" in found and (zone := _text(tags.get(TAKEN_ZONE, b""))):
        found["time_zone"] = zone
    return found


def tags_in(block: bytes) -> dict[int, bytes]:
    """The bytes of the tags that are read, of those that can be."""
    data = PREFIX.sub(b"", block)
    order = ORDERS.get(data[:2])
    if order is None:
        return {}
    tags = _directory(data, int.from_bytes(data[4:8], order), order, MAIN_TAGS)
    if place := tags.pop(DIRECTORY, b""):
        tags |= _directory(data, int.from_bytes(place[:4], order), order, EXIF_TAGS)
    return tags


def _directory(data: bytes, at: int, order: Order, wanted: frozenset[int]) -> dict[int, bytes]:
    """One directory, never what it points on to: so no file can lead it round in a circle."""
    found: dict[int, bytes] = {}
    entries = data[at + 2 : at + 2 + 12 * int.from_bytes(data[at : at + 2], order)]
    for place in range(0, len(entries) - 11, 12):
        tag, kind = (int.from_bytes(entries[place + skip : place + skip + 2], order) for skip in (0, 2))
        if tag not in wanted or tag in found or kind not in (PLACES if tag == DIRECTORY else TEXTS):
            continue
        size = int.from_bytes(entries[place + 4 : place + 8], order) * (4 if kind in PLACES else 1)
        start = int.from_bytes(entries[place + 8 : place + 12], order)
        source, start = (data, start) if size > 4 else (entries, place + 8)
        value = source[start : start + min(size, MOST_BYTES)]
        if len(value) == size:
            found[tag] = value
    return found


def _text(data: bytes) -> str:
    return as_read(decoded(data.partition(b"\0")[0]))
