"""The steps of a story: the only writer of stages and the only caller of publishing.

A step reads like a sentence: `workflow.publish(article, by=user)`. Each is one transaction: it checks who
may, claims by compare-and-swap what the person saw, writes revision, event and record, or raises and
writes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from accounts.models import User
from articles import body, publishing
from articles.models import (
    Article,
    ArticleAuthor,
    ArticlePlace,
    ArticleSource,
    Author,
    Change,
    Edition,
    Event,
    Place,
    Publication,
    Revision,
)
from articles.snapshot import take_revision
from articles.stages import STEPS, LiveState, Stage, Step
from sections.models import Section, Source
from sections.roles import Roles, roles_of

NOT_CONTENT = {"id", "stage", "head_revision", "created_at", "created_by"}


class Refused(Exception):
    """The step cannot be taken; the message is a sentence for the person who tried."""


class Conflict(Refused):
    """Somebody was faster."""


class NotAllowed(Refused, PermissionDenied):
    """This person may not take the step there."""


def may(roles: Roles, step: Step, article: Article, record: Collection[int]) -> bool:
    """Whether these roles allow the step; `record`: the sections that answer for what readers see, if any.

    A step on the copy needs its section, one that changes what readers see all of the record's, too. For
    one that takes the story from them any of the record's will do: whoever moves the copy cannot hinder it.
    """

    def suffices(section_id: int) -> bool:
        role = roles.on(section_id)
        return role is not None and role.rank >= step.role.rank

    if step.on == "record" and record:
        return any(map(suffices, record))
    concerned = {article.section_id, *record} if step.on == "both" else {article.section_id}
    return all(map(suffices, concerned))


def sections_of_record(publication: Publication | None, at: datetime) -> set[int]:
    """The ids of the sections that answer for what readers see; none before they ever do."""
    return publication.sections_at(at) if publication else set()


def possible(step: Step, article: Article, publication: Publication | None, at: datetime) -> bool:
    """Whether stage and live state allow the step, whoever asks."""
    live_state = publication.live_state(at) if publication else LiveState.NONE
    return article.stage in step.stages and live_state in step.live_states


@transaction.atomic
def save(
    article: Article,
    *,
    by: User | None,
    seen: int | None = None,
    sources: Sequence[Source] | None = None,
    places: Sequence[Place] | None = None,
    authors: Sequence[Author] | None = None,
    further_sections: Iterable[Section] | None = None,
    note: str = "",
) -> Revision:
    """Save the copy's fields and, where given, its related rows; a published copy becomes a draft again.

    `seen` is the revision that the person worked from, the instance's own where not given.
    """
    now = timezone.now()
    step = STEPS["save"]
    article.body = body.clean(article.body)
    article.modified_by, article.modified_at = by, now
    if article.pk is None:
        article.created_by, article.created_at = by, now
        _check_person(step, article, None, by, now)
        article.save(force_insert=True)
        was = ""
    else:
        stored = _stored(article)
        _check(step, stored, _publication(stored), by, seen or article.head_revision_id, now)
        _check_person(step, article, None, by, now)  # where it goes to
        was = stored.stage
        stage = Stage.DRAFT if stored.stage == Stage.PUBLISHED else Stage(stored.stage)
        _claim(stored, step, stage, by, now)
        article.stage, article.head_revision_id = stage, stored.head_revision_id
        article.save(update_fields=[f.name for f in Article._meta.fields if f.name not in NOT_CONTENT])
    _save_related(article, sources, places, authors, further_sections)
    revision = take_revision(article, step=step.name, by=by, at=now, note=note)
    _record(step, article, revision, by, now, note, was)
    return revision


@transaction.atomic
def submit(article: Article, *, by: User | None, seen: int | None = None, note: str = "") -> Revision:
    """Hand the copy in for review."""
    now = timezone.now()
    step, stored = STEPS["submit"], _stored(article)
    _check(step, stored, _publication(stored), by, seen or article.head_revision_id, now)
    was = stored.stage
    _claim(stored, step, Stage.SUBMITTED, by, now)
    revision = take_revision(stored, step=step.name, by=by, at=now, note=note)
    _record(step, stored, revision, by, now, note, was)
    article.refresh_from_db()
    return revision


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    seen: int | None = None,
    first_published_at: datetime | None = None,
    note: str = "",
) -> Edition:
    """Publish the saved copy, now or at its `not_before`; imports may set a first publication in the past."""
    lock = publishing.lock_record()
    step, stored = STEPS["publish"], _stored(article)
    _check(step, stored, _publication(stored), by, seen or article.head_revision_id, lock.now)
    was = stored.stage
    _claim(stored, step, Stage.PUBLISHED, by, lock.now)
    visible_from = max(stored.not_before or lock.now, lock.now)
    publication = publishing.open_record(stored, lock, visible_from, first_published_at)
    address = publishing.settle_address(publication, stored)
    stored.save(update_fields=["slug"])
    revision = take_revision(stored, step=step.name, by=by, at=lock.now, note=note)
    edition = publishing.write_edition(publication, address, revision, lock, visible_from=visible_from)
    _record(step, stored, revision, by, lock.now, note, was)
    article.refresh_from_db()
    return edition


@transaction.atomic
def kill(article: Article, *, by: User | None, reason: str, seen_edition: int | None = None) -> None:
    """Withdraw the story for good: 410, and nothing of it is repeated.

    Claims the record and not the copy, so that a colleague's save never blocks it.
    """
    if not reason.strip():
        raise Refused(_("A kill needs a reason."))
    lock = publishing.lock_record()
    step, stored = STEPS["kill"], _stored(article)
    publication = _publication(stored)
    if publication and publication.killed_at:
        raise _conflict(stored)
    _check(step, stored, publication, by, stored.head_revision_id, lock.now)
    assert publication is not None  # noqa: S101 - the step's live states say so
    if seen_edition and seen_edition != publication.head_edition_id:
        raise _conflict(stored)
    claimed = Publication.objects.filter(
        pk=publication.pk, killed_at=None, head_edition=publication.head_edition_id
    ).update(killed_at=lock.now, kill_reason=reason, held_at=None, hold_reason="")
    if not claimed:
        raise _conflict(stored)
    publishing.withdraw(publication, lock, Change.What.KILLED)
    _record(step, stored, None, by, lock.now, reason, stored.stage)


def _stored(article: Article) -> Article:
    """The copy as the database has it, whatever the caller's instance holds."""
    return Article.objects.select_related("section", "copyright").get(pk=article.pk)


def _publication(article: Article) -> Publication | None:
    return Publication.objects.filter(article=article).first()


def _check(
    step: Step,
    stored: Article,
    publication: Publication | None,
    by: User | None,
    seen: int | None,
    now: datetime,
) -> None:
    _check_person(step, stored, publication, by, now)
    if seen != stored.head_revision_id:
        raise _conflict(stored)
    live_state = publication.live_state(now) if publication else LiveState.NONE
    if live_state not in step.live_states:
        raise _impossible(step, live_state)
    if stored.stage not in step.stages:
        raise _impossible(step, Stage(stored.stage))


def _impossible(step: Step, state: Stage | LiveState) -> Refused:
    return Refused(
        _("“%(step)s” is not possible: this story is %(state)s.") % {"step": step.label, "state": state.label}
    )


def _check_person(
    step: Step, article: Article, publication: Publication | None, by: User | None, now: datetime
) -> None:
    if by is None:
        return
    if not may(roles_of(by), step, article, sections_of_record(publication, now)):
        raise NotAllowed(
            _("“%(step)s” needs the role of %(role)s on the section “%(section)s”.")
            % {"step": step.label, "role": step.role.label, "section": article.section}
        )


def _claim(stored: Article, step: Step, to: Stage, by: User | None, now: datetime) -> None:
    """Compare-and-swap on what the person saw; zero rows: somebody was faster."""
    claimed = Article.objects.filter(
        pk=stored.pk, stage__in=step.stages, head_revision=stored.head_revision_id
    ).update(stage=to, modified_by=by, modified_at=now)
    if not claimed:
        raise _conflict(stored)
    stored.stage = to


def _conflict(article: Article) -> Conflict:
    """Who was faster, with what, how long ago."""
    last = Event.objects.filter(article_id=article.pk).first()
    if last is None:
        return Conflict(_("Somebody else has changed this story meanwhile. Nothing was done."))
    done = STEPS[last.step].done % {"who": last.who or _("The system")}
    seconds = (timezone.now() - last.at).total_seconds()
    ago = _("a moment") if seconds < 2 else _("%d seconds") % seconds if seconds < 60 else timesince(last.at)  # noqa: PLR2004
    return Conflict(
        _("%(done)s %(ago)s ago. Nothing was done; look at it first.") % {"done": done, "ago": ago}
    )


def _save_related(
    article: Article,
    sources: Sequence[Source] | None,
    places: Sequence[Place] | None,
    authors: Sequence[Author] | None,
    further_sections: Iterable[Section] | None,
) -> None:
    ordered: tuple[tuple[Any, str, Sequence[Any] | None], ...] = (
        (ArticleSource, "source", sources),
        (ArticlePlace, "place", places),
        (ArticleAuthor, "author", authors),
    )
    for through, name, wanted in ordered:
        if wanted is None:
            continue
        rows = through.objects.filter(article=article)
        if list(rows.values_list(name, flat=True)) == [row.pk for row in wanted]:
            continue
        rows.delete()
        through.objects.bulk_create(
            through(article=article, position=position, **{name: row}) for position, row in enumerate(wanted)
        )
    if further_sections is not None:
        article.further_sections.set(
            section for section in further_sections if section.pk != article.section_id
        )


def _record(
    step: Step,
    article: Article,
    revision: Revision | None,
    by: User | None,
    at: datetime,
    note: str,
    was: str,
) -> None:
    Event.objects.create(
        at=at,
        article_id=article.pk,
        headline=article.headline,
        revision_id=revision.pk if revision else None,
        user_id=by.pk if by else None,
        who=str(by) if by else "",
        step=step.name,
        note=note,
        from_stage=was,
        to_stage=article.stage,
    )
