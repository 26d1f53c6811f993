"""The map at the desk, as far as it needs no stories: rights, sources, imprint, and who has which role."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import PROTECT, ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.admin import PeopleAdmin
from accounts.models import User
from sections.models import Copyright, Imprint, Membership, Role, Section, Source
from sections.roles import Roles, roles_of
from sections.tree import current_tree, forget_tree

COUNTED_UP_TO = 1000


def roles_for(request: HttpRequest) -> Roles:
    """The roles of whoever asks: one query a request."""
    if not hasattr(request, "desk_roles"):
        request.desk_roles = roles_of(request.user)
    return request.desk_roles


def is_member(request: HttpRequest, least: Role = Role.REPORTER) -> bool:
    """Whether this person has at least the role `least` on any section."""
    roles = roles_for(request)
    return roles.is_admin or any(role.rank >= least.rank for _section_id, role in roles.given)


def bounded(count: int) -> str:
    """`1,000+` for what was counted no further."""
    return f"{COUNTED_UP_TO:,}+" if count > COUNTED_UP_TO else str(count)


def names_to(section: Section) -> str:
    """`ANSA › Nuova Europa › Serbia`: several sections are called “Cronaca”."""
    node = current_tree().by_id.get(section.pk)
    return " › ".join(above.name for above in node.line) if node else section.name


class Completions(AutocompleteJsonView):
    """What is offered while one types: of sections all their names."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": names_to(obj)} if isinstance(obj, Section) else result


admin.site.autocomplete_view = Completions.as_view(admin_site=admin.site)


class SectionChoice(ModelChoiceField):
    def label_from_instance(self, section: Section) -> str:
        return names_to(section)


class DeskAdmin(admin.ModelAdmin):
    """A list is narrowed by its own filters and searched for text, whatever is sent."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Django would pass any comparison on to the database, a broken pattern, too."""
        return any(lookup in parameters_of(chosen) for chosen in self.get_list_filter(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """PostgreSQL takes no NUL in a text."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


def parameters_of(list_filter: str | type[admin.SimpleListFilter]) -> set[str]:
    """What a filter, or Django's own for this field, writes into the address."""
    if not isinstance(list_filter, str):
        return {list_filter.parameter_name}
    return {f"{list_filter}__{comparison}" for comparison in ("exact", "id__exact", "isnull")}


class ChosenByMembers(DeskAdmin):
    """Admins manage these; all members choose among them where a form offers them."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        offered = request.resolver_match and request.resolver_match.view_name == "admin:autocomplete"
        return (offered and is_member(request)) or super().has_view_permission(request, obj)


class DeletedWhenUnused(DeskAdmin):
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
class ImprintAdmin(DeskAdmin):
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

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "section":
            kwargs["form_class"] = SectionChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RolesOfPerson(RolesOf):
    fk_name = "user"


class RolesOfGroup(RolesOf):
    fk_name = "group"


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PeopleWithRolesAdmin(DeskAdmin, PeopleAdmin):
    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[admin.TabularInline]]:
        return [RolesOfPerson] if obj else []


@admin.register(Group)
class TeamAdmin(DeskAdmin, GroupAdmin):
    """A team: roles on sections and people, for those who are given them together."""

    fields = ["name"]
    inlines = [RolesOfGroup]
