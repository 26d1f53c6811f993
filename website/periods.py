"""Years, months and days of the archive, in the site's time zone, and in which of them there are stories."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db.models import Exists, Subquery
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from articles.published_time import month_name
from sections.models import Section
from sections.tree import Node

FIRST_YEAR = 1800  # no story is older
YEARS_EACH_WAY = 30  # offered from the page of a year


@dataclass(frozen=True)
class Period:
    """A year, a month or a day; in addresses `2022`, `2022/11`, `2022/11/21`."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for what no calendar has, and for what is older than any story."""
        period = cls(*(int(part) for part in text.split("/")))
        if period.first_day.year < FIRST_YEAR:
            raise ValueError(text)
        return period

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    def like(self, day: date) -> "Period":
        """The year, the month or the day, as this is one, in which that day is."""
        return Period(day.year, day.month if self.month else None, day.day if self.day else None)

    def __str__(self) -> str:
        given = (part for part in (self.month, self.day) if part)
        return "/".join([f"{self.year:04}", *(f"{part:02}" for part in given)])

    def name(self, language: str) -> str:
        """`2022`, `November 2022`, `21 November 2022`."""
        month = month_name(self.month, language) if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)

    def short_name(self, language: str) -> str:
        """Where the rest is said already: `2022`, `November`, `21`."""
        if self.day:
            return str(self.day)
        return month_name(self.month, language) if self.month else str(self.year)

    @property
    def first_day(self) -> date:
        return date(self.year, *(1 if part is None else part for part in (self.month, self.day)))

    @property
    def line(self) -> list["Period"]:
        """From the year down to this."""
        year, month = Period(self.year), Period(self.year, self.month)
        return [year, *([month] if self.month else []), *([self] if self.day else [])]

    @property
    def months(self) -> list["Period"]:
        return [Period(self.year, month) for month in range(1, 13)]

    @property
    def weeks(self) -> list[list["Period | None"]]:
        """Of a month, Monday first; None for the days of its neighbours."""
        weeks = Calendar().monthdayscalendar(self.year, self.month or 1)
        return [[Period(self.year, self.month, day) if day else None for day in week] for week in weeks]

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """When it begins, and when what follows it does."""
        first = self.first_day
        if self.day:
            after = first + timedelta(days=1)
        elif self.month:
            after = (first + timedelta(days=31)).replace(day=1)
        else:
            after = date(self.year + 1, 1, 1)
        zone = timezone.get_default_timezone()
        return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


def archive_url(section: Node, period: Period) -> str:
    return reverse("archive", kwargs={"path": section.path, "period": period})


def with_stories(section_id: int, at: datetime, periods: Iterable[Period]) -> set[Period]:
    """Those in which readers find stories of this section: one query, a look into the index for each."""
    periods = list(periods)
    stories = Edition.objects.live(at).on_list("section", section_id)
    looks = {}
    for number, period in enumerate(periods):
        begins, ends = period.bounds
        looks[f"look_{number}"] = Exists(stories.between(begins, ends))
    found = Section.objects.filter(pk=section_id).values_list(*looks.values()).first() or ()
    return {period for period, is_there in zip(periods, found, strict=False) if is_there}


def beside(section_id: int, at: datetime, period: Period) -> tuple[Period | None, Period | None]:
    """The nearest such periods before and after this one that have stories: one query."""
    begins, ends = period.bounds
    stories = Edition.objects.live(at).on_list("section", section_id)
    before = stories.between(ends=begins).values("publication__first_published_at")[:1]
    after = stories.between(ends).reverse().values("publication__first_published_at")[:1]
    row = Section.objects.filter(pk=section_id).values_list(Subquery(before), Subquery(after)).first()
    earlier, later = row or (None, None)
    return _around(period, earlier), _around(period, later)


def _around(like: Period, moment: datetime | None) -> Period | None:
    return like.like(day_of(moment)) if moment else None


def day_of(moment: datetime) -> date:
    """The day there is then in the site's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def years_around(section_id: int, at: datetime, year: Period) -> list[Period]:
    """The years from the section's oldest story to now, as far as they are near this one. One query."""
    stories = Edition.objects.live(at).on_list("section", section_id).reverse()
    oldest = stories.values_list("publication__first_published_at", flat=True).first()
    if oldest is None:
        return []
    first = max(day_of(oldest).year, year.year - YEARS_EACH_WAY)
    last = min(day_of(at).year, year.year + YEARS_EACH_WAY)
    return [Period(each) for each in range(first, last + 1)]
