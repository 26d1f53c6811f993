"""Sitemaps, and what robots may read."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sections.tree import current_tree
from website import sitemaps
from website.addresses import absolute
from website.pages import keep_briefly, reader_page
from website.views.feeds import if_changed

# Not the search: whoever may not fetch a page never reads its “noindex”, and lists the address that somebody
# has linked to, with whatever words stand in it. That page also says “nofollow”, so nobody is led through its
# filters, and nginx bounds how often one client may search.
NOT_FOR_ROBOTS = ("/admin/", "/preview/")


@reader_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return xml(request, sitemaps.index(timezone.now()))


@reader_page
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    return xml(request, sitemaps.of_pages(current_tree(), timezone.now()))


@reader_page
def sitemap_subjects(request: HttpRequest, name: str) -> HttpResponse:
    """`topics`, `topics-2`: as of a month."""
    of, _hyphen, part = name.partition("-")
    found = sitemaps.of_subjects(of, int(part or 1), timezone.now())
    if found is None:
        raise Http404
    return xml(request, found)


@reader_page
def sitemap_month(request: HttpRequest, name: str) -> HttpResponse:
    """`2026-11`, `2026-11-2`: a part that the month does not have is none."""
    at = timezone.now()
    year, month, *part = map(int, name.split("-"))
    first, number = date(year, month, 1), part[0] if part else 1
    if not sitemaps.has_part(first, number):
        raise Http404
    return xml(request, sitemaps.of_month(first, number, at))


@reader_page
def news_sitemap(request: HttpRequest, part: int | None = None) -> HttpResponse:
    found = sitemaps.of_news(part, timezone.now(), current_tree())
    if found is None:
        raise Http404
    return xml(request, found)


@reader_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines += [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap_index", "news_sitemap")]
    return keep_briefly(HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8"))


def xml(request: HttpRequest, document: str) -> HttpResponse:
    response = HttpResponse(document, content_type="application/xml; charset=utf-8")
    return if_changed(request, response, timezone.now(), None)
