"""Fills the archive with invented stories, for measuring and trying out."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django import db
from django.core.management.base import BaseCommand, CommandError

from articles.archive import seed
from articles.management.progress import Progress

BREATH = 0.05
"""Seconds between two batches in which others may write: SQLite keeps no queue of those who wait."""


def amount(text: str) -> int:
    number = int(text.replace("_", "")) if text.replace("_", "").isdecimal() else 0
    if number < 1:
        raise ArgumentTypeError(f"{text} is no number of stories: 1 or more")
    return number


class Command(BaseCommand):
    help = (
        "Makes sure that the first N invented stories of the archive are there, published, in 40 sections. "
        "The same number is always the same story: a second run, or a first one that was stopped, adds what "
        "is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stories", metavar="N", type=amount, help="how many stories")

    def handle(self, *args: Any, **options: Any) -> None:
        total: int = options["stories"]
        made = 0
        with Progress(self.stdout, total, "stories") as progress:
            try:
                for looked_at, added in seed(total):
                    made += added
                    progress(looked_at)
                    db.reset_queries()  # with DEBUG on, Django keeps them all
                    time.sleep(BREATH)
            except KeyboardInterrupt:
                raise CommandError("Stopped: the same call goes on.", returncode=130) from None
        self.stdout.write(f"{made:,} stories made, {total - made:,} were there.")
