"""Pages that say that there is none: also pages of this site, in the language of the section asked for.

Whoever has logged in to the desk gets, at the desk, a page of the desk in their own language.
"""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from articles.models import Publication
from sections.tree import Node, SectionTree, current_tree, remembered_tree
from website.languages import interface_language
from website.lists import newest
from website.pages import render_page
from website.teasers import as_teasers

LATEST_INSTEAD = 5


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
    if is_at_desk(request):
        return desk_page(request, "not_found", 404)
    tree = current_tree()
    section = nearest_section(request.path, tree)
    return helpful_page(request, "not_found", 404, tree=tree, section=section, at=timezone.now())


def withdrawn(request: HttpRequest, publication: Publication, at: datetime) -> HttpResponse:
    """410, for good. Repeats nothing of the story."""
    tree = current_tree()
    section = tree.by_id.get(publication.section_id, tree.root)
    return helpful_page(request, "withdrawn", 410, tree=tree, section=section, at=at)


def server_error(request: HttpRequest) -> HttpResponse:
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
    return render_page(request, f"website/{name}.html", {}, tree=tree, section=root, at=at, status=status)


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
