"""A change of a front is taken back: the front as it was is put into the form, to be looked at and saved."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles import workflow
from tests.factories import make_root, publish_article
from tests.website.admin.test_fronts import front, lead_and_pins, press
from tests.website.markup import read_page
from tests.website.shop_window import publication
from website.curating import Arrangement, Wish, save_front, saved_front


@pytest.fixture
def stories(desk):
    return [publish_article(section=desk.serbia, headline=f"Story {number}") for number in "123"]


def save(desk, lead, *pins, until=None):
    wishes = [Wish(publication(story).pk, until) for story in (lead, *pins)]
    seen = saved_front(desk.serbia.pk).mark
    save_front(desk.serbia.pk, Arrangement(wishes[0], tuple(wishes[1:])), by=desk.people["editor"], seen=seen)


def newest_change():
    return LogEntry.objects.order_by("-pk").first().pk


def typed(response):
    return response.context["lead"].headline, [row.headline for row in response.context["pins"]]


def test_a_change_is_taken_back_by_looking_and_saving(desk, as_, stories):
    first, second, third = stories
    save(desk, first, second)
    save(desk, third)
    client = as_("editor")
    page = client.get(front(desk.serbia))
    buttons = read_page(page).one("section", "traces").all("button", name="back")
    assert len(buttons) == 2
    assert buttons[0]["form"] == "front"
    response = press(client, page, desk.serbia, back=buttons[0]["value"])
    assert typed(response) == ("Story 1", ["Story 2"])
    assert "as it was before that change. Not saved yet" in read_page(response).one("p", "story-note").text
    assert lead_and_pins(desk.serbia) == ("Story 3", [])
    assert press(client, response, desk.serbia, _save="1").status_code == 302
    assert lead_and_pins(desk.serbia) == ("Story 1", ["Story 2"])
    again = press(client, client.get(front(desk.serbia)), desk.serbia, back=newest_change())
    assert typed(again) == ("Story 3", [])  # what was taken back, too


def test_ends_come_back_with_their_stories(desk, as_, stories):
    until = (timezone.now() + timedelta(hours=3)).replace(second=0, microsecond=0)
    save(desk, *stories[:2], until=until)
    save(desk, stories[2])
    client = as_("editor")
    response = press(client, client.get(front(desk.serbia)), desk.serbia, back=newest_change())
    press(client, response, desk.serbia, _save="1")
    assert [wish.until for wish in saved_front(desk.serbia.pk).arrangement.wishes] == [until, until]


def test_what_has_ended_or_gone_since_is_left_out(desk, as_, stories):
    first, second, third = stories
    save(desk, first, second, third)
    save(desk, first)
    workflow.kill(second, by=None, reason="untrue")
    message = json.loads(LogEntry.objects.get(pk=newest_change()).change_message)
    message["before"]["wishes"][2][1] = (timezone.now() - timedelta(minutes=1)).isoformat()
    LogEntry.objects.filter(pk=newest_change()).update(change_message=json.dumps(message))
    client = as_("editor")
    response = press(client, client.get(front(desk.serbia)), desk.serbia, back=newest_change())
    assert typed(response) == ("Story 1", [])
    assert "2 stories are left out" in response.content.decode()


def test_whoever_saves_meanwhile_is_not_overwritten(desk, as_, stories):
    save(desk, stories[0])
    save(desk, stories[1])
    client = as_("editor")
    response = press(client, client.get(front(desk.serbia)), desk.serbia, back=newest_change())
    save(desk, stories[2])
    response = press(client, response, desk.serbia, _save="1")
    assert "while you were at it" in response.content.decode()
    assert lead_and_pins(desk.serbia) == ("Story 3", [])


def test_only_changes_of_this_front_are_taken_back_there(desk, as_, stories):
    save(desk, stories[0])
    save(desk, stories[1])
    change = newest_change()
    for address, key in (
        (front(desk.serbia), 999_999),
        (front(make_root()), change),
        (front(desk.sport), change),
    ):
        assert as_("admin").post(address, {"seen": "", "back": key}).status_code == 404
    assert as_("reporter").post(front(desk.serbia), {"seen": "", "back": change}).status_code == 403
    assert as_("outsider").post(front(desk.serbia), {"seen": "", "back": change}).status_code == 404


def test_a_change_of_which_nothing_is_kept_is_told_and_offers_nothing(desk, as_, stories):
    save(desk, stories[0])
    LogEntry.objects.update(change_message=json.dumps({"deeds": [["lead", publication(stories[0]).pk]]}))
    traces = read_page(as_("editor").get(front(desk.serbia))).one("section", "traces")
    assert "made “Story 1” the lead" in traces.text
    assert traces.all("button") == []
    assert as_("editor").post(front(desk.serbia), {"back": newest_change()}).status_code == 404
