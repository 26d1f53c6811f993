"""manage.py load_sample_pages: the pages about an agency that does not exist; `load_sample` calls it."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from articles import body
from articles.models import Publication
from website.models import FlashBar, Page
from website.sample_pages import PAGES

FLASH_LASTS = timedelta(hours=6)


class Command(BaseCommand):
    help = "Make the sample pages (about, corrections policy, contact, privacy) that are not there yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--flash", metavar="GUID", help="a story that stands in the flash bar for hours")

    def handle(self, flash: str | None = None, **options: Any) -> None:
        for position, (slug, (about, title, text)) in enumerate(PAGES.items()):
            Page.objects.get_or_create(
                slug=slug,
                defaults={"about": about, "title": title, "body": body.clean(text), "position": position},
            )
        for story in Publication.objects.filter(guid=flash) if flash else ():
            FlashBar.objects.create(publication=story, until=timezone.now() + FLASH_LASTS)
