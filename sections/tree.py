"""The map in memory: the whole tree with what each section inherits, read at most twice a second.

Nothing is ever purged from it: it is just read again, so every process shows a change within half a second.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model

from sections.models import Copyright, Imprint, Section, Source

SECONDS_KEPT = 0.5  # of the two in which a change is everywhere; pages that are kept take as much


@dataclass(eq=False)
class Node:
    """A section with what it inherits filled in."""

    id: int
    name: str
    path: str
    description: str
    visible: bool
    language: str
    copyright: Copyright | None
    source: Source | None
    four_eyes: bool = False
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/{self.path}/" if self.path else "/"

    @property
    def line(self) -> list["Node"]:
        """From the root down to this section, as in a breadcrumb."""
        return [*self.parent.line, self] if self.parent else [self]

    @property
    def visible_children(self) -> list["Node"]:
        return [child for child in self.children if child.visible]

    def branch(self) -> Iterator["Node"]:
        """This section and all below it, as an indented list shows them."""
        yield self
        for child in self.children:
            yield from child.branch()

    def lists(self) -> Iterator["Node"]:
        """The sections on whose lists a story of this one stands: itself, and up to one that is hidden."""
        yield self
        if self.parent and self.visible:
            yield from self.parent.lists()


@dataclass(eq=False)
class SectionTree:
    root: Node | None
    by_id: dict[int, Node]
    by_path: dict[str, Node]
    sources: dict[int, Source]  # those of sections
    read_from: list[Section] = field(default_factory=list)

    @cached_property
    def copyrights(self) -> dict[int, Copyright]:
        return Copyright.objects.order_by("pk").in_bulk()

    @cached_property
    def imprint(self) -> Imprint | None:
        return Imprint.objects.first()

    @cached_property
    def words(self) -> list[tuple[Any, ...]]:
        """All that was read for it, row by row: two trees with the same words say the same."""
        rows: list[Model | None] = [self.imprint, *self.copyrights.values()]
        for section in self.read_from:
            rows += [section, section.copyright, section.source]
        return [fields_of(row) for row in rows]

    def find_sources(self, keys: Collection[int]) -> dict[int, Source]:
        """Those of these that are there; the database is asked where one is no section's."""
        known = {key: self.sources[key] for key in keys if key in self.sources}
        return known if len(known) == len(set(keys)) else Source.objects.in_bulk(keys)

    def branches(self, section_ids: Iterable[int]) -> set[int]:
        """The ids of these sections and of all below them."""
        nodes = (self.by_id[pk] for pk in section_ids if pk in self.by_id)
        return {below.id for node in nodes for below in node.branch()}


def fields_of(row: Model | None) -> tuple[Any, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields) if row else ()


def read_tree() -> SectionTree:
    """The tree as the database has it now: for whoever writes by it. One query."""
    below = defaultdict(list)
    sections = list(Section.objects.select_related("copyright", "source").order_by("position", "name", "pk"))
    for section in sections:
        below[section.parent_id].append(section)
    tree = SectionTree(None, {}, {}, {}, sections)

    def grow(section: Section, parent: Node | None) -> Node:
        inherited_four_eyes = parent is not None and parent.four_eyes
        node = Node(
            id=section.pk,
            name=section.name,
            path=section.path,
            description=section.description,
            visible=section.visible,
            language=section.language or (parent.language if parent else settings.NEWSROOM_LANGUAGE),
            copyright=section.copyright or (parent.copyright if parent else None),
            source=section.source or (parent.source if parent else None),
            four_eyes=inherited_four_eyes if section.four_eyes is None else section.four_eyes,
            parent=parent,
        )
        tree.by_id[node.id] = tree.by_path[node.path] = node
        if section.source:
            tree.sources[section.source.pk] = section.source
        node.children = [grow(child, node) for child in below[section.pk]]
        return node

    if below[None]:
        tree.root = grow(below[None][0], None)
    return tree


_kept: tuple[float, SectionTree] | None = None


def current_tree() -> SectionTree:
    """The tree as it was at most half a second ago: for whoever reads.

    One that says what it said before is the very same object: what was made of it is right still.
    """
    global _kept
    now = time.monotonic()
    if _kept is None or _kept[0] <= now:
        tree = read_tree()
        tree.copyrights, tree.imprint  # noqa: B018 - read now, and kept with it
        if _kept and _kept[1].words == tree.words:
            tree = _kept[1]
        _kept = (now + SECONDS_KEPT, tree)
    return _kept[1]


def remembered_tree() -> SectionTree | None:
    """The tree as it was last read, however long ago: for a page that must not ask the database."""
    return _kept[1] if _kept else None


def forget_tree() -> None:
    """Read anew next time; a process that has changed the map itself need not wait for the second to pass."""
    global _kept
    _kept = None
