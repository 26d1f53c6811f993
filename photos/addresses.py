"""Where a picture's renditions are for browsers: at our own address always, so a kill is ours to tell."""

from django.conf import settings

from photos.models import Photo
from photos.pixels.renditions import WHOLE, Recipe, name_of, widths_for
from photos.showing import focal_of, place_of

THUMBNAIL_WIDTH = 320


def url_of(photo: Photo, recipe: Recipe) -> str:
    """Path of a rendition, be it made or not yet; another one when the content or the focal point changes."""
    return address_of(name_of(photo.digest, focal_of(photo), recipe))


def address_of(name: str) -> str:
    """Path of the rendition of that name."""
    return f"{settings.MEDIA_URL}{place_of(name)}"


def thumbnail(photo: Photo, crop: str = WHOLE, width: int = THUMBNAIL_WIDTH) -> str:
    """Path of a small one for the desk: no wider than that, unless the picture's smallest is."""
    widths = widths_for((photo.width, photo.height), crop)
    fitting = [each for each in widths if each <= width] or widths[:1]
    return url_of(photo, Recipe(crop, fitting[-1], "jpg"))
