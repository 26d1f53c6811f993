"""The dated archive: a year leads to its months, a month to its days, a day to its stories."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

from sections.tree import Node, current_tree
from website.addresses import absolute, moved_to, section_at
from website.languages import interface_language
from website.lists import Cursor, newest
from website.pages import reader_page, render_page
from website.periods import Period, archive_url, beside, day_of, with_stories, years_around
from website.teasers import Day, as_teasers, by_day
from website.views.fronts import cursor_from

STORIES_A_PAGE = 50
STORIES_OF_A_MONTH, STORIES_OF_A_YEAR = 20, 10  # its last, beside the way to its days or months

Built = dict[str, Any]


@reader_page
def archive(request: HttpRequest, path: str, period: Period) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    section = section_at(path) if tree.root else None
    if section is None or period.first_day > day_of(at):
        raise Http404
    url = archive_url(section, period)
    if request.path != url:
        return moved_to(url, request)
    build: Callable[..., Built] = of_day if period.day else of_month if period.month else of_year
    language = interface_language(section.language)
    context = surroundings(section, period, at, language) | build(request, section, period, at, language)
    return render_page(request, "website/archive.html", context, tree=tree, section=section, at=at)


def link_to(section: Node, period: Period | None, language: str) -> dict[str, str] | None:
    """How a page speaks of another period, and where it is."""
    if period is None:
        return None
    url = archive_url(section, period)
    return {"url": url, "name": period.name(language), "short": period.short_name(language)}


def surroundings(section: Node, period: Period, at: datetime, language: str) -> Built:
    return {
        "period": period,
        "when": period.name(language),
        "way": [link_to(section, above, language) for above in period.line],
        "canonical": absolute(archive_url(section, period)),
    }


def neighbours(section: Node, period: Period, at: datetime, language: str) -> Built:
    before, after = beside(section.id, at, period)
    return {"before": link_to(section, before, language), "after": link_to(section, after, language)}


def of_year(request: HttpRequest, section: Node, period: Period, at: datetime, language: str) -> Built:
    years = years_around(section.id, at, period)
    found = with_stories(section.id, at, [*period.months, *years])
    offered = [year for year in years if year in found]
    return {
        "months": [
            (month.short_name(language), archive_url(section, month) if month in found else "")
            for month in period.months
        ],
        "days": last_of(section, period, at, language, STORIES_OF_A_YEAR),
        "years": [(link_to(section, year, language), year == period) for year in offered],
        "is_empty": not any(month in found for month in period.months),
    }


def of_month(request: HttpRequest, section: Node, period: Period, at: datetime, language: str) -> Built:
    days = [day for week in period.weeks for day in week if day]
    found = with_stories(section.id, at, days)
    weeks = [
        [day and (day, archive_url(section, day) if day in found else "", day.name(language)) for day in week]
        for week in period.weeks
    ]
    return {
        "weekdays": [(WEEKDAYS_ABBR[day], WEEKDAYS[day]) for day in range(7)],
        "weeks": weeks,
        "days": last_of(section, period, at, language, STORIES_OF_A_MONTH),
        "is_empty": not found,
        **neighbours(section, period, at, language),
    }


def last_of(section: Node, period: Period, at: datetime, language: str, count: int) -> list[Day]:
    """The newest of a year or a month, day by day. They are not counted, nor are those of its days."""
    begins, ends = period.bounds
    editions = newest("section", section.id, at, count, Cursor(ends, 0), since=begins)
    return by_day(as_teasers(editions, at, language), language, section)


def of_day(request: HttpRequest, section: Node, period: Period, at: datetime, language: str) -> Built:
    begins, ends = period.bounds
    cursor = cursor_from(request, at)
    last = cursor if cursor and cursor.first_published_at < ends else Cursor(ends, 0)
    editions = newest("section", section.id, at, STORIES_A_PAGE + 1, last, since=begins)
    if cursor and not editions:
        raise Http404
    shown, rest = editions[:STORIES_A_PAGE], editions[STORIES_A_PAGE:]
    url = archive_url(section, period)
    return {
        "stories": as_teasers(shown, at, language),
        "older": f"{url}?before={Cursor.after(shown[-1])}" if rest else "",
        "canonical": absolute(f"{url}?before={cursor}" if cursor else url),
        "is_first_page": cursor is None,
        "is_empty": not shown,
        **neighbours(section, period, at, language),
    }
