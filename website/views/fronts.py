"""The front of a section; the root's is the home page."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from sections.branch import find
from sections.tree import current_tree
from website.addresses import absolute, moved_to
from website.languages import interface_language
from website.lists import Cursor, newest
from website.openings import opening_of
from website.pages import reader_page, render_page
from website.teasers import as_teasers, by_day

STORIES_A_PAGE = 20
BESIDE_THE_LEAD = 8
BELOW_THE_LEAD = 2
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
    editions = newest("section", section.id, at, STORIES_A_PAGE + 1, before)
    shown, rest = editions[:STORIES_A_PAGE], editions[STORIES_A_PAGE:]
    context = {
        "front_of": section,
        "older": f"{section.url}?before={Cursor.after(shown[-1])}" if rest else "",
        "canonical": absolute(f"{section.url}?before={before}" if before else section.url),
    }
    build, template = (older_list, "section_older") if before else (first_page, "section_front")
    context |= build(shown, at, interface_language(section.language))
    return render_page(request, f"website/{template}.html", context, tree=tree, section=section, at=at)


def cursor_from(request: HttpRequest) -> Cursor | None:
    """Where the page begins; what is no such place is no page."""
    if "before" not in request.GET:
        return None
    try:
        return Cursor.parse(request.GET["before"])
    except ValueError:
        raise Http404 from None


def first_page(editions: list[Edition], at: datetime, language: str) -> dict[str, Any]:
    """The lead with its opening words, the latest beside it, two below, then the rest: each story once."""
    lead, others = as_teasers(editions[:1], at, language), as_teasers(editions[1:], at, language)
    return {
        "lead": lead[0] if lead else None,
        "opening": opening_of(editions[0], at, LEAD_WORDS) if lead else "",
        "latest": others[:BESIDE_THE_LEAD],
        "also": others[BESIDE_THE_LEAD:][:BELOW_THE_LEAD],
        "stories": others[BESIDE_THE_LEAD + BELOW_THE_LEAD :],
    }


def older_list(editions: list[Edition], at: datetime, language: str) -> dict[str, Any]:
    return {"days": by_day(as_teasers(editions, at, language), language)}


def unopened(request: HttpRequest, path: str, at: datetime) -> HttpResponse:
    """The home page of a newsroom that has no sections yet."""
    if path:
        raise Http404
    return render_page(request, "website/unopened.html", {}, tree=None, section=None, at=at)
