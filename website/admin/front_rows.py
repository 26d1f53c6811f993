"""What the page of a front says of each story: its headline, and why or when readers see it there."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.admin.columns import clock, live_chip, moment, section_name
from articles.models import Edition, Publication
from articles.stages import LiveState
from sections.admin import roles_for
from sections.tree import Node
from website.admin.scheduled import begins_chip, waiting_on
from website.admin.typed import Typed, as_typed
from website.curating import Arrangement
from website.fronts import on_front


@dataclass
class Row:
    """A story on the page, and what the page says of it."""

    key: int
    headline: str
    section: object = ""
    when: object = ""
    until: str = ""  # as the input wants it
    state: object = ""  # why readers do not see it here
    begins: object = ""  # when they will
    error: str = ""
    is_seen: bool = False
    is_over: bool = False
    focus: str = ""  # the button that one stands at


def standing_on(section_id: int, keys: list[int], at: datetime) -> dict[int, Edition]:
    """Which of these stories readers see in this section. One query."""
    editions = on_front(section_id, keys, at).select_related("publication")
    return {edition.publication_id: edition for edition in editions}


def stand_in(wanted: Arrangement, rows: dict[int, Row]) -> Row | None:
    """Who leads for as long as readers do not see the lead: the first pin that they do see."""
    return next((row for wish in wanted.pins if (row := rows[wish.publication_id]).is_seen), None)


def rows_of(
    request: HttpRequest, section: Node, keys: list[int], typed: Typed, now: datetime
) -> dict[int, Row]:
    """Three queries, however many there are."""
    standing = standing_on(section.id, keys, now)
    waiting = waiting_on(request, section.id, [key for key in keys if key not in standing], now)
    others = [key for key in keys if key not in standing and key not in waiting]
    gone = Publication.objects.select_related("head_edition").in_bulk(others) if others else {}
    untils = {wish.publication_id: wish.until for wish in typed.arrangement.wishes}
    rows = {}
    for key in keys:
        until = untils.get(key)
        text, error = typed.untils.get(key, as_typed(until)), typed.errors.get(key, "")
        if edition := standing.get(key) or waiting.get(key):
            row = row_of(edition, until, now)
        else:
            headline, state = unseen(request, gone.get(key), now)
            row = Row(key, headline, state=state)
        row.until, row.error = text, error
        rows[key] = row
    return rows


def row_of(edition: Edition, until: datetime | None, now: datetime) -> Row:
    """Of a story that readers see, or will see at its moment."""
    row = Row(edition.publication_id, edition.headline, section_name(edition.section_id))
    if until and until <= now:
        row.state, row.is_over = _("ended %(time)s") % {"time": clock(until, now)}, True
    if edition.visible_from <= now:
        row.when, row.is_seen = moment(edition.publication.first_published_at), not row.is_over
        return row
    row.begins = begins_chip(edition, now)
    if until and now < until <= edition.visible_from:
        row.state = _("its end comes before its beginning")
    return row


def unseen(request: HttpRequest, publication: Publication | None, now: datetime) -> tuple[str, object]:
    """What is said of a story that readers do not see on this front: its headline to its own desk alone."""
    if publication is None or not roles_for(request).on(publication.section_id):
        return _("A story that readers do not see here"), ""
    state: object = live_chip(publication, now)
    if publication.live_state(now) in (LiveState.LIVE, LiveState.SCHEDULED):
        state = _("not in this section any more")
    elif publication.live_state(now) == LiveState.NONE:
        state = _("it was taken off the schedule")
    head = publication.head_edition
    return head.headline if head else "—", state
