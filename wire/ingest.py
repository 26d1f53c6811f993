"""Copy comes in: a file's text becomes an article, or a change of the one that it became before.

An item of a feed is known again by its id. Unchanged, it changes nothing. Changed, it is a new revision of
the story's copy, which readers see when it is published. It is refused where it would undo what people have
decided: where the desk has worked on the copy since, or the story was killed.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Article, Event, Publication
from articles.published_time import parse_time
from articles.stages import Stage
from sections.tree import forget_tree
from wire import page_text
from wire.models import Item
from wire.page_text import PageText
from wire.refusal import Refused
from wire.story import Choices, Story, understand

PAGE_TEXT = "page-text"
"""The feed of the files that people ingest by hand."""


class Result(Enum):
    """What became of an item; the value is what people are told."""

    NEW = gettext_lazy("new draft")
    PUBLISHED = gettext_lazy("published")
    UNCHANGED = gettext_lazy("unchanged")
    REVISED = gettext_lazy("new revision of a draft")
    WAITING = gettext_lazy("update waiting to be published")
    UPDATED = gettext_lazy("update published")
    REFUSED = gettext_lazy("refused")

    @property
    def label(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Outcome:
    result: Result
    address: str = ""
    """Where readers find the story, if they do."""
    reason: str | Promise = ""
    line: int = 0


def ingest(
    text: str,
    *,
    item_id: str,
    feed: str = PAGE_TEXT,
    choices: Choices | None = None,
    now: dt.datetime | None = None,
) -> Outcome:
    """Take in one item, whole or not at all."""
    for _attempt in range(2):  # where somebody else was faster with the same item, it is known by now
        with suppress(IntegrityError):
            return _ingest_whole(text, item_id, feed, choices or Choices(), now or timezone.now())
    return Outcome(Result.REFUSED, reason=_("somebody else is ingesting the same; try again"))


def _ingest_whole(text: str, item_id: str, feed: str, choices: Choices, now: dt.datetime) -> Outcome:
    try:
        with transaction.atomic():
            outcome = _ingest(text, item_id, feed, choices, now)
            if choices.dry_run:
                transaction.set_rollback(True)
            return outcome
    except Refused as refused:
        return Outcome(Result.REFUSED, reason=refused.reason, line=refused.line)
    except workflow.Refused as refused:
        return Outcome(Result.REFUSED, reason=str(refused))
    finally:
        forget_tree()  # it may hold sections that were not kept


def _ingest(text: str, item_id: str, feed: str, choices: Choices, now: dt.datetime) -> Outcome:
    page = page_text.read(text)
    item = Item.objects.select_related("article", "revision").filter(feed=feed, item_id=item_id).first()
    moment = _published_at(page, item, choices.year, now)
    content_hash = sha256(page_text.write(page).encode()).hexdigest()
    result = Result.UNCHANGED
    if item is None:
        item = Item(feed=feed, item_id=item_id, published_at=moment, first_ingested_at=now)
        item.article = Article()
        result = Result.NEW
    else:
        _refuse_killed(item.article)
        if item.content_hash != content_hash or choices.language not in (None, item.article.language):
            _refuse_desk_work(item)
            result = Result.WAITING if _publication(item.article) else Result.REVISED
    if result is not Result.UNCHANGED:
        story = understand(page, timezone.localtime(moment, timezone.get_default_timezone()).date(), choices)
        _save(item, story, content_hash, choices, now)
    if choices.publish:
        result = _publish(item, choices, result)
    return Outcome(result, _address(item.article))


def _published_at(page: PageText, item: Item | None, year: int | None, now: dt.datetime) -> dt.datetime:
    """The moment of the time line; for an item that is known the one it had first."""
    time_line, zone = parse_time(page.time_line), timezone.get_default_timezone()
    assert time_line is not None  # noqa: S101 - page_text.read has seen to it
    if item:
        known = timezone.localtime(item.published_at, zone)
        said = (time_line.month, time_line.day, time_line.hour, time_line.minute, year or known.year)
        if said != (known.month, known.day, known.hour, known.minute, known.year):
            raise Refused(
                _("it came before with the time %s; another story needs a file name of its own")
                % f"{known:%d.%m.%Y %H:%M}",
                page.at.time_line,
            )
        return item.published_at
    try:
        moment = time_line.in_year(year, zone) if year else time_line.latest(now, zone)
    except ValueError as error:
        raise Refused(
            _("“%(time)s” was at no time in %(year)s")
            % {"time": page.time_line, "year": year or _("the last years")},
            page.at.time_line,
        ) from error
    if moment > now:
        raise Refused(_("“%s” is in the future") % f"{page.time_line} ({year})", page.at.time_line)
    return moment


def _refuse_killed(article: Article) -> None:
    publication = _publication(article)
    if publication and publication.killed_at:
        raise Refused(_("this story was killed, and what was killed does not come back by itself"))


# What revisions must agree on for the copy to be what the item made of it.
_FROM_ITEM = (
    "section language headline subheadline body sources places "
    "place_text dateline_region dateline_date copyright"
).split()


def _is_desk_work(item: Item) -> bool:
    """Whether somebody has changed, since it came, what comes from the item."""
    newest = item.article.head_revision
    assert newest is not None  # noqa: S101 - workflow.save has written one
    return any(_ids(newest.data[name]) != _ids(item.revision.data[name]) for name in _FROM_ITEM)


def _ids(value: Any) -> Any:
    """Without the labels, which change when a place is renamed."""
    if isinstance(value, list):
        return [row["id"] for row in value]
    return value["id"] if isinstance(value, dict) else value


def _refuse_desk_work(item: Item) -> None:
    if _is_desk_work(item):
        last = Event.objects.filter(article_id=item.article.pk).first()
        raise Refused(
            _("the desk has worked on this story since it came (%s): what is new in it goes in by hand")
            % ((last and last.who) or _("the system"))
        )


def _save(item: Item, story: Story, content_hash: str, choices: Choices, now: dt.datetime) -> None:
    article = item.article
    for name, value in story.fields.items():
        setattr(article, name, value)
    item.revision = workflow.save(article, by=choices.by, sources=story.sources, places=story.places)
    item.article = article
    item.content_hash, item.last_ingested_at = content_hash, now
    item.save()


def _publish(item: Item, choices: Choices, result: Result) -> Result:
    """Publish what waits, with the item's own time as that of first publication."""
    article = item.article
    if article.stage not in (Stage.DRAFT, Stage.SUBMITTED) or _is_desk_work(item):
        return result
    first_time = _publication(article) is None
    edition = workflow.publish(article, by=choices.by, first_published_at=item.published_at)
    item.revision = edition.revision
    item.save(update_fields=["revision"])
    return Result.PUBLISHED if first_time else Result.UPDATED


def _publication(article: Article) -> Publication | None:
    return (
        Publication.objects.select_related("head_edition__address", "section").filter(article=article).first()
    )


def _address(article: Article) -> str:
    publication = _publication(article)
    if publication is None or publication.address is None:
        return ""
    address = publication.address
    return reverse(
        "article",
        kwargs={"path": publication.section.path, "day": address.url_date, "slug": address.slug},
    )
