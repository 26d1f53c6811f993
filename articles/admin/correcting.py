"""Correcting what is live: the form starts from the live text, however far the working copy has gone on."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import unsaved, workflow
from articles.admin import offers, steps
from articles.admin.columns import page_address
from articles.admin.keeping import key_of, keys_of, pages_before
from articles.admin.merging import Stale, lay_together
from articles.admin.panels import length, told
from articles.admin.step_pages import not_possible
from articles.admin.writing import StoryForm
from articles.forms import ArticleForm, is_key, needs_text
from articles.models import Article, Edition, UnsavedText
from articles.snapshot import fields_of, related_of
from articles.stages import STEPS
from sections.admin import roles_for

# What the form of a correction does not ask, or asks anew.
NOT_CORRECTED = {
    *("section", "further_sections", "language", "priority", "slug"),
    *("not_before", "embargo", "note_to_clients"),
}


class CorrectionForm(ArticleForm):
    """What stands on the page, and the words that tell of the change."""

    related_rows: dict[str, Any]  # of the live text
    edition: Edition

    seen = None
    further_sections = None
    story_topics = None
    seen_edition = forms.IntegerField(widget=forms.HiddenInput)
    public_note = forms.CharField(
        label=_("Note to readers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=_("What was wrong and what is right. It stands on the page."),
    )

    def _open_story(self, story: Article) -> None:
        rows = self.related_rows
        self.initial |= {
            "seen_edition": self.edition.pk,
            "story_sources": rows["sources"],
            "dateline_places": rows["places"],
            "byline_authors": rows["authors"],
            "photos": rows["photos"],
            "note_to_clients": "",
        }
        self.fields["photos"].know(rows["photos"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "_correct" in self.data and not data.get("public_note"):
            self.add_error("public_note", gettext("A correction tells readers what was wrong."))
        if "_minor_fix" in self.data and data.get("public_note"):
            words = gettext("A minor fix tells readers nothing: take the note out, or publish a correction.")
            self.add_error("public_note", words)
        return data

    def check_seen(self, data: dict[str, Any]) -> None:
        """It grew from an edition, which it names."""

    def check_text(self, data: dict[str, Any]) -> None:
        """Readers saw a text: none is no correction of it, but a hold or a kill."""
        if "body" in data and needs_text(self.instance.priority, data["body"]):
            self.add_error("body", gettext("There would be no text left. To take it away, hold or kill it."))

    @property
    def related(self) -> dict[str, Any]:
        rows = self.related_rows
        self.cleaned_data |= {"further_sections": rows["further_sections"], "story_topics": rows["topics"]}
        return super().related


class CorrectionDesk(StoryForm):
    """The story's form once more, for the live text: without what belongs to the working copy alone."""

    form = CorrectionForm
    change_form_template = "admin/articles/article/correct.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("public_note", "headline", "subheadline", "dateline_places", "body"),
                    "seen_edition",
                ]
            },
        ),
        (_("Note to clients"), {"fields": ["note_to_clients"]}),
        (_("Pictures"), {"fields": ["photos"]}),
        (_("Sources and byline"), {"fields": ["story_sources", "byline_authors"]}),
        (_("Dateline by hand"), {"fields": ["place_text", "dateline_region", "dateline_date"]}),
        (_("Labels, rights"), {"fields": ["story_type", "slugline", "copyright"]}),
    ]

    class Media:
        css = {"all": ["desk/form.css", "desk/keep.css", "desk/compare.css"]}
        js = [Script("desk/form.js", defer=True), "desk/keep.js", Script("desk/keys.js", defer=True)]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article:
        """The live text, as if it were the copy. Never saved."""
        story, edition = request.corrected
        data = edition.revision.data
        live = Article(pk=story.pk, guid=story.guid, **fields_of(data))
        live.stage, live.head_revision = story.stage, story.head_revision
        return live

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        _story, form.edition = request.corrected
        form.related_rows = related_of(form.edition.revision.data)
        text = self.asked_back(request)
        return offers.with_text(form, text) if text else form

    def unpublished(self, request: HttpRequest) -> list[UnsavedText]:
        """What this person began to correct here before."""
        _story, edition = request.corrected
        return unsaved.of_corrections(request.user, edition.publication)

    def asked_back(self, request: HttpRequest) -> UnsavedText | None:
        asked = request.GET.get("unsaved") if request.method == "GET" else None
        texts = self.unpublished(request) if asked else []
        return next((text for text in texts if str(text.form_key) == asked), None)

    def overtaken(self, request: HttpRequest, object_id: str | None) -> Stale | None:
        """Somebody corrected the live text meanwhile: both corrections in one."""
        _story, edition = request.corrected
        sent = request.POST.get("seen_edition", "")
        earlier = (
            Edition.objects.filter(publication=edition.publication_id, pk=sent) if is_key(sent) else None
        )
        base = earlier.select_related("revision").first() if earlier is not None else None
        if base is None or base.pk == edition.pk:
            return None
        return lay_together(
            request, base.revision, edition.revision, {"seen_edition": edition.pk}, NOT_CORRECTED
        )

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return True  # correct_view has asked

    has_change_permission = has_view_permission

    def save_model(self, request: HttpRequest, obj: Article, form: CorrectionForm, change: bool) -> None:
        story, _edition = request.corrected
        data = form.cleaned_data
        notes = {"note_to_clients": data["note_to_clients"], "seen_edition": data["seen_edition"]}
        rows = form.related
        if "_minor_fix" in request.POST:
            workflow.minor_fix(story, by=request.user, mended=obj, **notes, **rows)
            words = gettext("Mended. Readers are not told, clients are.")
        else:
            note = data["public_note"]
            workflow.correct(story, by=request.user, mended=obj, public_note=note, **notes, **rows)
            words = gettext("Corrected. The page tells readers what was changed.")
        request.outcomes = [(messages.SUCCESS, words), *told(form)]
        if story.lacks_since_id:
            words = gettext("The update that is in work still has the old words: take the correction over.")
            request.outcomes.append((messages.WARNING, words))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        story, edition = request.corrected
        publication = workflow.publication_of(story)
        is_bound, text = context["adminform"].form.is_bound, self.asked_back(request)
        context |= {
            "is_correction": True,
            "keeping_key": uuid4(),
            "took_back": pages_before(request) if is_bound else [text.form_key] if text else [],
            "is_changed": is_bound or text is not None,
            "came_back": text is not None,
            "offers": []
            if is_bound or text
            else [offers.of_correction(text, story) for text in self.unpublished(request)],
            "saved_keys": unsaved.saved_new_forms(request.user),
            "way_back": way_home(request, story),
            "is_pending": story.head_revision_id != edition.revision_id,
            "is_held": publication is not None and publication.held_at is not None,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def story_context(self, request: HttpRequest, article: Article, now: datetime) -> dict[str, Any]:
        story, edition = request.corrected
        publication = workflow.publication_of(story)
        return {
            "next_number": edition.update_number,
            "length": length(article.body),
            "page_address": page_address(publication) if steps.is_seen(publication, now) else "",
        }

    def text_context(
        self, request: HttpRequest, form: ArticleForm, story: Article | None, now: datetime
    ) -> dict[str, Any]:
        """The live text lacks nothing, and keeps its date."""
        _story, edition = request.corrected
        return {"lacks": [], "dateline": edition.dateline}

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if form_key := key_of(request.POST.get("form_key")):
            took_back = keys_of(request.POST.get("took_back"))
            unsaved.saved_without_story(request.user, form_key, instead_of=took_back)
        for level, outcome in request.outcomes:
            self.message_user(request, outcome, level)
        story, _edition = request.corrected
        return HttpResponseRedirect(way_home(request, story))


def way_home(request: HttpRequest, story: Article) -> str:
    """To the copy; to the record for whom the copy has been moved out of reach."""
    if roles_for(request).on(story.section_id):
        return reverse("admin:articles_article_change", args=[story.pk])
    return reverse("admin:articles_publication_change", args=[story.publication.pk])


def correct_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """For whoever answers for what readers see."""
    story = get_object_or_404(Article.objects.select_related("head_revision"), pk=pk)
    publication, now = workflow.publication_of(story), timezone.now()
    step = STEPS["correct"]
    if not workflow.may(roles_for(request), step, story, workflow.sections_of_record(publication, now)):
        desk.get_object(request, str(pk))  # 404 for whom the story is none
        raise PermissionDenied
    if not workflow.possible(step, story, publication, now):
        return not_possible(request, step, story, publication, desk)
    edition = workflow.shown_edition(publication, now)
    if edition is None:
        raise Http404
    request.corrected = (story, edition)
    return CorrectionDesk(Article, desk.admin_site).changeform_view(request, str(pk))
