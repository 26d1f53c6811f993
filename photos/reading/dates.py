"""Dates as IIM, XMP and Exif write them: all year first, with more or less behind it."""

import re
from datetime import UTC, date, time, timedelta, timezone
from typing import NamedTuple

DATE = r"([0-9]{4})[-:/]?([0-9]{2})[-:/]?([0-9]{2})"
TIME = r"([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(?:[.,][0-9]*)?"
ZONE = r"(Z|[+-][0-9]{2}:?[0-9]{2})"
YEARS = range(1800, 2200)
"""Nothing was taken before photography; and no database can turn the year 1 into another zone."""

MOMENT = re.compile(rf"{DATE}(?:[T ]+{TIME} *{ZONE}?)?.*", re.DOTALL | re.IGNORECASE)


class When(NamedTuple):
    """When a picture was taken, as far as that is said: the time may be missing, or have no zone."""

    day: date
    at: time | None = None


def parsed(text: str) -> When | None:
    """`2001:01:01 01:11:11`, `1993-01-01T03:11:11.3Z`, `19920101T021111+0100`; None without a whole day."""
    found = MOMENT.match(text.strip())
    if not found:
        return None
    year, month, day, hours, minutes, seconds, zone = found.groups()
    if int(year) not in YEARS:
        return None
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:  # zeros for what the camera did not know
        return None
    try:
        at = time(int(hours), int(minutes), int(seconds or 0), tzinfo=_zone(zone)) if hours else None
    except ValueError:
        at = None
    return When(on, at)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset) if offset <= timedelta(hours=15) else None
