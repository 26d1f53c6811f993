"""The front page and the list of stories in Chromium: new copy comes by itself, and nothing jumps."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import locks, workflow
from articles.models import Article
from sections.models import Role
from tests.factories import make_article, make_section, make_user, publish_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/articles/article/"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3
WITHIN = 10_000  # milliseconds


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def editor(serbia):
    return make_user(Role.EDITOR, serbia)


def hand_in(section, headline, **fields):
    story = make_article(section=section, headline=headline, **fields)
    workflow.submit(story, by=None)
    return story


def ask_now(page):
    """As when one comes back to the tab: without waiting for the next time."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def rows(page, panel):
    return page.locator(f".panel-{panel} .headline").all_inner_texts()


def place_of(locator):
    box = locator.bounding_box()
    return box["x"], box["y"]


def fill(section, editor):
    """Something in every panel and in every column."""
    now = timezone.now()
    hand_in(section, LONG, priority=1, slugline="BRIDGE")
    publish_article(section=section, headline=LONG)
    workflow.publish(
        make_article(section=section, headline=LONG, not_before=now + timedelta(hours=3)), by=None
    )
    workflow.hold(publish_article(section=section, headline=LONG), by=None, reason=LONG)
    mine = make_article(section=section, headline=LONG, by=editor)
    workflow.hand_over(mine, by=None, to=editor, note=LONG, due_at=now - timedelta(hours=1))
    locks.claim(mine, editor, now)


def test_new_copy_comes_within_ten_seconds_and_says_so(log_in, serbia, editor):
    hand_in(serbia, "There before")
    page = log_in(editor, at="/admin/")
    page.evaluate("window.isTheSamePage = true")
    hand_in(serbia, "Just handed in", priority=1)
    page.locator(".panel-to-review", has_text="Just handed in").wait_for(timeout=WITHIN)
    assert rows(page, "to-review") == ["Just handed in", "There before"]
    assert page.locator(".panel-to-review [aria-live=polite]").inner_text() == "1 new"
    assert page.evaluate("window.isTheSamePage")


def test_the_row_under_the_pointer_stays_where_it_is(log_in, serbia, editor):
    hand_in(serbia, "About to be clicked")
    page = log_in(editor, at="/admin/")
    row = page.locator(".panel-to-review .headline", has_text="About to be clicked")
    row.hover()
    other = page.locator(".panel-held h2")
    before, others_before = place_of(row), place_of(other)
    for number in range(2):
        hand_in(serbia, f"Flash {number}", priority=1)
    ask_now(page)
    page.locator(".panel-to-review .new", has_text="2 new").wait_for(timeout=WITHIN)
    assert place_of(row) == before
    assert place_of(other) == others_before
    assert rows(page, "to-review") == ["About to be clicked"]
    page.mouse.move(0, 0)
    page.locator(".panel-to-review .headline", has_text="Flash 1").wait_for(timeout=2000)
    assert rows(page, "to-review") == ["Flash 0", "Flash 1", "About to be clicked"]


def test_a_panel_is_as_high_as_its_list_and_grows_when_nobody_is_in_any(log_in, serbia, editor):
    hand_in(serbia, "Alone")
    page = log_in(editor, at="/admin/")
    rows_of_review, below = page.locator(".panel-to-review .rows"), page.locator(".panel-held h2")
    assert rows_of_review.bounding_box()["height"] < 80  # two lines
    page.locator(".panel-held").hover()
    before = place_of(below)
    for number in range(4):
        hand_in(serbia, f"Another {number}")
    ask_now(page)
    page.locator(".panel-to-review .headline", has_text="Another 3").wait_for(timeout=WITHIN)
    assert place_of(below) == before
    page.mouse.move(0, 0)
    expect(rows_of_review).not_to_have_attribute("style", re.compile("px"))
    assert rows_of_review.evaluate("rows => rows.scrollHeight <= rows.clientHeight")


def test_the_row_that_has_the_focus_keeps_it(log_in, serbia, editor):
    hand_in(serbia, "Reached by keyboard")
    page = log_in(editor, at="/admin/")
    row = page.locator(".panel-to-review .headline")
    row.focus()
    hand_in(serbia, "Newer", priority=1)
    ask_now(page)
    page.locator(".panel-to-review .new", has_text="1 new").wait_for(timeout=WITHIN)
    assert page.evaluate("document.activeElement.textContent") == "Reached by keyboard"
    page.locator(".panel-to-me h2 a").focus()
    page.locator(".panel-to-review .headline", has_text="Newer").wait_for(timeout=2000)


def test_only_what_waits_for_one_is_announced(log_in, serbia, editor):
    page = log_in(editor, at="/admin/")
    live = page.locator("[aria-live]").all()
    assert [one.evaluate("live => live.closest('[data-panel]').dataset.panel") for one in live] == [
        "to-me",
        "to-review",
    ]


def test_a_desk_to_which_one_is_no_longer_logged_in_says_so(log_in, serbia, editor):
    page = log_in(editor, at="/admin/")
    page.context.clear_cookies()
    ask_now(page)
    page.locator("#panels-state", has_text="does not answer").wait_for(timeout=WITHIN)


def test_what_waits_is_done_without_javascript(log_in, serbia, editor):
    workflow.hand_over(make_article(section=serbia, headline="Handed over"), by=None, to=editor)
    page = log_in(editor, at="/admin/", java_script_enabled=False)
    assert rows(page, "to-me") == ["Handed over"]
    page.click("text=Done")
    page.locator(".panel-to-me", has_text="Nothing waits for you.").wait_for()


def test_several_stories_are_submitted_from_the_list(log_in, serbia, editor):
    for number in range(3):
        make_article(section=serbia, headline=f"Draft {number}")
    page = log_in(editor, at=LIST)
    page.check("#action-toggle")
    page.select_option("select[name=action]", label="Submit")
    page.click("button[name=index]")
    page.locator("h2", has_text="With these 3 stories").wait_for()
    page.click("button.main")
    page.locator("h2", has_text="Done: 3").wait_for()
    assert set(Article.objects.values_list("stage", flat=True)) == {"submitted"}


def test_filters_that_are_typed_combine_with_those_that_are_chosen(log_in, serbia, editor):
    make_article(section=serbia, headline="Here", place_text="Vršac")
    make_article(section=serbia, headline="There", place_text="Zemun")
    page = log_in(editor)
    page.goto(f"{LIST}?stage__exact=draft")
    page.click("summary:has-text('Place')")
    page.fill("#filter-place", "Vršac")
    page.keyboard.press("Enter")
    page.wait_for_url("**place=**")
    assert "stage__exact=draft" in page.url
    assert page.locator(".field-story a").all_inner_texts() == ["Here"]


@pytest.mark.once
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(log_in, serbia, editor, width):
    fill(serbia, editor)
    page = log_in(editor, width=width)
    for address in ("/admin/", "/admin/dashboard/to-me/", LIST, f"{LIST}?place=x"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


@pytest.mark.once
@pytest.mark.parametrize("width", [1280, 390])
def test_they_are_for_everybody(log_in, look, serbia, editor, width):
    fill(serbia, editor)
    page = log_in(editor, width=width)
    found = {}
    for address in ("/admin/", "/admin/dashboard/to-me/", LIST):
        page.goto(address)
        if wrong := look(page):
            found[address] = wrong
    assert found == {}
