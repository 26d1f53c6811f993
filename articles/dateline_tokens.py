"""The tokens of a dateline, and its day; `dateline_parts.py` reads the parts off them."""

import datetime as dt
import re
from typing import NamedTuple

_INVISIBLE = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
BLANK = " \t\n\r\f\v\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\u200b\u200e\u200f\u2060\ufeff"
_LETTER = r"[^\W\d_\u00aa\u00ba][\u0300-\u036f\u064b-\u0652]*"
_TOKEN = re.compile(
    rf"(?P<word>['’]?(?:{_LETTER})+(?:[.'’`´](?:{_LETTER})+)*['’`´]?)"
    r"|(?P<number>\d+)"
    r"|(?P<dash>-+|[–—―−‒_]+)"
    r"|(?P<comma>[,،])|(?P<dot>\.)|(?P<colon>:)|(?P<slash>/)|(?P<opening>\()|(?P<closing>\))"
    rf"|(?P<other>[^\s{_INVISIBLE}])"
)


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        return self.text.casefold().replace("’", "'")


END = Token("end", "", -1, -1)


def read_tokens(text: str, cut: bool) -> list[Token]:
    found = [Token(m.lastgroup or "", m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    if cut and found and found[-1].end == len(text):
        found.pop()  # perhaps only the beginning of a word
    return found


class Day(NamedTuple):
    """A day of a month; a month of 0 stands for a weekday."""

    month: int
    number: int
    year: int | None = None

    @property
    def is_possible(self) -> bool:
        try:
            dt.date(self.year or 2000, self.month, self.number)
        except ValueError:
            return False
        return True

    def date(self, reference: dt.date | None) -> dt.date | None:
        if not self.month:
            return None
        if self.year:
            return dt.date(self.year, self.month, self.number)
        if reference is None:
            return None
        today = dt.date(reference.year, reference.month, reference.day)  # a datetime would not compare
        for year in (today.year + 1, today.year, today.year - 1):
            try:
                date = dt.date(year, self.month, self.number)
            except ValueError:
                continue
            if (date - today).days <= 1:
                year_before = (today.year - 1, today.month, today.day)
                return date if (year, self.month, self.number) > year_before else None
        return None
