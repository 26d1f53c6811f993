"""Stories as feeds tell them: whole, with their authors, topics and corrections.

The newest, and those that were updated or corrected of late however old they are, each by the later of the
two times: who follows a feed sees an old story again when it says something else. A minor fix moves nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef

from articles.aggregates import keys_of_all, rows_of
from articles.models import ByAuthor, ByTopic, Edition
from articles.querysets import EditionQuerySet
from articles.stages import Kind
from sections.tree import SectionTree
from website.addresses import absolute, story_url, tree_knowing
from website.feeds.markup import Note, content_of
from website.openings import opening
from website.pages import local, notice_of
from website.pictures import Picture, hang, photo_rows, pictures_of
from website.plain import line, plain
from website.stories import Story, Told, moment_of, newest_first, subjects
from website.teasers import LISTED_FIELDS

STORIES_A_FEED = 30
UPDATED_WITHIN = timedelta(days=7)  # bounds the look at older stories, whatever the archive holds
WORDS_OF_SUMMARY = 30

TOLD_FIELDS = (
    *LISTED_FIELDS,
    *("byline", "dateline", "body", "closing_source", "updated_at", "publication__guid", "lead_photo"),
)


@dataclass(frozen=True)
class Person:
    name: str
    url: str


@dataclass(frozen=True)
class Entry:
    guid: str
    url: str
    headline: str
    summary: str
    html: str
    language: str
    section: str
    authors: list[Person]
    topics: list[str]
    corrections: list[Note]
    published: datetime
    updated: datetime  # by an update or a correction, else as published
    rights: str
    picture: Picture | None = None  # the lead photo


def stories_on(of: str, key: int, at: datetime) -> list[Story]:
    """One query: what a feed of this section, topic, author or place tells, the latest first."""
    listed = Edition.objects.live(at).on_list(of, key)
    recent = listed.filter(visible_from__gte=at - UPDATED_WITHIN, updated_at__isnull=False)
    recent = recent.order_by("-updated_at", "-publication")
    keys = keys_of_all(listed[:STORIES_A_FEED], recent[:STORIES_A_FEED])
    return latest_of(whole(Edition.objects.live(at).filter(pk__in=keys), at))


def whole(editions: EditionQuerySet, at: datetime) -> list[Story]:
    """With all that an entry needs."""
    authors = ByAuthor.objects.filter(edition=OuterRef("pk"))
    topics = ByTopic.objects.filter(edition=OuterRef("pk"))
    rows = editions.with_told(at).annotate(
        author_rows=rows_of(authors, "position", "author", "author__name"),
        topic_rows=rows_of(topics, "position", "topic", "topic__name"),
        photo_rows_shown=photo_rows(OuterRef("pk"), at),
    )
    rows = rows.select_related("publication", "address").only(*TOLD_FIELDS)
    return [_story(row) for row in rows.order_by()]


def _story(edition: Any) -> Story:
    return Story(
        edition=edition,
        authors=subjects("author", (row[1:] for row in sorted(edition.author_rows or ()))),
        topics=subjects("topic", (row[1:] for row in sorted(edition.topic_rows or ()))),
        told=newest_first(Told(moment_of(text), *rest) for text, *rest in edition.told_rows or ()),
        versions=[],
        pictures=pictures_of(edition.photo_rows_shown or ()),
    )


def latest_of(stories: list[Story]) -> list[Story]:
    """By when each last said something new."""
    by_time = sorted(stories, key=lambda story: (changed(story.edition), story.edition.pk), reverse=True)
    return by_time[:STORIES_A_FEED]


def changed(edition: Edition) -> datetime:
    published = edition.publication.first_published_at
    return max(published, edition.updated_at or published)


def as_entries(stories: list[Story]) -> list[Entry]:
    tree = tree_knowing([story.edition for story in stories])
    return [_entry(story, tree) for story in stories]


def _entry(story: Story, tree: SectionTree) -> Entry:
    edition = story.edition
    section = tree.by_id[edition.section_id]
    published = local(edition.publication.first_published_at)
    terms = tree.copyrights.get(edition.copyright_id or 0) or section.copyright
    notice = notice_of(terms, published.year, section)
    told = [one for one in story.told if one.kind == Kind.CORRECTION]
    corrections = [Note(plain(one.note), local(one.moment)) for one in told]
    hung = hang(edition, story.pictures)
    return Entry(
        guid=edition.publication.guid,
        url=absolute(story_url(edition, section)),
        headline=line(edition.headline),
        summary=line(edition.subheadline or opening("", edition.body, WORDS_OF_SUMMARY)),
        html=content_of(edition, corrections, hung),
        language=edition.language,
        section=line(section.name),
        authors=[Person(line(author.name), absolute(author.url)) for author in story.authors],
        topics=[line(topic.name) for topic in story.topics],
        corrections=corrections,
        published=published,
        updated=local(changed(edition)),
        rights=line(notice.text) if notice else "",
        picture=hung.lead,
    )
