"""A story as readers would see it, for whoever has the signed address: no account, no cookie, no trace."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles import previewing
from articles.models import Preview, Publication
from articles.published_time import format_time
from sections.tree import current_tree
from website import stories
from website.addresses import tree_knowing
from website.beside import beside, latest_of
from website.languages import interface_language
from website.pages import local, reader_page
from website.views.articles import story_page
from website.views.errors import helpful_page, withdrawn

View = Callable[..., HttpResponse]


def between_us(view: View) -> View:
    """Kept by nobody, found by nobody, told to nobody; framed by our own desk and by no other page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        response._csp_config = settings.SECURE_CSP_PREVIEW  # type: ignore[attr-defined]
        return response

    return xframe_options_sameorigin(answer)


@reader_page
@between_us
def preview(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    found = previewing.read(token, now)
    if found is None:
        if previewing.is_ours(token):
            return over(request)
        raise Http404
    publication = publication_of(found)
    if publication and publication.killed_at:
        return withdrawn(request, publication, now)
    return page_of_preview(request, found)


def publication_of(preview: Preview) -> Publication | None:
    return getattr(preview.article, "publication", None)


def over(request: HttpRequest) -> HttpResponse:
    """We did sign it: a sentence says why there is nothing to see any more."""
    tree = current_tree()
    return helpful_page(request, "preview_over", 404, tree=tree, section=tree.root, at=timezone.now())


def page_of_preview(request: HttpRequest, preview: Preview) -> HttpResponse:
    """As on the page of the story, at the moment that was asked for.

    What stands beside it is what readers see now: what is scheduled for until then is nobody's to read.
    """
    now = timezone.now()
    edition = previewing.edition_of_preview(preview, now)
    moment = previewing.moment_of(preview, now)
    at = max(moment, now)
    story = stories.of_copy(edition, preview.article, preview.data, now, shown_at=at)
    tree = tree_knowing([edition, *story.versions])
    section = tree.by_id.get(edition.section_id)
    if section is None:  # deleted since
        return over(request)
    language = interface_language(section.language)
    near, latest = stories.sharing(story, now), latest_of(section, now, at)
    until = preview.expires_at if previewing.is_handed_on(preview) else None
    return story_page(
        request,
        story,
        tree,
        at,
        template="website/preview_page.html",
        beside=beside(story, near, latest, section, at),
        moment=format_time(local(moment), language),
        until=format_time(local(until), language) if until else "",
    )
