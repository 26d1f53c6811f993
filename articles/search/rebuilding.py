"""The whole index anew, from what stands on lists."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from articles.models import ChangeCounter, Edition, Placement
from articles.search.entries import Entry
from articles.search.keeping import put, tidy

BATCH = 500


def editions_standing(after: int = 0) -> "QuerySet[Edition]":
    standing = Placement.objects.filter(edition=OuterRef("pk"))
    return Edition.objects.filter(Exists(standing), pk__gt=after).order_by("pk")


def rebuild(after: int = 0) -> Iterator[tuple[int, int]]:
    """A batch a transaction; yields the last edition of each, and how many there were.

    What there is stays until it is written anew, so readers find all that they found before. What has no
    place in the index any more goes in the end.
    """
    while entries := _batch(after):
        after = entries[-1].edition_id
        yield after, len(entries)
    tidy()


@transaction.atomic
def _batch(after: int) -> list[Entry]:
    """Under the record's lock: what is killed meanwhile must not come back."""
    ChangeCounter.objects.select_for_update().filter(pk=1).first()
    editions = editions_standing(after).select_related("publication", "revision")[:BATCH]
    entries = [
        Entry.of(edition, edition.publication.first_published_at, edition.revision.data)
        for edition in editions
    ]
    put(entries)
    return entries
