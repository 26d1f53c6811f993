"""Authors and places: any member of the desk may add one, editors mend them."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Case, IntegerField, Model, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.columns import BoundedPaginator
from articles.folding import fold
from articles.models import Author, Place, PlaceName
from articles.search import rebuilding
from sections.admin import DeskAdmin, is_member
from sections.models import Role


class KeptByMembers(DeskAdmin):
    """Members see and add, editors change. Nobody deletes: revisions and the record speak of them.

    Whatever is renamed is found by readers under its new name.
    """

    paginator = BoundedPaginator
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_member(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_member(request, Role.EDITOR)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            self.find_by_new_name(request, obj)

    def find_by_new_name(self, request: HttpRequest, obj: Model) -> None:
        """The newest stories at once, when the change is in; of more it is said how the others follow."""
        kind = self.opts.model_name
        transaction.on_commit(partial(rebuilding.rename, kind, obj.pk), robust=True)
        if rebuilding.is_large(kind, obj.pk):
            text = gettext(
                "Search finds the newest stories of “%(name)s” by this name. "
                "This command does the same for all others: manage.py rebuild_search --%(kind)s %(key)s"
            )
            self.message_user(request, text % {"name": obj, "kind": kind, "key": obj.pk}, messages.WARNING)


@admin.register(Author)
class AuthorAdmin(KeptByMembers):
    list_display = ["name", "user"]
    list_select_related = ["user"]
    search_fields = ["name"]
    autocomplete_fields = ["user"]

    def get_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        own = ["name", "biography", "languages", "contact"]
        return [*own, "user"] if request.user.is_superuser else own

    def has_change_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        """Members also their own name."""
        is_own = obj is not None and obj.user_id == request.user.pk
        return (is_own and is_member(request)) or super().has_change_permission(request, obj)


class NamesInline(admin.TabularInline):
    """Django lets nobody change these who may not change the place."""

    model = PlaceName
    fields = ["language", "name"]
    extra = 2

    def has_add_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        return is_member(request)

    def has_view_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        return is_member(request)

    def has_change_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        return is_member(request)

    def has_delete_permission(self, request: HttpRequest, obj: Place | None = None) -> bool:
        return is_member(request)


@admin.register(Place)
class PlaceAdmin(KeptByMembers):
    list_display = ["name", "country", "time_zone"]
    search_fields = ["search_names"]
    search_help_text = _("By any name, in any language.")
    inlines = [NamesInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Place], search_term: str
    ) -> tuple[QuerySet[Place], bool]:
        """By any of its names, accents and case forgiven; those that begin so come first."""
        folded = fold(search_term.replace("\0", ""))
        if not folded:
            return (queryset.none() if search_term.strip() else queryset), False
        begins = Case(
            When(search_names__contains=f"\n{folded}\n", then=Value(0)),
            When(search_names__contains=f"\n{folded}", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        found = queryset.filter(search_names__contains=folded)
        return found.order_by(begins, "name", "country"), False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        place = Place.objects.prefetch_related("names").get(pk=form.instance.pk)
        place.search_names = place.folded_names()
        place.save(update_fields=["search_names"])
