"""Copy goes out: the story that readers see, as text in one of our formats."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.body import compose, paragraphs
from articles.models import Edition, Publication
from articles.published_time import format_time
from sections.tree import read_tree
from wire import page_text
from wire.page_text import PageText, tidy

LABELS = {"it": "Percorso", "en": "Path"}
"""What opens the breadcrumb line, by the language of the site around the story."""


class NotThere(Exception):
    """There is no story to export; the message says why."""


def find_live(address: str, at: datetime) -> Edition:
    """What readers see at an address, a path or one with this site's name, at that moment."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise NotThere(f"{address} is no address.") from error
    if parts.netloc and parts.netloc.lower() != urlsplit(settings.NEWSROOM_BASE_URL).netloc.lower():
        raise NotThere(f"{address} is not an address of this site, which is {settings.NEWSROOM_BASE_URL}/.")
    try:
        match = resolve(f"{unquote(parts.path).rstrip('/')}/")
    except Resolver404:
        match = None
    if match is None or match.url_name != "article":
        raise NotThere(f"{address} is not the address of a story.")
    where = {"addresses__url_date": match.kwargs["day"], "addresses__slug": match.kwargs["slug"]}
    publication = Publication.objects.filter(**where).first()
    if publication and publication.killed_at:
        raise NotThere(f"The story at {address} was killed.")
    edition = Edition.objects.live(at).select_related("publication").filter(publication=publication).first()
    if publication is None or edition is None:
        raise NotThere(f"Readers see no story at {address}.")
    return edition


def page_of(edition: Edition) -> PageText:
    """The text of the edition's page. What page text has no place for is left out: bylines, markup, notes."""
    node = read_tree().by_id[edition.section_id]
    local = timezone.localtime(edition.publication.first_published_at, timezone.get_default_timezone())
    copyright = edition.copyright or node.copyright
    body = compose(edition.body, edition.dateline, edition.closing_source)
    return PageText(
        label=LABELS.get(node.language.split("-")[0], LABELS["en"]),
        sections=tuple(above.name for above in node.line),
        headline=tidy(edition.headline),
        subheadline=tidy(edition.subheadline),
        time_line=format_time(local, edition.language),
        paragraphs=tuple(tidy(paragraph) for paragraph in paragraphs(body)),
        notice=copyright.notice_for(local.year) if copyright else "",
    )


def page(edition: Edition) -> str:
    return page_text.write(page_of(edition))


FORMATS: dict[str, Callable[[Edition], str]] = {"page": page}
"""Each writes an edition as one text."""
