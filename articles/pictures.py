"""Pictures in a story: its one list as a revision keeps it, which of them leads, and which may not go out.

What a picture says of itself, its rights too, is looked up whenever it is shown. So nothing here is needed
to keep from readers what they may not see: it tells the desk in time, and in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import body
from articles.published_time import format_date
from photos.models import Photo
from sections.one_line import one_line, unturned

MOST = 100  # pictures of a story
NAME_LENGTH = 60
FIELD, CAPTION_FIELD = "photos", "photo_caption_{}"  # of a form

Data = dict[str, Any]


class Picture(NamedTuple):
    """A picture with what is said under it in this story; what it says of itself where that is empty."""

    photo: Photo
    caption: str = ""

    @property
    def pk(self) -> int:
        """The photo's: in a story each is there once."""
        return self.photo.pk


def rows_of(pictures: Iterable[Picture]) -> list[Data]:
    """As a revision keeps them."""
    return [{"id": photo.pk, "label": str(photo), "caption": caption} for photo, caption in pictures]


def of_rows(rows: Sequence[Data]) -> list[Picture]:
    """The pictures that a revision names, in their order; one that is gone is left out."""
    found = photos_of(row["id"] for row in rows) if rows else {}
    return [Picture(found[row["id"]], row["caption"]) for row in rows if row["id"] in found]


def photos_of(ids: Iterable[int]) -> dict[int, Photo]:
    """With all that decides on their rights. One query."""
    return Photo.objects.select_related("source__photo_terms").in_bulk(list(ids))


def typed_caption(values: Mapping[str, Sequence[str]], pk: int, known: str) -> str:
    """What a form says under a picture; what is known of it where it says nothing."""
    typed = values.get(CAPTION_FIELD.format(pk), ())
    return unturned(typed[-1].replace("\r\n", "\n").replace("\0", "")).strip() if typed else known


def lead_of(rows: Sequence[Data], text: str) -> int | None:
    """The first of a story's pictures that does not stand in its text."""
    placed = set(body.photo_ids(text)) if rows else set()
    return next((row["id"] for row in rows if row["id"] not in placed), None)


def named(photo: Photo) -> str:
    """As a sentence names it."""
    return Truncator(one_line(str(photo))).chars(NAME_LENGTH)


# Rights: the same rule as photos.querysets.may_be_shown, in words


def why_hidden(photo: Photo, at: datetime) -> str:
    """Why readers may not see the picture at that moment, as a clause; empty where they may."""
    if photo.killed_at:
        return _("it was killed")
    if photo.rights_end_at and photo.rights_end_at <= at:
        is_over = photo.rights_end_at <= timezone.now()
        words = _("its rights ended %(time)s") if is_over else _("its rights end %(time)s")
        return words % {"time": _on(photo.rights_end_at)}
    if photo.not_for_website:
        return _("it is not for the website")
    terms = getattr(photo.source, "photo_terms", None)
    if terms and terms.not_for_website:
        return _("pictures of %(source)s are not for the website") % {"source": photo.source}
    return ""


def why_not_taken(photo: Photo, at: datetime) -> str:
    """Why the picture cannot be put into a story, as a sentence; empty where it can."""
    why = why_hidden(photo, at)
    if not why:
        return ""
    words = _("“%(picture)s” cannot be put into a story: %(why)s. Choose another one.")
    return words % {"picture": named(photo), "why": why}


def why_not_published(photo: Photo, now: datetime, begins: datetime) -> str:
    """Why no story that begins then goes out with the picture, as a sentence that says what mends it."""
    words = {"picture": named(photo), "why": why_hidden(photo, now)}
    if words["why"]:
        return _("“%(picture)s” cannot be published: %(why)s. Take it out of the story.") % words
    if photo.rights_end_at and photo.rights_end_at <= begins:
        words |= {"end": _on(photo.rights_end_at), "begin": _on(begins)}
        told = _(
            "The rights to “%(picture)s” end %(end)s, before the story begins, %(begin)s: "
            "take it out of the story, or let the story begin earlier."
        )
        return told % words
    if not photo.credit_line.strip():
        told = _(
            "“%(picture)s” has no credit line: "
            "write it on the picture's page, or take the picture out of the story."
        )
        return told % words
    return ""


def _on(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{format_date(local, get_language() or 'en')}, {local:%H:%M}"
