"""A story as lists show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise

from articles.models import Edition
from articles.models.article import StoryType
from articles.published_time import format_date, month_name
from articles.querysets import EditionQuerySet
from sections.tree import Node
from website.addresses import story_url, tree_knowing
from website.languages import direction
from website.pages import local
from website.periods import Period, archive_url
from website.pictures import Picture, lead_on_list, with_lead

# What a Teaser needs of an Edition: not its body.
LISTED_FIELDS = (
    "section",
    "copyright",
    "language",
    "story_type",
    "headline",
    "subheadline",
    "publication__first_published_at",
    "address__url_date",
    "address__slug",
)


def listed(editions: EditionQuerySet, at: datetime) -> EditionQuerySet:
    """With what a list shows of each, and no more."""
    return with_lead(editions, at).select_related("publication", "address").only(*LISTED_FIELDS)


@dataclass(frozen=True)
class Teaser:
    url: str
    headline: str
    subheadline: str
    language: str
    direction: str
    label: str | Promise  # the story type, where it is not news
    section: Node
    published: datetime  # in the site's time zone
    when: str  # as short as it can be said today
    picture: Picture | None = None


def as_teasers(editions: Iterable[Edition], at: datetime, language: str) -> list[Teaser]:
    """`language` is the page's, in which the times are said."""
    editions = list(editions)
    sections = tree_knowing(editions).by_id
    today = local(at)
    return [_teaser(edition, sections[edition.section_id], today, language) for edition in editions]


def _teaser(edition: Edition, section: Node, today: datetime, language: str) -> Teaser:
    published = local(edition.publication.first_published_at)
    return Teaser(
        url=story_url(edition, section),
        headline=edition.headline,
        subheadline=edition.subheadline,
        language=edition.language,
        direction=direction(edition.language),
        label=story_label(edition),
        section=section,
        published=published,
        when=short_time(published, today, language),
        picture=lead_on_list(edition),
    )


def story_label(edition: Edition) -> str | Promise:
    """The story type in words, in the page's language once it is shown; empty for news."""
    return "" if edition.story_type == StoryType.NEWS else StoryType(edition.story_type).label


def short_time(published: datetime, today: datetime, language: str) -> str:
    """`17:07` of today, `21 Nov` of this year, `21 Nov 2022` of another."""
    if published.date() == today.date():
        return f"{published:%H:%M}"
    day = f"{published.day} {month_name(published.month, language)[:3]}"
    return day if published.year == today.year else f"{day} {published.year}"


class Day(NamedTuple):
    name: str
    url: str  # of all that was published then
    stories: list[Teaser]


def by_day(stories: Iterable[Teaser], language: str, section: Node) -> list[Day]:
    """The stories under the day of each, as it is said; it leads to that day of the section's archive."""
    days = groupby(stories, key=lambda story: story.published.date())
    return [
        Day(format_date(day, language), archive_url(section, Period.of_day(day)), list(of_day))
        for day, of_day in days
    ]
