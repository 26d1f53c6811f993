"""What the page of a story loads: two queries, however long its record and however large the archive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from articles.aggregates import keys_of_all, rows_of
from articles.models import Address, Article, ByAuthor, ByTopic, Edition, Publication
from website.addresses import subject_url
from website.pictures import Picture, photo_rows, pictures_of, pictures_of_copy
from website.prepared import Blank, Prepared
from website.teasers import LISTED_FIELDS

MOST_RELATED = 4
TOPICS_LOOKED_AT = 3  # for related stories: those that the desk named first

AT: Any = Blank("at", DateTimeField())  # every query is of one moment


class Subject(NamedTuple):
    """A topic or an author with a page of its own."""

    key: int
    name: str
    url: str


class Told(NamedTuple):
    """An update or a correction that readers have seen."""

    moment: datetime
    kind: str
    note: str


@dataclass
class Story:
    """What readers see of a story, and what the record says around it."""

    edition: Edition
    authors: list[Subject]
    topics: list[Subject]
    told: list[Told]  # newest first
    versions: list[Edition]  # in other languages, those that readers see now; of each what a link needs
    pictures: list[Picture] = field(default_factory=list)  # in the story's order, those that readers may see


class Columns:
    """What a row has of an edition, its publication and its address: all of them, or these fields."""

    def __init__(self, only: Iterable[str] = ()) -> None:
        owners = ((Edition, ""), (Publication, "publication__"), (Address, "address__"))
        self.names = [attnames(model, prefix, only) for model, prefix in owners]
        self.fields = [
            prefix + name
            for (_model, prefix), names in zip(owners, self.names, strict=True)
            for name in names
        ]

    def edition(self, row: Sequence[Any]) -> Edition:
        """As a queryset would make it."""
        of_edition, of_publication, of_address = self.names
        middle = len(of_edition) + len(of_publication)
        edition = Edition.from_db(DEFAULT_DB_ALIAS, of_edition, row[: len(of_edition)])
        edition.publication = Publication.from_db(
            DEFAULT_DB_ALIAS, of_publication, row[len(of_edition) : middle]
        )
        edition.address = Address.from_db(
            DEFAULT_DB_ALIAS, of_address, row[middle : middle + len(of_address)]
        )
        return edition


def attnames(model: type[Model], prefix: str, only: Iterable[str]) -> list[str]:
    """All columns of a model, or its key and these fields; in the model's order, as from_db wants them."""
    wanted = {"id", *(name.removeprefix(prefix) for name in only if name.startswith(prefix))}
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if not only or wanted & {field.name, field.attname}]


WHOLE = Columns()
AROUND = ["author_rows", "topic_rows", "told_rows", "version_rows", "photo_rows_shown"]
LISTED = Columns(["publication", "address", *LISTED_FIELDS])


# The story itself


def _found() -> QuerySet[Edition]:
    """What readers see at an address, be it the story's address of today or an old one."""
    here = {"publication__addresses__url_date": Blank("day", DateField())}
    here |= {"publication__addresses__slug": Blank("slug", CharField())}
    group = OuterRef("publication__article__translation_group")
    others = versions(group, AT).exclude(publication=OuterRef("publication"))
    link = ("publication", "section", "language", "headline", "noindex", "address__url_date", "address__slug")
    authors = ByAuthor.objects.filter(edition=OuterRef("pk"))
    topics = ByTopic.objects.filter(edition=OuterRef("pk"))
    live = Edition.objects.live(AT).filter(**here).order_by()
    return live.with_told(AT).annotate(
        author_rows=rows_of(authors, "position", "author", "author__name"),
        topic_rows=rows_of(topics, "position", "topic", "topic__name"),
        version_rows=rows_of(others, *link),
        photo_rows_shown=photo_rows(OuterRef("pk"), AT),
    )


FIND = Prepared(_found, [*WHOLE.fields, *AROUND])


@dataclass(frozen=True)
class Found:
    """A story as the database told it. Two that are equal make the same page."""

    row: Sequence[Any]

    @cached_property
    def story(self) -> Story:
        row = self.row
        authors, topics, told, others, pictures = (each or () for each in row[-len(AROUND) :])
        return Story(
            edition=WHOLE.edition(row),
            authors=subjects("author", (each[1:] for each in sorted(authors))),
            topics=subjects("topic", (each[1:] for each in sorted(topics))),
            told=newest_first(Told(moment_of(text), *rest) for text, *rest in told),
            versions=[version_of(*each) for each in sorted(others)],
            pictures=pictures_of(pictures),
        )


def find(day: date, slug: str, at: datetime) -> Found | None:
    """What readers see at this address at that moment."""
    return next((Found(row) for row in FIND.ask(day=day, slug=slug, at=at)), None)


def of_copy(
    edition: Edition, article: Article | None, data: dict[str, Any], at: datetime, shown_at: datetime
) -> Story:
    """A story as it would be published with these data of a revision: nothing of it is on a list yet.

    Around it stands what readers see `at` that moment; pictures are those that they may see when it is out.
    """
    told, others = list[Any](), list[Edition]()
    if article and article.pk:
        group = versions(article.translation_group, at).exclude(publication__article=article)
        others = list(group.select_related("address").order_by("publication"))
    if edition.publication.pk:
        editions = edition.publication.editions.told(at)
        told = list(editions.values_list("visible_from", "kind", "public_note"))
    return Story(
        edition=edition,
        authors=subjects("author", ((row["id"], row["label"]) for row in data["authors"])),
        topics=subjects("topic", ((row["id"], row["label"]) for row in data.get("topics", ()))),
        told=newest_first(Told(*row) for row in told),
        versions=others,
        pictures=pictures_of_copy(data.get("photos", ()), shown_at),
    )


def versions(group: Any, at: datetime) -> QuerySet[Edition]:
    """What readers see of the stories that are translations of each other."""
    return Edition.objects.live(at).filter(publication__article__translation_group=group)


def version_of(
    publication: int, section: int, language: str, headline: str, noindex: bool, day: str, slug: str
) -> Edition:
    """As much of an edition as a link to it needs."""
    return Edition(
        publication_id=publication,
        section_id=section,
        language=language,
        headline=headline,
        noindex=bool(noindex),
        address=Address(url_date=date.fromisoformat(day), slug=slug),
    )


def subjects(of: str, rows: Iterable[Sequence[Any]]) -> list[Subject]:
    return [Subject(key, name, subject_url(of, key, name)) for key, name in rows]


def newest_first(told: Iterable[Told]) -> list[Told]:
    return sorted(told, key=lambda each: each.moment, reverse=True)


def moment_of(text: str) -> datetime:
    """SQLite writes no offset: its times are UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# What to read next

NO_TOPIC = 0
TOPIC_BLANKS: list[Any] = [Blank(f"topic_{number}", BigIntegerField()) for number in range(TOPICS_LOOKED_AT)]


def _sharing() -> QuerySet[Edition]:
    """The newest of each topic: short lists, each a scan of its own of its index."""
    live = Edition.objects.live(AT)
    lists = [live.on_list("topic", key)[: 1 + 2 * MOST_RELATED] for key in TOPIC_BLANKS]
    any_topic = Q(*(("topic", blank) for blank in TOPIC_BLANKS), _connector=Q.OR)
    shared = ByTopic.objects.filter(any_topic, edition=OuterRef("pk")).values("edition")
    # Counted, not EXISTS: that PostgreSQL may answer by reading all that the topic holds.
    count = Subquery(shared.annotate(count=Count("*")).values("count"))
    return live.filter(pk__in=keys_of_all(*lists)).order_by().annotate(shared=count)


SHARING = Prepared(_sharing, [*LISTED.fields, "shared"])


def sharing(story: Story, at: datetime) -> list[Sequence[Any]]:
    """The newest of its first topics, as rows. One query, none for a story without topics."""
    if not story.topics:
        return []
    keys = [topic.key for topic in story.topics] + [NO_TOPIC] * TOPICS_LOOKED_AT
    topics = {blank.name: key for blank, key in zip(TOPIC_BLANKS, keys, strict=False)}
    return SHARING.ask(at=at, **topics)


def related(story: Story, rows: Iterable[Sequence[Any]]) -> list[Edition]:
    """Of these those that share most, of these those of its own section, then the newest."""
    known = {edition.publication_id for edition in (story.edition, *story.versions)}
    near = [(LISTED.edition(row), row[-1]) for row in rows]
    near = [each for each in near if each[0].publication_id not in known]
    near.sort(key=lambda each: (each[0].publication.first_published_at, each[0].publication_id), reverse=True)
    near.sort(key=lambda each: (-each[1], each[0].section_id != story.edition.section_id))
    return [other for other, _shared in near[:MOST_RELATED]]
