"""Words as they are looked for: folded, their endings trimmed; and what somebody typed, taken apart.

Both databases index what `words` makes of a text. PostgreSQL finds the forms of a word by its own stemmers;
`stem` is for SQLite, which has none for Italian, and for marking what was found on the page.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

LONGEST_WORD = 60
LONGEST_TEXT = 300_000  # characters of a body; a `tsvector` holds a megabyte
LONGEST_QUERY = 1000  # characters that are looked at
MOST_WORDS = 16  # of a query: a headline
EXCERPT_FROM = 20_000  # characters of a body in which an excerpt is looked for

# Accents, Hebrew points, Arabic vowel signs and the stretching of letters.
MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad]")
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "’": "'", "ʼ": "'"}
)
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
SHOWN_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]*)*")
TAG = re.compile(r"<[^<>]*>")
# What stands before an apostrophe and is no word: dell'acqua, l'eau.
ELIDED = frozenset("l un dell nell all dall sull coll quell bell c d s m t j n qu".split())
CUT_OFF = frozenset("s t d m re ll ve".split())  # and after one: it's, don't
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | {"−": "-", "–": "-", "—": "-"})
PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')
VOWELS = "aeiouy"
# Words of which no text is about, as far as people type them. PostgreSQL's configurations know them, too.
STOP_WORDS = frozenset(
    (
        "a ad ai al alla alle allo anche c che chi con cui da dai dal dalla dalle dei del della delle "
        "dello di e ed gli ha hanno i il in la le lo ma ne nei nel nella nelle non o per piu se si su "
        "sui sul sulla tra un una uno an and are as at be by for from has have is it its of on or that "
        "the this to was were will with"
    ).split()
)
SHORTEST_STEM = 3


def fold(text: str) -> str:
    """Small letters without accents, in their own script: “CITTÀ” and “citta” are the same."""
    plain = MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", plain.casefold()).translate(LETTERS)


def words(text: str) -> list[str]:
    return list(_words(text[:LONGEST_TEXT]))


def _words(text: str) -> Iterator[str]:
    for found in WORD.finditer(fold(text)):
        parts = found[0].split("'")
        while len(parts) > 1 and parts[0] in ELIDED:
            del parts[0]
        while len(parts) > 1 and parts[-1] in CUT_OFF:
            del parts[-1]
        for part in parts:
            yield part[:LONGEST_WORD]


def plain(html: str) -> str:
    """The text of a clean body, quickly: for looking at, escaped again wherever it is shown."""
    return unescape(TAG.sub(" ", html[:LONGEST_TEXT]))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Without the ending that Italian and English change: governo, governi; election, elections."""
    if len(word) <= SHORTEST_STEM or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("s") and word[-2] not in "su":
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) >= len(ending) + SHORTEST_STEM:
            word = word.removesuffix(ending)
    for _letter in "ie":  # at most two: notizie, notizia
        if len(word) > SHORTEST_STEM and word[-1] in VOWELS:
            word = word[:-1]
    if len(word) > SHORTEST_STEM and word.endswith(("ch", "gh")):  # banche, laghi
        word = word[:-1]
    return word


def without_stop_words(stems: list[str]) -> list[str]:
    """All of them where there are no others."""
    return [each for each in stems if each not in STOP_STEMS] or stems


STOP_STEMS = frozenset(map(stem, STOP_WORDS))


@dataclass(frozen=True)
class Term:
    """A word, or several that follow each other; wanted, or not."""

    words: tuple[str, ...]
    is_wanted: bool = True


@dataclass(frozen=True)
class Query:
    """What somebody typed: words that must all be there, “phrases”, and with a minus what must not."""

    text: str
    terms: tuple[Term, ...]
    is_cut: bool  # only its first words are looked for

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if term.is_wanted]

    @property
    def unwanted(self) -> list[Term]:
        return [term for term in self.terms if not term.is_wanted]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of what is looked for, to mark it where it stands: not every “the” where there are other words."""
        return frozenset(without_stop_words([stem(word) for term in self.wanted for word in term.words]))

    def __bool__(self) -> bool:
        return any(term.is_wanted for term in self.terms)


def parse(text: str) -> Query:
    """Whatever somebody typed: no text is wrong."""
    terms: list[Term] = []
    left, is_cut = MOST_WORDS, len(text) > LONGEST_QUERY
    for part in PART.finditer(text[:LONGEST_QUERY].translate(QUOTES)):
        minus, phrase, other = part[1], part[2], part[3] or ""
        is_wanted = not (minus or other.startswith("-"))
        found = tuple(words(phrase or other))
        is_cut = is_cut or len(found) > left
        found = found[:left]
        left -= len(found)
        if found and (phrase or not is_wanted):
            terms.append(Term(found, is_wanted))
        else:
            terms += [Term((word,)) for word in found]
    return Query(text, tuple(dict.fromkeys(terms)), is_cut)


def parts(text: str, stems: frozenset[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that was looked for."""
    found: list[tuple[str, bool]] = []
    at = 0
    for word in _matches(text, stems):
        found += [(text[at : word.start()], False), (word[0], True)]
        at = word.end()
    found.append((text[at:], False))
    return [(piece, is_match) for piece, is_match in found if piece]


def excerpt(html: str, stems: frozenset[str], length: int) -> str:
    """About `length` characters of a body, from around the first word that was looked for."""
    text = " ".join(plain(html[:EXCERPT_FROM]).split())
    match = next(_matches(text, stems), None)
    first = match.start() if match else 0
    start = 0 if first < length // 2 else text.rfind(" ", 0, first - length // 4) + 1
    end = len(text) if len(text) <= start + length else text.rfind(" ", start, start + length)
    end = end if end > start else start + length
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def _matches(text: str, stems: frozenset[str]) -> Iterator[re.Match[str]]:
    initials = {stem[0] for stem in stems}
    for word in SHOWN_WORD.finditer(text):
        initial = word[0][0].lower()
        if (initial in initials or not initial.isascii()) and _stem_as_shown(word[0]) in stems:
            yield word


@lru_cache(maxsize=20_000)
def _stem_as_shown(word: str) -> str:
    return stem(next(_words(word), ""))
