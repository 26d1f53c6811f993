"""Pictures as Chromium shows them: which files it takes, how they stand, on paper and by keyboard."""

import re

import pytest

from articles.models import Publication
from tests.browser.test_article import address_of, with_pictures
from tests.browser.test_light import SHIFTS
from tests.browser.test_site import needs_no_sideways_scrolling
from tests.factories import make_photo, make_section
from tests.website.hanging import publish_with
from tests.website.shop_window import pin
from website.models import Pin

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGES = ("/", "/sport/", "story")


def fill() -> str:
    """A front with pictures in all its places; returns the address of a story with three."""
    sections = [make_section(f"sport/part-{letter}") for letter in "abc"]
    for number in range(12):
        publish_with(make_photo((1300, 900)), section=sections[number % 3], headline=f"Story {number} of day")
    story = publish_with(
        *(make_photo(size) for size in ((1700, 1100), (900, 700), (900, 600))),
        section=sections[0],
        headline="The lead of the day",
        body="<p>One.</p>@2<p>Two.</p>",
    )
    pin(make_section(""), story, position=0)
    return address_of(story)


def files_of(page):
    """What the browser has chosen, by the width at which it shows it."""
    return page.evaluate("[...document.images].map((each) => [each.currentSrc, each.clientWidth])")


def are_sharp_and_no_larger(page):
    """Each picture of the page is fetched as wide as it is shown, or a little wider."""
    found = files_of(page)
    assert found
    for url, shown in found:
        fetched = int(re.search(r"-(\d+)\.avif$", url)[1])
        assert shown <= page.viewport_size["width"]
        assert fetched >= min(shown * 0.8, 1024), (page.url, url, shown)
        assert fetched <= max(1.9 * shown, 320), (page.url, url, shown)


def scrolled(page, path):
    page.goto(path, wait_until="load")
    for _screen in range(page.evaluate("Math.ceil(document.body.scrollHeight / innerHeight)")):
        page.evaluate("window.scrollBy(0, innerHeight)")
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_picture_is_wider_than_its_place_nor_is_much_more_fetched_than_is_shown(new_page, width):
    """`sizes` tells the browser before it has read the style sheet; here is whether that was true."""
    story = fill()
    page = new_page(width=width)
    for path in PAGES:
        scrolled(page, story if path == "story" else path)
        needs_no_sideways_scrolling(page)
        are_sharp_and_no_larger(page)


@pytest.mark.parametrize("pins", [1, 2, 3])
def test_pins_in_any_number_are_sharp_and_move_nothing(new_page, pins):
    """One that has a row for itself is shown no wider than one of two: files of it are made for that."""
    fill()
    Pin.objects.all().delete()
    for position, publication in enumerate(Publication.objects.order_by("pk")[:pins], 1):
        Pin.objects.create(section=make_section(""), publication=publication, position=position)
    page = new_page()
    page.add_init_script(SHIFTS)
    for width in (960, 320, 768, 1280, 2560):  # a file that is there already is taken again
        page.set_viewport_size({"width": width, "height": 900})
        scrolled(page, "/")
        are_sharp_and_no_larger(page)
        needs_no_sideways_scrolling(page)
        assert page.evaluate("window.shifts") == 0
        shown = {image.bounding_box()["width"] for image in page.locator(".also img").all()}
        assert max(shown) - min(shown) <= 1


@pytest.mark.parametrize("blocks", [1, 2, 3, 4, 5])
def test_blocks_in_any_number_are_sharp(new_page, blocks):
    """On some screens a row is parted among few of them, or one has it to itself."""
    for number in range(max(blocks, 3)):
        section = make_section(f"sport/part-{number % blocks}")
        publish_with(make_photo((1300, 900)), section=section, headline=f"Story {number} of the day")
    pin(make_section("sport"), publish_with(section=make_section("sport"), headline="The lead"), position=0)
    for number in range(10):
        publish_with(section=make_section("sport"), headline=f"Story {number} of the section")
    page = new_page()
    for width in (320, 768, 950, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        scrolled(page, "/sport/")
        assert page.locator(".block").count() == blocks
        are_sharp_and_no_larger(page)
        needs_no_sideways_scrolling(page)


def test_a_screen_with_two_pixels_for_one_gets_files_for_it(new_page):
    story = fill()
    page = new_page(width=390, device_scale_factor=2)
    scrolled(page, story)
    lead = page.locator(".lead-photo img").evaluate("(image) => image.currentSrc")
    assert int(re.search(r"-(\d+)\.avif$", lead)[1]) in {640, 800}


def test_the_keyboard_meets_each_story_once(new_page):
    fill()
    page = new_page()
    page.goto("/")
    links = page.locator(".lead a:not([tabindex='-1'])").all()
    addresses = [link.get_attribute("href") for link in links]
    assert len(addresses) == len(set(addresses))
    assert page.locator(".lead a.shot").get_attribute("href") in addresses


def test_on_paper_a_storys_pictures_fit_and_lists_have_none(new_page):
    stories = with_pictures(make_section("sport"))
    page = new_page()
    scrolled(page, address_of(stories["pictures"]))
    page.emulate_media(media="print")
    for image in page.locator(".photo img").all():
        assert image.bounding_box()["height"] <= 12 / 2.54 * 96 + 1
    page.goto("/sport/")
    assert not page.locator(".shot").first.is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_front_with_pictures_is_accessible(new_page, look, width, scheme):
    fill()
    page = new_page(width=width, scheme=scheme)
    scrolled(page, "/")
    assert look(page) == []
