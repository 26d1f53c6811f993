"""manage.py export: a story as readers see it, to standard output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wire.export import FORMATS, NotThere, find_live


class Command(BaseCommand):
    help = "Write the story at an address to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "address", metavar="ADDRESS", help="Of the story: a path, or with this site's name."
        )
        parser.add_argument("--format", choices=FORMATS, default="page")

    def handle(self, *, address: str, format: str, **options: Any) -> None:
        try:
            edition = find_live(address, timezone.now())
        except NotThere as error:
            raise CommandError(str(error)) from error
        self.stdout.write(FORMATS[format](edition), ending="")
