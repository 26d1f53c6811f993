"""Renditions: what a page shows of a picture. Which there are, how they are called, and how they are made.

A recipe says how: a crop, a width, a format. A crop is the largest part of the picture that has its shape,
with the focal point in its middle, or as near as the edges allow. Nothing is ever enlarged.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from PIL import Image

from photos.pixels.decoding import opened, upright_size
from photos.pixels.encoding import SAVERS, Rights, encode

Size = tuple[int, int]
Focal = tuple[float, float]
Box = tuple[float, float, float, float]

WHOLE = "whole"
SHAPES: dict[str, float | None] = {WHOLE: None, "16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1.0}
WIDE = (160, 320, 480, 640, 800, 1024, 1280, 1600, 2048)
WIDTHS: dict[str, tuple[int, ...]] = {WHOLE: WIDE, "16x9": WIDE, "4x3": WIDE[:-2], "1x1": WIDE[:-2]}
FORMATS = tuple(SAVERS)
"""Best first, as `<picture>` lists them; the last is what every browser and every feed reader shows."""

TALLEST = 8192
"""Rows of a rendition: of a picture as narrow as a ribbon the width is less than the recipe's."""

CENTRE: Focal = (0.5, 0.5)
DIGITS = 20  # of a digest, in a name
REDUCED_TO = 2.0
"""A picture is first made smaller by whole numbers, to so many times what is wanted, then with care."""

DECODED_TO = 1.4
"""A JPEG is decoded at a half, a quarter or an eighth where that leaves so many times what is wanted."""


class Recipe(NamedTuple):
    crop: str
    width: int
    format: str


@dataclass(frozen=True)
class Name:
    """What the name of a rendition says. `digest` is only the first part of one."""

    digest: str
    focal: Focal
    recipe: Recipe


# Which there are


def widths_for(size: Size, crop: str) -> tuple[int, ...]:
    """The widths that a picture of that size has enough pixels for; of a tiny one the smallest.

    A tiny one is not enlarged for that: `size_of` says what comes out of every recipe.
    """
    left, _top, right, _bottom = crop_box(size, crop, CENTRE)
    enough = tuple(width for width in WIDTHS[crop] if width <= right - left)
    return enough or WIDTHS[crop][:1]


def recipes_for(size: Size, crops: Iterable[str] = SHAPES, formats: Iterable[str] = FORMATS) -> list[Recipe]:
    """All renditions of a picture, the formats of one crop and width beside each other."""
    kinds = tuple(formats)
    return [Recipe(crop, width, kind) for crop in crops for width in widths_for(size, crop) for kind in kinds]


def size_of(size: Size, recipe: Recipe) -> Size:
    """Width and height of a rendition of a picture of that size."""
    left, top, right, bottom = crop_box(size, recipe.crop, CENTRE)
    width, height = right - left, bottom - top
    scale = min(1.0, recipe.width / width, TALLEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def crop_box(size: Size, crop: str, focal: Focal) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part of a picture that a crop shows, in pixels."""
    width, height = size
    if (shape := SHAPES[crop]) is None:
        return 0, 0, width, height
    wide = min(width, max(1, round(height * shape)))
    high = min(height, max(1, round(width / shape)))
    x, y = rounded(focal)
    left = min(max(round(x * width - wide / 2), 0), width - wide)
    top = min(max(round(y * height - high / 2), 0), height - high)
    return left, top, left + wide, top + high


def rounded(focal: Focal) -> Focal:
    """To hundredths, as a name has them: what has the same name is the same."""
    x, y = (round(min(max(share, 0.0), 1.0) * 100) / 100 for share in focal)
    return x, y


# How they are called


def name_of(digest: str, focal: Focal, recipe: Recipe) -> str:
    """`0123456789abcdef0123-50x33-16x9-640.avif`; a whole picture has the same name wherever its focus is."""
    x, y = rounded(CENTRE if recipe.crop == WHOLE else focal)
    return f"{digest[:DIGITS]}-{round(x * 100)}x{round(y * 100)}-{recipe.crop}-{recipe.width}.{recipe.format}"


_NAME = re.compile(
    rf"([0-9a-f]{{{DIGITS}}})-([0-9]{{1,3}})x([0-9]{{1,3}})-([a-z0-9]{{1,9}})-([0-9]{{1,4}})\.([a-z]{{1,4}})"
)


def parse(name: str) -> Name | None:
    """What a name asks for; None unless it is exactly a name that we give.

    Who renders on demand compares it with `name_of` for the picture's present focal point, too: otherwise
    anybody could have ten thousand crops made of each picture.
    """
    if not (found := _NAME.fullmatch(name)):
        return None
    digest, x, y, crop, width, kind = found.groups()
    recipe, focal = Recipe(crop, int(width), kind), (int(x) / 100, int(y) / 100)
    if kind not in SAVERS or recipe.width not in WIDTHS.get(crop, ()) or max(focal) > 1:
        return None
    return Name(digest, focal, recipe) if name_of(digest, focal, recipe) == name else None


# How they are made


def render(picture: BinaryIO | Image.Image, recipe: Recipe, focal: Focal, rights: Rights) -> bytes:
    """One rendition, of a file or of a picture as `opened` returns it."""
    if isinstance(picture, Image.Image):
        return encode(_cut(picture, picture.size, recipe, focal), recipe.format, rights)
    return next(data for _recipe, data in render_all(picture, [recipe], focal, rights))


def render_all(
    file: BinaryIO, recipes: Iterable[Recipe], focal: Focal, rights: Rights
) -> Iterator[tuple[Recipe, bytes]]:
    """Renditions of one file in the order asked for, from one decoding that is no larger than they need.

    Formats of the same crop and width that stand beside each other share the scaling, too.
    """
    wanted = list(recipes)
    if not wanted:
        return
    size = upright_size(file)
    picture = opened(file, share=_share(size, wanted))
    last: tuple[str, int] | None = None
    for recipe in wanted:
        if last != recipe[:2]:
            cut = _cut(picture, size, recipe, focal)
            last = recipe[:2]
        yield recipe, encode(cut, recipe.format, rights)


def _cut(picture: Image.Image, original: Size, recipe: Recipe, focal: Focal) -> Image.Image:
    """The part that the recipe shows in its size; the picture may be smaller than the original."""
    shrunk = picture.width / original[0], picture.height / original[1]
    box = crop_box(original, recipe.crop, focal)
    part: Box = (box[0] * shrunk[0], box[1] * shrunk[1], box[2] * shrunk[0], box[3] * shrunk[1])
    size = size_of(original, recipe)
    return picture.resize(size, Image.Resampling.LANCZOS, box=part, reducing_gap=REDUCED_TO)


def _share(size: Size, recipes: list[Recipe]) -> float:
    """So much of the sides of a picture is enough for all recipes."""
    shares = []
    for recipe in recipes:
        left, _top, right, _bottom = crop_box(size, recipe.crop, CENTRE)
        shares.append(size_of(size, recipe)[0] / (right - left))
    return min(1.0, max(shares) * DECODED_TO)
