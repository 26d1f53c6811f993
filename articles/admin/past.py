"""A story's past: its events, and what its copy said at each of them. Read only."""

from datetime import datetime

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext

from articles import publishing
from articles.admin import steps
from articles.admin.columns import chip, live_chip, moment, page_address
from articles.body import compose
from articles.compare import shown
from articles.models import Article, Edition, Event, Publication, Revision
from articles.stages import STEPS, Stage
from sections.admin import roles_for
from sections.tree import current_tree

EVENTS_A_PAGE = 50


def worded(revision: Revision, at: datetime) -> Edition:
    """What readers would see of this revision, were it published at that moment. Not saved."""
    publication = steps.publication_of(revision.article) or Publication(first_published_at=at)
    return publishing.edition_of(revision, publication, current_tree())


def done(revision: Revision) -> str:
    """`Anna Rossi published this story`."""
    who = str(revision.by or gettext("The system"))
    return STEPS[revision.step].done % {"who": who} if revision.step in STEPS else who


def history_view(request: HttpRequest, object_id: str, desk: admin.ModelAdmin) -> HttpResponse:
    story = desk.get_object(request, object_id)
    pages = Paginator(Event.objects.filter(article_id=story.pk), EVENTS_A_PAGE)
    page = pages.get_page(request.GET.get("p"))
    kept = [event.revision_id for event in page if event.revision_id]
    parents = dict(Revision.objects.filter(pk__in=kept).values_list("pk", "parent_id"))
    events = [
        {
            "event": event,
            "step": STEPS[event.step].label if event.step in STEPS else event.step,
            "when": moment(event.at),
            "to": chip(Stage(event.to_stage)) if event.to_stage != event.from_stage else "",
            "grew_from": parents.get(event.revision_id),
        }
        for event in page
    ]
    context = {"title": gettext("History"), "events": events, "page": page}
    return TemplateResponse(
        request, "admin/articles/article/past.html", about(request, story, desk) | context
    )


def revision_view(request: HttpRequest, pk: int, revision_pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    story = desk.get_object(request, str(pk))
    revision = get_object_or_404(Revision.objects.select_related("by"), pk=revision_pk, article=story)
    revision.article = story
    now = timezone.now()
    edition = worded(revision, now)
    context = {
        "title": edition.headline,
        "edition": edition,
        **as_read(edition, revision),
        "revision": revision,
        "done": done(revision),
        "when": moment(revision.created_at),
        "is_newest": revision.pk == story.head_revision_id,
        "may_restore": STEPS["restore"] in steps.open_steps(roles_for(request), story, now),
        "bar": steps.bar(request, story, now),
    }
    return TemplateResponse(
        request, "admin/articles/article/revision.html", about(request, story, desk) | context
    )


def as_read(edition: Edition, revision: Revision) -> dict[str, object]:
    """The text, and its pictures in words: what they look like today is not what readers saw."""
    rows = revision.data.get("photos", ())
    figures = {row["id"]: format_html('<p class="quiet">[{}]</p>', shown("photos", [row])) for row in rows}
    return {
        "text": compose(edition.body, edition.dateline, edition.closing_source, figures),
        "pictures": [shown("photos", [row]) for row in rows],
    }


def about(request: HttpRequest, story: Article, desk: admin.ModelAdmin) -> dict[str, object]:
    publication, now = steps.publication_of(story), timezone.now()
    is_seen = bool(publication and publication.visible_from and publication.visible_from <= now)
    return {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "opts": desk.opts,
        "story": story,
        "publication": publication,
        "stage_chip": "" if publication and publication.killed_at else chip(Stage(story.stage)),
        "live_chip": live_chip(publication, now),
        "page_address": page_address(publication) if is_seen else "",
    }
