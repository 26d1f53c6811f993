"""On which lists of topics, authors and places a story stands, and when it counts as updated."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Author, ByTopic, Edition
from articles.snapshot import fields_of, related_of
from tests.factories import make_article, make_place, make_topic, publish_article

pytestmark = pytest.mark.django_db


def listed(of, row, at=None):
    editions = Edition.objects.live(at or timezone.now()).on_list(of, row.pk)
    return [edition.headline for edition in editions]


@pytest.fixture
def author():
    return Author.objects.create(name="Lena Marković")


def test_a_story_stands_on_the_lists_of_all_it_names(author):
    ferries, islands, rome = make_topic("Ferries"), make_topic("Islands"), make_place("Rome")
    publish_article(headline="One", topics=[islands, ferries], authors=[author], places=[rome])
    publish_article(headline="Two", topics=[ferries], places=[rome])
    assert listed("topic", ferries) == ["Two", "One"]
    assert listed("topic", islands) == ["One"]
    assert listed("author", author) == ["One"]
    assert listed("place", rome) == ["Two", "One"]
    rows = ByTopic.objects.filter(edition__headline="One").order_by("position")
    assert [row.topic for row in rows] == [islands, ferries]


def test_a_scheduled_update_changes_the_lists_at_its_moment(author):
    ferries, islands = make_topic("Ferries"), make_topic("Islands")
    story = publish_article(headline="Live", topics=[ferries])
    later = timezone.now() + timedelta(hours=1)
    story.headline, story.not_before = "Later", later
    workflow.save(story, by=None, topics=[islands], authors=[author])
    workflow.publish(story, by=None)
    assert (listed("topic", ferries), listed("topic", islands)) == (["Live"], [])
    assert (listed("topic", ferries, later), listed("topic", islands, later)) == ([], ["Later"])
    workflow.unschedule(story, by=None)
    assert (listed("topic", ferries, later), listed("author", author, later)) == (["Live"], [])


@pytest.mark.parametrize("step", ["hold", "kill"])
def test_what_is_taken_from_readers_stands_on_no_list(step, author):
    ferries = make_topic()
    story = publish_article(topics=[ferries], authors=[author])
    getattr(workflow, step)(story, by=None, reason="Wrong")
    assert listed("topic", ferries) == listed("author", author) == listed("place", make_place()) == []
    if step == "hold":
        workflow.release(story, by=None)
        assert listed("topic", ferries) == listed("author", author) == [story.headline]


def test_what_names_a_merged_topic_stands_on_the_list_of_the_other(author):
    ferries, boats = make_topic("Ferries"), make_topic("Boats")
    story = make_article(headline="Older", topics=[boats, ferries])
    boats.merged_into = ferries
    boats.save()
    workflow.publish(story, by=None)
    assert listed("topic", ferries) == ["Older"]
    assert listed("topic", boats) == []
    assert related_of(story.head_revision.data)["topics"] == [ferries]


def test_a_revision_from_before_there_were_topics_can_be_restored_and_published():
    story = publish_article(headline="Old")
    revision = story.head_revision
    del revision.data["topics"], revision.data["noindex"]
    revision.save()
    assert fields_of(revision.data)["noindex"] is False
    workflow.restore(story, revision=revision, by=None)
    edition = workflow.publish(story, by=None)
    assert edition.noindex is False


def updated(story):
    return Edition.objects.live(timezone.now()).get(publication__article=story).updated_at


def amended(step, story, **note):
    edition = story.publication.head_edition
    mended = Article(pk=story.pk, guid=story.guid, **fields_of(edition.revision.data))
    mended.headline += "!"
    related = related_of(edition.revision.data)
    return step(story, by=None, mended=mended, seen_edition=edition.pk, **note, **related)


def test_updates_and_corrections_count_as_updated_a_minor_fix_and_a_release_do_not():
    story = publish_article()
    assert updated(story) is None
    story.refresh_from_db()
    amended(workflow.minor_fix, story)
    assert updated(story) is None
    story = Article.objects.get(pk=story.pk)
    correction = amended(workflow.correct, story, public_note="A mark was missing.")
    assert updated(story) == correction.visible_from
    story = Article.objects.get(pk=story.pk)
    amended(workflow.minor_fix, story)
    assert updated(story) == correction.visible_from
    workflow.hold(story, by=None, reason="Legal")
    workflow.release(story, by=None)
    assert updated(story) == correction.visible_from
    story = Article.objects.get(pk=story.pk)
    workflow.save(story, by=None)
    update = workflow.publish(story, by=None)
    assert updated(story) == update.visible_from > correction.visible_from
