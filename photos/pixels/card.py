"""The share card of a story without a picture: section, headline and agency, set like a page of the site.

Everything is drawn with one font, Pillow's own or the one that a path names. What it has no letters for is
left out: a card with an emoji less is better than one with a box. Where that would be much of a headline, the
card shows section and agency alone; give a font that has the script.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from photos.pixels.accents import bare, drawable, mark_of
from photos.pixels.lines import balanced, is_rtl, readable, shortened

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 60
TEXT_WIDTH = WIDTH - 2 * MARGIN
RULE, HAIRLINE = 6, 2
TOP, FOOT = 60, 568  # where the rules are, as in static/site/card.png
SECTION_SIZE, AGENCY_SIZE = 30, 28
HEADLINE_SIZES = (88, 80, 72, 66, 60, 54, 50)
SMALLER = 72  # from here on a headline may have more than three lines
HEADLINE_TOP, HEADLINE_BOTTOM = 158, 540
MOST_LINES = 5
LEADING = 1.16
LONGEST = 400  # characters that are looked at at all
MISSING = "\U0010fffe"  # a code point that no font has: its glyph is the box
ENOUGH = 0.7  # of a headline's letters

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Colours:
    """As in the style sheet."""

    paper: str = "#fbfaf6"
    ink: str = "#15171a"
    quiet: str = "#4d5057"
    rule: str = "#d8d4c8"
    accent: str = "#0b5a41"


@dataclass(frozen=True)
class Card:
    headline: str
    section: str
    agency: str


def draw(card: Card, colours: Colours = Colours(), font: Path | None = None, kind: str = "png") -> bytes:  # noqa: B008
    """The card as PNG or, with `kind` "jpg", as JPEG; OSError where there is no such font."""
    image = Image.new("RGB", SIZE, colours.paper)
    pen = ImageDraw.Draw(image)
    pen.rectangle((MARGIN, TOP, WIDTH - MARGIN - 1, TOP + RULE - 1), fill=colours.ink)
    pen.rectangle((MARGIN, FOOT, WIDTH - MARGIN - 1, FOOT + HAIRLINE - 1), fill=colours.rule)
    headline = card.headline if has_letters_for(card.headline, font) else ""
    section, agency = _Text(image, font, SECTION_SIZE), _Text(image, font, AGENCY_SIZE)
    section.write(card.section, 92, colours.accent)
    if headline:
        agency.write(card.agency, 584, colours.quiet)
    _write_headline(image, headline or card.agency, font, colours.ink)
    output = io.BytesIO()
    if kind == "jpg":
        image.save(output, "JPEG", quality=88, subsampling="4:4:4", optimize=True)
    else:
        image.quantize(64, Image.Quantize.MEDIANCUT).save(output, "PNG", optimize=True)
    return output.getvalue()


def has_letters_for(text: str, font: Path | None = None) -> bool:
    """Whether a card in this font can show the text, but for a sign here and there."""
    letters = [each for each in readable(text, LONGEST) if each.isalnum()]
    shown = sum(bool(drawable(each, _letters(font))) for each in letters)
    return bool(letters) and shown >= ENOUGH * len(letters)


def _write_headline(image: Image.Image, headline: str, path: Path | None, ink: str) -> None:
    """In the largest size in which it fits; where none does, in the smallest, with an ellipsis."""
    for size in HEADLINE_SIZES:
        text = _Text(image, path, size, weight=size / 80)
        words = text.shown(headline)
        most = min(MOST_LINES, int((HEADLINE_BOTTOM - HEADLINE_TOP) // (size * LEADING)))
        lines, is_whole = shortened(words, text.length, TEXT_WIDTH, most)
        if is_whole and (len(lines) <= 3 or size <= SMALLER):
            lines = balanced(words, text.length, TEXT_WIDTH, len(lines))
            break
    height = len(lines) * size * LEADING
    y = HEADLINE_TOP + (HEADLINE_BOTTOM - HEADLINE_TOP - height) * 0.42  # a little above the middle
    for number, line in enumerate(lines):
        text.draw(line, y + number * size * LEADING, ink, is_rtl(words))


class _Text:
    """Words in one font and size on a card."""

    def __init__(self, image: Image.Image, path: Path | None, size: int, weight: float = 0.0) -> None:
        self.image, self.size, self.weight = image, size, weight
        self.pen = ImageDraw.Draw(image)
        self.font, self.known = _font(path, size), _letters(path)

    def shown(self, text: str) -> str:
        return drawable(readable(text, LONGEST), self.known)

    def length(self, text: str) -> float:
        return self.font.getlength(bare(text, self.known))

    def write(self, text: str, y: float, colour: str) -> None:
        """One line; what is too long for it ends with an ellipsis."""
        words = self.shown(text)
        for line in shortened(words, self.length, TEXT_WIDTH, 1)[0]:
            self.draw(line, y, colour, is_rtl(words))

    def draw(self, line: str, y: float, colour: str, rtl: bool) -> None:
        """At the margin where the script begins."""
        direction = ("rtl" if rtl else "ltr") if _layout() == ImageFont.Layout.RAQM else None
        x, anchor = (WIDTH - MARGIN, "ra") if rtl else (MARGIN, "la")
        words = bare(line, self.known)
        self.pen.text((x, y), words, colour, self.font, anchor, direction=direction, stroke_width=self.weight)
        for at, each in enumerate(line):
            if not rtl and not self.known(each):
                self._mark(each, x + self.length(line[:at]), y + self.font.getmetrics()[0], colour)

    def _mark(self, each: str, x: float, baseline: float, colour: str) -> None:
        """What its letter lacks; the dot of an i gives way."""
        mark, is_below = mark_of(each, self.size, self.weight)
        letter = bare(each, self.known)
        left, top, right, _bottom = self.font.getbbox(letter, anchor="ls")
        if letter in "ij" and not is_below:
            dot, top = top, self.font.getbbox("x", anchor="ls")[1]
            paper = self.image.getpixel((0, 0))
            room = (x + left - 2, baseline + dot - 2, x + right + 2, baseline + top - 1 - self.weight)
            self.pen.rectangle(room, fill=paper)
        middle = round(x + (left + right) / 2 - self.size / 2)
        self.pen.bitmap((middle, round(baseline if is_below else baseline + top - self.size)), mark, colour)


@cache
def _font(path: Path | None, size: int) -> Font:
    font = ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise OSError("Pillow was built without FreeType")
    return font.font_variant(layout_engine=_layout())  # Pillow sets its own font without kerning


@cache
def _layout() -> ImageFont.Layout:
    return ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC


@cache
def _letters(path: Path | None) -> "_Letters":
    return _Letters(_font(path, 24))


class _Letters:
    """Which characters a font has: those that it does not draw as the box."""

    def __init__(self, font: Font) -> None:
        self.font = font
        self.box = self._look(MISSING)
        self.known: dict[str, bool] = {}

    def __call__(self, each: str) -> bool:
        if each not in self.known:
            self.known[each] = not each.strip() or self._look(each) != self.box
        return self.known[each]

    def _look(self, each: str) -> tuple[tuple[int, int], bytes]:
        mask = self.font.getmask(each)
        return mask.size, bytes(mask)
