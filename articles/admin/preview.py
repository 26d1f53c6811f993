"""A story as readers will see it, on a desk and on a phone, now or at its time; and a link to hand on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import previewing
from articles.admin import steps
from articles.admin.columns import moment, on_the_clock
from articles.admin.past import about, done
from articles.forms import ArticleForm, is_key
from articles.models import Article, Preview, Revision
from articles.snapshot import snapshot_of

NOW, SCHEDULED = "now", "scheduled"


@dataclass(frozen=True)
class Text:
    """What is looked at: of a revision, or typed and not saved."""

    data: dict[str, Any]
    revision: Revision | None = None

    def not_before(self, now: datetime) -> datetime | None:
        """Where it is still to come."""
        said = self.data["not_before"]
        time = datetime.fromisoformat(said) if said else None
        return time if time and time > now else None


@dataclass
class NothingToShow(Exception):
    sentence: str
    errors: list[tuple[str, list[str]]] = field(default_factory=list)  # label, what is wrong


def preview_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    story = desk.get_object(request, str(pk))
    publication = steps.publication_of(story)
    if publication and publication.killed_at:
        messages.warning(request, _("This story was killed: readers see nothing of it any more."))
        return redirect("admin:articles_article_revision", story.pk, story.head_revision_id)
    return _page(request, story, desk, about(request, story, desk))


def preview_new_view(request: HttpRequest, desk: admin.ModelAdmin) -> HttpResponse:
    """Of a story that was not saved yet: what stands in its form."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    if not {"_preview", "typed"} & set(request.POST):
        return redirect("admin:articles_article_add")
    context = {**desk.admin_site.each_context(request), "is_nav_sidebar_enabled": False, "opts": desk.opts}
    return _page(request, Article(), desk, context)


def _page(
    request: HttpRequest, story: Article, desk: admin.ModelAdmin, context: dict[str, Any]
) -> HttpResponse:
    now = timezone.now()
    context |= {"title": _("Preview")}
    try:
        context |= _shown(request, story, _text(request, story, desk, now), now)
    except NothingToShow as reason:
        context |= {"sentence": reason.sentence, "errors": reason.errors}
    return TemplateResponse(request, "admin/articles/article/preview.html", context)


def _text(request: HttpRequest, story: Article, desk: admin.ModelAdmin, now: datetime) -> Text:
    """The story's form as it was typed, or the typed text of a moment ago, or a revision."""
    sent = request.POST if request.method == "POST" else request.GET
    if "_preview" in request.POST:
        return Text(_typed(request, story, desk))
    if "typed" in request.POST:
        return Text(_typed_before(request, story, now).data)
    asked = sent.get("revision") or story.head_revision_id
    if not is_key(asked):
        raise Http404
    revision = get_object_or_404(Revision.objects.select_related("by"), pk=asked, article=story)
    return Text(revision.data, revision)


def _typed(request: HttpRequest, story: Article, desk: admin.ModelAdmin) -> dict[str, Any]:
    """What saving the form would keep; nothing is saved."""
    # The form writes what was typed into its story.
    typed = desk.get_object(request, str(story.pk)) if story.pk else Article()
    form_class = desk.get_form(request, typed if story.pk else None, change=bool(story.pk))
    form = _form_to_look_at(form_class)(request.POST, instance=typed)
    if form.is_valid():
        return snapshot_of(form.instance, **form.related)
    errors = [
        (str(form[name].label) if name in form.fields else "", form.errors[name]) for name in form.errors
    ]
    raise NothingToShow(_("This cannot be shown as it was typed. In the form, put right first:"), errors)


def _form_to_look_at(form_class: type[ArticleForm]) -> type[ArticleForm]:
    class LookedAt(form_class):
        def check_seen(self, data: dict[str, Any]) -> None:
            """Looking is no step: whoever was faster is in nobody's way."""

    return LookedAt


def _typed_before(request: HttpRequest, story: Article, now: datetime) -> Preview:
    preview = previewing.read(request.POST["typed"], now)
    if preview is None or (preview.article_id, preview.by_id) != (story.pk, request.user.pk):
        raise NothingToShow(_("This preview is too old: go back to the form and press Preview again."))
    return preview


def _shown(request: HttpRequest, story: Article, text: Text, now: datetime) -> dict[str, Any]:
    """The two frames, the choice of the moment, and the link where one was asked for."""
    sent: QueryDict = request.POST if request.method == "POST" else request.GET
    not_before = text.not_before(now)
    is_now = not_before is None or sent.get("moment") == NOW
    at = now if is_now else not_before
    saved = story if story.pk else None
    preview = previewing.make(saved, text.data, by=request.user, moment=at)
    link = None
    if "_link" in request.POST:
        link = previewing.make(saved, text.data, by=request.user, moment=at, lasts=previewing.HANDED_ON)
    return {
        "headline": text.data["headline"],
        "revision": text.revision,
        "is_newest": text.revision is not None and text.revision.pk == story.head_revision_id,
        "done": done(text.revision) if text.revision else "",
        "when": moment(text.revision.created_at) if text.revision else "",
        "typed": "" if text.revision else previewing.token_of(preview),
        "frame": _address(preview),
        "moment": NOW if is_now else SCHEDULED,
        "not_before": on_the_clock(not_before) if not_before else "",
        "link": f"{settings.NEWSROOM_BASE_URL}{_address(link)}" if link else "",
        "link_until": on_the_clock(link.expires_at) if link else "",
    }


def _address(preview: Preview) -> str:
    return reverse("preview", kwargs={"token": previewing.token_of(preview)})
