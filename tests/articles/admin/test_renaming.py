"""What the desk renames, readers find by its new name."""

import pytest
from django.utils import timezone

from articles import search
from articles.models import Author
from articles.search import rebuilding
from tests.articles.admin.form import filled
from tests.factories import make_place, make_topic, publish_article


@pytest.fixture
def named(desk):
    rows = {
        "topic": make_topic("Maritime heritage"),
        "author": Author.objects.create(name="Anna Blu"),
        "place": make_place("Tokyo"),
    }
    publish_article(
        headline="A story", topics=[rows["topic"]], authors=[rows["author"]], places=[rows["place"]]
    )
    return rows


def found(words):
    return [edition.headline for edition in search.find(words, None, timezone.now(), 10)]


def change(client, address, **changes):
    """Returns the page that follows."""
    management = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"} if "/place/" in address else {}
    response = client.post(address, filled(client, address, **changes) | management, follow=True)
    assert response.redirect_chain
    return response.content.decode()


def rename(client, row, name, capture):
    address = f"/admin/articles/{row._meta.model_name}/{row.pk}/change/"
    with capture(execute=True):
        page = change(client, address, name=name)
    row.refresh_from_db()
    assert row.name == name
    return page


@pytest.mark.parametrize("kind", ["topic", "author", "place"])
def test_a_new_name_is_found_as_soon_as_it_is_saved(named, as_, kind, django_capture_on_commit_callbacks):
    page = rename(as_("admin"), named[kind], "Zanzibar", django_capture_on_commit_callbacks)
    assert "rebuild_search" not in page
    assert found("zanzibar") == ["A story"]


def test_who_renames_what_has_many_stories_is_told_how_the_others_follow(
    named, as_, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(rebuilding, "AT_ONCE", 0)
    topic = named["topic"]
    page = rename(as_("admin"), topic, "Zanzibar", django_capture_on_commit_callbacks)
    assert f"manage.py rebuild_search --topic {topic.pk}" in page
    assert found("zanzibar") == []


def test_what_keeps_its_name_is_left_alone(named, as_, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(rebuilding, "rename", lambda *what: asked.append(what))
    with django_capture_on_commit_callbacks(execute=True):
        change(as_("admin"), f"/admin/articles/topic/{named['topic'].pk}/change/", description="Of ships")
    assert asked == []


def test_a_merged_topics_stories_are_found_by_the_other_name(named, as_, django_capture_on_commit_callbacks):
    topic, other = named["topic"], make_topic("Zanzibar")
    with django_capture_on_commit_callbacks(execute=True):
        as_("admin").post(f"/admin/articles/topic/{topic.pk}/merge/", {"into": other.pk})
    assert found("zanzibar") == ["A story"]
    assert found("heritage") == []
