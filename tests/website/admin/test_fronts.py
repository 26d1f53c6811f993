"""The page on which editors arrange a front."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article
from sections.tree import current_tree
from tests.articles.admin.doors import DESKS, EDITORS, NO_SUCH_METHOD, NOT_THERE, ROLES
from tests.factories import make_article, make_root, publish_article
from tests.website.markup import read_page
from tests.website.shop_window import pin, publication
from website.curating import saved_front
from website.models import Pin

GET = {
    "fronts/": EDITORS,
    "fronts/?story={live}": EDITORS,
    "fronts/{serbia}/": DESKS,
    "fronts/{serbia}/?q=Seen": DESKS,
    "fronts/{serbia}/?story={live}": DESKS,
    "fronts/{serbia}/found/?q=Seen": DESKS,
    "fronts/{serbia}/preview/": NO_SUCH_METHOD,
    "fronts/{root}/": (302, 404, 404, 404, 404, 404, 200),
    "fronts/{sport}/": (302, 404, 200, 404, 404, 404, 200),
    "fronts/999999/": NOT_THERE,
    "fronts/99999999999999999999/": NOT_THERE,
    "fronts/99999999999999999999/found/": NOT_THERE,
}
POST = {
    "fronts/{serbia}/": DESKS,
    "fronts/{serbia}/preview/": DESKS,
    "fronts/{serbia}/found/": (302, 405, 405, 405, 405, 405, 405),
    "fronts/{sport}/": (302, 404, 200, 404, 404, 404, 200),
    "fronts/999999/preview/": NOT_THERE,
}


def statuses(method, address, desk, as_):
    keys = {"serbia": desk.serbia.pk, "sport": desk.sport.pk, "root": make_root().pk}
    address = address.format(live=publication(desk.live).pk, **keys)
    return {role: getattr(as_(role), method)(f"/admin/{address}").status_code for role in ROLES}


@pytest.mark.parametrize("address", GET)
def test_who_may_look(desk, as_, address):
    assert statuses("get", address, desk, as_) == dict(zip(ROLES, GET[address], strict=True))


@pytest.mark.parametrize("address", POST)
def test_who_may_send(desk, as_, address):
    assert statuses("post", address, desk, as_) == dict(zip(ROLES, POST[address], strict=True))


def front(section):
    return f"/admin/fronts/{section.pk}/"


def form_of(response):
    """What the page would send as it stands, without a button."""
    form = read_page(response).one("form", id="front")
    sent = {}
    for field in form.all("input"):
        if field.get("name") not in (None, "csrfmiddlewaretoken"):
            sent.setdefault(field["name"], []).append(field.get("value") or "")
    return sent


def press(client, response, section, **button):
    return client.post(front(section), form_of(response) | button)


def lead_and_pins(section):
    found = saved_front(section.pk).arrangement
    names = {publication(story).pk: story.headline for story in Article.objects.filter(stage="published")}
    lead = names[found.lead.publication_id] if found.lead else None
    return lead, [names[wish.publication_id] for wish in found.pins]


@pytest.fixture
def stories(desk):
    return [publish_article(section=desk.serbia, headline=f"Story {number}") for number in "123"]


# Arranging


def test_an_editor_finds_pins_orders_and_saves_without_a_script(desk, as_, stories):
    client, keys = as_("editor"), [publication(story).pk for story in stories]
    response = client.get(front(desk.serbia), {"q": "story"})
    assert {found.key for found in response.context["found"]} == set(keys)
    for key in keys:
        response = press(client, response, desk.serbia, put=key)
    assert Pin.objects.count() == 0
    response = press(client, response, desk.serbia, up=keys[2])
    response = press(client, response, desk.serbia, make_lead=keys[1])
    assert "Not saved yet" in response.content.decode()
    response = press(client, response, desk.serbia, _save="1")
    assert response.status_code == 302
    assert lead_and_pins(desk.serbia) == ("Story 2", ["Story 1", "Story 3"])
    response = press(client, client.get(front(desk.serbia)), desk.serbia, off=keys[0])
    response = press(client, response, desk.serbia, no_lead=keys[1])
    press(client, response, desk.serbia, _save="1")
    assert lead_and_pins(desk.serbia) == (None, ["Story 2", "Story 3"])


def test_what_is_saved_is_what_readers_see(desk, as_, stories, client):
    key = publication(stories[0]).pk
    as_("editor").post(front(desk.serbia), {"seen": "", "story": key, "lead": key, "_save": "1"})
    assert read_page(client.get("/nuova-europa/serbia/")).one("section", "lead").one("h2").text == "Story 1"


def test_an_end_is_set_kept_to_the_second_and_taken_away(desk, as_, stories):
    until = timezone.now() + timedelta(hours=3, seconds=7)
    pin(desk.serbia, stories[0], 1, until=until)
    client, key = as_("editor"), publication(stories[0]).pk
    name = f"until-{key}"
    response = client.get(front(desk.serbia))
    assert form_of(response)[name] == [f"{timezone.localtime(until):%Y-%m-%dT%H:%M}"]
    press(client, response, desk.serbia, _save="1")
    assert Pin.objects.get().until == until
    press(client, client.get(front(desk.serbia)), desk.serbia, _save="1", **{name: "2190-01-01T10:00"})
    assert timezone.localtime(Pin.objects.get().until).year == 2190
    press(client, client.get(front(desk.serbia)), desk.serbia, _save="1", **{name: ""})
    assert Pin.objects.get().until is None


@pytest.mark.parametrize(
    "typed", ["2020-01-01T10:00", "tomorrow", "9999-99-99T99:99", "0001-01-01T00:00", "\0"]
)
def test_an_end_that_is_none_is_said_at_its_story_and_nothing_is_lost(desk, as_, stories, typed):
    client, key = as_("editor"), publication(stories[0]).pk
    sent = {"seen": "", "story": key, f"until-{key}": typed, "_save": "1"}
    response = client.post(front(desk.serbia), sent)
    assert Pin.objects.count() == 0
    page = read_page(response)
    assert page.one("p", id=f"error-{key}").text
    assert form_of(response)["story"] == [str(key)]
    assert form_of(response)[f"until-{key}"] == [typed]


def test_a_pin_whose_end_has_passed_does_not_hinder_saving(desk, as_, stories):
    pin(desk.serbia, stories[0], 1, until=timezone.now() - timedelta(hours=1))
    client = as_("editor")
    response = client.get(front(desk.serbia))
    assert "ended" in response.content.decode()
    response = press(client, response, desk.serbia, put=publication(stories[1]).pk)
    assert press(client, response, desk.serbia, _save="1").status_code == 302
    assert lead_and_pins(desk.serbia) == (None, ["Story 1", "Story 2"])


@pytest.mark.parametrize(
    "sent",
    [
        {"story": ["x", "-1", "99999999999999999999", "9" * 18, "1\0", "١", ""]},
        {"story": ["987654"] * 900},
        {"put": "99999999999999999999"},
        {"put": "\0", "up": "x", "down": "", "off": "-1", "make_lead": "1.5"},
        {"story": ["7"], "lead": "x", "until-7": "x" * 10_000},
        {"seen": "\0" * 100, "q": "\0[%_'\"\\" * 1000},
    ],
)
def test_nothing_that_can_be_sent_breaks_the_page(desk, as_, sent):
    client = as_("editor")
    for button in ({}, {"_save": "1"}):
        assert client.post(front(desk.serbia), {"seen": ""} | sent | button).status_code in (200, 302)
    assert client.post(f"{front(desk.serbia)}preview/", sent).status_code == 200
    assert Pin.objects.count() == 0


def test_only_what_readers_see_in_the_section_is_found_and_taken(desk, as_):
    client = as_("editor")
    others = [
        desk.draft,
        publish_article(section=desk.sport, headline="Elsewhere"),
        publish_article(section=desk.serbia, headline="Held"),
        publish_article(section=desk.serbia, headline="Killed"),
    ]
    workflow.hold(others[2], by=None, reason="to be checked")
    workflow.kill(others[3], by=None, reason="untrue")
    page = client.get(front(desk.serbia), {"q": ""})
    assert [found.headline for found in page.context["found"]] == ["Seen by all"]
    for story in others[1:]:
        key = publication(story).pk
        response = client.post(front(desk.serbia), {"seen": "", "story": key, "_save": "1"})
        assert response.status_code == 200
        assert response.context["wrong"]
        address = str(publication(story).address)
        assert client.get(f"{front(desk.serbia)}found/", {"q": address}).context["found"] == []
    assert Pin.objects.count() == 0
    asked = client.get(f"{front(desk.serbia)}?story={publication(others[2]).pk}")
    assert asked.context["asked"] is None


def test_an_old_story_is_found_by_its_address_and_accents_are_forgiven(desk, as_):
    old = publish_article(
        section=desk.serbia, headline="Città", first_published_at=timezone.now() - timedelta(days=5000)
    )
    client = as_("editor")
    for text in (f"https://news.example/nuova-europa/serbia/{publication(old).address}/", "citta", "CITTÀ"):
        found = client.get(f"{front(desk.serbia)}found/", {"q": text}).context["found"]
        assert [story.headline for story in found] == ["Città"]
    assert client.get(f"{front(desk.serbia)}found/", {"q": "2026/99/99/x"}).context["found"] == []


def test_there_is_room_for_eight_pins(desk, as_):
    keys = [publication(publish_article(section=desk.serbia)).pk for _number in range(10)]
    client = as_("editor")
    response = client.post(front(desk.serbia), {"seen": "", "story": keys, "_save": "1"})
    assert "8 pinned stories" in response.content.decode()
    assert len(form_of(response)["story"]) == 10
    client.post(front(desk.serbia), {"seen": "", "story": keys[:9], "lead": keys[0], "_save": "1"})
    assert [each.position for each in Pin.objects.order_by("position")] == list(range(9))


def test_a_pin_that_readers_do_not_see_says_why_to_its_own_desk_and_nothing_to_others(desk, as_):
    held = publish_article(section=desk.serbia, headline="Known to its desk")
    moved = publish_article(section=desk.sport, headline="Another desk's", further_sections=[desk.serbia])
    pin(desk.serbia, held, 1)
    pin(desk.serbia, moved, 2)
    workflow.hold(held, by=None, reason="to be checked")
    workflow.hold(moved, by=None, reason="to be checked")
    page = as_("editor").get(front(desk.serbia)).content.decode()
    assert "Known to its desk" in page
    assert "Another desk" not in page
    assert page.count("Not shown:") == 1
    assert page.count(">A story that readers do not see here<") == 1


# Several editors at once


def test_the_second_of_two_editors_is_told_who_was_faster_and_loses_nothing(desk, as_, stories):
    first, second = as_("editor"), as_("head")
    keys = [publication(story).pk for story in stories]
    opened = second.get(front(desk.serbia))
    first.post(front(desk.serbia), {"seen": "", "story": keys[0], "_save": "1"})
    arranged = press(second, opened, desk.serbia, put=keys[1])
    response = press(second, arranged, desk.serbia, _save="1")
    assert response.status_code == 200
    words = read_page(response).one("div", "errornote").text
    assert words.startswith(f"{desk.people['editor']} saved this front just now")
    assert "Story 1" in words
    assert lead_and_pins(desk.serbia) == (None, ["Story 1"])
    assert form_of(response)["story"] == [str(keys[1])]
    assert press(second, response, desk.serbia, _save="1").status_code == 302
    assert lead_and_pins(desk.serbia) == (None, ["Story 2"])


# Traces


def test_every_change_says_who_did_what_when_on_the_page(desk, as_, stories):
    client = as_("editor")
    response = client.get(front(desk.serbia))
    assert "Nobody has changed anything yet." in response.content.decode()
    response = press(client, response, desk.serbia, make_lead=publication(stories[0]).pk)
    press(client, response, desk.serbia, _save="1")
    traces = read_page(as_("head").get(front(desk.serbia))).one("section", "traces")
    assert traces.one("strong").text == str(desk.people["editor"])
    assert "made “Story 1” the lead" in traces.text
    assert traces.one("time").get("title")


def test_saving_what_is_saved_leaves_no_trace(desk, as_, stories):
    pin(desk.serbia, stories[0], 1)
    client = as_("editor")
    press(client, client.get(front(desk.serbia)), desk.serbia, _save="1")
    assert LogEntry.objects.count() == 0


# Preview


def test_the_preview_is_the_readers_page_with_the_typed_order_and_saves_nothing(desk, as_, stories, client):
    keys = [publication(story).pk for story in stories]
    sent = {"seen": "", "story": [keys[1], keys[0]], "lead": keys[1]}
    response = as_("editor").post(f"{front(desk.serbia)}preview/", sent)
    page = read_page(response)
    assert page.one("section", "lead").one("h2").text == "Story 2"
    assert [each.text for each in page.one("section", "pinned").all("h3")] == ["Story 1"]
    assert page.one("html")["lang"] == "it"
    assert Pin.objects.count() == 0
    as_("editor").post(front(desk.serbia), sent | {"_save": "1"})
    readers = re.search(r"(?s)<main.*</main>", client.get("/nuova-europa/serbia/").content.decode())[0]
    assert readers in response.content.decode()


def test_the_preview_is_kept_by_nobody_and_framed_by_the_desk_alone(desk, as_):
    response = as_("editor").post(f"{front(desk.serbia)}preview/", {})
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "public" not in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_the_preview_shows_nothing_that_readers_could_not_see(desk, as_):
    hidden = [
        publish_article(section=desk.serbia, headline="Secret 1", not_before=timezone.now() + timedelta(1)),
        publish_article(section=desk.serbia, headline="Secret 2"),
        publish_article(section=desk.sport, headline="Secret 3"),
    ]
    workflow.hold(hidden[1], by=None, reason="to be checked")
    keys = [publication(story).pk for story in hidden]
    page = as_("editor").post(f"{front(desk.serbia)}preview/", {"story": keys, "lead": keys[0]})
    assert "Secret" not in page.content.decode()
    assert read_page(page).one("section", "lead").one("h2").text == "Seen by all"


def test_a_form_of_another_site_saves_and_previews_nothing(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.people["editor"])
    for address in (front(desk.serbia), f"{front(desk.serbia)}preview/"):
        assert client.post(address, {"_save": "1"}).status_code == 403


# Ways there


def test_ways_lead_there_for_those_who_may(desk, as_):
    key = publication(desk.live).pk
    story = f"/admin/articles/article/{desk.live.pk}/change/"
    for role, may in {"reporter": False, "editor": True, "head": True, "admin": True}.items():
        for page in (as_(role).get("/admin/"), as_(role).get(story)):
            nav = read_page(page).one("nav", id="desk-nav").text
            assert ("Fronts" in nav) is ("Flash bar" in nav) is may
        assert (f"/admin/fronts/?story={key}" in as_(role).get(story).content.decode()) is may
    draft = as_("admin").get(f"/admin/articles/article/{desk.draft.pk}/change/").content.decode()
    assert "/admin/fronts/?story=" not in draft
    assert front(desk.serbia) in as_("admin").get("/admin/sections/section/").content.decode()


def test_for_a_story_the_fronts_are_offered_on_which_it_stands(desk, as_):
    page = as_("admin").get(f"/admin/fronts/?story={publication(desk.live).pk}")
    assert [node.path for node, _indent in page.context["sections"]] == [
        "",
        "nuova-europa",
        "nuova-europa/serbia",
    ]
    page = as_("head").get(f"/admin/fronts/?story={publication(desk.live).pk}")
    assert [node.path for node, _indent in page.context["sections"]] == ["nuova-europa/serbia"]
    for story in ("x", "0", "9" * 30, "%00"):
        assert as_("head").get(f"/admin/fronts/?story={story}").context["story"] is None


@pytest.mark.parametrize("pins", [1, 3, 9])
def test_the_page_asks_as_often_with_nine_pins_as_with_one(desk, as_, django_assert_num_queries, pins):
    client = as_("editor")
    for position in range(pins):
        pin(desk.serbia, publish_article(section=desk.serbia), position)
    client.get(front(desk.serbia))
    current_tree()
    with django_assert_num_queries(10):
        client.get(front(desk.serbia))


def test_a_draft_is_nowhere_on_the_page(desk, as_):
    make_article(section=desk.serbia, headline="Draft of tomorrow")
    page = as_("editor").get(front(desk.serbia), {"q": "draft"}).content.decode()
    assert "Draft of" not in page
