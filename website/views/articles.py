"""A story's page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles import body
from articles.models import Edition
from articles.published_time import format_time
from articles.stages import Kind
from sections.tree import SectionTree
from website.addresses import absolute, find_edition, find_killed, moved_to, story_url, tree_knowing
from website.languages import direction, interface_language
from website.lists import newest
from website.openings import opening
from website.pages import local, notice_of, reader_page, render_page
from website.teasers import Teaser, as_teasers, story_label
from website.views.errors import withdrawn

LATEST_BESIDE_THE_STORY = 6
WORDS_OF_DESCRIPTION = 30


@reader_page
def article(request: HttpRequest, path: str, day: date, slug: str) -> HttpResponse:
    at = timezone.now()
    edition = find_edition(day, slug, at)
    if edition is None:
        if killed := find_killed(day, slug):
            return withdrawn(request, killed, at)
        raise Http404
    tree = tree_knowing([edition])
    section = tree.by_id[edition.section_id]
    url = story_url(edition, section)
    if request.path != url:
        return moved_to(url, request)
    latest = latest_beside(edition, at, tree)
    return story_page(request, edition, tree, at, latest=latest, canonical=absolute(url))


def story_page(
    request: HttpRequest,
    edition: Edition,
    tree: SectionTree,
    at: datetime,
    *,
    template: str = "website/article_page.html",
    **more: Any,
) -> HttpResponse:
    """The page of this edition at that moment, be it published or a preview."""
    section = tree.by_id[edition.section_id]
    context = page_of(edition, tree, at) | more
    return render_page(request, template, context, tree=tree, section=section, at=at)


def page_of(edition: Edition, tree: SectionTree, at: datetime) -> dict[str, Any]:
    """What the page says of the story."""
    published = local(edition.publication.first_published_at)
    section = tree.by_id[edition.section_id]
    terms = tree.copyrights.get(edition.copyright_id or 0) or section.copyright
    return {
        "story": edition,
        "label": story_label(edition),
        "direction": direction(edition.language),
        "published": published,
        "published_text": format_time(published, edition.language),
        "old_since": published.year if is_over_a_year_old(published, local(at)) else None,
        "body": body.compose(edition.body, edition.dateline, edition.closing_source),
        "corrections": corrections_of(edition, at),
        "story_notice": notice_of(terms, published.year, section),
        "description": edition.subheadline or opening("", edition.body, WORDS_OF_DESCRIPTION),
    }


@dataclass(frozen=True)
class Correction:
    note: str
    moment: datetime
    moment_text: str


def corrections_of(edition: Edition, at: datetime) -> list[Correction]:
    """What readers were told of mistakes, newest first. No query for a story of one version."""
    if edition.version == 1 or edition.publication.pk is None:
        return []
    told = edition.publication.editions.filter(kind=Kind.CORRECTION, visible_from__lte=at)
    notes = told.exclude(visible_until=F("visible_from")).order_by("-visible_from", "-version")
    return [
        Correction(note, local(moment), format_time(local(moment), edition.language))
        for note, moment in notes.values_list("public_note", "visible_from")
    ]


def is_over_a_year_old(published: datetime, now: datetime) -> bool:
    """Both in the site's time zone."""
    return (published.year + 1, *published.timetuple()[1:6]) < now.timetuple()[:6]


def latest_beside(
    edition: Edition, at: datetime, tree: SectionTree, said_at: datetime | None = None
) -> list[Teaser]:
    """The latest stories of its section, other than itself, with their times as they are said then."""
    editions = newest("section", edition.section_id, at, LATEST_BESIDE_THE_STORY + 1)
    others = [other for other in editions if other.publication_id != edition.publication_id]
    others = others[:LATEST_BESIDE_THE_STORY]
    language = interface_language(tree.by_id[edition.section_id].language)
    return as_teasers(others, said_at or at, language)
