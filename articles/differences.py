"""What changed from one sequence of tokens to another: paragraphs are matched first, then words within them.

It stays quick on any text: difflib does the close work, where that is little; the words that each side has
once part a long text into short ones before. Where even that does not help, all of a stretch is replaced.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from articles.tokens import is_word

MUCH_WORK = 40_000  # pairs of equal tokens that difflib would look at
LONG = 1_200  # tokens of both sides together
MANY_PAIRS = 40_000  # pairs of paragraphs whose likeness is looked at
NEARBY = 8  # paragraphs that are looked at where there are too many
ALIKE = 0.4  # of their words, for two paragraphs to be one that was changed


class Hunk(NamedTuple):
    """What stood at [start, end) of the one stands at [new_start, new_end) of the other."""

    start: int
    end: int
    new_start: int
    new_end: int

    def moved(self, by: int, new_by: int) -> "Hunk":
        return Hunk(self.start + by, self.end + by, self.new_start + new_by, self.new_end + new_by)


def hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """What changed from one text to the other, word by word; parted by nothing but space, it is one hunk."""
    found: list[Hunk] = []
    for hunk in _hunks(old, new):
        if found and all(token.isspace() for token in old[found[-1].end : hunk.start]):
            hunk = Hunk(found[-1].start, hunk.end, found[-1].new_start, hunk.new_end)
            found.pop()
        found.append(hunk)
    return found


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    at = new_at = 0
    for same, new_same in [*_same(old, new), (len(old), len(new))]:
        if (at, new_at) != (same, new_same):
            yield Hunk(at, same, new_at, new_same)
        at, new_at = same + 1, new_same + 1


def _same(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each token that both have. Words and tags are matched first; the spaces beside them follow."""
    places = [at for at, token in enumerate(old) if not token.isspace()]
    new_places = [at for at, token in enumerate(new) if not token.isspace()]
    matches = _matches([old[at] for at in places], [new[at] for at in new_places])
    at = new_at = 0
    for start, new_start, length in matches:
        for offset in range(length):
            same, new_same = places[start + offset], new_places[new_start + offset]
            for back in (1, 0):
                if (
                    same - back >= at
                    and new_same - back >= new_at
                    and old[same - back] == new[new_same - back]
                ):
                    yield same - back, new_same - back
                    at, new_at = same - back + 1, new_same - back + 1
            if old[at : at + 1] == new[new_at : new_at + 1] and at < len(old) and old[at].isspace():
                yield at, new_at
                at, new_at = at + 1, new_at + 1


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """What both have, in order: where, where in the other, how much."""
    start, shortest = 0, min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shortest - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if start:
        yield 0, 0, start
    inner, new_inner = old[start : len(old) - tail], new[start : len(new) - tail]
    for at, new_at, length in _inner_matches(inner, new_inner) if inner and new_inner else ():
        yield at + start, new_at + start, length
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _inner_matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    counts, new_counts = Counter(old), Counter(new)
    work = sum(count * new_counts[token] for token, count in counts.items())
    if work <= MUCH_WORK and len(old) + len(new) <= LONG:
        yield from SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()[:-1]
        return
    once = {token: at for at, token in enumerate(new) if new_counts[token] == 1}
    pairs = [(at, once[token]) for at, token in enumerate(old) if counts[token] == 1 and token in once]
    last = new_last = 0
    for at, new_at in [*_rising(pairs), (len(old), len(new))] if pairs else ():
        for same, new_same, length in _matches(old[last:at], new[new_last:new_at]):
            yield last + same, new_last + new_same, length
        if at < len(old):
            yield at, new_at, 1
        last, new_last = at + 1, new_at + 1


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs as rise on both sides."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_at, new_at) in enumerate(pairs):
        place = bisect_left(tops, new_at)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [new_at]
        ends[place : place + 1] = [index]
    chain, index = [], ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def pairs(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]
) -> Iterator[tuple[int | None, int | None]]:
    """Each paragraph with what became of it: None where it is gone, or where there was none."""
    at = new_at = 0
    keys, new_keys = ["\0".join(part) for part in old], ["\0".join(part) for part in new]
    for hunk in [*_hunks(keys, new_keys), Hunk(len(old), len(old), len(new), len(new))]:
        yield from zip(range(at, hunk.start), range(new_at, hunk.new_start), strict=True)
        at, new_at = hunk.start, hunk.new_start
        for one, other in _alike(old[at : hunk.end], new[new_at : hunk.new_end]):
            yield from ((gone, None) for gone in range(at, hunk.start + one))
            yield from ((None, come) for come in range(new_at, hunk.new_start + other))
            if one < hunk.end - hunk.start:
                yield hunk.start + one, hunk.new_start + other
            at, new_at = hunk.start + one + 1, hunk.new_start + other + 1
        at, new_at = hunk.end, hunk.new_end


def _alike(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Which paragraphs of two stretches are the same ones, changed; both ends are the last pair."""
    words = [frozenset(filter(is_word, part)) for part in old]
    new_words = [frozenset(filter(is_word, part)) for part in new]
    if len(old) * len(new) > MANY_PAIRS:
        return [*_alike_nearby(words, new_words), (len(old), len(new))]
    likeness = [[_likeness(one, other) for other in new_words] for one in words]
    best = [[0.0] * (len(new) + 1) for _line in range(len(old) + 1)]
    for at in range(len(old) - 1, -1, -1):
        line, below, row = best[at], best[at + 1], likeness[at]
        for to in range(len(new) - 1, -1, -1):
            line[to] = max(below[to], line[to + 1], row[to] + below[to + 1] if row[to] else 0.0)
    found, at, to = [], 0, 0
    while at < len(old) and to < len(new):
        if likeness[at][to] and best[at][to] == likeness[at][to] + best[at + 1][to + 1]:
            found.append((at, to))
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return [*found, (len(old), len(new))]


def _alike_nearby(words: list[frozenset[str]], new_words: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    at = 0
    for index, one in enumerate(words):
        for other in range(at, min(at + NEARBY, len(new_words))):
            if _likeness(one, new_words[other]):
                yield index, other
                at = other + 1
                break


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two paragraphs have in common; nothing where it is too little."""
    total = len(one) + len(other)
    if not total:
        return 1.0
    if 2 * min(len(one), len(other)) < ALIKE * total:
        return 0.0
    share = 2 * len(one & other) / total
    return share if share >= ALIKE else 0.0


def body_hunks(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[Hunk]:
    """What changed from one body to the other, both given in segments; counted in tokens of the whole."""
    found: list[Hunk] = []
    at = new_at = 0
    for index, new_index in pairs(old, new):
        part = old[index] if index is not None else []
        new_part = new[new_index] if new_index is not None else []
        is_whole = index is None or new_index is None
        within = [Hunk(0, len(part), 0, len(new_part))] if is_whole else hunks(part, new_part)
        for hunk in within:
            hunk = hunk.moved(at, new_at)
            if found and (found[-1].end, found[-1].new_end) == (hunk.start, hunk.new_start):
                hunk = Hunk(found[-1].start, hunk.end, found[-1].new_start, hunk.new_end)
                found.pop()
            found.append(hunk)
        at, new_at = at + len(part), new_at + len(new_part)
    return found
