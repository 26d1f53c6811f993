"""A file comes in: it is decided on whole, kept once under its content, and then a row tells of it."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from accounts.models import User
from photos.files import original_name, originals, put
from photos.models import Photo
from photos.pixels.decoding import Limits, examine
from photos.reading.metadata import Metadata, read
from sections.models import Source


@dataclass(frozen=True)
class Taken:
    photo: Photo
    is_new: bool  # not so where the very same file was there already
    cut: tuple[str, ...] = ()  # fields of which the file says more than there is room for


def limits() -> Limits:
    return Limits(bytes=settings.NEWSROOM_PHOTO_BYTES, pixels=settings.NEWSROOM_PHOTO_PIXELS)


def take_in(file: "File[Any]", *, by: User | None, language: str = "") -> Taken:
    """Keep a picture with what its file says of it, as a proposal that people go on from.

    Raises photos.pixels.decoding.Unusable, and keeps nothing, where it is no picture that we take. The file
    is on the disk before there is a row: a crash in between leaves a file without a row, which
    `check_photos` finds, and never a row without its file.
    """
    examined = examine(cast(BinaryIO, file), limits(), name=file.name)
    if known := Photo.objects.filter(digest=examined.digest).first():
        return Taken(known, is_new=False)
    file.seek(0)
    with Image.open(file, formats=[examined.format]) as image:
        metadata = read(image, language)
        said = proposed_fields(metadata)
    file.seek(0)
    put(originals(), original_name(examined.digest), file)
    photo = Photo(
        digest=examined.digest,
        file_name=(file.name or "")[-255:],
        format=examined.format,
        width=examined.width,
        height=examined.height,
        size=examined.bytes,
        metadata=metadata.as_read,
        uploaded_by=by,
        **said,
    )
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError:  # somebody sent the same file at the same moment
        return Taken(Photo.objects.get(digest=examined.digest), is_new=False)
    return Taken(photo, is_new=True, cut=cut_fields(metadata))


TEXTS = (
    *("headline", "caption", "alt_text", "credit_line", "copyright_notice", "usage_terms"),
    *("instructions", "city", "country", "digital_source_type"),
)


def proposed_fields(metadata: Metadata) -> dict[str, Any]:
    """What the file says, as fields of a Photo."""
    said = metadata.proposed
    fields: dict[str, Any] = {name: fitting(name, getattr(said, name)) for name in TEXTS}
    fields["creator"] = fitting("creator", ", ".join(said.creators))
    fields["keywords"] = ", ".join(said.keywords)
    fields["taken_at"] = said.taken_at(timezone.get_default_timezone())
    if said.source:
        fields["source"] = Source.objects.filter(code__iexact=said.source).first()
    return fields


def cut_fields(metadata: Metadata) -> tuple[str, ...]:
    """Those of a Photo, in the order of the form."""
    said = metadata.proposed
    names = [*TEXTS, "keywords"]
    cut = {name for name in names if name in said.cut}
    creator = ", ".join(said.creators)
    if "creators" in said.cut or fitting("creator", creator) != creator:
        cut.add("creator")
    return tuple(field.name for field in Photo._meta.fields if field.name in cut)


def fitting(name: str, text: str) -> str:
    """No longer than the column."""
    longest: int | None = getattr(Photo._meta.get_field(name), "max_length", None)
    return text[:longest] if longest else text
