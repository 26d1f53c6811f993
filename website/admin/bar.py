"""The flash bar: what stands in it on every page, until when, and who put it there."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.admin.columns import clock, live_chip, moment, section_name
from articles.forms import is_key
from articles.models import Edition, Publication
from sections.admin import is_member, roles_for
from sections.models import Role
from sections.tree import current_tree
from website.admin.finding import Found, ask_role, find, told, typed_words
from website.admin.typed import a_time_to_come
from website.curating import prolong_bar, put_in_bar, take_from_bar, traces
from website.furniture import forget_furniture
from website.models import FlashBar

BARS_SHOWN = 50
TRACES_SHOWN = 10
LISTS_LOOKED_THROUGH = 5  # of a person with roles on many sections
LONGEST_PRESS = 24 * 60  # minutes


def flash_bar(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, error: str = "") -> HttpResponse:
    ask_editor(request)
    now = timezone.now()
    sent = request.POST if request.method == "POST" else request.GET
    in_bar = rows(request, now)
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Flash bar"),
        "rows": in_bar,
        "on_show": shown_of(in_bar),
        "error": error,
        "until": sent.get("until", ""),
        "q": typed_words(request),
        "found": found_by(request, now),
        "traces": told(request, traces(FlashBar, None, TRACES_SHOWN), now),
        "zone": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/website/bar.html", context)


def ask_editor(request: HttpRequest) -> None:
    if not is_member(request, Role.EDITOR):
        raise PermissionDenied


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """What is found so far, for desk/fronts.js."""
    ask_editor(request)
    now = timezone.now()
    context = {"found": found_by(request, now), "on_show": shown_of(rows(request, now))}
    return TemplateResponse(request, "admin/website/_found_for_bar.html", context)


def found_by(request: HttpRequest, now: datetime) -> list[Found]:
    """Stories of which this person may decide: of the sections on which they are an editor."""
    roles, root = roles_for(request), current_tree().root
    if roles.is_admin:
        lists = [root.id] if root else []
    else:
        lists = [pk for pk, role in roles.given if role.rank >= Role.EDITOR.rank][:LISTS_LOOKED_THROUGH]
    return find(typed_words(request), lists, now, lambda edition: may(request, [edition.section_id]))


def may(request: HttpRequest, section_ids: list[int]) -> bool:
    found_roles = [roles_for(request).on(pk) for pk in section_ids]
    return any(role is not None and role.rank >= Role.EDITOR.rank for role in found_roles)


def rows(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """What is or could be in the bar, newest first; readers see the first that is live. Two queries."""
    bars = FlashBar.objects.filter(until__gt=now).select_related("publication", "by")[:BARS_SHOWN]
    keys = [bar.publication_id for bar in bars]
    live = {
        edition.publication_id: edition for edition in Edition.objects.live(now).filter(publication__in=keys)
    }
    shown = next((key for key in keys if key in live), None)
    return [
        {
            "bar": bar,
            "headline": edition.headline if edition else _("A story that readers do not see"),
            "section": section_name(edition.section_id) if edition else "",
            "state": "" if edition else live_chip(bar.publication, now),
            "is_shown": bar.publication_id == shown,
            "since": moment(bar.since),
            "until": clock(bar.until, now),
            "may": may(request, [bar.publication.section_id, *([edition.section_id] if edition else [])]),
        }
        for bar in bars
        for edition in [live.get(bar.publication_id)]
    ]


def shown_of(rows: list[dict[str, Any]]) -> int | None:
    """The key of the story that is on every page now."""
    return next((row["bar"].publication_id for row in rows if row["is_shown"]), None)


# Deeds


def publication_for(request: HttpRequest, pk: int, now: datetime) -> Publication:
    publication = get_object_or_404(Publication, pk=pk if is_key(pk) else 0)
    ask_role(request, publication.sections_at(now))
    return publication


def asked_until(request: HttpRequest, now: datetime, begin: datetime) -> datetime:
    """So many minutes on from there, or the time that was typed. Raises ValidationError."""
    minutes = request.POST.get("minutes", "")
    if is_key(minutes) and 0 < int(minutes) <= LONGEST_PRESS:
        return begin + timedelta(minutes=int(minutes))
    until = a_time_to_come(request.POST.get("until", ""), now)
    if until is None:
        raise forms.ValidationError(_("Until when? Nothing stays in the bar for ever."))
    return until


@require_POST
def put(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    publication = publication_for(request, pk, now)
    if not publication.editions.live(now).exists():
        return page(request, _("Readers do not see this story: it cannot be in the bar."))
    try:
        until = asked_until(request, now, now)
    except forms.ValidationError as error:
        return page(request, " ".join(error.messages))
    put_in_bar(publication, until, by=request.user, now=now)
    forget_furniture()
    messages.success(request, _("In the bar on every page until %(time)s.") % {"time": clock(until, now)})
    return back(request, publication)


@require_POST
def prolong(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    publication = publication_for(request, pk, now)
    there = FlashBar.objects.filter(publication=publication, until__gt=now).order_by("-since", "-pk").first()
    try:
        until = asked_until(request, now, there.until if there else now)
    except forms.ValidationError as error:
        return page(request, " ".join(error.messages))
    if not prolong_bar(publication, until, by=request.user, now=now):
        return gone(request)
    forget_furniture()
    messages.success(request, _("In the bar on every page until %(time)s.") % {"time": clock(until, now)})
    return redirect("flash_bar")


@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    publication = publication_for(request, pk, now)
    if not take_from_bar(publication, by=request.user, now=now):
        return gone(request)
    forget_furniture()
    messages.success(request, _("Taken off: it is on no page any more."))
    return redirect("flash_bar")


def gone(request: HttpRequest) -> HttpResponse:
    return page(request, _("It was not in the bar any more: the list below says who was faster."))


def back(request: HttpRequest, publication: Publication) -> HttpResponseRedirect:
    """To the story where the button stood there."""
    if "from_story" in request.POST:
        return redirect("admin:articles_article_change", publication.article_id)
    words = typed_words(request)
    return HttpResponseRedirect(reverse("flash_bar") + (f"?{urlencode({'q': words})}" if words else ""))
