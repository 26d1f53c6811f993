"""What the form of a front says, as it was typed, and what is wrong with it."""

from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.forms import MomentField, is_key
from website.admin.pressing import Pressed
from website.curating import MOST_PINS, Arrangement, Wish

MOST_SENT = 50  # stories that a form may name; what is too many for a front is said, not cut off


@dataclass
class Typed:
    """What the page's form says, and what is wrong with it."""

    arrangement: Arrangement
    untils: dict[int, str] = field(default_factory=dict)  # as they were typed
    errors: dict[int, str] = field(default_factory=dict)  # at which story
    pressed: Pressed | None = None
    said: str = ""  # of what else has brought the page

    @property
    def refusal(self) -> str:
        if len(self.arrangement.pins) <= MOST_PINS:
            return ""
        return _("There is room for %(count)d pinned stories below the lead.") % {"count": MOST_PINS}


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
