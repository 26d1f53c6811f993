"""What stands in the desk's lists: chips, times as people say them, links, and how far a list goes."""

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article, Priority, Publication
from articles.published_time import format_date, month_name
from articles.stages import LiveState, Stage
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


def urgency(article: Article) -> SafeString:
    """The mark at a line's left edge; the word is there for who does not see it."""
    priority = Priority(article.priority)
    return format_html(
        '<span class="urgency urgency-{}" title="{}"><span class="visually-hidden">{}</span></span>',
        priority.name.lower(),
        priority.label,
        priority.label,
    )


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
