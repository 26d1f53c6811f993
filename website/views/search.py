"""The search: one box, filters that each have their address, the best or the newest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation

from articles import search as index
from articles.models import Edition
from articles.search.words import excerpt, parts
from sections.tree import SectionTree, current_tree
from website.addresses import absolute
from website.languages import interface_language
from website.lists import Cursor, newest
from website.pages import reader_page, render_page
from website.searching import BEST, NEWEST, SearchFilters
from website.structured import Machines, feeds_of
from website.teasers import LISTED_FIELDS, Teaser, as_teasers
from website.views.errors import LATEST_INSTEAD
from website.views.fronts import STORIES_A_PAGE

FIELDS = (*LISTED_FIELDS, "dateline", "body")
EXCERPT = 220  # characters
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Result:
    story: Teaser
    headline: Pieces
    excerpt: Pieces


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        raise Http404
    language = interface_language(tree.root.language)
    with translation.override(language):
        asked = SearchFilters(request.GET, at, tree)
        context = {"asked": asked, "form": asked.form, "query": asked.query, "text": asked.text.strip()}
        context |= _found(request, asked, at, tree, language) if asked.is_asked else {}
        context |= {"taken": asked.taken(), "orders": _orders(asked), "canonical": absolute(asked.url())}
        context["machines"] = Machines(feeds_of(asked.url(order=""), asked.text) if asked.is_asked else [])
        return render_page(request, "website/search.html", context, tree=tree, section=tree.root, at=at)


def _found(
    request: HttpRequest, asked: SearchFilters, at: datetime, tree: SectionTree, language: str
) -> dict[str, Any]:
    try:
        found, further = _ask(request, asked, at)
    except index.TooSlow:
        return {"was_too_slow": True, "latest": _latest(at, tree, language)}
    shown: dict[str, Any] = {"results": _results(found.editions, asked, at, language), "further": further}
    shown |= {"was_cut": found.was_cut, "unknown": asked.unknown}
    return shown if found.editions else shown | {"latest": _latest(at, tree, language)}


def _ask(request: HttpRequest, asked: SearchFilters, at: datetime) -> tuple[index.Found, str]:
    """What is found, and the address where it goes on."""
    wanted = asked.wanted()
    if asked.order == BEST:
        page = _page(request.GET.get("page", ""))
        start = (page - 1) * STORIES_A_PAGE
        best = index.search_best(asked.query, wanted, at, STORIES_A_PAGE, start, FIELDS)
        return best, asked.url(page=str(page + 1)) if best.has_more else ""
    found = index.search(asked.query, wanted, at, STORIES_A_PAGE, _after(request), FIELDS)
    return found, asked.url(before=str(Cursor(*found.rest))) if found.rest else ""


def _page(text: str) -> int:
    """From 1 on; what is no number is the first."""
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) <= 2 and int(text) else 1


def _after(request: HttpRequest) -> index.Point | None:
    try:
        cursor = Cursor.parse(request.GET.get("before", ""))
    except ValueError:
        return None
    return cursor.first_published_at, cursor.publication_id


def _results(editions: list[Edition], asked: SearchFilters, at: datetime, language: str) -> list[Result]:
    stems = asked.query.stems
    return [
        Result(
            story=story,
            headline=parts(edition.headline, stems),
            excerpt=parts(excerpt(edition.body, stems, EXCERPT), stems),
        )
        for edition, story in zip(editions, as_teasers(editions, at, language), strict=True)
    ]


def _orders(asked: SearchFilters) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is the present one; of filters without words there is only the newest."""
    names = {BEST: translation.gettext("Best match"), NEWEST: translation.gettext("Newest first")}
    return [
        (name, asked.url(order="" if order == BEST else order), order == asked.order)
        for order, name in names.items()
        if asked.query
    ]


def _latest(at: datetime, tree: SectionTree, language: str) -> list[Teaser]:
    """A way on where nothing was found."""
    return as_teasers(newest("section", tree.root.id, at, LATEST_INSTEAD), at, language) if tree.root else []
