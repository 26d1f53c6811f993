"""Load data: invented stories with all the rows that the desk would leave, written in bulk.

What `workflow.save` and `workflow.publish` write story by story is written here table by table, through the
same functions wherever these need no query; tests/articles/test_archive.py compares the rows of both. Only
their times differ: readers saw each on its own day, as in an archive that has grown, and not all today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, OuterRef, Subquery

from articles import search
from articles.archive_text import PLACES, SECTIONS, TOPICS, Story, story
from articles.lists import listings, placements
from articles.models import (
    Address,
    Article,
    ArticlePlace,
    ArticleSource,
    ArticleTopic,
    ByPlace,
    ByTopic,
    Change,
    ChangeCounter,
    Edition,
    Event,
    Place,
    Placement,
    PlaceName,
    Publication,
    Revision,
    Topic,
)
from articles.models.naming import lines_of
from articles.publishing import Lock, lock_record, url_date, word_edition
from articles.snapshot import SCHEMA, snapshot_of
from articles.stages import Kind, Stage
from sections import branch
from sections.models import Copyright, Section, Source
from sections.tree import SectionTree, read_tree

BATCH = 500


def seed(total: int) -> Iterator[tuple[int, int]]:
    """Make sure that the stories 1 to `total` are there, a batch a transaction.

    Yields after each batch how many have been looked at so far, and how many of this batch were missing.
    """
    ensure_sections()
    ensure_places()
    ensure_topics()
    for first in range(1, total + 1, BATCH):
        last = min(first + BATCH - 1, total)
        yield last, write([story(number) for number in range(first, last + 1)])


@transaction.atomic
def ensure_sections() -> None:
    """The 40 sections, and the agency itself in an empty database."""
    root = Section.objects.filter(parent=None).first()
    if root is None:
        source, _created = Source.objects.get_or_create(code="ANSA", defaults={"name": "ANSA"})
        terms, _created = Copyright.objects.get_or_create(
            holder="ANSA",
            notice="© Copyright {holder} - All rights reserved",
            defaults={"language": "en"},
        )
        root = Section(name="ANSA", language=settings.NEWSROOM_LANGUAGE, source=source, copyright=terms)
        branch.save(root)
    known = {"": root} | {section.path: section for section in Section.objects.filter(path__in=SECTIONS)}
    for path, name in SECTIONS.items():
        if path not in known:
            above, _slash, slug = path.rpartition("/")
            known[path] = Section(parent=known[above], slug=slug, name=name)
            known[path].full_clean(exclude=["path"])
            branch.save(known[path])


@transaction.atomic
def ensure_places() -> None:
    for name, (country, time_zone, italian) in PLACES.items():
        place, created = Place.objects.get_or_create(
            name=name, country=country, defaults={"time_zone": time_zone}
        )
        if created:
            if italian != name:
                PlaceName.objects.create(place=place, language="it", name=italian)
            place.search_names = place.folded_names()
            place.save(update_fields=["search_names"])


@transaction.atomic
def ensure_topics() -> None:
    there = set(Topic.objects.filter(name__in=TOPICS).values_list("name", flat=True))
    Topic.objects.bulk_create(
        Topic(name=name, search_names=lines_of([name])) for name in TOPICS if name not in there
    )


@dataclass(frozen=True)
class _Desk:
    """What the stories of a batch point at; read after the record's lock, as publishing reads it."""

    tree: SectionTree = field(default_factory=read_tree)
    sections: dict[str, Section] = field(
        default_factory=lambda: {row.path: row for row in Section.objects.filter(path__in=SECTIONS)}
    )
    places: dict[str, Place] = field(
        default_factory=lambda: {
            row.name: row
            for row in Place.objects.prefetch_related("names").filter(name__in=PLACES)
            if row.country == PLACES[row.name][0]
        }
    )
    topics: dict[str, Topic] = field(
        default_factory=lambda: {
            row.name: row for row in Topic.objects.filter(name__in=TOPICS, merged_into=None)
        }
    )


@dataclass(frozen=True)
class _Copy:
    """A working copy with its related rows."""

    article: Article
    first_published_at: datetime
    further_sections: list[Section]
    sources: list[Source]
    places: list[Place]
    topics: list[Topic]

    def snapshot(self) -> dict[str, Any]:
        return snapshot_of(
            self.article,
            further_sections=self.further_sections,
            sources=self.sources,
            places=self.places,
            authors=[],
            topics=self.topics,
        )


@transaction.atomic
def write(stories: list[Story]) -> int:
    """Those of these stories that are not there yet, published; returns how many that were."""
    lock = lock_record()
    there = set(Article.objects.filter(guid__in=[one.guid for one in stories]).values_list("guid", flat=True))
    desk = _Desk()
    copies = [_copy(one, desk, lock) for one in stories if one.guid not in there]
    _write_copies(copies)
    saved, published = _write_revisions(copies, lock)
    publications = _write_publications(copies)
    _write_editions(copies, published, publications, desk, lock)
    _write_events(saved, published)
    return len(copies)


def _copy(one: Story, desk: _Desk, lock: Lock) -> _Copy:
    section = desk.sections[one.section]
    source = desk.tree.by_id[section.pk].source
    article = Article(
        guid=one.guid,
        translation_group=one.translation_group,
        stage=Stage.PUBLISHED,
        section=section,
        language=one.language,
        headline=one.headline,
        subheadline=one.subheadline,
        slug=one.slug,
        body=one.body,
        created_at=lock.now,
        modified_at=lock.now,
    )
    return _Copy(
        article=article,
        first_published_at=one.first_published_at,
        further_sections=[desk.sections[one.further_section]] if one.further_section else [],
        sources=[source] if source else [],
        places=[desk.places[one.place]],
        topics=[desk.topics[name] for name in one.topics if name in desk.topics],
    )


def _write_copies(copies: list[_Copy]) -> None:
    Article.objects.bulk_create(copy.article for copy in copies)
    ArticleSource.objects.bulk_create(
        ArticleSource(article=copy.article, source=source, position=position)
        for copy in copies
        for position, source in enumerate(copy.sources)
    )
    ArticlePlace.objects.bulk_create(
        ArticlePlace(article=copy.article, place=place, position=position)
        for copy in copies
        for position, place in enumerate(copy.places)
    )
    ArticleTopic.objects.bulk_create(
        ArticleTopic(article=copy.article, topic=topic, position=position)
        for copy in copies
        for position, topic in enumerate(copy.topics)
    )
    further = Article.further_sections.through
    further.objects.bulk_create(
        further(article_id=copy.article.pk, section_id=section.pk)
        for copy in copies
        for section in copy.further_sections
    )


def _write_revisions(copies: list[_Copy], lock: Lock) -> tuple[list[Revision], list[Revision]]:
    """What was saved, then what was published: with the slug that publishing gave it."""
    saved = Revision.objects.bulk_create(
        Revision(
            article=copy.article,
            created_at=lock.now,
            step="save",
            schema=SCHEMA,
            data=copy.snapshot() | {"slug": ""},
        )
        for copy in copies
    )
    published = Revision.objects.bulk_create(
        Revision(
            article=before.article,
            parent=before,
            created_at=lock.now,
            step="publish",
            schema=SCHEMA,
            data=before.data | {"slug": before.article.slug},
        )
        for before in saved
    )
    _point_at_newest(Article, [copy.article for copy in copies], "head_revision", Revision, "article")
    return saved, published


def _write_publications(copies: list[_Copy]) -> list[Publication]:
    return Publication.objects.bulk_create(
        Publication(
            guid=copy.article.guid,
            article=copy.article,
            section_id=copy.article.section_id,
            first_published_at=copy.first_published_at,
            visible_from=copy.first_published_at,
        )
        for copy in copies
    )


def _write_addresses(publications: list[Publication]) -> list[Address]:
    """The ids come back in order: both databases return the rows that they insert."""
    return Address.objects.bulk_create(
        Address(publication=row, url_date=url_date(row.first_published_at), slug=row.article.slug)
        for row in publications
    )


def _write_editions(
    copies: list[_Copy],
    revisions: list[Revision],
    publications: list[Publication],
    desk: _Desk,
    lock: Lock,
) -> None:
    editions = []
    addresses = _write_addresses(publications)
    for copy, revision, publication, address in zip(copies, revisions, publications, addresses, strict=True):
        edition = word_edition(revision, publication, copy.sources, copy.places)
        edition.address, edition.version, edition.kind = address, 1, Kind.FIRST
        edition.visible_from = copy.first_published_at
        editions.append(edition)
    Edition.objects.bulk_create(editions)
    Placement.objects.bulk_create(
        row
        for edition, copy in zip(editions, copies, strict=True)
        for row in placements(
            edition, {edition.section_id, *(section.pk for section in copy.further_sections)}, desk.tree
        )
    )
    ByTopic.objects.bulk_create(
        row
        for edition, copy in zip(editions, copies, strict=True)
        for row in listings(ByTopic, "topic", edition, [topic.pk for topic in copy.topics])
    )
    ByPlace.objects.bulk_create(
        row
        for edition, copy in zip(editions, copies, strict=True)
        for row in listings(ByPlace, "place", edition, [place.pk for place in copy.places])
    )
    search.put(
        [
            search.Entry.of(edition, copy.first_published_at, revision.data)
            for edition, copy, revision in zip(editions, copies, revisions, strict=True)
        ]
    )
    _point_at_newest(Publication, publications, "head_edition", Edition, "publication")
    Change.objects.bulk_create(
        Change(
            seq=seq,
            effective_at=lock.now,
            publication_id=edition.publication_id,
            edition=edition,
            what=Change.What.EDITION,
        )
        for seq, edition in enumerate(editions, start=lock.seq)
    )
    ChangeCounter.objects.update(last_seq=lock.seq + max(len(editions) - 1, 0))


def _write_events(saved: list[Revision], published: list[Revision]) -> None:
    Event.objects.bulk_create(
        Event(
            at=revision.created_at,
            article_id=revision.article_id,
            headline=revision.data["headline"],
            revision_id=revision.pk,
            step=revision.step,
            from_stage=was,
            to_stage=becomes,
        )
        for both in zip(saved, published, strict=True)
        for revision, was, becomes in zip(
            both, ("", Stage.DRAFT), (Stage.DRAFT, Stage.PUBLISHED), strict=True
        )
    )


def _point_at_newest(
    model: type[Model], rows: Sequence[Model], name: str, target: type[Model], back: str
) -> None:
    """Set the foreign key `name` of these rows to the newest row of `target` that points back at them."""
    newest = target._default_manager.filter(**{back: OuterRef("pk")}).order_by("-pk").values("pk")[:1]
    mine = model._default_manager.filter(pk__in=[row.pk for row in rows])
    mine.update(**{name: Subquery(newest)})
