"""What stands beside a story: related ones, and the latest of its section."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from articles.models import Edition
from sections.tree import Node, SectionTree
from website import stories
from website.furniture import current_furniture
from website.languages import interface_language
from website.lists import newest
from website.stories import Story
from website.teasers import as_teasers

LATEST_SHOWN = 6
LATEST_READ = LATEST_SHOWN + 1 + stories.MOST_RELATED + 3  # besides the story, related ones and translations


@dataclass(frozen=True)
class Line:
    publication_id: int
    html: SafeString


@dataclass(frozen=True)
class Beside:
    related: list[Line]
    latest: list[Line]


def beside(story: Story, tree: SectionTree, at: datetime, said_at: datetime | None = None) -> Beside:
    """No story twice. `said_at` is the moment at which the page says the times, where that is another.

    The latest are the same for all stories of a section: they are read and written once for them all, and
    kept as the furniture is.
    """
    section = tree.by_id[story.edition.section_id]
    related = stories.related(story, at)
    if said_at is None:
        latest = current_furniture(at).once(("latest", section), lambda: latest_of(section, at, at))
    else:
        latest = latest_of(section, at, said_at)
    known = {edition.publication_id for edition in (story.edition, *story.versions, *related)}
    others = [line for line in latest if line.publication_id not in known]
    return Beside(lines(related, section, said_at or at), others[:LATEST_SHOWN])


def latest_of(section: Node, at: datetime, said_at: datetime) -> list[Line]:
    """One query."""
    return lines(newest("section", section.id, at, LATEST_READ), section, said_at)


def lines(editions: Iterable[Edition], section: Node, at: datetime) -> list[Line]:
    """In the language of the section's pages."""
    editions, language = list(editions), interface_language(section.language)
    with translation.override(language):
        return [
            Line(
                edition.publication_id,
                render_to_string("website/_ticker_line.html", {"story": teaser}, using="readers"),
            )
            for edition, teaser in zip(editions, as_teasers(editions, at, language), strict=True)
        ]
