"""Pictures as readers' pages show them: which of a story's stand where, how they are cut, how wide they get.

Whether readers may see a picture is asked at every request (photos.querysets.may_be_shown): so one leaves all
pages at the moment at which its rights end, and with a kill, and the story stays. Its credit and alternative
text are those of today, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, JSONField, Q, Subquery, When
from django.utils.functional import Promise

from articles import body
from articles.aggregates import JsonRow, rows_of
from articles.models import Edition, EditionPhoto
from articles.querysets import EditionQuerySet
from photos.models import CENTRE, Photo
from photos.pixels.renditions import Size
from photos.querysets import may_be_shown
from photos.reading.sourcetypes import DIGITAL_SOURCE_TYPES, code_of
from website.cuts import LOOKS, Cut, File, cut, file_of


class Shot(NamedTuple):
    """What a page needs of a photo; a list needs only what says which file to show."""

    id: int
    digest: str
    width: int
    height: int
    focal_x: float = CENTRE
    focal_y: float = CENTRE
    caption: str = ""
    alt_text: str = ""
    creator: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    digital_source_type: str = ""

    @property
    def size(self) -> Size:
        return self.width, self.height


TOLD = Shot._fields
LISTED = TOLD[: TOLD.index("caption")]


class Image(NamedTuple):
    """What `<picture>` says."""

    cut: Cut
    alt: str


@dataclass(frozen=True)
class Picture:
    """A picture of a story, with the caption that it has there."""

    photo: Shot
    own_caption: str = ""

    @property
    def caption(self) -> str:
        return self.own_caption or self.photo.caption

    @property
    def credit(self) -> str:
        """One line, as agencies print it."""
        return self.photo.credit_line or self.photo.creator or self.photo.copyright_notice

    @property
    def label(self) -> str | Promise:
        """What a machine has done; empty where that is nothing to be told of."""
        known = DIGITAL_SOURCE_TYPES.get(code_of(self.photo.digital_source_type))
        return known.name if known and known.machine else ""

    def image(self, look: str) -> Image:
        photo = self.photo
        # On a list the headline beside it says what it is of: who hears the page hears it once.
        alt = photo.alt_text if LOOKS[look].is_told else ""
        return Image(cut(photo.digest, photo.size, (photo.focal_x, photo.focal_y), look), alt)

    def file(self, crop: str) -> File:
        """One for machines, which take one and look at no `srcset`."""
        return file_of(self.photo.digest, self.photo.size, (self.photo.focal_x, self.photo.focal_y), crop)

    # By these names templates ask.

    @property
    def as_lead(self) -> Image:
        return self.image("lead")

    @property
    def in_text(self) -> Image:
        return self.image("text")

    @property
    def in_gallery(self) -> Image:
        return self.image("gallery")

    @property
    def on_top(self) -> Image:
        return self.image("top")

    @property
    def in_also(self) -> Image:
        return self.image("also")

    @property
    def in_block(self) -> Image:
        return self.image("block")

    @property
    def as_thumb(self) -> Image:
        return self.image("thumb")


# Which there are


def photo_rows(edition: Any, at: Any) -> Subquery:
    """A story's pictures that readers may see at that moment, as a column of the query for the story."""
    shown = EditionPhoto.objects.shown(at).filter(edition=edition)
    return rows_of(shown, "position", "caption", *(f"photo__{name}" for name in TOLD))


def pictures_of(rows: Sequence[Sequence[Any]]) -> list[Picture]:
    """From those rows, in the story's order."""
    return [Picture(Shot(*row[2:]), row[1]) for row in sorted(rows, key=lambda row: row[0])]


def pictures_of_copy(rows: Sequence[dict[str, Any]], at: datetime) -> list[Picture]:
    """Of a revision's data, those that readers could see at that moment. One query, none for nothing."""
    if not rows:
        return []
    found = Photo.objects.for_website(at).in_bulk([row["id"] for row in rows])
    shown = [row for row in rows if row["id"] in found]
    return [Picture(shot_of(found[row["id"]]), row.get("caption", "")) for row in shown]


def shot_of(photo: Photo) -> Shot:
    return Shot(*(getattr(photo, name) for name in TOLD))


def with_lead(editions: EditionQuerySet, at: datetime) -> EditionQuerySet:
    """With `lead_row`: what a list needs of the lead photo, where readers may see it at that moment."""
    may_be = Q(lead_photo__isnull=False) & may_be_shown(at, "lead_photo__")
    row = JsonRow(*(f"lead_photo__{name}" for name in LISTED))
    return editions.annotate(lead_row=Case(When(may_be, then=row), output_field=JSONField()))


def lead_on_list(edition: Edition) -> Picture | None:
    """Of an edition that was read with its lead."""
    row = getattr(edition, "lead_row", None)
    return Picture(Shot(*row)) if row else None


# Where they stand


@dataclass(frozen=True)
class Hung:
    """A story's pictures, each in its place."""

    lead: Picture | None
    in_text: dict[int, Picture]
    gallery: list[Picture]


def hang(edition: Edition, pictures: Sequence[Picture]) -> Hung:
    """Those that the text names stand in it. The lead is the one that it was when the story was published:
    where its rights have ended no other takes its place.
    """
    named = set(body.photo_ids(edition.body)) if pictures else set()
    others = [each for each in pictures if each.photo.id not in named]
    lead = next((each for each in others if each.photo.id == edition.lead_photo_id), None)
    return Hung(
        lead=lead,
        in_text={each.photo.id: each for each in pictures if each.photo.id in named},
        gallery=[each for each in others if each is not lead],
    )
