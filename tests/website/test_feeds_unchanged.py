"""A feed that says the same is not sent again, and one that says something else always is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from articles import topics, workflow
from articles.models import Author, Change
from sections import branch
from sections.tree import forget_tree
from tests.factories import make_copyright, make_section, make_topic, publish_article

pytestmark = pytest.mark.django_db

FORMS = ("rss.xml", "atom.xml", "feed.json")


@pytest.fixture
def story():
    """One that was published long ago, as the record has it."""
    authors = [Author.objects.create(name="Anna Rossi")]
    story = publish_article(topics=[make_topic("Ferries")], authors=authors)
    Change.objects.update(effective_at=timezone.now() - timedelta(hours=1))
    return story


def renamed_author(story):
    author = Author.objects.get()
    author.name = "Anna Neri"
    author.save()


def renamed_topic(story):
    topic = story.topics.get()
    topic.name = "Ships"
    topic.save()


def renamed_section(story):
    story.section.name = "Belgrade"
    branch.save(story.section)


def moved_section(story):
    story.section.slug = "serbia-nuova"
    branch.save(story.section)


def another_notice(story):
    story.section.copyright = make_copyright(holder="Another agency")
    branch.save(story.section)


def killed(story):
    workflow.kill(story, by=None, reason="untrue")


@pytest.mark.parametrize(
    "change", [renamed_author, renamed_topic, renamed_section, moved_section, another_notice, killed]
)
@pytest.mark.parametrize("form", FORMS)
def test_whoever_has_a_feed_is_never_told_that_it_is_the_same_when_it_is_not(client, story, form, change):
    before = client.get(f"/{form}")
    dated = before.get("Last-Modified") or http_date(timezone.now().timestamp())
    change(story)
    forget_tree()
    for asked in ({"if-none-match": before["ETag"]}, {"if-modified-since": dated}):
        response = client.get(f"/{form}", headers=asked)
        assert response.status_code == 200
        assert response.content != before.content


@pytest.mark.parametrize("form", FORMS)
def test_the_feed_of_a_topic_grows_when_another_becomes_one_with_it(client, story, form):
    [ferries], boats = story.topics.all(), make_topic("Boats")
    publish_article(topics=[boats])
    address = f"/topics/{ferries.pk}-ferries/{form}"
    Change.objects.update(effective_at=timezone.now() - timedelta(hours=1))
    before = client.get(address)
    dated = before.get("Last-Modified") or http_date(timezone.now().timestamp())
    topics.merge(boats, ferries)
    response = client.get(address, headers={"if-modified-since": dated})
    assert response.status_code == 200
    assert len(response.content) > len(before.content)


@pytest.mark.parametrize("address", ["/sport/", "/corrections/", "/search/"])
@pytest.mark.parametrize("form", FORMS)
def test_an_empty_feed_is_the_same_whenever_it_is_asked_for(client, monkeypatch, address, form):
    make_section("sport")
    now = timezone.now()
    tags = []
    for later in (timedelta(0), timedelta(seconds=1.5), timedelta(hours=1)):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=now + later: moment)
        tags.append(client.get(f"{address}{form}")["ETag"])
        response = client.get(f"{address}{form}", headers={"if-none-match": tags[0]})
        assert response.status_code == 304
    assert len(set(tags)) == 1
