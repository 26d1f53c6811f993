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
    """What the record says of a story; never stored, see workflow.live_state()."""

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
    needs: Literal["", "record", "seen", "waiting", "lacking"] = ""  # see workflow.possible
    asks: str = ""  # the one thing that it must be told
    dangerous: bool = False


WORKED_ON = frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.PUBLISHED})
IN_WORK = frozenset({Stage.DRAFT, Stage.SUBMITTED})
EVERY_STATE = frozenset(LiveState)
NEVER_KILLED = EVERY_STATE - {LiveState.KILLED}
NOT_YET = frozenset({LiveState.NONE, LiveState.SCHEDULED})
OUT = frozenset({LiveState.LIVE, LiveState.HELD})

STEPS = {
    step.name: step
    for step in (
        Step(
            name="save",
            label=_("Save"),
            done=_("%(who)s saved this story"),
            stages=WORKED_ON,
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
            name="return",
            label=_("Return"),
            done=_("%(who)s returned this story"),
            stages=frozenset({Stage.SUBMITTED}),
            live_states=NEVER_KILLED,
            to=Stage.DRAFT,
            role=Role.EDITOR,
            asks="note",
        ),
        Step(
            name="publish",
            label=_("Publish"),
            done=_("%(who)s published this story"),
            stages=IN_WORK,
            live_states=NOT_YET,
            to=Stage.PUBLISHED,
            role=Role.EDITOR,
            on="both",
        ),
        Step(
            name="update",
            label=_("Publish update"),
            done=_("%(who)s published an update of this story"),
            stages=IN_WORK,
            live_states=frozenset({LiveState.LIVE}),
            to=Stage.PUBLISHED,
            role=Role.EDITOR,
            on="both",
        ),
        Step(
            name="publish_alone",
            label=_("Publish alone"),
            done=_("%(who)s published this story without a second pair of eyes"),
            stages=IN_WORK,
            live_states=NOT_YET | {LiveState.LIVE},
            to=Stage.PUBLISHED,
            role=Role.DESK_HEAD,
            on="both",
            asks="note",
            dangerous=True,
        ),
        Step(
            name="unschedule",
            label=_("Unschedule"),
            done=_("%(who)s took this story off the schedule"),
            stages=WORKED_ON,
            live_states=frozenset({LiveState.SCHEDULED, LiveState.LIVE}),
            to=None,  # but a published copy becomes a draft again
            role=Role.EDITOR,
            on="record",
            needs="waiting",
        ),
        Step(
            name="spike",
            label=_("Spike"),
            done=_("%(who)s spiked this story"),
            stages=IN_WORK,
            live_states=frozenset({LiveState.NONE}),
            to=Stage.SPIKED,
            role=Role.EDITOR,
            dangerous=True,
        ),
        Step(
            name="unspike",
            label=_("Unspike"),
            done=_("%(who)s took this story off the spike"),
            stages=frozenset({Stage.SPIKED}),
            live_states=frozenset({LiveState.NONE}),
            to=Stage.DRAFT,
            role=Role.EDITOR,
        ),
        Step(
            name="correct",
            label=_("Correct"),
            done=_("%(who)s corrected this story"),
            stages=WORKED_ON,
            live_states=OUT,
            to=None,
            role=Role.EDITOR,
            on="record",
            needs="seen",
            asks="note",
        ),
        Step(
            name="minor_fix",
            label=_("Minor fix"),
            done=_("%(who)s mended a slip in this story"),
            stages=WORKED_ON,
            live_states=OUT,
            to=None,
            role=Role.EDITOR,
            on="record",
            needs="seen",
        ),
        Step(
            name="take_fix",
            label=_("Take the correction over"),
            done=_("%(who)s took the correction over"),
            stages=WORKED_ON,
            live_states=OUT,
            to=None,
            role=Role.REPORTER,
            needs="lacking",
        ),
        Step(
            name="set_fix_aside",
            label=_("Set the correction aside"),
            done=_("%(who)s set the correction aside"),
            stages=WORKED_ON,
            live_states=OUT,
            to=None,
            role=Role.EDITOR,
            needs="lacking",
        ),
        Step(
            name="hold",
            label=_("Hold"),
            done=_("%(who)s held this story"),
            stages=WORKED_ON,
            live_states=frozenset({LiveState.NONE, LiveState.SCHEDULED, LiveState.LIVE}),
            to=None,
            role=Role.EDITOR,
            on="record",
            asks="reason",
            dangerous=True,
        ),
        Step(
            name="release",
            label=_("Release"),
            done=_("%(who)s released this story"),
            stages=WORKED_ON,
            live_states=frozenset({LiveState.HELD}),
            to=None,
            role=Role.EDITOR,
            on="record",
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
            needs="record",
            asks="reason",
            dangerous=True,
        ),
        Step(
            name="hand_over",
            label=_("Hand over"),
            done=_("%(who)s handed this story over"),
            stages=WORKED_ON,
            live_states=NEVER_KILLED,
            to=None,
            role=Role.REPORTER,
            asks="person",
        ),
        Step(
            name="duplicate",
            label=_("Duplicate"),
            done=_("%(who)s duplicated this story"),
            stages=frozenset(Stage),
            live_states=NEVER_KILLED,
            to=None,
            role=Role.REPORTER,
        ),
        Step(
            name="translate",
            label=_("Translate"),
            done=_("%(who)s began a translation of this story"),
            stages=frozenset(Stage),
            live_states=NEVER_KILLED,
            to=None,
            role=Role.REPORTER,
            asks="language",
        ),
        Step(
            name="restore",
            label=_("Restore"),
            done=_("%(who)s restored an earlier version of this story"),
            stages=WORKED_ON,
            live_states=NEVER_KILLED,
            to=None,  # it is an edit
            role=Role.REPORTER,
        ),
        Step(
            name="keep",
            label=_("Keep aside"),
            done=_("unsaved text of %(who)s was kept"),
            stages=frozenset(Stage),
            live_states=EVERY_STATE,
            to=None,
            role=Role.REPORTER,
        ),
        Step(
            name="take_over",
            label=_("Take over"),
            done=_("%(who)s took this story over from whoever was editing it"),
            stages=WORKED_ON,
            live_states=NEVER_KILLED,
            to=None,
            role=Role.DESK_HEAD,
        ),
        Step(
            name="note",
            label=_("Note"),
            done=_("%(who)s wrote a note on this story"),
            stages=frozenset(Stage),
            live_states=EVERY_STATE,
            to=None,
            role=Role.REPORTER,
            asks="note",
        ),
    )
}
