"""The index on PostgreSQL: two `tsvector` columns, each with a GIN index that holds words and marks.

GIN knows no order. So that the newest of a very common word need not be sorted out of a million, they are
looked for by months first: a month is a mark like any other, and GIN steps over all that stands in others.
Words that are all common and never meet would be looked for in the whole archive: after a while it is said
how far the look went, and readers may go on from there.
Nothing that a query touches beyond the indexes is wide: the rows are narrow, their long columns lie apart,
and are only read for phrases and ranks, of a bounded number of rows.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from articles.models import Placement, Publication, SearchRow
from articles.search.asking import Answer, Asked, Best, Row, TooSlow
from articles.search.entries import Entry, Mark, primary
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
FIRST_WINDOW, WINDOW = 2, 12  # months that are looked through at once
QUICK = 0.004  # seconds for a window; all that is left is then looked through at once
PATIENCE, PATIENCE_WITH_HEADLINES = 0.04, 0.02  # seconds, after which no other window is begun
LOOKED_AT = 1000  # newest rows in which a phrase is looked for
RANKED, RANKED_HEADLINES = 400, 100  # newest rows that are ranked

SETTINGS = f"""
    SELECT set_config('statement_timeout', '{MILLISECONDS}', true), set_config('enable_seqscan', 'off', true),
           set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)
"""  # of this transaction; the planner takes `@@` for cheap, and would rather read all rows one by one
LANGUAGES = """
    (WITH RECURSIVE known (language) AS (
        SELECT min(language) FROM articles_edition
        UNION ALL
        SELECT (SELECT min(language) FROM articles_edition WHERE language > known.language)
        FROM known WHERE language IS NOT NULL
    ) SELECT array_agg(language) FROM known WHERE language IS NOT NULL)
"""  # in which anything was ever published: a look into an index for each
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
IN_WINDOW = """
    SELECT place, edition_id FROM (
        SELECT place, edition_id FROM articles_searchrow
        WHERE {column} @@ %s::tsquery AND place >= %s AND place < %s OFFSET 0
    ) AS found ORDER BY place DESC LIMIT %s
"""
LOOKED = "unnest(%s::bigint[], %s::bigint[]) AS looked (place, edition_id)"
FOLLOWING = f"""
    SELECT looked.place, looked.edition_id FROM {LOOKED}, LATERAL (
        SELECT FROM articles_searchrow AS each
        WHERE each.edition_id = looked.edition_id AND each.words @@ %s::tsquery OFFSET 0
    ) AS matching LIMIT %s
"""  # noqa: S608 - all of it is ours
BEST = f"""
    SELECT looked.place, looked.edition_id FROM {LOOKED}, LATERAL (
        SELECT headline, words FROM articles_searchrow WHERE edition_id = looked.edition_id OFFSET 0
    ) AS each
    WHERE each.words @@ %s::tsquery
    ORDER BY (each.headline @@ %s::tsquery)::int + (each.headline @@ %s::tsquery)::int
        + ts_rank(each.words, %s::tsquery, 32) / (1 + greatest(0, %s::float8 - place) / %s) DESC, place DESC
    LIMIT %s
"""  # noqa: S608
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
        looked = _look(cursor, asked, words.all_there, LOOKED_AT if words.follow else count, PATIENCE)
        if not words.follow:
            return looked
        cursor.execute(FOLLOWING, [*_columns(looked.rows), words.follow, count])
        rows = [Row(*row) for row in cursor.fetchall()]
    if len(rows) == count:
        return Answer(rows, rows[-1].place)
    return Answer(rows, looked.rest, was_cut=looked.rest is not None)


def best(asked: Asked, count: int) -> Best:
    """Of the newest: first what says it in the headline, best in these very words, then by rank and age."""
    with _briefly() as cursor:
        words = _Words(cursor, asked)
        if words.none:
            return Best([], is_all=True)
        looked = _look(cursor, asked, words.all_there, RANKED, PATIENCE)
        rows = looked.rows
        if looked.rest is not None:  # a headline may be older
            patience = PATIENCE_WITH_HEADLINES
            rows += _look(cursor, asked, words.all_there, RANKED_HEADLINES, patience, column="headline").rows
        cursor.execute(
            BEST,
            [*_columns(dict.fromkeys(rows)), words.follow or words.all_there]
            + [words.all_there, words.in_order, words.any_there, asked.high, YEAR, count],
        )
        rows = [Row(*row) for row in cursor.fetchall()]
        return Best(rows, is_all=looked.rest is None and len(rows) < count)


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


def _look(
    cursor: Any, asked: Asked, words: str, count: int, patience: float, column: str = "words"
) -> Answer:
    """The newest months, then year by year those before them, until there are enough or it has taken long."""
    rows: list[Row] = []
    marks = [f"({words})" if words else "", *map(_any_of, asked.groups)]
    high, length, begun = asked.high, FIRST_WINDOW, time.monotonic()
    while high > asked.low:
        months, low = _months(high, length) if length else ([], asked.low)
        low = max(low, asked.low)
        periods = [_any_of([("month", month) for month in months])] if months else []
        condition = _all_of([*marks, *periods]) or _EVERYTHING
        asked_at = time.monotonic()
        cursor.execute(IN_WINDOW.format(column=column), [condition, low, high, count - len(rows)])
        rows += [Row(*row) for row in cursor.fetchall()]
        if len(rows) == count:
            return Answer(rows, rows[-1].place)
        high = low
        now = time.monotonic()
        if now - begun > patience and high > asked.low:
            return Answer(rows, high, was_cut=True)
        length = 0 if length == WINDOW and now - asked_at < QUICK else WINDOW
    return Answer(rows)


def _months(high: int, length: int) -> tuple[list[str], int]:
    """So many months up to the one of what stands just before this place, and where they begin."""
    point, _publication = point_of(high - 1)
    year, month = point.year, point.month
    months = []
    for _month in range(length):
        months.append(f"{year:04}{month:02}")
        first = before(datetime(year, month, 1, tzinfo=UTC))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return months, first


def _columns(rows: Iterable[Row]) -> list[list[int]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[], []]


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
    """The words of a query as `tsquery`, for each language as its own configuration has them: each that any
    story is in, or the one that is asked for.
    """

    def __init__(self, cursor: Any, asked: Asked) -> None:
        query = asked.query
        alone = [Term((word,)) for term in query.wanted for word in term.words]
        in_order = [Term(tuple(word for term in query.wanted for word in term.words))] if query else []
        single = [term for term in query.unwanted if len(term.words) == 1]
        asked_for = [alone, single, query.wanted, query.unwanted, in_order]
        self.by_configuration = self._stemmed(cursor, [_typed(terms) for terms in asked_for], asked.language)
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

    def _stemmed(self, cursor: Any, texts: list[str], language: str) -> dict[str, list[str]]:
        """One query, which also sets what the next may cost."""
        asked = ", ".join(
            f"websearch_to_tsquery('{name}', %s)::text" for name in ALL_CONFIGURATIONS for _text in texts
        )
        cursor.execute(f"{SETTINGS}, {LANGUAGES}, {asked}", texts * len(ALL_CONFIGURATIONS))
        row, size = cursor.fetchone(), len(texts)
        known, found = row[4], row[5:]
        languages = [language] if language else map(primary, known or ())
        used = {CONFIGURATIONS.get(each, "simple") for each in languages}
        return {
            name: list(found[at * size :][:size])
            for at, name in enumerate(ALL_CONFIGURATIONS)
            if name in used
        }

    def _joined(self, wanted: int, unwanted: int) -> str:
        """The configurations that make the same of the words stand together."""
        found: dict[tuple[str, str], list[Mark]] = {}
        is_asked = any(stemmed[wanted] for stemmed in self.by_configuration.values())
        for name, stemmed in self.by_configuration.items():
            if stemmed[wanted] or not is_asked:
                found.setdefault((stemmed[wanted], stemmed[unwanted]), []).append(("configuration", name))
        if len(found) == 1 and len(next(iter(found.values()))) == len(self.by_configuration):
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
