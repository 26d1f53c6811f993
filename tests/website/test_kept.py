"""What is kept of readers' pages, for whom and how long; what caches in front are promised."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Edition, Publication
from sections.models import Role
from tests.factories import make_article, make_root, make_section, make_user, publish_article
from website import kept
from website.furniture import forget_furniture
from website.lists import Cursor
from website.models import FlashBar, Pin

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeps(settings):
    settings.NEWSROOM_KEEP_PAGES = True
    for name in ("pages", "searches"):
        caches[name].clear()
    yield
    for name in ("pages", "searches"):
        caches[name].clear()


@pytest.fixture
def keeps_long(keeps, monkeypatch):
    """However slow the machine is."""
    for name in ("SECONDS_KEPT", "RENEWED_AFTER", "REMEMBERED"):
        monkeypatch.setattr(kept, name, 3600)


def address_of(story):
    return f"/{story.section.path}/{Publication.objects.get(article=story).address}/"


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


def age_of(response):
    return response["Cache-Control"]


def test_a_page_is_promised_for_a_second(client, keeps):
    address = address_of(publish_article())
    for status, path in ((200, address), (200, "/"), (404, "/nothing/")):
        response = client.get(path)
        assert response.status_code == status
        assert age_of(response) == "public, max-age=1"


def schedule(moment):
    publish_article(headline="At noon", not_before=moment)


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


def in_threads(count, what):
    threads = [threading.Thread(target=what) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Slow:
    """A view that takes its time and counts how often it is asked."""

    def __init__(self, status=200):
        self.asked, self.status = 0, status

    def __call__(self, request):
        self.asked += 1
        number = self.asked
        time.sleep(0.1)
        return HttpResponse(f"page {number}", status=self.status, headers={"Cache-Control": "public"})


@pytest.fixture
def still(monkeypatch):
    """Nothing is to come, and the database is not asked for it."""
    monkeypatch.setattr(kept, "changes_after", lambda now, response: float("inf"))


def test_of_many_who_ask_at_once_one_renders_and_the_others_wait(rf, keeps_long, still):
    view, answers = Slow(), []
    page = kept.KeptPagesMiddleware(view)
    in_threads(8, lambda: answers.append(page(rf.get("/")).content))
    assert answers == [b"page 1"] * 8
    assert view.asked == 1


def test_while_one_renders_it_anew_the_others_get_what_there_is(rf, keeps_long, still, monkeypatch):
    answers, others = [], threading.Event()

    def view(request):
        if answers:
            assert others.wait(10)
        return HttpResponse(f"page {len(answers)}", headers={"Cache-Control": "public"})

    page = kept.KeptPagesMiddleware(view)
    answers.append(page(rf.get("/")).content)
    monkeypatch.setattr(kept, "RENEWED_AFTER", 0)
    first = threading.Thread(target=lambda: answers.append(page(rf.get("/")).content))
    first.start()
    while not any(name.endswith("-renders") for name in caches["pages"]._cache):
        time.sleep(0.01)
    in_threads(7, lambda: answers.append(page(rf.get("/")).content))
    others.set()
    first.join()
    assert answers == [b"page 0"] * 8 + [b"page 8"]


def test_nobody_waits_for_what_is_never_kept(rf, keeps, still):
    view = Slow(status=302)
    page = kept.KeptPagesMiddleware(view)
    page(rf.get("/"))
    started = time.monotonic()
    in_threads(8, lambda: page(rf.get("/")))
    assert view.asked == 9
    assert time.monotonic() - started < 0.5


def test_a_page_that_renders_for_long_is_old_when_it_is_there(rf, keeps, still, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS_KEPT", 0.05)
    view = Slow()
    page = kept.KeptPagesMiddleware(view)
    page(rf.get("/"))
    page(rf.get("/"))
    assert view.asked == 2


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


# Searches


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


def test_an_answer_to_head_has_the_length_and_no_body(client):
    make_root()
    for address in ("/", "/robots.txt", "/no/such/page/", "/healthz"):
        whole, head = client.get(address), client.head(address)
        assert head.content == b""
        assert head["Content-Length"] == str(len(whole.content))
