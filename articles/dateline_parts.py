"""The parts of a dateline, read off its tokens: sources, day, places; `dateline.py` puts them together."""

import re
from collections.abc import Collection
from typing import NamedTuple

from articles.dateline_tokens import END, Day, Token
from articles.dateline_words import (
    ABBREVIATIONS,
    ARTICLES,
    ELISIONS,
    MONTH_NUMBERS,
    PAIRED_REGIONS,
    PARTICLES,
    RIVERS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
)

_SOURCE_LENGTH = 60
_DESK = re.compile(r"/[a-z]{2,4}\Z")  # `dpa/lno`
_JOINTS = re.compile(r"(\s*[-/–]\s*|\s)")


def folded(agencies: Collection[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in agencies)


def is_known(source: str, known: frozenset[str]) -> bool:
    agency, _, desk = source.casefold().rpartition("/")
    return source.casefold() in known or (
        agency in known and desk not in known and _DESK.search(source) is not None
    )


def divided_sources(text: str, known: frozenset[str]) -> tuple[str, ...]:
    source = text[: _SOURCE_LENGTH + 1].strip().rstrip(".").strip("() ")
    if len(text) > _SOURCE_LENGTH:
        return (text,)
    source = " ".join(source.split())
    pieces = _JOINTS.split(source)
    sources: list[str] = []
    start = 0
    while start < len(pieces):
        for end in range(len(pieces), start, -2):
            name = "".join(pieces[start:end])
            if is_known(name, known):
                sources.append(name)
                start = end + 1
                break
        else:
            return (source,) if source else ()
    return tuple(sources)


class _Group(NamedTuple):
    """Names between two commas; several where a slash or an "and" joins them."""

    names: tuple[str, ...]
    text: str

    @property
    def is_in_capitals(self) -> bool:
        return all(name == name.upper() for name in self.names)

    @property
    def is_region(self) -> bool:
        return len(self.names) == 1 or self.text.split()[0].casefold() in PAIRED_REGIONS


class Reader:
    """Reads parts off the tokens; a method that finds nothing returns nothing and moves nothing."""

    def __init__(
        self, text: str, tokens: list[Token], known: frozenset[str], conjunctions: frozenset[str]
    ) -> None:
        self.text, self.tokens, self.known, self.conjunctions = text, tokens, known, conjunctions
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else END

    def is_glued(self, ahead: int = 0) -> bool:
        """Whether no space stands before the token."""
        return self.peek(ahead).start == self.peek(ahead - 1).end

    def take(self, *kinds: str) -> Token | None:
        token = self.peek()
        if token.kind not in kinds:
            return None
        self.at += 1
        return token

    def written(self, first: int) -> str:
        """The text from that token to here, in single spaces."""
        return " ".join(self.text[self.tokens[first].start : self.tokens[self.at - 1].end].split())

    # Sources

    def sources(self, *, bare: bool) -> tuple[str, ...]:
        return self.enclosed_sources() or (self.bare_sources() if bare else ())

    def enclosed_sources(self) -> tuple[str, ...]:
        """`(ANSA)`, `(ats afp)`, `/TASS/`."""
        closing = {"opening": "closing", "slash": "slash"}.get(self.peek().kind)
        if not closing:
            return ()
        inner = self.enclosed(closing)
        sources = divided_sources(inner, self.known)
        if not inner or (closing == "slash" and not self.are_known(sources)):
            return ()
        self.at += 1 + next(n for n in range(1, 12) if self.peek(n).kind == closing)
        return sources

    def enclosed(self, closing: str) -> str:
        """The words up to the closing bracket or slash, if they can name a source."""
        allowed = {"word", "number", "dash", "dot"} | ({"slash"} if closing == "closing" else set())
        for ahead in range(1, 12):
            token = self.peek(ahead)
            if token.kind == closing:
                inner = self.text[self.peek().end : token.start].strip()
                return "" if inner.casefold() in WEEKDAYS else inner
            if token.kind not in allowed:
                break
        return ""

    def bare_sources(self) -> tuple[str, ...]:
        """`AAP` or `ANSA TEST` before a dash: capitals that begin with a known agency, or known ones only."""
        first = self.at
        while self.peek().kind in ("word", "slash") or (self.peek().kind == "dash" and self.joins_letters()):
            self.at += 1
        if self.at == first or self.peek().kind != "dash":
            self.at = first
            return ()
        heading = self.written(first)
        sources = divided_sources(heading, self.known)
        if self.are_known(sources) or (heading.isupper() and is_known(heading.split()[0], self.known)):
            return sources
        self.at = first
        return ()

    def are_known(self, sources: tuple[str, ...]) -> bool:
        return bool(sources) and all(is_known(source, self.known) for source in sources)

    # Days

    def day(self) -> Day | None:
        """`21 NOV`, `Nov. 21, 2022`, `21 de noviembre de 2022`, `21.11.2022`."""
        first = self.at
        found = self.month_first() or self.day_first()
        if found and not self.is_range():
            found = found._replace(year=self.year())
            if found.is_possible:
                return found
        self.at = first
        return None

    def month_first(self) -> Day | None:
        first = self.at
        month = self.month()
        number = self.day_number() if month else None
        if month and number:
            day_ends = self.at
            if not self.month():  # else `Chiang Mai 21 Nov`
                return Day(month, number)
            self.at = day_ends
        self.at = first
        return None

    def day_first(self) -> Day | None:
        first = self.at
        number = self.day_number()
        if number:
            dotted = self.take("dot")
            if self.peek().folded in ("de", "di", "of"):
                self.at += 1
            month = self.month() or (self.day_number() if dotted and self.is_glued() else None)
            if month and month <= 12:
                if dotted and self.is_glued():
                    self.take("dot")
                return Day(month, number)
        self.at = first
        return None

    def month(self) -> int | None:
        two = f"{self.peek().folded} {self.peek(1).folded}"
        number = MONTH_NUMBERS.get(two) or MONTH_NUMBERS.get(self.peek().folded)
        if number:
            self.at += 2 if two in MONTH_NUMBERS else 1
            if self.is_glued():
                self.take("dot")
        return number

    def day_number(self) -> int | None:
        token = self.peek()
        if token.kind != "number" or len(token.text) > 2 or not 1 <= int(token.text) <= 31:
            return None
        self.at += 1
        if self.is_glued() and self.peek().folded in ("st", "nd", "rd", "th", "er", "º", "°"):
            self.at += 1
        return int(token.text)

    def year(self) -> int | None:
        first = self.at
        if not self.take("comma") and self.peek().folded in ("de", "del"):
            self.at += 1
        token = self.take("number")
        if token and len(token.text) == 4 and 1800 <= int(token.text) < 2200:
            return int(token.text)
        self.at = first
        return None

    def is_range(self) -> bool:
        """`Nov 21-23`: the dash closes no dateline."""
        return (
            self.peek().kind == "dash"
            and self.is_glued()
            and self.is_glued(1)
            and self.peek(1).kind == "number"
        )

    def weekday(self) -> Day | None:
        """`Monday`, or the date after it: `Monday, Nov 21`. Only after a comma, because of Santo Domingo."""
        word = self.peek().folded
        if word not in WEEKDAYS | SHORT_WEEKDAYS or self.peek(-1).kind != "comma":
            return None
        first = self.at
        self.at += 1
        if self.is_glued():
            self.take("dot")
        self.take("comma")
        if day := self.day():
            return day
        if word in WEEKDAYS:
            self.at = first + 1
            return Day(0, 0)
        self.at = first
        return None

    # Places

    def places(self) -> tuple[tuple[str, ...], str]:
        """The cities, and the region that follows them."""
        groups = [self.group()]
        if not groups[0].names:
            return (), ""
        while len(groups) < 5 and self.peek().kind == "comma":
            comma = self.at
            self.at += 1
            conjunction = self.take_conjunction()
            group = _Group((), "") if self.is_day() else self.group()
            if not group.names:
                self.at = comma
                break
            groups.append(_Group(("", *group.names), group.text) if conjunction else group)
        cities, region = _cities_and_region(groups)
        return cities, region or self.region_in_brackets()

    def group(self) -> _Group:
        first = self.at
        names = [self.name()]
        while names[-1]:
            joint = self.at
            if not self.take_conjunction() and not self.take_slash():
                break
            names.append(self.name())
            if not names[-1]:
                self.at = joint
        found = tuple(name for name in names if name)
        return _Group(found, self.written(first) if found else "")

    def take_conjunction(self) -> bool:
        if self.peek().folded not in self.conjunctions:
            return False
        self.at += 1
        return True

    def take_slash(self) -> bool:
        before = self.at
        if self.enclosed_sources():
            self.at = before
            return False
        return self.take("slash") is not None

    def name(self) -> str:
        """A name in capitals or title case, of at most six words: `St. Louis`, `Reggio nell'Emilia`."""
        first = self.at
        if self.peek().folded in WEEKDAYS:
            return ""
        for _ in range(6):
            if not self.begins_word():
                break
            self.take_word()
        return self.written(first) if self.at > first else ""

    def begins_word(self) -> bool:
        if self.peek().kind != "word" or self.peek().folded in self.conjunctions or self.is_day():
            return False
        return _is_capitalised(self.peek(self.particles()).text)

    def particles(self) -> int:
        """How many tokens of small words lead to the next capitalised one: `de la`, `el`, `ez-`."""
        ahead = 0
        for _ in range(2):
            word = self.peek(ahead).text
            if word not in PARTICLES:
                break
            ahead += 2 if word in ARTICLES and self.joins_letters(ahead + 1) else 1
        return ahead

    def take_word(self) -> None:
        self.at += self.particles() + 1
        while self.joins_letters() or self.joins_river():
            self.at += 2
        word = self.peek(-1)
        if self.peek().kind == "dot" and self.is_glued() and _is_abbreviation(word):
            self.at += 1

    def joins_letters(self, ahead: int = 0) -> bool:
        """Whether a hyphen inside a name stands there."""
        if self.peek(ahead).text != "-":
            return False
        is_inside = self.peek(ahead - 1).kind == self.peek(ahead + 1).kind == "word"
        return is_inside and self.is_glued(ahead) and self.is_glued(ahead + 1)

    def joins_river(self) -> bool:
        """`Frankfurt/Main` is one town."""
        if self.peek().kind != "slash" or self.peek(1).folded not in RIVERS:
            return False
        return self.is_glued() and self.is_glued(1)

    def is_day(self) -> bool:
        before = self.at
        found = bool(self.weekday() or self.day())
        self.at = before
        return found

    def region_in_brackets(self) -> str:
        """`Roma (foo) 1 AGO`, `PARIS (Texas) (AP)`: no known source, and before a day or the source."""
        first = self.at
        sources = self.enclosed_sources()
        if sources and not self.are_known(sources):
            after = self.at
            self.take("comma")
            is_region = self.is_day() or self.peek().kind == "opening"
            self.at = after
            if is_region:
                return self.written(first)[1:-1].strip()
        self.at = first
        return ""


def _cities_and_region(groups: list[_Group]) -> tuple[tuple[str, ...], str]:
    """`NEW YORK, LONDON and BEIJING` are cities; `SARAJEVO, Bosnia and Herzegovina` is a city in a state."""
    last = 0
    for index, group in enumerate(groups[1:], start=1):
        if not group.is_region and group.is_in_capitals >= groups[0].is_in_capitals:
            last = index
    cities = tuple(name for group in groups[: last + 1] for name in group.names if name)
    return cities, ", ".join(group.text for group in groups[last + 1 :])


def _is_capitalised(word: str) -> bool:
    """Whether it can begin a name; the letters of Arabic have no case and can."""
    if not word or not word[-1:].strip("0123456789"):
        return False
    elision, apostrophe, tail = word.replace("’", "'").partition("'")
    if apostrophe and tail and elision in ELISIONS | {""}:
        return not tail[0].islower() or (not elision and tail in ("s", "t"))
    return word[0].isalpha() and not word[0].islower()


def _is_abbreviation(word: Token) -> bool:
    return "." in word.text or len(word.text) == 1 or word.folded in ABBREVIATIONS
