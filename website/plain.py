"""Text that every format can carry: what XML forbids is left out."""

from articles import body
from sections.one_line import one_line


def line(text: str) -> str:
    return one_line(plain(text))


def plain(text: str) -> str:
    return text.translate(body.CONTROL)
