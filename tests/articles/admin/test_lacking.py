"""What publishing still lacks: listed beside the button, of the text as it stands in the form."""

import pytest

from articles import workflow
from articles.models import Priority, StoryType
from tests.articles.admin.form import ADD, change, filled
from tests.factories import make_article, make_place
from tests.website.markup import read_page


def lacks(response):
    return [lack.field for lack in response.context["lacks"]]


def test_a_whole_story_lacks_nothing(desk, as_):
    response = as_("editor").get(change(desk.draft))
    assert lacks(response) == []
    assert read_page(response).one("p", id="lacks").attributes.get("hidden") is not None


@pytest.mark.parametrize(
    ("fields", "rows", "missing"),
    [
        ({"body": ""}, {}, ["id_body"]),
        ({"body": "", "priority": Priority.FLASH}, {}, []),
        ({"body": "", "priority": Priority.ALERT}, {}, []),
        ({"body": "", "priority": Priority.URGENT}, {}, ["id_body"]),
        ({"body": "<hr>"}, {}, ["id_body"]),
        ({}, {"places": []}, ["id_dateline_places"]),
        ({"place_text": "Vršac"}, {"places": []}, []),
        ({"story_type": StoryType.OPINION}, {"places": []}, []),
        ({"embargo": True}, {}, ["id_not_before"]),
    ],
)
def test_what_a_copy_lacks(desk, as_, fields, rows, missing):
    story = make_article(section=desk.serbia, **fields, **rows)
    response = as_("editor").get(change(story))
    assert lacks(response) == missing
    links = [each["href"] for each in read_page(response).one("p", id="lacks").all("a")]
    assert links == [f"#{name}" for name in missing]
    html = response.content.decode()
    for name in missing:
        assert f'id="{name}"' in html


def test_a_new_story_has_its_section_from_the_beginning(desk, as_):
    response = as_("reporter").get(ADD)
    assert lacks(response) == ["id_headline", "id_body", "id_dateline_places"]


def test_a_form_that_comes_again_tells_of_what_was_typed(desk, as_):
    values = filled(as_("editor"), ADD, headline="A headline", dateline_places=[make_place("Rome").pk])
    response = as_("editor").post(ADD, values | {"_publish": "1"})
    assert lacks(response) == ["id_body"]
    assert "ROM" in response.context["dateline"]


def test_a_held_story_waits_for_its_release(desk, as_):
    workflow.hold(desk.draft, by=None, reason="Legal")
    response = as_("editor").get(change(desk.draft))
    assert lacks(response) == ["steps"]
    assert "Legal" in response.content.decode()


def test_where_four_eyes_are_asked_for_it_says_whose_are_missing(desk, as_):
    desk.serbia.four_eyes = True
    desk.serbia.save()
    story = make_article(section=desk.serbia, by=desk.people["editor"])
    assert lacks(as_("editor").get(change(story))) == ["steps"]
    assert lacks(as_("head").get(change(story))) == []


def test_a_new_story_is_told_of_the_four_eyes_of_its_section(desk, as_):
    desk.serbia.four_eyes = True
    desk.serbia.save()
    values = filled(as_("editor"), ADD, section=desk.serbia.pk, dateline_places=[make_place("Rome").pk])
    page = as_("editor").post(ADD, values | {"body": "<p>Text.</p>", "headline": "One", "_publish": "1"})
    assert lacks(page) == ["steps"]


def test_publish_is_not_offered_to_whom_every_section_asks_for_four_eyes(desk, as_):
    def buttons(username):
        return [button.name for button in as_(username).get(ADD).context["bar"].buttons]

    desk.serbia.four_eyes = True
    desk.serbia.save()
    assert buttons("head") == ["save", "submit"]  # a head's note is asked for once there is a story
    assert buttons("editor") == ["save", "submit", "publish"]  # who may do so elsewhere
