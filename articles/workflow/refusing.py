"""Why a step was not taken: always a sentence for the person who tried."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """The step cannot be taken; the message says why."""


class Conflict(Refused):
    """Somebody was faster."""


class Locked(Refused):
    """Somebody else is editing the story."""


class NotAllowed(Refused, PermissionDenied):
    """This person may not take the step there."""
