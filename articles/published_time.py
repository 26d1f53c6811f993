"""The time line of a page: `21 November, 17:07`, in the language of the story."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sections.languages import primary

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
MONTH_NAMES = {language: names.split() for language, names in MONTHS.items()}
COMMAS = {"ar": "،"}  # where it is not ours
LEAP_YEAR = 2024
YEARS_TO_LOOK_BACK = 8  # the longest time from one 29 February to the next


def month_name(month: int, language: str) -> str:
    """English where the language is none of ours."""
    return MONTH_NAMES.get(primary(language), MONTH_NAMES["en"])[month - 1]


def format_time(local: dt.datetime, language: str) -> str:
    """`local` is in the site's time zone."""
    return with_clock(f"{local.day} {month_name(local.month, language)}", local, language)


def format_date(local: dt.datetime, language: str) -> str:
    return f"{local.day} {month_name(local.month, language)} {local.year}"


def format_whole(local: dt.datetime, language: str) -> str:
    """`21 November 2022, 17:07`."""
    return with_clock(format_date(local, language), local, language)


def with_clock(day: str, local: dt.datetime, language: str) -> str:
    return f"{day}{COMMAS.get(primary(language), ',')} {local:%H:%M}"


@dataclass(frozen=True)
class TimeLine:
    """What a time line says; it names no year."""

    day: int
    month: int
    hour: int
    minute: int
    languages: tuple[str, ...]  # those that the month's name belongs to

    @property
    def is_possible(self) -> bool:
        """Whether there is such a day, in some year, and such a time."""
        try:
            dt.datetime(LEAP_YEAR, self.month, self.day, self.hour, self.minute)  # noqa: DTZ001 - any zone
        except ValueError:
            return False
        return True

    def in_year(self, year: int, zone: ZoneInfo) -> dt.datetime:
        """The moment in that year, the earlier one where clocks show it twice; ValueError for none."""
        moment = dt.datetime(year, self.month, self.day, self.hour, self.minute, tzinfo=zone)
        shown = moment.astimezone(dt.UTC).astimezone(zone)
        if (shown.hour, shown.minute) != (self.hour, self.minute):
            raise ValueError("the clocks skip that hour")
        return moment

    def latest(self, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
        """The nearest such moment that is not after `now`. ValueError where there is none."""
        this_year = now.astimezone(zone).year
        for year in range(this_year, this_year - YEARS_TO_LOOK_BACK - 1, -1):
            try:
                moment = self.in_year(year, zone)
            except ValueError:
                continue
            if moment <= now:
                return moment
        raise ValueError("in no year of late")


_TIME_LINE = re.compile(r"([0-9]{1,2}) ([^\W\d_]{3,12})[,،]? ([0-9]{1,2}):([0-9]{2})")


def parse_time(text: str) -> TimeLine | None:
    """Read `21 November, 17:07` with the month in any of our languages; None where it is something else."""
    found = _TIME_LINE.fullmatch(" ".join(text.split()))
    if not found:
        return None
    day, name, hour, minute = found.groups()
    months = {
        language: number
        for language, names in MONTH_NAMES.items()
        for number, month in enumerate(names, start=1)
        if month.casefold() == name.casefold()
    }
    if not months:
        return None
    return TimeLine(int(day), next(iter(months.values())), int(hour), int(minute), tuple(months))
