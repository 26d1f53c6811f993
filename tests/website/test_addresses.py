"""Every address that a section or a story ever had leads to where it is today."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.utils import timezone

from articles import moving, publishing, workflow
from articles.models import Address, Change, Publication
from sections import branch
from tests.factories import make_article, make_section, publish_article

pytestmark = pytest.mark.django_db

MOMENT = datetime(2022, 11, 21, 16, 7, tzinfo=UTC)


def publish_bridge(path="nuova-europa/serbia", **fields):
    fields = {"slug": "a-bridge", "first_published_at": MOMENT} | fields
    return publish_article(section=make_section(path), **fields)


def rename(section, slug):
    section.refresh_from_db()
    section.slug = slug
    section.full_clean(exclude=["path"])
    branch.save(section)


def move(section, parent):
    section.refresh_from_db()
    section.parent = parent
    section.full_clean(exclude=["path"])
    moving.save_section(section)


def leads(client, address):
    """Where an address leads in one step, and that this is not remembered for long."""
    response = client.get(address)
    assert response.status_code == 301, response.status_code
    assert response["Cache-Control"] == "public, max-age=1"
    return response["Location"]


def test_a_story_is_at_the_day_of_its_first_publication_in_the_sites_zone(client):
    publish_bridge(first_published_at=datetime(2022, 12, 31, 23, 30, tzinfo=UTC))
    assert client.get("/nuova-europa/serbia/2023/01/01/a-bridge/").status_code == 200
    assert client.get("/nuova-europa/serbia/2022/12/31/a-bridge/").status_code == 404


@pytest.mark.parametrize("path", ["", "nuova-europa/", "sport/", "never/was/a/section/"])
def test_any_other_section_path_leads_to_the_storys_own(client, path):
    publish_bridge()
    make_section("sport")
    assert leads(client, f"/{path}2022/11/21/a-bridge/") == "/nuova-europa/serbia/2022/11/21/a-bridge/"


def test_the_query_is_kept(client):
    publish_bridge()
    address = leads(client, "/2022/11/21/a-bridge/?from=mail&q=a%20b")
    assert address == "/nuova-europa/serbia/2022/11/21/a-bridge/?from=mail&q=a%20b"


def test_an_older_slug_leads_to_the_present_one(client):
    story = publish_bridge()
    story.slug = "a-better-bridge"
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert leads(client, "/nuova-europa/serbia/2022/11/21/a-bridge/") == (
        "/nuova-europa/serbia/2022/11/21/a-better-bridge/"
    )


def test_after_several_renames_every_old_path_leads_in_one_step(client):
    publish_bridge()
    europe, serbia = make_section("nuova-europa"), make_section("nuova-europa/serbia")
    rename(europe, "europe")
    rename(serbia, "srbija")
    rename(europe, "new-europe")
    for old in ("nuova-europa", "europe"):
        assert leads(client, f"/{old}/?page=2") == "/new-europe/?page=2"
    for old in ("nuova-europa/serbia", "europe/serbia", "europe/srbija"):
        assert leads(client, f"/{old}/") == "/new-europe/srbija/"
        assert leads(client, f"/{old}/2022/11/21/a-bridge/") == "/new-europe/srbija/2022/11/21/a-bridge/"
    assert client.get("/new-europe/srbija/2022/11/21/a-bridge/").status_code == 200


def test_a_moved_section_keeps_its_old_addresses(client):
    publish_bridge()
    serbia, world = make_section("nuova-europa/serbia"), make_section("world")
    move(serbia, world)
    assert leads(client, "/nuova-europa/serbia/") == "/world/serbia/"
    assert leads(client, "/nuova-europa/serbia/2022/11/21/a-bridge/") == "/world/serbia/2022/11/21/a-bridge/"
    assert client.get("/world/").status_code == 200


def test_a_path_below_an_old_one_is_kept_as_a_tail(client):
    europe = make_section("nuova-europa")
    rename(europe, "europe")
    make_section("europe/malta")
    assert leads(client, "/nuova-europa/malta/?a=1") == "/europe/malta/?a=1"


def test_a_new_section_at_an_old_address_wins(client):
    publish_bridge("sport")
    rename(make_section("sport"), "games")
    assert leads(client, "/sport/") == "/games/"
    make_section("sport")
    assert client.get("/sport/").status_code == 200
    assert leads(client, "/sport/2022/11/21/a-bridge/") == "/games/2022/11/21/a-bridge/"


def test_what_leads_nowhere_is_404_at_once(client):
    publish_bridge()
    europe = make_section("nuova-europa")
    rename(europe, "europe")
    nothing = ("/nuova-europa/nothing/here/", "/europe/nothing/", "/nothing/europe/", "/nothing/")
    for address in (*nothing, "/nuova-europa/2022/11/21/nothing/", "/topics/99-nothing/"):
        assert client.get(address).status_code == 404
        assert client.get(address.removesuffix("/")).status_code == 404


def test_parts_that_were_renamed_one_after_the_other_are_one_step(client):
    europe, serbia = make_section("nuova-europa"), make_section("nuova-europa/serbia")
    below = make_section("nuova-europa/serbia/belgrade")
    rename(europe, "europe")
    rename(serbia, "srbija")
    rename(below, "beograd")
    year = f"{timezone.localtime().year}"
    present = "/europe/srbija/beograd/"
    for first, second, third in product(
        ("nuova-europa", "europe"), ("serbia", "srbija"), ("belgrade", "beograd")
    ):
        for end in ("", "rss.xml", f"{year}/"):
            mixed = f"/{first}/{second}/{third}/{end}"
            if mixed != f"{present}{end}":
                assert leads(client, mixed) == f"{present}{end}"


def test_without_its_last_slash_an_old_address_is_one_step_too(client):
    publish_bridge()
    rename(make_section("nuova-europa"), "europe")
    present = "/europe/serbia/2022/11/21/a-bridge/"
    for old in (
        "/nuova-europa/serbia/2022/11/21/a-bridge",
        "/2022/11/21/a-bridge",
        present.removesuffix("/"),
    ):
        assert leads(client, f"{old}?a=1") == f"{present}?a=1"
    assert leads(client, "/nuova-europa/serbia") == "/europe/serbia/"
    assert leads(client, "/nuova-europa/serbia/2022/11") == "/europe/serbia/2022/11/"
    for unmoved in ("/search?q=a", "/topics?from=a", "/admin?a=1", "/pages/about?a=1"):
        assert leads(client, unmoved) == unmoved.replace("?", "/?")


@pytest.mark.parametrize("address", ["/nuova-europa/serbia", "/nuova-europa/serbia/2022/11/21/a-bridge"])
def test_a_missing_last_slash_is_added(client, address):
    publish_bridge()
    response = client.get(f"{address}?a=1")
    assert (response.status_code, response["Location"]) == (301, f"{address}/?a=1")


def test_a_story_that_is_not_visible_yet_is_nowhere(client):
    story = publish_bridge(
        first_published_at=None, not_before=timezone.now() + timedelta(hours=1), slug="later"
    )
    address = Publication.objects.get(article=story).address
    for path in ("nuova-europa/serbia/", "sport/", ""):
        assert client.get(f"/{path}{address}/").status_code == 404


def test_a_story_that_is_held_is_nowhere(client):
    story = publish_bridge()
    publication = Publication.objects.get(article=story)
    publishing.withdraw(publication, publishing.lock_record(), Change.What.HELD)
    Publication.objects.filter(pk=publication.pk).update(held_at=timezone.now(), hold_reason="is checked")
    for path in ("nuova-europa/serbia/", "sport/", ""):
        assert client.get(f"/{path}2022/11/21/a-bridge/").status_code == 404


def test_a_killed_story_is_gone_at_each_of_its_addresses(client):
    story = publish_bridge(headline="A bridge that never was")
    Address.objects.create(
        publication=Publication.objects.get(article=story), url_date=MOMENT.date(), slug="old-slug"
    )
    workflow.kill(story, by=None, reason="untrue")
    for path in ("nuova-europa/serbia", "sport"):
        for slug in ("a-bridge", "old-slug"):
            response = client.get(f"/{path}/2022/11/21/{slug}/")
            assert response.status_code == 410
            page = response.content.decode()
            assert "never was" not in page
            assert "bridge" not in page
            assert "untrue" not in page


def test_two_stories_of_one_slug_and_day_have_an_address_each(client):
    publish_bridge()
    publish_bridge(headline="The second")
    assert "The second" in client.get("/nuova-europa/serbia/2022/11/21/a-bridge-2/").content.decode()


HOSTILE = [
    "//evil.example/",
    "//evil.example/2022/11/21/a-bridge/",
    "///",
    "/nuova-europa//serbia/",
    "/nuova-europa/../serbia/",
    "/./",
    "/%2e%2e/",
    "/Nuova-Europa/",
    "/NUOVA-EUROPA/serbia/2022/11/21/a-bridge/",
    "/nuova-europa/serbia/2022/11/21/A-Bridge/",
    "/nuova%20europa/",
    "/nuova-europa%00/",
    "/nuova-europa/%0d%0aSet-Cookie:x=1/",
    "/%ff%fe/",
    "/nuova-europa/serbia/2022/13/45/a-bridge/",
    "/nuova-europa/serbia/2022/02/30/a-bridge/",
    "/nuova-europa/serbia/0000/01/01/a-bridge/",
    "/nuova-europa/serbia/2022/1/1/a-bridge/",
    "/nuova-europa/serbia/٢٠٢٢/١١/٢١/a-bridge/",
    "/nuova-europa/serbia/2022/11/21/a--bridge/",
    "/nuova-europa/serbia/2022/11/21/a-bridge/more/",
    "/nuova-europa/serbia/2022/11/21/" + "a" * 5000 + "/",
    "/nuova-europa/serbia/2022/11/21/" + "a" * 5000,
    "/" + "a" * 5000 + "/",
    "/" + "a" * 5000,
    "/" + "a/" * 2500,
    "/" + "-a/" * 1000 + "2022/11/21/a-bridge/",
    "/nuova-europa/serbia/2022/11/21/a-bridge/;x=1/",
    "/healthz/",
    "/wp-login.php",
    "/.git/config",
    "/static/../newsroom/settings.py",
    "/sezioni/città/",
]


@pytest.mark.parametrize("address", HOSTILE, ids=lambda address: address[:40])
def test_what_is_no_address_of_ours_is_404_and_leads_nowhere(client, address):
    publish_bridge()
    response = client.get(f"http://testserver{address}")  # //evil.example is no host
    assert response.status_code == 404


@pytest.mark.parametrize("query", ["?next=//evil.example", "?%0d%0aX: 1", "?é", "?%ff", "?" + "a" * 1500])
def test_no_query_leads_elsewhere_or_breaks_a_redirect(client, query):
    publish_bridge()
    target = leads(client, f"/sport/2022/11/21/a-bridge/{query}")
    assert target.startswith("/nuova-europa/serbia/2022/11/21/a-bridge/?")


def test_a_scheduled_update_shows_nothing_of_its_slug_before_its_moment(client):
    story = publish_article(headline="A merger")
    old = str(Publication.objects.get().address)
    story.slug, story.not_before = "the-secret-name", timezone.now() + timedelta(hours=1)
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    response = client.get(f"/nuova-europa/serbia/{old}/")
    assert response.status_code == 200
    assert "the-secret-name" not in response.content.decode()


def test_a_killed_story_that_nobody_ever_saw_is_no_page_rather_than_a_withdrawn_one(client):
    story = make_article(not_before=timezone.now() + timedelta(hours=1))
    workflow.publish(story, by=None)
    address = f"/nuova-europa/serbia/{Publication.objects.get().address}/"
    workflow.kill(story, by=None, reason="Wrong")
    assert client.get(address).status_code == 404
