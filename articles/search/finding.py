"""Words, filters and a moment become stories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Edition, Topic
from articles.search import postgres, sqlite
from articles.search.asking import Answer, Asked, Best, Row
from articles.search.entries import Mark, primary
from articles.search.places import LEAST, before, point_of
from articles.search.words import Query, parse
from sections.tree import current_tree

ROUNDS = 4
"""How often the index is asked again where much of what it found is not visible."""

SPARE = 15  # what it is asked for besides, for the same reason
RANKED_AT_MOST = 200  # the best that are shown, page by page
FIRST_DAY, LAST_DAY = date(1700, 1, 1), date(2200, 1, 1)

Point = tuple[datetime, int]
"""A place in a list, just after this story: its first publication and its publication's key."""


@dataclass(frozen=True)
class Filters:
    """What stories must also be. An empty set finds nothing: of an author, say, whom nobody knows."""

    section: int | None = None  # with everything below
    language: str = ""
    story_type: str = ""
    topics: frozenset[int] | None = None  # one of them
    authors: frozenset[int] | None = None
    places: frozenset[int] | None = None
    since: date | None = None  # first day, in the site's time zone
    until: date | None = None  # last day


@dataclass(frozen=True)
class Found:
    editions: list[Edition] = field(default_factory=list)
    rest: Point | None = None  # of the newest: what there may be besides comes after this
    was_cut: bool = False  # not all that could match was looked at; of the newest one may go on from `rest`
    has_more: bool = False  # of the best
    known: list[int] = field(
        default_factory=list
    )  # the keys of these editions and of others, as far as asked
    is_all: bool = True  # nothing else matches than what is known


def find(
    query: str | Query,
    filters: Filters | None,
    at: datetime,
    count: int,
    before: Point | None = None,
    only: Sequence[str] = (),
) -> list[Edition]:
    """The newest that match, or those after this point: for feeds. Raises TooSlow.

    `only` these fields of theirs are read, some of their publication and address among them.
    """
    return search(query, filters, at, count, before, only).editions


def search(
    query: str | Query,
    filters: Filters | None,
    at: datetime,
    count: int,
    after: Point | None = None,
    only: Sequence[str] = (),
    known: int = 0,
) -> Found:
    """The newest that match, with where the list goes on. Raises TooSlow.

    So many are `known` in the end, if there are so many: with a query more, which reads only their keys.
    """
    filters = filters or Filters()
    asked = _asked(query, filters, at, after)
    if asked.finds_nothing or not (asked.query or filters != Filters()):
        return Found()
    visible = _visible(filters, at)
    wanted, found = max(count + 1, known), []
    looked_at = _only(visible, "publication__first_published_at") if known else _shown(visible, only)
    answer = Answer([])
    for _round in range(ROUNDS):
        answer = _newest(asked, wanted + SPARE)
        found += _in_order(looked_at, answer.rows)
        if len(found) >= wanted or answer.rest is None or answer.was_cut:
            break
        asked = replace(asked, high=answer.rest)
    editions, rest = found[:count], None
    if len(found) > count:
        last = found[count - 1].publication
        rest = (last.first_published_at, last.pk)
    elif answer.rest is not None:
        rest = point_of(answer.rest)
    keys = [edition.pk for edition in found]
    return Found(
        editions=_in_order(_shown(visible, only), editions) if known else editions,
        rest=rest,
        was_cut=rest is not None and len(found) <= count,
        known=keys[:known],
        is_all=answer.rest is None and len(keys) <= known,
    )


def search_best(
    query: str | Query,
    filters: Filters | None,
    at: datetime,
    count: int,
    start: int = 0,
    only: Sequence[str] = (),
    known: int = 0,
) -> Found:
    """The best that match, of a bounded number of the newest, from this one on. Raises TooSlow.

    So many are `known`, of all pages, as `search` has it.
    """
    filters = filters or Filters()
    asked = _asked(query, filters, at, None)
    if not asked.query or asked.finds_nothing:
        return Found()
    rows, is_all = _best(asked)
    visible = _visible(filters, at)
    looked_at = rows[: known + SPARE] if known else []
    keys = [edition.pk for edition in _in_order(_only(visible), looked_at)]
    return Found(
        editions=_in_order(_shown(visible, only), rows[start : start + count]),
        was_cut=not is_all,
        has_more=len(rows) > start + count,
        known=keys[:known],
        is_all=is_all and len(rows) == len(looked_at) and len(keys) <= known,
    )


def _newest(asked: Asked, count: int) -> Answer:
    if connection.vendor == "postgresql":
        return postgres.newest(asked, count)
    return sqlite.newest(asked, count)


def _best(asked: Asked) -> Best:
    if connection.vendor == "postgresql":
        return postgres.best(asked, RANKED_AT_MOST)
    return sqlite.best(asked, RANKED_AT_MOST)


def _asked(query: str | Query, filters: Filters, at: datetime, after: Point | None) -> Asked:
    highest = before(at + timedelta(seconds=1))
    if filters.until:
        highest = min(highest, before(_midnight(filters.until) + timedelta(days=1)))
    if after:
        highest = min(highest, before(*after))
    return Asked(
        query=parse(query) if isinstance(query, str) else query,
        groups=tuple(_groups(filters)),
        low=before(_midnight(filters.since)) if filters.since else LEAST,
        high=highest,
        language=primary(filters.language),
    )


def _midnight(day: date) -> datetime:
    """Of a day that the index knows: nobody means the year 1."""
    day = min(max(day, FIRST_DAY), LAST_DAY)
    return datetime.combine(day, time(), timezone.get_default_timezone())


def _groups(filters: Filters) -> Iterable[tuple[Mark, ...]]:
    """Of each group one mark must be there."""
    if filters.section is not None:
        tree = current_tree()
        if tree.root is None or filters.section != tree.root.id:
            yield _marks("section", tree.branches([filters.section]))
    if filters.topics is not None:
        merged = Topic.objects.filter(merged_into__in=filters.topics).values_list("pk", flat=True)
        yield _marks("topic", [*filters.topics, *merged])
    if filters.authors is not None:
        yield _marks("author", filters.authors)
    if filters.places is not None:
        yield _marks("place", filters.places)
    if filters.language:
        yield _marks("language", [primary(filters.language)])
    if filters.story_type:
        yield _marks("type", [filters.story_type])


def _marks(kind: str, values: Iterable[int | str]) -> tuple[Mark, ...]:
    return tuple((kind, str(value)) for value in values)


def _visible(filters: Filters, at: datetime) -> "QuerySet[Edition]":
    """What stands on the list of the section, of all where none is asked for: nothing hidden does."""
    root = current_tree().root
    section = filters.section if filters.section is not None else (root.id if root else None)
    return Edition.objects.live(at).filter(placements__section=section).order_by()


def _shown(visible: "QuerySet[Edition]", only: Sequence[str]) -> "QuerySet[Edition]":
    editions = visible.select_related("publication", "address")
    return editions.only(*only) if only else editions


def _only(visible: "QuerySet[Edition]", *fields: str) -> "QuerySet[Edition]":
    """Their keys, and what else is said."""
    return visible.select_related("publication" if fields else None).only("pk", "publication", *fields)


def _in_order(visible: "QuerySet[Edition]", rows: Sequence[Row | Edition]) -> list[Edition]:
    """In this order. One query."""
    keys = [row.edition_id if isinstance(row, Row) else row.pk for row in rows]
    found = visible.in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found]
