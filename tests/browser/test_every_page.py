"""Topics, authors, places, the archive, the agency's pages, and those that say what is wrong: for everybody.

Home page, fronts and stories have their own tests beside this one.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import Author, Place, Topic
from tests.browser.test_article import ROW, WORDS, address_of, fill_stories
from tests.browser.test_site import LONG_WORD
from tests.factories import make_section, publish_article
from website.models import Page
from website.views.errors import bare_page

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

BARE = {"unavailable": 503, "server_error": 500, "bad_request": 400, "forbidden": 403, "form_expired": 403}
INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]"


def fill() -> dict[str, str]:
    """The addresses of one page of each kind."""
    fill_stories()
    withdrawn = publish_article(section=make_section("nuova-europa/serbia"))
    workflow.kill(withdrawn, by=None, reason="untrue")
    for about, slug in (("agency", "about"), ("contact", "contact")):
        text = f"<h2>{LONG_WORD}</h2><p>{WORDS}</p><ul><li>one</li></ul><table><tbody>{ROW}</tbody></table>"
        Page.objects.create(title=f"About {LONG_WORD}", slug=slug, about=about, body=text)
    Topic.objects.update(description=f"Everything about {LONG_WORD}")
    Author.objects.update(biography=f"{WORDS}\n\n{LONG_WORD}", languages="it, sr", contact="a@agency.example")
    topic, author = Topic.objects.get(name=LONG_WORD), Author.objects.get(name="Maria Bianchi")
    place, today = Place.objects.get(name="Rome"), timezone.localtime()
    found = {
        "topic": f"/topics/{topic.pk}-x/",
        "author": f"/authors/{author.pk}-x/",
        "place": f"/places/{place.pk}-x/",
        "topics, none": "/topics/?from=zz",
        "year": f"/{today:%Y}/",
        "month": f"/nuova-europa/{today:%Y/%m}/",
        "day": f"/{today:%Y/%m/%d}/",
        "day of nothing": "/2001/02/03/",
        "page": "/pages/about/",
        "missing": "/nuova-europa/nothing/",
        "withdrawn": address_of(withdrawn),
    }
    return found | {name: f"/{name}/" for name in ("topics", "authors", "places", "corrections", "feeds")}


@pytest.fixture
def visit(new_page, rf):
    """Opens one page after the other in the same window; those of faults without causing any."""

    def visit(**options):
        page, faults = new_page(**options), []
        page.route("**/fault/", lambda route: route.fulfill(body=faults[-1], content_type=HTML))
        for name, address in addresses.items():
            page.goto(address)
            yield name, page
        for name, status in BARE.items():
            faults.append(bare_page(rf.get("/"), name, status).content)
            page.goto("/fault/")
            yield name, page

    addresses = fill()
    return visit


HTML = "text/html; charset=utf-8"


# What can be scrolled to sideways: words too, which stand out of a box that is narrow enough itself.
TOO_WIDE = """() => {
    scrollTo(1000, 0);
    if (scrollX === 0) return [];
    scrollTo(0, 0);
    const found = [], range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        range.selectNodeContents(texts.currentNode);
        if (range.getBoundingClientRect().right > innerWidth) found.push(texts.currentNode.data.slice(0, 80));
    }
    return ["it scrolls", ...found];
}"""


def test_every_page_fits_a_narrow_phone_and_twice_the_size(visit):
    """A window of 1280 px at 200% has 640 px to write on, at 400% 320: which is what WCAG asks for."""
    for options in ({"width": 320, "height": 256}, {"width": 640, "height": 450, "device_scale_factor": 2}):
        for name, page in visit(**options):
            assert page.evaluate(TOO_WIDE) == [], f"{name}, {options['width']} px"


def test_every_page_fits_a_narrow_phone_with_letters_of_twice_the_size(visit):
    for name, page in visit(width=320):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(TOO_WIDE) == [], name


def test_every_page_is_accessible_with_a_contrast_of_seven_to_one(visit, axe):
    for name, page in visit(width=390):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong = [
                (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
                for violation in axe(page, rules={"color-contrast-enhanced": {"enabled": True}})
            ]
            assert wrong == [], f"{name}, {scheme}"


FOCUS = """() => {
    const each = document.activeElement;
    if (each === document.body) return null;
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    return {
        html: each.outerHTML.slice(0, 120),
        number: window.all.indexOf(each),
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def test_everything_on_every_page_is_reached_by_keyboard_and_shows_it(visit):
    for name, page in visit(width=1280, reduced_motion="reduce"):
        count = page.evaluate(
            "(wanted) => (window.all = [...document.querySelectorAll(wanted)]"
            ".filter((each) => each.checkVisibility() && each.tabIndex >= 0)).length",
            INTERACTIVE,
        )
        reached = []
        for _tab in range(count):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            assert focus, f"{name}: {len(reached)} of {count} were reached"
            assert focus["marked"], f"{name}: nobody sees that this has the focus: {focus['html']}"
            assert focus["seen"], f"{name}: out of sight: {focus['html']}"
            reached.append(focus["number"])
        assert reached == list(range(count)), f"{name}: in another order than it is written"
        assert count > 1


def test_every_page_has_a_way_past_its_navigation(visit):
    for name, page in visit(width=390):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page, name).to_have_url(re.compile("#content$"))
        page.keyboard.press("Tab")
        where = page.evaluate("() => document.activeElement.closest('header') ? 'header' : ''")
        assert where == "", f"{name}: back in the navigation"
        top = page.locator("#content").bounding_box()["y"]
        assert top < page.viewport_size["height"], name
