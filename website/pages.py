"""What every page for readers has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.dates import WEEKDAYS
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.published_time import format_date
from sections.models import Copyright
from sections.tree import Node, SectionTree
from website.furniture import current_furniture, remembered_furniture
from website.languages import choices, direction, interface_language
from website.plain import plain_page

SECONDS_PROMISED = 1
MOST_MADE = 1_000  # mastheads and footers

View = TypeVar("View", bound=Callable[..., HttpResponse])
Response = TypeVar("Response", bound=HttpResponse)


def reader_page(view: View) -> View:
    """A view that only reads: GET and HEAD, for anybody. Without cookies there is nothing to forge."""
    return csrf_exempt(require_safe(view))


def keep_briefly(response: Response) -> Response:
    """Nothing is purged, so nothing in front of us may keep anything for longer than a second."""
    patch_cache_control(response, public=True, max_age=SECONDS_PROMISED)
    return response


def local(moment: datetime) -> datetime:
    """In the site's time zone, whoever asks, and to the second: HTML knows no microseconds."""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(microsecond=0)


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    tree: SectionTree | None,
    section: Node | None,
    at: datetime,
    status: int = 200,
    asks: bool = True,
) -> HttpResponse:
    """A page of this site, in the language of its section. One that must not ask the database says so."""
    language = interface_language(section.language if section else settings.NEWSROOM_LANGUAGE)
    with translation.override(language):
        around = _surroundings(tree, section, at, language) | _furniture(at, asks=asks)
        own = {name: context.get(name) for name in ("front_of", "asked")}
        kept = {"masthead": _masthead(tree, around | own), "footer": _footer(tree, around)}
        context = around | context | kept
        response = render(request, template, context, status=status, using="readers")
        response.content = plain_page(response.content)
    return keep_briefly(response)


@dataclass(frozen=True)
class Notice:
    """A copyright line and how it is written."""

    text: str
    language: str
    direction: str


def notice_of(terms: Copyright | None, year: int, section: Node) -> Notice | None:
    """The section's language where the copyright does not say its own."""
    if terms is None:
        return None
    language = terms.language or interface_language(section.language)
    return Notice(terms.notice_for(year), language, direction(language))


def _surroundings(
    tree: SectionTree | None, section: Node | None, at: datetime, language: str
) -> dict[str, Any]:
    """What masthead and footer say; without a tree they are bare."""
    today = local(at)
    line = section.line if section else []
    return {
        "language": language,
        "root": line[0] if line else None,
        "name_of_site": name_of_site(tree, line),
        "imprint": tree.imprint if tree else None,
        "brand": settings.NEWSROOM_BRAND_FILES,
        "archive_year": f"{today.year:04}",
        "section": section,
        "line": line,
        "subsections": line[1].visible_children if len(line) > 1 else [],
        "today": f"{WEEKDAYS[today.weekday()]} {format_date(today, language)}",
        "notice": notice_of(section.copyright, today.year, section) if section else None,
    }


def name_of_site(tree: SectionTree | None, line: list[Node]) -> str:
    """The agency's. Until the map has been read nobody knows that, and the address has to do."""
    if line:
        return line[0].name
    return "Newsroom" if tree else urlsplit(settings.NEWSROOM_BASE_URL).netloc


_made: WeakKeyDictionary[SectionTree, dict[tuple[Any, ...], str]] = WeakKeyDictionary()


def _masthead(tree: SectionTree | None, context: dict[str, Any]) -> str:
    """The same on all pages of a section, but for the front's own link and on the page of the search."""
    section = context["section"]
    said = [context[name] for name in ("section", "front_of", "language", "today")]
    key = (*(getattr(each, "id", each) for each in said), bool(context["asked"]))
    return _once(
        (tree, "_masthead.html", *key),
        lambda: context | {"languages": choices(tree, section) if tree and section else []},
    )


def _footer(tree: SectionTree | None, context: dict[str, Any]) -> str:
    """The same on all pages of a section."""
    section = context["section"]
    said = [context[name] for name in ("language", "today", "footer_pages")]
    return _once((tree, "_footer.html", section.id if section else None, *said), lambda: context)


def _once(key: tuple[Any, ...], context: Callable[[], dict[str, Any]]) -> str:
    """Rendered once for all pages that say the same, for as long as the tree says what it says."""
    tree, template, *_said = key
    known = _made.setdefault(tree, {}) if tree else {}
    if len(known) > MOST_MADE:  # every day makes others
        known.clear()
    if key[1:] not in known:
        known[key[1:]] = render_to_string(template, context(), using="readers")
    return known[key[1:]]


def _furniture(at: datetime, *, asks: bool) -> dict[str, Any]:
    """As it is now: a page that is looked at as of a later time tells nothing else of what is to come."""
    now = min(at, timezone.now())
    furniture = current_furniture(now) if asks else remembered_furniture(now)
    return {"bar": furniture.bar, "footer_pages": furniture.pages}
