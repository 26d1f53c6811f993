"""Moving, hiding and showing a branch: the tree changes at once, the lists of its stories are rewritten.

A small branch in the same transaction; a large one in steps that `manage.py move_section` takes and, stopped
halfway, goes on with. Every edition is put where the tree of that moment wants it, and it is read under the
record's lock, which publishing and the change of the tree hold as well. So a story published meanwhile stands
on the right lists by itself, and unfinished moves of the same branch, or of one inside another, do no harm in
any order: whichever step comes last writes what is true now.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from articles.lists import placements
from articles.models import Edition, Placement, SectionMove
from articles.publishing import lock_record
from sections import branch
from sections.models import Section
from sections.tree import read_tree

LARGEST_AT_ONCE = 3000  # stories; more are moved by the command
STEP = 500


def stories_in(section: Section, limit: int) -> int:
    """How many editions stand on the section's list, counted up to `limit`."""
    return Placement.objects.filter(section=section).values("pk")[:limit].count()


def changes_lists(section: Section) -> bool:
    """Whether saving the section puts stories on other lists than before."""
    before = Section.objects.filter(pk=section.pk).values_list("parent", "visible").first()
    return before is not None and before != (section.parent_id, section.visible)


def is_large(section: Section) -> bool:
    return stories_in(section, LARGEST_AT_ONCE + 1) > LARGEST_AT_ONCE


@transaction.atomic
def save_section(section: Section) -> SectionMove | None:
    """Save a section; where the lists of its stories change with it, return the move still to be finished."""
    lock_record()
    moves = changes_lists(section)
    branch.save(section)
    if not moves:
        return None
    move, _created = SectionMove.objects.update_or_create(section=section, defaults={"last_edition_id": 0})
    if is_large(section):
        return move
    for _done in finish(move):
        pass
    return None


def finish(move: SectionMove) -> Iterator[int]:
    """Rewrite the lists step by step, each a transaction; yields how many editions are done."""
    done = 0
    while count := _step(move.pk):
        done += count
        yield done


def remaining(move: SectionMove) -> int:
    """How many editions are still to be done."""
    return _waiting(move).count()


def _waiting(move: SectionMove) -> "QuerySet[Placement]":
    """A section's own list holds all that a change above it concerns: nothing takes a story off that one."""
    return Placement.objects.filter(section=move.section_id, edition__gt=move.last_edition_id)


@transaction.atomic
def _step(move_id: int) -> int:
    """The next editions; none left, the move is over. Read anew: others may finish it, or begin again."""
    lock_record()
    move = SectionMove.objects.filter(pk=move_id).first()
    if move is None:
        return 0
    edition_ids = list(_waiting(move).order_by("edition").values_list("edition", flat=True)[:STEP])
    if not edition_ids:
        move.delete()
        return 0
    _place_again(edition_ids)
    move.last_edition_id = edition_ids[-1]
    move.save(update_fields=["last_edition_id"])
    return len(edition_ids)


def _place_again(edition_ids: list[int]) -> None:
    tree = read_tree()
    standing = Placement.objects.filter(edition__in=edition_ids)
    direct = defaultdict(set)
    for edition_id, section_id in standing.filter(direct=True).values_list("edition", "section"):
        direct[edition_id].add(section_id)
    standing.delete()
    editions = Edition.objects.select_related("publication").defer("body").in_bulk(edition_ids)
    Placement.objects.bulk_create(
        row for pk in edition_ids for row in placements(editions[pk], direct[pk], tree)
    )
