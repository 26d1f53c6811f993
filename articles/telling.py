"""Who is told of what: notices that wait for a person in their list “to me”."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from articles.models import Article, Notice
from articles.stages import Stage
from sections.models import Role
from sections.roles import people_with

WORK = (Notice.Why.RETURNED, Notice.Why.HANDED_OVER, Notice.Why.ASSIGNED, Notice.Why.UNSCHEDULED)


def tell(
    people: Iterable[User | None],
    article: Article,
    why: Notice.Why,
    *,
    by: User | None,
    at: datetime,
    text: str = "",
    due_at: datetime | None = None,
) -> None:
    """One notice for each person, but none for whoever did it."""
    wanted = {person.pk: person for person in people if person and person != by and person.is_active}
    Notice.objects.bulk_create(
        Notice(person=person, article=article, why=why, by=by, at=at, text=text, due_at=due_at)
        for person in wanted.values()
    )


def tell_heads(
    section_ids: Iterable[int], article: Article, why: Notice.Why, *, by: User | None, at: datetime, text: str
) -> None:
    """The desk heads of these sections."""
    heads = [head for pk in section_ids for head in people_with(Role.DESK_HEAD, pk)]
    tell(heads, article, why, by=by, at=at, text=text)


def tell_versions(article: Article, why: Notice.Why, *, by: User | None, at: datetime, text: str) -> None:
    """The desks of the story's other language versions: their editors, and whoever worked on them last."""
    versions = Article.objects.filter(translation_group=article.translation_group).exclude(pk=article.pk)
    for version in versions.exclude(stage=Stage.SPIKED).select_related("modified_by"):
        desk = [*people_with(Role.EDITOR, version.section_id), version.modified_by]
        tell(desk, version, why, by=by, at=at, text=text)


def settle(
    article: Article, at: datetime, *, person: User | None = None, why: Iterable[Notice.Why] = WORK
) -> None:
    """The work that waited for this person, or for anybody, is done."""
    waiting = Notice.objects.filter(article=article, done_at=None, why__in=list(why))
    if person:
        waiting = waiting.filter(person=person)
    waiting.update(done_at=at)
