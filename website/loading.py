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
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Address, Publication
from sections.models import OldPath
from sections.tree import read_tree
from website.former import LONGEST, kept_from
from website.models import FormerAddress, Page
from website.subjects import SUBJECTS

BATCH = 1000
ERRORS_SHOWN = 100


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
        self.errors.append(_("line %(number)d: %(words)s") % {"number": line.number, "words": words})

    def listed(self) -> Iterator[str]:
        """What is wrong, line by line: as many as one mends at a time, and how many more there are."""
        yield from self.errors[:ERRORS_SHOWN]
        if more := self.errors[ERRORS_SHOWN:]:
            yield _("… and %(count)s more") % {"count": f"{len(more):,}"}


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
            yield Line(reader.line_num, "", "", _("it cannot be read: %(error)s") % {"error": error})
            continue
        count += 1
        if not any(cells) or (count == 1 and not any("/" in cell for cell in cells)):
            continue
        if any("\0" in cell for cell in cells):
            yield Line(reader.line_num, "", "", _("it has a character in it that no address has"))
            continue
        if len(cells) == 2:  # noqa: PLR2004 - the two columns
            yield Line(reader.line_num, *cells)
            continue
        fault = ngettext(
            "%(count)d column, and there must be two: the old path and the new address, parted by a comma; "
            "quote what has a comma in it",
            "%(count)d columns, and there must be two: the old path and the new address, parted by a comma; "
            "quote what has a comma in it",
            len(cells),
        )
        yield Line(reader.line_num, "", "", fault % {"count": len(cells)})


def check(lines: Sequence[Line], table: Table) -> Iterator[int]:
    """Fill the table, many lines at a time; yields how many have been looked at."""
    wanted, done = Wanted(), 0
    wanted.former = {path for line in lines if (path := kept_or_none(line.old))}
    remaining = iter(lines)
    while batch := list(islice(remaining, BATCH)):
        wanted.look_up([text for line in batch for text in (line.old, line.new)])
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
        said = _("“%(path)s” is no path: it begins with / and has at most %(most)d characters")
        table.refuse(line, said % {"path": line.old, "most": LONGEST})
        return
    before = table.said_at.setdefault(path, line)
    if before.new != line.new:
        said = _("“%(path)s” stands on line %(number)d already, with another address: keep one")
        table.refuse(line, said % {"path": path, "number": before.number})
        return
    try:
        table.rows[path] = wanted.row(path, line.new)
    except Refused as refused:
        table.refuse(line, str(refused))


class Wanted:
    """What the new addresses of a batch lead to, and which of the old ones are in use here."""

    def __init__(self) -> None:
        self.tree = read_tree()
        self.old_paths = dict(OldPath.objects.values_list("path", "section"))
        self.pages = set(Page.objects.values_list("slug", flat=True))
        self.stories: dict[tuple[date, str], int] = {}
        self.guids: dict[str, int] = {}
        self.subjects: set[tuple[str, int]] = set()
        self.former: set[str] = set()  # paths that are to lead on

    def look_up(self, texts: Sequence[str]) -> None:
        """Two queries for all the stories that are named, one for the topics, the authors, the places, and
        one for what leads on already.
        """
        keys = {key for text in texts if (key := story_key(text))}
        found = Address.objects.filter(
            url_date__in={day for day, _slug in keys}, slug__in={slug for _day, slug in keys}
        )
        self.stories = {(row.url_date, row.slug): row.publication_id for row in found}
        guids = [text for text in texts if not text.startswith(("/", settings.NEWSROOM_BASE_URL))]
        self.guids = dict(Publication.objects.filter(guid__in=guids).values_list("guid", "pk"))
        self.subjects = set()
        for of, rows in SUBJECTS.items():
            if pks := {pk for text in texts if (pk := subject_key(text, of))}:
                self.subjects |= {
                    (of, found) for found in rows.filter(pk__in=pks).values_list("pk", flat=True)
                }
        paths = {path for text in texts if (path := kept_or_none(text))}
        self.former |= set(FormerAddress.objects.filter(path__in=paths).values_list("path", flat=True))

    def row(self, path: str, text: str) -> FormerAddress:
        """Raises Refused where the new address is none, and where the old one is in use here."""
        if self.is_ours(path):
            said = _("“%(path)s” is an address of this site, which answers itself: leave it out")
            raise Refused(said % {"path": path})
        if text in self.guids:
            return FormerAddress(path=path, publication_id=self.guids[text])
        kept = kept_or_none(text)
        if kept in self.former and not self.is_ours(kept):
            said = _("“%(address)s” is a former address, too: name where it leads today")
            raise Refused(said % {"address": text})
        name, kwargs = named_by(text)
        if fault := self.fault_of(name, kwargs):
            raise Refused(fault % {"address": text})
        if name == "article":
            return FormerAddress(path=path, publication_id=self.stories[kwargs["day"], kwargs["slug"]])
        if name == "front":
            return FormerAddress(path=path, section_id=self.section_at(kwargs["path"]))
        return FormerAddress(path=path, target=local_part(text))

    def is_ours(self, path: str) -> bool:
        """Whether something of ours answers there, so that nothing is ever led on from it."""
        if f"{path}/".startswith(reverse("admin:index")):
            return True
        try:
            return not self.fault_of(*named_by(path))
        except Refused:
            return False

    def fault_of(self, name: str, kwargs: dict[str, Any]) -> str:
        """Why there is nothing of this kind; empty where there is."""
        if name == "article":
            known = (kwargs["day"], kwargs["slug"]) in self.stories
            return "" if known else _("no story has or had the address “%(address)s”: look it up on its page")
        if "path" in kwargs and self.section_at(kwargs["path"]) is None:
            return _("there is no section “%(address)s”: make it first, or choose another")
        if name == "page" and kwargs["slug"] not in self.pages or name == "preview":
            return _("there is no page “%(address)s”: make it first, or choose another")
        if "key" in kwargs and (kwargs["of"], kwargs["key"]) not in self.subjects:
            return _("there is no topic, author or place “%(address)s”: look it up on its page")
        return ""

    def section_at(self, path: str) -> int | None:
        section = self.tree.by_path.get(path)
        return section.id if section else self.old_paths.get(path)


def local_part(text: str) -> str:
    """Without this site's own name."""
    part = text.removeprefix(settings.NEWSROOM_BASE_URL)
    if not part.startswith("/") or part.startswith("//") or len(part) > LONGEST:
        raise not_here(text)
    return part


def not_here(text: str) -> Refused:
    said = _(
        "“%(address)s” is no address of this site: write one of this site, such as "
        "/section/2022/11/21/slug/ or /section/, or a story's GUID"
    )
    return Refused(said % {"address": text})


def named_by(text: str) -> tuple[str, dict[str, Any]]:
    """Which kind of page of this site an address is of, and what it says of it."""
    path = local_part(text).partition("#")[0].partition("?")[0]
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        path += "/"
    try:
        match = resolve(path)
    except Resolver404:
        raise not_here(text) from None
    if path.startswith(reverse("admin:index")) or not match.url_name:
        raise Refused(_("“%(address)s” is no page for readers: choose one that is") % {"address": text})
    return match.url_name, match.kwargs


def kept_or_none(text: str) -> str | None:
    """As `kept_from`; None for what is no path."""
    try:
        return kept_from(text)
    except ValueError:
        return None


def subject_key(text: str, of: str) -> int | None:
    """The key in the address of a topic, an author or a place; None for what is none."""
    try:
        _name, kwargs = named_by(text)
    except Refused:
        return None
    return kwargs["key"] if kwargs.get("of") == of and "key" in kwargs else None


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
