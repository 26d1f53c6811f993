"""The same words for several pictures at once: each is decided on its own, and told of."""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from photos import editing
from photos.admin.badges import Tile
from photos.admin.fields import keys_in
from photos.admin.forms import BulkForm
from photos.models import Photo

AT_MOST = 1000
UNFOLDED = 24  # more pictures than these would push the form out of sight


@dataclass
class Report:
    changed: list[Tile] = field(default_factory=list)
    same: list[Tile] = field(default_factory=list)  # they said so before
    refused: list[tuple[Tile, str]] = field(default_factory=list)


def bulk_view(request: HttpRequest, desk: admin.ModelAdmin) -> HttpResponse:
    """The pictures come from the grid, or from what was just uploaded: so many that no address holds them."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    keys = keys_sent(request)
    photos = desk.chosen(keys, AT_MOST)
    if not photos:
        messages.warning(request, _("Choose the pictures first."))
        return redirect("admin:photos_photo_changelist")
    form = BulkForm(request.POST if "apply" in request.POST else None)
    report = carry_out(request, desk, photos, form) if form.is_valid() else None
    tiles = [] if report else desk.tiles(request, photos)
    context = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "opts": desk.opts,
        "title": _("Change several pictures"),
        "form": form,
        "report": report,
        "tiles": [tile for tile in tiles if tile.may_change],
        "others": [tile for tile in tiles if not tile.may_change],
        "unfolded": UNFOLDED,
        "keys": ",".join(keys),
        "later": ",".join(keys[AT_MOST:]),
        "most_said": number_format(AT_MOST, force_grouping=True),
        "all_said": number_format(len(keys), force_grouping=True),
    }
    return TemplateResponse(request, "admin/photos/photo/bulk.html", context)


def keys_sent(request: HttpRequest) -> list[str]:
    """One by one, or joined by commas: a form has room for fewer fields than there are pictures."""
    sent = request.POST if request.method == "POST" else request.GET
    one_by_one = ",".join(sent.getlist("ids")).split(",")
    return [str(key) for key in keys_in(one_by_one, len(one_by_one))]


def carry_out(request: HttpRequest, desk: admin.ModelAdmin, photos: list[Photo], form: BulkForm) -> Report:
    seen = desk.seen_in(photos) if form.empties_credit else {}
    outcomes = [decide(request, desk, photo, form, seen.get(photo.pk, 0)) for photo in photos]
    report = Report()
    for tile, (is_changed, why) in zip(desk.tiles(request, photos), outcomes, strict=True):
        if why:
            report.refused.append((tile, why))
        else:
            (report.changed if is_changed else report.same).append(tile)
    return report


def decide(
    request: HttpRequest, desk: admin.ModelAdmin, photo: Photo, form: BulkForm, seen: int
) -> tuple[bool, str]:
    """Whether it was changed, and if it had to be left as it is, why."""
    if why := why_not(request, desk, photo, seen):
        return False, why
    try:
        return change(request, desk, photo, form), ""
    except ValidationError as error:  # killed meanwhile
        return False, " ".join(error.messages)
    except OperationalError:  # a wait that took too long: the others go on
        return False, _("The database was busy. Nothing was done; try again.")


def change(request: HttpRequest, desk: admin.ModelAdmin, photo: Photo, form: BulkForm) -> bool:
    """In one transaction with its record, so that nothing is changed and not told of."""
    form.apply(photo)
    with transaction.atomic():
        changed = editing.save(photo, form.ticked)
        if changed:
            desk.log_change(request, photo, _("With others: %(fields)s") % {"fields": form.ticked_labels})
    return bool(changed)


def why_not(request: HttpRequest, desk: admin.ModelAdmin, photo: Photo, seen: int) -> str:
    if photo.killed_at:
        return _("This picture was killed: it is not changed any more.")
    if not desk.has_change_permission(request, photo):
        return _("A colleague has uploaded it: an editor may change it.")
    if seen:
        words = ngettext(
            "Readers see it in %(count)s story: its credit line is not emptied.",
            "Readers see it in %(count)s stories: its credit line is not emptied.",
            seen,
        )
        return words % {"count": seen}
    return ""
