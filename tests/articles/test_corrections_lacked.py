"""A copy that says again what the live text said before several corrections, and an update between them."""

import pytest

from articles import workflow
from articles.fixes import lacking_of
from articles.models import Article
from tests.articles.correcting import correct
from tests.factories import publish_article

pytestmark = pytest.mark.django_db

FIRST = "<p>Residents of Piran were kind. The town of 1,100 pays.</p>"


@pytest.fixture
def restored():
    story = publish_article(body=FIRST)
    first = story.head_revision
    correct(story, body=FIRST.replace("Piran", "Pirano"))
    story = Article.objects.get(pk=story.pk)
    story.body = FIRST.replace("Piran", "Pirano").replace("kind", "very kind indeed")
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    correct(story, body=story.body.replace("1,100", "1,200"))
    story = Article.objects.get(pk=story.pk)
    workflow.restore(story, revision=first, by=None)
    return Article.objects.get(pk=story.pk)


def test_it_lacks_the_corrections_and_not_what_was_an_update(restored):
    pairs = workflow.corrections_lacked(restored)
    assert len(pairs) == 2
    found = lacking_of(pairs, restored.head_revision.data)
    assert [(fix.old, fix.new) for fix in found] == [("Piran", "Pirano"), ("1,100", "1,200")]


def test_taking_them_over_leaves_the_update_undone(restored):
    workflow.take_fix(restored, by=None)
    restored.refresh_from_db()
    assert restored.body == FIRST.replace("Piran", "Pirano").replace("1,100", "1,200")
    assert restored.lacks_since is None


def test_a_correction_of_a_correction_is_told_once():
    story = publish_article(body=FIRST)
    story.headline = "An update in work"
    workflow.save(story, by=None)
    correct(story, body=FIRST.replace("1,100", "1,200"))
    correct(story, body=FIRST.replace("1,100", "1,300"))
    story = Article.objects.get(pk=story.pk)
    (pair,) = workflow.corrections_lacked(story)
    assert [data["body"] for data in pair] == [FIRST, FIRST.replace("1,100", "1,300")]
