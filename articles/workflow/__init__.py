"""The steps of a story: the only writer of stages and the only caller of publishing.

A step reads like a sentence: `workflow.publish(article, by=user)`. Each is one transaction: it checks who
may, claims by compare-and-swap what the person saw, writes revision, event and record, or raises and
writes nothing.
"""

from articles.workflow.amending import correct, minor_fix, set_fix_aside, take_fix
from articles.workflow.asking import (
    live_state,
    may,
    needs_other_eyes,
    possible,
    publication_of,
    sections_of_record,
    shown_edition,
    waiting_edition,
    was_seen,
)
from articles.workflow.copy import corrections_lacked, restore, return_, save, spike, submit, unspike
from articles.workflow.handing import hand_over, mentioned, note, take_over
from articles.workflow.new import duplicate, translate
from articles.workflow.record import hold, kill, publish, refuse_pictures, release, unschedule
from articles.workflow.refusing import Conflict, Locked, NotAllowed, Refused
from articles.workflow.taking import impossible

__all__ = [
    "Conflict",
    "Locked",
    "NotAllowed",
    "Refused",
    "correct",
    "corrections_lacked",
    "duplicate",
    "hand_over",
    "hold",
    "impossible",
    "kill",
    "live_state",
    "may",
    "mentioned",
    "minor_fix",
    "needs_other_eyes",
    "note",
    "possible",
    "publication_of",
    "publish",
    "refuse_pictures",
    "release",
    "restore",
    "return_",
    "save",
    "sections_of_record",
    "set_fix_aside",
    "shown_edition",
    "spike",
    "submit",
    "take_fix",
    "take_over",
    "translate",
    "unschedule",
    "unspike",
    "waiting_edition",
    "was_seen",
]
