"""What narrows the list of stories."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.forms import section_choices
from articles.models import Article
from articles.models.article import LANGUAGES
from articles.stages import Stage
from sections.admin import roles_for
from sections.tree import current_tree


class SectionFilter(admin.SimpleListFilter):
    """A section with everything below it."""

    title = _("section")
    parameter_name = "in"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in section_choices(self.offered(request))]

    def offered(self, request: HttpRequest) -> set[int]:
        return roles_for(request).sections()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        if not chosen.isdecimal():
            return queryset
        return queryset.filter(section__in=current_tree().branches([int(chosen)]))


class AnySectionFilter(SectionFilter):
    """For the record, which shows what readers see of all sections."""

    def offered(self, request: HttpRequest) -> set[int]:
        return set(current_tree().by_id)


class StageFilter(admin.SimpleListFilter):
    title = _("stage")
    parameter_name = "stage__exact"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Stage.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(stage=self.value()) if self.value() in Stage.values else queryset


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return LANGUAGES

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(language=self.value()) if self.value() in dict(LANGUAGES) else queryset


class MineFilter(admin.SimpleListFilter):
    title = _("my part")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("begun", _("begun by me")), ("changed", _("last changed by me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "begun":
            return queryset.filter(created_by=request.user)
        if self.value() == "changed":
            return queryset.filter(modified_by=request.user)
        return queryset
