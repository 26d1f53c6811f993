"""Where one stands after a press, and what is said: for whoever works by keyboard, or listens."""

import pytest

from articles import workflow
from articles.models import Article, Event
from tests.factories import publish_article
from tests.website.admin.test_fronts import form_of, front, press
from tests.website.markup import read_page
from tests.website.shop_window import pin, publication
from website.admin.pressing import DEEDS, Pressed
from website.curating import Arrangement, Wish
from website.models import FlashBar

TWO = Arrangement(Wish(1), (Wish(2), Wish(3)))


@pytest.mark.parametrize(
    ("name", "key", "focus", "said"),
    [
        ("up", 3, ("up", 3), "“S” is pinned at place 1 of 2."),
        ("up", 2, ("down", 2), "“S” leads."),  # it cannot go further up
        ("up", 1, ("down", 1), ""),
        ("down", 2, ("up", 2), "“S” is pinned at place 2 of 2."),  # nor further down
        ("down", 1, ("down", 1), "“S” is pinned at place 1 of 2."),
        ("make_lead", 3, ("no_lead", 3), "“S” leads."),
        ("make_lead", 4, ("found", 4), "“S” leads."),
        ("no_lead", 1, ("make_lead", 1), "“S” is pinned at place 1 of 3."),
        ("put", 4, ("found", 4), "“S” is pinned at place 3 of 3."),
        ("put", 2, ("put", 2), ""),
        ("off", 1, ("off", 2), "“S” is taken off."),
        ("off", 3, ("off", 2), "“S” is taken off."),
        ("off", 9, ("found", 9), ""),
        ("unpin", 2, ("found", 2), "“S” is taken off."),
    ],
)
def test_one_stays_where_one_was(name, key, focus, said):
    pressed = Pressed(name, key, TWO, DEEDS[name](TWO, key))
    assert pressed.focus == focus
    assert pressed.said("S") == said


def test_where_nothing_is_left_one_stands_at_its_heading():
    one = Arrangement(Wish(1))
    assert Pressed("off", 1, one, one.without(1)).focus == ("arranged", 0)


def focused(response):
    found = [each for each in read_page(response).all("button") if each.get("autofocus") is not None]
    return [(each["name"], each["value"]) for each in found]


@pytest.fixture
def stories(desk):
    return [publish_article(section=desk.serbia, headline=f"Story {number}") for number in "123"]


def test_the_page_puts_the_focus_there_without_a_script(desk, as_, stories):
    client, keys = as_("editor"), [str(publication(story).pk) for story in stories]
    response = press(client, client.get(front(desk.serbia)), desk.serbia, put=keys[0])
    assert focused(response) == [("unpin", keys[0])]
    response = press(client, response, desk.serbia, put=keys[1])
    response = press(client, response, desk.serbia, up=keys[1])
    assert focused(response) == [("up", keys[1])]
    response = press(client, response, desk.serbia, off=keys[1])
    assert focused(response) == [("off", keys[0])]
    response = press(client, response, desk.serbia, unpin=keys[0])
    assert focused(response) == [("put", keys[0])]


def test_what_is_on_the_front_is_not_offered_again_but_can_be_taken_off(desk, as_, stories):
    client, keys = as_("editor"), [str(publication(story).pk) for story in stories]
    pin(desk.serbia, stories[0], 1)
    for response in (
        client.get(front(desk.serbia)),
        client.get(f"{front(desk.serbia)}found/", {"story": [keys[0], "x", "9" * 30]}),
    ):
        offered = {(each.get("name"), each.get("value")) for each in read_page(response).all("button")}
        assert ("unpin", keys[0]) in offered
        assert ("put", keys[0]) not in offered
        assert {("put", keys[1]), ("make_lead", keys[1])} <= offered
        assert ("unpin", keys[1]) not in offered


def test_who_only_looked_for_something_is_not_told_that_it_is_not_saved(desk, as_, stories):
    client, key = as_("editor"), publication(stories[0]).pk
    pin(desk.serbia, stories[0], 1)
    response = press(client, client.get(front(desk.serbia)), desk.serbia, q="story", _find="1")
    assert "Not saved yet" not in response.content.decode()
    assert read_page(response).one("input", name="q").get("autofocus") is not None
    assert "Not saved yet" in press(client, response, desk.serbia, make_lead=key).content.decode()
    typed = press(client, response, desk.serbia, _find="1", **{f"until-{key}": "2190-01-01T10:00"})
    assert "Not saved yet" in typed.content.decode()


def test_there_and_back_is_no_change(desk, as_, stories):
    client, key = as_("editor"), publication(stories[0]).pk
    response = press(client, client.get(front(desk.serbia)), desk.serbia, put=key)
    assert "Not saved yet" in response.content.decode()
    response = press(client, response, desk.serbia, unpin=key)
    assert "Not saved yet" not in response.content.decode()
    assert "is taken off." in response.content.decode()


def test_a_wrong_end_is_an_error_at_its_field_and_one_stands_there(desk, as_, stories):
    key = publication(stories[0]).pk
    sent = {"seen": "", "story": key, f"until-{key}": "2020-01-01T10:00", "_save": "1"}
    page = read_page(as_("editor").post(front(desk.serbia), sent))
    field = page.one("input", name=f"until-{key}")
    assert field.get("autofocus") is not None
    assert field["aria-invalid"] == "true"
    assert page.one("p", id=field["aria-describedby"]).text == "This time has passed."
    assert "wrong" in page.one("li", id=f"story-{key}").classes


def test_too_many_are_told_before_one_saves(desk, as_):
    keys = [publication(publish_article(section=desk.serbia)).pk for _number in range(9)]
    client = as_("editor")
    response = client.post(front(desk.serbia), {"seen": "", "story": keys[:8]})
    assert "There is room for 8" not in response.content.decode()
    assert "There is room for 8" in press(client, response, desk.serbia, put=keys[8]).content.decode()


@pytest.mark.parametrize(
    "headline", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "W" * 500, "%(story)s %d"]
)
def test_hostile_headlines_are_shown_and_said_as_they_are(desk, as_, headline):
    key = publication(publish_article(section=desk.serbia, headline=headline)).pk
    client = as_("editor")
    response = press(client, client.get(front(desk.serbia)), desk.serbia, put=key)
    assert response.context["said"] == f"“{headline}” is pinned at place 1 of 1."
    assert headline[:5] in read_page(response).one("p", "story-note").text
    assert "<script>alert" not in response.content.decode()
    assert "<img src=x" not in response.content.decode()
    assert press(client, response, desk.serbia, _save="1").status_code == 302


# The log of a story


def told_of(story):
    return [
        (event.step, event.note, event.who)
        for event in Event.objects.filter(article_id=story.pk, step="note").order_by("pk")
    ]


def test_a_storys_log_tells_that_it_was_pinned_and_taken_off(desk, as_, stories):
    client, key = as_("editor"), publication(stories[0]).pk
    who = str(desk.people["editor"])
    for button in ({"put": key}, {"make_lead": key}, {"no_lead": key}, {"off": key}):
        response = press(client, client.get(front(desk.serbia)), desk.serbia, **button)
        press(client, response, desk.serbia, _save="1")
    assert told_of(stories[0]) == [
        ("note", "Pinned on the front of Serbia", who),
        ("note", "Made the lead of the front of Serbia", who),
        ("note", "No longer the lead of the front of Serbia, but pinned there", who),
        ("note", "Taken off the front of Serbia", who),
    ]
    assert told_of(stories[1]) == []
    page = as_("editor").get(f"/admin/articles/article/{stories[0].pk}/history/").content.decode()
    assert "Made the lead of the front of Serbia" in page
    assert "Taken off the front of Serbia" in as_("admin").get("/admin/articles/event/").content.decode()


def test_it_tells_of_the_end_and_of_the_flash_bar(desk, as_, stories):
    client, key = as_("editor"), publication(stories[0]).pk
    sent = {"seen": "", "story": key, f"until-{key}": "2190-01-01T10:00", "_save": "1"}
    client.post(front(desk.serbia), sent)
    press(client, client.get(front(desk.serbia)), desk.serbia, _save="1", **{f"until-{key}": ""})
    client.post(f"/admin/bar/{key}/put/", {"until": "2190-01-01T10:00"})
    client.post(f"/admin/bar/{key}/off/")
    assert [note for _step, note, _who in told_of(stories[0])] == [
        "Pinned on the front of Serbia (until 2190-01-01 10:00)",
        "On the front of Serbia with another end",
        "In the flash bar (until 2190-01-01 10:00)",
        "Taken off the flash bar",
    ]
    assert not FlashBar.objects.filter(until__year=2190).exists()


def test_what_is_tried_or_saved_without_a_change_is_not_told(desk, as_, stories):
    client, key = as_("editor"), publication(stories[0]).pk
    pin(desk.serbia, stories[0], 1)
    response = client.get(front(desk.serbia))
    press(client, response, desk.serbia, make_lead=key)
    press(client, response, desk.serbia, _save="1")
    assert form_of(response)["story"] == [str(key)]
    assert told_of(stories[0]) == []


def test_a_conflict_names_who_worked_on_the_copy_and_nobody_who_pinned_it(desk, as_, stories):
    story, key = Article.objects.get(pk=stories[0].pk), publication(stories[0]).pk
    seen = story.head_revision_id
    workflow.save(story, by=desk.people["head"])
    as_("editor").post(front(desk.serbia), {"seen": "", "story": key, "_save": "1"})
    with pytest.raises(workflow.Conflict, match=f"{desk.people['head']} saved this story"):
        workflow.submit(Article.objects.get(pk=story.pk), by=desk.people["editor"], seen=seen)
