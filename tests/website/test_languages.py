"""Which language the interface speaks, and which way stories are written."""

import pytest

from tests.factories import make_root
from tests.website.markup import read_page
from website.languages import direction, interface_language


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("fa-IR", "rtl"),
        ("he", "rtl"),
        ("ur", "rtl"),
        ("AR-eg", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("sr-Cyrl-RS", "ltr"),
        ("it", "ltr"),
        ("zh-Hant", "ltr"),
    ],
)
def test_the_script_decides_the_direction_and_the_language_where_none_is_named(language, expected):
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("it", "it"), ("it-CH", "it"), ("en-GB", "en"), ("de", "en")]
)
def test_the_interface_speaks_english_where_it_has_no_words(language, expected):
    assert interface_language(language) == expected


@pytest.mark.django_db
def test_a_site_in_a_language_without_an_interface_says_that_its_words_are_english(client, settings):
    settings.NEWSROOM_LANGUAGE = "de"
    root = make_root()
    root.language = ""
    root.save()
    page = read_page(client.get("/"))
    assert page.one("html")["lang"] == "en"
    assert "No stories here yet." in page.one("main").text


@pytest.mark.django_db
def test_what_the_reader_prefers_changes_nothing(client):
    make_root()
    page = read_page(client.get("/", headers={"accept-language": "en"}))
    assert page.one("html")["lang"] == "it"
