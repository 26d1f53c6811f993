"""Sitemaps, and what robots may read."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from sections.tree import current_tree
from website import sitemaps
from website.addresses import absolute
from website.pages import reader_page
from website.views.feeds import if_changed

# Not the search: whoever may not fetch a page never reads its “noindex”, and lists the address that somebody
# has linked to, with whatever words stand in it. That page also says “nofollow”, so nobody is led through its
# filters, and nginx bounds how often one client may search.
NOT_FOR_ROBOTS = ("/admin/", "/preview/")
ROBOTS_KEPT = 60 * 60  # seconds


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
    """Without a look into the database: where this file cannot be had, search engines read no page at all.

    It is the same until the site starts again with other settings, so it is none of the pages that must not
    be kept past what changes next, and does not say that it is `public`: it need not, to be kept.
    """
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines += [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap_index", "news_sitemap")]
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    patch_cache_control(response, max_age=ROBOTS_KEPT)
    return response


def xml(request: HttpRequest, document: str) -> HttpResponse:
    response = HttpResponse(document, content_type="application/xml; charset=utf-8")
    return if_changed(request, response)
