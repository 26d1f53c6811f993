"""Branches of the section tree that tests move, and the lists on which stories stand then."""

from collections import defaultdict

from articles import moving
from articles.models import Placement
from articles.moving import save_section
from sections.models import Section
from sections.tree import read_tree


def section(path):
    return Section.objects.get(path=path)


def change(path, **fields):
    changed = section(path)
    for name, value in fields.items():
        setattr(changed, name, value)
    changed.full_clean(exclude=["path"])
    return save_section(changed)


def lists(article):
    """The lists on which the newest edition of a story stands, with a star where it stands of its own."""
    rows = Placement.objects.filter(edition=article.publication.head_edition_id).select_related("section")
    return sorted(f"{row.section.path}{'*' * row.direct}" for row in rows)


def wrong_editions():
    """Editions whose placements are not what the tree of now wants."""
    tree = read_tree()
    rows = defaultdict(set)
    for edition, section_id, direct in Placement.objects.values_list("edition", "section", "direct"):
        rows[edition].add((section_id, direct))
    wrong = []
    for edition, found in rows.items():
        own = {section_id for section_id, direct in found if direct}
        wanted = {node.id for pk in own for node in tree.by_id[pk].lists()}
        if found != {(pk, pk in own) for pk in wanted}:
            wrong.append(edition)
    return wrong


def moving_in_small_steps(monkeypatch, step=2, at_once=0):
    monkeypatch.setattr(moving, "STEP", step)
    monkeypatch.setattr(moving, "LARGEST_AT_ONCE", at_once)
    monkeypatch.setattr("articles.management.commands.move_section.BREATH", 0)
