"""Holds the files of pictures against their rows, both ways, and repairs what it can."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from photos.files import folders_in, names_in, originals, renditions
from photos.models import Photo
from photos.showing import FOLDER, find

AN_HOUR = timedelta(hours=1)
FOLDERS = [f"{number:02x}" for number in range(256)]  # as digests begin


class Command(BaseCommand):
    help = (
        "Looks for pictures whose original is missing, for originals that no picture knows, and for "
        "renditions of pictures that were killed or are not there. With --repair deletes what nobody knows; "
        "a missing original comes back from a backup alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="delete files that belong to nothing")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        missing = strays = leftovers = 0
        for digest in missing_originals():
            missing += 1
            self.stdout.write(f"Missing: the original of picture {digest}")
        for name in stray_originals():
            strays += 1
            self.stdout.write(f"Nobody knows the original {name}")
            if repair:
                originals().delete(name)
        for folder, photo in stray_renditions():
            leftovers += 1
            self.stdout.write(f"Renditions of {'a killed picture' if photo else 'no picture'}: {folder}")
            if repair:
                empty(renditions(), folder)
        told = f"{missing} originals missing, {strays} unknown, renditions of {leftovers} pictures left over"
        if missing or ((strays or leftovers) and not repair):
            raise CommandError(f"{told}.")
        self.stdout.write(f"{told}{', repaired' if strays or leftovers else ''}.")


def missing_originals() -> Iterator[str]:
    """By folders: a bucket is asked 256 times, however many pictures there are. The rows are read first, so
    what comes in meanwhile is not missing.
    """
    storage = originals()
    for folder in FOLDERS:
        rows = Photo.objects.filter(digest__gte=folder, digest__lt=f"{folder}g").order_by("digest")
        digests = list(rows.values_list("digest", flat=True))
        there = set(names_in(storage, folder)) if digests else set()
        yield from (digest for digest in digests if digest not in there)


def stray_originals() -> Iterator[str]:
    """Half a file, too: it lies beside until it has its name. Not those of the last hour: their rows may
    be on their way.
    """
    storage, settled = originals(), timezone.now() - AN_HOUR
    for folder in folders_there(storage, ""):
        names = names_in(storage, folder)
        known = set(Photo.objects.filter(digest__in=names).values_list("digest", flat=True))
        strays = (f"{folder}/{name}" for name in names if name not in known)
        yield from (stray for stray in strays if storage.get_modified_time(stray) < settled)


def stray_renditions() -> Iterator[tuple[str, Photo | None]]:
    storage = renditions()
    for folder in (f"{FOLDER}/{beginning}" for beginning in folders_there(storage, FOLDER)):
        for digits in folders_in(storage, folder):
            photo = find(digits)
            if photo is None or photo.killed_at:
                yield f"{folder}/{digits}", photo


def folders_there(storage: Storage, above: str) -> list[str]:
    """Of those that we make: a disk may have others."""
    return sorted(set(folders_in(storage, above)) & set(FOLDERS))


def empty(storage: Storage, folder: str) -> None:
    for name in names_in(storage, folder):
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)
