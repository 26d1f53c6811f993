"""IPTC's Information Interchange Model, version 4: a row of datasets, each a number, a length and bytes."""

from collections.abc import Iterator

from photos.reading import dates
from photos.reading.text import MOST_VALUES, Read, as_read, decoded

MARKER = 0x1C
CHARACTER_SET = (1, 90)
APPLICATION = 2  # the record that describes the picture
FIELDS = {
    5: "title",
    25: "keywords",
    40: "instructions",
    55: "date_created",
    60: "time_created",
    80: "creator",
    90: "city",
    95: "state",
    100: "country_code",
    101: "country",
    105: "headline",
    110: "credit_line",
    115: "source",
    116: "copyright_notice",
    120: "caption",
}
REPEATED = frozenset({"creator", "keywords"})

UTF_8 = b"\x1b%"
ISO_8859 = dict(zip(b"ABCDFGHLMTVYb", (1, 2, 3, 4, 7, 6, 8, 5, 9, 11, 10, 13, 15), strict=True))
"""The last byte of the escape sequence that names one of these sets (ISO 2022), and its number."""


def read(data: bytes) -> Read:
    """The fields that are said, in the encoding that 1:90 names; day and time as ISO 8601 writes them.

    Where it names none, each dataset is UTF-8 if it can be, else Windows-1252: an odd one spoils no other.
    """
    said: dict[str, list[str]] = {}
    encoding = "utf-8"
    for record, number, value in datasets(data):
        if (record, number) == CHARACTER_SET:
            encoding = _encoding(value)
        field = FIELDS.get(number) if record == APPLICATION else None
        values = said.setdefault(field, []) if field else None
        if values is None or len(values) >= (MOST_VALUES if field in REPEATED else 1):
            continue
        if text := as_read(decoded(value, encoding)):
            values.append(text)
    found: Read = {
        field: values if field in REPEATED else values[0] for field, values in said.items() if values
    }
    return found | _moment(found)


def datasets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, dataset and value of each; one that is cut off or claims too much is passed over."""
    at = data.find(MARKER)
    while 0 <= at <= len(data) - 5:
        record, number, size = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5])
        start = at + 5
        if size & 0x8000:  # an extended one: the length of the length
            start += size & 0x7FFF
            size = int.from_bytes(data[at + 5 : start]) if start - at <= 9 else len(data)
        if start + size <= len(data):
            yield record, number, data[start : start + size]
            at = data.find(MARKER, start + size)
        else:
            at = data.find(MARKER, at + 1)


def _encoding(escape: bytes) -> str:
    if escape.startswith(UTF_8) or len(escape) != 3 or escape[1:2] not in b"-./":
        return "utf-8"
    return f"iso8859-{ISO_8859.get(escape[2], 1)}"


def _moment(said: Read) -> Read:
    day, at = said.get("date_created", ""), said.get("time_created", "")
    when = dates.parsed(f"{day}T{at}")
    if when is None:
        return {}
    found: Read = {"date_created": when.day.isoformat()}
    if when.at is not None:
        found["time_created"] = when.at.isoformat()
    return found
