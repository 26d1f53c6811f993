"""The flash bar at the desk: one press puts a story in, one takes it off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from tests.articles.admin.doors import DESKS_NOT_NOW, EDITORS, NO_SUCH_METHOD, NOT_THERE, ROLES
from tests.factories import make_section, publish_article
from tests.website.markup import read_page
from tests.website.shop_window import flash, publication
from website.furniture import forget_furniture
from website.models import FlashBar

GET = {
    "bar/": EDITORS,
    "bar/?q=Seen": EDITORS,
    "bar/found/?q=Seen": EDITORS,
    "bar/{live}/put/": NO_SUCH_METHOD,
    "bar/{live}/prolong/": NO_SUCH_METHOD,
    "bar/{live}/off/": NO_SUCH_METHOD,
}
POST = {
    "bar/": EDITORS,
    "bar/found/": NO_SUCH_METHOD,
    "bar/{live}/put/": DESKS_NOT_NOW,
    "bar/{live}/prolong/": DESKS_NOT_NOW,
    "bar/{live}/off/": (302, 404, 404, 403, 302, 200, 200),  # the first takes it off
    "bar/999999/put/": NOT_THERE,
    "bar/99999999999999999999/put/": NOT_THERE,
    "bar/99999999999999999999/off/": NOT_THERE,
    "bar/0/prolong/": NOT_THERE,
}


@pytest.mark.parametrize("address", GET)
def test_who_may_look(desk, as_, address):
    address = address.format(live=publication(desk.live).pk)
    found = {role: as_(role).get(f"/admin/{address}").status_code for role in ROLES}
    assert found == dict(
        zip(ROLES, GET[address.replace(str(publication(desk.live).pk), "{live}")], strict=True)
    )


@pytest.mark.parametrize("address", POST)
def test_who_may_send(desk, as_, address):
    flash(desk.live)
    sent = address.format(live=publication(desk.live).pk)
    found = {role: as_(role).post(f"/admin/{sent}", {"minutes": "30"}).status_code for role in ROLES}
    assert found == dict(zip(ROLES, POST[address], strict=True))


def bar_of_readers(client):
    forget_furniture()  # as a second later
    return [aside.one("a").text for aside in read_page(client.get("/")).all("aside", "flash-bar")]


def test_one_press_in_the_storys_form_puts_it_on_every_page_for_thirty_minutes(desk, as_, client):
    editor, key = as_("editor"), publication(desk.live).pk
    form = f"/admin/articles/article/{desk.live.pk}/change/"
    page = read_page(editor.get(form))
    button = page.one("button", formaction=f"/admin/bar/{key}/put/")
    assert page.one("form", id=button["form"])
    response = editor.post(button["formaction"], {button["name"]: button["value"], "from_story": "1"})
    assert response["Location"] == form
    bar = FlashBar.objects.get()
    assert bar.until - bar.since == timedelta(minutes=30)
    assert bar.by == desk.people["editor"]
    assert bar_of_readers(client) == ["Seen by all"]


def test_it_is_prolonged_and_taken_off_at_once(desk, as_, client):
    until, key = flash(desk.live).until, publication(desk.live).pk
    as_("head").post(f"/admin/bar/{key}/prolong/", {"minutes": "30"})
    assert FlashBar.objects.get().until == until + timedelta(minutes=30)
    as_("head").post(f"/admin/bar/{key}/prolong/", {"until": "2190-01-01T10:00"})
    assert timezone.localtime(FlashBar.objects.get().until).year == 2190
    assert bar_of_readers(client) == ["Seen by all"]
    as_("editor").post(f"/admin/bar/{key}/off/")
    assert bar_of_readers(client) == []
    page = as_("head").get("/admin/bar/")
    traces = read_page(page).one("section", "traces").all("li")
    assert [trace.one("strong").text for trace in traces] == [
        str(desk.people[name]) for name in ("editor", "head", "head")
    ]
    assert "took “Seen by all” off" in traces[0].text


def test_whoever_comes_too_late_is_told_who_was_faster(desk, as_):
    flash(desk.live)
    address = f"/admin/bar/{publication(desk.live).pk}/"
    as_("editor").post(f"{address}off/")
    for deed in ("off", "prolong"):
        page = as_("head").post(f"{address}{deed}/", {"minutes": "30"})
        assert "was not in the bar any more" in page.content.decode()
        assert str(desk.people["editor"]) in page.content.decode()
    assert not FlashBar.objects.filter(until__gt=timezone.now()).exists()


def test_put_again_it_is_on_top_and_there_once(desk, as_, client):
    other = publish_article(section=desk.serbia, headline="Another")
    for story in (desk.live, other, desk.live):
        as_("editor").post(f"/admin/bar/{publication(story).pk}/put/", {"minutes": "30"})
    assert FlashBar.objects.count() == 2
    assert bar_of_readers(client) == ["Seen by all"]
    states = [row["is_shown"] for row in as_("editor").get("/admin/bar/").context["rows"]]
    assert states == [True, False]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"until": ""},
        {"until": "2020-01-01T10:00"},
        {"until": "\0"},
        {"until": "x" * 10_000},
        {"minutes": "0"},
        {"minutes": "-5"},
        {"minutes": "9" * 18},
        {"minutes": "١"},
        {"minutes": "\0"},
    ],
)
def test_an_end_that_is_none_is_said_and_nothing_is_done(desk, as_, sent):
    key = publication(desk.live).pk
    for deed in ("put", "prolong"):
        response = as_("editor").post(f"/admin/bar/{key}/{deed}/", sent)
        assert response.status_code == 200
        assert response.context["error"]
    assert FlashBar.objects.count() == 0


def test_what_readers_do_not_see_cannot_be_put_there(desk, as_):
    stories = [
        publish_article(section=desk.serbia, not_before=timezone.now() + timedelta(hours=1)),
        publish_article(section=desk.serbia),
        publish_article(section=desk.serbia),
    ]
    workflow.hold(stories[1], by=None, reason="to be checked")
    workflow.kill(stories[2], by=None, reason="untrue")
    for story in stories:
        as_("editor").post(f"/admin/bar/{publication(story).pk}/put/", {"minutes": "30"})
    assert FlashBar.objects.count() == 0


def test_an_editor_finds_stories_of_their_own_sections_alone(desk, as_):
    publish_article(section=desk.sport, headline="Another desk's")
    found = {
        role: [story.headline for story in as_(role).get("/admin/bar/found/").context["found"]]
        for role in ("outsider", "editor", "admin")
    }
    assert found == {
        "outsider": ["Another desk's"],
        "editor": ["Seen by all"],
        "admin": ["Another desk's", "Seen by all"],
    }


def test_a_story_that_is_held_meanwhile_is_named_to_nobody(desk, as_):
    as_("editor").post(f"/admin/bar/{publication(desk.live).pk}/put/", {"minutes": "30"})
    workflow.hold(desk.live, by=None, reason="to be checked")
    for role in ("outsider", "editor"):
        page = as_(role).get("/admin/bar/").content.decode()
        assert "Seen by all" not in page
        assert "A story that readers do not see" in page


def test_what_is_in_the_bar_now_is_marked_in_both_lists(desk, as_):
    first, second = (publish_article(section=desk.serbia, headline=name) for name in ("First", "Second"))
    flash(first)
    flash(second)
    client = as_("editor")
    for address in ("/admin/bar/", "/admin/bar/found/"):
        page = read_page(client.get(address))
        marked = [item for item in page.one("ul", "found").all("li") if item.all("strong", "in-bar")]
        assert [item.one("span", "headline").text for item in marked] == ["Second"]
    shown = read_page(client.get("/admin/bar/")).one("li", "shown")
    assert shown.one("span", "headline").text == "Second"
    assert shown["aria-current"] == "true"
    assert "on every page now" in shown.text


def test_another_desks_flash_is_seen_and_not_touched(desk, as_):
    flash(desk.live)
    page = as_("outsider").get("/admin/bar/").content.decode()
    assert "Seen by all" in page
    assert "/off/" not in page


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_page_asks_as_often_with_many_as_with_one(desk, as_, django_assert_num_queries, count):
    for number in range(count):
        flash(publish_article(section=make_section(f"nuova-europa/part-{number}")))
    client = as_("editor")
    client.get("/admin/bar/")
    with django_assert_num_queries(9):
        client.get("/admin/bar/")
