"""What a step will do, in sentences: told before it is done."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.columns import on_the_clock
from articles.models import Article, Publication
from articles.stages import LiveState, Step

Told = Callable[[Article, Publication | None, datetime], list[str]]


def effects_of(step: Step, story: Article, publication: Publication | None, at: datetime) -> list[str]:
    """Empty for a step that needs no telling."""
    return EFFECTS[step.name](story, publication, at) if step.name in EFFECTS else []


def of_kill(story: Article, publication: Publication | None, at: datetime) -> list[str]:
    if workflow.live_state(story, publication, at) == LiveState.SCHEDULED:
        first = _("It will not appear: readers never see it.")
    else:
        first = _("The page, and every address that it ever had, answers “410 Gone” from now on.")
    return [
        first,
        _("It leaves every list; the notice repeats neither headline nor text."),
        _("The desk heads and the desks of its other language versions are told."),
        _("It is final: this story can never be published again."),
    ]


def of_hold(story: Article, publication: Publication | None, at: datetime) -> list[str]:
    state = workflow.live_state(story, publication, at)
    first = {
        LiveState.NONE: _("Hands off: nobody publishes it until it is released. It can be worked on."),
        LiveState.SCHEDULED: _("It leaves the schedule: nothing of it appears until it is released."),
    }.get(state, _("The page answers “404” at once, and the story leaves every list."))
    found = [first]
    if state == LiveState.LIVE and workflow.waiting_edition(publication, at):
        found.append(_("The update that is scheduled comes back as a draft."))
    return [*found, _("The desk heads are told. “Release” brings it back as it was.")]


def of_release(story: Article, publication: Publication | None, at: datetime) -> list[str]:
    if publication is None or publication.held_at is None:
        return [_("It may be published again; nothing appears by this alone.")]
    if publication.visible_from is None:
        return [_("It goes back to its schedule, or out at once where its time has passed.")]
    return [_("Readers see it again at once, as it was.")]


def of_unschedule(story: Article, publication: Publication | None, at: datetime) -> list[str]:
    waiting = workflow.waiting_edition(publication, at)
    if waiting is None:
        return []
    time = {"time": on_the_clock(waiting.visible_from)}
    if workflow.live_state(story, publication, at) == LiveState.LIVE:
        return [_("The update due %(time)s does not appear; what readers see now stays.") % time]
    return [_("The story due %(time)s does not appear; it is a draft again.") % time]


def of_spike(story: Article, publication: Publication | None, at: datetime) -> list[str]:
    return [_("It leaves the lists of work and can be taken off the spike again; nothing is deleted.")]


def of_publish_alone(story: Article, publication: Publication | None, at: datetime) -> list[str]:
    return [
        _("This section asks for four eyes, and only you have touched this text."),
        _("It goes out as it was saved, and the record says that nobody else looked at it."),
    ]


def of_translate(story: Article, publication: Publication | None, at: datetime) -> list[str]:
    if workflow.shown_edition(publication, at):
        return [_("A new draft in that language, with the text that is live to write over, linked to it.")]
    return [_("A new draft in that language, with this text to write over, linked to this story.")]


EFFECTS: dict[str, Told] = {
    "kill": of_kill,
    "hold": of_hold,
    "release": of_release,
    "unschedule": of_unschedule,
    "spike": of_spike,
    "publish_alone": of_publish_alone,
    "translate": of_translate,
}
