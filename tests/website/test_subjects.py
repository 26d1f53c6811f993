"""The pages of topics, authors and places, and the lists of them all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import topics, workflow
from articles.models import Author, Place, PlaceName
from tests.factories import make_place, make_root, make_section, make_topic, publish_article
from tests.website.markup import read_page
from website import subjects
from website.addresses import subject_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferries():
    make_root()
    return make_topic("Ferries")


@pytest.fixture
def lena():
    make_root()
    return Author.objects.create(
        name="Lena Marković",
        biography="Writes about rivers.\n\nLived in Niš & <Novi Sad>.",
        languages="Italian, Serbian",
        contact="lena+desk@example.org",
    )


def robots(page):
    return [meta["content"] for meta in page.all("meta", name="robots")]


def description(page):
    return page.one("meta", name="description")["content"]


def names(page):
    return [link.text for section in page.all("section", "names") for link in section.all("a")]


def test_a_topic_has_a_page_with_its_description_and_its_stories_newest_first(client, ferries):
    ferries.description = "Boats that cross.\n\nAnd those that do not."
    ferries.save()
    publish_article(headline="One", topics=[ferries])
    publish_article(headline="Two", topics=[ferries])
    publish_article(headline="Of something else")
    page = read_page(client.get(f"/topics/{ferries.pk}-ferries/"))
    assert page.one("h1").text == "Ferries"
    assert [each.text for each in page.one("div", "own-words").all("p")] == [
        "Boats that cross.", "And those that do not.",
    ]  # fmt: skip
    assert [story.text for story in page.all("h3")] == ["Two", "One"]
    assert page.one("title").text == "Ferries | ANSA"
    assert description(page) == "Boats that cross. And those that do not."
    assert page.one("link", rel="canonical")["href"].endswith(f"/topics/{ferries.pk}-ferries/")
    assert robots(page) == []


def test_an_author_has_a_page_with_biography_languages_and_contact(client, lena):
    publish_article(headline="By her", authors=[lena])
    page = read_page(client.get(f"/authors/{lena.pk}-lena-markovic/"))
    paragraphs = [each.text for each in page.one("div", "own-words").all("p")]
    assert paragraphs == ["Writes about rivers.", "Lived in Niš & <Novi Sad>."]
    facts = page.one("dl", "facts")
    assert "Italian, Serbian" in facts.text
    assert facts.one("a")["href"] == "mailto:lena%2Bdesk@example.org"
    assert [story.text for story in page.all("h3")] == ["By her"]


def test_a_place_is_called_as_the_page_speaks_and_found_by_its_english_name(client):
    make_root()
    belgrade = Place.objects.get(name="Belgrade")
    publish_article(headline="From there", places=[belgrade])
    page = read_page(client.get(f"/places/{belgrade.pk}-belgrade/"))
    assert page.one("h1").text == "Belgrado"
    assert "Belgrado" in description(page)
    assert [story.text for story in page.all("h3")] == ["From there"]


def test_hostile_words_are_text(client):
    make_root()
    topic = make_topic("</title><script>\"'&")
    topic.description = '"><script>alert(1)</script>'
    topic.save()
    publish_article(topics=[topic])
    address = f"/topics/{topic.pk}-x/"
    page = read_page(client.get(address, follow=True))
    assert page.one("h1").text == topic.name
    assert description(page) == topic.description
    assert not page.one("main").all("script")


@pytest.mark.parametrize("of", ["topic", "author", "place"])
def test_of_what_readers_see_no_story_they_are_not_told_the_name_either(client, ferries, lena, of):
    rome = make_place("Rome")
    row = {"topic": ferries, "author": lena, "place": rome}[of]
    for step in ("hold", "kill"):
        story = publish_article(topics=[ferries], authors=[lena], places=[rome])
        getattr(workflow, step)(story, by=None, reason="untrue")
    later = timezone.now() + timedelta(hours=1)
    publish_article(topics=[ferries], authors=[lena], places=[rome], not_before=later)
    for tail in ("", "?before=5.5", "rss.xml"):
        assert client.get(f"/{of}s/{row.pk}-x/{tail}").status_code == 404
    assert names(read_page(client.get(f"/{of}s/"))) == []
    assert robots(read_page(client.get(f"/{of}s/"))) == ["noindex"]


def test_a_list_says_of_each_name_the_first_words_of_what_there_is_to_say(client, ferries, lena):
    ferries.description = "\nBoats that cross, " + "word " * 30
    ferries.save()
    publish_article(topics=[ferries, make_topic("Rivers")], authors=[lena])
    [first] = [item for item in read_page(client.get("/topics/")).all("li") if item.text.startswith("Ferr")]
    assert first.one("p").text == "Boats that cross, " + "word " * 16 + "word…"
    [second] = [item for item in read_page(client.get("/topics/")).all("li") if item.text == "Rivers"]
    assert not second.all("p")
    assert read_page(client.get("/authors/")).one("section", "names").one("p").text == "Writes about rivers."


@pytest.mark.parametrize("of", ["topics", "authors", "places"])
@pytest.mark.parametrize("tail", ["999999-x/", "99999999999999999999-x/", "x/", "1/", "-1-x/", "1-X/"])
def test_what_is_unknown_is_no_page(client, of, tail):
    make_root()
    Place.objects.filter(pk=1).delete()
    assert client.get(f"/{of}/{tail}").status_code == 404


@pytest.mark.parametrize("slash", ["/", ""])
@pytest.mark.parametrize("of", ["topic", "author", "place"])
def test_the_key_alone_leads_to_the_present_address_in_one_step(client, ferries, lena, of, slash):
    rome = make_place("Rome")
    publish_article(topics=[ferries], authors=[lena], places=[rome])
    row = {"topic": ferries, "author": lena, "place": rome}[of]
    response = client.get(f"/{of}s/{row.pk}{slash}?a=1")
    assert response.status_code == 301
    assert response["Location"] == f"{subject_url(of, row.pk, row.name)}?a=1"
    assert client.get(response["Location"]).status_code == 200


def test_an_older_name_in_the_address_leads_to_that_of_today(client, ferries):
    publish_article(topics=[ferries])
    ferries.name = "Boats & ferries"
    ferries.save()
    response = client.get(f"/topics/{ferries.pk}-ferries/?a=1")
    assert response.status_code == 301
    assert response["Location"] == f"/topics/{ferries.pk}-boats-ferries/?a=1"


def test_a_merged_topic_leads_to_the_other_in_one_step_with_tail_and_query(client, ferries):
    rafts, boats = make_topic("Rafts"), make_topic("Boats")
    publish_article(topics=[ferries])
    topics.merge(rafts, boats)
    topics.merge(boats, ferries)
    ferries.name = "All that floats"
    ferries.save()
    for old in (f"{rafts.pk}-rafts", f"{boats.pk}-boats", f"{boats.pk}-an-older-name"):
        for tail in ("", "rss.xml", "?before=5.5"):
            response = client.get(f"/topics/{old}/{tail}")
            assert response.status_code == 301
            assert response["Location"] == f"/topics/{ferries.pk}-all-that-floats/{tail}"


def test_older_stories_have_pages_of_their_own(client, ferries, monkeypatch):
    monkeypatch.setattr("website.views.subjects.STORIES_A_PAGE", 2)
    for number in range(5):
        publish_article(headline=f"Story {number}", topics=[ferries])
    address, seen = f"/topics/{ferries.pk}-ferries/", []
    while address:
        page = read_page(client.get(address))
        seen += [story.text for story in page.all("h3")]
        more = page.all("link", rel="next")
        address = more[0]["href"] if more else ""
    assert seen == [f"Story {number}" for number in (4, 3, 2, 1, 0)]
    assert robots(page) == []


def test_the_list_of_all_has_each_with_stories_once_under_its_letter(client):
    make_root()
    for name in ("zeppelins", "Éclairs", "Ferries", "Elections", "1848"):
        publish_article(topics=[make_topic(name)])
    make_topic("Empty")
    page = read_page(client.get("/topics/"))
    assert set(names(page)) == {"zeppelins", "Éclairs", "Ferries", "Elections", "1848"}
    under = {section.one("h2").text: names_in(section) for section in page.all("section", "names")}
    assert under["#"] == ["1848"]
    assert under["F"] == ["Ferries"]
    assert under["Z"] == ["zeppelins"]
    assert robots(page) == []


def test_authors_stand_under_their_family_names(client, monkeypatch):
    monkeypatch.setattr(subjects, "NAMES_A_PAGE", 3)
    monkeypatch.setattr("website.views.subjects.NAMES_A_PAGE", 3)
    wanted = ["Zoe Bianchi", "Anna Rossi", "Bruno Rossi", "Redazione", "Lena Maria de la Cruz", "Ōe Šimić"]
    publish_article(authors=[Author.objects.create(name=name) for name in wanted])
    first = read_page(client.get("/authors/"))
    under = {section.one("h2").text: names_in(section) for section in first.all("section", "names")}
    assert under == {"B": ["Zoe Bianchi"], "C": ["Lena Maria de la Cruz"], "R": ["Redazione"]}
    second = read_page(client.get(first.all("link", rel="next")[0]["href"]))
    assert names(second) == ["Anna Rossi", "Bruno Rossi", "Ōe Šimić"]
    letters = [section.one("h2").text for section in second.all("section", "names")]
    assert letters == ["R", "S"]
    from_r = names(read_page(client.get("/authors/?from=r")))
    assert from_r == ["Redazione", "Anna Rossi", "Bruno Rossi"]


def names_in(section):
    return [link.text for link in section.all("a")]


def test_a_long_list_has_pages_that_begin_at_a_name_or_a_letter(client, monkeypatch):
    monkeypatch.setattr(subjects, "NAMES_A_PAGE", 2)
    monkeypatch.setattr("website.views.subjects.NAMES_A_PAGE", 2)
    make_root()
    wanted = ["Apples", "Boats", "boats 2", "Canals", "Ferries"]
    publish_article(topics=[make_topic(name) for name in wanted])
    address, seen = "/topics/", []
    while address:
        page = read_page(client.get(address))
        seen += names(page)
        more = page.all("link", rel="next")
        address = more[0]["href"] if more else ""
    assert seen == wanted
    letters = read_page(client.get("/topics/")).one("nav", "alphabet")
    assert names(read_page(client.get(letters.all("a")[2]["href"]))) == ["Canals", "Ferries"]
    assert names(read_page(client.get("/topics/?from=zz"))) == []


def test_places_are_listed_by_the_name_that_the_page_has_for_them(client):
    make_root()
    publish_article(places=[Place.objects.get(name="Munich"), Place.objects.get(name="Belgrade")])
    munich = PlaceName.objects.get(place__name="Munich", language="it").name
    assert names(read_page(client.get("/places/"))) == ["Belgrado", munich]


@pytest.mark.parametrize("start", ["%00", "a" * 101])
def test_what_is_no_beginning_of_a_name_is_no_page(client, start):
    make_root()
    assert client.get(f"/topics/?from={start}").status_code == 404


@pytest.mark.parametrize("start", ["%F0%9F%98%80", "'%22;--", "%25", "_", "%C3%A9"])
def test_any_beginning_gets_a_page(client, start):
    publish_article(topics=[make_topic("Ferries")])
    assert client.get(f"/topics/?from={start}").status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_query_counts(client, django_assert_num_queries, monkeypatch, rows):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    make_section("sport")
    subjects_of_story = {
        "topics": [make_topic(f"Topic {number}") for number in range(rows)],
        "authors": [Author.objects.create(name=f"Author {number}") for number in range(rows)],
        "places": list(Place.objects.order_by("pk")[:rows]),
    }
    publish_article(**subjects_of_story)
    for of, found in subjects_of_story.items():
        address = client.get(f"/{of}/{found[0].pk}-x/")["Location"]
        client.get(address)
        with django_assert_num_queries(3 if of == "places" else 2):
            assert client.get(address).status_code == 200
        with django_assert_num_queries(1):
            assert client.get(f"/{of}/").status_code == 200
