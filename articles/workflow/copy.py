"""Steps of the working copy. What readers see is unchanged by all of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import body, fixes
from articles.models import (
    Article,
    ArticleAuthor,
    ArticlePhoto,
    ArticlePlace,
    ArticleSource,
    ArticleTopic,
    Author,
    Edition,
    Notice,
    Place,
    Publication,
    Revision,
    Topic,
)
from articles.pictures import Picture
from articles.snapshot import fields_of, related_of, take_revision
from articles.stages import STEPS, Kind, Stage
from articles.telling import settle, tell
from articles.workflow.asking import publication_of, shown_edition
from articles.workflow.picturing import refuse_taken, with_pictures
from articles.workflow.refusing import Refused
from articles.workflow.taking import asked, check, check_person, claim, record, stored
from sections.models import Copyright, Section, Source

NOT_CONTENT = {
    *("id", "stage", "head_revision", "created_at", "created_by", "assigned_to", "due_at"),
    *("held_at", "hold_reason", "lacks_since", "stage_since"),
}
CONTENT = [field.name for field in Article._meta.fields if field.name not in NOT_CONTENT]


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
    topics: Sequence[Topic] | None = None,
    photos: Sequence[Picture] | None = None,
    note: str = "",
    as_step: str = "save",
) -> Revision:
    """Save the copy's fields and, where given, its related rows; a published copy becomes a draft again.

    `seen` is the revision that the person worked from, the instance's own where not given. `as_step` is
    what the record calls it: restoring an earlier version and taking a correction over are saves, too.
    A picture that stands in the text and is none of the story's is taken out of the text.
    """
    now = timezone.now()
    step = STEPS[as_step]
    article.body = with_pictures(body.clean(article.body), article, photos)
    article.modified_by, article.modified_at = by, now
    publication = None
    if article.pk is None:
        article.created_by, article.created_at, article.stage_since = by, now, now
        check_person(step, article, None, by, now)
        article.save(force_insert=True)
        was = ""
    else:
        copy, publication = stored(article)
        check(step, copy, publication, by, seen or article.head_revision_id, now)
        check_person(step, article, None, by, now)  # where it goes to
        was = copy.stage
        claim(copy, step, Stage.DRAFT if copy.stage == Stage.PUBLISHED else Stage(copy.stage), by, now)
        article.stage, article.head_revision_id = copy.stage, copy.head_revision_id
        article.lacks_since_id = copy.lacks_since_id
        article.save(update_fields=CONTENT)
    if as_step == "save" and photos:
        refuse_taken(photos, article, now)
    save_related(article, sources, places, authors, further_sections, topics)
    save_pictures(article, photos)
    revision = take_revision(article, step=step.name, by=by, at=now, note=note)
    look_for_fixes(article, publication, now)
    record(step, article, revision, by, now, note=note, was=was)
    return revision


@transaction.atomic
def restore(
    article: Article, *, revision: Revision, by: User | None, seen: int | None = None, note: str = ""
) -> Revision:
    """Make the copy say again what an earlier revision said. It is an edit: nothing in between is lost.

    When it goes out is no part of what it says: schedule and embargo stay as they are, and so does the
    address. A version from before a correction brings the old words back: the copy is told of them.
    """
    if revision.article_id != article.pk:
        raise Refused(_("This version is another story's."))
    head = article.head_revision
    kept = {name: head.data[name] for name in fixes.OF_THE_DEED} if head else {}
    if head and head.data["slug"]:
        kept["slug"] = head.data["slug"]
    amended = Edition.objects.filter(publication__article=article, kind__in=(Kind.CORRECTION, Kind.MINOR))
    first = amended.filter(revision__gt=revision.pk).order_by("version").first()
    if first and article.lacks_since_id is None:
        Article.objects.filter(pk=article.pk).update(lacks_since=first.revision.parent_id)
    return save_data(article, revision.data | kept, by=by, seen=seen, note=note, as_step="restore")


def save_data(
    article: Article, data: dict[str, Any], *, by: User | None, seen: int | None, note: str, as_step: str
) -> Revision:
    """Save what a revision's data say, in the caller's transaction."""
    copy, _record = stored(article)
    copy.head_revision_id = seen or article.head_revision_id
    for name, value in _still_there(fields_of(data), copy).items():
        setattr(copy, name, value)
    revision = save(copy, by=by, note=note, as_step=as_step, **related_of(data))
    article.refresh_from_db()
    return revision


def _still_there(fields: dict[str, Any], copy: Article) -> dict[str, Any]:
    """A section or a copyright that is gone since is the copy's own."""
    gone = {
        name: getattr(copy, name)
        for name, model in (("section_id", Section), ("copyright_id", Copyright))
        if fields[name] not in (None, getattr(copy, name))
        and not model.objects.filter(pk=fields[name]).exists()
    }
    return fields | gone


@transaction.atomic
def submit(article: Article, *, by: User | None, seen: int | None = None, note: str = "") -> Revision:
    """Hand the copy in for review."""
    revision = _move(article, "submit", Stage.SUBMITTED, by, seen, note)
    Article.objects.filter(pk=article.pk).update(assigned_to=None, due_at=None)  # the work is done
    article.assigned_to, article.due_at = None, None
    return revision


@transaction.atomic
def return_(article: Article, *, by: User | None, note: str, seen: int | None = None) -> Revision:
    """Give the copy back to whoever submitted it, saying what is to be done."""
    note = asked(STEPS["return"], note)
    submitted = article.revisions.filter(step="submit").select_related("by").first()
    revision = _move(article, "return", Stage.DRAFT, by, seen, note)
    who = submitted.by if submitted else None
    tell([who], article, Notice.Why.RETURNED, by=by, at=revision.created_at, text=note)
    return revision


@transaction.atomic
def spike(article: Article, *, by: User | None, seen: int | None = None, note: str = "") -> Revision:
    """Lay aside what was never published; it can come back. Nobody has to do anything about it now."""
    revision = _move(article, "spike", Stage.SPIKED, by, seen, note)
    settle(article, revision.created_at)
    return revision


@transaction.atomic
def unspike(article: Article, *, by: User | None, seen: int | None = None, note: str = "") -> Revision:
    """Take it up again, as a draft."""
    return _move(article, "unspike", Stage.DRAFT, by, seen, note)


def _move(article: Article, name: str, to: Stage, by: User | None, seen: int | None, note: str) -> Revision:
    """A step that only moves the copy from stage to stage."""
    now = timezone.now()
    step = STEPS[name]
    copy, publication = stored(article)
    check(step, copy, publication, by, seen or article.head_revision_id, now)
    was = copy.stage
    claim(copy, step, to, by, now)
    revision = take_revision(copy, step=step.name, by=by, at=now, note=note)
    record(step, copy, revision, by, now, note=note, was=was)
    if by:
        settle(copy, now, person=by)
    article.refresh_from_db()
    return revision


def corrections_lacked(article: Article) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The live text before and after each correction since the copy parted from it, updates left out."""
    amended = article.revisions.filter(step__in=("correct", "minor_fix"), parent__gte=article.lacks_since_id)
    pairs: list[tuple[Revision, Revision]] = []
    for revision in amended.select_related("parent").order_by("pk"):
        old = revision.parent
        assert old is not None  # noqa: S101 - it grew from the live text
        if pairs and pairs[-1][1].pk == revision.parent_id:  # it corrected what was just corrected
            old, _before = pairs.pop()
        pairs.append((old, revision))
    return [(old.data, corrected.data) for old, corrected in pairs]


def look_for_fixes(article: Article, publication: Publication | None, at: datetime) -> list[fixes.Fix]:
    """What the copy lacks of the corrections made since it parted from the live text; forgotten where
    nothing of the old words is left in it.
    """
    if article.lacks_since_id is None:
        return []
    shown = shown_edition(publication or publication_of(article), at)
    head = Revision.objects.get(pk=article.head_revision_id or 0)
    found = fixes.lacking_of(corrections_lacked(article), head.data) if shown else []
    if not found:
        forget_fixes(article, at)
    return found


def forget_fixes(article: Article, at: datetime) -> None:
    """The copy lacks no correction any more, and nobody need be told of it."""
    Article.objects.filter(pk=article.pk).update(lacks_since=None)
    article.lacks_since = None
    settle(article, at, why=[Notice.Why.LACKS_FIX])


def save_related(
    article: Article,
    sources: Sequence[Source] | None,
    places: Sequence[Place] | None,
    authors: Sequence[Author] | None,
    further_sections: Iterable[Section] | None,
    topics: Sequence[Topic] | None,
) -> None:
    """Write the related rows that are given, in their order, where they differ."""
    ordered: tuple[tuple[Any, str, Sequence[Any] | None], ...] = (
        (ArticleSource, "source", sources),
        (ArticlePlace, "place", places),
        (ArticleAuthor, "author", authors),
        (ArticleTopic, "topic", topics),
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


def save_pictures(article: Article, photos: Sequence[Picture] | None) -> None:
    """The same for a story's pictures, which have their captions with them."""
    if photos is None:
        return
    rows = ArticlePhoto.objects.filter(article=article)
    if list(rows.values_list("photo", "caption")) == [(photo.pk, caption) for photo, caption in photos]:
        return
    rows.delete()
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=article, photo=photo, caption=caption, position=position)
        for position, (photo, caption) in enumerate(photos)
    )
