"""Merging topics: no address breaks, no story is lost, and what was stopped halfway goes on."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import topics, workflow
from articles.models import Article, ArticleTopic, ByTopic, Edition, Topic
from tests.factories import make_article, make_topic, publish_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferries():
    return make_topic("Ferries")


@pytest.fixture
def boats():
    return make_topic("Boats")


def listed(topic):
    return [edition.headline for edition in Edition.objects.live(timezone.now()).on_list("topic", topic.pk)]


def named(article):
    return [row.topic.name for row in ArticleTopic.objects.filter(article=article).select_related("topic")]


def publish_many(topic, count):
    return [publish_article(headline=f"Story {number}", topics=[topic]) for number in range(count)]


def in_small_steps(monkeypatch, step=2, at_once=0):
    monkeypatch.setattr(topics, "STEP", step)
    monkeypatch.setattr(topics, "LARGEST_AT_ONCE", at_once)
    monkeypatch.setattr("articles.management.commands.merge_topic.BREATH", 0)


def command(*arguments):
    out = StringIO()
    call_command("merge_topic", *arguments, stdout=out)
    return out.getvalue()


def test_stories_stand_with_the_other_topic_on_the_site_and_at_the_desk(ferries, boats):
    live, draft = publish_article(headline="Live", topics=[boats]), make_article(topics=[boats])
    assert topics.merge(boats, ferries)
    assert (listed(ferries), listed(boats)) == (["Live"], [])
    assert named(live) == named(draft) == ["Ferries"]
    assert not topics.unfinished().exists()


def test_a_story_that_names_both_keeps_one_at_the_place_of_the_first(ferries, boats):
    islands = make_topic("Islands")
    story = publish_article(headline="Both", topics=[boats, islands, ferries])
    other = publish_article(headline="Ferries first", topics=[ferries, islands, boats])
    topics.merge(boats, ferries)
    assert named(story) == named(other) == ["Ferries", "Islands"]
    assert listed(ferries) == ["Ferries first", "Both"]
    for row in (story, other):
        rows = ByTopic.objects.filter(publication__article=row).order_by("position")
        assert [each.topic for each in rows] == [ferries, islands]


def test_revisions_keep_what_they_said_and_publishing_again_says_it_of_today(ferries, boats):
    story = publish_article(headline="Old", topics=[boats])
    revision = story.head_revision
    topics.merge(boats, ferries)
    revision.refresh_from_db()
    assert [row["label"] for row in revision.data["topics"]] == ["Boats"]
    story = Article.objects.get(pk=story.pk)
    workflow.restore(story, revision=revision, by=None)
    workflow.publish(story, by=None)
    assert (listed(ferries), listed(boats)) == (["Old"], [])


def test_what_was_merged_before_leads_on_in_one_step(ferries, boats):
    rafts = make_topic("Rafts")
    topics.merge(rafts, boats)
    topics.merge(boats, ferries)
    assert {topic.name: topic.merged_into for topic in Topic.objects.filter(merged_into__isnull=False)} == {
        "Rafts": ferries,
        "Boats": ferries,
    }


def test_what_makes_no_sense_is_refused_and_changes_nothing(ferries, boats):
    rafts = make_topic("Rafts")
    topics.merge(rafts, boats)
    for topic, into in ((ferries, ferries), (rafts, ferries), (ferries, rafts)):
        with pytest.raises(ValidationError):
            topics.merge(topic, into)
    ferries.refresh_from_db()
    assert ferries.merged_into is None


def test_two_that_merge_each_other_leave_one(ferries, boats):
    mine, theirs = Topic.objects.get(pk=boats.pk), Topic.objects.get(pk=boats.pk)
    topics.merge(mine, ferries)
    with pytest.raises(ValidationError, match="already"):
        topics.merge(Topic.objects.get(pk=ferries.pk), theirs)


def test_a_large_topic_leads_to_the_other_at_once_and_its_stories_follow_in_steps(
    ferries, boats, monkeypatch
):
    stories = publish_many(boats, 5)
    in_small_steps(monkeypatch)
    assert not topics.merge(boats, ferries)
    assert Topic.objects.get(pk=boats.pk).present == ferries
    steps = topics.finish(boats)
    next(steps)
    assert (len(listed(ferries)), len(listed(boats))) == (2, 3)
    assert list(topics.unfinished()) == [boats]
    meanwhile = publish_article(headline="Meanwhile", topics=[boats])  # from a form that was open
    assert listed(ferries)[0] == "Meanwhile"
    list(steps)
    assert len(listed(ferries)) == 6
    assert {name for story in [*stories, meanwhile] for name in named(story)} == {"Ferries"}
    assert not topics.unfinished().exists()


def test_merging_the_other_one_in_between_leaves_all_with_the_third(ferries, boats, monkeypatch):
    rafts = make_topic("Rafts")
    publish_many(rafts, 3)
    publish_many(boats, 3)
    in_small_steps(monkeypatch)
    topics.merge(rafts, boats)
    next(topics.finish(rafts))
    topics.merge(boats, ferries)
    command("--continue")
    assert len(listed(ferries)) == 6
    assert listed(rafts) == listed(boats) == []


@pytest.mark.parametrize("stories", [1, 7])
def test_a_step_asks_as_often_for_many_stories_as_for_one(ferries, boats, django_assert_num_queries, stories):
    publish_many(boats, stories)
    Topic.objects.filter(pk=boats.pk).update(merged_into=ferries)
    with django_assert_num_queries(10):  # two of them are the savepoint's
        assert next(topics.finish(boats)) == 2 * stories


class TestCommand:
    def test_it_merges_by_name_or_number_and_says_so(self, ferries, boats, monkeypatch):
        publish_many(boats, 3)
        in_small_steps(monkeypatch)
        said = command("boats", "--into", str(ferries.pk))
        assert "“Boats” leads to “Ferries” now." in said
        assert "100% of 6 rows of “Boats”" in said
        assert len(listed(ferries)) == 3
        assert command("--continue") == "Nothing is unfinished.\n"

    def test_what_it_cannot_do_it_says(self, ferries, boats):
        for arguments, words in (
            (["Trams", "--into", "Ferries"], "There is no topic “Trams”."),
            (["Boats"], "--into"),
            (["Boats", "--into", "Boats"], "into itself"),
            (["--continue", "--into", "Boats"], "takes no --into"),
        ):
            with pytest.raises(CommandError, match=words):
                command(*arguments)
        topics.merge(boats, ferries)
        with pytest.raises(CommandError, match="it was merged into “Ferries”"):
            command("Boats", "--into", "Ferries")

    def test_stopped_it_says_how_it_goes_on(self, ferries, boats, monkeypatch):
        publish_many(boats, 5)
        in_small_steps(monkeypatch)

        def stop(_seconds):
            raise KeyboardInterrupt

        monkeypatch.setattr("articles.management.commands.merge_topic.time.sleep", stop)
        with pytest.raises(CommandError, match="--continue") as stopped:
            command("Boats", "--into", "Ferries")
        assert stopped.value.returncode == 130
        assert 0 < len(listed(ferries)) < 5
        monkeypatch.undo()
        command("--continue")
        assert len(listed(ferries)) == 5
