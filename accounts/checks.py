"""Warns where a password that everybody knows opens a site that others can reach."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.db import DatabaseError

SAMPLE_ACCOUNTS = ("reporter", "editor", "head", "admin")
SAMPLE_PASSWORD = "newsroom"  # noqa: S105 - published in the README
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def sample_passwords_are_changed(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    if set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return []
    try:
        people = list(get_user_model().objects.filter(username__in=SAMPLE_ACCOUNTS, is_active=True))
    except DatabaseError:  # not migrated yet, or not there
        return []
    known = [person.username for person in people if person.check_password(SAMPLE_PASSWORD)]
    if not known:
        return []
    return [
        checks.Warning(
            f"Sample accounts with the password that everybody knows: {', '.join(known)}.",
            hint="Deactivate them or give them other passwords: this site is not on loopback only.",
            id="accounts.W001",
        )
    ]
