"""The sample stories: page text like any other, ingested like any other, with days counted from today."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from articles import workflow
from articles.dateline import Dateline
from articles.models import Article, Priority
from articles.published_time import format_time
from sections.models import Section
from wire.ingest import Result, ingest
from wire.models import Item
from wire.refusal import Refused
from wire.sample_changes import FLASH, TRANSLATIONS, change
from wire.sample_finding import NAMED, make_authors, make_topics
from wire.sample_pictures import IN_THE_TEXT, list_of, make_pictures, with_picture
from wire.sample_site import FRONTS_OF_LANGUAGES
from wire.story import Choices

FEED = "sample"
FOLDER = Path(__file__).resolve().parent / "samples"
DESK_FOLDER = FOLDER / "desk"
LEAST_APART = dt.timedelta(minutes=5)
SCHEDULED_IN = dt.timedelta(hours=3)


def are_loaded() -> bool:
    return Item.objects.filter(feed=FEED).exists()


def publish_samples(now: dt.datetime) -> int:
    """Ingest and publish the stories of the last months, and what became of them; returns how many."""
    times = moments([path.name for path in FOLDER.glob("*.txt")], now)
    topics, authors, pictures = make_topics(), make_authors(), make_pictures()
    fronts = {code: Section.objects.get(path=path) for code, path in FRONTS_OF_LANGUAGES.items()}
    stories: dict[str, Article] = {}
    for name, moment in sorted(times.items(), key=lambda pair: pair[1]):
        _days, _time, language, slug = name.removesuffix(".txt").split("-", 3)
        about, by = NAMED.get(slug, ([], []))
        article = _ingest(FOLDER / name, language, moment)
        article.priority = Priority.FLASH if slug == FLASH else Priority.NORMAL
        if slug in TRANSLATIONS:
            article.translation_group = stories[TRANSLATIONS[slug]].translation_group
        article.body = with_picture(slug, article.body, pictures)
        workflow.save(
            article,
            by=None,
            photos=list_of(slug, pictures),
            topics=[topics[each] for each in about],
            authors=[authors[each] for each in by],
            further_sections=[fronts[language]] if language in fronts else [],
        )
        if slug in IN_THE_TEXT:  # its text is not the file's any more
            workflow.publish(article, by=None, first_published_at=moment)
            stories[slug] = article
        else:
            stories[slug] = _ingest(FOLDER / name, language, moment, publish=True)
    change(stories)
    return len(times)


def flash_guid() -> str:
    """Of the sample story that is one."""
    return Item.objects.get(feed=FEED, item_id__endswith=f"-{FLASH}.txt").article.guid


def moments(names: Iterable[str], now: dt.datetime) -> dict[str, dt.datetime]:
    """When each appeared: as its name says, but before now and in the same order."""
    latest = now.astimezone(dt.UTC).replace(second=0, microsecond=0)
    found = {}
    for name in sorted(names, key=lambda name: _planned(name, now), reverse=True):
        found[name] = min(_planned(name, now), latest)
        latest = found[name] - LEAST_APART
    return found


def _planned(name: str, now: dt.datetime) -> dt.datetime:
    """`001-1842-…`: yesterday at 18:42."""
    zone = timezone.get_default_timezone()
    days, time, _rest = name.split("-", 2)
    day = timezone.localtime(now, zone).date() - dt.timedelta(days=int(days))
    clock = dt.time(int(time[:2]), int(time[2:]), tzinfo=zone)
    return dt.datetime.combine(day, clock).astimezone(dt.UTC)


def fill_desk(people: dict[str, User], now: dt.datetime) -> int:
    """Stories on the desk: drafts, one handed in, one that waits for its hour; returns how many."""
    paths = sorted(DESK_FOLDER.glob("*.txt"))
    for path in paths:
        stage, language, _slug = path.name.split("-", 2)
        writer, editor = people.get("reporter"), people.get("editor")
        article = _ingest(path, language, now, by=writer)
        if writer:
            workflow.save(article, by=writer, authors=[writer.author])
        if stage == "submitted":
            workflow.submit(article, by=writer)
        if stage == "scheduled":
            article.not_before = later_today(now)
            workflow.save(article, by=editor)
            workflow.publish(article, by=editor)
    return len(paths)


def later_today(now: dt.datetime) -> dt.datetime:
    """In some hours, but before midnight where that is still possible."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    last = local.replace(hour=23, minute=55, second=0, microsecond=0)
    later = (now + SCHEDULED_IN).replace(second=0, microsecond=0)
    return later if last <= now else min(later, last)


def _ingest(
    path: Path, language: str, moment: dt.datetime, *, publish: bool = False, by: User | None = None
) -> Article:
    local = timezone.localtime(moment, timezone.get_default_timezone())
    line = Dateline(date=local.date()).format(language).removesuffix(" -")
    text = path.read_text(encoding="utf-8")
    text = text.replace("{time}", format_time(local, language)).replace("{date}", line)
    choices = Choices(year=local.year, publish=publish, by=by)
    outcome = ingest(text, item_id=path.name, feed=FEED, choices=choices)
    if outcome.result is Result.REFUSED:
        raise Refused(f"{path.name}: {outcome.reason}", outcome.line)
    return Item.objects.select_related("article").get(feed=FEED, item_id=path.name).article
