"""Which language the interface speaks, and which way stories are written."""

import pytest

from sections.models import Section
from sections.tree import current_tree, forget_tree
from tests.factories import make_root, make_section
from tests.website.markup import read_page
from website.languages import choices, direction, interface_language


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


def languages_of(client, address):
    found = read_page(client.get(address)).one("header").all("nav", "languages")
    return found[0].all("a") if found else []


@pytest.mark.django_db
def test_where_a_site_speaks_one_language_there_is_nothing_to_choose(client):
    make_section("sport")
    assert languages_of(client, "/") == []


@pytest.mark.django_db
def test_each_language_of_the_map_leads_to_its_front_that_is_nearest_to_the_root(client):
    make_section("english/sport")
    make_section("world/asia", language="en")
    make_section("world/arab")
    make_section("hidden", visible=False)
    for path, language in (("english", "en"), ("world/arab", "ar"), ("hidden", "de")):
        Section.objects.filter(path=path).update(language=language)  # more than the interface speaks
    forget_tree()
    links = languages_of(client, "/english/sport/")
    assert [(link.text, link["href"], link["lang"], link["hreflang"], link["dir"]) for link in links] == [
        ("Italiano", "/", "it", "it", "ltr"),
        ("English", "/english/", "en", "en", "ltr"),
        ("العربية", "/world/arab/", "ar", "ar", "rtl"),
    ]
    assert [link.get("aria-current") for link in links] == [None, "true", None]
    assert client.cookies == {}


@pytest.mark.django_db
def test_on_a_page_in_a_hidden_language_none_is_the_present_one():
    make_section("english", language="en")
    hidden = make_section("hidden", visible=False)
    Section.objects.filter(pk=hidden.pk).update(language="de")
    forget_tree()
    tree = current_tree()
    assert [choice.is_present for choice in choices(tree, tree.by_id[hidden.pk])] == [False, False]
