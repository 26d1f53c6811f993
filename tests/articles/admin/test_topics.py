"""Topics at the desk: members add, editors rename, admins merge after they have seen what will happen."""

import pytest

from articles import topics
from articles.models import Topic
from tests.articles.admin.form import change as story_form
from tests.articles.admin.form import send
from tests.factories import make_article, make_topic, publish_article

COMPLETE = "/admin/autocomplete/?app_label=articles&model_name={}&field_name={}&term={}"


@pytest.fixture
def ferries(desk):
    return make_topic("Ferries")


@pytest.fixture
def boats(desk):
    return make_topic("Boats")


def form_of(topic):
    return f"/admin/articles/topic/{topic.pk}/change/"


def merge_of(topic):
    return f"/admin/articles/topic/{topic.pk}/merge/"


def text(response):
    return response.content.decode()


def test_an_admin_sees_what_will_happen_and_then_it_happens(as_, ferries, boats):
    publish_article(headline="One", topics=[boats])
    publish_article(headline="Two", topics=[boats, ferries])
    client = as_("admin")
    assert f'href="{merge_of(boats)}"' in text(client.get(form_of(boats)))
    seen = text(client.get(merge_of(boats), {"into": ferries.pk}))
    assert "2 stories that name “Boats” name “Ferries” instead." in seen
    assert "1 of them names both: it keeps one." in seen
    assert Topic.objects.get(pk=boats.pk).merged_into is None
    response = client.post(merge_of(boats), {"into": ferries.pk}, follow=True)
    assert response.redirect_chain == [(form_of(ferries), 302)]
    assert "“Boats” was merged into “Ferries”." in text(response)
    assert Topic.objects.get(pk=boats.pk).merged_into == ferries
    for topic, words in ((ferries, "“Boats” was merged into this."), (boats, "Merged into “Ferries”.")):
        assert words in text(client.get(f"/admin/articles/topic/{topic.pk}/history/"))


@pytest.mark.parametrize("role", ["without role", "outsider", "reporter", "editor", "head"])
def test_nobody_else_merges(as_, ferries, boats, role):
    assert as_(role).post(merge_of(boats), {"into": ferries.pk}).status_code == 403
    assert Topic.objects.get(pk=boats.pk).merged_into is None
    assert merge_of(boats) not in text(as_("head").get(form_of(boats)))


def test_what_makes_no_sense_is_said_and_asked_again(as_, ferries, boats):
    client = as_("admin")
    assert "Choose the topic that stays." in text(client.post(merge_of(boats), {"into": ""}))
    assert "into itself" in text(client.get(merge_of(boats), {"into": boats.pk}))
    assert client.get(merge_of(boats), {"into": "nonsense"}).status_code == 200
    topics.merge(ferries, boats)
    assert "already" in text(client.get(merge_of(boats), {"into": ferries.pk}))
    assert client.get(merge_of(ferries)).status_code == 302  # nothing is left to merge
    assert client.get("/admin/articles/topic/999999/merge/").status_code == 404


def test_a_large_topic_is_left_to_the_command_that_the_page_names(as_, ferries, boats, monkeypatch):
    publish_article(topics=[boats])
    monkeypatch.setattr(topics, "LARGEST_AT_ONCE", 0)
    page = text(as_("admin").post(merge_of(boats), {"into": ferries.pk}))
    assert f"manage.py merge_topic {boats.pk} --into {ferries.pk}" in page
    assert 'class="step dangerous filled"' not in page
    assert Topic.objects.get(pk=boats.pk).merged_into is None


def test_the_list_tells_admins_of_a_merge_that_was_stopped(as_, ferries, boats, monkeypatch):
    publish_article(topics=[boats])
    monkeypatch.setattr(topics, "LARGEST_AT_ONCE", 0)
    topics.merge(boats, ferries)
    words = "manage.py merge_topic --continue"
    assert words in text(as_("admin").get("/admin/articles/topic/"))
    assert words not in text(as_("head").get("/admin/articles/topic/"))


def test_one_that_was_merged_is_shown_but_changed_no_more_and_chosen_no_more(as_, ferries, boats):
    topics.merge(boats, ferries)
    page = text(as_("admin").get(form_of(boats)))
    assert f'<a href="{form_of(ferries)}">Ferries</a>' in page
    assert 'name="_save"' not in page
    assert as_("admin").post(form_of(boats), {"name": "Rafts"}).status_code == 403
    for model, field in (("article", "topics"), ("articletopic", "topic")):
        found = as_("reporter").get(COMPLETE.format(model, field, "")).json()["results"]
        assert [row["text"] for row in found] == ["Ferries"]
    assert "Boats" in text(as_("reporter").get("/admin/articles/topic/"))


def test_a_form_that_was_open_meanwhile_saves_the_other_one(desk, as_, ferries, boats):
    story = make_article(section=desk.serbia, topics=[boats])
    topics.merge(boats, ferries)
    send(as_("editor"), story_form(story), story_topics=[str(boats.pk), str(ferries.pk)])
    assert [row.topic for row in story.topic_rows.all()] == [ferries]


def test_a_name_is_given_once_however_it_is_written(as_, ferries, boats):
    for name in ("Ferries", "FERRIES", " ferries "):
        page = text(as_("reporter").post("/admin/articles/topic/add/", {"name": name}))
        assert "There is a topic of this name." in page
    assert "There is a topic of this name." in text(as_("editor").post(form_of(boats), {"name": "ferries"}))
    assert as_("editor").post(form_of(ferries), {"name": "FERRIES"}).status_code == 302
    assert Topic.objects.filter(name="FERRIES").count() == 1


def test_the_name_of_one_that_was_merged_is_for_admins_to_give_again(as_, ferries, boats):
    topics.merge(boats, ferries)
    page = text(as_("editor").post("/admin/articles/topic/add/", {"name": "boats"}))
    assert "“Boats” was merged into “Ferries”: choose that one." in page
    assert as_("admin").post("/admin/articles/topic/add/", {"name": "boats"}).status_code == 302


def test_a_name_in_which_nothing_shows_is_none(as_):
    page = text(as_("reporter").post("/admin/articles/topic/add/", {"name": "\u200b\u3164"}))
    assert "A name is one line of visible characters." in page
