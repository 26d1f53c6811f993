"""What stands beside a story: related ones, and the latest of its section."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from articles.models import Edition
from sections.tree import Node
from website import stories
from website.furniture import current_furniture
from website.languages import interface_language
from website.lists import newest
from website.stories import Story
from website.teasers import as_teasers

LATEST_SHOWN = 6
LATEST_READ = LATEST_SHOWN + 1 + stories.MOST_RELATED + 3  # besides the story, related ones and translations


Row = Sequence[Any]


@dataclass(frozen=True)
class Line:
    publication_id: int
    html: SafeString


@dataclass(frozen=True)
class Beside:
    related: list[Line]
    latest: list[Line]


def beside(story: Story, rows: Iterable[Row], latest: list[Line], section: Node, at: datetime) -> Beside:
    """No story twice. `rows` are those of stories.sharing; `at` is the moment of which it says times."""
    related = stories.related(story, rows)
    known = {edition.publication_id for edition in (story.edition, *story.versions, *related)}
    others = [line for line in latest if line.publication_id not in known]
    return Beside(lines(related, section, at), others[:LATEST_SHOWN])


def current_latest(section: Node, at: datetime) -> list[Line]:
    """The same for all stories of a section: read and written once for them all, kept as the furniture is."""
    return current_furniture(at).once(("latest", section), lambda: latest_of(section, at, at))


def current_sharing(story: Story, at: datetime) -> list[Row]:
    """The same for all stories with the same first topics, and kept likewise."""
    topics = tuple(topic.key for topic in story.topics[: stories.TOPICS_LOOKED_AT])
    return current_furniture(at).once(("sharing", topics), lambda: stories.sharing(story, at))


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
