"""Flash and alert: a headline and a place, and out it goes."""

import pytest

from articles.models import Article, Edition, Place, Priority, Publication
from articles.stages import Kind
from sections.models import Membership, Role
from tests.articles.admin.form import change, send
from tests.website.markup import read_page

FLASH = "/admin/articles/article/flash/"


@pytest.fixture
def values(desk):
    return {"headline": "Quake in the capital", "place": "Belgrado", "section": desk.serbia.pk, "priority": 1}


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_two_fields_and_one_press(as_, values):
    response = as_("editor").post(FLASH, values | {"_publish": "1"}, follow=True)
    assert "Published." in said(response)
    story = Article.objects.get(headline="Quake in the capital")
    assert response.redirect_chain == [(change(story), 302)]
    edition = Edition.objects.get(publication__article=story)
    assert (edition.kind, edition.priority, edition.body) == (Kind.FIRST, Priority.FLASH, "")
    assert "BELGRADO" in edition.dateline
    assert story.language == "it"
    assert [row.source.code for row in story.source_rows.all()] == ["ANSA"]


def test_what_is_not_said_is_the_sections(desk, as_):
    """The page itself sends a headline and no more."""
    page = read_page(as_("head").get(FLASH))
    assert page.one("input", id="id_headline").attributes.get("autofocus") is not None
    response = as_("head").post(FLASH, {"headline": "Quake", "section": desk.serbia.pk, "_publish": ""})
    assert response.status_code == 302
    assert Article.objects.get(headline="Quake").priority == Priority.FLASH


def test_the_body_follows_as_an_update_that_gives_no_alarm(as_, values):
    as_("editor").post(FLASH, values | {"_publish": "1"})
    story = Article.objects.get(headline="Quake in the capital")
    response = send(as_("editor"), change(story), "publish", body="<p>It shook.</p>")
    assert response.status_code == 302
    edition = Edition.objects.order_by("-pk").first()
    assert (edition.kind, edition.update_number, edition.public_note) == (Kind.UPDATE, 2, "")
    assert edition.priority > Priority.ALERT


def test_a_reporter_submits_and_does_not_publish(desk, as_, values):
    html = as_("reporter").get(FLASH).content.decode()
    assert "_publish" not in html
    response = as_("reporter").post(FLASH, values | {"_publish": "1"})
    assert response.status_code == 200
    assert "needs the role" in response.content.decode()
    assert not Article.objects.filter(headline=values["headline"]).exists()
    assert as_("reporter").post(FLASH, values | {"_submit": "1"}).status_code == 302
    assert Article.objects.get(headline=values["headline"]).stage == "submitted"


def test_it_does_not_step_over_four_eyes_and_keeps_what_was_typed(desk, as_, values):
    desk.serbia.four_eyes = True
    desk.serbia.save()
    html = as_("editor").post(FLASH, values | {"_publish": "1"}).content.decode()
    assert "Four eyes" in html
    assert "Quake in the capital" in html
    assert not Article.objects.filter(headline=values["headline"]).exists()


def test_an_empty_headline_or_another_desks_section_is_refused(desk, as_, values):
    for changes in (
        {"headline": " "},
        {"section": desk.sport.pk},
        {"section": "nonsense"},
        {"section": "9" * 40},
        {"priority": 5},
        {"headline": "x" * 501},
    ):
        response = as_("editor").post(FLASH, values | changes | {"_publish": "1"})
        assert response.status_code == 200, changes
        assert response.context["form"].errors, changes
    assert not Publication.objects.filter(article__headline=values["headline"]).exists()


def test_a_place_that_is_not_on_the_list_or_that_several_are_stays_text(as_, values):
    Place.objects.create(
        name="Springfield", country="US", time_zone="America/Chicago", search_names="\nspringfield\n"
    )
    Place.objects.create(
        name="Springfield", country="CA", time_zone="America/Toronto", search_names="\nspringfield\n"
    )
    for name in ("Vršac-on-the-hill", "Springfield"):
        as_("editor").post(FLASH, values | {"place": name, "headline": name, "_publish": "1"})
        story = Article.objects.get(headline=name)
        assert (story.place_text, story.place_rows.count()) == (name, 0)


def test_it_begins_where_the_person_publishes(desk, as_):
    Membership.objects.create(user=desk.people["reporter"], section=desk.sport, role=Role.EDITOR)
    response = as_("reporter").get(FLASH)
    assert response.context["form"]["section"].value() == desk.sport.pk
    assert response.context["placed"] == "Sport · Flash"


def test_a_flash_can_be_an_alert(as_, values):
    as_("editor").post(FLASH, values | {"priority": 2, "_publish": "1"})
    assert Edition.objects.order_by("-pk").first().priority == Priority.ALERT
