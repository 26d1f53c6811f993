"""Pins and flash bars as tests put them there, without the desk."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import Article, Publication
from sections.models import Section
from website.furniture import forget_furniture
from website.models import FlashBar, Pin


def publication(story: Article) -> Publication:
    return Publication.objects.get(article=story)


def pin(section: Section, story: Article, position: int = 1, until: datetime | None = None) -> Pin:
    return Pin.objects.create(section=section, publication=publication(story), position=position, until=until)


def flash(story: Article, minutes: float = 30, **fields) -> FlashBar:
    """In the bar; the furniture is read anew, as it is a second later."""
    until = timezone.now() + timedelta(minutes=minutes)
    bar = FlashBar.objects.create(publication=publication(story), **({"until": until} | fields))
    forget_furniture()
    return bar
