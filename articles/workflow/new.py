"""New stories that begin with another one's text."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article, Priority
from articles.snapshot import fields_of, related_of, take_revision
from articles.stages import STEPS, Stage
from articles.workflow.asking import shown_edition
from articles.workflow.copy import save_pictures, save_related
from articles.workflow.picturing import with_pictures
from articles.workflow.refusing import Refused
from articles.workflow.taking import check, record, stored
from sections.roles import roles_of

OF_THE_FIRST_ALONE = {"slug": "", "not_before": None, "embargo": False, "note_to_clients": ""}


@transaction.atomic
def duplicate(article: Article, *, by: User | None) -> Article:
    """A draft of a new story with this one's text."""
    return _begin(article, "duplicate", by, translation_group=uuid.uuid4(), priority=Priority.NORMAL)


@transaction.atomic
def translate(article: Article, *, by: User | None, language: str) -> Article:
    """A draft of the same story in another language: pre-filled, and linked to this one.

    With the words that readers see, where they see the story: an update in work is not out yet.
    """
    copy, publication = stored(article)
    check(STEPS["translate"], copy, publication, by, copy.head_revision_id, timezone.now())
    versions = Article.objects.filter(translation_group=article.translation_group)
    there = versions.filter(language=language).exclude(stage=Stage.SPIKED).first()
    if there and (by is None or roles_of(by).on(there.section_id)):
        raise Refused(
            _("This story has a version in this language: “%(headline)s”.") % {"headline": there.headline}
        )
    if there:
        raise Refused(_("This story has a version in this language, on another desk."))
    return _begin(article, "translate", by, translation_group=article.translation_group, language=language)


def _begin(article: Article, name: str, by: User | None, **fields: Any) -> Article:
    now = timezone.now()
    step = STEPS[name]
    copy, publication = stored(article)
    check(step, copy, publication, by, copy.head_revision_id, now)
    shown = shown_edition(publication, now) if name == "translate" else None
    source = shown.revision if shown else copy.head_revision
    assert source is not None  # noqa: S101 - every stored story has one
    data = source.data
    new = Article(**(fields_of(data) | OF_THE_FIRST_ALONE | fields))
    new.created_by = new.modified_by = by
    new.created_at = new.modified_at = new.stage_since = now
    related = related_of(data)
    photos = related.pop("photos")
    new.body = with_pictures(new.body, new, photos)
    new.save(force_insert=True)
    save_related(new, **related)
    save_pictures(new, photos)
    revision = take_revision(new, step=step.name, by=by, at=now, note=copy.headline)
    record(step, new, revision, by, now, note=copy.headline)
    return new
