"""Filters of pictures that are used more than once."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from photos.models import Photo  # noqa: F401 - for the type alone


SEARCHED = (*("caption", "headline", "creator", "city", "country", "keywords", "credit_line", "file_name"),)


def may_be_shown(at: datetime, prefix: str = "") -> Q:
    """Whether readers may see a picture at that moment; with a prefix, of a row that leads to one."""
    return _has_rights(at, prefix) & _is_for("website", prefix)


def may_be_passed_on(at: datetime, prefix: str = "") -> Q:
    """Whether clients of the wire may get a picture at that moment."""
    return _has_rights(at, prefix) & _is_for("wire", prefix)


def _has_rights(at: datetime, prefix: str) -> Q:
    ends = f"{prefix}rights_end_at"
    return Q(**{f"{prefix}killed_at": None}) & (Q(**{ends: None}) | Q(**{f"{ends}__gt": at}))


def _is_for(whom: str, prefix: str) -> Q:
    """By its own word and by its source's terms, where there are any."""
    terms = f"{prefix}source__photo_terms"
    of_source = Q(**{terms: None}) | Q(**{f"{terms}__not_for_{whom}": False})
    return Q(**{f"{prefix}not_for_{whom}": False}) & of_source


class PhotoQuerySet(models.QuerySet["Photo"]):
    def with_words(self, words: str) -> Self:
        """Those of which every word stands somewhere in what is said of them."""
        found = self
        for word in words.split():
            fits = Q()
            for field in SEARCHED:
                fits |= Q(**{f"{field}__icontains": word})
            found = found.filter(fits)
        return found

    def for_website(self, at: datetime) -> Self:
        """Those that readers may see at that moment."""
        return self.filter(may_be_shown(at))

    def for_wire(self, at: datetime) -> Self:
        """Those that may be passed on to clients at that moment."""
        return self.filter(may_be_passed_on(at))
