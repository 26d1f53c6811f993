"""What is kept of readers' pages, for whom and how long; what caches in front are promised."""

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Edition, Publication
from sections.models import Role
from tests.factories import make_article, make_root, make_section, make_user, publish_article
from tests.website.kept.conftest import address_of, age_of, schedule
from website import kept
from website.furniture import forget_furniture
from website.lists import Cursor
from website.models import FlashBar, Pin

pytestmark = pytest.mark.django_db


def test_a_page_asked_for_again_asks_the_database_nothing(client, keeps_long, django_assert_num_queries):
    address = address_of(publish_article())
    first = client.get(address)
    with django_assert_num_queries(0):
        again = client.get(address)
    assert again.content == first.content
    assert {name: again[name] for name in first.headers} == dict(first.headers)


def test_a_change_shows_within_two_seconds(client, keeps):
    story = publish_article()
    address = address_of(story)
    assert client.get(address).status_code == 200
    workflow.kill(story, by=None, reason="untrue")
    deadline = time.monotonic() + 2
    while client.get(address).status_code != 410:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_a_page_does_not_know_in_a_query_fills_no_cache(client, keeps_long, django_assert_num_queries):
    address = address_of(publish_article())
    client.get(address)
    with django_assert_num_queries(0):
        for number in range(20):
            assert client.get(f"{address}?utm_source={number}&x={number}").status_code == 200
    assert len(caches["pages"]._cache) == 1


def test_pages_of_a_list_are_kept_apart(client, keeps):
    stories = [publish_article(headline=f"Story {number}") for number in range(2)]
    newest = client.get("/nuova-europa/serbia/").content.decode()
    newer = Publication.objects.get(article=stories[1])
    cursor = Cursor(newer.first_published_at, newer.pk)
    older = client.get(f"/nuova-europa/serbia/?before={cursor}").content.decode()
    assert "Story 1" in newest
    assert "Story 1" not in older
    assert "Story 0" in older


def test_a_view_is_not_told_what_is_no_part_of_the_key(client, rf, keeps):
    request = rf.get("/?before=1.1&page=2&before=2.2")
    kept.narrow(request)
    assert request.GET.dict() == {"before": "2.2"}
    assert request.META["QUERY_STRING"] == "before=1.1&page=2&before=2.2"


def test_whoever_has_a_session_gets_pages_anew_which_nobody_else_gets(keeps_long):
    make_root()
    person = make_user(Role.EDITOR)
    reader, editor = Client(), Client()
    editor.force_login(person)
    assert b"A flash" not in reader.get("/").content
    publish_article(headline="A flash")
    response = editor.get("/")
    assert b"A flash" in response.content
    assert response["Cache-Control"] == "private, no-cache"
    assert b"A flash" not in reader.get("/").content


def test_neither_the_desk_nor_previews_nor_redirects_are_kept(client, keeps):
    story = publish_article()
    make_section("europe")
    url = Publication.objects.get(article=story).address
    for address in ("/admin/login/", "/preview/abc/", f"/europe/{url}/", "/healthz"):
        client.get(address)
        client.get(address)
    entries = [caches["pages"]._cache[key] for key in caches["pages"]._cache]
    assert len(entries) <= 1  # of the redirect: that it is none to be kept
    first = client.get(f"/europe/{url}/?utm=1")
    second = client.get(f"/europe/{url}/?utm=2")
    assert (first.status_code, second.status_code) == (301, 301)
    assert first["Location"].endswith("?utm=1")
    assert second["Location"].endswith("?utm=2")


def test_an_address_of_a_former_system_is_not_answered_with_what_another_got(client, keeps_long, monkeypatch):
    make_root()
    assert client.get("/art.php").status_code == 404
    asked = []
    monkeypatch.setattr(
        "website.views.errors.nearest_section", lambda path, tree: asked.append(path) or tree.root
    )
    client.get("/art.php")
    assert asked == []
    client.get("/art.php?id=7")
    client.get("/art.php?id=8")
    assert len(asked) == 2


def test_an_unknown_host_is_refused_also_where_the_page_is_kept(client, keeps_long):
    make_root()
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("keeping", [True, False])
def test_who_has_a_page_gets_no_second_copy(client, settings, keeping):
    settings.NEWSROOM_KEEP_PAGES = keeping
    caches["pages"].clear()
    story = publish_article()
    for address in (address_of(story), "/", "/nuova-europa/", "/nuova-europa/serbia/rss.xml"):
        for _time in range(2):
            whole = client.get(address)
            etag = whole["ETag"]
            same = client.get(address, headers={"if-none-match": etag})
            assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
            assert same["Cache-Control"] == whole["Cache-Control"]
            weak = client.get(address, headers={"if-none-match": f'W/{etag}, "other"'})
            assert weak.status_code == 304
            assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    caches["pages"].clear()


def test_a_page_that_was_first_asked_for_conditionally_is_kept_whole(client, keeps):
    address = address_of(publish_article())
    etag = client.get(address)["ETag"]
    caches["pages"].clear()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    assert client.get(address).content.endswith(b"</html>\n")


@pytest.mark.parametrize("keeping", [True, False])
def test_head_says_what_get_would_and_has_no_body(client, settings, keeping):
    settings.NEWSROOM_KEEP_PAGES = keeping
    caches["pages"].clear()
    address = address_of(publish_article())
    head = client.head(address)
    whole = client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(whole.content))
    assert head["ETag"] == whole["ETag"]
    caches["pages"].clear()


def test_a_page_is_promised_for_a_second(client, keeps):
    address = address_of(publish_article())
    for status, path in ((200, address), (200, "/"), (404, "/nothing/")):
        response = client.get(path)
        assert response.status_code == status
        assert age_of(response) == "public, max-age=1"


def pin(moment):
    story = publish_article()
    Pin.objects.create(
        section=make_root(), publication=Publication.objects.get(article=story), position=0, until=moment
    )


def flash(moment):
    story = publish_article()
    FlashBar.objects.create(publication=Publication.objects.get(article=story), until=moment)


@pytest.mark.parametrize("plan", [schedule, pin, flash])
def test_nothing_is_promised_or_kept_past_what_is_to_come(client, keeps, plan, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS_KEPT", 1)  # longer than until then
    make_root()
    plan(timezone.now() + timedelta(seconds=0.7))
    forget_furniture()
    assert age_of(client.get("/")) == "public, max-age=0"
    (entry,) = [caches["pages"].get(name.split(":", 2)[2]) for name in caches["pages"]._cache]
    assert entry.changes - entry.begun < 0.7
    assert not entry.is_right(entry.changes)
    assert entry.is_right(entry.changes - 0.01)


def test_a_story_stands_there_at_its_moment_though_the_page_was_kept(client, keeps):
    make_root()
    schedule(timezone.now() + timedelta(seconds=0.5))
    begins = Edition.objects.live(timezone.now() + timedelta(days=1)).latest("visible_from").visible_from
    forget_furniture()
    while (asked := timezone.now()) < begins + timedelta(seconds=0.2):
        shows = b"At noon" in client.get("/").content
        if timezone.now() < begins:
            assert not shows
        if asked >= begins:
            assert shows
    assert shows


def test_a_proxy_may_go_on_with_a_page_only_where_it_is_ours_and_nothing_is_to_come(client, keeps, settings):
    settings.NEWSROOM_STALE = 1
    make_root()
    assert age_of(client.get("/")) == "public, max-age=1, stale-while-revalidate=1"
    schedule(timezone.now() + timedelta(seconds=2.2))
    caches["pages"].clear()
    forget_furniture()
    assert age_of(client.get("/")) == "public, max-age=1"


def test_a_fault_is_neither_kept_nor_asks_the_database(client, keeps, monkeypatch):
    make_root()
    client.raise_request_exception = False

    def fail(*args):
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as broken:
        broken.setattr("website.views.fronts.front_of", fail)
        assert client.get("/").status_code == 500
    assert client.get("/").status_code == 200


def test_without_its_redis_a_page_is_slower_and_no_fault(client, settings):
    dead = {"BACKEND": "newsroom.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": dead, "pages": dead}
    settings.NEWSROOM_KEEP_PAGES = True
    address = address_of(publish_article())
    for _time in range(3):
        assert client.get(address).status_code == 200
    health = client.get("/healthz")
    assert health.status_code == 503
    assert health.json()["cache"] is False


def test_a_draft_is_not_what_is_kept(client, keeps):
    make_article(headline="Not yet")
    assert b"Not yet" not in client.get("/").content


def test_an_answer_to_head_has_the_length_and_no_body(client):
    make_root()
    for address in ("/", "/robots.txt", "/no/such/page/", "/healthz"):
        whole, head = client.get(address), client.head(address)
        assert head.content == b""
        assert head["Content-Length"] == str(len(whole.content))
