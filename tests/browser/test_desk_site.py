"""The desk's screens for the reader's site in Chromium: with axe, by keyboard, and two people at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Topic
from sections.models import Role
from tests.browser.test_site import needs_no_sideways_scrolling
from tests.factories import make_admin, make_root, make_section, make_topic, make_user, publish_article
from tests.website.shop_window import flash, pin, publication
from website.models import FlashBar, FormerAddress, Page, Pin

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

FOCUSED = "[document.activeElement.name, document.activeElement.value]"
SAID = "main > [role=status]"


@pytest.fixture
def sport():
    return make_section("sport")


@pytest.fixture
def stories(sport):
    now = timezone.now()
    return [
        publish_article(
            section=sport,
            headline=f"Story {number}: the two mayors open the night ferry across the river",
            first_published_at=now - timedelta(minutes=5 + number),
        )
        for number in range(6)
    ]


@pytest.fixture
def desk_page(log_in, sport):
    return lambda person=None, **options: log_in(person or make_user(Role.EDITOR, make_root()), **options)


def front(section):
    return f"/admin/fronts/{section.pk}/"


def key_of(story):
    return str(publication(story).pk)


def presses(page, name, key):
    """By keyboard; gives what has the focus afterwards, once the page says what was done."""
    before = page.locator(SAID).inner_text()
    page.locator(f"#front button[name={name}][value='{key}']").focus()
    page.keyboard.press("Enter")
    page.locator(SAID).filter(has_not_text=before or "\0").filter(has_text="“").wait_for(state="attached")
    return page.evaluate(FOCUSED)


def test_who_arranges_by_keyboard_stays_where_they_are_and_hears_what_was_done(desk_page, stories, sport):
    page, keys = desk_page(), [key_of(story) for story in stories]
    page.goto(front(sport))
    assert presses(page, "put", keys[0]) == ["unpin", keys[0]]
    assert "is pinned at place 1 of 1. Not saved yet" in page.locator(SAID).inner_text()
    assert presses(page, "put", keys[1]) == ["unpin", keys[1]]
    assert presses(page, "put", keys[2]) == ["unpin", keys[2]]
    assert presses(page, "up", keys[2]) == ["up", keys[2]]
    assert "place 2 of 3" in page.locator(SAID).inner_text()
    assert presses(page, "make_lead", keys[2]) == ["no_lead", keys[2]]
    assert presses(page, "off", keys[0]) == ["off", keys[1]]
    assert Pin.objects.count() == 0
    page.locator("button[name=_save]").focus()
    page.keyboard.press("Enter")
    page.locator(SAID, has_text="Saved: readers see it now").wait_for(state="attached")
    assert page.evaluate(FOCUSED) == ["_save", "1"]
    assert page.locator(".messagelist .success").count() == 1
    assert [str(pin.publication_id) for pin in Pin.objects.order_by("position")] == [keys[2], keys[1]]


def test_a_row_stays_under_the_hand_that_moves_it(desk_page, stories, sport):
    for position, story in enumerate(stories, start=1):
        pin(sport, story, position)
    page, key = desk_page(height=700), key_of(stories[5])
    page.goto(front(sport))
    up = page.locator(f"button[name=up][value='{key}']")
    up.scroll_into_view_if_needed()
    box = up.bounding_box()
    for place in (5, 4, 3):
        page.mouse.click(box["x"] + 5, box["y"] + 5)
        page.locator(SAID, has_text=f"place {place} of 6").wait_for(state="attached")
        there = up.bounding_box()
        if page.evaluate("scrollY"):  # at the very top there is nowhere to scroll
            assert abs(there["y"] - box["y"]) < 3
        box = there


def test_what_is_wrong_looks_like_an_error_and_has_the_focus(desk_page, stories, sport):
    pin(sport, stories[0], 1)
    page, name = desk_page(), f"until-{key_of(stories[0])}"
    page.goto(front(sport))
    page.fill(f"[name={name}]", "2020-01-01T10:00")
    page.click("button[name=_save]")
    page.locator(".wrong-here", has_text="This time has passed.").wait_for()
    assert page.evaluate(FOCUSED)[0] == name
    colour = "element => getComputedStyle(element).color"
    assert page.locator(".wrong-here").evaluate(colour) == page.locator(".errornote").evaluate(colour)


def test_a_search_is_no_change_and_leaving_a_change_is_asked(desk_page, stories, sport):
    page, asked = desk_page(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(front(sport))
    page.fill("#front input[type=search]", "story 3")
    page.press("#front input[type=search]", "Enter")
    page.locator("#front input[type=search]:focus").wait_for()
    assert "Not saved yet" not in page.content()
    page.goto(front(sport))
    assert asked == []
    page.locator("button[name=put]").first.click()
    page.locator(".story-note", has_text="Not saved yet").wait_for()
    page.click("#desk-nav >> text=Flash bar")
    page.wait_for_url("**/admin/bar/")
    assert asked == ["beforeunload"]


def test_two_editors_at_once_and_the_second_is_told_and_loses_nothing(desk_page, stories, sport):
    first, second = desk_page(), desk_page()
    for page in (first, second):
        page.goto(front(sport))
    presses(first, "put", key_of(stories[0]))
    first.click("button[name=_save]")
    first.locator(".messagelist .success").wait_for()
    presses(second, "put", key_of(stories[1]))
    second.click("button[name=_save]")
    second.locator(".errornote", has_text="saved this front").wait_for()
    assert second.locator(f"#story-{key_of(stories[1])}").count() == 1
    assert str(Pin.objects.get().publication_id) == key_of(stories[0])


def test_whoever_was_logged_out_meanwhile_is_led_to_the_log_in(desk_page, stories, sport):
    page = desk_page()
    page.goto(front(sport))
    page.context.clear_cookies(name="sessionid")
    page.locator("button[name=put]").first.click()
    page.wait_for_url("**/admin/login/**")
    assert Pin.objects.count() == 0


def test_a_scheduled_story_is_pinned_tonight(desk_page, stories, sport):
    tomorrow = publish_article(
        section=sport, headline="Of tomorrow", not_before=timezone.now() + timedelta(hours=20)
    )
    page = desk_page()
    page.goto(front(sport))
    presses(page, "make_lead", key_of(tomorrow))
    assert "from" in page.locator(f"#story-{key_of(tomorrow)} .chip-scheduled").inner_text()
    page.fill("[name=moment]", f"{timezone.localtime() + timedelta(hours=21):%Y-%m-%dT%H:%M}")
    page.click("#preview-button")
    frame = page.frame_locator("iframe[name=front-preview]")
    frame.locator(".lead h2", has_text="Of tomorrow").wait_for()
    page.click("button[name=_save]")
    page.locator(".messagelist .success").wait_for()
    assert str(Pin.objects.get().publication_id) == key_of(tomorrow)


def test_the_flash_bar_by_keyboard(desk_page, stories):
    page = desk_page()
    page.goto("/admin/bar/")
    page.focus("#front input[type=search]")
    page.keyboard.type("story 4")
    page.locator(SAID, has_text="1 story").wait_for(state="attached")
    page.keyboard.press("Tab")  # to Find
    page.locator("#found button", has_text="30 minutes").focus()
    page.keyboard.press("Enter")
    page.locator(SAID, has_text="In the bar on every page until").wait_for(state="attached")
    assert page.evaluate(FOCUSED) == ["minutes", "30"]
    assert page.locator("#front input[type=search]").input_value() == "story 4"
    assert FlashBar.objects.count() == 1
    page.locator("button", has_text="Take off now").focus()
    page.keyboard.press("Enter")
    page.locator(SAID, has_text="Taken off").wait_for(state="attached")
    assert page.evaluate("document.activeElement.id") == "arranged"


def test_an_admin_merges_topics_by_keyboard(log_in):
    ferries, boats = make_topic("Ferries"), make_topic("Boats")
    page = log_in(make_admin())
    page.goto(f"/admin/articles/topic/{ferries.pk}/merge/")
    page.locator(".select2-selection").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("boa")
    page.wait_for_selector(".select2-results__option--highlighted:has-text('Boats')")
    page.keyboard.press("Enter")
    page.locator("button", has_text="See what will happen").focus()
    page.keyboard.press("Enter")
    page.locator(".effects").wait_for()
    page.locator("button", has_text="Merge").focus()
    page.keyboard.press("Enter")
    page.locator(".messagelist", has_text="was merged into").wait_for()
    assert Topic.objects.get(pk=ferries.pk).merged_into == boats


def test_an_admin_adds_a_former_address_by_keyboard(log_in, sport):
    page = log_in(make_admin())
    page.goto("/admin/website/formeraddress/add/")
    page.focus("[name=path]")
    page.keyboard.type("/old.php?id=7")
    page.focus("[name=target]")
    page.keyboard.type("/sport/")
    page.keyboard.press("Enter")
    page.locator(".messagelist .success").wait_for()
    assert FormerAddress.objects.get().path == "/old.php?id=7"


@pytest.mark.parametrize("width", [390, 1280])
def test_every_screen_is_accessible_by_day_and_by_night(log_in, look, stories, sport, width):
    pin(sport, stories[0], 0, until=timezone.now() + timedelta(hours=1))
    pin(sport, stories[1], 1, until=timezone.now() - timedelta(hours=1))
    tomorrow = publish_article(section=sport, not_before=timezone.now() + timedelta(hours=9))
    pin(sport, tomorrow, 2)
    flash(stories[0])
    topic, other = make_topic("Ferries"), make_topic("Boats")
    about = Page.objects.create(title="About", slug="about", body="<p>We write.</p>")
    former = FormerAddress.objects.create(path="/old", section=sport)
    page = log_in(make_admin(), width=width)
    for address in (
        "/admin/fronts/",
        f"/admin/fronts/?story={key_of(tomorrow)}",
        front(sport),
        f"{front(sport)}?q=nothing+like+it",
        "/admin/bar/",
        "/admin/articles/topic/",
        f"/admin/articles/topic/{topic.pk}/change/",
        f"/admin/articles/topic/{topic.pk}/merge/",
        f"/admin/articles/topic/{topic.pk}/merge/?into={other.pk}",
        "/admin/website/page/",
        f"/admin/website/page/{about.pk}/change/",
        "/admin/website/formeraddress/",
        f"/admin/website/formeraddress/{former.pk}/change/",
        "/admin/articles/event/",
        f"/admin/articles/article/{stories[0].pk}/history/",
    ):
        page.goto(address)
        assert look(page) == [], address
        needs_no_sideways_scrolling(page)
    page.goto(front(sport))
    page.fill(f"[name=until-{key_of(stories[0])}]", "2020-01-01T10:00")
    page.click("button[name=_save]")
    page.locator(".wrong-here").wait_for()
    assert look(page) == []


def test_on_a_phone_what_a_list_is_about_is_read_without_scrolling(log_in, stories):
    page = log_in(make_admin(), width=390)
    for address, main in (
        ("/admin/articles/event/", ".field-story"),
        (f"/admin/articles/article/{stories[0].pk}/history/", "td:nth-child(5)"),
    ):
        page.goto(address)
        box = page.locator(f"tbody {main}").first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["width"] > 300
