"""Which languages and types of stories readers may choose from: those that there are."""

from datetime import datetime

from django.core.cache import cache
from django.utils.text import capfirst
from django.utils.translation import get_language_info

from articles.models import Edition
from articles.models.article import StoryType
from articles.search import Filters, TooSlow, find
from articles.search.entries import primary
from sections.tree import SectionTree

SECONDS_KEPT = 300  # it says nothing of any story
MOST_CODES = 60  # of languages, as editions have them

Choices = list[tuple[str, str]]


def languages(at: datetime, tree: SectionTree, chosen: str) -> Choices:
    """By name, in the page's language; with the one that is asked for, if there is such a language."""
    offered = cache.get("search-languages")
    if offered is None:
        offered = sorted({primary(code) for code in _codes(at, tree)})
        cache.set("search-languages", offered, SECONDS_KEPT)
    names = {code: _name(code) for code in offered}
    if chosen and chosen not in names and _name(chosen) != chosen:
        names[chosen] = _name(chosen)
    return sorted(names.items(), key=lambda each: each[1])


def _codes(at: datetime, tree: SectionTree) -> list[str]:
    """A look into an index for each, however many stories there are."""
    codes: list[str] = []
    live = Edition.objects.live(at).filter(placements__section=tree.root.id if tree.root else None)
    rows = live.order_by("language").values_list("language", flat=True)
    while len(codes) < MOST_CODES and (code := rows.filter(language__gt=codes[-1] if codes else "").first()):
        codes.append(code)
    return codes


def _name(code: str) -> str:
    """The code itself for a language that has no name here."""
    try:
        return capfirst(str(get_language_info(code)["name_translated"]))
    except KeyError:
        return code


def story_types(at: datetime, chosen: str) -> Choices:
    """In their own order."""
    offered = cache.get("search-types")
    if offered is None:
        offered = [kind for kind in StoryType.values if _is_there(kind, at)]
        cache.set("search-types", offered, SECONDS_KEPT)
    kinds = [kind for kind in StoryType if kind in offered or kind == chosen]
    return [(kind.value, capfirst(str(kind.label))) for kind in kinds]


def _is_there(kind: str, at: datetime) -> bool:
    try:
        return bool(
            find("", Filters(story_type=kind), at, 1, only=("language", "publication__guid", "address__slug"))
        )
    except TooSlow:
        return True
