"""What a correction changed in the live text, and a waiting update that was written from the old one lacks.

The update's words are looked at wherever they stand now: a paragraph may have been moved, and the sentence
around a wrong word rewritten.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles import body
from articles.compare import names, same, shown
from articles.corrections import EDGE, TEXTS, Place, Words, gap, places, words_of
from articles.mending import added, mended

Data = Mapping[str, Any]

OF_THE_DEED = frozenset({"not_before", "embargo", "note_to_clients"})  # and not of what the story says
AROUND = 60  # characters of an excerpt on each side
LINK = re.compile(r"<a [^<>]*?href=\"([^\"]*)\"[^<>]*>(.*?)</a>", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")


Pairs = Sequence[tuple[Data, Data]]  # the live text before and after each correction, in their order


@dataclass(frozen=True)
class Fix:
    """Of this field of the copy, `old` should be `new`; either may be empty. It stands between the others."""

    field: str
    old: str
    new: str
    before: str = ""
    after: str = ""
    is_sure: bool = True  # otherwise it is told, and a person has to decide: with_fixes leaves it

    @property
    def excerpt(self) -> str:
        return f"{self.before}{self.old}{self.after}"


def lacking_of(pairs: Pairs, copy: Data) -> list[Fix]:
    """What the copy lacks of several corrections, between which the live text may have been updated."""
    found = []
    for old, corrected in pairs:
        found += lacking(old, corrected, copy)
        copy = with_fixes(old, corrected, copy)
    return found


def with_fixes_of(pairs: Pairs, copy: Data) -> dict[str, Any]:
    """The copy's data with all of them that need no person to decide."""
    for old, corrected in pairs:
        copy = with_fixes(old, corrected, copy)
    return dict(copy)


def lacking(old: Data, corrected: Data, copy: Data) -> list[Fix]:
    """What the copy still says as the old text did, where the corrected one does not any more."""
    texts = {name: words_of(name, copy) for name in TEXTS}
    return [
        *(_told(place, texts[place.field]) for place in places(old, corrected, copy)),
        *(
            Fix("body", "", paragraph.text, before=paragraph.before, is_sure=paragraph.at is not None)
            for paragraph in added(old, corrected, copy)
        ),
        *(Fix("body", was, now) for was, now in _links(old, corrected, copy)),
        *(
            Fix(name, shown(name, copy.get(name)), shown(name, corrected.get(name)))
            for name in _fields(old, corrected, copy)
        ),
        *(
            Fix("photos", shown("photos", [was] if was else []), shown("photos", [now] if now else []))
            for was, now in _pictures(old, corrected, copy).values()
        ),
    ]


def with_fixes(old: Data, corrected: Data, copy: Data) -> dict[str, Any]:
    """The copy's data with all of them, but for those that only a person can decide."""
    fixed = {**copy, **{name: corrected.get(name) for name in _fields(old, corrected, copy)}}
    sure = [place for place in places(old, corrected, copy) if place.correction.is_sure]
    for name in TEXTS:
        here = [place for place in sure if place.field == name]
        new = added(old, corrected, copy) if name == "body" else []
        if here or new:
            fixed[name] = mended(name, words_of(name, copy), here, new)
    for was, now in _links(old, corrected, copy):
        fixed["body"] = fixed["body"].replace(f'href="{was}"', f'href="{now}"')
    if changes := _pictures(old, corrected, copy):
        rows = {row["id"]: row for row in copy.get("photos") or ()}
        rows |= {key: now for key, (_was, now) in changes.items()}
        fixed["photos"] = [row for row in rows.values() if row]
    return fixed


def _pictures(old: Data, corrected: Data, copy: Data) -> dict[int, tuple[Any, Any]]:
    """What was done to each picture that the copy has as the old text had it: it went, came, or is said to be
    something else. Nothing where the copy has the whole list as it was: that is then taken as a whole.
    """
    before, after, own = (
        {row["id"]: row for row in data.get("photos") or ()} for data in (old, corrected, copy)
    )
    if same("photos", old.get("photos")) == same("photos", copy.get("photos")):
        return {}

    def caption(row: Any) -> Any:
        return row and row["caption"]

    pairs = {key: (before.get(key), after.get(key)) for key in {**before, **after}}
    return {
        key: (was, now)
        for key, (was, now) in pairs.items()
        if caption(was) != caption(now) and caption(own.get(key)) == caption(was)
    }


def _fields(old: Data, corrected: Data, copy: Data) -> list[str]:
    """No running text, or one that came or went as a whole: lacking where the copy has the old value."""

    def is_whole(name: str) -> bool:
        return name not in TEXTS or not (old.get(name) and corrected.get(name))

    def is_lacking(name: str) -> bool:
        was = same(name, old.get(name))
        return bool(was != same(name, corrected.get(name)) and same(name, copy.get(name)) == was)

    return [
        name
        for name in names(old, corrected)
        if name not in OF_THE_DEED and name != "body" and is_whole(name) and is_lacking(name)
    ]


def _links(old: Data, corrected: Data, copy: Data) -> list[tuple[str, str]]:
    """Addresses, corrected under the same words, that the copy still leads to."""
    before, after, own = (_linked(data) for data in (old, corrected, copy))
    gone = set(before.values()) - set(after.values())
    changed = {(was, after[words]) for words, was in before.items() if words in after and was in gone}
    return sorted(pair for pair in changed if pair[0] in own.values())


def _linked(data: Data) -> dict[str, str]:
    """The words of each link, and its address as the HTML has it."""
    found = LINK.findall(body.clean(data.get("body") or ""))
    return {TAG.sub("", words): address for address, words in found}


def _told(place: Place, text: Words) -> Fix:
    start, end = place.start, place.end
    old = text.between(start, end)
    before = text.between(max(1, start - AROUND), start) + gap(text, start - 1, start)
    after = text.between(end, min(end + AROUND, len(text.words) - 1))
    correction = place.correction
    after = (gap(text, end - 1, end) if old else correction.space_after) + after
    before, after = before.rpartition(EDGE)[2], after.partition(EDGE)[0]
    return Fix(place.field, old, correction.new, before[-AROUND:], after[:AROUND], correction.is_sure)
