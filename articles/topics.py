"""Merging topics: the one leads to the other at once, its stories follow.

A small topic in the same transaction; a large one in steps that `manage.py merge_topic` takes and, stopped
halfway, goes on with. What is left to do is what still stands with a topic that was merged, so that nothing
has to be remembered. Each step holds the record's lock, as publishing does: from the first moment on a story
published meanwhile stands on the other's list by itself. Revisions keep what they said.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from articles.models import ArticleTopic, ByTopic, Topic
from articles.publishing import lock_record

LARGEST_AT_ONCE = 3000  # stories; more are moved by the command
STEP = 500

ROWS: tuple[tuple[type[ByTopic | ArticleTopic], str], ...] = ((ByTopic, "edition"), (ArticleTopic, "article"))


def stories_with(topic: Topic, limit: int) -> int:
    """How many stories name it at the desk, counted up to `limit`."""
    return ArticleTopic.objects.filter(topic=topic).values("pk")[:limit].count()


def stories_with_both(topic: Topic, other: Topic, limit: int) -> int:
    both = ArticleTopic.objects.filter(topic=other, article=OuterRef("article"))
    return ArticleTopic.objects.filter(Exists(both), topic=topic).values("pk")[:limit].count()


def is_large(topic: Topic) -> bool:
    limit = LARGEST_AT_ONCE + 1
    listed = ByTopic.objects.filter(topic=topic).values("pk")[:limit].count()
    return max(listed, stories_with(topic, limit)) == limit


def check(topic: Topic, into: Topic) -> None:
    """Raises ValidationError, whose words say what to do instead."""
    if topic.pk == into.pk:
        raise ValidationError(_("A topic cannot be merged into itself: choose another one."))
    for one in (topic, into):
        if one.merged_into:
            raise ValidationError(
                _("“%(topic)s” was merged into “%(other)s” already.")
                % {"topic": one, "other": one.merged_into}
            )


@transaction.atomic
def merge(topic: Topic, into: Topic) -> bool:
    """Merge a topic into another; returns whether all is done, else `finish` goes on step by step."""
    lock_record()
    topics = Topic.objects.select_related("merged_into").in_bulk([topic.pk, into.pk])
    check(topics[topic.pk], topics[into.pk])
    Topic.objects.filter(merged_into=topic).update(merged_into=into)  # nobody is sent on twice
    Topic.objects.filter(pk=topic.pk).update(merged_into=into)
    topic.merged_into = into
    if is_large(topic):
        return False
    for _done in finish(topic):
        pass
    return True


def finish(topic: Topic) -> Iterator[int]:
    """Move what still stands with a topic that was merged, a step a transaction; yields how much is done."""
    done = 0
    while count := _step(topic.pk):
        done += count
        yield done


def unfinished() -> "QuerySet[Topic]":
    """The topics that were merged while stories still stand with them."""
    named = ArticleTopic.objects.filter(topic=OuterRef("pk"))
    listed = ByTopic.objects.filter(topic=OuterRef("pk"))
    merged = Topic.objects.select_related("merged_into").filter(merged_into__isnull=False)
    return merged.filter(Exists(named) | Exists(listed))


def remaining(topic: Topic) -> int:
    """How many rows are still to be moved."""
    return sum(model._default_manager.filter(topic=topic).count() for model, _owner in ROWS)


@transaction.atomic
def _step(topic_id: int) -> int:
    """The next rows of both kinds. Read anew: others may finish it, or merge the other one into a third."""
    lock_record()
    into_id = Topic.objects.filter(pk=topic_id).values_list("merged_into", flat=True).first()
    if into_id is None:
        return 0
    return sum(_move(model, f"{owner}_id", topic_id, into_id) for model, owner in ROWS)


def _move(model: Any, owner: str, topic_id: int, into_id: int) -> int:
    """What names both keeps one, at the place of the first."""
    rows = list(model.objects.filter(topic=topic_id).order_by(owner)[:STEP])
    owners = [getattr(row, owner) for row in rows]
    others = {
        getattr(row, owner): row for row in model.objects.filter(topic=into_id, **{f"{owner}__in": owners})
    }
    doubled = [row for row in rows if getattr(row, owner) in others]
    kept = []
    for row in doubled:
        other = others[getattr(row, owner)]
        if row.position < other.position:
            other.position = row.position
            kept.append(other)
    model.objects.filter(pk__in=[row.pk for row in doubled]).delete()
    model.objects.bulk_update(kept, ["position"])
    model.objects.filter(pk__in={row.pk for row in rows} - {row.pk for row in doubled}).update(topic=into_id)
    return len(rows)
