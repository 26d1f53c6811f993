"""The desk's stories: the list, and the form in which they are written."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles import body, workflow
from articles.admin import steps
from articles.admin.columns import (
    BoundedPaginator,
    chip,
    live_chip,
    moment,
    page_address,
    section_name,
    urgency,
)
from articles.admin.filters import LanguageFilter, MineFilter, SectionFilter, StageFilter
from articles.admin.kill import kill_view
from articles.admin.panels import panels, told
from articles.admin.past import history_view, revision_view, worded
from articles.forms import ArticleForm, MomentField
from articles.models import Article
from articles.stages import STEPS, Stage
from sections.admin import DeskAdmin, is_member, roles_for
from sections.tree import current_tree


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = ArticleForm
    fieldsets = [
        (None, {"fields": ["headline", "subheadline", "dateline_places", "body", "seen"]}),
        (
            _("Placing"),
            {"fields": ["section", "further_sections", "language", "story_type", "priority", "slugline"]},
        ),
        (_("Sources and byline"), {"fields": ["story_sources", "byline_authors"]}),
        (_("Time"), {"fields": ["not_before", "embargo"]}),
        (_("Dateline by hand"), {"fields": ["place_text", "dateline_region", "dateline_date"]}),
        (_("Address, rights, clients"), {"fields": ["slug", "copyright", "note_to_clients"]}),
    ]
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField}}  # one input, not two
    list_display = ["story", "state", "in_section", "language", "changed"]
    list_display_links = None
    list_filter = [StageFilter, SectionFilter, LanguageFilter, MineFilter]
    list_select_related = ["publication", "modified_by"]
    list_per_page = 50
    search_fields = ["headline", "slugline"]
    search_help_text = _("In headline and slugline.")
    sortable_by = ["story", "changed"]
    ordering = ["-modified_at", "-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    actions = None

    class Media:
        css = {"all": ["desk/form.css"]}
        js = ["desk/form.js"]

    # The list

    @admin.display(description=_("headline"), ordering="headline")
    def story(self, article: Article) -> SafeString:
        address = reverse("admin:articles_article_change", args=[article.pk])
        return format_html(
            '{}<a href="{}" dir="auto">{}</a> <span class="slugline">{}</span>',
            *(urgency(article), address, article.headline, article.slugline),
        )

    @admin.display(description=_("state"))
    def state(self, article: Article) -> SafeString:
        publication = steps.publication_of(article)
        live = live_chip(publication, timezone.now())
        if publication and (article.stage == Stage.PUBLISHED or publication.killed_at):
            return live  # the copy is what readers see, or will never be seen: one fact
        return format_html("{} {}", chip(Stage(article.stage)), live)

    @admin.display(description=_("section"))
    def in_section(self, article: Article) -> SafeString | str:
        return section_name(article.section_id)

    @admin.display(description=_("changed"), ordering="modified_at")
    def changed(self, article: Article) -> SafeString:
        who = article.modified_by or gettext("the system")
        return format_html("{} · {}", moment(article.modified_at), who)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"is_nav_sidebar_enabled": False} | (extra_context or {}))

    # Who may

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).for_desk(roles_for(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404(gettext("There is no such story at your desk."))
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_member(request)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return is_member(request) and (obj is None or bool(roles_for(request).on(obj.section_id)))

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(roles_for(request).sections())

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    # The form

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/kill/", view(kill_view), {"desk": self}, "articles_article_kill"),
            path(
                "<int:pk>/revisions/<int:revision_pk>/",
                view(revision_view),
                {"desk": self},
                "articles_article_revision",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        return history_view(request, object_id, self)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.roles, form.person = roles_for(request), request.user
        form.refusal = getattr(request, "refusal", None)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From the person and the section."""
        tree, own = current_tree(), roles_for(request).sections()
        asked = request.GET.get("section", "")
        section = tree.by_id.get(int(asked)) if asked.isdecimal() and int(asked) in own else None
        section = section or next((node for node in tree.root.branch() if node.id in own), None)
        author = getattr(request.user, "author", None)
        return {
            "section": section.id if section else None,
            "language": section.language if section else "",
            "story_sources": [section.source] if section and section.source else [],
            "byline_authors": [author] if author else [],
        }

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except workflow.Refused as refused:
            request.refusal = str(refused)  # all was rolled back: show the form again, with what was typed
            return super().changeform_view(request, object_id, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if request.method == "GET":
            story = self.get_object(request, object_id)
            publication = steps.publication_of(story)
            if not workflow.possible(STEPS["save"], story, publication, timezone.now()):
                return redirect("admin:articles_article_revision", story.pk, story.head_revision_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        request.outcomes = [(messages.SUCCESS, steps.take(request, form, obj)), *told(form)]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """workflow.save has done it."""

    def log_addition(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """The workflow's own events are the log."""

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """The workflow's own events are the log."""

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> Any:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        for level, outcome in request.outcomes:
            self.message_user(request, outcome, level)
        address = reverse("admin:articles_article_change", args=[obj.pk])
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(filters, address))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        now = timezone.now()
        article = obj or Article()
        publication = steps.publication_of(article)
        is_seen = publication is not None and publication.visible_from <= now
        context["media"] = Media.from_media(context["media"]).with_nonce(request.csp_nonce)
        open_steps = steps.open_steps(roles_for(request), article, now)
        refusal = getattr(request, "refusal", "")
        if refusal:
            context["errors"] = []  # it stands on top, and needs no “correct the error below”
        context |= {
            "is_nav_sidebar_enabled": False,
            "title": gettext("New story") if add else article.headline,
            "subtitle": None,
            "buttons": steps.buttons(open_steps),
            "may_kill": STEPS["kill"] in open_steps,
            "page_address": page_address(publication) if is_seen else "",
            "now_there": timezone.localtime(now).strftime("%Y-%m-%dT%H:%M"),
            "zone": timezone.get_current_timezone_name(),
            "refusal": refusal,
            "panels": panels(context["adminform"]),
        }
        if not add:
            context |= {
                "stage_chip": chip(Stage(article.stage)),
                "live_chip": live_chip(publication, now),
                "changed": self.changed(article),
                "dateline": worded(article.head_revision, article.not_before or now).dateline,
                "length": length(article.body),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


def length(text: str) -> str:
    """`143 words, 15 lines`."""
    words, lines = body.word_count(text), body.line_count(text)
    return ", ".join(
        [
            ngettext("%(count)d word", "%(count)d words", words) % {"count": words},
            ngettext("%(count)d line", "%(count)d lines", lines) % {"count": lines},
        ]
    )
