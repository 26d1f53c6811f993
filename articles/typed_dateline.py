"""A dateline or closing source that somebody typed into the text, in terms of our records."""

import datetime as dt
from dataclasses import dataclass, field

from articles.gazetteer import closing_words, find_places, find_sources, is_place, known_agencies
from articles.lifting import lift
from articles.models import Place
from sections.models import Source


@dataclass(frozen=True)
class TypedDateline:
    body: str  # without it
    line: str  # as it was typed; empty where only a closing source was
    sources: list[Source] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    place_text: str = ""  # in place of them, where one is not on the list
    region: str = ""
    date: dt.date | None = None


def take_off(body_html: str, language: str, today: dt.date) -> TypedDateline | None:
    """None where none was typed, or where a source in it is not on our list: then the text stays as it is."""
    lifted = lift(body_html, language, today, known_agencies(), closing_words(), is_place)
    if not lifted.dateline and not lifted.closing_sources:
        return None
    line = lifted.dateline
    try:
        sources = find_sources(line.sources if line and line.sources else lifted.closing_sources)
    except KeyError:
        return None
    if line is None:
        return TypedDateline(lifted.body_html, "", sources)
    places = find_places(line.places, language)
    return TypedDateline(
        lifted.body_html,
        lifted.line,
        sources,
        places or [],
        "" if places is not None else "; ".join(line.places),
        line.region,
        line.date,
    )
