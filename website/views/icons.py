"""The site's icon, where browsers and others look for it without being told; the brand's where it has one."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

SECONDS_KEPT = 24 * 60 * 60
TYPES = {".ico": "image/x-icon", ".png": "image/png"}


@require_safe
def icon(request: HttpRequest, name: str) -> FileResponse:
    path = finders.find(f"site/{name}")
    if not isinstance(path, str):
        raise Http404
    file = Path(path)
    response = FileResponse(file.open("rb"), content_type=TYPES[file.suffix])
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    return response
