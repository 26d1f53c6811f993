"""What stands in the desk's lists: chips, times as people say them, links, and how far a list goes."""

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import locks, workflow
from articles.models import Article, EditLock, Priority, Publication
from articles.published_time import format_date, month_name
from articles.stages import Kind, LiveState, Stage
from sections.admin import COUNTED_UP_TO, bounded
from sections.tree import current_tree


class BoundedPaginator(Paginator):
    """Counts no further than a thousand, so that a list costs the same however long it is."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[: COUNTED_UP_TO + 1].count()

    @property
    def goes_on(self) -> bool:
        return self.count > COUNTED_UP_TO

    @property
    def said(self) -> str:
        """`18`, `1,000+`."""
        return bounded(self.count)


def chip(state: Stage | LiveState) -> SafeString:
    """A word, a shape and a colour, the same everywhere."""
    return format_html('<span class="chip chip-{}">{}</span>', state.value, state.label)


def live_chip(publication: Publication | None, at: datetime) -> SafeString | str:
    """The chip of what readers see; nothing for a story that never was published."""
    return chip(publication.live_state(at)) if publication else ""


def states(article: Article, at: datetime) -> SafeString:
    """Both facts: where the copy is, and what readers see; and the time for which a version waits.

    Wants the article with its publication and that one's newest edition.
    """
    publication = getattr(article, "publication", None)
    state = workflow.live_state(article, publication, at)
    waiting = workflow.waiting_edition(publication, at)
    # A published copy is what readers see; a killed one will never be seen: one fact.
    is_one = publication is not None and (article.stage == Stage.PUBLISHED or state == LiveState.KILLED)
    chips = [] if is_one else [chip(Stage(article.stage))]
    if waiting:
        if state == LiveState.LIVE:
            chips.append(chip(state))
        label = Kind.UPDATE.label if state == LiveState.LIVE else state.label
        chips.append(waiting_chip(waiting.visible_from, at, label))
    elif state != LiveState.NONE:
        chips.append(chip(state))
    return format_html_join(" ", "{}", ((one,) for one in chips))


def waiting_chip(goes_out_at: datetime, at: datetime, label: object) -> SafeString:
    """`scheduled 06:30`, `update tomorrow, 06:30`."""
    words = f"{label} {clock(goes_out_at, at)}".strip()
    return format_html('<span class="chip chip-scheduled">{}</span>', words)


def clock(at: datetime, now: datetime | None = None) -> str:
    """`06:30` of today, `tomorrow, 06:30` and so on of other days."""
    local = timezone.localtime(at)
    return f"{local:%H:%M}" if local.date() == timezone.localtime(now).date() else on_the_clock(at, now)


def priority_word(article: Article) -> SafeString | str:
    """The mark at the left edge and the word; of what is normal only the mark's place."""
    if article.priority == Priority.NORMAL:
        return ""
    priority = Priority(article.priority)
    return format_html(
        '<span class="urgency urgency-{}"></span><b class="priority">{}</b> ',
        priority.name.lower(),
        priority.label,
    )


def lock_of(article: Article, at: datetime) -> EditLock | None:
    """Who is editing it, where the article was read with its lock."""
    lock = getattr(article, "edit_lock", None)
    return lock if lock and lock.last_sign > at - locks.LASTS else None


def hands(article: Article, at: datetime) -> SafeString:
    """Who is editing it now, and to whom it was given."""
    lock, marks = lock_of(article, at), []
    if lock:
        title = _("is editing this story since %(time)s") % {
            "time": f"{timezone.localtime(lock.since):%H:%M}"
        }
        marks.append(format_html('<span class="hand editing" title="{}">{}</span>', title, lock.person))
    if article.assigned_to:
        due = _("due %(time)s") % {"time": clock(article.due_at, at)} if article.due_at else ""
        title = _("assigned to")
        marks.append(
            format_html(
                '<span class="hand assigned" title="{}">{}</span> {}', title, article.assigned_to, due
            )
        )
    return format_html_join(" ", "{}", ((mark,) for mark in marks))


def moment(at: datetime | None) -> SafeString | str:
    """The time in people's words, the exact one on hover and for machines."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    exact = f"{date_format(local, 'l, j F Y, H:i:s')} {local.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, said(at))


def exactly(at: datetime | None) -> SafeString | str:
    """The time to the second, where it is the record that speaks."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    words = f"{format_date(local, get_language() or 'en')}, {local:%H:%M:%S}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


def said(at: datetime, now: datetime | None = None) -> str:
    """`just now`, `3 minutes ago`, `in 2 hours`, `yesterday, 14:05`, `3 November, 09:30`."""
    now = now or timezone.now()
    away = now - at
    if timedelta(0) <= away < timedelta(minutes=1):
        return _("just now")
    if timedelta(0) <= away < timedelta(hours=6):
        return _("%(time)s ago") % {"time": timesince(at, now, depth=1)}
    if timedelta(0) < -away < timedelta(hours=6):
        return _("in %(time)s") % {"time": timeuntil(at, now, depth=1)}
    return on_the_clock(at, now)


def on_the_clock(at: datetime, now: datetime | None = None) -> str:
    """`today, 06:30`, `tomorrow, 06:30`, `3 November, 09:30`."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    days = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    away = (local.date() - today).days
    language = get_language() or "en"
    this_year = f"{local.day} {month_name(local.month, language)}"
    day = days.get(away) or (this_year if local.year == today.year else format_date(local, language))
    return f"{day}, {local:%H:%M}"


def section_name(section_id: int) -> SafeString | str:
    """Its name, with its path on hover."""
    node = current_tree().by_id.get(section_id)
    if node is None:
        return ""
    return format_html('<span title="{}">{}</span>', " › ".join(above.name for above in node.line), node.name)


def page_address(publication: Publication | None) -> str:
    """Where readers find the story; empty where there is nothing to find."""
    node = current_tree().by_id.get(publication.section_id) if publication else None
    if not publication or not node or not publication.address:
        return ""
    address = publication.address
    return reverse("article", kwargs={"path": node.path, "day": address.url_date, "slug": address.slug})
