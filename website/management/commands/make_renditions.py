import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from photos.models import Photo
from website.rendering import Key, key_of, render, wanted


class Command(BaseCommand):
    help = (
        "Make the renditions that pages name and that are not there yet, of the newest stories' pictures and "
        "of what has just come in. With --watch it goes on, and makes them as stories are published."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stories", type=int, default=200, help="how many of the newest (200)")
        parser.add_argument("--uploads", type=int, default=50, help="how many of the newest pictures (50)")
        parser.add_argument(
            "--watch",
            type=float,
            nargs="?",
            const=5.0,
            metavar="SECONDS",
            help="look again so often (5), until it is stopped",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.done: set[Key] = set()
        self.failed = 0
        while True:
            # One at a time: what was published meanwhile comes first.
            while photo := self.next_one(options["stories"], options["uploads"]):
                self.make(photo)
            if options["watch"] is None:
                break
            close_old_connections()
            time.sleep(options["watch"])
        if self.failed:
            raise CommandError(f"{self.failed} pictures could not be made.")

    def next_one(self, stories: int, uploads: int) -> Photo | None:
        photos = wanted(timezone.now(), stories, uploads)
        return next((photo for photo in photos if key_of(photo) not in self.done), None)

    def make(self, photo: Photo) -> None:
        """One that fails is told and passed over: the others do not wait for it."""
        self.done.add(key_of(photo))
        try:
            made = render(photo)
        except Exception as error:  # whatever is wrong with one file
            self.failed += 1
            self.stderr.write(f"{photo.pk} {photo}: {type(error).__name__}: {error}")
            return
        if made:
            self.stdout.write(f"{photo.pk} {photo}: {made} renditions")
