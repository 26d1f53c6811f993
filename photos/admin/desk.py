"""The picture desk: the grid, a picture with its form, and who may do what.

Everybody with a role sees all pictures, uploads, and changes what they uploaded; editors of any section
change all of them, and kill. What needs stories, where a picture is used, is asked of
`articles.admin.pictures`.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from photos import editing
from photos.addresses import thumbnail
from photos.admin import badges, bulk, killed, uploading
from photos.admin.badges import Tile
from photos.admin.fields import keys_in
from photos.admin.filters import LACKING, PhotoFilter, lacking
from photos.admin.forms import KillForm, PhotoForm, words_of
from photos.models import Photo
from photos.pixels.renditions import SHAPES, WHOLE, Recipe, size_of
from sections.admin import COUNTED_UP_TO, DeskAdmin, bounded, is_member
from sections.models import Role

A_PAGE = 50
PREVIEW = 1024
DEEDS_SHOWN = 5


class Grid(ChangeList):
    """The pictures that the form above them asks for; none where it asks for what cannot be."""

    filterset: PhotoFilter
    tiles: list[Tile]

    def get_filters_params(self, params: dict | None = None) -> dict:
        """Without what the form above reads."""
        sent = super().get_filters_params(params)
        return {name: value for name, value in sent.items() if name not in self.asked}

    @property
    def asked(self) -> dict[str, Any]:
        return self.model_admin.filterset_class.base_filters

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Photo]:
        photos = super().get_queryset(request, exclude_parameters)
        self.filterset = self.model_admin.filterset_class(request.GET, queryset=photos)
        found = self.filterset.qs if self.filterset.is_valid() else photos.none()
        return found.select_related("source__photo_terms").defer("metadata")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.tiles = self.model_admin.tiles(request, self.result_list)

    @property
    def is_narrowed(self) -> bool:
        return any(self.filterset.data.get(name) for name in self.asked)


class PhotoDesk(DeskAdmin):
    form = PhotoForm
    filterset_class = PhotoFilter
    fieldsets = [
        (None, {"fields": ["headline", "caption", "alt_text"], "classes": ["in-writing"]}),
        (
            _("Credit"),
            {"fields": ["creator", "credit_line", "source", "copyright_notice"], "classes": ["in-writing"]},
        ),
        (
            _("Rights"),
            {"fields": ["rights_end_at", "not_for_website", "not_for_wire", "usage_terms", "instructions"]},
        ),
        (
            _("When, where and how"),
            {"fields": ["taken_at", "city", "country", "digital_source_type", "keywords"]},
        ),
        (_("Focal point"), {"fields": ["focal_x", "focal_y"], "classes": ["on-picture"]}),
    ]
    ordering = ["-uploaded_at", "-pk"]
    list_per_page = A_PAGE
    list_max_show_all = 0
    sortable_by: list[str] = []
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    # Who may

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_view_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        return is_member(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        if obj is None:
            return is_member(request)
        return obj.killed_at is None and self.may_change_living(request, obj)

    def may_change_living(self, request: HttpRequest, photo: Photo) -> bool:
        """Unless it is killed."""
        return is_member(request, Role.EDITOR) or self.is_own(request, photo)

    def is_own(self, request: HttpRequest, photo: Photo) -> bool:
        return is_member(request) and photo.uploaded_by_id == request.user.pk

    def has_kill_permission(self, request: HttpRequest) -> bool:
        return is_member(request, Role.EDITOR)

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        return False  # a kill leaves the row, so that nobody uploads it again unawares

    # What stories know

    def uses(self, photos: list[Photo]) -> dict[int, str]:
        """In how many stories each is used, as words."""
        return {}

    def used_in(self, request: HttpRequest, photo: Photo) -> dict[str, Any]:
        """The stories that use it, for templates/admin/photos/photo/_used.html."""
        return {}

    def seen_in(self, photos: list[Photo]) -> dict[int, int]:
        """Of those that are in stories which readers see just now: in how many."""
        return {}

    # The grid

    def get_urls(self) -> list[URLPattern]:
        view, desk = self.admin_site.admin_view, {"desk": self}
        return [
            path("add/", view(uploading.upload_view), desk, "photos_photo_add"),
            path("several/", view(bulk.bulk_view), desk, "photos_photo_bulk"),
            path("<int:pk>/kill/", view(killed.kill_view), desk, "photos_photo_kill"),
            path("<int:pk>/kill/reason/", view(killed.reason_view), desk, "photos_photo_kill_reason"),
            path("<int:pk>/kill/back/", view(killed.take_back_view), desk, "photos_photo_kill_back"),
            path("<int:pk>/original/", view(killed.original_view), desk, "photos_photo_original"),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Grid

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {"is_nav_sidebar_enabled": False, "lacking": self.lacking()}
        return super().changelist_view(request, context | (extra_context or {}))

    def lacking(self) -> list[dict[str, str]]:
        """How many pictures lack what they should have, counted only so far, and where they are listed."""
        counts = {
            field: lacking(Photo.objects.order_by(), field).values("pk")[: COUNTED_UP_TO + 1].count()
            for field in LACKING
        }
        listed = reverse("admin:photos_photo_changelist")
        return [
            {"said": bounded(count), "words": LACKING[field], "address": f"{listed}?lacks={field}"}
            for field, count in counts.items()
            if count
        ]

    def tiles(self, request: HttpRequest, photos: list[Photo]) -> list[Tile]:
        uses, now = self.uses(photos), timezone.now()
        return [
            Tile(
                photo,
                badges.badges_of(photo, now),
                uses.get(photo.pk, ""),
                self.has_change_permission(request, photo),
            )
            for photo in photos
        ]

    def chosen(self, sent: list[str], at_most: int) -> list[Photo]:
        """The pictures with these keys, in that order."""
        keys = keys_in(sent, at_most)
        photos = Photo.objects.select_related("source__photo_terms").defer("metadata").in_bulk(keys)
        return [photos[key] for key in keys if key in photos]

    # One picture

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Photo:
        photos = Photo.objects.select_related("source__photo_terms", "uploaded_by")
        keys = keys_in([unquote(str(object_id))], 1)
        if found := photos.filter(pk__in=keys).first():
            return found
        raise Http404(gettext("There is no such picture."))

    def get_form(self, request: HttpRequest, obj: Photo | None = None, **kwargs: Any) -> type[PhotoForm]:
        form = super().get_form(request, obj, **kwargs)
        form.seen_in = self.seen_in
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "source":
            kwargs["queryset"] = db_field.related_model.objects.order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choosing only: sources have a screen of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "source":
            field.widget = field.widget.widget
        return field

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Photo | None = None,
    ) -> HttpResponse:
        photo = context["adminform"].form.stored  # `obj` has what was typed, where that was refused
        context |= {
            "is_nav_sidebar_enabled": False,
            "original": photo,
            "badges": badges.badges_of(photo, timezone.now()),
            "groups": groups_of(context["adminform"], photo),
            "all_said": badges.all_said(photo),
            "used": self.used_in(request, photo),
            "deeds": deeds_on(photo)[:DEEDS_SHOWN],
            "shown": None if photo.killed_at else shown(photo),
            "may_kill": self.has_kill_permission(request),
            "killer": killed.killer_of(photo, deeds_on(photo)),
            "kill_form": KillForm(initial={"reason": photo.kill_reason}, label_suffix=""),
            "may_fetch": killed.may_fetch(request, photo),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        editing.save(obj, form.changed_data)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args)
        try:
            with transaction.atomic():  # whoever saves at the same moment waits, and finds what this one did
                editing.hold(keys_in([unquote(str(object_id))], 1))
                return super().changeform_view(request, object_id, *args)
        except PermissionDenied:
            photo = self.get_object(request, str(object_id))
            if not (photo.killed_at and self.may_change_living(request, photo)):
                raise
        return killed.killed_meanwhile(request, photo, self)


def groups_of(adminform: Any, photo: Photo) -> list[dict[str, Any]]:
    """The form's groups, where they stand, and each field with what the file says of it."""
    return [
        {
            "name": fieldset.name,
            "place": fieldset.classes,
            "rows": [
                {
                    "field": field,
                    "label": capfirst(PhotoForm.base_fields[name].label),
                    "said": badges.told(photo, name),
                    "words": words_for(photo, name),
                    "zone": timezone.get_current_timezone_name() if name.endswith("_at") else "",
                }
                for line in fieldset
                for field in line
                for name in (name_of(field),)
            ],
        }
        for fieldset in adminform
    ]


def words_for(photo: Photo, name: str) -> str:
    """What stands there where it is only read, and Django would show a code; empty else."""
    is_code = name in ("digital_source_type", "not_for_website", "not_for_wire")
    return words_of(photo, name) if is_code else ""


def name_of(field: Any) -> str:
    return field.field["name"] if getattr(field, "is_readonly", False) else field.field.name


def deeds_on(photo: Photo) -> QuerySet[LogEntry]:
    """Its history, the last first."""
    kind = ContentType.objects.get_for_model(Photo)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(photo.pk)).select_related("user")
    return entries.order_by("-action_time", "-pk")


def shown(photo: Photo) -> dict[str, Any]:
    """The picture as the form shows it, and its crops as they are now."""
    width, height = size_of((photo.width, photo.height), Recipe(WHOLE, PREVIEW, "jpg"))
    return {
        "whole": thumbnail(photo, WHOLE, PREVIEW),
        "width": width,
        "height": height,
        "crops": [
            {"name": name, "said": name.replace("x", ":"), "address": thumbnail(photo, name)}
            for name, shape in SHAPES.items()
            if shape
        ],
    }
