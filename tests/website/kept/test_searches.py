"""Searches are kept in a room of their own."""

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from articles import workflow
from sections.models import Role
from tests.factories import make_root, make_user, publish_article
from tests.website.kept.conftest import age_of, schedule
from website import kept
from website.furniture import forget_furniture

pytestmark = pytest.mark.django_db


def test_a_search_is_kept_however_it_is_typed_and_sent(client, keeps_long, django_assert_num_queries):
    publish_article(headline="Old ferry")
    first = client.get("/search/?q=old+ferry&language=en")
    same = (
        "/search/?language=en&q=old+ferry",
        "/search/?q=++old%09%20ferry+&language=en&type=&since=&author=+",
        "/search/?q=old+ferry&language=en&utm_source=x&from=y&nonsense=1",
        "/search/?q=zeppelin&q=old+ferry&language=en",
    )
    with django_assert_num_queries(0):
        for address in same:
            assert client.get(address).content == first.content
    for other in (
        "/search/?q=old+ferry",
        "/search/?q=ferry+old&language=en",
        "/search/?q=Old+ferry&language=en",
    ):
        assert client.get(other).content != first.content


def test_a_feed_of_a_search_is_kept_apart_from_its_page(client, keeps_long):
    publish_article(headline="Old ferry")
    page, feed = client.get("/search/?q=ferry"), client.get("/search/rss.xml?q=ferry")
    assert page["Content-Type"] != feed["Content-Type"]
    assert client.get("/search/rss.xml?q=ferry").content == feed.content
    assert client.get("/search/?q=ferry").content == page.content


def test_no_flood_of_searches_drives_out_a_front(client, keeps_long, django_assert_num_queries):
    publish_article(headline="Old ferry")
    front = client.get("/")
    for number in range(150):
        client.get("/search/", {"q": f"x{number}"})
    client.get("/search/?q=ferry")
    assert len(caches["searches"]._cache) <= 100
    assert len(caches["pages"]._cache) == 1
    with django_assert_num_queries(0):
        assert client.get("/").content == front.content
        client.get("/search/?q=ferry")  # the latest stays


def test_a_large_page_of_a_search_is_not_kept(client, keeps_long, monkeypatch):
    monkeypatch.setattr(kept, "LARGEST_SEARCH", 1000)
    publish_article(headline="Old ferry")
    for _time in range(2):
        assert client.get("/search/?q=ferry").status_code == 200
    assert not [page for page in stored("searches") if page.content]


def stored(name):
    return [caches[name].get(key.split(":", 2)[2]) for key in caches[name]._cache]


@pytest.mark.parametrize(
    "address", ["/search/?q=ferry", "/search/?q=ferry&order=newest", "/search/rss.xml?q=ferry"]
)
def test_what_is_killed_is_gone_from_searches_within_two_seconds(client, keeps, address):
    story = publish_article(headline="Untrue ferry")
    assert b"Untrue" in client.get(address).content
    workflow.kill(story, by=None, reason="untrue")
    deadline = time.monotonic() + 2
    while b"Untrue" in client.get(address).content:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_search_is_kept_no_longer_than_until_something_changes(client, keeps, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS_KEPT", 10)
    publish_article(headline="Old ferry")
    schedule(timezone.now() + timedelta(seconds=0.7))
    forget_furniture()
    response = client.get("/search/?q=noon")
    assert age_of(response) == "public, max-age=0"
    assert b"At noon" not in response.content
    (entry,) = stored("searches")
    assert entry.changes - entry.begun < 0.7


def test_whoever_has_a_session_searches_anew(keeps_long):
    make_root()
    person = make_user(Role.EDITOR)
    reader, editor = Client(), Client()
    editor.force_login(person)
    assert b"A flash" not in reader.get("/search/?q=flash").content
    publish_article(headline="A flash")
    response = editor.get("/search/?q=flash")
    assert b"flash</mark>" in response.content
    assert response["Cache-Control"] == "private, no-cache"
    assert b"flash</mark>" not in reader.get("/search/?q=flash").content
