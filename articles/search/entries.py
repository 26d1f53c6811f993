"""What the index keeps of an edition, whichever database it is in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from articles import body
from articles.models import Edition
from articles.search.places import place_of
from articles.search.words import words
from sections import languages

Mark = tuple[str, str]
"""Something by which editions are filtered: the kind and the value, such as `("section", "12")`."""

Names = Mapping[Mark, str]
"""What topics, authors and places are called now."""

SUBJECTS = {"topic": "topics", "author": "authors", "place": "places"}  # and what a revision's data call them


def primary(language: str) -> str:
    """The part of a language's code that says which one, as a mark may have it."""
    return "".join(filter(str.isalnum, languages.primary(language)))


@dataclass(frozen=True)
class Entry:
    edition_id: int
    publication_id: int
    place: int
    language: str
    headline: list[str]
    subheadline: list[str]
    names: list[str]  # of authors, topics and places
    text: list[str]
    marks: list[Mark]

    @classmethod
    def of(
        cls, edition: Edition, first_published_at: datetime, data: dict[str, Any], names: Names | None = None
    ) -> Self:
        """The data are its revision's; a new one says what everything is called now."""
        return cls(
            edition_id=edition.pk,
            publication_id=edition.publication_id,
            place=place_of(first_published_at, edition.publication_id, edition.version),
            language=primary(edition.language),
            headline=words(edition.headline),
            subheadline=words(edition.subheadline),
            names=words(" ".join([edition.byline, edition.dateline, *names_of(data, names or {})])),
            text=words(" ".join(body.paragraphs(edition.body))),
            marks=list(marks_of(edition, first_published_at, data)),
        )


def names_of(data: dict[str, Any], names: Names) -> Iterable[str]:
    """Those that byline and dateline do not say: of topics, and what an author or a place is called now."""
    for kind, named in SUBJECTS.items():
        for row in data.get(named, ()):
            name = names.get((kind, str(row["id"])), row["label"])
            if kind == "topic" or name != row["label"]:
                yield name


def marks_of(edition: Edition, first_published_at: datetime, data: dict[str, Any]) -> Iterable[Mark]:
    """Its own and further sections, not those above: moving a branch leaves the index as it is."""
    yield "section", str(edition.section_id)
    for row in data["further_sections"]:
        if row["id"] != edition.section_id:
            yield "section", str(row["id"])
    for kind, named in SUBJECTS.items():
        for row in data.get(named, ()):
            yield kind, str(row["id"])
    yield "language", primary(edition.language)
    yield "type", edition.story_type
    yield "month", f"{first_published_at:%Y%m}"
