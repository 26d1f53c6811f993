"""RSS, Atom and JSON Feed of every list of stories."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext

from articles.models import Edition
from articles.search import TooSlow
from articles.search import find as find_stories
from sections.tree import Node, current_tree
from website.addresses import absolute, moved_to, section_at, subject_url
from website.corrections import corrected_last
from website.feeds.entries import STORIES_A_FEED, as_entries, latest_of, stories_on, whole
from website.feeds.formats import Channel, write_feed
from website.languages import interface_language
from website.pages import keep_briefly, local, notice_of, reader_page
from website.plain import line
from website.searching import SearchFilters
from website.stories import Story
from website.subjects import SUBJECTS, name_of


@reader_page
def section_feed(request: HttpRequest, path: str, form: str) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    section = section_at(path)
    if section is None or tree.root is None:
        raise Http404
    if section.path != path:
        return moved_to(f"{section.url}{form}", request)
    title = section.name if section is tree.root else f"{section.name} | {tree.root.name}"
    return feed_of(
        request,
        f"{section.url}{form}",
        stories_on("section", section.id, at),
        at,
        section=section,
        key=f"/#section-{section.id}",
        title=title,
        description=section.description,
        page=section.url,
    )


@reader_page
def subject_feed(request: HttpRequest, of: str, key: int, slug: str, form: str) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    found = SUBJECTS[of].filter(pk=key).first()
    if found is None or tree.root is None:
        raise Http404
    row = found.present if of == "topic" else found
    stories = stories_on(of, row.pk, at)
    if not stories:
        raise Http404  # as its page
    page = subject_url(of, row.pk, row.name)
    if request.path != f"{page}{form}":
        return moved_to(f"{page}{form}", request)
    return feed_of(
        request,
        f"{page}{form}",
        stories,
        at,
        section=tree.root,
        key=f"/#{of}-{row.pk}",
        title=f"{name_of(row, interface_language(tree.root.language))} | {tree.root.name}",
        description=getattr(row, "description", ""),
        page=page,
    )


@reader_page
def corrections_feed(request: HttpRequest, form: str) -> HttpResponse:
    """The stories that were corrected last, with what was wrong in them."""
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        raise Http404
    keys = corrected_last(tree.root, at, STORIES_A_FEED)
    stories = whole(Edition.objects.live(at).filter(pk__in=keys), at)
    with translation.override(interface_language(tree.root.language)):
        title = gettext("Corrections")
        description = gettext("What was wrong in our stories, and when it was put right; newest first.")
    page = reverse("corrections")
    return feed_of(
        request,
        f"{page}{form}",
        sorted(stories, key=lambda story: keys.index(story.edition.pk)),
        at,
        section=tree.root,
        key="/#corrections",
        title=f"{title} | {tree.root.name}",
        description=description,
        page=page,
    )


@reader_page
def search_feed(request: HttpRequest, form: str) -> HttpResponse:
    """The newest that match. Whoever asks for nothing finds nothing."""
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        raise Http404
    with translation.override(interface_language(tree.root.language)):
        asked = SearchFilters(request.GET, at, tree)
        if asked.is_asked and asked.left_out:  # without it the feed would be another
            raise Http404
        words = [asked.text.strip(), *(shown for _name, shown, _url in asked.taken())]
        title = gettext("Search: %(words)s") % {"words": ", ".join(filter(None, words))}
    try:
        found = find_stories(asked.query, asked.wanted(), at, STORIES_A_FEED) if asked.is_asked else []
    except TooSlow:
        return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    page = asked.url(order="")
    return feed_of(
        request,
        page.replace(reverse("search"), reverse("search_feed", kwargs={"form": form}), 1),
        latest_of(whole(Edition.objects.live(at).filter(pk__in=[edition.pk for edition in found]), at)),
        at,
        section=tree.root,
        key=page,
        title=f"{title} | {tree.root.name}",
        description="",
        page=page,
    )


def feed_of(
    request: HttpRequest,
    url: str,
    stories: list[Story],
    at: datetime,
    *,
    section: Node,
    key: str,
    title: str,
    description: str,
    page: str,
) -> HttpResponse:
    """A feed of these stories, in the language of its section."""
    language = interface_language(section.language)
    entries = as_entries(stories)
    agency, today = section.line[0], local(at)
    notice = notice_of(section.copyright, today.year, section)
    channel = Channel(
        key=absolute(key),
        title=line(title),
        description=line(description) or line(title),
        url=absolute(page),
        feed_url=absolute(url),
        language=language,
        agency=line(agency.name),
        home=absolute("/"),
        rights=line(notice.text) if notice else "",
        hub=settings.NEWSROOM_WEBSUB_HUB,
        updated=max((entry.updated for entry in entries), default=beginning_of_year(today)),
    )
    content, content_type = write_feed(url.partition("?")[0].rpartition("/")[2], channel, entries)
    response = HttpResponse(content, content_type=content_type)
    if channel.hub:
        response["Link"] = f'<{channel.hub}>; rel="hub", <{channel.feed_url}>; rel="self"'
    return if_changed(request, response)


def beginning_of_year(today: datetime) -> datetime:
    """Formats ask when a feed last changed: one without stories says the same whenever it is asked."""
    return today.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 for whoever has this already, by the ETag of its content alone.

    There is no Last-Modified: no record tells when a name, a notice or the map changed, topics became one or
    a picture was taken back, and whoever asks by a time that is too old keeps what was taken from all.
    """
    etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    response["ETag"] = etag
    keep_briefly(response)
    return get_conditional_response(request, etag, None, response) or response
