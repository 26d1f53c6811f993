"""How often a page asks the database: the same however many stories there are. The map is warm."""

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Publication
from sections import branch
from sections.tree import current_tree, forget_tree
from tests.factories import make_copyright, make_section, publish_article
from website.furniture import current_furniture
from website.lists import Cursor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def map_stays_warm(monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)


def publish_stories(count):
    return [
        publish_article(
            section=make_section(f"nuova-europa/part-{'abc'[number % 3]}"),
            copyright=make_copyright("Another"),
            headline=f"Story {number}",
        )
        for number in range(count)
    ]


def count_queries(client, django_assert_num_queries, address, number, status=200):
    current_tree()
    current_furniture(timezone.now())
    with django_assert_num_queries(number):
        assert client.get(address).status_code == status


@pytest.mark.parametrize("stories", [1, 3, 30])
def test_a_story_asks_twice(client, django_assert_num_queries, stories):
    story = publish_stories(stories)[0]
    address = Publication.objects.get(article=story).address
    count_queries(client, django_assert_num_queries, f"/nuova-europa/part-a/{address}/", 2)


@pytest.mark.parametrize("stories", [1, 3, 30])
@pytest.mark.parametrize("address", ["/", "/nuova-europa/", "/nuova-europa/part-a/"])
def test_a_front_asks_four_times(client, django_assert_num_queries, address, stories):
    publish_stories(stories)
    count_queries(client, django_assert_num_queries, address, 4)


def test_an_older_page_asks_once(client, django_assert_num_queries):
    publish_stories(3)
    newest = Publication.objects.order_by("-first_published_at").first()
    cursor = Cursor(newest.first_published_at, newest.pk)
    count_queries(client, django_assert_num_queries, f"/nuova-europa/?before={cursor}", 1)


def test_an_empty_front_asks_twice(client, django_assert_num_queries):
    make_section("empty")
    count_queries(client, django_assert_num_queries, "/empty/", 2)


def test_a_redirect_of_a_story_and_of_a_section_asks_once(client, django_assert_num_queries):
    story = publish_stories(1)[0]
    address = Publication.objects.get(article=story).address
    count_queries(client, django_assert_num_queries, f"/{address}/", 1, status=301)
    section = make_section("nuova-europa")
    section.slug = "europe"
    branch.save(section)
    forget_tree()
    count_queries(client, django_assert_num_queries, "/nuova-europa/part-a/", 1, status=301)


def test_pages_that_say_no_ask_three_times_at_most(client, django_assert_num_queries):
    story = publish_stories(3)[0]
    address = Publication.objects.get(article=story).address
    workflow.kill(story, by=None, reason="untrue")
    count_queries(client, django_assert_num_queries, f"/{address}/", 3, status=410)
    count_queries(client, django_assert_num_queries, "/nuova-europa/nothing/", 3, status=404)
    count_queries(client, django_assert_num_queries, "/Nothing/", 2, status=404)
