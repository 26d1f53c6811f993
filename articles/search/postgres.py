"""The index on PostgreSQL: two `tsvector` columns, each with a GIN index that holds words and marks.

GIN knows no order. So that the newest of a very common word need not be sorted out of a million, they are
looked for by months first: a month is a mark like any other, and GIN steps over all that stands in others.
Nothing that a query touches beyond the indexes is wide: the rows are narrow, their long columns lie apart,
and are only read for phrases and ranks, of a bounded number of rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from articles.models import Placement, Publication, SearchRow
from articles.search.asking import Answer, Asked, Row, TooSlow
from articles.search.entries import Entry, Mark
from articles.search.places import SECOND, before, point_of
from articles.search.words import Term

CONFIGURATIONS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
ALL_CONFIGURATIONS = (*CONFIGURATIONS.values(), "simple")
MILLISECONDS = 1500  # that a statement may take
WINDOWS = (2, 12)  # months that are looked through before all others
LOOKED_AT = 1000  # newest rows in which a phrase is looked for
RANKED, RANKED_HEADLINES = 400, 100  # newest rows that are ranked

SETTINGS = f"""
    SELECT set_config('statement_timeout', '{MILLISECONDS}', true), set_config('enable_seqscan', 'off', true),
           set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)
"""  # of this transaction; the planner takes `@@` for cheap, and would rather read all rows one by one
INSERT = """
    INSERT INTO articles_searchrow (edition_id, publication_id, place, headline, words) VALUES {rows}
    ON CONFLICT (edition_id) DO UPDATE
    SET place = excluded.place, headline = excluded.headline, words = excluded.words
"""
VALUES = """
    (%s, %s, %s, to_tsvector(%s::regconfig, %s) || array_to_tsvector(%s),
     setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector(%s::regconfig, %s), 'B')
     || setweight(to_tsvector(%s::regconfig, %s), 'C') || to_tsvector(%s::regconfig, %s)
     || array_to_tsvector(%s))
"""
WINDOW = """
    (SELECT place, edition_id FROM (
        SELECT place, edition_id FROM articles_searchrow
        WHERE {column} @@ %s::tsquery AND place >= %s AND place < %s OFFSET 0
    ) AS found ORDER BY place DESC LIMIT %s)
"""
FOLLOWING = """
    WITH looked AS MATERIALIZED ({windows})
    (SELECT place, edition_id FROM looked, LATERAL (
        SELECT FROM articles_searchrow AS each
        WHERE each.edition_id = looked.edition_id AND each.words @@ %s::tsquery OFFSET 0
    ) AS matching LIMIT %s)
    UNION ALL SELECT min(place), -count(*) FROM looked
"""
BEST = """
    WITH looked AS MATERIALIZED (({headlines}) UNION ({windows}))
    SELECT place, looked.edition_id FROM looked, LATERAL (
        SELECT headline, words FROM articles_searchrow WHERE edition_id = looked.edition_id OFFSET 0
    ) AS each
    WHERE each.words @@ %s::tsquery
    ORDER BY (each.headline @@ %s::tsquery)::int + (each.headline @@ %s::tsquery)::int
        + ts_rank(each.words, %s::tsquery, 32) / (1 + greatest(0, %s::float8 - place) / %s) DESC, place DESC
    LIMIT %s
"""
YEAR = 365.25 * 24 * 3600 * SECOND


def put(entries: Sequence[Entry]) -> None:
    if not entries:
        return
    parameters = [value for entry in entries for value in _values(entry)]
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(rows=", ".join([VALUES] * len(entries))), parameters)


def _values(entry: Entry) -> Iterator[Any]:
    configuration = CONFIGURATIONS.get(entry.language, "simple")
    marks = [_lexeme(mark) for mark in (*entry.marks, ("configuration", configuration))]
    yield from (entry.edition_id, entry.publication_id, entry.place)
    yield from (configuration, " ".join(entry.headline), marks)
    for text in (entry.headline, entry.subheadline, entry.names, entry.text):
        yield from (configuration, " ".join(text))
    yield marks


def remove(publication: Publication, which: Q) -> None:
    SearchRow.objects.filter(which, publication=publication).delete()


def tidy() -> None:
    """Take out what stands on no list any more."""
    standing = Placement.objects.filter(edition=OuterRef("edition"))
    SearchRow.objects.filter(~Exists(standing)).delete()


def newest(asked: Asked, count: int) -> Answer:
    """The newest that match; of a phrase, those among the newest with all its words."""
    with _briefly() as cursor:
        words = _Words(cursor, asked)
        if words.none:
            return Answer([])
        if not words.follow:
            sql, parameters = _windows(asked, words.all_there, count)
            cursor.execute(sql, parameters)
            rows = [Row(*row) for row in cursor.fetchall()]
            return Answer(rows, rows[-1].place if len(rows) == count else None)
        windows, parameters = _windows(asked, words.all_there, LOOKED_AT)
        cursor.execute(FOLLOWING.format(windows=windows), [*parameters, words.follow, count])
        *found, (least, looked_at) = cursor.fetchall()
    rows = [Row(*row) for row in found]
    if len(rows) == count:
        return Answer(rows, rows[-1].place)
    was_cut = -looked_at == LOOKED_AT
    return Answer(rows, least if was_cut else None, was_cut)


def best(asked: Asked, count: int) -> list[Row]:
    """Of the newest: first what says it in the headline, best in these very words, then by rank and age."""
    with _briefly() as cursor:
        words = _Words(cursor, asked)
        if words.none:
            return []
        windows, parameters = _windows(asked, words.all_there, RANKED)
        headlines, more = _windows(asked, words.all_there, RANKED_HEADLINES, column="headline")
        cursor.execute(
            BEST.format(headlines=headlines, windows=windows),
            [*more, *parameters, words.follow or words.all_there]
            + [words.all_there, words.in_order, words.any_there, asked.high, YEAR, count],
        )
        return [Row(*row) for row in cursor.fetchall()]


@contextmanager
def _briefly() -> Iterator[Any]:
    """A transaction that reads, with settings that end with it, also inside another."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            yield cursor
            transaction.set_rollback(True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "57014":  # query_canceled
            raise TooSlow from error
        raise


def _windows(asked: Asked, words: str, count: int, column: str = "words") -> tuple[str, list[str | int]]:
    """The newest months, then those before them, then all the rest: stops where there are enough."""
    parts: list[str] = []
    parameters: list[str | int] = []
    marks = [_any_of(group) for group in asked.groups]
    for months, low, high in _periods(asked.low, asked.high):
        periods = [_any_of([("month", month) for month in months])] if months else []
        condition = _all_of([f"({words})" if words else "", *marks, *periods]) or _EVERYTHING
        parts.append(WINDOW.format(column=column))
        parameters += [condition, low, high, count]
    sql = f"SELECT place, edition_id FROM ({' UNION ALL '.join(parts)}) AS newest LIMIT {int(count)}"  # noqa: S608
    return sql, parameters


def _periods(low: int, high: int) -> Iterator[tuple[list[str], int, int]]:
    """Each with its months, none where they are too many, its first place and the one after its last."""
    point, _publication = point_of(high - 1)
    year, month = point.year, point.month
    for length in WINDOWS:
        months = []
        for _month in range(length):
            months.append(f"{year:04}{month:02}")
            first = before(datetime(year, month, 1, tzinfo=UTC))
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        yield months, max(first, low), high
        if first <= low:
            return
        high = first
    yield [], low, high


def _any_of(marks: Iterable[Mark]) -> str:
    return " | ".join(f"'{_lexeme(mark)}'" for mark in marks)


def _all_of(parts: Iterable[str]) -> str:
    return " & ".join(f"({part})" for part in parts if part)


def _lexeme(mark: Mark) -> str:
    """Words have no colon: no text can pretend to be a mark. Quoted where it is asked for."""
    kind, value = mark
    return f"{kind}:{value}"


_EVERYTHING = _any_of([("configuration", name) for name in ALL_CONFIGURATIONS])


class _Words:
    """The words of a query as `tsquery`, for each language as its own configuration has them."""

    def __init__(self, cursor: Any, asked: Asked) -> None:
        query = asked.query
        alone = [Term((word,)) for term in query.wanted for word in term.words]
        in_order = [Term(tuple(word for term in query.wanted for word in term.words))] if query else []
        single = [term for term in query.unwanted if len(term.words) == 1]
        asked_for = [alone, single, query.wanted, query.unwanted, in_order]
        self.by_configuration = self._stemmed(cursor, [_typed(terms) for terms in asked_for])
        self.all_there = self._joined(0, 1)
        stemmed = self.by_configuration.values()
        is_phrase = any(len(term.words) > 1 for term in query.terms)
        self.follow = self._joined(2, 3) if is_phrase else ""  # what GIN alone does not know
        self.in_order = self._joined(4, 1) or self.all_there
        # For the rank, which takes the square of the time where all must be there.
        self.any_there = " | ".join(
            sorted({each for texts in stemmed for each in texts[0].split(" & ")} - {""})
        )
        self.none = bool(query) and not self.all_there

    def _stemmed(self, cursor: Any, texts: list[str]) -> dict[str, list[str]]:
        """One query, which also sets what the next may cost."""
        asked = ", ".join(
            f"websearch_to_tsquery('{name}', %s)::text" for name in ALL_CONFIGURATIONS for _text in texts
        )
        cursor.execute(f"{SETTINGS}, {asked}", texts * len(ALL_CONFIGURATIONS))
        row = cursor.fetchone()[4:]
        size = len(texts)
        return {name: list(row[at * size :][:size]) for at, name in enumerate(ALL_CONFIGURATIONS)}

    def _joined(self, wanted: int, unwanted: int) -> str:
        """The configurations that make the same of the words stand together."""
        found: dict[tuple[str, str], list[Mark]] = {}
        is_asked = any(stemmed[wanted] for stemmed in self.by_configuration.values())
        for name, stemmed in self.by_configuration.items():
            if stemmed[wanted] or not is_asked:
                found.setdefault((stemmed[wanted], stemmed[unwanted]), []).append(("configuration", name))
        if len(found) == 1 and len(next(iter(found.values()))) == len(ALL_CONFIGURATIONS):
            (wanted_words, unwanted_words), _all = found.popitem()
            if not wanted_words:
                return f"({_EVERYTHING}) & !({unwanted_words})" if unwanted_words else ""
            return _all_of([wanted_words, f"!({unwanted_words})" if unwanted_words else ""])
        return " | ".join(
            _all_of([words, f"!({others})" if others else "", _any_of(names)])
            for (words, others), names in found.items()
        )


def _typed(terms: Sequence[Term]) -> str:
    """As PostgreSQL's own search syntax has them: quoted, nothing is an operator."""
    glue = " " if all(term.is_wanted for term in terms) else " or "
    return glue.join(f'"{" ".join(term.words)}"' for term in terms)
