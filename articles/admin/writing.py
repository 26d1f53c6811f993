"""The form in which a story is written, and what pressing a step's button in it does."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db import models
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media as Assets

from articles import unsaved, workflow
from articles.admin import steps
from articles.admin.columns import chip, page_address
from articles.admin.keeping import dateline_of, form_saved
from articles.admin.lacking import lacks_of
from articles.admin.merging import Stale, is_typed, put_together, stands_in
from articles.admin.panels import about, mentionable, panels, told
from articles.forms import ArticleForm, MomentField
from articles.models import Article, Publication
from articles.stages import STEPS, LiveState, Stage
from sections.admin import DeskAdmin, roles_for
from sections.models import Role
from sections.tree import current_tree


class StoryForm(DeskAdmin):
    """Writing first, the rest beside it; the bar of steps stays in view."""

    form = ArticleForm
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField}}  # one input, not two
    fieldsets = [
        (None, {"fields": ["headline", "subheadline", "dateline_places", "body", "seen"]}),
        (
            _("Placing"),
            {
                "fields": [
                    *("section", "further_sections", "story_topics"),
                    *("language", "story_type", "priority", "slugline"),
                ]
            },
        ),
        (_("Pictures"), {"fields": ["photos"]}),
        (_("Sources and byline"), {"fields": ["story_sources", "byline_authors"]}),
        (_("Time"), {"fields": ["not_before", "embargo"]}),
        (_("Dateline by hand"), {"fields": ["place_text", "dateline_region", "dateline_date"]}),
        (_("Address, rights, clients"), {"fields": ["slug", "copyright", "note_to_clients", "noindex"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """A new story says under its headlines whose it is: nobody is to find that out later."""
        if obj is not None:
            return self.fieldsets
        (_none, writing), (placing, about), *others = self.fieldsets
        headlines, rest = writing["fields"][:2], writing["fields"][2:]
        fields = [name for name in about["fields"] if name != "section"]
        return [
            (None, {"fields": [*headlines, "section", *rest]}),
            (placing, {"fields": fields}),
            *others,
        ]

    class Media:
        css = {"all": ["desk/form.css", "desk/keep.css", "desk/compare.css"]}
        js = [Script("desk/form.js", defer=True), "desk/keep.js", Script("desk/keys.js", defer=True)]

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
        """A refused step is rolled back; the form comes again, with what was typed and why it was refused."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except workflow.Conflict as conflict:
            request.refusal = str(conflict)
            request.stale = self.overtaken(request, object_id)
        except workflow.Refused as refused:
            request.refusal = str(refused)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def overtaken(self, request: HttpRequest, object_id: str | None) -> Stale | None:
        """Both people's changes, which are in the form when it comes again."""
        return put_together(request, object_id)

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
        form_saved(request, obj)
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
        context["media"] = Assets.from_media(context["media"]).with_nonce(request.csp_nonce)
        refusal = getattr(request, "refusal", "")
        if refusal:
            context["errors"] = []  # it stands on top, and needs no “correct the error below”
        context |= {
            "is_nav_sidebar_enabled": False,
            "title": gettext("New story") if add else article.headline,
            "subtitle": None,
            "now_there": timezone.localtime(now).strftime("%Y-%m-%dT%H:%M"),
            "zone": timezone.get_current_timezone_name(),
            "refusal": refusal,
            "stale": getattr(request, "stale", None),
            "panels": panels(context["adminform"]),
            "bar": steps.bar(request, article, now),
        }
        if not add:
            context |= self.story_context(request, article, now)
        context |= self.text_context(request, context["adminform"].form, obj, now)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def text_context(
        self, request: HttpRequest, form: ArticleForm, story: Article | None, now: datetime
    ) -> dict[str, Any]:
        """What is told of the text as it stands in the form; keep.js goes on telling while one types."""
        head = story.head_revision if story else None
        data = stands_in(form, head.data if head else unsaved.EMPTY) if is_typed(form) else head.data
        return {
            "lacks": lacks_of(story or Article(), request.user, now, data, form.fields["photos"].photos),
            "dateline": dateline_of(story, data, now),
        }

    def on_show(self, request: HttpRequest, publication: Publication | None, now: datetime) -> int | None:
        """The key of what readers see, or will see at its moment, for an editor of the shop window."""
        if publication is None:
            return None
        is_scheduled = publication.live_state(now) == LiveState.SCHEDULED
        if not is_scheduled and not steps.is_seen(publication, now):
            return None
        role = roles_for(request).on(publication.section_id)
        return publication.pk if role and role.rank >= Role.EDITOR.rank else None

    def story_context(self, request: HttpRequest, article: Article, now: datetime) -> dict[str, Any]:
        """What the form of a story that is there already tells beside its fields."""
        publication = steps.publication_of(article)
        state = workflow.live_state(article, publication, now)
        return {
            # A copy that is what readers see is one fact, not two.
            "stage_chip": ""
            if article.stage == Stage.PUBLISHED and publication
            else chip(Stage(article.stage)),
            "live_chip": chip(state) if state != LiveState.NONE else "",
            "changed": self.changed(article),
            "page_address": page_address(publication) if steps.is_seen(publication, now) else "",
            "on_show": self.on_show(request, publication, now),
            "mentionable": mentionable(request.user, article),
            **about(article, publication, now, roles_for(request)),
        }
