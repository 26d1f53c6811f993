"""What the page of a story loads: two queries, however long its record and however large the archive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
from articles.models import Address, Article, ByAuthor, ByTopic, Edition, Placement, Publication
from website.addresses import subject_url
from website.prepared import Blank, Prepared
from website.teasers import LISTED_FIELDS

LATEST_BESIDE_THE_STORY = 6
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


def columns(model: type[Model], prefix: str = "", only: Iterable[str] = ()) -> list[str]:
    """All of a model, or its key and these fields; in the model's order, as from_db wants them."""
    wanted = {"id", *(name.removeprefix(prefix) for name in only if name.startswith(prefix))}
    fields = model._meta.concrete_fields
    chosen = [field.attname for field in fields if not only or wanted & {field.name, field.attname}]
    return [prefix + name for name in chosen]


WHOLE = [*columns(Edition), *columns(Publication, "publication__"), *columns(Address, "address__")]
AROUND = ["author_rows", "topic_rows", "told_rows", "version_rows"]
LISTED = [
    *columns(Edition, only=["publication", "address", *LISTED_FIELDS]),
    *columns(Publication, "publication__", LISTED_FIELDS),
    *columns(Address, "address__", LISTED_FIELDS),
]


def edition_from(fields: Sequence[str], row: Sequence[Any]) -> Edition:
    """With its publication and its address, as a queryset would make it."""
    values: dict[str, tuple[list[str], list[Any]]] = {}
    for field, value in zip(fields, row, strict=False):
        owner, _parted, name = field.rpartition("__")
        names, of_owner = values.setdefault(owner, ([], []))
        names.append(name)
        of_owner.append(value)
    edition = Edition.from_db(DEFAULT_DB_ALIAS, *values[""])
    edition.publication = Publication.from_db(DEFAULT_DB_ALIAS, *values["publication"])
    edition.address = Address.from_db(DEFAULT_DB_ALIAS, *values["address"])
    return edition


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
    )


FIND = Prepared(_found, [*WHOLE, *AROUND])


def find(day: date, slug: str, at: datetime) -> Story | None:
    """What readers see at this address at that moment."""
    for row in FIND.ask(day=day, slug=slug, at=at):
        authors, topics, told, others = (each or () for each in row[len(WHOLE) :])
        return Story(
            edition=edition_from(WHOLE, row),
            authors=subjects("author", (each[1:] for each in sorted(authors))),
            topics=subjects("topic", (each[1:] for each in sorted(topics))),
            told=newest_first(Told(moment_of(text), *rest) for text, *rest in told),
            versions=[version_of(*each) for each in sorted(others)],
        )
    return None


def of_copy(edition: Edition, article: Article | None, data: dict[str, Any], at: datetime) -> Story:
    """A story as it would be published with these data of a revision: nothing of it is on a list yet."""
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
TOPIC_BLANKS = [Blank(f"topic_{number}", BigIntegerField()) for number in range(TOPICS_LOOKED_AT)]


def _nearby() -> QuerySet[Edition]:
    """The newest of the section and of each topic: short lists, each a scan of its own of its index."""
    live, section = Edition.objects.live(AT), Blank("section", BigIntegerField())
    key: Any
    lists = [live.on_list("section", section)[: 1 + LATEST_BESIDE_THE_STORY + MOST_RELATED]]  # type: ignore[arg-type]
    for key in TOPIC_BLANKS:
        lists.append(live.on_list("topic", key)[: 1 + 2 * MOST_RELATED])
    any_topic = Q(*(("topic", blank) for blank in TOPIC_BLANKS), _connector=Q.OR)
    shared = ByTopic.objects.filter(any_topic, edition=OuterRef("pk"))
    placed = Placement.objects.filter(edition=OuterRef("pk"), section=section)
    # Counted, not EXISTS: that PostgreSQL may answer by reading all that the section holds.
    return (
        live.filter(pk__in=keys_of_all(*lists))
        .order_by()
        .annotate(shared=how_many(shared), is_of_section=how_many(placed))
    )


def how_many(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.values("edition").annotate(count=Count("*")).values("count"))


NEARBY = Prepared(_nearby, [*LISTED, "shared", "is_of_section"])


def beside(story: Story, at: datetime) -> tuple[list[Edition], list[Edition]]:
    """Related stories, and the latest of its section that are not among them.

    Related is what shares a topic: of the newest of its first topics those that share most, of these those
    of its own section, then the newest.
    """
    edition = story.edition
    keys = [topic.key for topic in story.topics] + [NO_TOPIC] * TOPICS_LOOKED_AT
    topics = {blank.name: key for blank, key in zip(TOPIC_BLANKS, keys, strict=False)}
    near = [
        (edition_from(LISTED, row), *row[len(LISTED) :])
        for row in NEARBY.ask(at=at, section=edition.section_id, **topics)
    ]
    known = {edition.publication_id, *(version.publication_id for version in story.versions)}
    near = [each for each in near if each[0].publication_id not in known]
    near.sort(key=lambda each: (each[0].publication.first_published_at, each[0].publication_id), reverse=True)
    by_nearness = sorted(near, key=lambda each: (-(each[1] or 0), each[0].section_id != edition.section_id))
    related = [other for other, shared, _placed in by_nearness if shared][:MOST_RELATED]
    latest = [other for other, _shared, is_of_section in near if is_of_section and other not in related]
    return related, latest[:LATEST_BESIDE_THE_STORY]
