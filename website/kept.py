"""Readers' pages as they were rendered at most half a second ago, for everybody who asks meanwhile.

Nothing is ever purged: a page is kept for half a second, counted from before its first look into the
database, and never past the next moment at which what readers see changes by itself. With the half second for
which the map is remembered, and the second that caches in front and browsers are promised, these are the two
in which a change is everywhere.
Whoever has a session, as the desk has, gets every page anew: who has just published sees it at once.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from math import inf
from typing import NamedTuple, Self

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import get_conditional_response

from articles.search.words import LONGEST_QUERY
from website.furniture import current_furniture
from website.pages import SECONDS_PROMISED
from website.searching import KEYS

SECONDS_KEPT = 0.5
RENEWED_AFTER = 0.35  # second: from then on one request renders it anew, the others get what there is
PATIENCE = 1.0  # seconds for which others wait for the one that renders what there is not yet
LOOKED_FOR_EVERY = 0.01  # second
REMEMBERED = 2  # whole seconds, in which the cache counts; what is too old in it is looked at no more
LARGEST = 300_000  # bytes: room for the longest story, for none of a sitemap's large files

# What a page may be asked with; views get no other, so none can depend on what is no part of the key.
KNOWN = frozenset({"before", "from"})
# There are more searches than pages: they have a memory of their own, so that no flood of them drives out the
# fronts, and with room for what is small and asked for by many at once.
SEARCH = "/search/"
KNOWN_TO_SEARCH = frozenset(KEYS)
LARGEST_SEARCH = 100_000  # bytes
# Nobody else's business, or not rendered at all.
NOT_KEPT = ("/preview/", "/media/", "/healthz", "/favicon.ico", "/apple-touch-icon")
LASTING = (200, 404, 410)  # all else is made anew: a redirect is cheap, a fault must not stay
PROMISED = (*LASTING, 301, 302)
CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Kept(NamedTuple):
    """A page with all that it takes to answer with it; without a status one that cannot be kept."""

    begun: float
    changes: float  # when what readers see changes by itself
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""

    @classmethod
    def of(cls, response: HttpResponse, begun: float, changes: float, largest: int) -> Self:
        if not can_be_kept(response) or len(response.content) > largest:
            return cls(begun, changes)
        return cls(begun, changes, response.status_code, tuple(response.items()), response.content)

    def is_right(self, now: float) -> bool:
        return self.begun <= now < min(self.begun + SECONDS_KEPT, self.changes)

    def is_new(self, now: float) -> bool:
        return now < self.begun + RENEWED_AFTER

    def answers(self, request: HttpRequest) -> bool:
        """What is no address of ours may be, with a query, one of a former system's."""
        return self.status == 200 or not request.META.get("QUERY_STRING")

    def response(self) -> HttpResponse:
        return HttpResponse(self.content, status=self.status, headers=dict(self.headers))


class KeptPagesMiddleware:
    """Stands outside of all that readers' pages do not need: sessions, people, messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_prefix = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # its length has been told
        return response

    def respond(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(self.admin_prefix):
            return self.get_response(request)
        now = time.time()
        if request.path.startswith(NOT_KEPT):
            return self.answer_anew(request, now)
        narrow(request)
        if has_session(request):
            response = self.answer_anew(request, now)
            if is_public(response):
                response.headers["Cache-Control"] = "private, no-cache"
            return response
        if not settings.NEWSROOM_KEEP_PAGES:
            return self.answer_anew(request, now)
        request.get_host()  # refuses a name that is not ours, as the rendering does
        return self.answer(request, now)

    def answer_anew(self, request: HttpRequest, now: float) -> HttpResponse:
        response = self.get_response(request)
        return finished(request, response, now, changes_after(now, response))

    def answer(self, request: HttpRequest, now: float) -> HttpResponse:
        """From memory; else one request renders the page, and the others get it from that one."""
        pages, key = memory_of(request), key_of(request)
        page = kept(pages, key, request, now)
        if page and page.status and page.is_new(now):
            return finished(request, page.response(), now, page.changes)
        if page and not page.status:
            return self.render(request, key, now)
        if pages.add(f"{key}-renders", 1, REMEMBERED):
            try:
                return self.render(request, key, now)
            finally:
                pages.delete(f"{key}-renders")
        page = page or awaited(key, request)
        if page and page.status:
            return finished(request, page.response(), time.time(), page.changes)
        return self.render(request, key, time.time())

    def render(self, request: HttpRequest, key: str, begun: float) -> HttpResponse:
        """The whole page, whatever part or state of it was asked for."""
        method, request.method = request.method, "GET"
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        response = self.get_response(request)
        request.method = method
        request.META.update(conditions)
        changes = changes_after(begun, response)
        if not response.streaming:
            tag(response)
            largest = LARGEST_SEARCH if is_search(request) else LARGEST
            memory_of(request).set(key, Kept.of(response, begun, changes, largest), REMEMBERED)
        return finished(request, response, time.time(), changes)


# What is asked for


def is_search(request: HttpRequest) -> bool:
    return request.path.startswith(SEARCH)


def memory_of(request: HttpRequest) -> BaseCache:
    return caches["searches" if is_search(request) else "pages"]


def narrow(request: HttpRequest) -> None:
    """The view sees what is known; a redirect keeps the rest, which stays in the address."""
    if not request.META.get("QUERY_STRING"):
        return
    if is_search(request):
        request.GET = as_searched(request.GET)  # type: ignore[assignment]
    elif not KNOWN.issuperset(request.GET):
        known = QueryDict(mutable=True)
        for name in KNOWN & request.GET.keys():
            known[name] = request.GET[name]
        request.GET = known  # type: ignore[assignment]


def as_searched(asked: QueryDict) -> QueryDict:
    """However it was typed and sent: the empty fields of the form, spaces, and more than is looked at."""
    known = QueryDict(mutable=True)
    for name in KNOWN_TO_SEARCH & asked.keys():
        if value := " ".join(str(asked[name]).split())[: LONGEST_QUERY + 1]:
            known[name] = value
    return known


def has_session(request: HttpRequest) -> bool:
    """Its cookie is taken from readers' requests, so this is where it can still be seen."""
    return f"{settings.SESSION_COOKIE_NAME}=" in request.META.get("HTTP_COOKIE", "")


def key_of(request: HttpRequest) -> str:
    """Path and what is known of the query, whatever the scheme and host: pages name neither."""
    asked = sorted(request.GET.items()) if request.META.get("QUERY_STRING") else []
    return hashlib.blake2b(
        repr((request.path, asked)).encode(errors="surrogateescape"), digest_size=16
    ).hexdigest()


def kept(pages: BaseCache, key: str, request: HttpRequest, now: float) -> Kept | None:
    page: Kept | None = pages.get(key)
    return page if page and page.is_right(now) and page.answers(request) else None


def awaited(key: str, request: HttpRequest) -> Kept | None:
    """What another request is about to render."""
    pages, deadline = memory_of(request), time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(LOOKED_FOR_EVERY)
        if page := kept(pages, key, request, time.time()):
            return page
        if not pages.get(f"{key}-renders"):
            break
    return None


# What is answered


def is_public(response: HttpResponse) -> bool:
    return "public" in response.headers.get("Cache-Control", "")


def can_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code in LASTING
        and is_public(response)
        and not response.cookies
        and not response.has_header("Vary")
    )


def changes_after(now: float, response: HttpResponse) -> float:
    """The next moment at which anything changes by itself. For a fault, or a file, no database is asked."""
    if response.streaming or response.status_code not in PROMISED or not is_public(response):
        return inf
    moment = current_furniture(datetime.fromtimestamp(now, UTC)).changes_at
    return moment.timestamp() if moment else inf


def finished(request: HttpRequest, response: HttpResponse, now: float, changes: float) -> HttpResponse:
    """With what caches may rely on; 304 for whoever has it already, no body for HEAD."""
    if response.streaming or not is_public(response) or response.status_code not in PROMISED:
        return response
    promise(response, changes - now)
    if response.status_code != 200:
        return response
    tag(response)
    if any(name in request.META for name in CONDITIONS):
        return get_conditional_response(request, response.headers["ETag"], None, response) or response
    return response


def promise(response: HttpResponse, left: float) -> None:
    """For a second, if so long nothing changes by itself; a proxy of ours may go on while it asks."""
    words = f"public, max-age={SECONDS_PROMISED if left >= SECONDS_PROMISED else 0}"
    if settings.NEWSROOM_STALE and left >= 2 * SECONDS_PROMISED + settings.NEWSROOM_STALE:
        words += f", stale-while-revalidate={settings.NEWSROOM_STALE}"
    response.headers["Cache-Control"] = words


def tag(response: HttpResponse) -> None:
    """By its content. When it was last modified nothing tells: the map around a story changes, too."""
    if response.status_code == 200 and "ETag" not in response.headers:
        response.headers["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
