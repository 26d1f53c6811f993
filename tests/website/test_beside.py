"""What is read once for all stories of a section, and how soon it is read anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Edition
from sections import branch
from sections.tree import current_tree, forget_tree
from tests.factories import make_article, make_section, publish_article
from website import stories
from website.addresses import story_url
from website.beside import beside, current_latest
from website.furniture import forget_furniture

pytestmark = pytest.mark.django_db


def latest_beside(article, at):
    edition = Edition.objects.live(at).select_related("address").get(publication__article=article)
    story = stories.find(edition.address.url_date, edition.address.slug, at).story
    section, near = current_tree().by_id[edition.section_id], stories.sharing(story, at)
    return [line.html for line in beside(story, near, current_latest(section, at), section, at).latest]


def test_stories_of_a_section_share_what_was_read_and_none_is_beside_itself():
    first, second = publish_article(headline="First"), publish_article(headline="Second")
    now = timezone.now()
    assert [">Second<" in html for html in latest_beside(first, now)] == [True]
    with CaptureQueriesContext(connection) as queries:
        assert [">First<" in html for html in latest_beside(second, now)] == [True]
    assert len(queries) == 2  # this test's own look, and the story
    other = publish_article(section=make_section("sport"))
    assert latest_beside(other, timezone.now()) == []


def test_what_was_read_goes_with_the_furniture_and_at_the_moment_when_a_story_appears():
    story = publish_article()
    begins = timezone.now() + timedelta(minutes=1)
    waiting = make_article(headline="Waiting", not_before=begins)
    workflow.publish(waiting, by=None)
    forget_furniture()
    assert latest_beside(story, begins - timedelta(seconds=0.2)) == []
    assert latest_beside(story, begins - timedelta(seconds=0.1)) == []
    assert len(latest_beside(story, begins)) == 1


def test_what_was_read_is_never_older_than_the_map():
    section = make_section("nuova-europa/serbia")
    story = publish_article(section=section, headline="First")
    publish_article(section=section, headline="Second")
    now = timezone.now()
    assert "/nuova-europa/serbia/" in latest_beside(story, now)[0]
    section.slug = "srbija"
    branch.save(section)
    forget_tree()
    assert "/nuova-europa/srbija/" in latest_beside(story, now)[0]


def test_an_address_is_as_the_url_conf_writes_it():
    for path in ("", "nuova-europa/serbia"):
        article = publish_article(section=make_section(path))
        edition = Edition.objects.select_related("address").get(publication__article=article)
        node, address = current_tree().by_id[edition.section_id], edition.address
        kwargs = {"path": path, "day": address.url_date, "slug": address.slug}
        assert story_url(edition, node) == reverse("article", kwargs=kwargs)
