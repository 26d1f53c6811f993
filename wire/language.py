"""Which language a story is in, by all that its page says.

Its own words decide, where they are clear: wires mix forms, and `(ANSA) - ROME, 22 NOV -` is German by its
form alone. Where they are not, as in a flash, everything else on the page has a say.
"""

import re
from collections import Counter
from collections.abc import Mapping

from articles import gazetteer
from articles.folding import fold
from articles.lifting import Lifted
from articles.published_time import MONTH_NAMES
from sections.languages import primary
from wire.export import LABELS
from wire.page_text import PageText, loose

PREFERRED = ("en", "it")  # where nothing decides, the section neither: of 21 November, of 3 agosto
CLEAR = 3  # different small words

# How loud each part of a page is: the month of its time line, its dateline, its breadcrumb's label.
TIME_LINE, DATELINE, LABEL = 3, 2, 1

SMALL_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to for with that was from has have by this which will are been his they said "
        "after would about their into",
        "it": "il gli che di della dello dei degli delle nel nella nelle dal dalla dalle sulla è più anche "
        "ieri dell nell dall sull sono loro questo",
        "de": "der die den dem und mit von für auf nicht ein eine einen sich werden wird auch ist zu zum "
        "wurde nach bei haben sind",
        "es": "el los las y pero fue más según hay muy también desde han hasta dijo ayer hoy donde",
        "fr": "les des et dans pour qui sur avec pas ont une aux été cette leur sont ces mais selon elle",
        "pt": "os não em uma dos ao aos foi são com pelo pela também está à das seu foram ontem hoje disse",
    }.items()
}
"""Frequent words that belong to one of these languages alone."""


def by_words(text: str) -> str:
    """The language of a text; "" where its words leave that open. Arabic is known by its letters."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum("\u0600" <= letter <= "\u06ff" for letter in letters) * 2 > len(letters):
        return "ar"
    words = set(re.findall(r"\w+", text.casefold()))
    counts = Counter({language: len(words & small) for language, small in SMALL_WORDS.items()})
    (language, most), (_other, next_most) = counts.most_common(2)
    return language if most >= CLEAR and most >= 2 * next_most else ""


def by_the_rest(
    page: PageText, months: tuple[str, ...], openings: Mapping[str, Lifted], section_language: str
) -> str:
    """What most of time line, dateline and label speak for; where they are even, the section's.

    `months`: the languages that the month's name belongs to; `openings`: the text's beginning, as each
    language reads it.
    """
    own = primary(section_language)
    voices = Counter(dict.fromkeys(months, TIME_LINE))
    voices.update(_of_dateline(openings))
    if site := _of_site(page.label, own):
        voices[site] += LABEL
    languages = dict.fromkeys([own, *PREFERRED, *MONTH_NAMES])
    return max(languages, key=lambda language: voices[language])  # of several the first


def _of_dateline(openings: Mapping[str, Lifted]) -> dict[str, int]:
    """The languages in whose form it stands, of those that call the place so; where no form suits, these.

    German does not write places in capitals: where it is the only one left, it has half a say.
    """
    formed = {language for language, opening in openings.items() if _is_in_form_of(language, opening)}
    named = {language for language, opening in openings.items() if _calls_it_so(language, opening)}
    in_capitals = "de" in formed and _is_in_capitals(openings["de"])
    if named:
        return dict.fromkeys((formed - ({"de"} if in_capitals else set())) & named or named, DATELINE)
    return dict.fromkeys(formed, DATELINE) | ({"de": DATELINE // 2} if in_capitals else {})


def _is_in_form_of(language: str, opening: Lifted) -> bool:
    return opening.dateline is not None and opening.dateline.format(language) == loose(opening.line)


def _calls_it_so(language: str, opening: Lifted) -> bool:
    names = opening.dateline.places if opening.dateline else ()
    places = {name: gazetteer.find_place(name, language) for name in names}
    return bool(places) and all(
        place is not None and fold(place.name_in(language)) == fold(name) for name, place in places.items()
    )


def _is_in_capitals(opening: Lifted) -> bool:
    return opening.dateline is not None and all(place.isupper() for place in opening.dateline.places)


def _of_site(label: str, section_language: str) -> str:
    """The language of the site around the story: `Path` is written by all that have no word of their own."""
    if label.casefold() == LABELS.get(section_language, LABELS["en"]).casefold():
        return section_language
    return next((language for language, word in LABELS.items() if word.casefold() == label.casefold()), "")
