"""How pictures are cut for each place of a page, and which of their renditions it names.

The widths of the columns are those of static/site/site.css: browsers choose a file before they read it.
"""

from functools import lru_cache
from typing import NamedTuple

from photos.addresses import url_of
from photos.models import Photo
from photos.pixels.renditions import FORMATS, WHOLE, Focal, Recipe, Size, size_of, widths_for
from photos.views import TYPES

FALLBACK = FORMATS[-1]
WIDEST = 1600  # pixels: the widest column, on a screen that has two for each of it
MACHINE_WIDTH = 1280
NARROW = 640
REMEMBERED = 2000  # cuts: a front says the same ones again and again


class Look(NamedTuple):
    """How a picture is cut in a place, and how wide it is there, as `sizes` says it to browsers."""

    crop: str
    sizes: str
    narrowest: int
    widest: int
    is_first: bool = False  # what readers see first is fetched first; the others when they come near
    is_told: bool = False  # by its alternative text


LOOKS = {
    # on a story's page
    "lead": Look(
        WHOLE,
        "(min-width: 82rem) 52rem, (min-width: 60rem) calc(100vw - 30rem), 92vw",
        *(320, WIDEST),
        is_first=True,
        is_told=True,
    ),
    "text": Look(WHOLE, "(min-width: 37rem) 34rem, 92vw", 320, 1280, is_told=True),
    "gallery": Look(
        WHOLE, "(min-width: 82rem) 25rem, (min-width: 44rem) 46vw, 92vw", 320, 1280, is_told=True
    ),
    # on a list
    "top": Look(
        "16x9",
        "(min-width: 82rem) 51.5rem, (min-width: 60rem) calc(100vw - 30.5rem), 92vw",
        *(320, WIDEST),
        is_first=True,
    ),
    "also": Look(
        "16x9",
        "(min-width: 82rem) 24.5rem, (min-width: 60rem) calc(50vw - 16.5rem), (min-width: 44rem) 45vw, 92vw",
        320,
        1024,
    ),
    "block": Look("16x9", "(min-width: 60rem) 18rem, (min-width: 44rem) 45vw, 92vw", 320, 1024),
    "thumb": Look("4x3", "7rem", 160, 480),
}
FOR_MACHINES = ("16x9", "4x3", "1x1", WHOLE)  # feeds, cards, search engines


class Cut(NamedTuple):
    """What `<picture>` says of the files."""

    sources: tuple[tuple[str, str], ...]  # media type and srcset, best first
    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    is_first: bool

    @property
    def shape(self) -> str:
        """What the style sheet has to know: one that would be higher than a screen, or narrower than text."""
        if self.height > self.width:
            return "tall"
        return "small" if self.width < NARROW else ""


class File(NamedTuple):
    """A rendition by itself."""

    url: str
    width: int
    height: int
    type: str = TYPES[FALLBACK]


@lru_cache(REMEMBERED)
def cut(digest: str, size: Size, focal: Focal, look: str) -> Cut:
    """A picture of this digest, size and focal point in that place."""
    photo = Photo(digest=digest, width=size[0], height=size[1], focal_x=focal[0], focal_y=focal[1])
    recipes = {kind: _recipes(size, LOOKS[look], kind) for kind in FORMATS}
    sets = {
        kind: ", ".join(f"{url_of(photo, recipe)} {size_of(size, recipe)[0]}w" for recipe in each)
        for kind, each in recipes.items()
    }
    largest = recipes[FALLBACK][-1]
    width, height = size_of(size, largest)
    return Cut(
        sources=tuple((TYPES[kind], sets[kind]) for kind in FORMATS if kind != FALLBACK),
        src=url_of(photo, largest),
        srcset=sets[FALLBACK],
        sizes=LOOKS[look].sizes,
        width=width,
        height=height,
        is_first=LOOKS[look].is_first,
    )


@lru_cache(REMEMBERED)
def file_of(digest: str, size: Size, focal: Focal, crop: str) -> File:
    """For whoever takes one file and looks at no `srcset`."""
    photo = Photo(digest=digest, width=size[0], height=size[1], focal_x=focal[0], focal_y=focal[1])
    recipe = _for_machines(size, crop)
    return File(url_of(photo, recipe), *size_of(size, recipe))


def recipes_named(size: Size) -> list[Recipe]:
    """All that pages, feeds and cards name of a picture of that size; the lead's come first."""
    named = [_recipes(size, look, kind) for look in LOOKS.values() for kind in FORMATS]
    others = [_for_machines(size, crop) for crop in FOR_MACHINES]
    return list(dict.fromkeys([recipe for each in named for recipe in each] + others))


def _recipes(size: Size, look: Look, kind: str) -> list[Recipe]:
    """Narrowest first."""
    widths = widths_for(size, look.crop)
    fitting = [width for width in widths if look.narrowest <= width <= look.widest] or widths[-1:]
    return [Recipe(look.crop, width, kind) for width in fitting]


def _for_machines(size: Size, crop: str) -> Recipe:
    widths = widths_for(size, crop)
    return Recipe(
        crop, max((width for width in widths if width <= MACHINE_WIDTH), default=widths[0]), FALLBACK
    )
