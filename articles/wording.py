"""Dateline, byline and closing source of a story, put into words in its language."""

import zoneinfo
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings

from accounts.models import User
from articles.dateline import Dateline, join_sources
from articles.models import Place
from sections.languages import primary
from sections.models import Source

BYLINE = {
    "it": ("di", "e"),
    "en": ("By", "and"),
    "de": ("Von", "und"),
    "es": ("Por", "y"),
    "fr": ("Par", "et"),
    "pt": ("Por", "e"),
    "ar": ("بقلم", "و"),
}


def byline(names: Sequence[str], language: str) -> str:
    """`By A, B and C`; empty for nobody."""
    if not names:
        return ""
    by, last_and = BYLINE.get(primary(language), BYLINE["en"])
    *first, last = names
    joined = f"{', '.join(first)} {last_and} {last}" if first else last
    return f"{by} {joined}"


def initials(person: User) -> str:
    """Those that the person gave, else the first letters of the names."""
    names = [person.first_name, person.last_name] if person.last_name else [person.username]
    return person.initials or "".join(name[:1] for name in names).upper()


def sign_off(people: Sequence[User]) -> str:
    """`AR/EC`: who wrote and edited it, for the wire; never on the page."""
    return "/".join(dict.fromkeys(map(initials, people)))[:200]


def wire_headline(headline: str, update_number: int) -> str:
    """`Bridge opens in Belgrade (2)`: as agencies number the updates of a story."""
    return f"{headline} ({update_number})" if update_number > 1 else headline


def closing_source(sources: Sequence[Source]) -> str:
    """`(ANSA).`, `(ANSA-AFP).`, or the words that a source closes with."""
    if not sources:
        return ""
    if len(sources) == 1 and sources[0].closing_source:
        return sources[0].closing_source
    return f"({join_sources([source.code for source in sources])})."


def day_at(moment: datetime, places: Sequence[Place]) -> date:
    """The day at the first place; the site's where there is none."""
    zone = places[0].time_zone if places else settings.TIME_ZONE
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).date()


def dateline(
    sources: Sequence[Source], places: Sequence[str], region: str, day: date | None, language: str
) -> str:
    """Empty for a story that is from nowhere and of no day, such as an opinion."""
    if not places and not day:
        return ""
    codes = tuple(source.code for source in sources)
    return Dateline(codes, tuple(places), region, day).format(language)
