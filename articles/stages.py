"""The workflow as a table: stages, live states, and which step leads from where to where.

Buttons, permissions, audit, docs/workflow.md and the tests come from STEPS.
"""

from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sections.models import Role


class Stage(models.TextChoices):
    """Where the working copy is. What readers see is another thing: LiveState."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    SPIKED = "spiked", _("spiked")


class LiveState(models.TextChoices):
    """What the record says of a story; never stored, see Publication.live_state()."""

    NONE = "none", _("not published")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    HELD = "held", _("held")
    KILLED = "killed", _("killed")


class Kind(models.TextChoices):
    """What an edition is to the one before it."""

    FIRST = "first", _("first publication")
    UPDATE = "update", _("update")
    CORRECTION = "correction", _("correction")
    MINOR = "minor", _("minor fix")
    RELEASE = "release", _("release")


@dataclass(frozen=True)
class Step:
    """A row of the table."""

    name: str
    label: str | Promise
    done: str | Promise  # what the record says of it: “Anna Rossi published this story”
    stages: frozenset[Stage]
    live_states: frozenset[LiveState]
    to: Stage | None  # None leaves the working copy where it is
    role: Role  # the lowest that may
    on: Literal["copy", "record", "both"] = "copy"  # whose sections the role is asked for; see workflow.may
    asks: str = ""  # the one thing that it must be told
    dangerous: bool = False


NEVER_KILLED = frozenset(LiveState) - {LiveState.KILLED}

STEPS = {
    step.name: step
    for step in (
        Step(
            name="save",
            label=_("Save"),
            done=_("%(who)s saved this story"),
            stages=frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.PUBLISHED}),
            live_states=NEVER_KILLED,
            to=None,  # but a published copy becomes a draft again
            role=Role.REPORTER,
        ),
        Step(
            name="submit",
            label=_("Submit"),
            done=_("%(who)s submitted this story"),
            stages=frozenset({Stage.DRAFT}),
            live_states=NEVER_KILLED,
            to=Stage.SUBMITTED,
            role=Role.REPORTER,
        ),
        Step(
            name="publish",
            label=_("Publish"),
            done=_("%(who)s published this story"),
            stages=frozenset({Stage.DRAFT, Stage.SUBMITTED}),
            live_states=frozenset({LiveState.NONE, LiveState.SCHEDULED, LiveState.LIVE}),
            to=Stage.PUBLISHED,
            role=Role.EDITOR,
            on="both",
        ),
        Step(
            name="kill",
            label=_("Kill"),
            done=_("%(who)s killed this story"),
            stages=frozenset(Stage),
            live_states=frozenset({LiveState.SCHEDULED, LiveState.LIVE, LiveState.HELD}),
            to=None,
            role=Role.EDITOR,
            on="record",
            asks="reason",
            dangerous=True,
        ),
    )
}
