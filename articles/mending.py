"""Puts corrected words into a copy. Tags stay where they are, and nothing else is touched."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from articles import body
from articles.corrections import EDGE, Place, Words, is_inline
from articles.differences import pairs
from articles.tokens import (
    cuts,
    html_of,
    html_tokens,
    is_balanced,
    is_block,
    is_end,
    is_tag,
    is_word,
    segments,
    tag_name,
    text_of,
    tokens,
)

Data = Mapping[str, Any]
Slots = list[list[str]]  # what stands now in the place of each of a text's tokens

MOSTLY = 0.6  # of a paragraph's words: the copy says it in other words


class Added(NamedTuple):
    """A paragraph that the correction added and the copy does not have."""

    parts: tuple[str, ...]
    at: int | None  # which of the copy's tokens it goes before; none where its neighbours are gone
    before: str

    @property
    def text(self) -> str:
        return text_of(self.parts).strip()


def mended(name: str, text: Words, places: Sequence[Place], added: Sequence[Added] = ()) -> str:
    slots: Slots = [[part] for part in text.tokens] + [[]]
    for place in reversed(places):
        if place.start == place.end:
            _insert(slots, text, place)
        else:
            _replace(slots, text, place)
    if name != "body":
        return "".join(part for slot in slots for part in slot).strip()
    for paragraph in reversed(added):
        if paragraph.at is not None:
            slots[paragraph.at] = [*paragraph.parts, *slots[paragraph.at]]
    return body.clean(html_of(_without_empty(slots, text.tokens)))


def _replace(slots: Slots, text: Words, place: Place) -> None:
    at = text.at[place.start : place.end]
    new = tokens(place.correction.new)
    words = [part for part in new if not part.isspace()]
    if len(words) == len(at):  # one for one, so that what is bold stays bold
        for index, word in zip(at, words, strict=True):
            slots[index] = [word if part == text.tokens[index] else part for part in slots[index]]
        return
    for index in range(at[0], at[-1] + 1):
        slots[index] = [part for part in slots[index] if is_tag(part)]
    slots[at[0]] = new
    if not new:
        _close_up(slots, at[0], at[-1])


def _insert(slots: Slots, text: Words, place: Place) -> None:
    """Beside the word that the new ones are parted from by a space: inside the tags that it stands in."""
    correction, left, right = place.correction, text.at[place.start - 1], text.at[place.start]
    has_left, has_right = text.words[place.start - 1] != EDGE, text.words[place.start] != EDGE
    if has_right and (correction.space_after or not has_left or not correction.space_before):
        slots[right] = [*tokens(correction.new + correction.space_after), *slots[right]]
    else:
        slots[left] = [*slots[left], *tokens(correction.space_before + correction.new)]


def _close_up(slots: Slots, first: int, last: int) -> None:
    """Where words were taken out no two spaces stay, and none at an edge or before a mark."""
    left = next((at for at in range(first - 1, -1, -1) if _is_text(slots[at])), -1)
    right = next((at for at in range(last + 1, len(slots)) if _is_text(slots[at])), len(slots) - 1)
    before, after = "".join(slots[left]) if left >= 0 else "", "".join(slots[right])
    if after.isspace() and (before.isspace() or not before or is_block(before)):
        slots[right] = []
    elif before.isspace() and not is_word(after or " "):
        slots[left] = []


def _is_text(slot: Sequence[str]) -> bool:
    """Whether something stands there that words stand beside: no tag within them."""
    return any(not is_inline(part) for part in slot)


def _without_empty(slots: Slots, was: Sequence[str]) -> Iterable[str]:
    """Without the elements that have lost all their words; those that were empty before stay."""
    kept: list[tuple[int, str]] = []
    for index, slot in enumerate(slots):
        for part in slot:
            opened, tag = kept[-1] if kept else (0, "")
            closes = tag and is_end(part) and not is_end(tag) and tag_name(tag) == tag_name(part)
            if closes and any(not is_tag(token) for token in was[opened:index]):
                kept.pop()
            else:
                kept.append((index, part))
    return [part for _index, part in kept]


def added(old: Data, corrected: Data, copy: Data) -> list[Added]:
    """The paragraphs that came with the correction, and where they belong in the copy: beside a neighbour."""
    was, now, own = (_body(data) for data in (old, corrected, copy))
    matched = list(pairs(was, now))
    before_it = {new: index for index, new in matched if new is not None}
    new_ones = [new for index, new in matched if index is None and new is not None]
    own_words = [_words(part) for part in own]
    bounds = set(cuts([token for part in own for token in part]))
    starts = [sum(map(len, own[:index])) for index in range(len(own) + 1)]
    found: list[Added] = []

    def place_of(index: int, step: int) -> int | None:
        """Where the copy has the paragraph before, or after, as it is or as it was."""
        while before_it.get(index, -1) is None:
            index += step
        if not 0 <= index < len(now):
            return None
        old_index = before_it[index]
        texts = [_words(now[index])] + ([_words(was[old_index])] if old_index is not None else [])
        at = next((at for at, words in enumerate(own_words) if words in texts), None)
        return None if at is None else starts[at + (step < 0)]

    for index in new_ones:
        words = _words(now[index])
        if not words or not is_balanced(now[index]) or any(_says(own_part, words) for own_part in own_words):
            continue
        places = (place_of(index, step) for step in (-1, 1))
        at = next((place for place in places if place in bounds), None)
        before = text_of(now[index - 1])[-60:] if index else ""
        found.append(Added(tuple(now[index]), at, before))
    return found


def _body(data: Data) -> list[list[str]]:
    return segments(html_tokens(body.clean(data.get("body") or "")))


def _words(part: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(is_word, part))


def _says(own: Sequence[str], words: Sequence[str]) -> bool:
    return len(set(own) & set(words)) >= MOSTLY * len(set(words))
