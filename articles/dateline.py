"""Datelines: `(ANSA) - ROME, NOV 21 -`, written in our own form and read in everybody's.

Reading goes from left to right over the first LIMIT characters: tokens become parts (sources, day, places),
`_GRAMMAR` says which part may follow which and what may stand between them, and `_TRUST` says when what was
read is convincing, given how it ends and how the text goes on. The longest convincing reading wins.

What is taken for a dateline:

* A known agency, or a day beside a place, makes one. An agency that we do not know counts only in brackets
  and with place, day and closing dash: `(FOO) - ROME, NOV 21 -`.
* Nothing but a place (`OTTAWA - A Manitoba man…`) counts only as one or two words in capitals, none of them a
  label such as VIDEO, before a spaced dash and a sentence. A bare `Rome -` or `(Rome)` stays in the text: it
  cannot be told from `Milan - Inter` or `(Applause)`.
* After a place a comma brings its state or country; a second city comes after a slash or an "and".
* A hyphen belongs to the name (PORT-AU-PRINCE), so that ROMA-PARIGI is one place.
* `VERONA, 21 APR - 25 APR:` says how long something lasts and stays in the text.
* Where the day is impossible (`31 FEB`) it is not read, and what comes before it only if it stands by itself.
* A byline before the dateline is not skipped: the line must begin the text.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from articles.dateline_parts import Reader, divided_sources, folded
from articles.dateline_tokens import BLANK, Day, read_tokens
from articles.dateline_words import CONJUNCTIONS, KNOWN_AGENCIES, LABELS, PARTICLES, WRITTEN_MONTHS
from sections.languages import primary

__all__ = ["KNOWN_AGENCIES", "LIMIT", "LOOKAHEAD", "Dateline", "join_sources", "split", "split_sources"]

LIMIT = 200
"""A dateline ends within so many characters of the text."""

LOOKAHEAD = 80
"""So many characters after a dateline help to judge it; nothing beyond LIMIT + LOOKAHEAD is looked at."""


@dataclass(frozen=True)
class Dateline:
    """Who reports from where on which day; everything as it stands in the line."""

    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    region: str = ""
    date: dt.date | None = None

    def format(self, language: str) -> str:
        """Return the line in ANSA's form for a BCP 47 language, English where ANSA has none; "" if empty.

        What is absent is left out with its punctuation. Several cities stand with a slash, joint sources with
        a hyphen, the region after the city as it is written. A region without a place is not shown.
        """
        tongue = primary(language)
        if tongue not in WRITTEN_MONTHS:
            tongue = "en"
        source = f"({join_sources(self.sources)})" if self.sources else ""
        place, day = self._place(tongue), self._day(tongue)
        if tongue == "pt":
            pieces = [_joined(" ", _joined(", ", place, day), source)]
        elif tongue == "ar":
            pieces = [source, day, place]
        else:
            pieces = [source, _joined(" " if tongue == "es" else ", ", place, day)]
        line = _joined(" - ", *pieces)
        return f"{line} -" if line else ""

    def _place(self, tongue: str) -> str:
        if not self.places:
            return ""
        cities = "/".join(self.places)
        return _joined(
            "، " if tongue == "ar" else ", ", cities if tongue == "de" else cities.upper(), self.region
        )

    def _day(self, tongue: str) -> str:
        if self.date is None:
            return ""
        month = WRITTEN_MONTHS[tongue][self.date.month - 1]
        if tongue == "en":
            return f"{month} {self.date.day}"
        return f"{self.date.day:02} {month}" if tongue == "it" else f"{self.date.day} {month}"


def split(
    text: str,
    language: str | None = None,
    reference: dt.date | None = None,
    agencies: Collection[str] = KNOWN_AGENCIES,
) -> tuple[Dateline | None, str]:
    """Take the dateline off the front of plain text: `(dateline, rest)`, or `(None, text)` without one.

    `language` (BCP 47) only settles which words join two cities; months of all our languages are read in any
    text, because wires mix them. `reference` is the day of the item. A year in the line is kept; a missing
    one is the latest that puts the date at most one day after the reference. The date is None where the line
    has none or a weekday only, and where no year can be found: without a reference, or for a 29 February that
    was not in the year before it. The line is taken off then, too: who needs the day gives the reference.
    """
    for reading in _readings(text[:LIMIT], len(text) > LIMIT, language, agencies):
        after = text[reading.stop : reading.stop + LOOKAHEAD].lstrip(BLANK)
        if _convinces(reading, after):
            date = reading.day.date(reference) if reading.day else None
            dateline = Dateline(reading.sources, reading.places, reading.region, date)
            return dateline, text[reading.stop :].lstrip(BLANK)
    return None, text


def join_sources(codes: Collection[str]) -> str:
    """Write joint sources as one: `ANSA-AFP`."""
    return "-".join(codes)


def split_sources(text: str, agencies: Collection[str] = KNOWN_AGENCIES) -> tuple[str, ...]:
    """Read `ANSA-AFP`, `tca/dpa`, `ats afp` or a closing `(ANSA-AFP).` into the sources it names.

    It is divided only where every part is a known agency, longest names first; all else is one source:
    `PRNewswire-AsiaNet`, a regional desk such as `dpa/lno`, an agency that we do not know.
    """
    return divided_sources(text, folded(agencies))


# What the text may begin with


@dataclass(frozen=True)
class _Reading:
    """What stands at the front of the text, up to `stop`, if it is a dateline."""

    order: str = ""  # S sources, P places, D day, as they come
    sources: tuple[str, ...] = ()
    are_known: bool = False
    has_known_word: bool = False  # such as `Thomson Reuters Foundation`
    is_bare: bool = False  # sources without brackets
    places: tuple[str, ...] = ()
    region: str = ""
    day: Day | None = None
    end: str = ""  # kinds of the marks that close it
    is_spaced: bool = False  # before and after the mark
    leads_to_day: bool = False
    stop: int = 0

    @property
    def has_dash(self) -> bool:
        return self.end.endswith("dash")

    @property
    def is_dated(self) -> bool:
        return self.day is not None and self.day.month > 0

    @property
    def is_in_capitals(self) -> bool:
        return bool(self.places) and all(place == place.upper() for place in self.places)


# The orders that exist, and the marks that may stand before their last part.
_GRAMMAR: dict[str, set[str]] = {
    "S": {""},
    "P": {""},
    "D": {""},
    "SP": {"", "dash"},
    "SD": {"", "dash"},
    "PS": {"", "comma", "dash"},
    "PD": {"", "comma"},
    "DS": {"", "comma", "dot", "dash"},
    "DP": {"dash"},
    "SPD": {"", "comma", "dash"},
    "SDP": {"dash"},
    "PSD": {"", "comma"},
    "PDS": {"", "comma", "dot", "dash", "dot dash"},
}


def _readings(text: str, cut: bool, language: str | None, agencies: Collection[str]) -> Iterator[_Reading]:
    """All that the text may begin with, longest first."""
    reader = Reader(text, read_tokens(text, cut), folded(agencies), _conjunctions(language))
    found = [_Reading()]
    while (longer := _with_next_part(reader, found[-1])) is not None:
        found.append(_closed(reader, longer))
    yield from reversed(found[1:])


def _with_next_part(reader: Reader, so_far: _Reading) -> _Reading | None:
    order = so_far.order
    if so_far.end not in _GRAMMAR.get(order + "S", ()) or not (
        sources := reader.sources(bare=order in ("", "PD"))
    ):
        return _with_day_or_places(reader, so_far)
    return replace(
        so_far,
        order=order + "S",
        sources=sources,
        are_known=reader.are_known(sources),
        has_known_word=any(word.casefold() in reader.known for word in sources[0].split()),
        is_bare=reader.peek(-1).kind not in ("closing", "slash"),
    )


def _with_day_or_places(reader: Reader, so_far: _Reading) -> _Reading | None:
    order = so_far.order
    if so_far.end in _GRAMMAR.get(order + "D", ()) and (day := reader.weekday() or reader.day()):
        return replace(so_far, order=order + "D", day=day)
    if so_far.end in _GRAMMAR.get(order + "P", ()):
        places, region = reader.places()
        if places:
            return replace(so_far, order=order + "P", places=places, region=region)
    return None


def _closed(reader: Reader, reading: _Reading) -> _Reading:
    """The reading with the marks after it, which close it or lead to the next part."""
    is_spaced = not reader.is_glued()
    marks = [mark.kind for mark in (reader.take("dot"), reader.take("dash", "comma", "colon")) if mark]
    last = reader.peek(-1)
    after = reader.text[last.end : last.end + 1]
    return replace(
        reading,
        end=" ".join(marks),
        is_spaced=is_spaced and not after.strip(),
        leads_to_day=reader.is_day(),
        stop=last.end,
    )


def _conjunctions(language: str | None) -> frozenset[str]:
    if language and primary(language) in CONJUNCTIONS:
        return CONJUNCTIONS[primary(language)] | CONJUNCTIONS["en"]
    return frozenset[str]().union(*(words for tongue, words in CONJUNCTIONS.items() if tongue != "nl"))


# Per order: whether a reading is a dateline, given whether a sentence begins after it.
_TRUST: dict[str, Callable[[_Reading, bool], bool]] = {
    "SPD": lambda line, begins: _is_signed(line, begins),
    "SDP": lambda line, begins: _is_signed(line, begins) and line.has_dash and line.is_in_capitals,
    "PDS": lambda line, begins: _is_signed(line, begins),
    "PSD": lambda line, begins: _is_signed(line, begins),
    "SP": lambda line, begins: line.are_known and not line.is_bare and line.has_dash and begins,
    "SD": lambda line, begins: line.are_known and not line.is_bare and line.has_dash and begins,
    "DS": lambda line, begins: line.are_known and line.has_dash and begins,
    "S": lambda line, begins: line.are_known and not line.is_bare and line.has_dash and begins,
    "PS": lambda line, begins: (
        line.are_known and (begins or (line.has_dash and line.is_in_capitals)) and not _is_own_name(line)
    ),
    "PD": lambda line, begins: (
        line.has_dash and begins and (line.is_dated or line.is_in_capitals) and not line.leads_to_day
    ),
    "DP": lambda line, begins: line.has_dash and begins and line.is_dated and line.is_in_capitals,
}


def _convinces(reading: _Reading, after: str) -> bool:
    """Whether a reading is a dateline; `after` is how the text goes on."""
    if reading.end.endswith("comma"):
        return False
    if reading.order == "P":
        return _is_heading_place(reading) and (not after or _is_prose(after))
    if reading.order == "SP" and _SCORE.search(after[:25]):
        return False  # `(ANSA) - ROMA - LAZIO 2-1`: the place belongs to the text
    trusted = _TRUST.get(reading.order)
    return trusted is not None and trusted(reading, _begins_sentence(after))


def _is_signed(line: _Reading, begins: bool) -> bool:
    """Place, day and source: closed by a dash, or before a sentence; an unknown source needs all of them."""
    if line.is_bare and not (line.has_dash and line.is_dated):
        return False
    if line.are_known or line.is_bare:
        return line.has_dash or begins
    name = line.sources[0]
    is_agency = " " not in name or name.isupper() or line.has_known_word
    return line.is_dated and line.has_dash and begins and is_agency


def _is_own_name(line: _Reading) -> bool:
    """`Agence France-Presse (AFP) Chairman…`: a name and its initials, not a city and its agency."""
    words = line.places[0].replace("-", " ").split()
    initials = "".join(word[0] for word in words).casefold()
    is_alone = len(line.places) == 1 and len(words) > 1 and not line.has_dash
    return is_alone and line.sources[0].casefold() in (initials, initials[1:])


def _is_heading_place(line: _Reading) -> bool:
    """One place of one or two words in capitals, no label, and a dash with space around it."""
    words = line.places[0].replace("-", " ").split()
    long_words = [word for word in words if word.casefold() not in PARTICLES]
    is_short = len(line.places) == 1 and len(long_words) <= 2
    is_upper = line.places[0].isupper() and len(line.places[0]) > 2
    is_label = any(word.casefold() in LABELS for word in words)
    return line.has_dash and line.is_spaced and is_short and is_upper and not is_label


_SCORE = re.compile(r"(?<![\d.,])\d{1,3} ?[-–:] ?\d{1,3}(?![\d.,]*\d)")


def _is_prose(after: str) -> bool:
    """Whether a sentence begins here, and not a score, a second city or a headline in capitals."""
    words = after.split()
    if len(words) < 4 or not _begins_sentence(after):
        return False
    is_name = words[0].isupper() and (len(words[0]) > 3 or not words[1].strip("-–—"))
    has_lower = any(word.isalpha() and word.islower() for word in words)
    return has_lower and not is_name and not _SCORE.search(after[:60])


_OPENING_MARKS = "\"'“”„«»‘’‚`([¿¡-–—*… \u00a0"


def _begins_sentence(after: str) -> bool:
    """Whether it begins with no lower-case word; `iPhone` is none."""
    word = after.lstrip(_OPENING_MARKS)[:2]
    return not word[:1].islower() or word[1:].isupper()


def _joined(separator: str, *pieces: str) -> str:
    return separator.join(piece for piece in pieces if piece)
