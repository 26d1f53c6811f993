"""The front of a section as its editors want it: one page, which saves nothing before one presses Save."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.admin.columns import clock
from articles.forms import MomentField, is_key
from articles.models import Edition
from articles.published_time import format_time
from sections.admin import is_member, roles_for
from sections.models import Role
from sections.tree import Node, current_tree
from website.admin.finding import Found, ask_role, find, told, typed_words
from website.admin.front_rows import Row, rows_of, stand_in, standing_on
from website.admin.pressing import pressed
from website.admin.scheduled import as_found, find_scheduled, others_until, waiting_edition, waiting_on
from website.admin.typed import MOST_SENT, Typed, read
from website.curating import Overtaken, Saved, front_before, save_front, saved_front, traces
from website.fronts import Chosen, front_of
from website.furniture import bar_at
from website.languages import interface_language
from website.models import Pin
from website.pages import local
from website.views.fronts import front_page
from website.views.preview import between_us

TRACES_SHOWN = 10


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
    """The story for which one came here, as readers see it, or will see it at its moment."""
    sent = request.POST.get("asked", "") if request.method == "POST" else request.GET.get("story", "")
    if not is_key(sent):
        return None
    now = timezone.now()
    live = Edition.objects.live(now).select_related("publication")
    return live.filter(publication=sent).first() or waiting_edition(request, int(sent), now)


def asked_to_put(request: HttpRequest, now: datetime) -> Found | None:
    story = asked_story(request)
    if story is None:
        return None
    return Found.of(story) if story.visible_from <= now else next(iter(as_found([story], now)))


def curate(request: HttpRequest, pk: int) -> HttpResponse:
    section, now = curated(request, pk), timezone.now()
    saved = saved_front(section.id)
    if request.method != "POST":
        return page(request, section, saved, Typed(saved.arrangement), now)
    typed = read(request.POST, saved.arrangement, now)
    if "_save" in request.POST:
        return save(request, section, saved, typed, now)
    if is_key(request.POST.get("back", "")):
        typed = as_before(request, section, saved, now)
    elif deed := pressed(request.POST, typed.arrangement):
        typed.pressed, typed.arrangement = deed, deed.after
    return page(request, section, saved, typed, now, seen=request.POST.get("seen", ""))


def as_before(request: HttpRequest, section: Node, saved: Saved, now: datetime) -> Typed:
    """What stood there before a change, to be looked at and saved: but for what readers do not see any more,
    and for what has ended since.
    """
    before = front_before(section.id, int(request.POST["back"]))
    if before is None:
        raise Http404
    keys = [wish.publication_id for wish in before.wishes if wish.until is None or wish.until > now]
    standing = standing_on(section.id, keys, now)
    waiting = waiting_on(request, section.id, [key for key in keys if key not in standing], now)
    typed = Typed(before.only({*standing, *waiting, *(set(keys) & set(saved.arrangement.keys))}))
    typed.said = _("The front as it was before that change.")
    if left_out := len(before.keys) - len(typed.arrangement.keys):
        typed.said += " " + ngettext(
            "One story is left out: its time is over, or readers do not see it here any more.",
            "%(count)d stories are left out: their time is over, or readers do not see them here any more.",
            left_out,
        ) % {"count": left_out}
    return typed


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
    there = [int(key) for key in request.GET.getlist("story")[:MOST_SENT] if is_key(key)]
    context = {"found": found_by(request, section, timezone.now()), "there": there}
    return TemplateResponse(request, "admin/website/_found.html", context)


def found_by(request: HttpRequest, section: Node, now: datetime) -> list[Found]:
    """What is still to come first, as in the list."""
    words = typed_words(request)
    scheduled = find_scheduled(request, words, section.id, now)
    return [*scheduled, *find(words, [section.id], now)]


@require_POST
@between_us
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The front as it is typed, exactly as readers would see it, now or at a moment to come. Nothing is kept.

    Of what is set for a time until then, stories of other desks are left out.
    """
    section, now = curated(request, pk), timezone.now()
    wanted = read(request.POST, saved_front(section.id).arrangement, now).arrangement
    at = asked_moment(request, now)
    chosen = [
        Chosen(wish.publication_id, wish is wanted.lead)
        for wish in wanted.wishes
        if wish.until is None or wish.until > at
    ]
    others = others_until(request, now, at) if at > now else []
    more: dict[str, Any] = {"template": "website/front_preview.html", "moment": ""}
    if at > now:
        more["moment"] = format_time(local(at), interface_language(section.language))
        more["bar"] = bar_at(at, others)
    front = front_of(section, at, chosen, others)
    return front_page(request, section, front, current_tree(), at, **more)


def asked_moment(request: HttpRequest, now: datetime) -> datetime:
    """What is none, or has passed, is now: that is what one sees then, and the page says so."""
    try:
        return max(now, MomentField(required=False).clean(request.POST.get("moment", "")) or now)
    except forms.ValidationError:
        return now


def save(request: HttpRequest, section: Node, saved: Saved, typed: Typed, now: datetime) -> HttpResponse:
    wanted = typed.arrangement
    seen = request.POST.get("seen", "")
    look_through(request, section, saved, typed, now)
    if typed.refusal or typed.errors:
        return page(request, section, saved, typed, now, seen=seen)
    try:
        is_changed = save_front(section.id, wanted, by=request.user, seen=seen)
    except Overtaken as overtaken:
        return page(request, section, saved_front(section.id), typed, now, overtaken=overtaken)
    words = _("Saved: readers see it now.") if is_changed else _("Nothing had changed.")
    messages.success(request, words)
    return redirect("curate", section.id)


def look_through(request: HttpRequest, section: Node, saved: Saved, typed: Typed, now: datetime) -> None:
    """What readers do not see here, and never will, is not taken; nor an end before the beginning."""
    keys = typed.arrangement.keys
    standing = standing_on(section.id, keys, now)
    waiting = waiting_on(request, section.id, [key for key in keys if key not in standing], now)
    for wish in typed.arrangement.wishes:
        key = wish.publication_id
        if key not in standing and key not in waiting and key not in saved.arrangement.keys:
            typed.errors.setdefault(key, _("Readers do not see this story in this section."))
        begins = waiting[key].visible_from if key in waiting else None
        if begins and key in typed.untils and wish.until and wish.until <= begins:
            words = _("It appears only later, %(time)s.") % {"time": clock(begins, now)}
            typed.errors.setdefault(key, words)


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
    rows = rows_of(request, section, mentioned(saved, typed, overtaken), typed, now)
    deed = typed.pressed
    place, key = focus_of(request, typed, overtaken)
    if key in rows:
        rows[key].focus = place
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Front of %(section)s") % {"section": section.name},
        "section": section,
        "seen": saved.mark if seen is None or overtaken else seen,
        "lead": rows[wanted.lead.publication_id] if wanted.lead else None,
        "pins": [rows[wish.publication_id] for wish in wanted.pins],
        "stand_in": stand_in(wanted, rows),
        "is_unsaved": wanted != saved.arrangement or bool(typed.untils),
        "said": deed.said(rows[deed.key].headline) if deed else typed.said,
        "focus": place,
        "focus_key": key,
        "refusal": typed.refusal,
        "wrong": bool(typed.errors),
        **faster(request, overtaken, saved, rows, now),
        **finder(request, section, now),
        "there": wanted.keys,
        "moment": request.POST.get("moment", ""),
        "traces": told(request, traces(Pin, section.id, TRACES_SHOWN), now),
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/website/front.html", context)


def finder(request: HttpRequest, section: Node, now: datetime) -> dict[str, object]:
    """What was looked for, and the story for which one came here, each once."""
    asked = asked_to_put(request, now)
    found = [story for story in found_by(request, section, now) if not asked or story.key != asked.key]
    return {"q": typed_words(request), "found": found, "asked": asked}


def faster(
    request: HttpRequest, overtaken: Overtaken | None, saved: Saved, rows: dict[int, Row], now: datetime
) -> dict[str, object]:
    """Who saved another front meanwhile, and which."""
    if overtaken is None:
        return {"is_overtaken": False}
    return {
        "is_overtaken": True,
        "overtaken": told(request, [overtaken.trace], now)[0] if overtaken.trace else None,
        "theirs": [rows[key] for key in saved.arrangement.keys],
    }


def mentioned(saved: Saved, typed: Typed, overtaken: Overtaken | None) -> list[int]:
    """The stories of which the page tells."""
    keys = [*typed.arrangement.keys, *(saved.arrangement.keys if overtaken else ())]
    return [*keys, typed.pressed.key] if typed.pressed else keys


def focus_of(request: HttpRequest, typed: Typed, overtaken: Overtaken | None) -> tuple[str, int]:
    """Where one stands when the page comes again; whoever opens it begins where they like."""
    if typed.pressed:
        return typed.pressed.focus
    if typed.errors and "_save" in request.POST:
        return "until", next(key for key in typed.arrangement.keys if key in typed.errors)
    if "_save" in request.POST or overtaken or typed.said:
        return "save", 0
    return ("find", 0) if "_find" in request.POST else ("", 0)
