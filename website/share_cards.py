"""Share cards of stories without a picture: headline, section and agency, drawn when somebody asks for one.

A card's address comes from what stands on it, so that it changes with that; only the card of what the story
says now is answered with. Its file has a name that nobody can guess: a web server that looks for an address
on the disk finds none, and what the card of a killed story answers stays ours to say.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.crypto import salted_hmac

from articles.models import Edition
from photos.files import put, renditions
from photos.pixels.card import HEIGHT, WIDTH, Card, Colours, draw
from photos.showing import one_at_a_time
from sections.tree import Node
from website.plain import line

FOLDER = "cards"
DRAWN = 1  # to be raised where photos.pixels.card draws otherwise: cards get other addresses
SIZE = WIDTH, HEIGHT


def url_of(edition: Edition, section: Node) -> str:
    digest = digest_of(card_of(edition, section))
    return reverse("share_card", kwargs={"publication": edition.publication_id, "digest": digest})


def card_of(edition: Edition, section: Node) -> Card:
    """What stands on it. On the agency's own front its name is said once."""
    name = line(section.name) if section.parent else ""
    return Card(headline=line(edition.headline), section=name, agency=line(section.line[0].name))


def digest_of(card: Card) -> str:
    said = repr((DRAWN, card.headline, card.section, card.agency, colours(), font()))
    return hashlib.blake2b(said.encode(), digest_size=10).hexdigest()


def picture_of(card: Card) -> IO[bytes]:
    """The PNG, as it is kept once it was drawn."""
    storage, place = renditions(), _place_of(card)
    if not storage.exists(place):
        with one_at_a_time(f"card-{digest_of(card)[:2]}"):
            if not storage.exists(place):
                put(storage, place, ContentFile(draw(card, colours(), font())))
    return storage.open(place)


def _place_of(card: Card) -> str:
    secret = salted_hmac("website.share_cards", digest_of(card), algorithm="sha256").hexdigest()
    return f"{FOLDER}/{secret[:2]}/{secret}.png"


def font() -> Path | None:
    """Pillow's own where the site names none."""
    return Path(settings.NEWSROOM_CARD_FONT) if settings.NEWSROOM_CARD_FONT else None


def colours() -> Colours:
    return _colours(tuple(settings.NEWSROOM_CARD_COLOURS))


@lru_cache
def _colours(said: tuple[str, ...]) -> Colours:
    return Colours(**dict(each.split("=", 1) for each in said))
