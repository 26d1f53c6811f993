"""A picture for readers, where the web server in front of us does not find it on the disk."""

import logging

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from photos.addresses import address_of
from photos.showing import Gone, Moved, rendition
from photos.showing import place_of as place_of_rendition

logger = logging.getLogger(__name__)

SECONDS_IN_BETWEEN = 1  # for which shared caches may keep it: a kill is everywhere within two

SECONDS_TO_WAIT = 5  # before one asks again for what cannot be read or made now

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def gone() -> HttpResponse:
    """Of what was killed, and kept by nobody."""
    response = HttpResponse("Gone", status=410, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response


def not_now() -> HttpResponse:
    """The disk is full, say, or the bucket does not answer."""
    response = HttpResponse("Not now", status=503, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(SECONDS_TO_WAIT)
    return response


def moved(name: str) -> HttpResponse:
    """Whoever kept an address of a former focal point gets the crop as it is now, which is no lasting one."""
    response = HttpResponseRedirect(address_of(name))
    patch_cache_control(response, public=True, max_age=SECONDS_IN_BETWEEN)
    return response


@require_safe
def photo(request: HttpRequest, place: str, name: str) -> HttpResponseBase:
    if place_of_rendition(name) != f"photos/{place}/{name}":
        raise Http404
    try:
        file = rendition(name)
    except Gone:
        return gone()
    except Moved as today:
        return moved(today.name)
    except OSError:
        logger.exception("%s could not be read or made.", name)
        return not_now()
    if file is None:
        raise Http404
    response = FileResponse(file, content_type=TYPES[name.rpartition(".")[2]])
    patch_cache_control(
        response, public=True, max_age=settings.NEWSROOM_PHOTO_SECONDS, s_maxage=SECONDS_IN_BETWEEN
    )
    return response
