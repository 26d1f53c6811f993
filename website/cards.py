"""The share card of a page: what others show of it where somebody passes it on."""

import struct
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.contrib.staticfiles import finders
from django.templatetags.static import static

from sections.tree import Node
from website import share_cards
from website.addresses import absolute
from website.pictures import hang
from website.plain import line
from website.stories import Story

AGENCY_CARD = "site/card.png"  # docs/branding.md
PNG = b"\x89PNG\r\n\x1a\n"

# Open Graph asks for a territory, which our languages seldom name: the one where most read it.
TERRITORIES = {
    "ar": "AR",  # as Facebook calls Arabic wherever it is read
    "bg": "BG",
    "bs": "BA",
    "cs": "CZ",
    "de": "DE",
    "el": "GR",
    "en": "GB",
    "es": "ES",
    "fr": "FR",
    "he": "IL",
    "hr": "HR",
    "hu": "HU",
    "it": "IT",
    "mk": "MK",
    "pl": "PL",
    "pt": "PT",
    "ro": "RO",
    "ru": "RU",
    "sl": "SI",
    "sq": "AL",
    "sr": "RS",
    "tr": "TR",
    "uk": "UA",
}
TERRITORY = 2  # letters

Properties = list[tuple[str, str]]


def card(
    title: str, description: str, url: str, site: str, language: str, picture: Properties | None = None
) -> Properties:
    """As properties of Open Graph; with the agency's picture where there is no other."""
    told = [("og:title", line(title)), ("og:url", url), ("og:site_name", site)]
    if description:
        told.append(("og:description", line(description)))
    if locale := locale_of(language):
        told.append(("og:locale", locale))
    return [*told, *(picture or picture_of(site))]


def locale_of(language: str) -> str:
    """`en_GB` of `en`, `sr_RS` of `sr-Latn`, `pt_BR` of `pt-BR`; empty where no territory is known."""
    primary, *others = language.split("-")
    said = next((part.upper() for part in others if len(part) == TERRITORY and part.isalpha()), "")
    territory = said or TERRITORIES.get(primary.lower(), "")
    return f"{primary.lower()}_{territory}" if territory else ""


def picture_of(site: str) -> Properties:
    """The agency's own picture, for pages that are no story's."""
    told = [("og:image", absolute(static(AGENCY_CARD)))]
    if size := size_of(AGENCY_CARD):
        told += [("og:image:width", str(size.width)), ("og:image:height", str(size.height))]
    return [*told, ("og:image:alt", line(site))]


def picture_of_story(story: Story, section: Node) -> Properties:
    """Its lead photo as lists cut it; of a story without one a card that is drawn."""
    edition = story.edition
    if lead := hang(edition, story.pictures).lead:
        file = lead.file("16x9")
        url, size, alt = file.url, (file.width, file.height), lead.photo.alt_text or lead.caption
    else:
        url, size, alt = share_cards.url_of(edition, section), share_cards.SIZE, edition.headline
    told = [("og:image", absolute(url)), ("og:image:width", str(size[0])), ("og:image:height", str(size[1]))]
    return [*told, *([("og:image:alt", line(alt))] if alt else [])]


class Size(NamedTuple):
    width: int
    height: int


@cache
def size_of(name: str) -> Size | None:
    """Of a static PNG, ours or the brand's; None for what is none."""
    path = finders.find(name)
    if not isinstance(path, str):
        return None
    with Path(path).open("rb") as file:
        head = file.read(24)
    if len(head) < 24 or not head.startswith(PNG):  # noqa: PLR2004 - signature, length, name, two numbers
        return None
    return Size(*struct.unpack(">II", head[16:]))
