"""Saving a section keeps the paths of all below it, and the old ones working."""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from sections.models import OldPath, Section
from sections.tree import Node, current_tree, forget_tree


def save(section: Section) -> None:
    """Save a section that is new, edited, renamed or moved, with the paths that follow from it.

    Call section.full_clean() first; what concerns the tree is looked at again when its turn has come, and
    raises ValidationError. Every path that changes is kept as an old one, so that all addresses go on
    working; one that was another section's is now this one's.
    """
    with transaction.atomic():
        _wait_for_tree()
        if section.parent_id:
            section.parent = Section.objects.get(pk=section.parent_id)
        section.clean()
        old_path = _saved_path(section)
        section.path = section.path_from_parent()
        if old_path is not None and old_path != section.path:
            _move_paths(section, old_path)
        section.save()
    transaction.on_commit(forget_tree)


def _wait_for_tree() -> None:
    """One change of the tree at a time; no_key: those who write rows that point at the root need not wait."""
    list(Section.objects.select_for_update(no_key=True).filter(parent=None))


def change_places(section: Section, by: int) -> None:
    """Move a section up (-1) or down (1) among its siblings; nothing else of them is written."""
    with transaction.atomic():
        _wait_for_tree()
        siblings = list(Section.objects.filter(parent=section.parent_id).order_by("position", "name", "pk"))
        here = siblings.index(section)
        siblings.insert(min(max(here + by, 0), len(siblings) - 1), siblings.pop(here))
        for position, sibling in enumerate(siblings):
            if sibling.position != position:
                Section.objects.filter(pk=sibling.pk).update(position=position)
    transaction.on_commit(forget_tree)


def taken_over(section: Section) -> list[OldPath]:
    """Former addresses of other sections that saving this one would give to it, or to a section below it.

    save() takes them without a word: who saves for people asks first.
    """
    path, old_path = section.path_from_parent(), _saved_path(section)
    if path == old_path:
        return []
    gets = {path: section.pk}
    if old_path:
        below = Section.objects.filter(path__startswith=f"{old_path}/").values_list("path", "pk")
        gets |= {path + below_path[len(old_path) :]: pk for below_path, pk in below}
    found = OldPath.objects.filter(path__in=gets).select_related("section").order_by("path")
    return [former for former in found if former.section_id != gets[former.path]]


def _saved_path(section: Section) -> str | None:
    return Section.objects.filter(pk=section.pk).values_list("path", flat=True).first()


def _move_paths(section: Section, old_path: str) -> None:
    below = Section.objects.filter(path__startswith=f"{old_path}/")
    moved = [(section.pk, old_path), *below.values_list("pk", "path")]
    OldPath.objects.bulk_create(
        [OldPath(section_id=pk, path=path) for pk, path in moved],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["section"],
    )
    below.update(path=Concat(Value(section.path), Substr("path", len(old_path) + 1)))


def find(path: str) -> tuple[Node | None, str]:
    """The section that `path` leads to today, and its path with the tail that was left.

    The longest part of the path that is or was a section's decides; one that is comes before one that was.
    Returns (None, "") where even the first part is unknown.
    """
    tree = current_tree()
    if path in tree.by_path:
        return tree.by_path[path], path
    parts = path.split("/")
    beginnings = ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]
    old = dict(OldPath.objects.filter(path__in=beginnings[:50]).values_list("path", "section_id"))
    for beginning in beginnings:
        node = tree.by_path.get(beginning) or tree.by_id.get(old.get(beginning, 0))
        if node:
            return node, node.path + path[len(beginning) :]
    return None, ""
