"""Steps that change what readers see. Each takes its turn at the record first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import publishing
from articles.models import Article, Change, Edition, Notice, Priority, Publication
from articles.snapshot import published_revision
from articles.stages import STEPS, Kind, LiveState, Stage, Step
from articles.telling import settle, tell, tell_heads, tell_versions
from articles.workflow.asking import (
    needs_other_eyes,
    sections_of_record,
    shown_edition,
    waiting_edition,
    was_seen,
)
from articles.workflow.copy import look_for_fixes
from articles.workflow.picturing import refuse_published
from articles.workflow.refusing import Refused
from articles.workflow.taking import asked, check, check_person, claim, conflict, record, stored


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    seen: int | None = None,
    first_published_at: datetime | None = None,
    note: str = "",
    alone: bool = False,
) -> Edition:
    """Publish the saved copy, now or at its `not_before`; imports may set a first publication in the past.

    Of a live story it is an update. `alone`: a desk head steps over four eyes, and says why.
    """
    lock = publishing.lock_record()
    copy, publication = stored(article)
    needs_eyes = needs_other_eyes(copy, publication, by, lock.now)
    step = _publishing_step(publication, lock.now, alone=alone and needs_eyes)
    check(step, copy, publication, by, seen or article.head_revision_id, lock.now)
    if step.asks:
        note = asked(step, note)
    elif needs_eyes:
        raise Refused(
            _(
                "Four eyes: only you have touched this text. A colleague saves, submits or publishes it; "
                "a desk head can step over this, with a note."
            )
        )
    if look_for_fixes(copy, publication, lock.now):
        raise Refused(
            _("This update lacks a correction of the live text: take it over, or set it aside, first.")
        )
    shown = shown_edition(publication, lock.now) if was_seen(publication, lock.now) else None
    was = copy.stage
    visible_from = max(copy.not_before or lock.now, lock.now)
    refuse_pictures(copy, lock.now)
    publication = publishing.open_record(copy, publication, lock, visible_from, first_published_at)
    address = publishing.settle_address(publication, copy)
    decided = {"slug": address.slug, "priority": copy.priority}
    if shown and shown.priority <= copy.priority <= Priority.ALERT:
        decided["priority"] = Priority.URGENT  # the alarm was given: an update does not repeat it
    revision = published_revision(copy, decided, step=step.name, by=by, at=lock.now, note=note)
    done = {"head_revision": revision, "assigned_to": None, "due_at": None}
    claim(copy, step, Stage.PUBLISHED, by, lock.now, **decided, **done)
    edition = publishing.write_edition(
        publication,
        address,
        revision,
        lock,
        visible_from=visible_from,
        kind=Kind.UPDATE if shown else Kind.FIRST,
        update_number=shown.update_number + 1 if shown else 1,
    )
    settle(copy, lock.now)
    record(step, copy, revision, by, lock.now, note=note, was=was)
    article.refresh_from_db()
    return edition


def refuse_pictures(copy: Article, now: datetime) -> None:
    """Raise where the saved copy cannot go out with one of its pictures, now or at its `not_before`."""
    head = copy.head_revision
    ids = [row["id"] for row in head.data.get("photos", ())] if head else []
    refuse_published(ids, now, max(copy.not_before or now, now))


def _publishing_step(publication: Publication | None, now: datetime, *, alone: bool) -> Step:
    """What publishing this copy is called."""
    if alone:
        return STEPS["publish_alone"]
    is_live = publication is not None and publication.live_state(now) == LiveState.LIVE
    return STEPS["update" if is_live else "publish"]


@transaction.atomic
def unschedule(article: Article, *, by: User | None, seen: int | None = None, note: str = "") -> None:
    """Nothing of the version that waits appears; what is live stays."""
    lock = publishing.lock_record()
    step = STEPS["unschedule"]
    copy, publication = stored(article)
    check(step, copy, publication, by, None, lock.now)
    if seen and seen != copy.head_revision_id:
        raise conflict(copy)
    assert publication is not None  # noqa: S101 - something waits
    was = copy.stage
    take_off_schedule(publication, copy, step, by, lock)
    record(step, copy, None, by, lock.now, note=note, was=was)
    article.refresh_from_db()


def take_off_schedule(
    publication: Publication, copy: Article, step: Step, by: User | None, lock: publishing.Lock
) -> None:
    """The waiting version never begins; the copy, where it was that version, is a draft again."""
    publishing.cancel_waiting(publication, lock)
    if copy.stage == Stage.PUBLISHED:
        claim(copy, step, Stage.DRAFT, by, lock.now)


@transaction.atomic
def hold(article: Article, *, by: User | None, reason: str, seen_edition: int | None = None) -> None:
    """Off the site at once while it is checked; of a story that was never published: hands off."""
    reason = asked(STEPS["hold"], reason)
    lock = publishing.lock_record()
    step = STEPS["hold"]
    copy, publication = stored(article)
    check(step, copy, publication, by, None, lock.now)
    was = copy.stage
    if publication is None or publication.live_state(lock.now) == LiveState.NONE:
        Article.objects.filter(pk=copy.pk).update(held_at=lock.now, hold_reason=reason)
    else:
        _check_seen(publication, copy, seen_edition, lock.now)
        _hold_record(publication, copy, step, by, reason, lock)
    _tell_all(copy, publication, "HELD", by, lock.now, reason)
    record(step, copy, None, by, lock.now, note=reason, was=was)
    article.refresh_from_db()


def _hold_record(
    publication: Publication, copy: Article, step: Step, by: User | None, reason: str, lock: publishing.Lock
) -> None:
    """What was live, or else what waited, is what a release brings back."""
    waiting = waiting_edition(publication, lock.now)
    if waiting and was_seen(publication, lock.now):
        take_off_schedule(publication, copy, step, by, lock)
        tell([waiting.revision.by], copy, Notice.Why.UNSCHEDULED, by=by, at=lock.now, text=reason)
    publication.held_at, publication.hold_reason = lock.now, reason
    if not was_seen(publication, lock.now):
        publication.visible_from = None
    publication.save(update_fields=["held_at", "hold_reason", "visible_from"])
    publishing.withdraw(publication, lock, Change.What.HELD)


@transaction.atomic
def release(article: Article, *, by: User | None, seen_edition: int | None = None, note: str = "") -> None:
    """Bring back what was held, unchanged: to the page, to the schedule, or to work."""
    lock = publishing.lock_record()
    step = STEPS["release"]
    copy, publication = stored(article)
    check(step, copy, publication, by, None, lock.now)
    if publication is None or publication.held_at is None:
        Article.objects.filter(pk=copy.pk).update(held_at=None, hold_reason="")
    else:
        _check_seen(publication, copy, seen_edition, lock.now)
        _release_record(publication, lock)
    record(step, copy, None, by, lock.now, note=note)
    article.refresh_from_db()


def _release_record(publication: Publication, lock: publishing.Lock) -> None:
    held = publication.head_edition
    assert held is not None  # noqa: S101 - something was held
    was_never_seen = publication.visible_from is None
    visible_from = lock.now
    publication.held_at, publication.hold_reason = None, ""
    if was_never_seen:  # it goes back to its schedule
        not_before = held.revision.data["not_before"]
        visible_from = max(datetime.fromisoformat(not_before), lock.now) if not_before else lock.now
        publication.visible_from = publication.first_published_at = visible_from
    publishing.write_edition(
        publication,
        publishing.address_again(publication, held.address) if was_never_seen else held.address,
        held.revision,
        lock,
        visible_from=visible_from,
        kind=Kind.RELEASE,
        public_note=held.public_note,
        note_to_clients=held.note_to_clients,
        update_number=held.update_number,
        words_of=None if was_never_seen else held,
    )


@transaction.atomic
def kill(article: Article, *, by: User | None, reason: str, seen_edition: int | None = None) -> None:
    """Withdraw the story for good: 410, and nothing of it is repeated.

    Claims the record and not the copy, so that a colleague's save never blocks it.
    """
    reason = asked(STEPS["kill"], reason)
    lock = publishing.lock_record()
    step = STEPS["kill"]
    copy, publication = stored(article)
    check_person(step, copy, publication, by, lock.now)
    if publication and publication.killed_at:
        raise conflict(copy, of_record=True)
    check(step, copy, publication, by, None, lock.now)
    assert publication is not None  # noqa: S101 - the step's live states say so
    _check_seen(publication, copy, seen_edition, lock.now)
    sections = sections_of_record(publication, lock.now)
    claimed = Publication.objects.filter(
        pk=publication.pk, killed_at=None, head_edition=publication.head_edition_id
    ).update(killed_at=lock.now, kill_reason=reason, held_at=None, hold_reason="")
    if not claimed:
        raise conflict(copy, of_record=True)
    publishing.withdraw(publication, lock, Change.What.KILLED)
    settle(copy, lock.now)
    tell_heads(sections, copy, Notice.Why.KILLED, by=by, at=lock.now, text=reason)
    tell_versions(copy, Notice.Why.VERSION_KILLED, by=by, at=lock.now, text=reason)
    record(step, copy, None, by, lock.now, note=reason)


def _check_seen(publication: Publication, copy: Article, seen_edition: int | None, now: datetime) -> None:
    """Nobody takes from readers another version than the one that they looked at: what is shown, or what
    waits.
    """
    shown = shown_edition(publication, now)
    if seen_edition and seen_edition not in {publication.head_edition_id, shown.pk if shown else None}:
        raise conflict(copy, of_record=True)


def _tell_all(
    copy: Article, publication: Publication | None, what: str, by: User | None, at: datetime, text: str
) -> None:
    sections = sections_of_record(publication, at) | {copy.section_id}
    tell_heads(sections, copy, Notice.Why[what], by=by, at=at, text=text)
    tell_versions(copy, Notice.Why[f"VERSION_{what}"], by=by, at=at, text=text)
