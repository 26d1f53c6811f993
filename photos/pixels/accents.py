"""Accents for a font without them, such as Pillow's own, which has the letters of English alone.

Headlines in Italian would lose their letters otherwise. A mark is drawn as strokes over the plain letter.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw

Point = tuple[float, float]

# In shares of the size of the font: from the middle of the letter, and upwards from its top.
STROKES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "\u0300": (((-0.12, 0.20), (0.05, 0.08)),),
    "\u0301": (((0.12, 0.20), (-0.05, 0.08)),),
    "\u0302": (((-0.13, 0.08), (0, 0.19), (0.13, 0.08)),),
    "\u030c": (((-0.13, 0.19), (0, 0.08), (0.13, 0.19)),),
    "\u0303": (((-0.14, 0.10), (-0.06, 0.16), (0.06, 0.10), (0.14, 0.16)),),
    "\u0304": (((-0.13, 0.13), (0.13, 0.13)),),
    "\u0306": (((-0.13, 0.18), (-0.05, 0.09), (0.05, 0.09), (0.13, 0.18)),),
    "\u0307": (((0, 0.13), (0, 0.13)),),
    "\u0308": (((-0.12, 0.13), (-0.12, 0.13)), ((0.12, 0.13), (0.12, 0.13))),
    "\u030a": (((0, 0.22), (0.07, 0.15), (0, 0.08), (-0.07, 0.15), (0, 0.22)),),
    "\u030b": (((0.02, 0.20), (-0.09, 0.08)), ((0.19, 0.20), (0.08, 0.08))),
}
BELOW: dict[str, tuple[Point, ...]] = {  # downwards from the line
    "\u0327": ((0.02, 0), (0.06, 0.10), (-0.05, 0.14)),
    "\u0326": ((0.02, 0.07), (-0.03, 0.16)),
    "\u0328": ((0.06, 0), (0.0, 0.10), (0.09, 0.14)),
}
INSTEAD = str.maketrans(
    {
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "„": "“", "‚": "‘", "‹": "‘", "›": "’", "•": "·",
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ł": "l", "Ł": "L", "ð": "d", "þ": "th", "ı": "i", "€": "EUR ", "£": "GBP ", "×": "x",
    }
)  # fmt: skip
LONELY_JOINERS = re.compile(r"(?<!\w)[\u200c\u200d]+")  # of an emoji that is left out
FINER = 4  # strokes are drawn so many times larger, for smooth edges


def drawable(text: str, known: Callable[[str], bool]) -> str:
    """The text in the letters that a font knows, or that can be drawn for it; the others are left out."""
    kept = "".join(_drawable(each, known) for each in unicodedata.normalize("NFC", text))
    return " ".join(LONELY_JOINERS.sub("", kept).split())


def _drawable(each: str, known: Callable[[str], bool]) -> str:
    if known(each):
        return each
    instead = each.translate(INSTEAD)
    if all(known(other) for other in instead):
        return instead
    base, *marks = list(unicodedata.normalize("NFD", each))
    if not marks or not known(base):
        return ""
    return each if len(marks) == 1 and (marks[0] in STROKES or marks[0] in BELOW) else base


def bare(text: str, known: Callable[[str], bool]) -> str:
    """What the font itself draws of it."""
    return "".join(each if known(each) else unicodedata.normalize("NFD", each)[0] for each in text)


@lru_cache(maxsize=256)
def mark_of(each: str, size: int, weight: float) -> tuple[Image.Image, bool]:
    """A square of the font's size, to be stood upon the letter or hung below its line."""
    mark = unicodedata.normalize("NFD", each)[1]
    is_below = mark in BELOW
    side = size * FINER
    square = Image.new("L", (side, side))
    pen = ImageDraw.Draw(square)
    width = max(1, round((size * 0.07 + weight) * FINER))
    for stroke in (BELOW[mark],) if is_below else STROKES[mark]:
        points = [(side / 2 + x * side, y * side if is_below else side - y * side) for x, y in stroke]
        pen.line(points, fill=255, width=width, joint="curve")
        for x, y in points:
            pen.circle((x, y), width / 2, fill=255)
    return square.resize((size, size), Image.Resampling.BOX), is_below
