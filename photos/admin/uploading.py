"""Pictures are sent to the desk: each file is decided on its own, and each is told of.

static/desk/pictures.js sends one file a request and shows how far it is; without it a plain form sends
several.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from photos.admin.badges import Tile, label_of
from photos.intake import take_in
from photos.models import Photo
from photos.pixels.decoding import SENTENCES, Unusable
from photos.pixels.formats import FORMATS
from sections.tree import current_tree

logger = logging.getLogger(__name__)

BESIDES = 100_000  # bytes of a request that are not the picture
LARGEST_PICTURES = 4  # so many of them may come in one request
TOO_LARGE = 413

AS_BROWSERS_WRITE = {"%22": '"', "%0D%0A": " ", "%0D": " ", "%0A": " "}
"""What would end a name in the head of a part, by the HTML standard; a percent sign stays as it is."""

SUMS = gettext_lazy("{here} here, {refused} not taken")


@dataclass(frozen=True)
class Decided:
    """What became of a file."""

    name: str
    state: str  # new, known or refused
    words: str = ""  # why it was refused, or what did not go with it
    tile: Tile | None = None


@csrf_exempt  # until it is known how much comes: the token stands in the body, which is read for it
def upload_view(request: HttpRequest, desk: admin.ModelAdmin) -> HttpResponse:
    if not desk.has_add_permission(request):
        raise PermissionDenied
    most = settings.NEWSROOM_PHOTO_BYTES * (1 if is_one(request) else LARGEST_PICTURES) + BESIDES
    if size_of(request) > most:
        return answer(request, desk, [too_large(request)], status=TOO_LARGE)
    try:
        return upload(request, desk)
    except TooManyFilesSent:  # while it was read: nothing of it was looked at
        return answer(request, desk, [too_many()], status=TOO_LARGE)


@csrf_protect
def upload(request: HttpRequest, desk: admin.ModelAdmin) -> HttpResponse:
    if request.method != "POST":
        return page(request, desk, [])
    decided = [decide(file, request, desk) for file in request.FILES.getlist("files")]
    return answer(request, desk, decided or [Decided("", "refused", _("Choose the pictures first."))])


def size_of(request: HttpRequest) -> int:
    """Of the body; no more than it says is read of it."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if re.fullmatch("[0-9]{1,18}", said) else 0


def is_one(request: HttpRequest) -> bool:
    """Whether our script sends it."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def too_large(request: HttpRequest) -> Decided:
    if is_one(request):
        return Decided("", "refused", too_large_words())
    words = _("That is too much at once. Send fewer pictures, none of which has more than %(most)s.")
    return Decided("", "refused", words % {"most": filesizeformat(settings.NEWSROOM_PHOTO_BYTES)})


def too_large_words() -> str:
    return str(SENTENCES["heavy"]) % {"most": filesizeformat(settings.NEWSROOM_PHOTO_BYTES)}


def too_many() -> Decided:
    words = _("Send at most %(most)s pictures at once. None of these was kept.")
    return Decided("", "refused", words % {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES})


def name_of(file: UploadedFile) -> str:
    """The name that the person knows it by."""
    written = "|".join(AS_BROWSERS_WRITE)
    return re.sub(written, lambda found: AS_BROWSERS_WRITE[found[0].upper()], file.name or "", flags=re.I)


def decide(file: UploadedFile, request: HttpRequest, desk: admin.ModelAdmin) -> Decided:
    name = name_of(file)
    if name != file.name:
        file.name = name
    try:
        taken = take_in(file, by=request.user, language=language())
    except Unusable as refusal:
        return Decided(name, "refused", str(refusal))
    except OSError:  # the disk is full, or not there: the other files are tried all the same
        logger.exception("A picture could not be kept.")
        return Decided(
            name, "refused", _("The server could not keep it. Tell an admin, and try again later.")
        )
    if taken.is_new:
        desk.log_addition(request, taken.photo, _("Uploaded as %(name)s") % {"name": name})
    photo = Photo.objects.select_related("source__photo_terms").get(pk=taken.photo.pk)
    state, tile = "new" if taken.is_new else "known", desk.tiles(request, [photo])[0]
    return Decided(name, state, cut_words(taken.cut), tile)


def cut_words(fields: Sequence[str]) -> str:
    if not fields:
        return ""
    words = _("The file says more than there is room for. Cut: %(fields)s.")
    return words % {"fields": ", ".join(capfirst(str(label_of(name))) for name in fields)}


def language() -> str:
    """Of texts in several languages the site's is taken."""
    root = current_tree().root
    return root.language if root else settings.NEWSROOM_LANGUAGE


def answer(
    request: HttpRequest, desk: admin.ModelAdmin, decided: list[Decided], status: int = 200
) -> HttpResponse:
    if not is_one(request):
        return page(request, desk, decided, status)
    one = decided[0]
    html = render_to_string("admin/photos/photo/_sent.html", {"one": one}, request)
    pk = one.tile.photo.pk if one.tile and one.tile.may_change else None
    return JsonResponse({"state": one.state, "pk": pk, "html": html}, status=status)


def sums_of(decided: list[Decided]) -> str:
    refused = sum(one.state == "refused" for one in decided)
    return str(SUMS).format(here=len(decided) - refused, refused=refused) if decided else ""


def page(
    request: HttpRequest, desk: admin.ModelAdmin, decided: list[Decided], status: int = 200
) -> HttpResponse:
    changeable = [one.tile.photo.pk for one in decided if one.tile and one.tile.may_change]
    context: dict[str, Any] = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "opts": desk.opts,
        "title": _("Upload pictures"),
        "decided": decided,
        "sums": SUMS,
        "sums_said": sums_of(decided),
        "changeable": list(dict.fromkeys(changeable)),
        "accept": ",".join(f".{ending}" for kind in FORMATS for ending in kind.extensions),
        "no_picture": SENTENCES["unknown"],
        "most": settings.NEWSROOM_PHOTO_BYTES,
        "most_said": filesizeformat(settings.NEWSROOM_PHOTO_BYTES),
        "too_large": too_large_words(),
    }
    return TemplateResponse(request, "admin/photos/photo/upload.html", context, status=status)
