"""Filters of pictures that are used more than once."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from photos.models import Photo  # noqa: F401 - for the type alone


class PhotoQuerySet(models.QuerySet["Photo"]):
    def for_website(self, at: datetime) -> "PhotoQuerySet":
        """Those that readers may see at that moment."""
        allowed = self.filter(killed_at=None, not_for_website=False).exclude(
            source__photo_terms__not_for_website=True
        )
        return allowed.filter(Q(rights_end_at=None) | Q(rights_end_at__gt=at))

    def for_wire(self, at: datetime) -> "PhotoQuerySet":
        """Those that may be passed on to clients at that moment."""
        allowed = self.filter(killed_at=None, not_for_wire=False).exclude(
            source__photo_terms__not_for_wire=True
        )
        return allowed.filter(Q(rights_end_at=None) | Q(rights_end_at__gt=at))
