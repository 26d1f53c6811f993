"""Renditions: made once, at the latest when somebody asks for them, and gone with a killed picture.

Names come from the picture's content and focal point (photos.pixels.renditions), so a page can name what is
not made yet, and whatever stands under a name never changes. A name of a former focal point leads to today's.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.core.files.base import ContentFile

from photos.files import names_in, original_name, originals, put, renditions
from photos.models import Photo
from photos.pixels.encoding import Rights
from photos.pixels.renditions import DIGITS, Recipe, name_of, parse, recipes_for, render_all

FOLDER = "photos"


class Gone(Exception):
    """The picture was killed."""


class Moved(Exception):
    """The focal point is another one today: `name` is what the same recipe makes of the picture now."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def place_of(name: str) -> str:
    """Where a rendition is; those of one picture are in one folder."""
    return f"{FOLDER}/{name[:2]}/{name[:DIGITS]}/{name}"


def rendition(name: str, tries: int = 3) -> IO[bytes] | None:
    """The rendition of that name; None where no picture has one. Raises Gone, and Moved.

    Nobody has us cut a picture at will: under another focal point than today's nothing is made, and what an
    older page had there is not looked for. Which points it ever had is not kept, so any leads to today's.
    """
    asked = parse(name)
    photo = find(asked.digest) if asked else None
    if asked is None or photo is None:
        return None
    if photo.killed_at:
        raise Gone
    if asked.recipe not in recipes_for((photo.width, photo.height)):
        return None
    if (today := name_of(photo.digest, focal_of(photo), asked.recipe)) != name:
        raise Moved(today)
    storage, place = renditions(), place_of(name)
    if not storage.exists(place):
        make(photo, [asked.recipe])
    try:
        return storage.open(place)
    except FileNotFoundError:  # forgotten at this moment: the picture was changed
        return rendition(name, tries - 1) if tries > 1 else None


def find(beginning: str) -> Photo | None:
    """The picture whose digest begins so. A range, which every database answers from its index."""
    return Photo.objects.filter(digest__gte=beginning, digest__lt=f"{beginning}g").first()


def make(photo: Photo, recipes: list[Recipe]) -> None:
    """Those of these that are not there, from one decoding. Raises Gone."""
    storage, focal = renditions(), focal_of(photo)
    places = {recipe: place_of(name_of(photo.digest, focal, recipe)) for recipe in recipes}
    with alone(photo):
        lacking = [recipe for recipe in recipes if not storage.exists(places[recipe])]
        if lacking:
            with originals().open(original_name(photo.digest)) as file:
                for recipe, content in render_all(cast(BinaryIO, file), lacking, focal, rights_of(photo)):
                    put(storage, places[recipe], ContentFile(content))
    # Killed or changed meanwhile: whoever did it may have looked before these were there.
    now = Photo.objects.get(pk=photo.pk)
    is_same = (focal_of(now), rights_of(now)) == (focal, rights_of(photo))
    if now.killed_at or not is_same:
        forget(now)
    if now.killed_at:
        raise Gone
    if not is_same:
        make(now, recipes)


def forget(photo: Photo) -> None:
    """Delete all renditions of a picture."""
    storage, folder = renditions(), place_of(photo.digest[:DIGITS]).rpartition("/")[0]
    for name in names_in(storage, folder):
        storage.delete(f"{folder}/{name}")


def alone(photo: Photo) -> AbstractContextManager[None]:
    """One process of a machine at a time works on a picture; the others wait, and find what it has made.

    Two machines may both make a rendition: of the same bytes, and it appears whole, so neither does harm.
    """
    return one_at_a_time(f"photo-{photo.digest[:2]}")


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Inside the with block no other process of this machine, nor thread, does the same."""
    lock = Path(tempfile.gettempdir()) / f"newsroom-{os.getuid()}-{what}.lock"
    # Others may write into that folder: no link of theirs is followed, and nothing is emptied.
    opened = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def focal_of(photo: Photo) -> tuple[float, float]:
    return photo.focal_x, photo.focal_y


def rights_of(photo: Photo) -> Rights:
    return Rights(
        photo.creator, photo.credit_line, photo.copyright_notice, source_type_uri(photo.digital_source_type)
    )


SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def source_type_uri(code: str) -> str:
    return f"{SOURCE_TYPES}{code}" if code else ""
