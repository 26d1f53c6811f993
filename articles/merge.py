"""Two people's changes of one text, put together: fields first, then words. No word is lost in silence.

Where both changed the same words it is a conflict: mine stays, and the result says of which field.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField

from articles import body
from articles.compare import TEXTS, names, same
from articles.differences import Hunk, body_hunks, hunks
from articles.models import Article
from articles.tokens import cuts, html_of, html_tokens, is_balanced, is_block, is_word, segments, tokens

Data = Mapping[str, Any]
Row = Mapping[str, Any]
Rows = Sequence[Row]
Touch = Callable[["Region", "Edit"], bool]

LONGEST = {
    field.name: field.max_length
    for field in Article._meta.get_fields()
    if isinstance(field, CharField) and field.max_length
}


@dataclass(frozen=True)
class Merged:
    data: dict[str, Any]
    conflicts: list[str]  # the fields of which something of theirs is left out


class Edit(NamedTuple):
    start: int
    end: int
    new: tuple[str, ...]
    is_mine: bool


@dataclass
class Region:
    """A stretch of what both grew from, with the edits that touch each other there."""

    start: int
    end: int
    edits: list[Edit]
    is_conflict: bool = False

    def of(self, is_mine: bool) -> list[tuple[int, int, tuple[str, ...]]]:
        return [edit[:3] for edit in self.edits if edit.is_mine == is_mine]

    @property
    def is_clash(self) -> bool:
        return bool(self.of(True) and self.of(False)) and self.of(True) != self.of(False)


def merge(base: Data, theirs: Data, mine: Data) -> Merged:
    """What a story says with both people's changes since they had it from `base`."""
    merged: dict[str, Any] = {}
    conflicts: list[str] = []
    for name in names({**base, **theirs}, mine):
        was = base.get(name)  # and is still, for a side that does not say
        value, is_whole = _merge_field(name, was, theirs.get(name, was), mine.get(name, was))
        merged[name] = value
        if not is_whole:
            conflicts.append(name)
    return Merged(merged, conflicts)


def _merge_field(name: str, base: Any, theirs: Any, mine: Any) -> tuple[Any, bool]:
    """The value, and whether both sides' changes are in it."""
    if mine in (base, theirs):
        return theirs, True
    if theirs == base:
        return mine, True
    if name == "body" or name in TEXTS:
        put_together = merge_bodies if name == "body" else merge_texts
        text, is_whole = put_together(base or "", theirs or "", mine or "")
        longest = body.MAX_LENGTH if name == "body" else LONGEST.get(name, len(text))
        return (text, is_whole) if len(text) <= longest else (mine, False)
    if name == "photos":
        return merge_pictures(base or [], theirs or [], mine or [])
    was, their_own, my_own = same(name, base), same(name, theirs), same(name, mine)
    if my_own in (was, their_own):
        return theirs, True
    return mine, their_own == was


def merge_pictures(base: Rows, theirs: Rows, mine: Rows) -> tuple[Rows, bool]:
    """Picture by picture: both sides' new ones stay, and what either took out goes, unless the other has
    written under it meanwhile.
    """
    was, their_own, my_own = ({row["id"]: row for row in rows} for rows in (base, theirs, mine))
    first, is_whole = _in_order([*was], [*their_own], [*my_own])
    merged = []
    for key in dict.fromkeys([*first, *my_own, *their_own]):
        row, is_clear = _merge_row(was.get(key), their_own.get(key), my_own.get(key))
        is_whole = is_whole and is_clear
        merged += [row] if row else []
    return merged, is_whole


def _in_order(base: list[int], theirs: list[int], mine: list[int]) -> tuple[list[int], bool]:
    """Whose order it is: of whoever changed it; mine, and not both sides', where both did."""
    if base in (theirs, mine):
        return (mine if theirs == base else theirs), True
    was, their_own, my_own = (
        [key for key in keys if key in theirs and key in mine and key in base]
        for keys in (base, theirs, mine)
    )
    return (theirs if my_own == was != their_own else mine), my_own == was or their_own in (was, my_own)


def _merge_row(base: Row | None, theirs: Row | None, mine: Row | None) -> tuple[Row | None, bool]:
    """The picture as it stays, if it does, and whether both sides' changes of it are in that."""
    was, their_own, my_own = (row.get("caption", "") if row else None for row in (base, theirs, mine))
    if my_own == their_own or their_own == was:
        return mine, True
    return (theirs, True) if my_own == was else (mine or theirs, False)


def merge_texts(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    was = tokens(base)
    sides = [tokens(side) for side in (theirs, mine)]
    edits = [_edit(hunk, side, side is sides[1]) for side in sides for hunk in hunks(was, side)]
    merged, is_whole = _put_together(was, edits, [0, len(was)], _touches(was))
    return "".join(merged), is_whole


def merge_bodies(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    """Word by word; paragraph by paragraph where that would part a tag; mine where even that would."""
    was, *sides = [html_tokens(body.clean(html)) for html in (base, theirs, mine)]
    parts = segments(was)
    edits = [
        _edit(hunk, side, side is sides[1]) for side in sides for hunk in body_hunks(parts, segments(side))
    ]
    bounds = cuts(was)
    for touches in (_touches(was), _shares_block(bounds)):
        merged, is_whole = _put_together(was, edits, bounds, touches)
        html = html_of(merged)
        if is_balanced(merged) and body.clean(html) == html:
            return html, is_whole
    return mine, False


def _edit(hunk: Hunk, new: Sequence[str], is_mine: bool) -> Edit:
    return Edit(hunk.start, hunk.end, tuple(new[hunk.new_start : hunk.new_end]), is_mine)


def _touches(was: Sequence[str]) -> Touch:
    """Edits with a word between them, or the end of a block, do not touch: spaces and commas part nothing."""
    parting = [0]
    for token in was:
        parting.append(parting[-1] + (is_word(token) or is_block(token)))
    return lambda region, edit: parting[max(edit.start, region.end)] == parting[region.end]


def _shares_block(bounds: Sequence[int]) -> Touch:
    def touches(region: Region, edit: Edit) -> bool:
        return edit.start < _after(bounds, region.end) or edit.start <= region.end

    return touches


def _before(bounds: Sequence[int], at: int) -> int:
    return max(bound for bound in bounds if bound <= at)


def _after(bounds: Sequence[int], at: int) -> int:
    return min(bound for bound in bounds if bound >= at)


def _put_together(
    was: Sequence[str], edits: list[Edit], bounds: Sequence[int], touches: Touch
) -> tuple[list[str], bool]:
    regions = _settled(_regions(sorted(edits, key=lambda edit: edit[:2]), touches), bounds)
    merged: list[str] = []
    at = 0
    for region in regions:
        merged += was[at : region.start]
        at = region.start
        side = region.of(True) if region.is_conflict or region.of(True) else region.of(False)
        for start, end, new in side:
            merged += [*was[at:start], *new]
            at = end
        merged += was[at : region.end]
        at = region.end
    merged += was[at:]
    return merged, not any(region.is_conflict for region in regions)


def _regions(edits: list[Edit], touches: Touch) -> list[Region]:
    """Edits that touch stand together."""
    regions: list[Region] = []
    for edit in edits:
        if regions and touches(regions[-1], edit):
            regions[-1].edits.append(edit)
            regions[-1].end = max(regions[-1].end, edit.end)
        else:
            regions.append(Region(edit.start, edit.end, [edit]))
    return regions


def _settled(regions: list[Region], bounds: Sequence[int]) -> list[Region]:
    """A conflict takes whole paragraphs, with all that is done in them."""
    settled: list[Region] = []
    for region in regions:
        is_inside = settled and settled[-1].is_conflict and region.start < settled[-1].end
        if is_inside or region.is_clash:
            region.is_conflict = True
            region.start, region.end = _before(bounds, region.start), _after(bounds, region.end)
        while region.is_conflict and settled and settled[-1].end > region.start:
            earlier = settled.pop()
            region.edits = [*earlier.edits, *region.edits]
            region.start = _before(bounds, min(earlier.start, region.start))
            region.end = max(earlier.end, region.end)
        settled.append(region)
    return settled
