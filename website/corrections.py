"""All corrections, of the stories that readers see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from articles.models import Edition
from articles.published_time import format_date
from articles.querysets import EditionQuerySet
from sections.tree import Node
from website.addresses import story_url, tree_knowing
from website.languages import direction
from website.lists import Cursor
from website.pages import local


@dataclass(frozen=True)
class Told:
    """What was wrong with a story, and since when it is right."""

    cursor: Cursor
    url: str
    headline: str
    language: str
    direction: str
    section: Node
    note: str
    moment: datetime  # in the site's time zone
    day: str


def newest_corrections(
    root: Node, at: datetime, count: int, language: str, before: Cursor | None = None
) -> list[Told]:
    """Two queries: the corrections, and what readers see of their stories.

    Only what stands on the root's list: no section that is not visible, nothing held or killed.
    """
    live = Edition.objects.live(at)
    rows = _corrections(root, at)
    if before:
        rows = rows.filter(
            Q(visible_from__lt=before.first_published_at) | Q(pk__lt=before.publication_id),
            visible_from__lte=before.first_published_at,
        )
    told = rows.values_list("pk", "visible_from", "public_note", "shown")  # type: ignore[misc]
    found = list(told[:count])
    fields = ("section", "copyright", "language", "headline", "address__url_date", "address__slug")
    keys = {shown for _pk, _moment, _note, shown in found}
    seen = live.select_related("address").only(*fields).in_bulk(keys) if found else {}
    sections = tree_knowing(list(seen.values())).by_id
    return [
        _told(Cursor(moment, pk), note, seen[shown], sections, language)
        for pk, moment, note, shown in found
        if shown in seen
    ]


def corrected_last(root: Node, at: datetime, count: int) -> list[int]:
    """The keys of what readers see of the stories that were corrected last, each once. One query."""
    shown = _corrections(root, at).values_list("shown", flat=True)  # type: ignore[misc]
    return list(dict.fromkeys(shown[:count]))


def _corrections(root: Node, at: datetime) -> EditionQuerySet:
    return Edition.objects.live(at).filter(placements__section=root.id).corrections(at)


def _told(cursor: Cursor, note: str, seen: Edition, sections: dict[int, Node], language: str) -> Told:
    section, moment = sections[seen.section_id], local(cursor.first_published_at)
    return Told(
        cursor=cursor,
        url=story_url(seen, section),
        headline=seen.headline,
        language=seen.language,
        direction=direction(seen.language),
        section=section,
        note=note,
        moment=moment,
        day=format_date(moment, language),
    )
