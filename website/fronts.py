"""What a section's front shows: what its editors have put there, then what is new, each story once.

From above it reads as the news came in: the lead, the next two large, then the latest as a ticker. Blocks
show the newest of each subsection that do not stand above already: a story that stood in both would take the
place of one that readers have not seen. So that a small site has blocks, too, its ticker is shorter.

A pin is only a wish: what readers cannot see at that moment, or what has left the section, does not come out
of these queries, so nothing has to take a pin away in time, or to put one there. For a lead that they do not
see the first pin stands in: tonight's front stays as it is until tomorrow's lead appears.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, Self

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models import Edition, Placement
from sections.tree import Node
from website.lists import Cursor
from website.models import LEAD, Pin
from website.teasers import listed

STORIES = 20  # newest ones on a front without blocks
BELOW_THE_LEAD = 2  # large ones, pinned or the next newest
BESIDE_THE_LEAD = 8  # in the ticker
FEWEST_BESIDE = 3  # where there are less, none stand below the lead
SHARE_BESIDE = 0.4  # of the stories of a small site
A_BLOCK = 4
MOST_ABOVE_BLOCKS = 1 + BESIDE_THE_LEAD + BELOW_THE_LEAD  # newest ones
FEWEST_IN_BLOCKS = 3  # with less they would stand about like what is left over
TOO_FEW_FOR_A_RIVER = 2  # they join the ticker

PINNED, NEWEST, FIRST_BLOCK = 0, 1, 2  # where the query finds a place for a story


@dataclass(frozen=True)
class Chosen:
    """A story that editors want on top of a front."""

    publication_id: int
    is_lead: bool


@dataclass
class Block:
    section: Node
    stories: list[Edition]


@dataclass
class Front:
    lead: Edition | None = None
    pinned: list[Edition] = field(default_factory=list)
    newest: list[Edition] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    older: Cursor | None = None  # where the list goes on

    def shelves(self) -> tuple[list[Edition], list[Edition], list[Edition]]:
        """Where the newest stand: below the lead, in the ticker beside it, and in the list below both."""
        spare = max(0, len(self.newest) - FEWEST_BESIDE)
        below = min(max(0, BELOW_THE_LEAD - len(self.pinned)), spare)
        beside = below + BESIDE_THE_LEAD
        if len(self.newest) <= beside + TOO_FEW_FOR_A_RIVER:
            beside = len(self.newest)
        return self.newest[:below], self.newest[below:beside], self.newest[beside:]


def chosen_for(section_id: int, at: datetime) -> list[Chosen]:
    """What editors want on this front at that moment, in their order. One query."""
    pins = Pin.objects.filter(Q(until=None) | Q(until__gt=at), section=section_id).order_by("position")
    return [
        Chosen(publication_id, position == LEAD)
        for publication_id, position in pins.values_list("publication_id", "position")
    ]


def front_of(section: Node, at: datetime, chosen: Sequence[Chosen], without: Sequence[int] = ()) -> Front:
    """Two queries, however many pins, blocks and stories there are; `without` these stories."""
    blocks = section.visible_children
    places = _places(section, blocks, at, chosen, without)
    plan = _plan(chosen, places, len(blocks))
    return plan.filled(_read(plan.edition_ids, at), blocks)


# Where each story goes: (publication, edition) by number, before anything of a story is read

Place = tuple[int, int]


@dataclass
class _Plan:
    lead: list[Place]
    pinned: list[Place]
    newest: list[Place]
    blocks: list[list[Place]]
    goes_on: bool

    @property
    def edition_ids(self) -> list[int]:
        groups: Iterable[list[Place]] = (self.lead, self.pinned, self.newest, *self.blocks)
        return [edition_id for group in groups for _publication_id, edition_id in group]

    def filled(self, editions: dict[int, Edition], sections: list[Node]) -> Front:
        def read(places: list[Place]) -> list[Edition]:
            return [editions[pk] for _publication_id, pk in places if pk in editions]

        lead, newest = read(self.lead), read(self.newest)
        last = newest[-1:] or (lead if self.goes_on else [])
        return Front(
            lead=lead[0] if lead else None,
            pinned=read(self.pinned),
            newest=newest,
            blocks=[
                Block(section, stories)
                for section, places in zip(sections, self.blocks, strict=False)
                if (stories := read(places))
            ],
            older=Cursor.after(last[0]) if self.goes_on and last else None,
        )


def _plan(chosen: Sequence[Chosen], places: dict[int, list[Place]], blocks: int) -> _Plan:
    seen = dict(places.get(PINNED, ()))
    others = [place for place in places.get(NEWEST, ()) if place[0] not in seen]
    wanted = [each for each in chosen if each.publication_id in seen]
    lead = [(each.publication_id, seen[each.publication_id]) for each in wanted if each.is_lead]
    pins = [(each.publication_id, seen[each.publication_id]) for each in wanted if not each.is_lead]
    if not lead and any(each.is_lead for each in chosen):
        lead, pins = pins[:1], pins[1:]
    begin = 0 if lead else 1
    lead = lead or others[:1]
    count = begin + max(0, BELOW_THE_LEAD - len(pins)) + _beside(places)
    shown = {publication_id for publication_id, _edition_id in (*lead, *pins, *others[:count])}
    in_blocks = list(_blocks(places, blocks, shown))
    if sum(map(len, in_blocks)) < FEWEST_IN_BLOCKS:
        count, in_blocks = STORIES, []
    left = [place for place in others[count:] if not any(place in block for block in in_blocks)]
    goes_on = bool(left) or len(others) > STORIES
    return _Plan(lead, pins, others[begin:count], in_blocks, goes_on)


def _beside(places: dict[int, list[Place]]) -> int:
    """How many the ticker shows: on a small site so few that some are left for the blocks."""
    stories = {publication_id for found in places.values() for publication_id, _edition_id in found}
    return min(BESIDE_THE_LEAD, max(FEWEST_BESIDE, int(len(stories) * SHARE_BESIDE)))


def _blocks(places: dict[int, list[Place]], count: int, shown: set[int]) -> Iterator[list[Place]]:
    """For each subsection its newest that do not stand on the page already."""
    for number in range(count):
        block = [place for place in places.get(FIRST_BLOCK + number, ()) if place[0] not in shown][:A_BLOCK]
        shown.update(pk for pk, _edition_id in block)
        yield block


# The queries


def _places(
    section: Node, blocks: list[Node], at: datetime, chosen: Sequence[Chosen], without: Sequence[int]
) -> dict[int, list[Place]]:
    """For each place of the front the stories that may stand there, newest first, by number. One query.

    Each list is a scan of its own of placement_newest, no longer than what could be above it: the newest
    of a quiet section cost what those of a busy one cost.
    """
    wanted = {each.publication_id for each in chosen}.difference(without)
    newest, above = _newest(at, without), MOST_ABOVE_BLOCKS + len(wanted)
    lists = [newest.cut(NEWEST, section, STORIES + len(wanted) + 1)]
    lists += [newest.cut(slot, below, A_BLOCK + above) for slot, below in enumerate(blocks, FIRST_BLOCK)]
    if wanted:
        lists.append(_pinned(at, wanted).cut(PINNED, section, len(wanted)))
    found: dict[int, list[Place]] = {}
    for slot, publication_id, edition_id in _all_of(lists):
        found.setdefault(slot, []).append((publication_id, edition_id))
    return found


ANY_SECTION = -1  # the key of none


@dataclass(frozen=True)
class _List:
    """The list of any section as SQL, which Django has written once for all of them."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, editions: "QuerySet[Edition]", **columns: F) -> Self:
        narrow = editions.annotate(**columns).values_list(*columns)
        sql, parameters = narrow.query.get_compiler(connection=connection).as_sql()
        return cls(sql, tuple(parameters))

    def cut(self, slot: int, section: Node, count: int) -> tuple[str, list[Any]]:
        """The first `count` of this section's list, for that place of the front."""
        cut = f"({self.sql} LIMIT {count:d}) AS list_{slot:d}"
        values = [section.id if value == ANY_SECTION else value for value in self.parameters]
        return f"SELECT {slot:d} AS slot, story, shown, since FROM {cut}", values  # noqa: S608 - Django's own


def _newest(at: datetime, without: Sequence[int]) -> _List:
    """The live stories on a section's list, newest first."""
    editions = Edition.objects.live(at).on_list("section", ANY_SECTION)
    if without:
        editions = editions.exclude(publication__in=without)
    return _List.of(editions, story=F("listed_as"), shown=F("pk"), since=F("listed_at"))


def _pinned(at: datetime, publication_ids: Iterable[int]) -> _List:
    editions = on_front(ANY_SECTION, publication_ids, at)
    return _List.of(editions, story=F("publication_id"), shown=F("pk"), since=F("visible_from"))


def on_front(section_id: int, publication_ids: Iterable[int], at: datetime) -> "QuerySet[Edition]":
    """Which of these stories readers see in this section; from the stories, not along the section's list."""
    standing = Placement.objects.filter(edition=OuterRef("pk"), section=section_id)
    return Edition.objects.live(at).filter(Exists(standing), publication__in=publication_ids).order_by()


def _all_of(lists: list[tuple[str, list[Any]]]) -> list[tuple[int, int, int]]:
    """One UNION ALL of lists that are each cut off: Django writes none that SQLite would take."""
    parts, values = zip(*lists, strict=True)
    query = f"{' UNION ALL '.join(parts)} ORDER BY slot, since DESC, story DESC"
    with connection.cursor() as cursor:
        cursor.execute(query, list(chain.from_iterable(values)))
        return [(slot, story, shown) for slot, story, shown, _since in cursor.fetchall()]


def _read(edition_ids: list[int], at: datetime) -> dict[int, Edition]:
    """One query, none for nothing."""
    if not edition_ids:
        return {}
    editions = Edition.objects.live(at).filter(pk__in=edition_ids)
    return {edition.pk: edition for edition in listed(editions, at)}
