"""The list of a section's stories, newest first, page by page.

A page begins after the last story of the one before it, not at a count: it stays right while stories arrive,
and page 4,000 costs what page 1 costs.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from articles.models import Edition
from website.teasers import listed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
CURSOR = re.compile(r"(-?[0-9]{1,18})\.([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """A place in a list, just after this story; in addresses `<microseconds since 1970>.<publication>`."""

    first_published_at: datetime
    publication_id: int

    @classmethod
    def after(cls, edition: Edition) -> Self:
        return cls(edition.publication.first_published_at, edition.publication_id)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError where the text is no cursor."""
        found = CURSOR.fullmatch(text)
        if found is None:
            raise ValueError(text)
        try:
            return cls(EPOCH + int(found[1]) * MICROSECOND, int(found[2]))
        except OverflowError:
            raise ValueError(text) from None

    def __str__(self) -> str:
        return f"{(self.first_published_at - EPOCH) // MICROSECOND}.{self.publication_id}"


def newest(
    of: str,
    key: int,
    at: datetime,
    count: int,
    before: Cursor | None = None,
    since: datetime | None = None,
) -> list[Edition]:
    """One query: the newest stories of this section, topic, author or place, or those after the cursor."""
    editions = Edition.objects.live(at).on_list(of, key)
    if since:
        editions = editions.between(since)
    if before:
        editions = editions.older_than(before.first_published_at, before.publication_id)
    return list(listed(editions, at)[:count])
