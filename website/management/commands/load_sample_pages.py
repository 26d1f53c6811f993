"""manage.py load_sample_pages: the pages about an agency that does not exist; `load_sample` calls it."""

from typing import Any

from django.core.management.base import BaseCommand

from articles import body
from website.models import Page
from website.sample_pages import PAGES


class Command(BaseCommand):
    help = "Make the sample pages (about, corrections policy, contact, privacy) that are not there yet."

    def handle(self, **options: Any) -> None:
        for position, (slug, (about, title, text)) in enumerate(PAGES.items()):
            Page.objects.get_or_create(
                slug=slug,
                defaults={"about": about, "title": title, "body": body.clean(text), "position": position},
            )
