"""What is the matter with a picture, in a few words, and what its file says of it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from photos.addresses import thumbnail
from photos.models import Photo
from photos.pixels.renditions import WHOLE, Recipe, size_of
from photos.reading import code_of, is_machine_altered, is_machine_made
from photos.reading.dates import When, parsed
from photos.reading.rules import names_in

SOON = timedelta(days=14)
WIDTH = 320


@dataclass(frozen=True)
class Badge:
    kind: str  # the chip's colour and shape
    text: str | Promise


@dataclass(frozen=True)
class Tile:
    """A picture in the grid and in lists of several."""

    photo: Photo
    badges: list[Badge]
    uses: str = ""
    may_change: bool = False

    @property
    def address(self) -> str:
        """Of what is shown; nothing of a killed picture is."""
        return "" if self.photo.killed_at else thumbnail(self.photo, WHOLE, WIDTH)

    @property
    def size(self) -> tuple[int, int]:
        return size_of((self.photo.width, self.photo.height), Recipe(WHOLE, WIDTH, "jpg"))


def badges_of(photo: Photo, at: datetime) -> list[Badge]:
    """The gravest first."""
    if photo.killed_at:
        return [Badge("killed", _("killed"))]
    found = [*rights_badges(photo, at), *machine_badges(photo)]
    if not photo.alt_text:
        found.append(Badge("lacks", _("no alt text")))
    if not photo.credit_line:
        found.append(Badge("lacks", _("no credit")))
    return found


def rights_badges(photo: Photo, at: datetime) -> list[Badge]:
    terms = getattr(photo.source, "photo_terms", None) if photo.source_id else None
    found = []
    if photo.rights_end_at and photo.rights_end_at <= at:
        found.append(Badge("killed", _("rights ended")))
    elif photo.rights_end_at and photo.rights_end_at <= at + SOON:
        found.append(Badge("scheduled", _("rights end soon")))
    if photo.not_for_website or (terms and terms.not_for_website):
        found.append(Badge("held", _("not for the website")))
    if photo.not_for_wire or (terms and terms.not_for_wire):
        found.append(Badge("held", _("not for the wire")))
    return found


def machine_badges(photo: Photo) -> list[Badge]:
    if is_machine_made(photo.digital_source_type):
        return [Badge("machine", _("made by a machine"))]
    if is_machine_altered(photo.digital_source_type):
        return [Badge("machine", _("altered by a machine"))]
    return []


# What was read from the file

BLOCKS = {"iim": "IIM", "xmp": "XMP", "exif": "Exif"}
SAID_AS = {"taken_at": ("date_created", "time_created", "time_zone")}  # all others: as the field is called

LABELS = {
    "title": _("title"),
    "state": _("state or province"),
    "country_code": _("country code"),
    "date_created": _("date"),
    "time_created": _("time"),
    "time_zone": _("time zone"),
    "digital_source_type": _("How it came about"),
}


@dataclass(frozen=True)
class Said:
    """What one block says, or several that agree: `IIM, XMP`."""

    blocks: str
    text: str
    is_same: bool = False  # as what stands there now


def as_text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def said_in_file(photo: Photo, field: str) -> list[Said]:
    """What each block of the file says of a field, those that agree together."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for key, block in BLOCKS.items():
        read = photo.metadata.get(key) or {}
        parts = [as_text(read[name]) for name in SAID_AS.get(field, (field,)) if read.get(name)]
        if parts:
            by_text[" ".join(parts)].append(block)
    return [Said(", ".join(blocks), text) for text, blocks in by_text.items()]


def told(photo: Photo, field: str) -> list[Said]:
    """The same, each with whether that is what stands there."""
    found = said_in_file(photo, field)
    return [replace(said, is_same=is_same(getattr(photo, field), field, said.text)) for said in found]


def is_same(stands: Any, field: str, text: str) -> bool:
    if isinstance(stands, datetime):
        return is_same_moment(stands, parsed(text.replace(" ", "T", 1)))
    if field == "digital_source_type":
        return code_of(text) == stands
    now = str("" if stands is None else stands).split()
    # Exif parts names by semicolons: they are the same as those of a list, which we part by commas.
    in_commas = ", ".join(filter(None, names_in(text))) if field == "creator" else text
    return now in (text.split(), in_commas.split())


def is_same_moment(stands: datetime, when: When | None) -> bool:
    """As far as the file says it."""
    if when is None:
        return False
    local = timezone.localtime(stands, when.at.tzinfo if when.at else None)
    return when.day == local.date() and (not when.at or when.at.replace(tzinfo=None) == local.time())


def all_said(photo: Photo) -> list[tuple[str | Promise, list[Said]]]:
    """Everything that was read, by field, also what has no field here."""
    names = {name for block in photo.metadata.values() for name in block}
    return [(label_of(name), said_in_file(photo, name)) for name in sorted(names)]


def label_of(name: str) -> str | Promise:
    if name in LABELS:
        return LABELS[name]
    fields = {field.name: field.verbose_name for field in Photo._meta.fields}
    return fields.get(name, name)
