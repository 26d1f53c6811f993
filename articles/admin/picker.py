"""Pictures to choose from, for static/desk/picker.js: what a search finds, and what a story has."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.forms import is_key
from articles.pictures import MOST, why_hidden
from photos.addresses import thumbnail
from photos.admin.fields import keys_in
from photos.admin.filters import LONGEST_SEARCH
from photos.models import Photo
from sections.admin import is_member
from sections.one_line import one_line

A_PAGE = 24
LAST_PAGE = 50  # whoever has looked at so many searches for something else
CAPTION_LENGTH = 500


@require_safe
def pick_view(request: HttpRequest, desk: admin.ModelAdmin) -> JsonResponse:
    """`?q=&page=`, newest first, or `?ids=1,2`, in that order. All members of the desk see all pictures."""
    if not is_member(request):
        raise PermissionDenied
    photos = Photo.objects.select_related("source__photo_terms").defer("metadata")
    if "ids" in request.GET:
        found, more = _named(photos, request.GET["ids"]), False
    else:
        found, more = _page(photos.with_words(asked_in(request)), request.GET.get("page", ""))
    at = timezone.now()
    return JsonResponse({"results": [told(photo, at) for photo in found], "more": more})


def asked_in(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH]


def _named(photos: QuerySet[Photo], asked: str) -> list[Photo]:
    keys = keys_in(asked.split(","), MOST)
    found = photos.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _page(photos: QuerySet[Photo], asked: str) -> tuple[list[Photo], bool]:
    """What stands on that page, and whether there is another."""
    number = min(max(int(asked), 1), LAST_PAGE) if is_key(asked) else 1
    start = (number - 1) * A_PAGE
    found = list(photos.order_by("-uploaded_at", "-pk")[start : start + A_PAGE + 1])
    return found[:A_PAGE], len(found) > A_PAGE and number < LAST_PAGE


def told(photo: Photo, at: datetime) -> dict[str, Any]:
    """A picture as the desk's scripts know it; of a killed one nothing is shown."""
    why = why_hidden(photo, at)
    return {
        "id": photo.pk,
        "label": one_line(str(photo)),
        "thumb": "" if photo.killed_at else thumbnail(photo),
        "width": photo.width,
        "height": photo.height,
        "caption": Truncator(photo.caption).chars(CAPTION_LENGTH),
        "credit": photo.credit_line,
        "alt": photo.alt_text,
        "usable": not why,
        "why": _("Not for a story: %(why)s.") % {"why": why} if why else "",
    }
