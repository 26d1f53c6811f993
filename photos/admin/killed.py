"""A kill with one click, why, and taking it back; and the original, for members of the desk alone."""

from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from photos import killing
from photos.admin.forms import KillForm, PhotoForm, words_of
from photos.files import original_name, originals
from photos.models import Photo
from photos.pixels.formats import FORMATS
from sections.admin import is_member
from sections.models import Role


@require_POST
def kill_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """At once: the picture's page says why and how to take it back."""
    photo = answered_for(request, pk, desk)
    if killing.kill(photo):
        desk.log_change(request, photo, _("Killed."))
        messages.success(request, _("The picture was killed. Nobody is shown it any more."))
    else:
        messages.info(request, _("This picture was killed already."))
    return redirect("admin:photos_photo_change", photo.pk)


@require_POST
def reason_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    photo, form = answered_for(request, pk, desk), KillForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
    elif killing.explain(photo, form.cleaned_data["reason"]):
        desk.log_change(request, photo, _("Killed: %(reason)s") % {"reason": photo.kill_reason})
        messages.success(request, _("The reason was kept."))
    else:
        messages.error(request, _("This picture is not killed any more."))
    return redirect("admin:photos_photo_change", photo.pk)


@require_POST
def take_back_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    photo = answered_for(request, pk, desk)
    if killing.take_back(photo):
        desk.log_change(request, photo, _("The kill was taken back."))
        messages.success(request, _("The kill was taken back: the picture is shown again where it was."))
    else:
        messages.info(request, _("This picture is not killed any more."))
    return redirect("admin:photos_photo_change", photo.pk)


def killed_meanwhile(request: HttpRequest, photo: Photo, desk: admin.ModelAdmin) -> HttpResponse:
    """The picture's page, as it is for looking only, to somebody who would save it: nothing typed is lost."""
    messages.error(request, _("The picture was killed meanwhile. Nothing was saved."))
    looking = copy(request)
    looking.method = "GET"
    form = PhotoForm(request.POST, instance=copy(photo))
    response = desk.changeform_view(looking, str(photo.pk), "", {"typed": typed(form)})
    response.status_code = 409
    return response


def typed(form: PhotoForm) -> list[tuple[str, str]]:
    """What this person has changed, by label."""
    form.full_clean()
    return [
        (form[name].label, words_of(form.instance, name) if name in form.cleaned_data else form[name].data)
        for name in form.changed_data
    ]


def killer_of(photo: Photo, deeds: QuerySet[LogEntry]) -> str:
    """Whose deed came first from that moment on; empty where that is not known."""
    first = photo.killed_at and deeds.filter(action_time__gte=photo.killed_at).last()
    return str(first.user) if first else ""


def answered_for(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> Photo:
    """The picture, for those who may kill. Raises PermissionDenied."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    photo = desk.get_object(request, str(pk))
    if not desk.has_kill_permission(request):
        raise PermissionDenied
    return photo


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
