"""What the names in copy stand for: places by any of their names, sources by their codes."""

from collections.abc import Iterable, Sequence

from articles.dateline_words import KNOWN_AGENCIES
from articles.folding import fold
from articles.models import Place
from sections.models import Source

HOME_COUNTRY = "IT"


def find_place(name: str, language: str) -> Place | None:
    """The place of this name: where several have it, one named so in that language, then one at home."""
    folded = fold(name)
    if not folded:
        return None
    found = Place.objects.filter(search_names__contains=f"\n{folded}\n").prefetch_related("names")
    return min(
        found,
        key=lambda place: (
            place.name_in(language).casefold() != name.casefold(),
            fold(place.name_in(language)) != folded,
            place.country != HOME_COUNTRY,
            place.country,
            place.pk,
        ),
        default=None,
    )


def is_place(name: str) -> bool:
    """Whether a place on the list has this name in any language."""
    folded = fold(name)
    return bool(folded) and Place.objects.filter(search_names__contains=f"\n{folded}\n").exists()


def find_places(names: Sequence[str], language: str) -> list[Place] | None:
    """The places of a dateline, or None where one of them is on no list: then all stand as text."""
    places = [find_place(name, language) for name in names]
    known = [place for place in places if place]
    return known if len(known) == len(set(known)) == len(places) else None


def known_agencies() -> frozenset[str]:
    """Codes that make a dateline or end a text: the sources on our list, and what the trade knows."""
    return KNOWN_AGENCIES | frozenset(Source.objects.values_list("code", flat=True))


def closing_words() -> dict[str, str]:
    """Code by the words with which a source closes in place of its code."""
    return dict(Source.objects.exclude(closing_source="").values_list("closing_source", "code"))


def find_sources(codes: Iterable[str]) -> list[Source]:
    """The sources of these codes, in their order, each once; KeyError names a code that is on no list."""
    by_code = {source.code.casefold(): source for source in Source.objects.all()}
    sources = {}
    for code in codes:
        source = by_code.get(code.casefold())
        if source is None:
            raise KeyError(code)
        sources[source.pk] = source
    return list(sources.values())
