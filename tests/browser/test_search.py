"""Searching in Chromium: by keyboard, without a script, on any width."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Author, Publication
from sections.models import Section
from sections.tree import forget_tree
from tests.browser.test_site import LONG_WORD, needs_no_sideways_scrolling
from tests.factories import make_place, make_root, make_section, make_topic, publish_article

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

ARABIC = "افتتحت في العاصمة مكتبة جديدة تضم آلاف المخطوطات النادرة"
ADDRESSES = {
    "empty": "/search/",
    "found": "/search/?q=ferry",
    "further": "/search/?q=ferry&page=2",
    "newest": "/search/?q=ferry&order=newest",
    "filtered": "/search/?q=ferry&section=sport&type=opinion&author=Zoran+Ili%C4%87&since=2020-01-01",
    "by name": "/search/?q=heritage+ferry",
    "from the right": f"/search/?q={ARABIC.split()[3]}",
    "long": f"/search/?q={LONG_WORD}+{'w' * 900}",
    "nothing": "/search/?q=zeppelin&author=Nobody",
    "no word": "/search/?q=%2D%2D",
    "days": "/search/?q=ferry&since=2026-12-01&until=2020-01-01",
    "left out": f"/search/?q=ferry&language={LONG_WORD}&section={'w' * 900}&since=yesterday",
}


@pytest.fixture
def stories():
    Section.objects.filter(pk=make_root().pk).update(language="en")
    forget_tree()
    sections = [make_section(name) for name in ("cronaca", "sport", "nuova-europa/serbia")]
    authors = [Author.objects.create(name=name) for name in ("Maria Bianchi", "Zoran Ilić", LONG_WORD)]
    topics = [make_topic(name) for name in ("Maritime heritage", "Public transport", LONG_WORD)]
    places = [make_place(name) for name in ("Rome", "Belgrade")]
    for place in places:
        place.search_names = place.folded_names()
        place.save()
    now = timezone.now()
    for number in range(30):
        publish_article(
            section=sections[number % 3],
            headline=f"Story {number}: the two mayors open the night ferry across the river",
            body=f"<p>{'The ferry crosses every hour. ' * 20}</p>",
            story_type="opinion" if number % 5 == 0 else "news",
            authors=[authors[number % 3]],
            topics=[topics[number % 3]],
            places=[places[number % 2]],
            first_published_at=now - timedelta(days=number),
        )
    publish_article(section=sections[1], headline=f"{LONG_WORD} opens", topics=topics)
    publish_article(section=sections[1], headline=ARABIC, body=f"<p>{ARABIC}</p>", language="ar")


def test_no_search_scrolls_sideways(new_page, stories):
    for width in (320, 390, 768, 1280, 1920):
        page = new_page(width=width)
        for address in ADDRESSES.values():
            page.goto(address)
            needs_no_sideways_scrolling(page)
            page.locator("summary").click()
            needs_no_sideways_scrolling(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_every_search_is_accessible(new_page, stories, look, width):
    page = new_page(width=width)
    for name, address in ADDRESSES.items():
        page.goto(address)
        page.locator("summary").click()
        assert look(page, rules={"color-contrast-enhanced": {"enabled": True}}) == [], name


def test_all_of_it_by_keyboard_and_without_a_script(new_page, stories):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.locator(".search-box input").focus()
    page.keyboard.type("ferry heritage")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=ferry\+heritage$"))
    assert page.locator(".total").inner_text() == "10 stories"
    assert page.locator(".why mark").first.inner_text() == "heritage"
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    page.locator("#id_author").focus()
    page.keyboard.type("maria bianchi")
    page.keyboard.press("Enter")
    page.wait_for_url("**author=maria+bianchi**")
    assert page.locator(".taken a").count() == 1
    assert page.locator(".found li").count() == 10
    page.locator(".narrowing a", has_text="Belgrade").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**place=Belgrade**")
    assert page.locator(".total").inner_text() == "5 stories"
    for _filter in range(2):
        page.locator(".taken a").first.focus()
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=ferry\+heritage$"))
    page.locator(".found h2 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/story-**")
    assert Publication.objects.count() == 32


def test_names_are_suggested_without_a_script(new_page, stories):
    page = new_page(java_script_enabled=False)
    page.goto("/search/")
    for of, name in (("author", "Zoran Ilić"), ("topic", "Maritime heritage"), ("place", "Belgrade")):
        assert page.locator(f"#id_{of}").get_attribute("list") == f"names-{of}"
        assert page.locator(f"#names-{of} option[value='{name}']").count() == 1


def test_what_is_focused_is_seen_and_large_enough_to_be_touched(new_page, stories):
    page = new_page(width=390)
    page.goto("/search/?q=ferry&type=opinion")
    page.locator("summary").click()
    for target in page.locator(
        ".asking :is(input, select, button, summary), .taken a, .orders a, .narrowing a, .pages a"
    ).all():
        assert target.bounding_box()["height"] >= 44
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
