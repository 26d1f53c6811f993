"""What is in the index: the same life as an edition's rows on lists."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Q

from articles.models import Edition, Publication
from articles.search import postgres, sqlite
from articles.search.entries import Entry


def put(entries: Sequence[Entry]) -> None:
    """In place of what there was of the same editions."""
    if connection.vendor == "postgresql":
        postgres.put(entries)
    else:
        sqlite.put(entries)


def add(edition: Edition, data: dict[str, Any]) -> None:
    """A new edition, with its revision's data. One query."""
    put([Entry.of(edition, edition.publication.first_published_at, data)])


def remove(publication: Publication, which: Q | None = None) -> None:
    """All its editions, or those of which this is true; before they are taken off the lists. One query."""
    if connection.vendor == "postgresql":
        postgres.remove(publication, which or Q())
    else:
        sqlite.remove(publication, which or Q())


def tidy() -> None:
    """Take out what stands on no list any more."""
    if connection.vendor == "postgresql":
        postgres.tidy()
    else:
        sqlite.tidy()
