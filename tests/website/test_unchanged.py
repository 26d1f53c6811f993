"""A story's page is written anew exactly when it would say something else than last time."""

from collections import OrderedDict
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from articles.models import Edition
from sections.tree import current_tree, forget_tree
from tests.articles.correcting import minor_fix
from tests.factories import make_root, make_section, make_topic, publish_article
from website import unchanged
from website.addresses import story_url
from website.furniture import forget_furniture
from website.models import FlashBar, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    """How often a story's page was written."""
    times = []

    def counting(*args, **kwargs):
        times.append(args)
        return write(*args, **kwargs)

    from website.views import articles  # noqa: PLC0415

    write = articles.written
    monkeypatch.setattr(articles, "written", counting)
    return times


def url_of(article):
    edition = Edition.objects.live(timezone.now()).select_related("address").get(publication__article=article)
    return story_url(edition, current_tree().by_id[edition.section_id])


def test_it_is_written_once_and_asked_for_every_time(client, written, django_assert_num_queries):
    url = url_of(publish_article(topics=[make_topic("Serbia")]))
    first = client.get(url)
    with django_assert_num_queries(1):
        again = client.get(url)
    assert len(written) == 1
    assert again.content == first.content
    assert again.headers == first.headers


def test_what_is_read_again_and_says_the_same_makes_no_other_page(client, written, monkeypatch):
    url = url_of(publish_article())
    client.get(url)
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 0)  # the map and the furniture are read every time
    client.get(url)
    client.get(url)
    assert len(written) == 1


def fix(article):
    minor_fix(article, headline="Fixed")


def rename_section(article):
    article.section.name = "Renamed"
    article.section.save()


def reword_copyright(_article):
    terms = make_root().copyright
    terms.notice = "© Reworded {holder}"
    terms.save()


def rename_topic(article):
    topic = article.topics.get()
    topic.name = "Renamed"
    topic.save()


def begin_flash(article):
    until = timezone.now() + timedelta(hours=1)
    FlashBar.objects.create(publication=article.publication, until=until)


def add_page(_article):
    Page.objects.create(
        title="About us", slug="about-us", about=Page.About.AGENCY, language="en", body="<p>Us."
    )


def publish_beside(article):
    publish_article(section=article.section, headline="Another story")


def publish_on_its_topic(_article):
    publish_article(section=make_section("sport"), topics=[make_topic("Serbia")], headline="Same topic")


@pytest.mark.parametrize(
    "change",
    [
        fix,
        rename_section,
        reword_copyright,
        rename_topic,
        begin_flash,
        add_page,
        publish_beside,
        publish_on_its_topic,
    ],
)
def test_whatever_the_page_says_is_seen_when_it_changes(client, written, change):
    article = publish_article(topics=[make_topic("Serbia")])
    url = url_of(article)
    before = client.get(url)
    change(article)
    forget_tree()  # as after half a second
    forget_furniture()
    after = client.get(url)
    assert len(written) == 2
    assert after.content != before.content


def test_a_new_day_is_seen(client, written, monkeypatch):
    url = url_of(publish_article())
    client.get(url)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    client.get(url)
    assert len(written) == 2


def test_what_changes_while_a_page_is_written_is_not_kept():
    words = iter(["old", "new", "old", "old"])
    told = [HttpResponse("half of each"), HttpResponse("whole")]
    first = unchanged.page("/x/", lambda: (next(words),), lambda: told[0])
    second = unchanged.page("/x/", lambda: (next(words),), lambda: told[1])
    assert (first, second) == tuple(told)


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(unchanged, "_pages", OrderedDict())
    monkeypatch.setattr(unchanged, "MOST_PAGES", 2)
    monkeypatch.setattr(unchanged, "LARGEST", 10)
    asked = []

    def ask(name, content="short"):
        unchanged.page(name, lambda: (), lambda: asked.append(name) or HttpResponse(content))

    for name in ("/a/", "/b/", "/a/", "/c/", "/a/", "/b/"):
        ask(name)
    assert asked == ["/a/", "/b/", "/c/", "/b/"]
    for _twice in range(2):
        ask("/long/", "too long for that")
    assert asked[-2:] == ["/long/", "/long/"]
