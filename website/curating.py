"""What editors do to a front, and to the flash bar: each deed in one transaction, with who did it and when.

A front is saved by compare-and-swap on the pins that its editor saw. Who may is asked by the desk's screens.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Event, Publication
from articles.stages import STEPS
from articles.workflow.taking import event_of
from sections.models import Section
from website.models import LEAD, FlashBar, Pin

MOST_PINS = 8  # below the lead


@dataclass(frozen=True)
class Wish:
    """A story on a front, for as long as its editors say."""

    publication_id: int
    until: datetime | None = None


@dataclass(frozen=True)
class Arrangement:
    """A front as its editors want it: a lead or none, for which the newest story stands in, and the pins."""

    lead: Wish | None = None
    pins: tuple[Wish, ...] = ()

    @property
    def wishes(self) -> list[Wish]:
        return [*([self.lead] if self.lead else []), *self.pins]

    @property
    def keys(self) -> list[int]:
        return [wish.publication_id for wish in self.wishes]

    def _of(self, wishes: Sequence[Wish]) -> "Arrangement":
        """The same places, taken anew."""
        return Arrangement(wishes[0], tuple(wishes[1:])) if self.lead else Arrangement(None, tuple(wishes))

    def moved(self, key: int, by: int) -> "Arrangement":
        """One place up (-1) or down (1); above the first pin is the lead's place."""
        wishes = self.wishes
        if key not in self.keys:
            return self
        here = self.keys.index(key)
        if here == 0 and by < 0:
            return self.led_by(key)
        wishes.insert(here + by, wishes.pop(here))
        return self._of(wishes)

    def led_by(self, key: int) -> "Arrangement":
        """This story leads; the one that did is the first pin."""
        lead = next((wish for wish in self.wishes if wish.publication_id == key), Wish(key))
        others = [wish for wish in self.wishes if wish.publication_id != key]
        return Arrangement(lead, tuple(others))

    def without_lead(self) -> "Arrangement":
        return Arrangement(None, tuple(self.wishes))

    def with_pin(self, key: int) -> "Arrangement":
        return self if key in self.keys else Arrangement(self.lead, (*self.pins, Wish(key)))

    def only(self, keys: Collection[int]) -> "Arrangement":
        lead = self.lead if self.lead and self.lead.publication_id in keys else None
        return Arrangement(lead, tuple(wish for wish in self.pins if wish.publication_id in keys))

    def without(self, key: int) -> "Arrangement":
        lead = self.lead if self.lead and self.lead.publication_id != key else None
        return Arrangement(lead, tuple(wish for wish in self.pins if wish.publication_id != key))


@dataclass(frozen=True)
class Saved:
    """A front as it is saved, and a mark by which it is known again."""

    arrangement: Arrangement
    mark: str


@dataclass(frozen=True)
class Trace:
    """Who did what when, as it is told on the page where it was done."""

    who: User
    at: datetime
    deeds: list[tuple[str, int]] = field(default_factory=list)  # a word and a publication's key each
    key: int = 0
    before: Arrangement | None = None  # the front as it was; of the bar nothing


class Overtaken(Exception):
    """Somebody else has saved this front since it was looked at."""

    def __init__(self, trace: Trace | None) -> None:
        super().__init__("overtaken")
        self.trace = trace


def saved_front(section_id: int) -> Saved:
    """One query. Saving writes all pins anew, so their keys are its mark."""
    lead, pins, keys = None, [], []
    for pin in Pin.objects.filter(section=section_id).order_by("position"):
        wish = Wish(pin.publication_id, pin.until)
        keys.append(str(pin.pk))
        if pin.position == LEAD:
            lead = wish
        else:
            pins.append(wish)
    return Saved(Arrangement(lead, tuple(pins)), ".".join(keys))


@transaction.atomic
def save_front(section_id: int, wanted: Arrangement, *, by: User, seen: str) -> bool:
    """Whether there was anything to change. Raises Overtaken; the section's row is the queue."""
    section = Section.objects.select_for_update(no_key=True, of=("self",)).get(pk=section_id)
    before = saved_front(section_id)
    if before.mark != seen:
        raise Overtaken(next(traces(Pin, section_id, 1), None))
    deeds = list(differences(before.arrangement, wanted))
    if not deeds:
        return False
    Pin.objects.filter(section=section).delete()
    first = LEAD if wanted.lead else LEAD + 1
    Pin.objects.bulk_create(
        Pin(section=section, publication_id=wish.publication_id, position=position, until=wish.until)
        for position, wish in enumerate(wanted.wishes, start=first)
    )
    _leave_trace(Pin, section.pk, section.name, by, deeds, before=_kept(before.arrangement))
    untils = {wish.publication_id: wish.until for wish in wanted.wishes}
    words = [(key, on_front(deed, section.name, untils.get(key))) for deed, key in deeds]
    _tell_stories(words, by)
    return True


def differences(before: Arrangement, after: Arrangement) -> Iterator[tuple[str, int]]:
    """What was done to which story."""
    untils = {wish.publication_id: wish.until for wish in before.wishes}
    for wish in after.wishes:
        key = wish.publication_id
        if wish == after.lead and (before.lead is None or before.lead.publication_id != key):
            yield "lead", key
        elif key not in untils:
            yield "put", key
        if key in untils and untils[key] != wish.until:
            yield "until", key
    yield from (("off", key) for key in before.keys if key not in after.keys)
    if before.lead and after.lead is None and before.lead.publication_id in after.keys:
        yield "no lead", before.lead.publication_id
    stayed = [wish.publication_id for wish in before.pins]
    kept = [wish.publication_id for wish in after.pins if wish.publication_id in stayed]
    if kept != [key for key in stayed if key in kept]:
        yield "order", 0


# The flash bar


@transaction.atomic
def put_in_bar(publication: Publication, until: datetime, *, by: User, now: datetime) -> FlashBar:
    """On top of what is in the bar already; a story that is there lasts until then from now on."""
    Publication.objects.select_for_update(no_key=True, of=("self",)).get(pk=publication.pk)
    there = FlashBar.objects.filter(publication=publication, until__gt=now).order_by("-since", "-pk").first()
    bar = there or FlashBar(publication=publication)
    bar.since, bar.until, bar.by = now, until, by
    bar.save()
    _leave_trace(FlashBar, publication.pk, "", by, [("bar", publication.pk)])
    _tell_stories([(publication.pk, in_bar("bar", until))], by)
    return bar


@transaction.atomic
def prolong_bar(publication: Publication, until: datetime, *, by: User, now: datetime) -> bool:
    """Whether it was still there."""
    return _end(publication, until, now, by, "until")


@transaction.atomic
def take_from_bar(publication: Publication, *, by: User, now: datetime) -> bool:
    """At once. Whether it was still there."""
    return _end(publication, now, now, by, "off")


def _end(publication: Publication, until: datetime, now: datetime, by: User, deed: str) -> bool:
    there = FlashBar.objects.filter(publication=publication, until__gt=now)
    if not there.update(until=until):
        return False
    _leave_trace(FlashBar, publication.pk, "", by, [(deed, publication.pk)])
    _tell_stories([(publication.pk, in_bar(deed, until))], by)
    return True


# Who did it


def _leave_trace(
    model: type[models.Model], key: int, name: str, by: User, deeds: Sequence[tuple[str, int]], **more: Any
) -> None:
    """In Django's own log. It names no story, whose headline nobody may be told any more one day."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(model),
        object_id=str(key),
        object_repr=name,
        action_flag=CHANGE,
        change_message=json.dumps({"deeds": list(deeds)} | more),
    )


def _kept(front: Arrangement) -> dict[str, Any]:
    """A front as its trace keeps it, by keys: so that it can be put back."""
    untils = [wish.until.isoformat() if wish.until else None for wish in front.wishes]
    return {"has_lead": front.lead is not None, "wishes": list(zip(front.keys, untils, strict=True))}


def on_front(deed: str, section: str, until: datetime | None) -> str:
    """What was done to a story, in its own log, in the language of whoever did it as all notes there are;
    nothing for a deed that is about no story.
    """
    words = {
        "lead": _("Made the lead of the front of %(section)s"),
        "no lead": _("No longer the lead of the front of %(section)s, but pinned there"),
        "put": _("Pinned on the front of %(section)s"),
        "off": _("Taken off the front of %(section)s"),
        "until": _("On the front of %(section)s with another end"),
    }
    if deed not in words:
        return ""
    return words[deed] % {"section": section} + (f" ({_until(until)})" if until and deed != "off" else "")


def in_bar(deed: str, until: datetime) -> str:
    if deed == "off":
        return _("Taken off the flash bar")
    said = _("In the flash bar")
    return f"{said} ({_until(until)})"


def _until(until: datetime) -> str:
    """In the site's time zone, whoever reads it."""
    local = timezone.localtime(until, timezone.get_default_timezone())
    return _("until %(time)s") % {"time": f"{local:%Y-%m-%d %H:%M}"}


def _tell_stories(told: Sequence[tuple[int, str]], by: User) -> None:
    """A note in the log of each story: what is on a front is asked of the front, and of the story."""
    words = [(key, text) for key, text in told if text]
    stories = Publication.objects.select_related("article").in_bulk([key for key, _text in words])
    now = timezone.now()
    Event.objects.bulk_create(
        event_of(STEPS["note"], story.article, None, by, now, note=text)
        for key, text in words
        if (story := stories.get(key))
    )


def traces(model: type[models.Model], key: int | None, count: int) -> Iterator[Trace]:
    """The newest, of one section's front or, for the bar, of all stories. One query."""
    kind = ContentType.objects.get_for_model(model)
    which = Q() if key is None else Q(object_id=str(key))
    entries = LogEntry.objects.filter(which, content_type=kind).select_related("user").order_by("-pk")
    yield from map(_trace, entries[:count])


def front_before(section_id: int, trace: int) -> Arrangement | None:
    """The front of this section as it was before that change; None where there is no such. One query."""
    kind = ContentType.objects.get_for_model(Pin)
    entries = LogEntry.objects.filter(pk=trace, content_type=kind, object_id=str(section_id))
    entry = entries.select_related("user").first()
    return _trace(entry).before if entry else None


def _trace(entry: LogEntry) -> Trace:
    try:
        message = json.loads(entry.change_message)
        deeds = [(str(deed), int(key)) for deed, key in message["deeds"]]
        before = _front_of(message["before"]) if "before" in message else None
    except (ValueError, KeyError, TypeError):  # not ours
        deeds, before = [], None
    return Trace(entry.user, entry.action_time, deeds, entry.pk, before)


def _front_of(kept: dict[str, Any]) -> Arrangement:
    """What `_kept` has kept."""
    wishes = [
        Wish(int(key), datetime.fromisoformat(until) if until else None) for key, until in kept["wishes"]
    ]
    lead = wishes.pop(0) if kept["has_lead"] else None
    return Arrangement(lead, tuple(wishes))
