"""A story's page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from articles import body
from articles.published_time import format_date, format_time
from articles.stages import Kind
from sections.tree import SectionTree
from website import stories, unchanged
from website.addresses import absolute, find_killed, moved_to, story_url, tree_knowing
from website.beside import beside, current_latest, current_sharing
from website.furniture import current_furniture
from website.languages import direction, interface_language
from website.models import Page
from website.openings import opening
from website.pages import local, notice_of, reader_page, render_page
from website.periods import Period, archive_url
from website.pictures import Picture, hang
from website.sharing import report_url, shares_of
from website.stories import Story
from website.story_parts import alternates_of, around_text, history_of, linked_byline, say, versions_of
from website.structured import of_story
from website.teasers import story_label
from website.views.errors import withdrawn

WORDS_OF_DESCRIPTION = 30


@reader_page
def article(request: HttpRequest, path: str, day: date, slug: str) -> HttpResponse:
    at = timezone.now()
    found = stories.find(day, slug, at)
    if found is None:
        if killed := find_killed(day, slug):
            return withdrawn(request, killed, at)
        raise Http404
    story, tree = found.story, tree_knowing([found.story.edition, *found.story.versions])
    section = tree.by_id[story.edition.section_id]
    url = story_url(story.edition, section)
    if request.path != url:
        return moved_to(url, request)
    near = current_sharing(story, at)

    def made_of() -> tuple[Any, ...]:
        furniture = current_furniture(at)
        around = (tree, furniture.bar, furniture.pages, current_latest(section, at), local(at).date())
        return found.row, near, *around

    return unchanged.page(url, made_of, lambda: written(request, story, near, tree, at))


def written(
    request: HttpRequest, story: Story, near: list[Sequence[Any]], tree: SectionTree, at: datetime
) -> HttpResponse:
    """The page of a story that has an address."""
    section = tree.by_id[story.edition.section_id]
    url = absolute(story_url(story.edition, section))
    more = address_of(story, tree, at, url)
    more |= {"beside": beside(story, near, current_latest(section, at), section, at)}
    machines = of_story(story, tree, url, at)
    response = story_page(request, story, tree, at, machines=machines, **more)
    if story.edition.noindex:
        response["X-Robots-Tag"] = "noindex"
    return response


def story_page(
    request: HttpRequest,
    story: Story,
    tree: SectionTree,
    at: datetime,
    *,
    template: str = "website/article_page.html",
    **more: Any,
) -> HttpResponse:
    """The page of this story at that moment, be it published or a preview."""
    section = tree.by_id[story.edition.section_id]
    context = page_of(story, tree, at) | more
    return render_page(request, template, context, tree=tree, section=section, at=at)


def page_of(story: Story, tree: SectionTree, at: datetime) -> dict[str, Any]:
    """What the page says of the story."""
    edition, section = story.edition, tree.by_id[story.edition.section_id]
    published = local(edition.publication.first_published_at)
    updated = local(edition.updated_at) if edition.updated_at else None
    terms = tree.copyrights.get(edition.copyright_id or 0) or section.copyright
    history, now = history_of(story, at), local(at)
    hung, language = hang(edition, story.pictures), interface_language(section.language)
    return {
        "story": edition,
        "label": story_label(edition),
        "direction": direction(edition.language),
        "published": published,
        "published_text": format_time(published, edition.language),
        "published_day": format_date(published, language),
        "is_of_this_year": published.year == now.year,
        "updated": updated,
        "was_corrected": bool(story.told) and story.told[0].kind == Kind.CORRECTION,
        "updated_text": say(updated, (published, now), edition.language) if updated else "",
        "old_since": published.year if is_over_a_year_old(published, now) else None,
        "byline": linked_byline(edition.byline, story.authors),
        "authors": story.authors,
        "topics": story.topics,
        "versions": versions_of(story, tree),
        "corrections": [entry for entry in history if entry.is_correction],
        "history": history if story.told else [],
        "lead": hung.lead,
        "gallery": hung.gallery,
        "body": body.compose(edition.body, *around_text(edition), figures_of(hung.in_text, language)),
        "story_notice": notice_of(terms, published.year, section),
        "description": edition.subheadline or opening("", edition.body, WORDS_OF_DESCRIPTION),
    }


def figures_of(pictures: dict[int, Picture], language: str) -> dict[int, SafeString]:
    """As they stand in the text; what is no word of the story is said in the page's language."""
    with translation.override(language):
        return {
            key: render_to_string(
                "website/_figure.html",
                {"picture": picture, "image": picture.in_text, "language": language},
                using="readers",
            )
            for key, picture in pictures.items()
        }


def is_over_a_year_old(published: datetime, now: datetime) -> bool:
    """Both in the site's time zone; by the day, as nothing on the page changes at another hour."""
    return (published.year + 1, published.month, published.day) < (now.year, now.month, now.day)


def address_of(story: Story, tree: SectionTree, at: datetime, url: str) -> dict[str, Any]:
    """What only a story with an address has: what points to it."""
    headline, section = story.edition.headline, tree.by_id[story.edition.section_id]
    day = Period.of_day(local(story.edition.publication.first_published_at).date())
    pages = current_furniture(at).pages
    contact = next((page.url for page in pages if page.about == Page.About.CONTACT), "")
    with translation.override(interface_language(section.language)):
        report = report_url(tree.imprint, contact, headline, url)
    return {
        "canonical": url,
        "day_url": archive_url(section, day),
        "alternates": alternates_of(story, tree),
        "shares": shares_of(headline, url),
        "report": report,
    }
