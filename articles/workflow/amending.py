"""Mending what is live: corrections and minor fixes, and how a waiting update takes them over."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import body, fixes, publishing
from articles.compare import same
from articles.models import Article, Author, Edition, Notice, Place, Publication, Revision, Topic
from articles.pictures import Picture
from articles.snapshot import SCHEMA, fields_of, related_of, snapshot_of
from articles.stages import STEPS, Kind, Step
from articles.telling import tell, tell_versions
from articles.workflow.asking import shown_edition, waiting_edition
from articles.workflow.copy import (
    CONTENT,
    corrections_lacked,
    forget_fixes,
    look_for_fixes,
    save_data,
    save_pictures,
    save_related,
)
from articles.workflow.picturing import refuse_published
from articles.workflow.record import take_off_schedule
from articles.workflow.refusing import Refused
from articles.workflow.taking import asked, check, claim, conflict, record, stored
from sections.models import Section, Source

UNTOUCHED = ("section", "slug", "noindex", "not_before", "embargo", "note_to_clients")
"""What mending leaves as the live text has it: it puts words right and moves nothing."""


@transaction.atomic
def correct(
    article: Article,
    *,
    by: User | None,
    mended: Article,
    public_note: str,
    note_to_clients: str = "",
    seen_edition: int,
    sources: Sequence[Source],
    places: Sequence[Place],
    authors: Sequence[Author],
    further_sections: Iterable[Section] | None = None,
    topics: Sequence[Topic] | None = None,
    photos: Sequence[Picture] | None = None,
) -> Edition:
    """Put right what was wrong in the live text, and tell readers and clients.

    `mended` is the live text with the mistake put right; it grew from the edition `seen_edition`, however
    far the working copy has gone on meanwhile. A held story comes back with it.
    """
    public_note = asked(STEPS["correct"], public_note)
    related: dict[str, Any] = {"sources": sources, "places": places, "authors": authors}
    related |= {"further_sections": further_sections, "topics": topics, "photos": photos}
    return _amend(
        article, STEPS["correct"], by, mended, seen_edition, related, public_note, note_to_clients.strip()
    )


@transaction.atomic
def minor_fix(
    article: Article,
    *,
    by: User | None,
    mended: Article,
    note_to_clients: str = "",
    seen_edition: int,
    sources: Sequence[Source],
    places: Sequence[Place],
    authors: Sequence[Author],
    further_sections: Iterable[Section] | None = None,
    topics: Sequence[Topic] | None = None,
    photos: Sequence[Picture] | None = None,
) -> Edition:
    """Mend a slip of the pen: readers are not told, clients are; “updated” stays as it was."""
    related: dict[str, Any] = {"sources": sources, "places": places, "authors": authors}
    related |= {"further_sections": further_sections, "topics": topics, "photos": photos}
    return _amend(article, STEPS["minor_fix"], by, mended, seen_edition, related, "", note_to_clients.strip())


def _amend(
    article: Article,
    step: Step,
    by: User | None,
    mended: Article,
    seen_edition: int,
    related: dict[str, Any],
    public_note: str,
    note_to_clients: str,
) -> Edition:
    lock = publishing.lock_record()
    copy, publication = stored(article)
    check(step, copy, publication, by, None, lock.now)
    shown = shown_edition(publication, lock.now)
    assert publication is not None and shown is not None  # noqa: S101, PT018 - readers have seen it
    if shown.pk != seen_edition:
        raise conflict(copy, of_record=True)
    was_live, was = shown.revision, copy.stage
    revision = _revision_of(step, copy, was_live, mended, related, by, lock, note_to_clients or public_note)
    waiting = waiting_edition(publication, lock.now)
    if publication.held_at:
        publication.held_at, publication.hold_reason = None, ""
    edition = publishing.write_edition(
        publication,
        shown.address,
        revision,
        lock,
        visible_from=lock.now,
        kind=Kind.CORRECTION if public_note else Kind.MINOR,
        public_note=public_note,
        note_to_clients=note_to_clients,
        update_number=shown.update_number,
        before=waiting,
    )
    if copy.head_revision_id == was_live.pk:
        _carry_over(copy, revision, step, by, lock)
    else:
        _tell_of_fix(copy, publication, was_live, step, by, lock)
    if step.name == "correct":
        tell_versions(copy, Notice.Why.VERSION_CORRECTED, by=by, at=lock.now, text=public_note)
    record(step, copy, revision, by, lock.now, note=public_note or note_to_clients, was=was)
    article.refresh_from_db()
    return edition


def _revision_of(
    step: Step,
    copy: Article,
    was_live: Revision,
    mended: Article,
    related: dict[str, Any],
    by: User | None,
    lock: publishing.Lock,
    note: str,
) -> Revision:
    """The corrected text as a revision that grew from the live one."""
    known = [row["id"] for row in was_live.data.get("photos", ())]
    listed = known if related["photos"] is None else [picture.pk for picture in related["photos"]]
    refuse_published([pk for pk in listed if pk not in known], lock.now, lock.now)
    mended.body = body.without_photos(body.clean(mended.body), but=listed)
    untouched = set(UNTOUCHED)
    for name in ("further_sections", "topics", "photos"):
        if related[name] is None:
            untouched.add(name)
            related = related | {name: ()}
    data = was_live.data | snapshot_of(mended, **related)
    data |= {name: was_live.data[name] for name in untouched & was_live.data.keys()}
    if all(same(name, data[name]) == same(name, was_live.data.get(name)) for name in data):
        raise Refused(_("Nothing in the text was changed."))
    return Revision.objects.create(
        article=copy, parent=was_live, created_at=lock.now, by=by, step=step.name, note=note,
        schema=SCHEMA, data=data,
    )  # fmt: skip


def _carry_over(
    copy: Article, revision: Revision, step: Step, by: User | None, lock: publishing.Lock
) -> None:
    """The copy was the live text: it is the corrected one now."""
    claim(copy, step, copy.stage, by, lock.now)  # type: ignore[arg-type]
    for name, value in fields_of(revision.data).items():
        setattr(copy, name, value)
    copy.head_revision = revision
    copy.save(update_fields=[*CONTENT, "head_revision"])
    related = related_of(revision.data)
    save_pictures(copy, related.pop("photos"))
    save_related(copy, **related)


def _tell_of_fix(
    copy: Article,
    publication: Publication,
    was_live: Revision,
    step: Step,
    by: User | None,
    lock: publishing.Lock,
) -> None:
    """An update waits beside the live text: it hears of the fix, where it still has the old words."""
    waiting = waiting_edition(publication, lock.now)
    # Written also where it stays the same: a save that is under way ends first, and its text is looked at.
    Article.objects.filter(pk=copy.pk).update(lacks_since=copy.lacks_since_id or was_live.pk)
    copy.refresh_from_db()
    lacked = look_for_fixes(copy, publication, lock.now)
    shown = shown_edition(publication, lock.now)
    if waiting and shown and fixes.lacking(was_live.data, shown.revision.data, waiting.revision.data):
        # It would undo the correction: it does not go out unseen.
        people = [waiting.revision.by, copy.modified_by]
        take_off_schedule(publication, copy, step, by, lock)
        tell(people, copy, Notice.Why.UNSCHEDULED, by=None, at=lock.now, text=str(step.label))
    elif lacked:
        tell([copy.modified_by], copy, Notice.Why.LACKS_FIX, by=by, at=lock.now)


@transaction.atomic
def take_fix(article: Article, *, by: User | None, seen: int | None = None) -> Revision:
    """Put the corrected words into the copy wherever it still has the old ones."""
    copy, publication = stored(article)
    step = STEPS["take_fix"]
    now = timezone.now()
    check(step, copy, publication, by, seen or article.head_revision_id, now)
    shown = shown_edition(publication, now)
    assert copy.lacks_since and copy.head_revision and shown  # noqa: S101, PT018 - the step needs it
    data = fixes.with_fixes_of(corrections_lacked(copy), copy.head_revision.data)
    return save_data(article, data, by=by, seen=seen, note="", as_step="take_fix")


@transaction.atomic
def set_fix_aside(article: Article, *, by: User | None, seen: int | None = None) -> None:
    """An editor has looked: the copy is right as it stands."""
    copy, publication = stored(article)
    step, now = STEPS["set_fix_aside"], timezone.now()
    check(step, copy, publication, by, seen or article.head_revision_id, now)
    forget_fixes(copy, now)
    record(step, copy, None, by, now)
    article.refresh_from_db()
