"""The readers' pages as Chromium shows them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import Author, Publication
from sections.models import Imprint
from tests.factories import make_place, make_root, make_section, publish_article

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGES = ["home", "front", "older", "empty", "story", "old", "arabic", "hostile", "missing", "withdrawn"]

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
EVERYTHING = f"""
<h2>{LONG_WORD}</h2><p>Text with <a href="https://example.org/{"a" * 200}">{"a" * 200}</a>.</p>
<ul><li>one</li><li>two</li></ul><ol start="3"><li>three</li></ol><blockquote><p>Said.</p></blockquote>
<table><thead><tr><th>Port</th><th>Containers</th><th>Change</th><th>{LONG_WORD}</th></tr></thead>
<tbody><tr><td>Trieste</td><td>12,345,678</td><td>+6.1%</td><td>{LONG_WORD}</td></tr></tbody></table>
<pre><code>{"x" * 300}</code></pre><hr><p>{"word " * 5000}</p>
"""


def fill_site(others=24):
    """The addresses of a site with a story of every kind that is hard to show; 24 others fill a page."""
    now = timezone.now()
    serbia = make_section("nuova-europa/serbia")
    for path in ("cronaca", "cultura", "economia", "politica", "scienza-e-tecnica", "sport"):
        make_section(path)
    make_section("vuota", description="Una sezione che non ha ancora notizie.")
    Imprint.objects.create(
        pk=1, owner="The Agency", responsible_editor="Anna Rossi", place="Rome", note="No. 1"
    )
    for number in range(others):
        publish_article(
            section=serbia,
            headline=f"Ferry line number {number} opens between the two banks of the river",
            subheadline="Crossings every hour" if number % 2 else "",
            first_published_at=now - timedelta(days=2, minutes=number),
        )
    stories = {
        "old": {"headline": "An old bridge", "first_published_at": now - timedelta(days=1500)},
        "arabic": {
            "language": "ar",
            "headline": "افتتاح مكتبة جديدة تضم آلاف المخطوطات النادرة",
            "subheadline": "المكتبة تفتح أبوابها للباحثين",
            "body": "<p>افتتحت في العاصمة مكتبة جديدة تضم آلاف المخطوطات.</p>",
            "story_type": "opinion",
        },
        "hostile": {"headline": f"{LONG_WORD} {'and many ministers meet ' * 9}", "body": EVERYTHING},
        "story": {
            "headline": "Two mayors open the night ferry across the river tomorrow",
            "subheadline": "Crossings every hour until two in the morning, free in the first week",
            "body": "<p>The mayors of two river towns will open a night ferry tomorrow, the first in forty "
            "years. It will cross every hour.</p><p>It carries sixty passengers.</p>",
            "authors": [Author.objects.create(name="Maria Bianchi")],
            "places": [make_place("Rome")],
        },
        "withdrawn": {"headline": "Never to be seen"},
    }
    addresses = {
        "home": "/",
        "front": "/nuova-europa/",
        "empty": "/vuota/",
        "missing": "/nuova-europa/nothing/",
    }
    for name, fields in stories.items():
        story = publish_article(section=serbia, **fields)
        addresses[name] = f"/nuova-europa/serbia/{Publication.objects.get(article=story).address}/"
        if name == "withdrawn":
            workflow.kill(story, by=None, reason="untrue")
    addresses["older"] = f"/nuova-europa/?before={int(now.timestamp() * 1_000_000)}.1"
    return addresses


def needs_no_sideways_scrolling(page):
    wide = page.evaluate("""() => {
        const width = document.documentElement.clientWidth;
        return document.documentElement.scrollWidth > width
            ? [...document.querySelectorAll("body *")]
                .filter((each) => each.getBoundingClientRect().right > width && !each.closest("header nav"))
                .map((each) => each.outerHTML.slice(0, 80))
            : [];
    }""")
    assert wide == []


def test_every_page_fits_a_narrow_phone_and_a_desk(new_page):
    addresses = fill_site()
    for width in (320, 390, 768, 1280, 1920):
        page = new_page(width=width)
        for name in PAGES:
            page.goto(addresses[name])
            needs_no_sideways_scrolling(page)


def test_every_page_is_accessible_with_a_contrast_of_seven_to_one(new_page, axe):
    addresses = fill_site()
    rules = {"color-contrast-enhanced": {"enabled": True}}
    for width in (390, 1280):
        page = new_page(width=width)
        for name in PAGES:
            page.goto(addresses[name])
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                wrong = [
                    (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
                    for violation in axe(page, rules=rules)
                ]
                assert wrong == [], f"{name}, {width}, {scheme}"


def test_the_first_screen_of_a_phone_holds_headline_time_source_and_first_sentence(new_page):
    addresses = fill_site(others=6)
    page = new_page(width=390, height=844)
    page.goto(addresses["story"])
    bottoms = page.evaluate("""() => {
        const bottom = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
        const words = document.querySelector(".body p").lastChild;
        const sentence = document.createRange();
        sentence.setStart(words, 0);
        sentence.setEnd(words, words.data.indexOf(".") + 1);
        return [bottom("article h1"), bottom(".published"), bottom(".dateline"),
                sentence.getBoundingClientRect().bottom];
    }""")
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] <= 844


def test_breadcrumb_and_article_read_as_the_page_of_the_agency(new_page):
    addresses = fill_site(others=6)
    page = new_page(width=390)
    page.goto(addresses["story"])
    headline = "Two mayors open the night ferry across the river tomorrow"
    path = " ".join(page.locator("nav.breadcrumb").inner_text().split())
    assert path.partition(":")[2] == f"ANSA > Nuova Europa > Serbia > {headline}"
    lines = [line for line in page.locator("article").inner_text().split("\n") if line]
    assert lines[0] == headline
    assert lines[-2] == "It carries sixty passengers. (ANSA)."
    assert lines[-1] == "© Copyright ANSA - All rights reserved"


def test_the_lead_is_unmistakably_the_lead_with_the_ticker_beside_it(new_page):
    addresses = fill_site()
    page = new_page(width=1280)
    page.goto(addresses["front"])
    lead, latest = page.locator(".lead").bounding_box(), page.locator(".latest").bounding_box()
    assert latest["x"] >= lead["x"] + lead["width"]
    assert abs(latest["y"] - lead["y"]) < 40
    size = "each => parseFloat(getComputedStyle(each).fontSize)"
    assert page.locator(".lead h2").evaluate(size) > 2 * page.locator(".ticker a").first.evaluate(size)


def test_the_latest_stand_beside_the_story_on_a_desk_and_below_it_on_a_phone(new_page):
    addresses = fill_site(others=6)
    for width, beside in ((1280, True), (390, False)):
        page = new_page(width=width)
        page.goto(addresses["story"])
        main, aside = page.locator("main").bounding_box(), page.locator("aside").bounding_box()
        assert (aside["x"] >= main["x"] + main["width"]) is beside
        assert (aside["y"] >= main["y"] + main["height"]) is not beside


def test_a_line_of_text_is_neither_short_nor_long_on_a_desk(new_page):
    addresses = fill_site(others=6)
    page = new_page(width=1280)
    page.goto(addresses["story"])
    characters = page.locator(".body").evaluate("""(body) => {
        const sample = document.createElement("span");
        sample.textContent = "The mayors of two river towns will open a night ferry tomorrow, the first";
        sample.style.cssText = "white-space: nowrap; position: absolute";
        body.append(sample);
        return body.clientWidth / (sample.getBoundingClientRect().width / sample.textContent.length);
    }""")
    assert 60 <= characters <= 78  # most with the narrow serif of a bare machine


def test_links_of_the_navigation_can_be_hit_with_a_thumb(new_page):
    addresses = fill_site(others=6)
    page = new_page(width=390)
    page.goto(addresses["story"])
    for link in page.locator("header nav a, .ticker a").all():
        assert link.bounding_box()["height"] >= 44


def test_the_section_one_is_in_is_in_sight_on_a_phone(new_page):
    addresses = fill_site(others=6)
    page = new_page(width=320)
    page.goto(addresses["story"])
    marked = page.locator("header [aria-current]").all()
    assert [each.inner_text() for each in marked] == ["Nuova Europa", "Serbia"]
    for each in marked:
        box = each.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def fill_bars():
    """Sections and subsections, more than a phone is wide; returns the addresses of all."""
    part = "serbia kosovo slovenia croazia albania montenegro bosnia-erzegovina romania"
    top = "cronaca politica economia mondo cultura scienza-e-tecnica sport sport/calcio english"
    return [
        make_section(path).get_absolute_url()
        for path in (*top.split(), *(f"nuova-europa/{name}" for name in part.split()))
    ]


@pytest.mark.parametrize("width", [320, 360, 390, 412, 480, 640])
def test_no_link_of_a_bar_covers_its_neighbour_and_the_present_one_is_in_sight(new_page, axe, width):
    addresses = fill_bars()
    page = new_page(width=width)
    for address in addresses:
        page.goto(address)
        found = axe(page, runOnly=["target-size"], rules={"target-size": {"enabled": True}})
        covered = [node["html"] for violation in found for node in violation["nodes"]]
        assert covered == [], address
        for marked in page.locator("header [aria-current]").all():
            expect(marked).to_be_in_viewport(ratio=1)


def test_a_bar_can_be_moved_and_is_back_where_it_was_after_the_keyboard(new_page):
    fill_bars()
    page = new_page(width=320)
    page.goto("/english/")
    bar, marked = page.locator(".sections ul"), page.locator(".sections [aria-current]")
    expect(marked).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(300)
    bar.evaluate("bar => { bar.scrollLeft = 0; }")
    page.wait_for_timeout(100)
    assert bar.evaluate("bar => bar.scrollLeft") == 0
    page.focus(".search-box button")
    page.keyboard.press("Tab")
    expect(page.locator(".sections a").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(marked).to_be_in_viewport(ratio=1)


BARS = """() => [...document.querySelectorAll("header nav ul")].map((bar) => [...bar.children].map((item) => {
    const box = item.getBoundingClientRect(), style = getComputedStyle(item);
    return { order: style.order, top: Math.round(box.top), left: item.offsetLeft };
}))"""


def test_bars_are_drawn_in_the_order_in_which_they_are_read_and_tabbed(new_page):
    addresses = fill_site(others=6)
    for width in (320, 390, 768, 1280):
        page = new_page(width=width)
        page.goto(addresses["story"])
        page.focus(".sections a >> nth=0")  # by keyboard none stands before its neighbours
        for bar in page.evaluate(BARS):
            assert {item["order"] for item in bar} == {"0"}
            places = [(item["top"], item["left"]) for item in bar]
            assert places == sorted(places), width


def test_no_section_is_covered_while_it_has_the_focus(new_page):
    addresses = fill_site(others=6)
    page = new_page(width=320)
    page.goto(addresses["story"])
    links = page.locator("nav.sections a")
    names = links.all_inner_texts()
    page.focus(".search-box button")
    seen = []
    for _each in names:
        page.keyboard.press("Tab")
        page.wait_for_timeout(50)
        seen.append(
            page.evaluate("""() => {
                const link = document.activeElement, box = link.getBoundingClientRect();
                const on_top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return box.left >= 0 && box.right <= innerWidth && on_top === link ? link.innerText : null;
            }""")
        )
    assert seen == names


def test_arabic_is_written_from_the_right(new_page):
    addresses = fill_site(others=6)
    page = new_page(width=1280)
    page.goto(addresses["arabic"])
    heading, body = page.locator("article h1"), page.locator("article .body")
    assert heading.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert page.locator(".published").bounding_box()["x"] > body.bounding_box()["x"]


def test_pages_work_without_scripts_and_set_no_cookie(new_page):
    fill_site()
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.locator(".lead h2 a").click()
    page.locator("article h1").wait_for()
    page.locator("nav.breadcrumb a", has_text="Nuova Europa").click()
    page.locator("a[rel=next]").click()
    page.locator("section.day").first.wait_for()
    page.locator(".pages a").first.click()
    page.wait_for_url("**/nuova-europa/")
    assert page.context.cookies() == []


def test_the_first_tab_shows_the_way_past_the_navigation(new_page):
    make_root()
    page = new_page(reduced_motion="reduce")
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("each => each === document.activeElement")
    assert skip.bounding_box()["y"] >= 0


def test_paper_has_the_story_and_its_address_and_nothing_to_click(new_page, settings):
    settings.NEWSROOM_BASE_URL = "https://news.example"
    addresses = fill_site(others=6)
    page = new_page()
    page.goto(addresses["story"])
    page.emulate_media(media="print")
    assert page.locator(".print-address").inner_text() == f"https://news.example{addresses['story']}"
    assert page.locator(".print-address").is_visible()
    assert page.locator("article").is_visible()
    for hidden in ("nav.sections", "nav.subsections", "aside"):
        assert not page.locator(hidden).is_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_beside_a_wide_logo_there_is_room_for_the_date(new_page, settings, width):
    settings.NEWSROOM_BRAND_FILES = {"style": "", "logo": "site/icon.svg"}
    make_root()
    page = new_page(width=width)
    page.goto("/")
    page.eval_on_selector(
        ".wordmark img", "(logo) => Object.assign(logo.style, { width: '9rem', height: '3rem' })"
    )
    logo, today = page.locator(".wordmark img").bounding_box(), page.locator(".today").bounding_box()
    assert logo["width"] > 60
    assert logo["x"] + logo["width"] <= today["x"]
    assert abs(logo["y"] + logo["height"] - today["y"] - today["height"]) < 8
    needs_no_sideways_scrolling(page)


def test_without_motion_nothing_moves(new_page):
    make_root()
    page = new_page(reduced_motion="reduce")
    page.goto("/")
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((each) =>
        parseFloat(getComputedStyle(each).transitionDuration) > 0).length""")
    assert moving == 0
