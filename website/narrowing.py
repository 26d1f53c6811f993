"""What the stories that were found are about, whose they are and where from: to narrow a search down with,
and to say by which name a story was found.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from articles.models import ByAuthor, ByPlace, ByTopic, Edition, PlaceName
from sections.tree import SectionTree
from website.searching import NAMES, SearchFilters

LOOKED_AT = 100  # stories
SUGGESTED = 12  # names of each kind
OFFERED = 6  # of them as links
KINDS = ("topic", "author", "place")


@dataclass(frozen=True)
class Named:
    """How often a name stands with the stories that were looked at, and the search for those alone."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class Kind:
    of: str
    label: str
    names: list[Named]  # those that stand with most of the stories first
    offered: list[Named]  # those of them that narrow the search down


class Names:
    """Of topics, authors and places, by story. One query."""

    def __init__(self, editions: Iterable[int], language: str) -> None:
        self.by_edition: dict[int, list[tuple[str, str]]] = {}
        keys = list(editions)
        for kind, edition, name in _rows(keys, language) if keys else ():
            self.by_edition.setdefault(edition, []).append((kind, name))

    def of(self, edition: int, kind: str) -> list[str]:
        return [name for each, name in self.by_edition.get(edition, ()) if each == kind]

    def kinds(self, asked: SearchFilters, looked_at: int) -> list[Kind]:
        counted = Counter(each for names in self.by_edition.values() for each in names)
        often = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        return [
            _kind(of, [(name, count) for (kind, name), count in often if kind == of], asked, looked_at)
            for of in KINDS
        ]


def _kind(of: str, names: list[tuple[str, int]], asked: SearchFilters, looked_at: int) -> Kind:
    """A name that all of them have narrows nothing down, nor does one beside that which was chosen."""
    named = [Named(name, count, asked.url(**{of: name})) for name, count in names[:SUGGESTED]]
    offered = [] if of in asked.chosen else [each for each in named if each.count < looked_at]
    return Kind(of, str(NAMES[of]), named, offered[:OFFERED])


def _rows(editions: list[int], language: str) -> "QuerySet[Any]":
    own = PlaceName.objects.filter(place=OuterRef("place"), language=language).values("name")[:1]
    topic = Coalesce("topic__merged_into__name", "topic__name")
    place = Coalesce(Subquery(own), "place__name")
    topics, authors, places = (
        model._default_manager.filter(edition__in=editions)
        .order_by()
        .values_list(Value(kind, CharField()), "edition_id", name)
        for model, kind, name in (
            (ByTopic, "topic", topic),
            (ByAuthor, "author", F("author__name")),
            (ByPlace, "place", place),
        )
    )
    return topics.union(authors, places, all=True)


def newest_editions(at: datetime, tree: SectionTree) -> list[int]:
    """Where nothing was found, the names are those of the newest stories."""
    if tree.root is None:
        return []
    newest = Edition.objects.live(at).on_list("section", tree.root.id)
    return list(newest.values_list("pk", flat=True)[:LOOKED_AT])
