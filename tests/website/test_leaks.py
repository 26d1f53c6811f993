"""No public address tells what readers are not to know: every address, with stories in every state.

Every story has words of its own, each version others, and its address has one. Each address is asked, and
what it says, header and all, is looked through for all of them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles import workflow
from articles.models import Article, Author, Edition, Publication, Topic
from sections.tree import current_tree, forget_tree
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_article, make_place, make_section, make_topic, publish_article
from website import share_cards
from website.furniture import forget_furniture
from website.models import FlashBar, Page, Pin

pytestmark = pytest.mark.django_db

SECRET = re.compile(r"qz(?:slug|one|two|note|name)[a-z]+")
LATER = timedelta(hours=2)  # when what waits comes out
FORMS = ("rss.xml", "atom.xml", "feed.json")


@dataclass
class World:
    """The stories by state, and what readers may find of them."""

    stories: dict[str, Article] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    topic: Topic | None = None
    author: Author | None = None
    place: int = 0


def words(state: str, version: str, **more):
    """A text whose every part has the words of this version."""
    word = f"qz{version}{state}"
    return {
        "headline": f"Ministers {word} headline",
        "subheadline": f"Ministers {word} subheadline",
        "body": f"<p>Ministers {word} first.</p><p>Ministers {word} last.</p>",
    } | more


def make(world: World, state: str, publish: bool = True, **more) -> Article:
    fields = words(state, "one", slug=f"qzslug{state}", authors=[world.author], topics=[world.topic]) | more
    story = (publish_article if publish else make_article)(**fields)
    world.stories[state] = story
    return story


def update(story: Article, state: str, **more) -> None:
    for name, value in (words(state, "two") | more).items():
        setattr(story, name, value)
    workflow.save(story, by=None)
    workflow.publish(story, by=None)


@pytest.fixture(scope="module")
def world_of_the_module(for_the_module) -> World:
    return for_the_module(make_world)


@pytest.fixture
def world(world_of_the_module, settings) -> World:
    settings.NEWSROOM_KEEP_PAGES = False
    cache.clear()
    return world_of_the_module


def make_world() -> World:
    world = World(topic=make_topic("Ferries"), author=Author.objects.create(name="Anna Rossi"))
    world.place = make_place().pk
    soon, group = timezone.now() + timedelta(hours=1), uuid4()
    secret = {"topics": [make_topic("qznamesecret")], "authors": [Author.objects.create(name="qznamesecret")]}
    make(world, "draft", publish=False, **secret)
    workflow.submit(make(world, "submitted", publish=False), by=None)
    workflow.spike(make(world, "spiked", publish=False), by=None)
    make(world, "scheduled", not_before=soon, further_sections=[make_section("sport")])
    make(world, "embargoed", not_before=soon, embargo=True, translation_group=group, language="it", **secret)
    make(world, "live", translation_group=group)
    update(make(world, "updated"), "updated")
    update(make(world, "waiting"), "waiting", not_before=soon)
    correct(make(world, "corrected"), note="Told qznotecorrected", **words("corrected", "two"))
    minor_fix(make(world, "mended"), **words("mended", "two"))
    held = make(world, "held")
    correct(held, note="Told qznoteheld", **words("held", "two"))
    workflow.hold(held, by=None, reason="qznoteheld")
    killed = make(world, "killed")
    correct(killed, note="Told qznotekilled", **words("killed", "two"))
    workflow.kill(killed, by=None, reason="qznotekilled")
    workflow.unschedule(make(world, "unscheduled", not_before=soon), by=None)
    make(world, "noindex", noindex=True)
    dress(world)
    for publication in Publication.objects.select_related("head_edition__address", "article"):
        state = publication.article.slug.removeprefix("qzslug")
        world.addresses[state] = f"/nuova-europa/serbia/{publication.address}/"
    return world


def dress(world: World) -> None:
    """Every story is pinned to the home page, and those that nobody may see are in the bar."""
    root = make_section("")
    for position, publication in enumerate(Publication.objects.order_by("-pk")):
        Pin.objects.create(section=root, publication=publication, position=position)
        if publication.article.slug.endswith(("embargoed", "scheduled", "held", "killed")):
            FlashBar.objects.create(publication=publication, until=timezone.now() + timedelta(days=1))
    Page.objects.create(title="About", slug="about-us", about="agency", body="<p>We.</p>")


SEEN = {
    "live": {"qzslug", "qzone"},
    "updated": {"qzslug", "qztwo"},
    "waiting": {"qzslug", "qzone"},
    "corrected": {"qzslug", "qztwo", "qznote"},
    "mended": {"qzslug", "qztwo"},
    "noindex": {"qzslug", "qzone"},
}
STATES = {
    *("draft", "submitted", "spiked", "scheduled", "embargoed", "live", "updated", "waiting", "corrected"),
    *("mended", "held", "killed", "unscheduled", "noindex"),
}


def seen(*kinds: str, but: tuple[str, ...] = ()) -> frozenset[str]:
    """The words of these kinds that readers may know, of all states but these."""
    return frozenset(
        f"{kind}{state}" for state, known in SEEN.items() if state not in but for kind in known & set(kinds)
    )


ALL = seen("qzslug", "qzone", "qztwo", "qznote")
LISTED = seen("qzslug", "qzone", "qztwo")
INDEXED = {"but": ("noindex",)}


@dataclass(frozen=True)
class Rule:
    """An address, what it must tell, and what it may tell besides; by default nothing else."""

    addresses: Callable[[World], list[str]]
    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


def fixed(*addresses: str) -> Callable[[World], list[str]]:
    return lambda world: list(addresses)


def today(pattern: str) -> str:
    return f"{timezone.localtime():{pattern}}"


def feeds(path: str) -> Callable[[World], list[str]]:
    return lambda world: [f"{path.format(world=world)}{form}" for form in FORMS]


def of_subject(world: World, path: str) -> list[str]:
    return [path.format(world=world)]


RULES = {
    "photo": Rule(fixed("/media/photos/ab/x/nothing.webp"), may=LISTED),
    "share_card": Rule(fixed("/media/cards/1-abc.png", "/media/cards/0-abc.png"), may=LISTED),  # see below
    "healthz": Rule(fixed("/healthz")),
    "robots": Rule(fixed("/robots.txt")),
    "sitemap_index": Rule(fixed("/sitemap.xml")),
    "sitemap_pages": Rule(fixed("/sitemap-pages.xml")),
    "sitemap_subjects": Rule(fixed("/sitemap-topics.xml", "/sitemap-authors.xml", "/sitemap-places.xml")),
    "sitemap_month": Rule(lambda world: [f"/sitemap-{today('%Y-%m')}.xml"], seen("qzslug", **INDEXED)),
    "news_sitemap": Rule(fixed("/news-sitemap.xml"), seen("qzslug", "qzone", "qztwo", **INDEXED)),
    "news_sitemap_part": Rule(fixed("/news-sitemap-1.xml"), seen("qzslug", "qzone", "qztwo", **INDEXED)),
    "preview": Rule(fixed("/preview/1/", "/preview/1:abc:def/"), may=LISTED),
    "search": Rule(fixed("/search/?q=ministers", "/search/?q=ministers&order=newest"), LISTED),
    "search_feed": Rule(feeds("/search/"), frozenset()),
    "page": Rule(fixed("/pages/about-us/")),
    "corrections": Rule(
        fixed("/corrections/"), frozenset({"qzslugcorrected", "qztwocorrected", "qznotecorrected"})
    ),
    "corrections_feed": Rule(
        feeds("/corrections/"), frozenset({"qzslugcorrected", "qztwocorrected", "qznotecorrected"})
    ),
    "feeds": Rule(fixed("/feeds/")),
    "favicon": Rule(fixed("/favicon.ico")),
    "touch_icon": Rule(fixed("/apple-touch-icon.png")),
    "old_touch_icon": Rule(fixed("/apple-touch-icon-precomposed.png")),
    "topics": Rule(fixed("/topics/")),
    "authors": Rule(fixed("/authors/")),
    "places": Rule(fixed("/places/")),
    "topic": Rule(lambda world: [f"/topics/{world.topic.pk}-ferries/"], LISTED),
    "author": Rule(lambda world: [f"/authors/{world.author.pk}-anna-rossi/"], LISTED),
    "place": Rule(lambda world: [f"/places/{world.place}-rome/"], LISTED),
    "topic_feed": Rule(feeds("/topics/{world.topic.pk}-ferries/"), ALL),
    "author_feed": Rule(feeds("/authors/{world.author.pk}-anna-rossi/"), ALL),
    "place_feed": Rule(feeds("/places/{world.place}-rome/"), ALL),
    "section_feed": Rule(
        lambda world: [
            f"{path}{form}" for path in ("/", "/nuova-europa/", "/nuova-europa/serbia/") for form in FORMS
        ],
        ALL,
    ),
    "article": Rule(fixed("/nuova-europa/serbia/2020/01/01/nothing/"), may=LISTED),  # and see below
    "archive": Rule(
        lambda world: [f"{path}{today('%Y/%m/%d')}/" for path in ("/", "/nuova-europa/serbia/")], LISTED
    ),
    "front": Rule(fixed("/", "/nuova-europa/", "/nuova-europa/serbia/"), LISTED),
    "^.*[^/]\\Z": Rule(fixed("/nothing", "/qz"), may=LISTED),
}


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """The names of all that is not the desk's; what has none is named by its pattern."""
    for pattern in patterns:
        if prefix + str(pattern.pattern) == "admin/":
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield pattern.name or str(pattern.pattern)


def told(client, address: str) -> frozenset[str]:
    """The words that the answer tells, but those that were asked for."""
    response = client.get(address)
    assert response.status_code < 500, address
    content = b"".join(response) if response.streaming else response.content
    text = content.decode(errors="replace") + str(response.headers)
    return frozenset(SECRET.findall(text)) - frozenset(SECRET.findall(address))


def test_every_public_address_has_its_rule():
    """A new one fails here until it has been said what it may tell."""
    assert set(routes(get_resolver().url_patterns)) == set(RULES)


def test_the_states_are_all_there(world):
    assert set(world.stories) == STATES


def test_every_address_tells_exactly_what_it_may(world, client):
    for name, rule in RULES.items():
        for address in rule.addresses(world):
            found = told(client, address)
            assert rule.must <= found, f"{name} {address} does not tell {sorted(rule.must - found)}"
            secret = found - rule.must - rule.may
            assert not secret, f"{name} {address} tells {sorted(secret)}"


def test_a_storys_address_tells_of_itself_what_readers_may_know_and_of_others_no_more(world, client):
    assert set(world.addresses) == STATES - {"draft", "submitted", "spiked"}
    for state, address in world.addresses.items():
        response = client.get(address)
        own = {word for word in SECRET.findall(response.content.decode()) if word.endswith(state)}
        assert own == {f"{kind}{state}" for kind in SEEN.get(state, ())}, state
        assert told(client, address) <= ALL
        assert response.status_code == {"killed": 410}.get(state, 200 if state in SEEN else 404)
        assert ("noindex" in response.headers.get("X-Robots-Tag", "")) is (state == "noindex")


def test_a_drawn_card_is_there_of_what_readers_see_and_of_no_other_version(world, client):
    """Whoever knows the words could work out the address of a card before it is out."""
    for edition in Edition.objects.select_related("publication__article"):
        state = edition.publication.article.slug.removeprefix("qzslug")
        response = client.get(share_cards.url_of(edition, current_tree().by_id[edition.section_id]))
        if response.streaming:
            response.getvalue()  # which closes its file
        word = SECRET.search(edition.headline)[0]
        expected = 200 if word in ALL else 410 if state == "killed" else 404
        assert response.status_code == expected, word
        assert not SECRET.search(str(response.headers))


def test_an_address_that_leads_nowhere_yet_is_not_led_to(world, client):
    """Not even by a redirect from another section's path."""
    for state in STATES - set(SEEN) - {"draft", "submitted", "spiked"}:
        response = client.get(world.addresses[state].replace("/nuova-europa/serbia/", "/nuova-europa/"))
        assert response.status_code == (410 if state == "killed" else 404)


@pytest.mark.parametrize("version", ["one", "two", "note", "slug", "name"])
def test_whoever_searches_for_a_word_that_nobody_may_know_finds_nothing(world, client, version):
    for word in (f"qz{version}{state}" for state in STATES):
        for address in (f"/search/?q={word}", f"/search/?q={word}&order=newest"):
            assert told(client, address) <= ALL  # the page offers what is new instead
        if word not in ALL:
            assert not told(client, f"/search/feed.json?q={word}"), word
    everything = [told(client, f"/search/{form}?q=ministers") for form in FORMS]
    assert everything == [ALL] * len(FORMS)


def test_names_that_only_an_unpublished_story_has_are_on_no_list(world, client):
    for address in ("/topics/", "/authors/", "/sitemap-topics.xml", "/sitemap-authors.xml", "/", "/rss.xml"):
        assert "qznamesecret" not in told(client, address)


def test_what_waits_is_told_everywhere_once_its_time_has_come(world, client, monkeypatch):
    """Nothing has to happen for it: so the tests above would see it, were it told too early."""
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + LATER)
    forget_tree()
    forget_furniture()
    out = {"qzslugscheduled", "qzonescheduled", "qzslugembargoed", "qzoneembargoed", "qztwowaiting"}
    for address in ("/", "/rss.xml", "/atom.xml", "/feed.json", "/search/feed.json?q=ministers"):
        found = told(client, address)
        assert out <= found, address
        assert "qzonewaiting" not in found
    assert {word for word in out if "waiting" not in word} <= told(client, "/news-sitemap.xml")
    assert client.get(world.addresses["embargoed"]).status_code == 200
    assert 'hreflang="it"' in client.get(world.addresses["live"]).content.decode()
