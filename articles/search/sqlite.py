"""The index on SQLite: a table of FTS5, whose row ids are places, so that it gives out the newest first.

It holds stems, not words: FTS5 knows no Italian. Nothing writes it but this file, no trigger and no cascade;
what it finds is looked up among the editions that are visible, so a row left behind leads nowhere.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection
from django.db.models import BigIntegerField, F, Func, Q

from articles.models import Placement, Publication
from articles.search.asking import Answer, Asked, Best, Row, TooSlow
from articles.search.entries import Entry, Mark
from articles.search.places import LEAST, MOST, PUBLICATION_BITS, SECOND, VERSION_BITS
from articles.search.words import STOP_WORDS, Query, Term, stem, without_stop_words

TABLE = "articles_search"
COLUMNS = "headline subheadline names text"
WEIGHTS = (1.0, 0.4, 0.2, 0.1)  # as PostgreSQL has them
RANKED, RANKED_HEADLINES = 400, 100  # newest rows that are ranked
COUNTED = 8  # words of a query of which it is counted how often a story says them
SECONDS = 1.5  # that a question may take
STEPS = 10_000  # of SQLite's machine, after which it is looked how long it has taken
YEAR = 365.25 * 24 * 3600 * SECOND


def put(entries: Sequence[Entry]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"REPLACE INTO {TABLE} (rowid, headline, subheadline, names, text, marks, edition) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    entry.place,
                    *(_stems(text) for text in (entry.headline, entry.subheadline, entry.names, entry.text)),
                    " ".join(map(_token, entry.marks)),
                    entry.edition_id,
                )
                for entry in entries
            ],
        )


def remove(publication: Publication, which: Q) -> None:
    """Before the rows of the sections' lists go: these say where the edition stands in the index."""
    _delete("IN", Q(which, publication=publication))


def tidy() -> None:
    """Take out what stands on no list any more."""
    _delete("NOT IN", Q())


def _delete(condition: str, which: Q) -> None:
    seconds = Func(
        Func(F("first_published_at"), function="substr", template="%(function)s(%(expressions)s, 1, 19)"),
        template=f"max({LEAST // SECOND}, min({MOST // SECOND}, "
        "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)))",
        output_field=BigIntegerField(),
    )
    place = seconds * SECOND
    place += F("publication_id") % (1 << PUBLICATION_BITS) * (1 << VERSION_BITS)
    place += F("edition__version") % (1 << VERSION_BITS)
    rows = Placement.objects.filter(which).order_by().values_list(place)
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE rowid {condition} ({sql})", parameters)  # noqa: S608


def newest(asked: Asked, count: int) -> Answer:
    rows = [Row(*row) for row in _select("rowid, edition", asked, count)]
    return Answer(rows, rows[-1].place if len(rows) == count else None)


def best(asked: Asked, count: int) -> Best:
    """As on PostgreSQL: first what says it in the headline, then by where and how often, and by age."""
    columns = f"rowid, edition, {COLUMNS.replace(' ', ', ')}"
    found = _select(columns, asked, RANKED)
    is_all = len(found) < RANKED
    found += _select(columns, asked, RANKED_HEADLINES, of="headline")
    wanted = without_stop_words([stem(word) for term in asked.query.wanted for word in term.words])
    scores = {
        Row(place, edition): _score(wanted, texts) + _rank(wanted, texts) / (1 + _years(asked.high - place))
        for place, edition, *texts in found
    }
    ranked = sorted(scores, key=lambda row: (scores[row], row.place), reverse=True)
    return Best(ranked[:count], is_all=is_all and len(ranked) <= count)


def _score(wanted: list[str], texts: Sequence[str]) -> int:
    headline = without_stop_words(texts[0].split())
    says_all = set(wanted) <= set(headline)
    return says_all + (says_all and f" {' '.join(wanted)} " in f" {' '.join(headline)} ")


def _rank(wanted: list[str], texts: Sequence[str]) -> float:
    """Below 1."""
    said = sum(
        weight * sum(padded.count(f" {word} ") for word in wanted[:COUNTED])
        for weight, padded in zip(WEIGHTS, (f" {text} " for text in texts), strict=True)
    )
    return said / (said + 1)


def _years(distance: int) -> float:
    return max(0, distance) / YEAR


def _select(columns: str, asked: Asked, count: int, of: str = COLUMNS) -> list[Any]:
    match = _match(asked, of)
    sql = f"SELECT {columns} FROM {TABLE} WHERE rowid >= %s AND rowid < %s"  # noqa: S608
    parameters: list[int | str] = [asked.low, asked.high]
    if match:
        sql += f" AND {TABLE} MATCH %s"
        parameters.append(match)
    with _briefly(), connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY rowid DESC LIMIT %s", [*parameters, count])
        return list(cursor.fetchall())


@contextmanager
def _briefly() -> Iterator[None]:
    """SQLite has no time limit of its own, but asks now and then whether it may go on."""
    connection.ensure_connection()
    database: sqlite3.Connection = connection.connection
    over = time.monotonic() + SECONDS
    database.set_progress_handler(lambda: time.monotonic() > over, STEPS)
    try:
        yield
    except OperationalError as error:
        if "interrupted" in str(error):
            raise TooSlow from error
        raise
    finally:
        database.set_progress_handler(None, 0)


def _match(asked: Asked, of: str) -> str:
    """In FTS5's language. All that comes from outside is a stem in quotes, or a number."""
    query: Query = asked.query
    groups = [f"marks : ({' OR '.join(_quoted(group))})" for group in asked.groups]
    if query.wanted:
        groups.insert(0, f"{{{of}}} : ({' AND '.join(_phrases(_told(query.wanted)))})")
    match = " AND ".join(f"({group})" for group in groups)
    if match and query.unwanted:
        return f"({match}) NOT ({{{COLUMNS}}} : ({' OR '.join(_phrases(query.unwanted))}))"
    return match


def _told(terms: list[Term]) -> list[Term]:
    """Without the words that stand in every text, where there are others."""
    others = [term for term in terms if len(term.words) > 1 or term.words[0] not in STOP_WORDS]
    return others or terms


def _phrases(terms: Iterable[Term]) -> list[str]:
    return [f'"{" ".join(map(stem, term.words))}"' for term in terms]


def _quoted(marks: Iterable[Mark]) -> list[str]:
    return [f'"{_token(mark)}"' for mark in marks]


def _token(mark: Mark) -> str:
    kind, value = mark
    return f"{kind}{''.join(filter(str.isalnum, value))}"


def _stems(words: Iterable[str]) -> str:
    return " ".join(map(stem, words))
