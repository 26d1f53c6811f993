"""Where renditions are, before they are made."""

import pytest

from photos.addresses import thumbnail, url_of
from photos.models import Photo
from photos.pixels.renditions import Recipe
from photos.showing import rendition
from tests.factories import make_photo

DIGEST = "0123456789abcdef" * 4


def of(width, height):
    return Photo(digest=DIGEST, width=width, height=height)


def test_the_address_is_ours_and_of_the_content():
    url = url_of(of(3000, 2000), Recipe("16x9", 640, "avif"))
    assert url == "/media/photos/01/0123456789abcdef0123/0123456789abcdef0123-50x50-16x9-640.avif"


@pytest.mark.parametrize(("width", "told"), [(3000, 320), (200, 160), (40, 160)])
def test_a_thumbnail_is_the_widest_that_is_not_too_wide(width, told):
    assert thumbnail(of(width, 2000)).endswith(f"-whole-{told}.jpg")


@pytest.mark.django_db
def test_what_is_named_is_to_be_had():
    name = thumbnail(make_photo()).rpartition("/")[2]
    file = rendition(name)
    assert file is not None
    with file:
        assert file.read(2) == b"\xff\xd8"  # a JPEG
