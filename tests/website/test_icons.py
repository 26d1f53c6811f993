"""Icons are where browsers and phones look for them without being told."""

from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings
from PIL import Image

from tests.factories import make_root
from tests.website.markup import read_page


@pytest.mark.parametrize(
    ("address", "sizes", "kind"),
    [
        ("/favicon.ico", {(16, 16), (32, 32), (48, 48)}, "image/x-icon"),
        ("/apple-touch-icon.png", {(180, 180)}, "image/png"),
        ("/apple-touch-icon-precomposed.png", {(180, 180)}, "image/png"),
    ],
)
def test_there_is_one_of_each_size(client, address, sizes, kind):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response["Cache-Control"] == "public, max-age=86400"
    assert not response.cookies
    picture = Image.open(BytesIO(b"".join(response)))
    assert set(picture.info.get("sizes", {picture.size})) == sizes


@pytest.mark.django_db
def test_the_brands_comes_before_ours(client, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "favicon.ico").write_bytes(b"theirs")
    finders.get_finder.cache_clear()
    with override_settings(STATICFILES_DIRS=[tmp_path]):
        assert b"".join(client.get("/favicon.ico")) == b"theirs"
        assert client.get("/apple-touch-icon.png").status_code == 404
    finders.get_finder.cache_clear()
    finders.searched_locations.clear()


@pytest.mark.django_db
def test_pages_name_the_one_for_phones(client):
    make_root()
    [link] = read_page(client.get("/")).all("link", rel="apple-touch-icon")
    assert link["href"].endswith("site/apple-touch-icon.png")
