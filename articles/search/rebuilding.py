"""The index anew, from what stands on lists: whole, or of the stories of what is called otherwise now."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from articles.models import (
    Author,
    ByAuthor,
    ByPlace,
    ByTopic,
    ChangeCounter,
    Edition,
    Place,
    Placement,
    Topic,
)
from articles.querysets import LISTS
from articles.search.entries import SUBJECTS, Entry, Mark
from articles.search.keeping import put, tidy

BATCH = 500
AT_ONCE = 200  # the newest stories of what is renamed, in a second or two; others are left to the command
STEP = 50

ROWS: dict[str, type[ByTopic | ByAuthor | ByPlace]] = {"topic": ByTopic, "author": ByAuthor, "place": ByPlace}
NAMED: dict[str, type[Model]] = {"topic": Topic, "author": Author, "place": Place}


def editions_standing(after: int = 0, of: tuple[str, int] | None = None) -> "QuerySet[Edition]":
    """All, or those `of` a topic, an author or a place."""
    standing = Placement.objects.filter(edition=OuterRef("pk"))
    editions = Edition.objects.filter(Exists(standing), pk__gt=after).order_by("pk")
    return editions.filter(**{f"{LISTS[of[0]]}__{of[0]}": of[1]}) if of else editions


def rebuild(after: int = 0, of: tuple[str, int] | None = None) -> Iterator[tuple[int, int]]:
    """A batch a transaction; yields the last edition of each, and how many there were.

    What there is stays until it is written anew, so readers find all that they found before. What has no
    place in the index any more goes in the end.
    """
    while entries := write(editions_standing(after, of)[:BATCH]):
        after = entries[-1].edition_id
        yield after, len(entries)
    if of is None:
        tidy()


def is_large(kind: str, key: int) -> bool:
    """Whether `rename` leaves something to the command."""
    rows = ROWS[kind]._default_manager.filter(**{kind: key})
    return rows.values("pk")[: AT_ONCE + 1].count() > AT_ONCE


def rename(kind: str, key: int) -> None:
    """The newest stories of a topic, an author or a place are found by what it is called now.

    A step a transaction: whoever publishes meanwhile waits for none but that.
    """
    rows = ROWS[kind]._default_manager.filter(**{kind: key})
    newest = rows.order_by("-first_published_at", "-publication_id").values_list("edition", flat=True)
    keys = list(newest[:AT_ONCE])
    for start in range(0, len(keys), STEP):
        write(editions_standing().filter(pk__in=keys[start : start + STEP]))


@transaction.atomic
def write(editions: "QuerySet[Edition]") -> list[Entry]:
    """Under the record's lock: what is killed meanwhile must not come back."""
    ChangeCounter.objects.select_for_update().filter(pk=1).first()
    found = list(editions.select_related("publication", "revision"))
    names = names_now([edition.revision.data for edition in found])
    entries = [
        Entry.of(edition, edition.publication.first_published_at, edition.revision.data, names)
        for edition in found
    ]
    put(entries)
    return entries


def names_now(revisions: Iterable[dict[str, Any]]) -> dict[Mark, str]:
    """Of all that these name: a query for each kind. A topic that was merged is called as the other one."""
    found: dict[Mark, str] = {}
    revisions = list(revisions)
    for kind, named in SUBJECTS.items():
        keys = {row["id"] for data in revisions for row in data.get(named, ())}
        rows = NAMED[kind]._default_manager.filter(pk__in=keys)
        for row in rows.select_related("merged_into") if kind == "topic" else rows:
            found[kind, str(row.pk)] = str(getattr(row, "present", row))
    return found
