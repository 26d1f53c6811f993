"""The pages of steps, and stories in the states from which they are taken."""

from datetime import timedelta

from django.utils import timezone

from articles import workflow
from articles.models import Article, Publication
from tests.factories import make_article


def page(story, name):
    return f"/admin/articles/article/{story.pk}/steps/{name}/"


def revision_page(story):
    return f"/admin/articles/article/{story.pk}/revisions/{story.head_revision_id}/"


def message_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def submitted(desk):
    workflow.submit(desk.draft, by=desk.people["reporter"])
    return desk.draft


def spiked(desk):
    workflow.spike(desk.draft, by=None)
    return desk.draft


def scheduled(desk):
    story = make_article(section=desk.serbia, not_before=timezone.now() + timedelta(hours=3))
    workflow.publish(story, by=None)
    return story


def held(desk):
    workflow.hold(desk.live, by=None, reason="Under check")
    return desk.live


def lacking(desk):
    """An update in work that still has the words which were corrected in the live text."""
    old = desk.live.head_revision
    desk.live.subheadline = "New facts"
    workflow.save(desk.live, by=None)
    edition = Publication.objects.get(article=desk.live).head_edition
    mended = Article(pk=desk.live.pk, guid=desk.live.guid, section=desk.serbia, language="en")
    mended.headline = old.data["headline"]
    mended.body = old.data["body"].replace("capital", "harbour")
    rows = {"sources": [], "places": [], "authors": []}
    workflow.correct(
        desk.live, by=None, mended=mended, public_note="Harbour", seen_edition=edition.pk, **rows
    )
    assert desk.live.lacks_since_id
    return desk.live


def touched_alone(desk):
    """By the head, where the section asks for four eyes."""
    desk.serbia.four_eyes = True
    desk.serbia.save()
    return make_article(section=desk.serbia, by=desk.people["head"])


def as_it_is(story):
    return lambda desk: getattr(desk, story)
