"""The page that says which feeds there are, and the feed of corrections."""

import pytest

from tests.articles.correcting import correct
from tests.factories import make_root, make_section, publish_article
from tests.website.markup import read_page

pytestmark = pytest.mark.django_db


def test_it_names_the_feeds_of_every_section_that_readers_find(client):
    make_section("nuova-europa/serbia")
    make_section("hidden", visible=False)
    page = read_page(client.get("/feeds/"))
    rows = page.one("ul", "feeds").all("li")
    assert [row.one("span", "name").text for row in rows] == [
        "ANSA",
        "Nuova Europa",
        "Nuova Europa > Serbia",
        "Correzioni",
    ]
    links = [link["href"] for link in page.one("ul", "feeds").all("a")]
    assert "/nuova-europa/serbia/atom.xml" in links
    assert len(links) == 12
    for link in links:
        assert client.get(link).status_code == 200
    assert page.one("html")["lang"] == "it"


def test_every_page_leads_there(client):
    make_root()
    assert read_page(client.get("/corrections/")).one("footer").all("a", href="/feeds/")


def test_a_newsroom_without_sections_has_no_such_page(client):
    assert client.get("/feeds/").status_code == 404
    assert client.get("/corrections/rss.xml").status_code == 404


def test_it_asks_for_nothing(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    make_section("sport")
    client.get("/")
    with django_assert_num_queries(0):
        assert client.get("/feeds/").status_code == 200


def corrected(headline, *notes):
    story = publish_article(headline=headline)
    for note in notes:
        correct(story, note=note, headline=f"{headline} {note}")
    return story


def test_the_feed_of_corrections_has_each_story_once_the_last_corrected_first(client):
    publish_article(headline="All right")
    corrected("Bridge", "opens.", "opens today.")
    corrected("Ferry", "sails.")
    feed = client.get("/corrections/feed.json").json()
    assert [item["title"] for item in feed["items"]] == ["Ferry sails.", "Bridge opens today."]
    notes = [note["note"] for note in feed["items"][1]["_newsroom"]["corrections"]]
    assert notes == ["opens today.", "opens."]
    assert feed["title"] == "Correzioni | ANSA"


@pytest.mark.parametrize("form", ["rss.xml", "atom.xml", "feed.json"])
def test_its_page_names_it(client, form):
    corrected("Bridge", "opens.")
    links = read_page(client.get("/corrections/")).all("link", rel="alternate", href=f"/corrections/{form}")
    assert len(links) == 1
    response = client.get(f"/corrections/{form}")
    assert response.status_code == 200
    assert "opens." in response.content.decode()
    assert response["ETag"]


def test_the_feed_of_corrections_asks_twice(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for number in range(3):
        corrected("Bridge", f"number {number}.")
    client.get("/corrections/rss.xml")
    with django_assert_num_queries(2):
        client.get("/corrections/rss.xml")
