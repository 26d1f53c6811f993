"""What to read next: related stories and the latest ones, and what they cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Author
from sections.tree import current_tree
from tests.factories import make_article, make_section, make_topic, publish_article
from tests.website.around import address_of, hreflangs, lists_of, page_of, translated, update
from tests.website.markup import read_page
from website.beside import LATEST_SHOWN
from website.furniture import current_furniture
from website.stories import MOST_RELATED

pytestmark = pytest.mark.django_db


def test_related_stories_share_most_topics_then_the_section_and_are_not_among_the_latest(client):
    rivers, bridges = make_topic("Rivers"), make_topic("Bridges")
    sport = make_section("sport")
    publish_article(headline="Of both, elsewhere", topics=[rivers, bridges], section=sport)
    publish_article(headline="Of one, here", topics=[rivers])
    publish_article(headline="Of one, elsewhere", topics=[bridges], section=sport)
    publish_article(headline="Of none, here")
    story = publish_article(topics=[rivers, bridges])
    related, latest = lists_of(page_of(client, story))
    assert related == ["Of both, elsewhere", "Of one, here", "Of one, elsewhere"]
    assert latest == ["Of none, here"]


def test_a_version_in_another_language_is_linked_once(client):
    story = publish_article(topics=[make_topic("Rivers")])
    german = translated(story, "de")
    page = page_of(client, story)
    assert [link["href"] for link in page.all("a") if link["href"] == address_of(german)] == [
        address_of(german)
    ]


def test_there_are_few_related_ones_and_a_full_list_of_the_latest(client):
    rivers = make_topic("Rivers")
    story = publish_article(topics=[rivers])
    for number in range(12):
        publish_article(headline=f"Number {number}", topics=[rivers])
    related, latest = lists_of(page_of(client, story))
    numbers = [f"Number {number}" for number in reversed(range(12))]
    assert related == numbers[:MOST_RELATED]
    assert latest == numbers[MOST_RELATED:][:LATEST_SHOWN]


@pytest.mark.parametrize("state", ["draft", "scheduled", "held", "killed", "update waits"])
def test_only_what_readers_see_is_related(client, state):
    rivers = make_topic("Rivers")
    story = publish_article(topics=[rivers])
    other = make_article(headline="Open", topics=[rivers], section=make_section("sport"))
    if state not in {"draft", "scheduled"}:
        workflow.publish(other, by=None)
        assert lists_of(page_of(client, story)) == [["Open"]]
    if state in {"scheduled", "update waits"}:
        update(other, headline="Waiting", not_before=timezone.now() + timedelta(hours=1))
    elif state == "held":
        workflow.hold(other, by=None, reason="doubt")
    elif state == "killed":
        workflow.kill(other, by=None, reason="untrue")
    page = page_of(client, story)
    assert "Waiting" not in page.text
    assert ("Open" in page.text) is (state == "update waits")


@pytest.mark.parametrize("topics", [0, 1, 10])
@pytest.mark.parametrize("sections", [1, 10])
@pytest.mark.parametrize("languages", [[], ["it", "de", "es", "fr", "pt", "ar"]])
def test_a_story_asks_at_most_three_times_whatever_there_is_around_it(
    client, django_assert_num_queries, monkeypatch, topics, sections, languages
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    about = [make_topic(f"Topic {number}") for number in range(topics)]
    further = [make_section(f"part-{number}") for number in range(sections - 1)]
    for _number in range(topics):
        publish_article(topics=about)
    authors = [Author.objects.create(name=f"Author {number}") for number in range(topics)]
    story = publish_article(topics=about, further_sections=further, authors=authors)
    for language in languages:
        translated(story, language)
    address = address_of(story)
    current_tree()
    current_furniture(timezone.now())
    with django_assert_num_queries(3 if topics else 2):
        response = client.get(address)
    with django_assert_num_queries(1):  # the latest of its section and of its topics are there
        client.get(address)
    assert len(read_page(response).all("a", rel="tag")) == topics
    assert len(hreflangs(read_page(response))) == (8 if languages else 0)
