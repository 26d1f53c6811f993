"""The index of search: made anew, bounded in time and in counts, and by the names of now."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import search, workflow
from articles.models import Article, Author, Place, Topic
from articles.search import Filters, rebuilding
from tests.articles.searching import best, clear, found, publish, rebuilt, rows
from tests.factories import make_article, make_place, make_topic, publish_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("however_slow_the_machine_is")]


def test_the_index_can_be_rebuilt_and_what_is_over_goes(monkeypatch):
    monkeypatch.setattr("articles.search.rebuilding.BATCH", 2)
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", lambda _seconds: None)
    stories = [publish_article(headline=f"Ferry {number}", topics=[make_topic()]) for number in range(5)]
    before_it = rows()
    clear()
    assert found("ferry") == []
    assert "5 editions are in the index." in rebuilt()
    assert rows() == before_it
    assert len(found("ferry", Filters(topics=frozenset([make_topic().pk])))) == 5
    stories[0].publication.editions.get().placements.all().delete()
    rebuilt()
    assert rows() == 4


def test_a_rebuild_that_is_stopped_says_how_it_goes_on(monkeypatch):
    def interrupt(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.search.rebuilding.BATCH", 2)
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", interrupt)
    second = [publish_article(headline=f"Ferry {number}") for number in range(3)][
        1
    ].publication.editions.get()
    with pytest.raises(CommandError, match=f"--after {second.pk} goes on"):
        rebuilt()
    clear()
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", lambda _seconds: None)
    assert "1 editions are in the index." in rebuilt(after=second.pk)
    assert found("ferry") == ["Ferry 2"]


def test_publishing_asks_once_more_and_a_later_update_twice(monkeypatch):
    def queries(step):
        with CaptureQueriesContext(connection) as asked:
            step()
        return len(asked)

    def published_and_updated(headline):
        story = make_article(headline=headline)
        first = queries(lambda: workflow.publish(story, by=None))
        for _time in range(
            2
        ):  # only the second update finds a version on the lists that nobody sees any more
            workflow.save(story, by=None)
            update = queries(lambda: workflow.publish(story, by=None))
        return first, update

    publish_article()
    first, update = published_and_updated("One")
    monkeypatch.setattr("articles.lists.search.add", lambda *_args: None)
    monkeypatch.setattr("articles.lists.search.remove", lambda *_args: None)
    assert published_and_updated("Other") == (first - 1, update - 2)


SLOW = """(
    SELECT place, edition_id FROM articles_searchrow, pg_sleep(3)
    WHERE {column} @@ %s::tsquery AND place >= %s AND place < %s LIMIT %s
)"""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no time limit for a statement")
def test_a_search_that_takes_too_long_is_stopped_and_what_is_set_for_it_ends_with_it(monkeypatch):
    publish("Ferry")
    monkeypatch.setattr("articles.search.postgres.IN_WINDOW", SLOW)
    with pytest.raises(search.TooSlow):
        found("ferry")
    monkeypatch.undo()
    assert found("ferry") == ["Ferry"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')")
        assert cursor.fetchone() == ("0", "on")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stops by itself")
def test_on_sqlite_too(monkeypatch):
    publish("Ferry")
    monkeypatch.setattr("articles.search.sqlite.SECONDS", -1)
    monkeypatch.setattr("articles.search.sqlite.STEPS", 1)
    for ask in (found, best):
        with pytest.raises(search.TooSlow):
            ask("ferry")
    monkeypatch.undo()
    assert found("ferry") == ["Ferry"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives out the newest first")
def test_a_look_that_takes_long_ends_with_a_window_and_can_be_gone_on_with(monkeypatch):
    for days_ago in (1, 200, 700, 1500):
        publish(f"Ferry of {days_ago} days ago", days_ago=days_ago)
    monkeypatch.setattr("articles.search.postgres.PATIENCE", 0)
    seen, after, looks = [], None, 0
    while looks < 60:
        page = search.search("ferry", None, timezone.now(), 20, after, known=50)
        seen += [edition.headline for edition in page.editions]
        after, looks = page.rest, looks + 1
        if after is None:
            break
        assert page.was_cut
        assert not page.is_all
    assert seen == [f"Ferry of {days_ago} days ago" for days_ago in (1, 200, 700, 1500)]
    assert looks > 1
    best_of_few = search.search_best("ferry", None, timezone.now(), 20, known=50)
    assert best_of_few.was_cut
    assert not best_of_few.is_all


@pytest.mark.parametrize("known", [2, 3, 4])
def test_so_many_are_counted_and_it_is_said_whether_these_are_all(known):
    for number in range(3):
        publish(f"Ferry {number}", days_ago=number * 100)
    killed = publish("Ferry that is killed", days_ago=5)
    waits = make_article(headline="Ferry that waits", not_before=timezone.now() + timedelta(hours=1))
    workflow.publish(waits, by=None)
    workflow.kill(killed, by=None, reason="Wrong")
    at = timezone.now()
    for result in (
        search.search("ferry", None, at, 1, known=known),
        search.search_best("ferry", None, at, 1, known=known),
    ):
        assert len(result.editions) == 1
        assert len(result.known) == min(known, 3)
        assert result.is_all == (known >= 3)


def test_a_count_ends_where_it_is_bounded():
    for number in range(12):
        publish(f"Ferry {number}", days_ago=number)
    at = timezone.now()
    newest = search.search("ferry", None, at, 3, known=10)
    assert (len(newest.known), newest.is_all, newest.rest is None) == (10, False, False)
    best_ones = search.search_best("ferry", None, at, 3, known=10)
    assert (len(best_ones.known), best_ones.is_all, best_ones.has_more) == (10, False, True)


def test_a_language_that_is_new_is_found_at_once():
    publish("Ferry", language="en")
    assert found("vapoarele") == []
    publish("Vapoare", "Vapoarele pleacă.", language="ro")
    assert found("vapoarele") == ["Vapoare"]
    assert found("vapoarele", Filters(language="ro")) == ["Vapoare"]
    assert found("vapoarele", Filters(language="en")) == []


# Names


@pytest.fixture
def named():
    """A story that says none of its names in its text, but author and place above it."""
    lena = Author.objects.create(name="Lena Marković")
    place = make_place("Belgrade")
    topic = make_topic("Maritime heritage")
    publish("A story", authors=[lena], places=[place], topics=[topic])
    publish("Another")
    return {"author": lena, "place": place, "topic": topic}


@pytest.mark.parametrize(
    ("kind", "before", "new"),
    [
        ("author", "markovic", "Petrović"),
        ("place", "belgrade", "Beograd"),
        ("topic", "heritage", "Old boats"),
    ],
)
def test_what_is_renamed_is_found_by_its_new_name(named, kind, before, new):
    row = named[kind]
    assert found(before) == ["A story"]
    row.name = new
    row.save()
    assert found(new) == []
    rebuilding.rename(kind, row.pk)
    assert found(new) == best(new) == ["A story"]
    # Byline and dateline say what they said; a topic stands there by its new name alone.
    assert found(before) == ([] if kind == "topic" else ["A story"])
    assert rows() == 2


def test_a_topic_that_was_merged_is_found_by_the_other_ones_name(named):
    other = make_topic("Rivers")
    Topic.objects.filter(pk=named["topic"].pk).update(merged_into=other)
    rebuilt()
    assert found("rivers") == ["A story"]
    assert found("heritage") == []
    assert found("story", Filters(topics=frozenset([other.pk]))) == ["A story"]


def test_renaming_does_the_newest_and_leaves_the_others_to_the_command(monkeypatch):
    monkeypatch.setattr(rebuilding, "AT_ONCE", 3)
    monkeypatch.setattr(rebuilding, "STEP", 2)
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", lambda _seconds: None)
    topic = make_topic("Heritage")
    for number in range(5):
        publish(f"Story {number}", topics=[topic], days_ago=number)
    publish("Elsewhere")
    assert rebuilding.is_large("topic", topic.pk)
    Topic.objects.filter(pk=topic.pk).update(name="Old boats")
    rebuilding.rename("topic", topic.pk)
    assert found("boats") == ["Story 0", "Story 1", "Story 2"]
    assert "5 editions are in the index anew." in rebuilt(topic=topic.pk)
    assert len(found("boats")) == 5
    assert rows() == 6


def test_renaming_brings_nothing_back(named):
    story = Article.objects.get(headline="A story")
    workflow.hold(story, by=None, reason="Wrong")
    Place.objects.filter(pk=named["place"].pk).update(name="Beograd")
    rebuilding.rename("place", named["place"].pk)
    rebuilt(place=named["place"].pk)
    assert found("beograd") == []
    assert rows() == 1
