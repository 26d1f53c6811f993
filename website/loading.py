"""A table of former addresses: read, checked line by line, and loaded as a whole or not at all."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from articles.models import Address, Publication
from sections.models import OldPath
from sections.tree import read_tree
from website.former import LONGEST, kept_from
from website.models import FormerAddress, Page

BATCH = 1000
ERRORS_SHOWN = 100
FORM = "write one of this site, such as /section/2022/11/21/slug/ or /section/, or a story's GUID"


@dataclass(frozen=True)
class Line:
    number: int
    old: str
    new: str
    fault: str = ""  # where it is no line of such a table


@dataclass
class Table:
    """What the lines say, and what is wrong with them."""

    rows: dict[str, FormerAddress] = field(default_factory=dict)
    said_at: dict[str, Line] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def refuse(self, line: Line, words: str) -> None:
        self.errors.append(f"line {line.number}: {words}")

    def listed(self) -> Iterator[str]:
        """What is wrong, line by line: as many as one mends at a time, and how many more there are."""
        yield from self.errors[:ERRORS_SHOWN]
        if more := self.errors[ERRORS_SHOWN:]:
            yield f"… and {len(more):,} more"


class Refused(ValueError):
    """In words that say how to mend it."""


def read_lines(text: Iterable[str]) -> Iterator[Line]:
    """Blank lines and a heading are none. A line that is none of such a table comes with what is wrong."""
    reader, count = csv.reader(text), 0
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield Line(reader.line_num, "", "", f"it cannot be read: {error}")
            continue
        count += 1
        if not any(cells) or (count == 1 and not any("/" in cell for cell in cells)):
            continue
        if any("\0" in cell for cell in cells):
            yield Line(reader.line_num, "", "", "it has a character in it that no address has")
            continue
        if len(cells) == 2:  # noqa: PLR2004 - the two columns
            yield Line(reader.line_num, *cells)
            continue
        columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        fault = f"{columns}, and there must be two: the old path and the new address, parted by a comma"
        yield Line(reader.line_num, "", "", f"{fault}; quote what has a comma in it")


def check(lines: Iterable[Line], table: Table) -> Iterator[int]:
    """Fill the table, many lines at a time; yields how many have been looked at."""
    wanted, done = Wanted(), 0
    remaining = iter(lines)
    while batch := list(islice(remaining, BATCH)):
        wanted.look_up([line.new for line in batch])
        for line in batch:
            _check_line(line, wanted, table)
        done += len(batch)
        yield done


def _check_line(line: Line, wanted: "Wanted", table: Table) -> None:
    if line.fault:
        table.refuse(line, line.fault)
        return
    try:
        path = kept_from(line.old)
    except ValueError:
        table.refuse(line, f"“{line.old}” is no path: it begins with / and has at most {LONGEST} characters")
        return
    before = table.said_at.setdefault(path, line)
    if before.new != line.new:
        table.refuse(line, f"“{path}” stands on line {before.number} already, with another address: keep one")
        return
    try:
        table.rows[path] = wanted.row(path, line.new)
    except Refused as refused:
        table.refuse(line, str(refused))


class Wanted:
    """What the new addresses of a batch lead to."""

    def __init__(self) -> None:
        self.tree = read_tree()
        self.old_paths = dict(OldPath.objects.values_list("path", "section"))
        self.pages = set(Page.objects.values_list("slug", flat=True))
        self.stories: dict[tuple[date, str], int] = {}
        self.guids: dict[str, int] = {}

    def look_up(self, texts: Sequence[str]) -> None:
        """Two queries for all the stories that are named."""
        keys = {key for text in texts if (key := story_key(text))}
        found = Address.objects.filter(
            url_date__in={day for day, _slug in keys}, slug__in={slug for _day, slug in keys}
        )
        self.stories = {(row.url_date, row.slug): row.publication_id for row in found}
        guids = [text for text in texts if not text.startswith(("/", settings.NEWSROOM_BASE_URL))]
        self.guids = dict(Publication.objects.filter(guid__in=guids).values_list("guid", "pk"))

    def row(self, path: str, text: str) -> FormerAddress:
        if text in self.guids:
            return FormerAddress(path=path, publication_id=self.guids[text])
        name, kwargs = named_by(text)
        if name == "article":
            publication = self.stories.get((kwargs["day"], kwargs["slug"]))
            if publication is None:
                raise Refused(f"no story has or had the address “{text}”: look it up on its page")
            return FormerAddress(path=path, publication_id=publication)
        if name == "front":
            section = self.tree.by_path.get(kwargs["path"])
            key = section.id if section else self.old_paths.get(kwargs["path"])
            if key is None:
                raise Refused(f"there is no section “{text}”: make it first, or choose another")
            return FormerAddress(path=path, section_id=key)
        if name == "page" and kwargs["slug"] not in self.pages:
            raise Refused(f"there is no page “{text}”: make it first, or choose another")
        return FormerAddress(path=path, target=local_part(text))


def local_part(text: str) -> str:
    """Without this site's own name."""
    part = text.removeprefix(settings.NEWSROOM_BASE_URL)
    if not part.startswith("/") or part.startswith("//") or len(part) > LONGEST:
        raise Refused(f"“{text}” is no address of this site: {FORM}")
    return part


def named_by(text: str) -> tuple[str, dict[str, Any]]:
    """Which kind of page of this site an address is of, and what it says of it."""
    path = local_part(text).partition("#")[0].partition("?")[0]
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        path += "/"
    try:
        match = resolve(path)
    except Resolver404:
        raise Refused(f"“{text}” is no address of this site: {FORM}") from None
    if path.startswith(reverse("admin:index")) or not match.url_name:
        raise Refused(f"“{text}” is no page for readers: {FORM}")
    return match.url_name, match.kwargs


def story_key(text: str) -> tuple[date, str] | None:
    """The day and the slug of a story's address; None for what is none."""
    try:
        name, kwargs = named_by(text)
    except Refused:
        return None
    return (kwargs["day"], kwargs["slug"]) if name == "article" else None


@transaction.atomic
def write(table: Table) -> Iterator[int]:
    """All or nothing; what was known already leads where this table says. Yields how many are written."""
    rows = list(table.rows.values())
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        FormerAddress.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["publication", "section", "target"],
        )
        yield start + len(batch)
