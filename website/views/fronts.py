"""The front of a section; the root's is the home page."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sections.branch import find
from sections.tree import Node, SectionTree, current_tree
from website.addresses import absolute, moved_to
from website.fronts import BELOW_THE_LEAD, BESIDE_THE_LEAD, Front, chosen_for, front_of
from website.languages import interface_language
from website.lists import Cursor, newest
from website.openings import opening_of
from website.pages import reader_page, render_page
from website.structured import Machines, feeds_of, of_front
from website.teasers import as_teasers, by_day

STORIES_A_PAGE = 20
TOO_FEW_FOR_A_RIVER = 2  # they join the latest
LEAD_WORDS = 55


@reader_page
def front(request: HttpRequest, path: str) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        return unopened(request, path, at)
    section, present_path = find(path)
    if section is None or (present_path == path and section.path != path):
        raise Http404
    if present_path != path:
        return moved_to(reverse("front", kwargs={"path": present_path}), request)
    before = cursor_from(request)
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
) -> HttpResponse:
    """The page of this front, be it what its editors have saved or what one of them just tries."""
    context = {
        "front_of": section,
        "older": f"{section.url}?before={front.older}" if front.older else "",
        "canonical": absolute(section.url),
        "machines": of_front(section, at),
        **shown(front, at, interface_language(section.language)),
    }
    return render_page(request, template, context, tree=tree, section=section, at=at)


def older_page(
    request: HttpRequest, section: Node, before: Cursor, tree: SectionTree, at: datetime
) -> HttpResponse:
    """The section's list from there on, day by day; what is pinned stands in it where it belongs."""
    editions = newest("section", section.id, at, STORIES_A_PAGE + 1, before)
    shown, rest = editions[:STORIES_A_PAGE], editions[STORIES_A_PAGE:]
    language = interface_language(section.language)
    context = {
        "front_of": section,
        "older": f"{section.url}?before={Cursor.after(shown[-1])}" if rest else "",
        "canonical": absolute(f"{section.url}?before={before}"),
        "machines": Machines(feeds_of(section.url, section.name)),
        "days": by_day(as_teasers(shown, at, language), language),
    }
    template = "website/section_older.html"
    return render_page(request, template, context, tree=tree, section=section, at=at)


def cursor_from(request: HttpRequest) -> Cursor | None:
    """Where the page begins; what is no such place is no page."""
    if "before" not in request.GET:
        return None
    try:
        return Cursor.parse(request.GET["before"])
    except ValueError:
        raise Http404 from None


def shown(front: Front, at: datetime, language: str) -> dict[str, Any]:
    """The lead with its opening words, the pins below it, the latest beside both, then blocks or the rest."""
    lead = as_teasers([front.lead], at, language) if front.lead else []
    pinned, latest = as_teasers(front.pinned, at, language), as_teasers(front.newest, at, language)
    also = max(0, BELOW_THE_LEAD - len(pinned))
    beside = BESIDE_THE_LEAD
    if not front.blocks and beside + also < len(latest) <= beside + also + TOO_FEW_FOR_A_RIVER:
        beside = len(latest) - also
    return {
        "lead": lead[0] if lead else None,
        "opening": opening_of(front.lead, at, LEAD_WORDS) if front.lead else "",
        "pinned": pinned,
        "latest": latest[:beside],
        "also": latest[beside:][:also],
        "stories": latest[beside + also :],
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
