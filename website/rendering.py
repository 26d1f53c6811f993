"""Renditions made before anybody asks for them: those that pages name, of the newest stories first.

Nothing depends on it: what is not made yet is made when a reader asks. Each crop and width is a turn of its
own (photos.showing.alone), so a reader who wants the same picture meanwhile waits for one and not for all.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from articles.models import Edition, EditionPhoto
from photos import showing
from photos.files import names_in, renditions
from photos.models import Photo
from photos.pixels.renditions import Recipe, name_of
from website.cuts import recipes_named

Key = tuple[object, ...]


def wanted(at: datetime, stories: int, uploads: int) -> Iterator[Photo]:
    """The pictures of the newest stories that readers see, leads first, then those that have just come in."""
    newest = Edition.objects.live(at).order_by("-visible_from", "-pk")[:stories]
    order = {pk: number for number, pk in enumerate(newest.values_list("pk", flat=True))}
    rows = EditionPhoto.objects.shown(at).filter(edition__in=list(order)).select_related("photo")
    seen = set()
    for row in sorted(rows, key=lambda row: (order[row.edition_id], row.position)):
        if row.photo_id not in seen:
            seen.add(row.photo_id)
            yield row.photo
    for photo in Photo.objects.for_website(at).order_by("-uploaded_at", "-pk")[:uploads]:
        if photo.pk not in seen:
            yield photo


def key_of(photo: Photo) -> Key:
    """Other renditions are wanted when it changes."""
    return photo.pk, showing.focal_of(photo), showing.rights_of(photo)


def lacking(photo: Photo) -> list[list[Recipe]]:
    """Those that pages name and that are not there, by crop and width. One look into the picture's folder."""
    focal, storage = showing.focal_of(photo), renditions()
    names = {
        recipe: name_of(photo.digest, focal, recipe) for recipe in recipes_named((photo.width, photo.height))
    }
    there = set(names_in(storage, showing.place_of(next(iter(names.values()))).rpartition("/")[0]))
    left = [recipe for recipe, name in names.items() if name not in there]
    left.sort(key=lambda recipe: recipe[:2])
    return [list(group) for _cut, group in groupby(left, key=lambda recipe: recipe[:2])]


def render(photo: Photo) -> int:
    """Make what is lacking; returns how many. A picture that is killed meanwhile has none left to make."""
    made = 0
    for recipes in lacking(photo):
        try:
            showing.make(photo, recipes)
        except showing.Gone:
            break
        made += len(recipes)
    return made
