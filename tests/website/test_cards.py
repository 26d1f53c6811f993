"""The share card's picture and language."""

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from articles import workflow
from tests.factories import make_root, publish_article
from tests.website.markup import read_page
from tests.website.test_article import address_of
from website import cards

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def other_pictures():
    cards.size_of.cache_clear()
    yield
    cards.size_of.cache_clear()


def properties(client, address):
    head = read_page(client.get(address)).one("head")
    return {meta["property"]: meta["content"] for meta in head.all("meta") if meta.get("property")}


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en_GB"),
        ("it", "it_IT"),
        ("pt-BR", "pt_BR"),
        ("sr-Latn", "sr_RS"),
        ("sr-Latn-ME", "sr_ME"),
        ("fur", ""),
    ],
)
def test_a_language_has_the_territory_that_it_names_or_where_most_read_it(language, locale):
    assert cards.locale_of(language) == locale


def test_a_story_is_in_its_own_language_and_a_front_in_its_sections(client):
    story = publish_article(language="en")
    assert properties(client, address_of(story))["og:locale"] == "en_GB"
    assert properties(client, "/")["og:locale"] == "it_IT"


def test_a_language_of_no_territory_that_is_known_is_not_told(client):
    assert "og:locale" not in properties(client, address_of(publish_article(language="fur")))


def test_our_own_picture_is_as_large_as_is_said():
    with Image.open(finders.find("site/card.png")) as picture:
        assert picture.size == cards.size_of("site/card.png") == (1200, 630)


def test_a_brands_own_picture_is_told_with_its_own_size(client, settings, tmp_path):
    (tmp_path / "site").mkdir()
    Image.new("RGB", (600, 315)).save(tmp_path / "site" / "card.png")
    settings.STATICFILES_DIRS = [tmp_path, *settings.STATICFILES_DIRS]
    finders.get_finder.cache_clear()
    make_root()
    told = properties(client, "/")
    assert (told["og:image:width"], told["og:image:height"]) == ("600", "315")
    finders.get_finder.cache_clear()


def test_a_brands_picture_that_is_none_has_no_size(monkeypatch, tmp_path):
    path = tmp_path / "card.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.setattr(finders, "find", lambda _name: str(path))
    assert cards.size_of("site/card.png") is None
    path.write_text("<svg/>" * 10)
    cards.size_of.cache_clear()
    assert cards.size_of("site/card.png") is None


def test_a_killed_story_has_no_card(client):
    story = publish_article()
    address = address_of(story)
    workflow.kill(story, by=None, reason="untrue")
    assert properties(client, address) == {}
