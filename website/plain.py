"""Text that every format can carry: what XML and HTML forbid is left out."""

import re

from articles import body
from sections.one_line import one_line

FORBIDDEN = body.CONTROL | dict.fromkeys(range(0x80, 0xA0), " ")
CONTROL = bytes(sign for sign in body.CONTROL if sign < 128)
FURTHER_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
NO_CHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
TURNS = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")  # sections.one_line has them as text


def line(text: str) -> str:
    return one_line(plain(text))


def plain(text: str) -> str:
    return text.translate(FORBIDDEN)


def plain_page(page: bytes) -> bytes:
    """Such signs come with what is pasted into a headline, and with what is searched for."""
    page = FURTHER_CONTROL.sub(b"", page.translate(None, CONTROL))
    return TURNS.sub(b"", NO_CHARACTER.sub(b"", page))
