"""What every step does: read what is stored, check, claim, record."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from accounts.models import User
from articles import locks
from articles.models import Article, Event, Publication, Revision
from articles.stages import STEPS, LiveState, Stage, Step
from articles.workflow.asking import live_state, may, possible, sections_of_record
from articles.workflow.refusing import Conflict, Locked, NotAllowed, Refused
from sections.roles import roles_of

ASIDE = ("note", "keep")  # leave the story as it is
HEEDLESS_OF_LOCKS = {"take_over", "duplicate", "translate", "note", "set_fix_aside"}  # none touches the text


def stored(article: Article) -> tuple[Article, Publication | None]:
    """The copy and its record as the database has them, whatever the caller's instance holds. One query."""
    head = "publication__head_edition"
    with_what_steps_ask = Article.objects.select_related(
        "section", "copyright", "head_revision", "edit_lock__person", f"{head}__revision", f"{head}__address"
    )
    copy = with_what_steps_ask.get(pk=article.pk)
    return copy, getattr(copy, "publication", None)


def check(
    step: Step,
    copy: Article,
    publication: Publication | None,
    by: User | None,
    seen: int | None,
    now: datetime,
) -> None:
    """Raise where this person may not, or cannot, take the step on what they saw."""
    check_person(step, copy, publication, by, now)
    check_lock(step, copy, by, now)
    if step.on != "record" and seen != copy.head_revision_id:
        raise conflict(copy)
    state = live_state(copy, publication, now)
    if state not in step.live_states:
        raise impossible(step, state, copy)
    if copy.stage not in step.stages:
        is_out = copy.stage == Stage.PUBLISHED and state != LiveState.NONE
        raise impossible(step, state if is_out else Stage(copy.stage), copy)
    if not possible(step, copy, publication, now):
        raise Refused(_WITHOUT[step.needs]())


_WITHOUT = {
    "record": lambda: _("There is nothing to take away: readers do not see this story."),
    "seen": lambda: _("Readers have never seen this story: edit and publish it."),
    "waiting": lambda: _("Nothing of this story is scheduled."),
    "lacking": lambda: _("This copy lacks no correction."),
}


def impossible(step: Step, state: Stage | LiveState, copy: Article) -> Refused:
    """A button on what readers see may be stale: it says who made the story what it is now."""
    why = _("“%(step)s” is not possible: this story is %(state)s.")
    is_of_record = step.on == "record" or state in {LiveState.HELD, LiveState.KILLED}
    told = last_deed(copy, of_record=True) if is_of_record else None
    who = _("%(done)s %(ago)s ago.") % told if told else ""
    return Refused(f"{why % {'step': step.label, 'state': state.label}} {who}".strip())


def check_person(
    step: Step, article: Article, publication: Publication | None, by: User | None, now: datetime
) -> None:
    if by is None:
        return
    if not may(roles_of(by), step, article, sections_of_record(publication, now)):
        raise NotAllowed(
            _("“%(step)s” needs the role of %(role)s on the section “%(section)s”.")
            % {"step": step.label, "role": step.role.label, "section": article.section}
        )


def check_lock(step: Step, copy: Article, by: User | None, now: datetime) -> None:
    """Nobody works on a copy that somebody else is editing; what readers see is not held up by it."""
    if by is None or step.on == "record" or step.name in HEEDLESS_OF_LOCKS:
        return
    lock = getattr(copy, "edit_lock", None)
    if lock and locks.is_alive(lock, now) and lock.person_id != by.pk:
        raise Locked(
            _("%(who)s is editing this story since %(time)s. Nothing was done.")
            % {"who": lock.person, "time": timezone.localtime(lock.since).strftime("%H:%M")}
        )


def claim(copy: Article, step: Step, to: Stage, by: User | None, now: datetime, **fields: Any) -> None:
    """Compare-and-swap on what the person saw, other fields with it; zero rows: somebody was faster."""
    fields |= {"modified_by": by, "modified_at": now}
    if to != copy.stage:
        fields["stage_since"] = now
    claimed = Article.objects.filter(
        pk=copy.pk, stage__in=step.stages, head_revision=copy.head_revision_id
    ).update(stage=to, **fields)
    if not claimed:
        raise conflict(copy)
    copy.stage = to
    for name, value in fields.items():
        setattr(copy, name, value)


def conflict(article: Article, *, of_record: bool = False) -> Conflict:
    """Who was faster, with what, how long ago; `of_record`: with what readers see."""
    told = last_deed(article, of_record=of_record)
    if told is None:
        return Conflict(_("Somebody else has changed this story meanwhile. Nothing was done."))
    return Conflict(_("%(done)s %(ago)s ago. Nothing was done; look at it first.") % told)


def last_deed(article: Article, *, of_record: bool) -> dict[str, str] | None:
    events = Event.objects.filter(article_id=article.pk)
    changed_record = [step.name for step in STEPS.values() if step.on != "copy"]
    events = events.filter(step__in=changed_record) if of_record else events.exclude(step__in=ASIDE)
    last = events.first()
    if last is None:
        return None
    done = STEPS[last.step].done % {"who": last.who or _("The system")}
    seconds = (timezone.now() - last.at).total_seconds()
    ago = _("a moment") if seconds < 2 else _("%d seconds") % seconds if seconds < 60 else timesince(last.at)  # noqa: PLR2004
    return {"done": done, "ago": ago}


def record(
    step: Step,
    article: Article,
    revision: Revision | None,
    by: User | None,
    at: datetime,
    *,
    note: str = "",
    was: str | None = None,
) -> None:
    """The event that tells of the step."""
    event_of(step, article, revision, by, at, note=note, was=was).save(force_insert=True)


def event_of(
    step: Step,
    article: Article,
    revision: Revision | None,
    by: User | None,
    at: datetime,
    *,
    note: str = "",
    was: str | None = None,
) -> Event:
    """Not saved yet: who tells of many stories saves all at once."""
    return Event(
        at=at,
        article_id=article.pk,
        headline=article.headline,
        revision_id=revision.pk if revision else None,
        user_id=by.pk if by else None,
        who=str(by) if by else "",
        step=step.name,
        note=note,
        from_stage=article.stage if was is None else was,
        to_stage=article.stage,
    )


def asked(step: Step, answer: str) -> str:
    """What the step asks for, which must not be empty."""
    if not answer.strip():
        raise Refused(_ASKED[step.name]() if step.name in _ASKED else _("This step needs a note."))
    return answer.strip()


_ASKED = {
    "return": lambda: _("A return needs a note: what is to be done?"),
    "kill": lambda: _("A kill needs a reason."),
    "hold": lambda: _("A hold needs a reason."),
    "correct": lambda: _("A correction needs a note to readers."),
    "publish_alone": lambda: _("Publishing without a second pair of eyes needs a note."),
}
