"""The place of an edition among all: one number, the newer the larger.

Seconds, then the publication, then the version: editions of one story that stand side by side, one that is
visible and one that waits, differ in it.
"""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VERSION_BITS, PUBLICATION_BITS = 3, 27
SECOND = 1 << (VERSION_BITS + PUBLICATION_BITS)
LEAST, MOST = -(1 << 63), (1 << 63) - 1


def place_of(first_published_at: datetime, publication_id: int, version: int) -> int:
    """Times that no 64 bits hold count as the first or last that they do: of 1697 and 2242."""
    seconds = (first_published_at - EPOCH) // timedelta(seconds=1)
    seconds = max(LEAST // SECOND, min(MOST // SECOND, seconds))
    story = publication_id % (1 << PUBLICATION_BITS)
    return seconds * SECOND + (story << VERSION_BITS) + version % (1 << VERSION_BITS)


def before(moment: datetime, publication_id: int = 0) -> int:
    """What follows this point of a list stands at smaller places."""
    return place_of(moment, publication_id, 0)


def point_of(place: int) -> tuple[datetime, int]:
    """The moment and publication after which a list goes on, if it ended here."""
    seconds, rest = divmod(place, SECOND)
    return EPOCH + timedelta(seconds=seconds), rest >> VERSION_BITS
