"""Where a correction changed the words of a text, and where a copy still has the old ones."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from articles import body
from articles.differences import hunks, pairs
from articles.tokens import html_tokens, is_block, is_tag, is_word, tag_name, tokens

Data = Mapping[str, Any]

TEXTS = ("headline", "subheadline", "body")
EDGE = "\0"  # stands where a paragraph or a field begins and ends
BETWEEN = "\x1f"  # a space to Python, so in no word
CONTEXT = 8  # words on each side that are looked at
SENTENCE_ENDS = frozenset(".!?…")


class Correction(NamedTuple):
    """What was changed at one place: old words, those around them, the new ones and how they are set."""

    old: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    new: str
    space_before: str
    space_after: str
    is_sure: bool = True


class Words(NamedTuple):
    """A text's words and marks without spaces and tags, and which tokens they are."""

    words: list[str]
    at: list[int]
    tokens: list[str]

    def between(self, start: int, end: int) -> str:
        """The text from a word to another, with its spaces."""
        if start >= end:
            return ""
        parts = self.tokens[self.at[start] : self.at[end - 1] + 1]
        return "".join(EDGE if is_block(part) else part for part in parts if not is_inline(part))


class Place(NamedTuple):
    """Where a correction fits: [start, end) of a text's words."""

    field: str
    start: int
    end: int
    correction: Correction
    context: int  # how many words around are those that stood around the old ones

    def stands_on(self) -> list[tuple[int, bool]]:
        """Its words; of an insertion the one that it goes before."""
        is_insertion = self.start == self.end
        return [(at, is_insertion) for at in range(self.start, self.end + is_insertion)]

    def says_otherwise(self, other: "Place") -> bool:
        """Whether there is no more reason to do the one than the other."""
        one, two = self.correction, other.correction
        return self.context == other.context and (one.old, one.new) != (two.old, two.new)

    def unsure(self) -> "Place":
        return self._replace(correction=self.correction._replace(is_sure=False))


def is_inline(token: str) -> bool:
    return is_tag(token) and not is_block(token)


def _tokens(name: str, data: Data) -> list[str]:
    text = data.get(name) or ""
    return html_tokens(body.clean(text)) if name == "body" else tokens(text)


def words_of(name: str, data: Data) -> Words:
    """With an edge at both ends and between blocks."""
    parts = _tokens(name, data)
    words, at = [EDGE], [-1]
    for index, token in enumerate(parts):
        if is_block(token) or tag_name(token) == "br":
            if words[-1] != EDGE:
                words.append(EDGE)
                at.append(index)
        elif not is_tag(token) and not token.isspace():
            words.append(token)
            at.append(index)
    if words[-1] != EDGE:
        words.append(EDGE)
        at.append(len(parts))
    return Words(words, at, parts)


def _paragraphs(words: Sequence[str]) -> list[list[str]]:
    """Each with the edge that ends it."""
    found: list[list[str]] = [[]]
    for word in words[1:]:
        found[-1].append(word)
        if word == EDGE:
            found.append([])
    return found[:-1]


def _joined(words: Sequence[str]) -> str:
    """So that words in a row can be looked for as one string."""
    return f"{BETWEEN}{BETWEEN.join(words)}{BETWEEN}"


def _places_of(words: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        found.setdefault(word, []).append(at)
    return found


def _found(wanted: Sequence[str], words: list[str], places_of: dict[str, list[int]]) -> Iterator[int]:
    """Where these words stand in a row."""
    length, wanted = len(wanted), list(wanted)
    yield from (at for at in places_of.get(wanted[0], ()) if words[at : at + length] == wanted)


# What was corrected


def corrections(old: Data, corrected: Data) -> Iterator[Correction]:
    """Every place at which words of the three texts were changed."""
    for name in TEXTS:
        was, now = words_of(name, old), words_of(name, corrected)
        parts, new_parts = _paragraphs(was.words), _paragraphs(now.words)
        if parts == new_parts or not parts or not new_parts:
            continue
        matched = [(0, 0)] if name != "body" else pairs(parts, new_parts)
        at = new_at = 1
        for is_whole, group in groupby(matched, lambda pair: None not in pair):
            stretch = list(group)
            is_replaced = any(index is None for index, _new in stretch)
            for index, new_index in stretch:
                part = parts[index] if index is not None else []
                new_part = new_parts[new_index] if new_index is not None else []
                for start, end, new_start, new_end in hunks(part, new_part) if is_whole else ():
                    yield _correction(was, now, at + start, at + end, new_at + new_start, new_at + new_end)
                for start, end in _sentences(was, at, at + len(part)) if not is_whole else ():
                    dropped = _correction(was, now, start, end, new_at, new_at)
                    yield dropped._replace(is_sure=not is_replaced)
                at, new_at = at + len(part), new_at + len(new_part)


def _correction(was: Words, now: Words, start: int, end: int, new_start: int, new_end: int) -> Correction:
    return Correction(
        tuple(was.words[start:end]),
        tuple(was.words[max(0, start - CONTEXT) : start]),
        tuple(was.words[end : end + CONTEXT]),
        now.between(new_start, new_end).strip(EDGE),
        gap(now, new_start - 1, new_start),
        gap(now, new_end - 1, new_end),
    )


def gap(text: Words, one: int, other: int) -> str:
    """The space between two words."""
    if one < 0 or other >= len(text.at):
        return ""
    parts = text.tokens[text.at[one] + 1 : text.at[other]]
    return "".join(part for part in parts if part.isspace())


def _sentences(was: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Those of a paragraph that is gone: the copy may have kept some of them."""
    first = start
    for at in range(start, end):
        is_last = was.words[at] in SENTENCE_ENDS and gap(was, at, at + 1) != ""
        stop = at + 1 if is_last else at
        if (is_last or was.words[at] == EDGE) and stop > first:
            yield first, stop
            first = stop


# Where the copy lacks it


def places(old: Data, corrected: Data, copy: Data) -> list[Place]:
    """The places of the copy, in order; where several corrections fit, the one that fits best."""
    now = _joined([word for name in TEXTS for word in words_of(name, corrected).words])
    made = list(corrections(old, corrected))
    found: list[Place] = []
    for name in TEXTS:
        words = words_of(name, copy).words
        places_of = _places_of(words)
        fitting = [
            Place(name, at, at + len(correction.old), correction, context)
            for correction in made
            for at, context in _fits(correction, words, places_of, now)
        ]
        fitting.sort(key=lambda place: (-place.context, place.start - place.end))
        found += sorted(_apart(fitting), key=lambda place: place.start)
    return found


def _apart(fitting: list[Place]) -> list[Place]:
    """Of those that overlap the first; unsure where another fits as well and says something else."""
    taken: dict[tuple[int, bool], Place] = {}
    for place in fitting:
        if taken.keys().isdisjoint(place.stands_on()):
            taken |= dict.fromkeys(place.stands_on(), place)
    unsure = {
        taken[at][:3]
        for place in fitting
        for at in place.stands_on()
        if at in taken and place.says_otherwise(taken[at])
    }
    chosen = {place[:3]: place for place in taken.values()}.values()
    return [place.unsure() if place[:3] in unsure else place for place in chosen]


def _fits(
    correction: Correction, words: list[str], places_of: dict[str, list[int]], now: str
) -> Iterator[tuple[int, int]]:
    """Where the copy still has the old words and cannot mean others that the corrected text has kept.

    What stands there, with as much around it as stood around the old words, must be nowhere in the corrected
    text: old words that are gone from it are wrong everywhere, common ones only beside a word that tells.
    """
    old = correction.old
    is_common = not old or _joined(old) in now
    for at in _starts(correction, words, places_of):
        end = at + len(old)
        before = _alike(correction.before[::-1], words[max(0, at - CONTEXT) : at][::-1])
        after = _alike(correction.after, words[end : end + CONTEXT])
        around = [*words[at - before : at], *words[end : end + after]]
        tells = any(map(is_word, around)) and _joined(words[at - before : end + after]) not in now
        if tells or not is_common:
            yield at, before + after


def _starts(correction: Correction, words: list[str], places_of: dict[str, list[int]]) -> Iterator[int]:
    """Where the old words stand; of an insertion, where those on both sides of it stand beside each other."""
    beside = [*correction.before[-1:], *correction.after[:1]]
    if correction.old:
        yield from _found(correction.old, words, places_of)
    elif len(beside) == 2:  # noqa: PLR2004 - both sides
        yield from (at + 1 for at in _found(beside, words, places_of))


def _alike(wanted: Sequence[str], words: Sequence[str]) -> int:
    """How many of them are the same, from the first on; a paragraph's edge is the last that counts."""
    count = 0
    for one, other in zip(wanted, words, strict=False):
        if one != other:
            break
        count += 1
        if one == EDGE:
            break
    return count
