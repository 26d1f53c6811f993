"""The search: one box, filters that each have their address, the best or the newest."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import search as index
from sections.tree import SectionTree, current_tree
from website.addresses import absolute
from website.languages import interface_language
from website.lists import Cursor, newest
from website.matches import FIELDS, as_results
from website.narrowing import LOOKED_AT, Names, newest_editions
from website.pages import reader_page, render_page
from website.searching import BEST, NEWEST, SearchFilters
from website.structured import Machines, feeds_of
from website.teasers import Teaser, as_teasers
from website.views.errors import LATEST_INSTEAD
from website.views.fronts import STORIES_A_PAGE


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        raise Http404
    language = interface_language(tree.root.language)
    with translation.override(language):
        asked = SearchFilters(request.GET, at, tree)
        context = {"asked": asked, "form": asked.form, "query": asked.query, "text": asked.text.strip()}
        context |= _found(request, asked, at, tree, language)
        context |= {"taken": asked.taken(), "orders": _orders(asked), "canonical": absolute(asked.url())}
        context["machines"] = Machines(feeds_of(asked.url(order=""), asked.text) if asked.is_asked else [])
        return render_page(request, "website/search.html", context, tree=tree, section=tree.root, at=at)


def _found(
    request: HttpRequest, asked: SearchFilters, at: datetime, tree: SectionTree, language: str
) -> dict[str, Any]:
    """The results; where there are none, the latest stories and names that one may choose from."""
    try:
        found, further = _ask(request, asked, at) if asked.is_asked else (index.Found(), "")
    except index.TooSlow:
        return {"was_too_slow": True, "latest": _latest(at, tree, language)}
    names = Names(found.known or newest_editions(at, tree), language)
    kinds = names.kinds(asked, len(found.known))
    shown: dict[str, Any] = {"kinds": kinds, "further": further}
    shown["was_cut"] = found.was_cut and not found.has_more
    if found.editions:
        results = as_results(found.editions, asked.query.stems, names, at, language)
        shown |= {"results": results, "total": _total(found) if "before" not in request.GET else ""}
        shown["narrows"] = any(kind.offered for kind in kinds)
    elif asked.is_asked:
        shown["latest"] = _latest(at, tree, language)
    return shown


def _ask(request: HttpRequest, asked: SearchFilters, at: datetime) -> tuple[index.Found, str]:
    """What is found, and the address where it goes on."""
    wanted = asked.wanted()
    if asked.order == BEST:
        page = _page(request.GET.get("page", ""))
        start = (page - 1) * STORIES_A_PAGE
        best = index.search_best(asked.query, wanted, at, STORIES_A_PAGE, start, FIELDS, LOOKED_AT)
        if best.has_more:
            return best, asked.url(page=str(page + 1))
        return best, asked.url(order=NEWEST) if best.was_cut else ""
    found = index.search(asked.query, wanted, at, STORIES_A_PAGE, _after(request), FIELDS, LOOKED_AT)
    return found, asked.url(before=str(Cursor(*found.rest))) if found.rest else ""


def _total(found: index.Found) -> str:
    """Counted as far as was looked: what is called more is never the whole archive's count."""
    count = len(found.known)
    if found.is_all:
        return ngettext("%(count)s story", "%(count)s stories", count) % {"count": count}
    if count == LOOKED_AT:
        return _("more than %(count)s stories") % {"count": count}
    return ngettext("at least %(count)s story", "at least %(count)s stories", count) % {"count": count}


def _page(text: str) -> int:
    """From 1 on; what is no number is the first."""
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) <= 2 and int(text) else 1


def _after(request: HttpRequest) -> index.Point | None:
    try:
        cursor = Cursor.parse(request.GET.get("before", ""))
    except ValueError:
        return None
    return cursor.first_published_at, cursor.publication_id


def _orders(asked: SearchFilters) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is the present one; of filters without words there is only the newest."""
    names = {BEST: _("Best match"), NEWEST: _("Newest first")}
    return [
        (name, asked.url(order="" if order == BEST else order), order == asked.order)
        for order, name in names.items()
        if asked.query
    ]


def _latest(at: datetime, tree: SectionTree, language: str) -> list[Teaser]:
    """A way on where nothing was found."""
    return as_teasers(newest("section", tree.root.id, at, LATEST_INSTEAD), at, language) if tree.root else []
