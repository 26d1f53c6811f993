"""Pages that say that there is none: also pages of this site, in the language of the section asked for.

Whoever has logged in to the desk gets, at the desk, a page of the desk in their own language.
"""

import sys
from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import escape_leading_slashes

from articles.models import Publication
from sections.tree import Node, SectionTree, current_tree, remembered_tree
from website.addresses import led_to
from website.former import find_former, present_url
from website.languages import interface_language
from website.lists import newest
from website.pages import keep_briefly, reader_page, render_page
from website.teasers import as_teasers

LATEST_INSTEAD = 5
RETRY_AFTER = 30  # seconds
MOVING = {"article", "front", "archive", "topic", "author", "place"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_at_desk(request):
        return desk_page(request, "bad_request", 400)
    return bare_page(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_at_desk(request):
        return desk_page(request, "forbidden", 403)
    return bare_page(request, "forbidden", 403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: most often it was open while its person logged out and in again."""
    if is_at_desk(request):
        return desk_page(request, "form_expired", 403)
    return bare_page(request, "form_expired", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing answers here; another system may have, and readers still know its addresses."""
    if is_at_desk(request):
        return desk_page(request, "not_found", 404)
    at = timezone.now()
    if answer := from_former(request, at):
        return answer
    tree = current_tree()
    section = nearest_section(request.path, tree)
    return helpful_page(request, "not_found", 404, tree=tree, section=section, at=at)


def from_former(request: HttpRequest, at: datetime) -> HttpResponse | None:
    """To where a former address leads today, in one step; None where it is none, or nobody may see that."""
    found = find_former(request)
    if found is None:
        return None
    story = found.former.publication
    if story and story.killed_at:
        was_seen = story.visible_from is not None and story.visible_from <= story.killed_at
        return withdrawn(request, story, at) if was_seen else None
    url = present_url(found.former, at)
    if not url:
        return None
    return led_to(url, found.rest)


@reader_page
def unslashed(request: HttpRequest) -> HttpResponse:
    """An address of ours whose last slash is missing, or a former one: one step to where it leads today.

    What looks up where a story, a section or a topic is today does so here as well: it leads away from every
    address that is not the present one, and says where there is none.
    """
    match = resolve(f"{request.path_info}/")
    if match.url_name in MOVING:
        return cast(HttpResponse, match.func(request, *match.args, **match.kwargs))
    if answer := from_former(request, timezone.now()):
        return answer
    return keep_briefly(
        HttpResponsePermanentRedirect(escape_leading_slashes(request.get_full_path(force_append_slash=True)))
    )


def withdrawn(request: HttpRequest, publication: Publication, at: datetime) -> HttpResponse:
    """410, for good. Repeats nothing of the story."""
    tree = current_tree()
    section = tree.by_id.get(publication.section_id, tree.root)
    return helpful_page(request, "withdrawn", 410, tree=tree, section=section, at=at)


def server_error(request: HttpRequest) -> HttpResponse:
    """Where the database does not answer it is for a while only: machines are told to come again."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        response = bare_page(request, "unavailable", 503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return bare_page(request, "server_error", 500)


def nearest_section(path: str, tree: SectionTree) -> Node | None:
    """The section that the beginning of an address names; the root where it names none."""
    section = tree.root
    for part in path.strip("/").split("/"):
        below = tree.by_path.get(f"{section.path}/{part}".lstrip("/")) if section else None
        if below is None:
            break
        section = below
    return section


def helpful_page(
    request: HttpRequest, name: str, status: int, *, tree: SectionTree, section: Node | None, at: datetime
) -> HttpResponse:
    """With what there is instead: the section's front and its latest stories."""
    context: dict[str, Any] = {"latest": []}
    if section:
        editions = newest("section", section.id, at, LATEST_INSTEAD)
        context["latest"] = as_teasers(editions, at, interface_language(section.language))
    template = f"website/{name}.html"
    return render_page(request, template, context, tree=tree, section=section, at=at, status=status)


def bare_page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """Without asking the database, which may be what is wrong."""
    tree = remembered_tree()
    root = tree.root if tree else None
    at = timezone.now()
    template = f"website/{name}.html"
    return render_page(request, template, {}, tree=tree, section=root, at=at, status=status, asks=False)


def is_at_desk(request: HttpRequest) -> bool:
    """Whether somebody who has logged in asks for an address of the desk."""
    user = getattr(request, "user", None)  # not there yet where a request fails early
    return request.path.startswith(reverse("admin:index")) and bool(user and user.is_authenticated)


def desk_page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """Says no more than what every address that leads nowhere says: not why, nor of what."""
    context = admin.site.each_context(request) | {"is_nav_sidebar_enabled": False, "error": name}
    response = render(request, "admin/error.html", context, status=status, using="desk")
    add_never_cache_headers(response)
    return response
