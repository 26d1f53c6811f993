"""A picture is withdrawn for good; and its original is fetched, by members of the desk alone."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from photos import killing
from photos.admin import badges
from photos.admin.forms import KillForm
from photos.files import original_name, originals
from photos.models import Photo
from photos.pixels.formats import FORMATS
from sections.admin import is_member
from sections.models import Role


def kill_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """It says what will happen, asks for the reason, and does it."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    photo = desk.get_object(request, str(pk))
    if photo.killed_at:
        messages.info(request, _("This picture was killed already."))
        return redirect("admin:photos_photo_change", photo.pk)
    if not desk.has_kill_permission(request, photo):
        raise PermissionDenied
    form = KillForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        killing.kill(photo, form.cleaned_data["reason"])
        desk.log_change(request, photo, _("Killed: %(reason)s") % {"reason": photo.kill_reason})
        desk.message_user(request, _("The picture was killed. Nobody is shown it any more."))
        return redirect("admin:photos_photo_change", photo.pk)
    context = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "opts": desk.opts,
        "title": _("Kill"),
        "photo": photo,
        "tile": badges.Tile(photo, badges.badges_of(photo, timezone.now())),
        "used": desk.used_in(request, photo),
        "form": form,
    }
    return TemplateResponse(request, "admin/photos/photo/kill.html", context)


def may_fetch(request: HttpRequest, photo: Photo) -> bool:
    """The original of a killed picture is for those who answer for it."""
    return is_member(request, Role.EDITOR if photo.killed_at else Role.REPORTER)


@require_safe
def original_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponseBase:
    """As a file to keep and never as a page, whatever it holds."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    photo = desk.get_object(request, str(pk))
    if not may_fetch(request, photo):
        raise PermissionDenied
    try:
        file = originals().open(original_name(photo.digest))
    except FileNotFoundError:
        raise Http404(_("The original is missing: it must come back from a backup.")) from None
    response = FileResponse(file, as_attachment=True, filename=file_name(photo))
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def file_name(photo: Photo) -> str:
    """The one that it came with, of what can be printed, and ending as its content does."""
    endings = next((kind.extensions for kind in FORMATS if kind.name.upper() == photo.format.upper()), ())
    name = "".join(sign for sign in photo.file_name if sign.isprintable()) or f"picture-{photo.pk}"
    fits = not endings or name.lower().endswith(tuple(f".{ending}" for ending in endings))
    return name if fits else f"{name}.{endings[0]}"
