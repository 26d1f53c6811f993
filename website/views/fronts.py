"""The front of a section; the root's is the home page."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sections.tree import Node, SectionTree, current_tree
from website.addresses import absolute, moved_to, section_at
from website.fronts import Front, chosen_for, front_of
from website.languages import interface_language
from website.lists import Cursor, newest
from website.openings import opening_of
from website.pages import reader_page, render_page
from website.structured import Machines, feeds_of, of_front
from website.teasers import Day, as_teasers, by_day

STORIES_A_PAGE = 20
LEAD_WORDS = 55
HEADLINES_IN_DESCRIPTION = 3
LONGEST_DESCRIPTION = 250


@reader_page
def front(request: HttpRequest, path: str) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        return unopened(request, path, at)
    section = section_at(path)
    if section is None:
        raise Http404
    if request.path != section.url:
        return moved_to(section.url, request)
    before = cursor_from(request, at)
    if before:
        return older_page(request, section, before, tree, at)
    front = front_of(section, at, chosen_for(section.id, at))
    return front_page(request, section, front, tree, at)


def front_page(
    request: HttpRequest,
    section: Node,
    front: Front,
    tree: SectionTree,
    at: datetime,
    *,
    template: str = "website/section_front.html",
    **more: Any,
) -> HttpResponse:
    """The page of this front, be it what its editors have saved or what one of them just tries."""
    description = description_of(section, front)
    context = {
        "front_of": section,
        "description": description,
        "older": f"{section.url}?before={front.older}" if front.older else "",
        "canonical": absolute(section.url),
        "machines": of_front(section, at, description),
        **shown(front, at, interface_language(section.language)),
        **more,
    }
    return render_page(request, template, context, tree=tree, section=section, at=at)


def older_page(
    request: HttpRequest, section: Node, before: Cursor, tree: SectionTree, at: datetime
) -> HttpResponse:
    """The section's list from there on, day by day; what is pinned stands in it where it belongs."""
    editions = newest("section", section.id, at, STORIES_A_PAGE + 1, before)
    if not editions:
        raise Http404
    shown, rest = editions[:STORIES_A_PAGE], editions[STORIES_A_PAGE:]
    language = interface_language(section.language)
    days = by_day(as_teasers(shown, at, language), language, section)
    context = {
        "front_of": section,
        "description": description_of_older(section, days),
        "older": f"{section.url}?before={Cursor.after(shown[-1])}" if rest else "",
        "canonical": absolute(f"{section.url}?before={before}"),
        "machines": Machines(feeds_of(section.url, section.name)),
        "days": days,
    }
    template = "website/section_older.html"
    return render_page(request, template, context, tree=tree, section=section, at=at)


def description_of(section: Node, front: Front) -> str:
    """Its own words; where nobody has written any, what it is and its newest headlines."""
    if section.description:
        return section.description
    names = {"section": section.name, "agency": section.line[0].name}
    with translation.override(interface_language(section.language)):
        said = (
            _("The latest news: %(section)s, %(agency)s.")
            if section.parent
            else _("The latest news: %(agency)s.")
        )
    top = [*([front.lead] if front.lead else []), *front.pinned, *front.newest][:HEADLINES_IN_DESCRIPTION]
    headlines = " · ".join(edition.headline for edition in top)
    return Truncator(" ".join(filter(None, (said % names, headlines)))).chars(LONGEST_DESCRIPTION)


def description_of_older(section: Node, days: list[Day]) -> str:
    with translation.override(interface_language(section.language)):
        if days[0].name == days[-1].name:
            return _("%(name)s: stories of %(day)s.") % {"name": section.name, "day": days[0].name}
        said = _("%(name)s: the stories from %(first)s to %(last)s.")
    return said % {"name": section.name, "first": days[-1].name, "last": days[0].name}


def cursor_from(request: HttpRequest, at: datetime) -> Cursor | None:
    """Where the page begins; what is no such place is no page, nor is one on which nothing stands yet."""
    if "before" not in request.GET:
        return None
    try:
        cursor = Cursor.parse(request.GET["before"])
    except ValueError:
        raise Http404 from None
    if cursor.first_published_at > at:
        raise Http404
    return cursor


def shown(front: Front, at: datetime, language: str) -> dict[str, Any]:
    """The lead with its opening words, pins or the newest below, the latest beside both, then the rest."""
    also, latest, stories = (as_teasers(shelf, at, language) for shelf in front.shelves())
    return {
        "lead": as_teasers([front.lead], at, language)[0] if front.lead else None,
        "opening": opening_of(front.lead, at, LEAD_WORDS) if front.lead else "",
        "pinned": as_teasers(front.pinned, at, language),
        "also": also,
        "latest": latest,
        "stories": stories,
        "blocks": [
            {"section": block.section, "stories": as_teasers(block.stories, at, language)}
            for block in front.blocks
        ],
    }


def unopened(request: HttpRequest, path: str, at: datetime) -> HttpResponse:
    """The home page of a newsroom that has no sections yet."""
    if path:
        raise Http404
    return render_page(request, "website/unopened.html", {}, tree=None, section=None, at=at)
