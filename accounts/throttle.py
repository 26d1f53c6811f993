"""Guessing passwords is slow: what django-axes counts as one name and one address, and what it answers."""

import ipaddress
import math
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts.models import User

NAME_LENGTH = 255  # what the count has room for


def name_of(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """The user name that is being tried, as it is counted."""
    return folded((credentials or request.POST).get("username") or "")


def folded(name: str) -> str:
    """A user name as the database compares it: case and spaces around it make no other name.

    Upper case first, as PostgreSQL does: a dotless “ı” finds the person with an “i”, so it counts as theirs.
    """
    return unicodedata.normalize("NFKC", name).strip().upper().casefold()[:NAME_LENGTH]


def address_of(request: HttpRequest) -> str | None:
    """The client's address: what the outermost of our own proxies saw; all before that can be made up."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.NEWSROOM_PROXIES
    forwarded = as_address(seen[-proxies]) if 0 < proxies <= len(seen) else None
    return forwarded or as_address(request.META.get("REMOTE_ADDR", ""))


def as_address(text: str) -> str | None:
    """An address without port, brackets and zone; None for what is none, such as a socket's."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, str] | None
) -> HttpResponse:
    """A page that says what happened, for how long, and whom to ask; the same for names that nobody has."""
    seconds = (open_again(request, credentials) - timezone.now()).total_seconds()
    context = {
        **admin.site.each_context(request),
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": max(math.ceil(seconds / 60), 1),
    }
    page = render(request, "admin/locked_out.html", context, status=429, using="desk")
    page.headers["Retry-After"] = str(max(math.ceil(seconds), 1))
    add_never_cache_headers(page)
    return page


def open_again(request: HttpRequest, credentials: Mapping[str, str] | None) -> datetime:
    """When so many failures are forgotten that fewer than the limit are left; each browser has a row."""
    failures = AccessAttempt.objects.filter(
        username=name_of(request, credentials), ip_address=address_of(request)
    )
    left = settings.AXES_FAILURE_LIMIT
    for attempt in failures.order_by("-attempt_time"):
        left -= attempt.failures_since_start
        if left <= 0:
            end: datetime = attempt.attempt_time + settings.AXES_COOLOFF_TIME
            return end
    return timezone.now()


def let_in(person: User) -> None:
    """Forget who has tried this person's name, wherever it was."""
    AccessAttempt.objects.filter(username=folded(person.username)).delete()
