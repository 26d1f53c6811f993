"""Fronts and the flash bar in Chromium: as readers see them, and as editors arrange them by keyboard."""

import math
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from sections.models import Role
from tests.browser.test_site import needs_no_sideways_scrolling
from tests.factories import make_root, make_section, make_user, publish_article
from tests.website.shop_window import flash, pin, publication
from website.furniture import forget_furniture
from website.models import FlashBar, Pin

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def stories():
    """A site of four subsections, with pins, a flash, and headlines that are hard to show."""
    now = timezone.now()
    names = ("cronaca", "cultura", "nuova-europa", "sport")
    made = [
        publish_article(
            section=make_section(names[number % 4]),
            headline=f"Story {number}: the two mayors open the night ferry across the river",
            subheadline="Crossings every hour until two in the morning" if number % 3 else "",
            story_type="opinion" if number % 5 == 0 else "news",
            first_published_at=now - timedelta(minutes=5 + number),
        )
        for number in range(40)
    ]
    sport = make_section("sport")
    made.append(publish_article(section=sport, headline=f"{LONG} opens"))
    made.append(
        publish_article(section=sport, headline="افتتاح مكتبة جديدة تضم آلاف المخطوطات", language="ar")
    )
    for position, number in enumerate((30, 40, 41, 20)):
        pin(make_root(), made[number], position)
    flash(made[40])
    return made


@pytest.fixture
def editors_page(new_page):
    def log_in(section=None, **options):
        user = make_user(Role.EDITOR, section)
        page = new_page(**options)
        page.goto("/admin/login/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", "newsroom")
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return log_in


def finds_nothing_wrong(page, **rules):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    results = axe.run(page, options={"rules": rules} if rules else None)
    assert results.violations_count == 0, results.generate_report()


def test_a_front_with_pins_blocks_and_a_flash_fits_every_width(new_page, stories):
    for width in (320, 390, 768, 1280, 1920):
        page = new_page(width=width)
        for address in ("/", "/sport/"):
            page.goto(address)
            assert page.locator(".flash-bar").is_visible()
            needs_no_sideways_scrolling(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_with_a_contrast_of_seven_to_one(new_page, stories, scheme):
    for width in (390, 1280):
        page = new_page(width=width, scheme=scheme)
        page.goto("/")
        finds_nothing_wrong(page, **{"color-contrast-enhanced": {"enabled": True}})


def test_on_a_desk_the_lead_is_unmistakable_and_the_latest_stand_beside_it(new_page, stories):
    page = new_page(width=1280)
    page.goto("/")
    lead, latest = (page.locator(name).bounding_box() for name in (".lead", ".latest"))
    assert latest["x"] >= lead["x"] + lead["width"]
    assert abs(latest["y"] - lead["y"]) < 5
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    sizes = [page.locator(name).first.evaluate(size) for name in (".lead h2", ".pinned h3", ".brief h3")]
    assert sizes[0] > 2 * sizes[1] > 2 * sizes[2]
    tops = {block.bounding_box()["y"] for block in page.locator(".block").all()}
    assert len(tops) == 1  # four side by side


def test_on_a_phone_the_lead_comes_first_and_then_the_pins(new_page, stories):
    page = new_page(width=390)
    page.goto("/")
    tops = [
        page.locator(name).first.bounding_box()["y"] for name in (".lead", ".pinned", ".latest", ".block")
    ]
    assert tops == sorted(tops)


def test_a_story_pinned_alone_has_the_newest_at_its_side(new_page, stories):
    Pin.objects.filter(section=make_root()).delete()
    pin(make_root(), stories[30])
    page = new_page()
    for width in (1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/")
        pinned, newest = (
            page.locator(f"{name} h3").bounding_box() for name in (".pinned", ".pinned + .also")
        )
        assert newest["x"] > pinned["x"] + pinned["width"]
        assert newest["width"] == pytest.approx(pinned["width"], abs=1)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_headline_is_cut_off_among_the_latest_and_whole_to_who_hears_it(new_page, width):
    headline = "The two mayors open the night ferry across the river again and again. " * 7
    for number in range(4):
        publish_article(section=make_section("sport"), headline=f"{number}: {headline}".strip())
    page = new_page(width=width)
    page.goto("/sport/")
    for link in page.locator(".latest .ticker a").all():
        assert link.bounding_box()["height"] < 8 * link.evaluate(
            "a => parseFloat(getComputedStyle(a).lineHeight)"
        )
        expect(link).to_have_accessible_name(re.compile(rf"\d: {headline.strip()}"))


def colours(page, box):
    """Those that are drawn in a part of the page."""
    drawn = page.screenshot(clip=box, animations="disabled")
    return {colour for _count, colour in Image.open(BytesIO(drawn)).convert("RGB").getcolors()}


def foot(locator, height):
    """The lowest pixels of what stands there, but for those that it shares with its neighbours."""
    box = locator.bounding_box()
    top, left = math.ceil(box["y"] + box["height"]) - height, math.ceil(box["x"])
    return {"x": left, "y": top, "width": math.floor(box["width"]) - 1, "height": height - 1}


def test_the_flash_bar_goes_from_edge_to_edge(new_page, stories):
    page = new_page(width=2560)
    page.goto("/")
    bar = page.locator(".flash-bar").bounding_box()
    ends = [
        colours(page, {"x": x, "y": bar["y"], "width": 2, "height": bar["height"] - 1}) for x in (0, 2558)
    ]
    assert ends == [{(11, 90, 65)}] * 2
    under = {"x": 0, "y": bar["y"] + bar["height"] + 1, "width": 2560, "height": 4}
    assert (11, 90, 65) not in colours(page, under)
    needs_no_sideways_scrolling(page)


@pytest.mark.parametrize("address", ["/sport/", "/search/?q=ferry"])
def test_where_the_reader_forces_the_colours_the_present_one_alone_is_marked(new_page, stories, address):
    page = new_page(height=1600, forced_colors="active")
    page.goto(address)
    paper = colours(page, {"x": 0, "y": 300, "width": 9, "height": 9})
    bars = page.locator(":is(.sections, .orders) a").all()
    marked = [link for link in bars if colours(page, foot(link, 3)) != paper]
    assert [each.get_attribute("aria-current") is not None for each in marked] == [True]
    for link in page.locator(".flash-bar a, .latest .ticker a").all():
        assert colours(page, foot(link, 8)) == paper


def test_an_editor_arranges_a_front_by_keyboard(editors_page, stories):
    make_section("sport")
    page = editors_page()
    keys = {name: publication(stories[number]).pk for name, number in (("3", 3), ("7", 7))}
    page.goto(f"/admin/fronts/{make_section('sport').pk}/")
    page.focus("#front input[type=search]")
    page.keyboard.type("story 7")
    page.locator(".found .headline", has_text="Story 7").wait_for()
    page.locator(f"button[name=put][value='{keys['7']}']").focus()
    page.keyboard.press("Enter")
    page.locator(f"#story-{keys['7']}").wait_for()
    page.focus("#front input[type=search]")
    page.keyboard.press("Control+a")
    page.keyboard.type("story 3:")
    page.locator(f"button[name=make_lead][value='{keys['3']}']").focus()
    page.keyboard.press("Enter")
    page.locator(f"#story-{keys['3']}").wait_for()
    finds_nothing_wrong(page)
    needs_no_sideways_scrolling(page)
    page.locator("button[name=_save]").focus()
    page.keyboard.press("Enter")
    page.locator(".messagelist .success").wait_for()
    saved = Pin.objects.filter(section=make_section("sport")).order_by("position")
    assert [pin.publication_id for pin in saved] == [keys["3"], keys["7"]]


def test_enter_in_a_field_saves_nothing(editors_page, stories):
    page = editors_page()
    page.goto(f"/admin/fronts/{make_root().pk}/")
    page.locator("button[name=off]").first.click()
    page.locator("[name^=until-]").first.press("Enter")
    page.locator(".story-note", has_text="Not saved yet").wait_for()
    assert Pin.objects.count() == 4


def test_the_preview_opens_in_the_page_and_saves_nothing(editors_page, stories):
    page = editors_page()
    page.goto(f"/admin/fronts/{make_root().pk}/")
    page.locator("button[name=off]").first.click()
    page.click("#preview-button")
    frame = page.frame_locator("iframe[name=front-preview]")
    frame.locator(".preview-bar").wait_for()
    assert "Story 0" in frame.locator(".lead h2").inner_text()
    assert Pin.objects.count() == 4
    page.frames[-1].evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate("scrollTo(0, 0)")
    page.click("#preview-button")
    expect(frame.locator(".preview-bar")).to_be_in_viewport()
    expect(page.locator("#preview-heading")).to_be_in_viewport()


def test_the_last_change_is_taken_back_in_two_presses(editors_page, stories):
    page = editors_page()
    page.goto(f"/admin/fronts/{make_root().pk}/")
    lead = page.locator(".arranged .headline").first
    before = lead.inner_text()
    page.locator("button[name=off]").first.click()
    expect(lead).not_to_have_text(before)
    page.click("button[name=_save]")
    page.locator(".messagelist .success").wait_for()
    page.locator("button[name=back]").first.click()
    expect(lead).to_have_text(before)
    expect(page.locator("button[name=_save]")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".messagelist .success").wait_for()
    assert Pin.objects.order_by("position").first().publication_id == publication(stories[30]).pk


def test_fronts_and_bar_work_without_a_script(editors_page, stories):
    page = editors_page(java_script_enabled=False)
    page.goto("/admin/bar/")
    page.fill("#front input[type=search]", "story 9")
    page.click("button[name=_find]")
    page.click("text=30 minutes >> nth=0")
    page.locator(".messagelist .success").wait_for()
    assert FlashBar.objects.count() == 2
    page.click("text=Take off now >> nth=0")
    page.locator(".messagelist .success").wait_for()
    forget_furniture()
    page.goto(f"/admin/fronts/{make_root().pk}/")
    page.click("button[name=down] >> nth=0")
    page.click("button[name=_save]")
    page.locator(".messagelist .success").wait_for()
    first = Pin.objects.order_by("position").first()
    assert first.publication_id == publication(stories[40]).pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desks_pages_are_accessible_on_a_phone_and_a_desk(editors_page, stories, scheme):
    addresses = ["/admin/fronts/", f"/admin/fronts/{make_root().pk}/", "/admin/bar/"]
    for width in (390, 1280):
        page = editors_page(width=width, scheme=scheme)
        for address in addresses:
            page.goto(address)
            finds_nothing_wrong(page)
            needs_no_sideways_scrolling(page)
