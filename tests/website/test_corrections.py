"""The page of all corrections: every one of a story that readers see, newest first, and nothing else."""

import pytest

from articles import moving, workflow
from articles.models import Publication
from tests.articles.correcting import correct
from tests.factories import make_root, make_section, publish_article
from tests.website.markup import read_page
from website.views import corrections

pytestmark = pytest.mark.django_db


def notes(client, address="/corrections/"):
    page = read_page(client.get(address))
    return [item.one("p").text for day in page.all("section", "day") for item in day.all("li")]


def publish_corrected(note, **fields):
    story = publish_article(**fields)
    correct(story, headline="Put right", note=note)
    return story


def test_every_correction_says_of_which_story_what_was_wrong_and_when(client):
    story = publish_corrected("The bridge was not\nin Niš.", section=make_section("nuova-europa/serbia"))
    page = read_page(client.get("/corrections/"))
    item = page.one("section", "day").one("li")
    address = Publication.objects.get(article=story).address
    assert item.one("a")["href"] == f"/nuova-europa/serbia/{address}/"
    assert item.one("a").text == "Put right"
    assert item.one("p").text.startswith("The bridge was not")
    assert item.one("p").one("br")
    assert item.one("h3")["lang"] == item.one("p")["lang"] == "en"
    assert item.one("time")["datetime"]
    assert page.one("link", rel="canonical")["href"].endswith("/corrections/")


def test_they_come_newest_first_also_several_of_one_story(client):
    one, two = publish_article(), publish_article()
    correct(one, headline="A", note="First.")
    correct(two, headline="B", note="Second.")
    correct(one, headline="C", note="Third.")
    assert notes(client) == ["Third.", "Second.", "First."]
    headlines = [link.text for link in read_page(client.get("/corrections/")).one("main").all("a")]
    assert headlines == ["C", "B", "C"]  # as they read now


def test_a_correction_stays_when_the_story_goes_on(client):
    story = publish_corrected("It was wrong.")
    story.refresh_from_db()
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert notes(client) == ["It was wrong."]


@pytest.mark.parametrize("step", ["hold", "kill"])
def test_those_of_a_story_that_readers_do_not_see_are_gone(client, step):
    story = publish_corrected("Never to be seen.")
    getattr(workflow, step)(story, by=None, reason="untrue")
    assert notes(client) == []
    if step == "hold":
        workflow.release(story, by=None)
        assert notes(client) == ["Never to be seen."]


def test_those_of_a_hidden_section_are_on_no_list(client):
    section = make_section("hidden")
    publish_corrected("Hidden.", section=section)
    assert notes(client) == ["Hidden."]
    section.visible = False
    moving.save_section(section)
    assert notes(client) == []


def test_a_newsroom_without_corrections_says_so(client):
    make_root()
    page = read_page(client.get("/corrections/"))
    assert page.one("div", "empty").text


def test_older_ones_have_pages_of_their_own(client, monkeypatch):
    monkeypatch.setattr(corrections, "CORRECTIONS_A_PAGE", 2)
    for number in range(5):
        publish_corrected(f"Note {number}.")
    address, seen = "/corrections/", []
    while address:
        page = read_page(client.get(address))
        seen += notes(client, address)
        more = page.all("link", rel="next")
        address = more[0]["href"] if more else ""
    assert seen == [f"Note {number}." for number in (4, 3, 2, 1, 0)]
    assert client.get("/corrections/?before=nonsense").status_code == 404


def test_a_newsroom_without_sections_has_no_such_page(client):
    assert client.get("/corrections/").status_code == 404


@pytest.mark.parametrize("stories", [1, 5])
def test_it_asks_twice(client, django_assert_num_queries, monkeypatch, stories):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for number in range(stories):
        publish_corrected(f"Note {number}.")
    client.get("/corrections/")
    with django_assert_num_queries(2):
        assert len(notes(client)) == stories


def test_an_update_and_a_minor_fix_are_no_corrections(client):
    story = publish_article()
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert notes(client) == []
