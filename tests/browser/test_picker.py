"""The picker in Chromium: walked by keys, told to everybody, and nothing hostile that runs."""

# ruff: noqa: F811 - fixtures

import pytest
from playwright.sync_api import expect

from photos.killing import kill
from tests.browser.test_desk import TRAP
from tests.browser.test_pictures_in_text import (  # noqa: F401 - fixtures among them
    TEXT,
    figure,
    harbour,
    opened,
    picker,
    place,
    reads,
    reporter,
    save,
    serbia,
    story,
    text_box,
    tile,
    tram,
    with_cursor_in,
    with_pictures,
)
from tests.factories import make_photo

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

HOSTILE = "\u202e</p><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_more_are_shown_on_demand_and_arrows_walk_through_them(log_in, reporter, story):
    for number in range(26):
        make_photo((64, 48), headline="", caption=f"Number {number}.")
    page = opened(log_in(reporter), story)
    page.get_by_role("button", name="Add picture").click()
    expect(picker(page).get_by_role("listitem")).to_have_count(24)
    expect(picker(page).get_by_role("status")).to_have_text("Pictures shown: 24")
    page.keyboard.press("ArrowDown")
    expect(tile(page, "Number 25")).to_be_focused()
    for key, number in (("ArrowRight", 24), ("ArrowDown", 19), ("ArrowLeft", 20), ("End", 2), ("Home", 25)):
        page.keyboard.press(key)
        expect(tile(page, rf"Number {number}\.")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(picker(page).get_by_label("Search")).to_be_focused()
    picker(page).get_by_role("button", name="More pictures").focus()
    page.keyboard.press("Enter")
    expect(picker(page).get_by_role("listitem")).to_have_count(26)
    expect(tile(page, r"Number 1\.")).to_be_focused()
    expect(picker(page).get_by_role("button", name="More pictures")).to_be_hidden()
    picker(page).get_by_label("Search").fill("nothing like it")
    expect(picker(page).get_by_role("status")).to_have_text("No picture has these words.")


def test_what_may_not_be_used_says_why_and_is_not_chosen(log_in, reporter, story, harbour, tram):
    kill(harbour, "Wrong person.")
    tram.not_for_website = True
    tram.save()
    page = opened(log_in(reporter), story)
    page.get_by_role("button", name="Picture", exact=True).click()
    for words, why in (("Boats", "it was killed"), ("tram", "it is not for the website")):
        expect(tile(page, words)).to_contain_text(f"Not for a story: {why}.")
        expect(tile(page, words)).to_have_attribute("aria-disabled", "true")
        tile(page, words).focus()
        page.keyboard.press("Enter")
        expect(picker(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(text_box(page)).to_be_focused()
    reads(page, TEXT)


def test_hostile_captions_run_nowhere(log_in, reporter, story, harbour):
    for name in ("headline", "caption", "credit_line", "alt_text", "creator"):
        setattr(harbour, name, HOSTILE)
    harbour.save()
    page = log_in(reporter)
    page.add_init_script(TRAP)
    opened(page, story)
    with_cursor_in(page, "One")
    place(page, "alert")
    expect(page.get_by_role("figure")).to_contain_text("<script>alert(1)</script>")
    page.get_by_label("Caption in this story").fill(HOSTILE)
    page.get_by_role("button", name="Add picture").click()
    expect(tile(page, "alert")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    save(page)
    opened(page, story)
    expect(page.get_by_role("figure")).to_contain_text("<img src=x onerror=alert(2)>")
    assert page.locator(".tiptap script, .picture-row script, .tiptap img:not([src^='/media/'])").count() == 0
    assert page.evaluate("window.ran") == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_picker_and_the_list_are_read_and_reached_by_everybody(
    log_in,
    look,
    reporter,
    serbia,
    harbour,
    tram,
    width,
):
    kill(make_photo(headline="Killed"), "Wrong person.")
    story = with_pictures(serbia, f"<p>One.</p>{figure(harbour)}<p>Two.</p>", harbour, tram)
    page = opened(log_in(reporter, width=width, height=844), story)
    expect(page.get_by_role("figure")).to_contain_text("Boats at dawn.")
    assert look(page) == []
    page.get_by_role("button", name="Add picture").click()
    expect(tile(page, "tram")).to_be_visible()
    assert look(page) == []
    for selector in (".picker", ".picker-found", "html"):
        assert page.locator(selector).evaluate("part => part.scrollWidth <= part.clientWidth"), selector
    smallest = min(
        box.bounding_box()["height"] for box in picker(page).get_by_role("button").all() if box.is_visible()
    )
    assert smallest >= (40 if width == 390 else 28)
