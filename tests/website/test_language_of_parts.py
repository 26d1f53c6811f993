"""What is written in another language than the page around it says so (WCAG 3.1.2)."""

import pytest

from sections.models import Imprint, Section
from sections.tree import forget_tree
from tests.articles.correcting import correct
from tests.factories import make_root, make_section, publish_article
from tests.website.around import page_of
from tests.website.markup import read_page
from website.furniture import forget_furniture
from website.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    """In Italian, with a branch in English."""
    make_root()
    make_section("sport", name="Sport e tempo")
    make_section("world/asia", name="Asia and Pacific", language="en")
    english = Section.objects.get(path="world")
    english.name, english.language = "World news", "en"
    english.save()
    Imprint.objects.create(
        pk=1,
        owner="ANSA",
        responsible_editor="Anna Rossi",
        place="Roma",
        note="Iscritta al Tribunale di Roma",
    )
    Page.objects.create(title="Chi siamo", slug="chi-siamo", visible=True)
    Page.objects.create(title="About us", slug="about-us", language="en", visible=True)
    forget_tree()
    forget_furniture()
    yield
    forget_tree()
    forget_furniture()


def spoken(page, text):
    """The languages in force where these words stand, but for what is chosen in a form."""
    named = [each for each in page.one("body").walk() if each.text == text and not each.elements]
    found = {each.language for each in named if each.tag != "option"}
    assert found, f"no {text}"
    return found


@pytest.mark.parametrize("address", ["/", "/sport/", "/world/", "/world/asia/", "/search/", "/feeds/"])
def test_names_of_sections_pages_and_the_imprint_are_in_their_language(client, address):
    page = read_page(client.get(address))
    assert page.one("html")["lang"] == ("en" if address.startswith("/world/") else "it")
    assert spoken(page, "Sport e tempo") == {"it"}
    assert spoken(page, "World news") == {"en"}
    assert spoken(page, "Iscritta al Tribunale di Roma") == {"it"}
    assert spoken(page, "Chi siamo") == {"it"}
    assert spoken(page, "About us") == {"en"}


@pytest.mark.parametrize(("address", "language"), [("/", "it"), ("/world/", "en")])
def test_what_is_in_the_language_of_the_page_says_nothing(client, address, language):
    page = read_page(client.get(address))
    named = [each for each in page.one("body").walk() if each.get("lang") and "languages" not in near(each)]
    assert named
    assert all(each["lang"] != language for each in named if each.tag == "a")


def near(element):
    """The classes of what it stands in."""
    while element := element.parent:
        if element.classes:
            return element.classes
    return []


def test_a_branch_in_another_language_is_called_so_on_lists_and_in_breadcrumbs(client):
    asia = Section.objects.get(path="world/asia")
    publish_article(section=Section.objects.get(path="sport"), headline="Un traghetto", language="it")
    story = publish_article(section=asia, headline="A ferry", language="en")
    home = read_page(client.get("/"))
    assert spoken(home, "Asia and Pacific") == {"en"}
    for section in ("sport", "world/asia"):
        own = Section.objects.get(path=section)
        own.language = "it" if section == "world/asia" else "en"
        own.save()
    forget_tree()
    page = page_of(client, story)  # a page in Italian below a section in English
    assert page.one("html")["lang"] == "it"
    crumbs = page.one("nav", "breadcrumb").all("a")
    assert [(each.text, each.language) for each in crumbs] == [
        ("ANSA", "it"),
        ("World news", "en"),
        ("Asia and Pacific", "it"),
    ]
    subsections = page.one("nav", "subsections")
    assert subsections["aria-label"] == "World news"
    assert subsections["lang"] == "en"
    assert subsections.one("a").language == "it"
    day = read_page(client.get("/world/asia/2026/"))
    assert [each.language for each in day.one("nav", "breadcrumb").all("a")] == ["it", "en", "it"]


def test_the_feeds_of_a_section_are_named_in_its_language(client):
    rows = read_page(client.get("/feeds/")).one("ul", "feeds").all("li")
    assert [row.language for row in rows] == ["it", "it", "en", "en", "it"]


@pytest.mark.parametrize("language", ["en", "de", "ar", "it"])
def test_interface_words_among_those_of_a_story_say_that_they_are_the_interfaces(client, language):
    story = publish_article(section=Section.objects.get(path="sport"), language=language)
    correct(story, note="It was wrong", headline="Right")
    note = page_of(client, story).one("article").one("aside", "correction")
    assert note["aria-label"] == "Correzione"
    assert note.language == note.one("strong").language == "it"
    assert note.one("strong").text == "Correzione"
    assert note.one("time").language == language
    assert note.elements[-1].text == "It was wrong"
    assert note.elements[-1].language == language


def test_a_section_in_a_language_that_the_interface_lacks_is_called_in_its_own(client):
    Section.objects.filter(path="sport").update(language="de", description="Fußball")
    forget_tree()
    page = read_page(client.get("/sport/"))
    assert page.one("html")["lang"] == "en"
    assert page.one("h1").language == "de"
    assert spoken(page, "Fußball") == {"de"}
