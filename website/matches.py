"""Stories as a search shows them: what was looked for is marked wherever it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from articles.models import Edition
from articles.search.words import excerpt, parts, stem, words
from website.narrowing import KINDS, Names
from website.searching import NAMES
from website.teasers import LISTED_FIELDS, Teaser, as_teasers

FIELDS = (*LISTED_FIELDS, "byline", "dateline", "body")
EXCERPT = 220  # characters
NAMED_AT_MOST = 3  # names that say why a story was found
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Result:
    story: Teaser
    headline: Pieces
    excerpt: Pieces
    why: list[tuple[str, Pieces]] = field(default_factory=list)  # what else of it matches: what it is, and it


def as_results(
    editions: Sequence[Edition], stems: frozenset[str], names: Names, at: datetime, language: str
) -> list[Result]:
    return [
        _result(edition, story, stems, names)
        for edition, story in zip(editions, as_teasers(editions, at, language), strict=True)
    ]


def _result(edition: Edition, story: Teaser, stems: frozenset[str], names: Names) -> Result:
    headline, text = parts(edition.headline, stems), parts(excerpt(edition.body, stems, EXCERPT), stems)
    missing = stems - _said(headline) - _said(text)
    return Result(story, headline, text, _why(edition, stems, missing, names) if missing else [])


def _why(
    edition: Edition, stems: frozenset[str], missing: frozenset[str], names: Names
) -> list[tuple[str, Pieces]]:
    """Whatever holds a word that neither headline nor excerpt do, until none is left."""
    found: list[tuple[str, Pieces]] = []
    for label, text in _named(edition, names):
        pieces = parts(text, stems)
        said = _said(pieces)
        if said & missing:
            found.append((label, pieces))
            missing -= said
        if not missing or len(found) == NAMED_AT_MOST:
            break
    return found


def _named(edition: Edition, names: Names) -> Iterable[tuple[str, str]]:
    yield "", edition.subheadline
    for kind in KINDS:
        for name in names.of(edition.pk, kind):
            yield str(NAMES[kind]), name
    yield "", edition.byline
    yield "", edition.dateline


def _said(pieces: Pieces) -> frozenset[str]:
    return frozenset(stem(word) for text, is_match in pieces if is_match for word in words(text))
