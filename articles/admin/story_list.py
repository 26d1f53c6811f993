"""The list of stories: one line each, narrowed, searched, and worked on several at once."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import filters, many
from articles.admin.columns import BoundedPaginator, hands, moment, priority_word, section_name, states
from articles.forms import is_key
from articles.models import Article, ArticleAuthor
from sections.admin import DeskAdmin

AUTHORS_SHOWN = 2


class StoryChangeList(ChangeList):
    """A page of stories with the names in their bylines; without the texts, which no line shows."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str] | None = None) -> QuerySet:
        found = super().get_queryset(request, exclude_parameters)
        return found.defer("body", "publication__head_edition__body")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        bylines = bylines_of([story.pk for story in self.result_list])
        for story in self.result_list:
            story.names = bylines[story.pk]


def bylines_of(article_ids: list[int]) -> dict[int, list[str]]:
    """The first names of each; one query, however long the bylines are."""
    rows = ArticleAuthor.objects.filter(article__in=article_ids, position__lte=AUTHORS_SHOWN)
    bylines = defaultdict(list)
    for article_id, name in rows.order_by("position").values_list("article", "author__name"):
        bylines[article_id].append(name)
    return bylines


class StoryList(DeskAdmin):
    """What ArticleAdmin's list shows and does."""

    list_display = ["story", "state", "in_section", "language", "byline", "changed"]
    list_display_links = None
    list_filter = [
        filters.StageFilter,
        filters.LiveFilter,
        filters.SectionFilter,
        filters.LanguageFilter,
        filters.PriorityFilter,
        filters.AuthorFilter,
        filters.PlaceFilter,
        filters.DatesFilter,
        filters.MineFilter,
        filters.EditedFilter,
    ]
    list_select_related = [
        "publication__head_edition",
        "modified_by",
        "assigned_to",
        "edit_lock__person",
    ]
    list_per_page = list_max_show_all = many.AT_MOST
    search_fields = ["headline", "slugline"]
    search_help_text = _("In headline and slugline, or a story's number.")
    sortable_by = ["story", "changed"]
    ordering = ["-modified_at", "-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    empty_value_display = ""

    @admin.display(description=_("headline"), ordering="headline")
    def story(self, article: Article) -> SafeString:
        address = reverse("admin:articles_article_change", args=[article.pk])
        return format_html(
            '{}<a href="{}" dir="auto">{}</a> <span class="slugline">{}</span>',
            *(priority_word(article), address, article.headline, article.slugline),
        )

    @admin.display(description=_("state"))
    def state(self, article: Article) -> SafeString:
        """What it is, and who is at it."""
        now = timezone.now()
        return format_html("{} {}", states(article, now), hands(article, now))

    @admin.display(description=_("section"))
    def in_section(self, article: Article) -> SafeString | str:
        return section_name(article.section_id)

    @admin.display(description=_("authors"))
    def byline(self, article: Article) -> str:
        more = ["…"] if len(article.names) > AUTHORS_SHOWN else []
        return ", ".join([*article.names[:AUTHORS_SHOWN], *more])

    @admin.display(description=_("changed"), ordering="modified_at")
    def changed(self, article: Article) -> SafeString:
        who = article.modified_by or gettext("the system")
        return format_html("{} · {}", moment(article.modified_at), who)

    def action_checkbox(self, article: Article) -> SafeString:
        """With what the list shows of the story: whoever acts on it acts on that."""
        return format_html("{}{}", super().action_checkbox(article), many.seen_input(article))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"is_nav_sidebar_enabled": False} | (extra_context or {}))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        typed = (one for one in self.list_filter if issubclass(one, filters.TypedFilter))
        return super().lookup_allowed(lookup, value, request) or any(
            lookup in one.expected_parameters() for one in typed
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        number = search_term.strip().removeprefix("#")
        if is_key(number):
            found |= queryset.filter(pk=int(number))
        return found, may_have_duplicates

    # Several at once

    def get_actions(self, request: HttpRequest) -> dict[str, tuple]:
        """What this person may do anywhere; whether there, is decided for each story."""
        return many.actions_for(request)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if len(chosen) > many.AT_MOST or not all(map(is_key, chosen)):
            raise BadRequest
        return super().response_action(request, queryset)
