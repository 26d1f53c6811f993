"""What a page weighs, and what a reader on a slow line sees of it, as Chromium has it."""

import gzip
import re

import pytest

from articles import workflow
from tests.factories import make_photo, make_section, make_topic, publish_article
from tests.website.hanging import hang

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

HEAVIEST = 30 * 1024  # bytes, compressed, with the style sheets
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
READABLE_WITHIN = 2000  # milliseconds
WORDS = 800

SENTENCE = "The mayors of two river towns will open a night ferry tomorrow, number {}, the first in years."

SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def fill_site() -> str:
    """A site with sections, and a story of some 800 words among others of its topics; returns its address.

    Some have pictures, that story one before its text, one in it, and a gallery.
    """
    sections = [make_section(f"nuova-europa/part-{letter}") for letter in "abcdef"]
    topics = [make_topic(name) for name in ("Ferries", "Rivers", "Mayors")]
    for number in range(12):
        story = publish_article(
            section=sections[0],
            headline=f"Two river towns open a night ferry, the {number}th in the valley this year",
            subheadline="The first boat leaves at ten in the evening",
            topics=topics,
        )
        if number % 3 == 0:
            workflow.publish(hang(story, make_photo((900, 600))), by=None)
    sentences = [SENTENCE.format(number) for number in range(-(-WORDS // len(SENTENCE.split())))]
    body = "".join(f"<p>{' '.join(sentences[at : at + 4])}</p>" for at in range(0, len(sentences), 4))
    story = publish_article(section=sections[0], headline="A night ferry", topics=topics, body=body)
    sizes = ((1300, 900), (900, 600), (600, 900), (300, 200))
    lead, placed, *others = (make_photo(size) for size in sizes)
    first, end, rest = story.body.partition("</p>")
    story.body = f'{first}{end}<figure data-photo="{placed.pk}"></figure>{rest}'
    workflow.publish(hang(story, lead, placed, *others), by=None)
    return f"/{story.section.path}/{story.publication.address}/"


def compressed(page, address: str) -> dict[str, int]:
    """Every file that the page asks for, by its address, as light as docs/nginx.conf makes it."""
    weights = {}

    def weigh(response):
        weights[response.url] = len(gzip.compress(response.body(), compresslevel=5))

    page.on("requestfinished", lambda request: weigh(request.response()))
    page.goto(address, wait_until="networkidle")
    return weights


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_of_800_words_is_light_and_asks_nobody_else(new_page, live_server, width):
    address = fill_site()
    page = new_page(width=width)
    weights = compressed(page, address)
    assert len(page.locator(".body").inner_text().split()) >= WORDS
    assert all(url.startswith(live_server.url) for url in weights)
    pictures = {url for url in weights if "/media/" in url}
    assert pictures
    assert all(url.endswith(".avif") for url in pictures)
    without_pictures = {
        url: weight for url, weight in weights.items() if url not in pictures and not url.endswith(".svg")
    }
    assert any(url.endswith(".css") for url in without_pictures)
    assert sum(without_pictures.values()) <= HEAVIEST, without_pictures


def test_no_page_needs_a_script(client):
    address = fill_site()
    for path in (address, "/", "/nuova-europa/", "/nuova-europa/part-a/", "/nothing/"):
        page = client.get(path).content.decode()
        kinds = set(re.findall(r"<script([^>]*)>", page))
        assert kinds <= {' type="application/ld+json"'}, path
        assert not re.search(r"<[^>]+\s(on\w+|style)=", page), path


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["story", "/", "/nuova-europa/part-a/"])
def test_nothing_moves_while_a_page_loads(new_page, width, path):
    address = fill_site() if path == "story" else (fill_site(), path)[1]
    page = new_page(width=width)
    page.add_init_script(SHIFTS)
    page.goto(address, wait_until="networkidle")
    for _screen in range(page.evaluate("Math.ceil(document.body.scrollHeight / innerHeight)")):
        page.evaluate("window.scrollBy(0, innerHeight)")
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth)")
    assert page.evaluate("window.shifts") == 0


def test_on_a_slow_line_and_without_scripts_the_text_is_readable_in_two_seconds(new_page):
    """A new visitor: nothing is in the browser's cache. The server compresses nothing here, nginx would."""
    address = fill_site()
    page = new_page(width=390, java_script_enabled=False)
    page.goto("/admin/login/")  # the server and Chromium have started
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW)
    line.send("Page.enable")
    line.send("Page.setLifecycleEventsEnabled", {"enabled": True})
    moments = {}
    line.on(
        "Page.lifecycleEvent",
        lambda event: moments.setdefault(event["loaderId"], {}).update({event["name"]: event["timestamp"]}),
    )
    loader = {}
    line.on("Network.requestWillBeSent", lambda event: loader.setdefault(event["request"]["url"], event))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(300)
    begun = next(event for url, event in loader.items() if url.endswith(address))
    painted = moments[begun["loaderId"]]["firstContentfulPaint"]
    assert page.locator(".body").is_visible()
    assert (painted - begun["timestamp"]) * 1000 <= READABLE_WITHIN
