"""The front of a section as its editors want it: one page, which saves nothing before one presses Save."""

from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.admin.columns import clock, live_chip, moment, section_name
from articles.forms import MomentField, is_key
from articles.models import Edition, Publication
from articles.stages import LiveState
from sections.admin import is_member, roles_for
from sections.models import Role
from sections.tree import Node, current_tree
from website.admin.finding import ask_role, find, told, typed_words
from website.curating import (
    MOST_PINS,
    Arrangement,
    Overtaken,
    Saved,
    Wish,
    save_front,
    saved_front,
    traces,
)
from website.fronts import Chosen, front_of, on_front
from website.models import Pin
from website.views.fronts import front_page
from website.views.preview import between_us

TRACES_SHOWN = 10
MOST_SENT = 50  # stories that a form may name; what is too many for a front is said, not cut off


@dataclass
class Typed:
    """What the page's form says, and what is wrong with it."""

    arrangement: Arrangement
    untils: dict[int, str] = field(default_factory=dict)  # as they were typed
    errors: dict[int, str] = field(default_factory=dict)  # at which story
    refusal: str = ""


@dataclass(frozen=True)
class Row:
    key: int
    headline: str
    section: object
    when: object
    until: str  # as the input wants it
    state: object = ""  # why readers do not see it here
    error: str = ""


def all_fronts(request: HttpRequest) -> HttpResponse:
    """Those that this person may curate, as the tree has them; for one story, those on which it stands."""
    if not is_member(request, Role.EDITOR):
        raise PermissionDenied
    story = asked_story(request)
    own = roles_for(request).sections(Role.EDITOR)
    if story:
        own &= set(story.placements.values_list("section", flat=True))
    root = current_tree().root
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Fronts"),
        "story": story,
        "sections": [
            (node, "\u2003" * (len(node.line) - 1))
            for node in (root.branch() if root else ())
            if node.id in own
        ],
    }
    return TemplateResponse(request, "admin/website/fronts.html", context)


def asked_story(request: HttpRequest) -> Edition | None:
    """The story for which one came here, as readers see it."""
    key = request.GET.get("story", "")
    if not is_key(key):
        return None
    live = Edition.objects.live(timezone.now()).select_related("publication")
    return live.filter(publication=key).first()


def curate(request: HttpRequest, pk: int) -> HttpResponse:
    section, now = curated(request, pk), timezone.now()
    saved = saved_front(section.id)
    if request.method != "POST":
        return page(request, section, saved, Typed(saved.arrangement), now)
    typed = read(request.POST, saved.arrangement, now)
    if "_save" in request.POST:
        return save(request, section, saved, typed, now)
    typed.arrangement = pressed(request.POST, typed.arrangement)
    return page(request, section, saved, typed, now, seen=request.POST.get("seen", ""))


def curated(request: HttpRequest, pk: int) -> Node:
    ask_role(request, [pk])
    node = current_tree().by_id.get(pk)
    if node is None:
        raise Http404
    return node


@require_safe
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """What is found so far, for desk/fronts.js."""
    section = curated(request, pk)
    stories = find(typed_words(request), [section.id], timezone.now())
    return TemplateResponse(request, "admin/website/_found.html", {"found": stories})


@require_POST
@between_us
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The front as it is typed, exactly as readers would see it now. Nothing is kept."""
    section, now = curated(request, pk), timezone.now()
    wanted = read(request.POST, saved_front(section.id).arrangement, now).arrangement
    chosen = [
        Chosen(wish.publication_id, wish is wanted.lead)
        for wish in wanted.wishes
        if wish.until is None or wish.until > now
    ]
    front = front_of(section, now, chosen)
    template = "website/front_preview.html"
    return front_page(request, section, front, current_tree(), now, template=template)


# What was sent


def read(post: QueryDict, before: Arrangement, now: datetime) -> Typed:
    """The form as it was typed; an end that nobody touched stays what it was, to the second."""
    keys = list(dict.fromkeys(int(key) for key in post.getlist("story") if is_key(key)))[:MOST_SENT]
    known = {wish.publication_id: wish.until for wish in before.wishes}
    typed, wishes = Typed(Arrangement()), []
    for key in keys:
        text, was = post.get(f"until-{key}", ""), known.get(key)
        until = was
        if text != as_typed(was):
            typed.untils[key] = text
            try:
                until = a_time_to_come(text, now)
            except forms.ValidationError as error:
                typed.errors[key] = " ".join(error.messages)
        wishes.append(Wish(key, until))
    lead = wishes.pop(0) if wishes and post.get("lead") == str(keys[0]) else None
    typed.arrangement = Arrangement(lead, tuple(wishes))
    return typed


def as_typed(until: datetime | None) -> str:
    return f"{timezone.localtime(until):%Y-%m-%dT%H:%M}" if until else ""


def a_time_to_come(text: str, now: datetime) -> datetime | None:
    until = MomentField(required=False).clean(text)
    if until and until <= now:
        raise forms.ValidationError(_("This time has passed."))
    return until


def pressed(post: QueryDict, arrangement: Arrangement) -> Arrangement:
    """What the form's other buttons do: they try, and save nothing."""
    deeds = {
        "up": lambda key: arrangement.moved(key, -1),
        "down": lambda key: arrangement.moved(key, 1),
        "make_lead": arrangement.led_by,
        "no_lead": lambda _key: arrangement.without_lead(),
        "put": arrangement.with_pin,
        "off": arrangement.without,
    }
    for name, deed in deeds.items():
        if is_key(post.get(name, "")):
            return deed(int(post[name]))
    return arrangement


def save(request: HttpRequest, section: Node, saved: Saved, typed: Typed, now: datetime) -> HttpResponse:
    wanted = typed.arrangement
    seen = request.POST.get("seen", "")
    standing = standing_on(section.id, wanted.keys, now)
    for key in wanted.keys:
        if key not in standing and key not in saved.arrangement.keys:
            typed.errors.setdefault(key, _("Readers do not see this story in this section."))
    if len(wanted.pins) > MOST_PINS:
        typed.refusal = _("There is room for %(count)d pinned stories below the lead.") % {"count": MOST_PINS}
    if typed.refusal or typed.errors:
        return page(request, section, saved, typed, now, seen=seen)
    try:
        is_changed = save_front(section.id, wanted, by=request.user, seen=seen)
    except Overtaken as overtaken:
        return page(request, section, saved_front(section.id), typed, now, overtaken=overtaken)
    words = _("Saved: readers see it now.") if is_changed else _("Nothing had changed.")
    messages.success(request, words)
    return redirect("curate", section.id)


def standing_on(section_id: int, keys: list[int], at: datetime) -> dict[int, Edition]:
    """Which of these stories readers see in this section. One query."""
    editions = on_front(section_id, keys, at).select_related("publication")
    return {edition.publication_id: edition for edition in editions}


# What is shown


def page(
    request: HttpRequest,
    section: Node,
    saved: Saved,
    typed: Typed,
    now: datetime,
    *,
    seen: str | None = None,
    overtaken: Overtaken | None = None,
) -> HttpResponse:
    wanted = typed.arrangement
    both = [*wanted.keys, *(saved.arrangement.keys if overtaken else ())]
    rows = rows_of(request, section, both, typed, wanted, now)
    asked = asked_story(request)
    stories = find(typed_words(request), [section.id], now)
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Front of %(section)s") % {"section": section.name},
        "section": section,
        "seen": saved.mark if seen is None or overtaken else seen,
        "lead": rows[wanted.lead.publication_id] if wanted.lead else None,
        "pins": [rows[wish.publication_id] for wish in wanted.pins],
        "is_typed": request.method == "POST",
        "refusal": typed.refusal,
        "wrong": bool(typed.errors),
        "overtaken": told([overtaken.trace], now)[0] if overtaken and overtaken.trace else None,
        "is_overtaken": overtaken is not None,
        "theirs": [rows[key] for key in saved.arrangement.keys] if overtaken else [],
        "q": typed_words(request),
        "found": stories,
        "asked": asked if asked and asked.publication_id not in wanted.keys else None,
        "traces": told(traces(Pin, section.id, TRACES_SHOWN), now),
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/website/front.html", context)


def rows_of(
    request: HttpRequest,
    section: Node,
    keys: list[int],
    typed: Typed,
    wanted: Arrangement,
    now: datetime,
) -> dict[int, Row]:
    """Two queries, however many there are."""
    standing = standing_on(section.id, keys, now)
    others = [key for key in keys if key not in standing]
    gone = Publication.objects.select_related("head_edition").in_bulk(others) if others else {}
    untils = {wish.publication_id: wish.until for wish in wanted.wishes}
    rows = {}
    for key in keys:
        edition, until = standing.get(key), untils.get(key)
        text = typed.untils.get(key, as_typed(until))
        error = typed.errors.get(key, "")
        if edition:
            is_over = until is not None and until <= now
            state = _("ended %(time)s") % {"time": clock(until, now)} if is_over else ""
            when = moment(edition.publication.first_published_at)
            rows[key] = Row(key, edition.headline, section_name(edition.section_id), when, text, state, error)
        else:
            headline, state = unseen(request, gone.get(key), now)
            rows[key] = Row(key, headline, "", "", text, state, error)
    return rows


def unseen(request: HttpRequest, publication: Publication | None, now: datetime) -> tuple[str, object]:
    """What is said of a story that readers do not see on this front: its headline to its own desk alone."""
    if publication is None or not roles_for(request).on(publication.section_id):
        return _("A story that readers do not see here"), ""
    if publication.live_state(now) == LiveState.LIVE:
        state: object = _("not in this section any more")
    else:
        state = live_chip(publication, now)
    head = publication.head_edition
    return head.headline if head else "—", state
