"""The same words for several pictures at once: each is decided on its own, and told of."""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from photos import editing
from photos.admin.badges import Tile
from photos.admin.forms import BulkForm
from photos.models import Photo

AT_MOST = 200


@dataclass
class Report:
    changed: list[Tile] = field(default_factory=list)
    same: list[Tile] = field(default_factory=list)  # they said so before
    refused: list[tuple[Tile, str]] = field(default_factory=list)


def bulk_view(request: HttpRequest, desk: admin.ModelAdmin) -> HttpResponse:
    """The pictures come from the grid, or from what was just uploaded."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    photos = desk.chosen(sent.getlist("ids"), AT_MOST)
    if not photos:
        messages.warning(request, _("Choose the pictures first."))
        return redirect("admin:photos_photo_changelist")
    form = BulkForm(request.POST if request.method == "POST" else None)
    report = carry_out(request, desk, photos, form) if form.is_valid() else None
    tiles = desk.tiles(request, photos)
    context = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "opts": desk.opts,
        "title": _("Change several pictures"),
        "form": form,
        "report": report,
        "tiles": [tile for tile in tiles if tile.may_change],
        "others": [tile for tile in tiles if not tile.may_change],
    }
    return TemplateResponse(request, "admin/photos/photo/bulk.html", context)


def carry_out(request: HttpRequest, desk: admin.ModelAdmin, photos: list[Photo], form: BulkForm) -> Report:
    report = Report()
    labels = ", ".join(str(form.fields[name].label) for name in form.ticked)
    for photo, tile in zip(photos, desk.tiles(request, photos), strict=True):
        if not tile.may_change:
            report.refused.append((tile, why_not(photo)))
            continue
        form.apply(photo)
        try:
            changed = editing.save(photo, form.ticked)
        except ValidationError as error:  # killed meanwhile
            report.refused.append((tile, " ".join(error.messages)))
        except OperationalError:  # a wait that took too long: the others go on
            report.refused.append((tile, _("The database was busy. Nothing was done; try again.")))
        else:
            (report.changed if changed else report.same).append(tile)
            if changed:
                desk.log_change(request, photo, _("With others: %(fields)s") % {"fields": labels})
    return report


def why_not(photo: Photo) -> str:
    if photo.killed_at:
        return _("This picture was killed: it is not changed any more.")
    return _("A colleague has uploaded it: an editor may change it.")
