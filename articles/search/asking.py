"""What a database is asked, and what it answers: the same for both."""

from dataclasses import dataclass
from typing import NamedTuple

from articles.search.entries import Mark
from articles.search.places import LEAST, MOST
from articles.search.words import Query


class TooSlow(Exception):
    """The database was stopped: it would have taken longer than a reader waits."""


class Row(NamedTuple):
    place: int
    edition_id: int


@dataclass(frozen=True)
class Asked:
    """Words, and marks of which one of each group must be there, between two places."""

    query: Query
    groups: tuple[tuple[Mark, ...], ...] = ()
    low: int = LEAST  # the first place that counts
    high: int = MOST  # the first that does not
    language: str = ""  # one of the marks, where it is asked for

    @property
    def finds_nothing(self) -> bool:
        """A group is without marks: of a name, say, that nobody has."""
        return self.low >= self.high or not all(self.groups)


@dataclass(frozen=True)
class Answer:
    """Newest first. `rest`: what there may be besides stands before this place."""

    rows: list[Row]
    rest: int | None = None
    was_cut: bool = False  # not all that could match was looked at: older matches may be missing


class Best(NamedTuple):
    """Best first."""

    rows: list[Row]
    is_all: bool  # nothing else matches
