"""The desk's front page: what waits for this person, and how their sections stand, a few lines each."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_POST

from articles import locks, workflow
from articles.admin import filters
from articles.admin.columns import (
    BoundedPaginator,
    clock,
    moment,
    priority_word,
    section_name,
    waiting_chip,
)
from articles.models import Article, EditLock, Event, Notice
from articles.stages import Kind, LiveState
from sections.admin import COUNTED_UP_TO, bounded, is_member, roles_for
from sections.models import Role
from sections.roles import Roles

ROWS = 8
NOTICES_A_PAGE = 50


@dataclass(frozen=True)
class Desk:
    """Whose front page this is, and when it is looked at."""

    request: HttpRequest
    roles: Roles
    now: datetime

    @property
    def stories(self) -> QuerySet[Article]:
        stories = Article.objects.for_desk(self.roles)
        return stories.select_related("publication", "modified_by", "assigned_to").defer("body")

    @property
    def notices(self) -> QuerySet[Notice]:
        """What waits for this person, what is overdue on top; of stories that they may still see."""
        mine = Notice.objects.filter(person=self.request.user.pk, done_at=None)
        seen = mine.filter(Exists(Article.objects.for_desk(self.roles).filter(pk=OuterRef("article"))))
        overdue_first = Case(When(due_at__lte=self.now, then=0), default=1)
        related = seen.select_related("article__publication", "by").defer("article__body")
        return related.order_by(overdue_first, "-pk")


@dataclass(frozen=True)
class Row:
    key: int  # what tells a new row from one that was there
    story: Article
    headline: str
    who: object = ""
    when: SafeString | str = ""
    what: SafeString | str = ""
    text: str = ""
    due: str = ""
    is_overdue: bool = False
    notice: Notice | None = None

    @property
    def priority(self) -> SafeString | str:
        return priority_word(self.story)

    @property
    def section(self) -> SafeString | str:
        return section_name(self.story.section_id)

    @property
    def address(self) -> str:
        return reverse("admin:articles_article_change", args=[self.story.pk])


@dataclass(frozen=True)
class Panel:
    name: str
    title: str | Promise
    address: str  # of the list of all its rows
    empty: str | Promise
    rows: list[Row]
    count: int
    is_announced: bool = False  # to whoever does not see the page: what comes in here waits for them

    @property
    def said(self) -> str:
        """`12`, `1,000+`."""
        return bounded(self.count)


def index(request: HttpRequest) -> HttpResponse:
    """Django's own front page, with the panels above the rooms."""
    digest = desk_digest(request)  # first: what changes while the panels are read is read again
    may_curate = is_member(request, Role.EDITOR)
    return admin.site.index(request, {"panels": panels(request), "digest": digest, "may_curate": may_curate})


def desk_digest(request: HttpRequest) -> str:
    """Another one whenever the front page may say another thing: every step leaves an event.

    What moves by itself, such as the time that is left, does so by the minute. Several newest keys and not
    the newest alone: whoever took a number first may commit last.
    """
    person, now, roles = request.user, timezone.now(), roles_for(request)
    alive = EditLock.objects.filter(last_sign__gt=now - locks.LASTS).order_by("pk")
    mine = Notice.objects.filter(person=person.pk, done_at=None).order_by("-pk")
    facts = (
        *(person.pk, str(person), get_language(), timezone.get_current_timezone_name()),
        *(sorted(roles.given), roles.is_admin, f"{now:%d %H:%M}"),
        list(Event.objects.order_by("-pk").values_list("pk", flat=True)[:20]),
        list(mine.values_list("pk", flat=True)[:20]),
        list(alive.values_list("pk", "person")[:50]),
    )
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


@condition(etag_func=desk_digest)
def fragment(request: HttpRequest) -> HttpResponse:
    """The panels alone, for desk/dashboard.js; 304 for as long as nothing has changed."""
    return TemplateResponse(request, "admin/_panels.html", {"panels": panels(request)})


def to_me(request: HttpRequest) -> HttpResponse:
    """All that waits for this person."""
    desk = Desk(request, roles_for(request), timezone.now())
    page = BoundedPaginator(desk.notices, NOTICES_A_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": gettext("To me"),
        "page": page,
        "rows": [notice_row(notice, desk.now) for notice in page],
    }
    return TemplateResponse(request, "admin/to_me.html", context)


def waiting(request: HttpRequest) -> HttpResponse:
    """How many of them there are: for desk/to_me.js, which tells it on every page of the desk."""
    desk = Desk(request, roles_for(request), timezone.now())
    count = desk.notices.order_by().values("pk")[: COUNTED_UP_TO + 1].count()
    return JsonResponse({"count": bounded(count) if count else ""})


@require_POST
def notice_done(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own alone; done twice is done."""
    notice = get_object_or_404(Notice, pk=pk, person=request.user)
    Notice.objects.filter(pk=notice.pk, done_at=None).update(done_at=timezone.now())
    return redirect("to_me" if "from_list" in request.POST else "admin:index")


# The panels


def panels(request: HttpRequest) -> list[Panel]:
    """Two queries each, however many rows there are."""
    roles = roles_for(request)
    if not is_member(request):
        return []
    desk = Desk(request, roles, timezone.now())
    wanted: list[Callable[[Desk], Panel]] = [waiting_for_me, to_review, my_drafts, going_out]
    if not is_member(request, Role.EDITOR):
        wanted.remove(to_review)
    return [make(desk) for make in (*wanted, went_live, held, being_edited)]


def counted(rows: QuerySet) -> int:
    return rows.order_by().values("pk")[: COUNTED_UP_TO + 1].count()


def listed(query: str) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{query}"


def waiting_for_me(desk: Desk) -> Panel:
    return Panel(
        "to-me",
        _("To me"),
        reverse("to_me"),
        _("Nothing waits for you."),
        [notice_row(notice, desk.now) for notice in desk.notices[:ROWS]],
        counted(desk.notices),
        is_announced=True,
    )


def notice_row(notice: Notice, now: datetime) -> Row:
    return Row(
        key=notice.pk,
        story=notice.article,
        headline=notice.article.headline,
        who=notice.by or gettext("the system"),
        when=moment(notice.at),
        what=why(notice, now),
        text=notice.text,
        due=due_words(notice.due_at, now),
        is_overdue=is_past(notice.due_at, now),
        notice=notice,
    )


def why(notice: Notice, now: datetime) -> str:
    """What the notice tells, and where a hold is over meanwhile, that it is."""
    words = notice.get_why_display()
    story = notice.article
    is_held = workflow.live_state(story, getattr(story, "publication", None), now) == LiveState.HELD
    if notice.why == Notice.Why.HELD and not is_held:
        return gettext("%(what)s, not any more") % {"what": words}
    return words


def is_past(due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and due_at <= now


def due_words(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return ""
    words = gettext("overdue since %(time)s") if is_past(due_at, now) else gettext("due %(time)s")
    return words % {"time": clock(due_at, now)}


def to_review(desk: Desk) -> Panel:
    stories = filters.to_review(desk.stories, desk.roles).order_by("priority", "stage_since", "pk")
    rows = [
        story_row(
            story,
            who=story.modified_by,
            when=story.stage_since,
            what=gettext("held") if story.held_at else "",
        )
        for story in stories[:ROWS]
    ]
    empty = _("Nothing waits to be read.")
    return Panel(
        "to-review",
        _("To review"),
        listed("mine=review"),
        empty,
        rows,
        counted(stories),
        is_announced=True,
    )


def my_drafts(desk: Desk) -> Panel:
    person = desk.request.user
    # By the last revision and not by its time: for that SQLite would go through the section in its order.
    stories = filters.drafts_of(desk.stories, person).order_by("-head_revision_id", "-pk")
    rows = [
        story_row(
            story,
            who="" if story.modified_by_id == person.pk else story.modified_by,
            when=story.modified_at,
            due=due_words(story.due_at, desk.now),
            is_overdue=is_past(story.due_at, desk.now),
        )
        for story in stories[:ROWS]
    ]
    empty = _("You have no drafts.")
    return Panel("my-drafts", _("My drafts"), listed("mine=drafts"), empty, rows, counted(stories))


def going_out(desk: Desk) -> Panel:
    stories = filters.going_out(desk.stories, desk.now).order_by("goes_out_at", "pk")
    rows = []
    for story in stories.annotate(at=F("goes_out_at"))[:ROWS]:
        is_update = story.publication.visible_from <= desk.now
        left = gettext("%(time)s left") % {"time": timeuntil(story.at, desk.now, depth=1)}
        rows.append(
            story_row(
                story,
                what=waiting_chip(story.at, desk.now, Kind.UPDATE.label if is_update else ""),
                due=" · ".join([gettext("embargo"), left]) if story.embargo else left,
            )
        )
    empty = _("Nothing waits for its time.")
    return Panel(
        "going-out", _("Scheduled and embargoed"), listed("live=waits"), empty, rows, counted(stories)
    )


def went_live(desk: Desk) -> Panel:
    stories = filters.went_live(desk.stories, desk.now).order_by("-went_live_at", "-pk")
    shown = stories.annotate(
        at=F("went_live_at"),
        kind=F("publication__editions__kind"),
        title=F("publication__editions__headline"),
    )
    rows = [
        story_row(
            story,
            headline=story.title,
            when=story.at,
            what="" if story.kind == Kind.FIRST else str(Kind(story.kind).label),
        )
        for story in shown[:ROWS]
    ]
    empty = _("Nothing was published in the last day.")
    return Panel("went-live", _("Live in the last day"), listed("live=day"), empty, rows, counted(stories))


def held(desk: Desk) -> Panel:
    stories = filters.held(desk.stories).order_by("-pk")
    rows = []
    for story in stories[:ROWS]:
        publication = getattr(story, "publication", None)
        is_off_site = publication is not None and publication.held_at is not None
        rows.append(
            story_row(
                story,
                what=gettext("off the site") if is_off_site else gettext("hands off"),
                when=publication.held_at if is_off_site else story.held_at,
                text=publication.hold_reason if is_off_site else story.hold_reason,
            )
        )
    return Panel("held", _("Held"), listed("live=held"), _("Nothing is held."), rows, counted(stories))


def being_edited(desk: Desk) -> Panel:
    stories = filters.being_edited(desk.stories, desk.now).select_related("edit_lock__person")
    stories = stories.order_by("-edit_lock__since", "-pk")
    rows = [
        story_row(story, who=story.edit_lock.person, when=story.edit_lock.since) for story in stories[:ROWS]
    ]
    empty = _("Nobody is editing a story.")
    return Panel("locked", _("Being edited"), listed("edited=now"), empty, rows, counted(stories))


def story_row(
    story: Article,
    *,
    headline: str = "",
    who: object = "",
    when: datetime | None = None,
    what: SafeString | str = "",
    text: str = "",
    due: str = "",
    is_overdue: bool = False,
) -> Row:
    return Row(
        key=story.pk,
        story=story,
        headline=headline or story.headline,
        who=who or "",
        when=moment(when),
        what=what,
        text=text,
        due=due,
        is_overdue=is_overdue,
    )
