"""The map at the desk, as far as it needs no stories: rights, sources, imprint, and who has which role."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import PROTECT, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.admin import PeopleAdmin
from accounts.models import User
from sections.models import Copyright, Imprint, Membership, Source
from sections.roles import Roles, roles_of
from sections.tree import current_tree, forget_tree

COUNTED_UP_TO = 1000


def roles_for(request: HttpRequest) -> Roles:
    """The roles of whoever asks: one query a request."""
    if not hasattr(request, "desk_roles"):
        request.desk_roles = roles_of(request.user)
    return request.desk_roles


def is_member(request: HttpRequest) -> bool:
    """Whether this person has a role on any section."""
    roles = roles_for(request)
    return roles.is_admin or bool(roles.given)


def bounded(count: int) -> str:
    """`1,000+` for what was counted no further."""
    return f"{COUNTED_UP_TO:,}+" if count > COUNTED_UP_TO else str(count)


class SearchedByText(admin.ModelAdmin):
    """Whatever is sent as a search is text; PostgreSQL takes no NUL in one."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


class ChosenByMembers(SearchedByText):
    """Admins manage these; all members choose among them where a form offers them."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        offered = request.resolver_match and request.resolver_match.view_name == "admin:autocomplete"
        return (offered and is_member(request)) or super().has_view_permission(request, obj)


class DeletedWhenUnused(admin.ModelAdmin):
    """Says what is in the way of deleting, counted only so far; Django would list all of it."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        protected = [hindrance for obj in objs for hindrance in self.in_the_way(obj)]
        return [str(obj) for obj in objs], {}, set(), protected

    def in_the_way(self, obj: Model) -> Iterator[str]:
        for relation in obj._meta.related_objects:
            if getattr(relation, "on_delete", None) is not PROTECT:
                continue
            rows = relation.related_model._base_manager.filter(**{relation.field.name: obj})
            if count := rows.values("pk")[: COUNTED_UP_TO + 1].count():
                yield f"{capfirst(relation.related_model._meta.verbose_name_plural)}: {bounded(count)}"


@admin.register(Source)
class SourceAdmin(ChosenByMembers):
    """Never deleted: revisions and the record speak of them."""

    list_display = ["code", "name", "is_agency", "closing_source"]
    list_filter = ["is_agency"]
    search_fields = ["code", "name"]
    show_full_result_count = False
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return False


@admin.register(Copyright)
class CopyrightAdmin(DeletedWhenUnused):
    list_display = ["holder", "notice"]
    list_display_links = ["holder", "notice"]
    search_fields = ["holder", "notice"]
    show_full_result_count = False
    actions = None


@admin.register(Imprint)
class ImprintAdmin(admin.ModelAdmin):
    """One row: the list leads straight to it."""

    fields = ["owner", "responsible_editor", "place", "note"]
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        imprint = Imprint.objects.first()
        return redirect("admin:sections_imprint_change", imprint.pk) if imprint else redirect("add/")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and current_tree().imprint is None

    def has_delete_permission(self, request: HttpRequest, obj: Imprint | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Imprint, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
        transaction.on_commit(forget_tree)


class RolesOf(admin.TabularInline):
    """The roles of a person or of a group."""

    model = Membership
    fields = ["section", "role"]
    autocomplete_fields = ["section"]
    extra = 0
    verbose_name_plural = _("roles")


class RolesOfPerson(RolesOf):
    fk_name = "user"


class RolesOfGroup(RolesOf):
    fk_name = "group"


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PeopleWithRolesAdmin(PeopleAdmin):
    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[admin.TabularInline]]:
        return [RolesOfPerson] if obj else []


@admin.register(Group)
class TeamAdmin(GroupAdmin):
    """A team: roles on sections and people, for those who are given them together."""

    fields = ["name"]
    inlines = [RolesOfGroup]
