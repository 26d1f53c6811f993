"""The flash bar and the footer's pages: on every page, for as long as they are right, at the cost of none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import previewing, workflow
from articles.models import Article
from sections.tree import current_tree
from tests.factories import make_admin, make_article, make_section, publish_article
from tests.website.markup import read_page
from tests.website.shop_window import flash, publication
from website import furniture
from website.furniture import current_furniture, forget_furniture, read_furniture, remembered_furniture
from website.models import FlashBar, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return publish_article(section=make_section("sport"), headline="Bridge closed")


def bar_at(at):
    bar = read_furniture(at).bar
    return bar.headline if bar else None


def address_of(story):
    return f"/sport/{publication(story).address}/"


def test_a_flash_is_on_every_page_and_leads_to_its_story(client, story):
    other = publish_article(section=make_section("culture"))
    flash(story)
    addresses = ["/", "/sport/", "/culture/", address_of(story), "/nothing/"]
    for address in [*addresses, f"/culture/{publication(other).address}/"]:
        bar = read_page(client.get(address)).one("aside", "flash-bar")
        assert bar.one("strong").text == "Flash"
        assert bar.one("a").text == "Bridge closed"
        assert bar.one("a")["href"] == address_of(story)
        assert bar.one("a")["lang"] == "en"
        assert bar["aria-labelledby"] == bar.one("strong")["id"]


def test_without_a_flash_a_page_has_no_bar(client, story):
    assert read_page(client.get("/")).all("aside", "flash-bar") == []


def test_the_bar_is_over_at_its_second(story):
    until = flash(story).until
    assert bar_at(until - timedelta(microseconds=1)) == "Bridge closed"
    assert bar_at(until) is None


def test_the_newest_that_readers_can_see_is_shown(story):
    now = timezone.now()
    newer = publish_article(section=make_section("sport"), headline="Bridge open again")
    flash(story, since=now - timedelta(minutes=2))
    flash(newer, since=now - timedelta(minutes=1))
    assert bar_at(timezone.now()) == "Bridge open again"
    workflow.hold(newer, by=None, reason="to be checked")
    assert bar_at(timezone.now()) == "Bridge closed"
    workflow.kill(story, by=None, reason="untrue")
    assert bar_at(timezone.now()) is None
    workflow.release(Article.objects.get(pk=newer.pk), by=None)
    assert bar_at(timezone.now()) == "Bridge open again"


def test_an_embargoed_story_is_in_no_bar_before_its_time():
    comes = timezone.now() + timedelta(minutes=10)
    story = publish_article(section=make_section("sport"), headline="Embargoed", not_before=comes)
    flash(story)
    assert bar_at(comes - timedelta(microseconds=1)) is None
    assert bar_at(comes) == "Embargoed"


def test_the_bar_says_what_the_story_says_at_that_moment(story):
    flash(story, minutes=60)
    comes = timezone.now() + timedelta(minutes=10)
    update = Article.objects.get(pk=story.pk)
    update.headline, update.not_before = "Bridge closed for a year", comes
    workflow.save(update, by=None)
    workflow.publish(update, by=None)
    assert bar_at(comes - timedelta(microseconds=1)) == "Bridge closed"
    assert bar_at(comes) == "Bridge closed for a year"


def test_it_is_read_once_a_second(story, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 1.0)  # as on a site
    flash(story)
    at = timezone.now()
    current_tree()
    with django_assert_num_queries(6):
        current_furniture(at)
        current_furniture(at + timedelta(seconds=0.999))
    forget_furniture()
    FlashBar.objects.all().delete()
    with django_assert_num_queries(5):
        current_furniture(at)
        current_furniture(at + timedelta(seconds=0.5))
    with django_assert_num_queries(5):
        current_furniture(at + timedelta(seconds=1))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_many_flashes_cost_what_one_costs(count, django_assert_num_queries):
    for _number in range(count):
        flash(publish_article(section=make_section("sport")))
    current_tree()
    with django_assert_num_queries(6):
        read_furniture(timezone.now())


def test_it_is_never_kept_past_the_end_of_the_bar(story):
    until = flash(story).until
    assert current_furniture(until - timedelta(seconds=0.5)).bar
    assert current_furniture(until - timedelta(seconds=0.1)).bar
    assert current_furniture(until).bar is None


def test_it_is_never_kept_past_a_scheduled_change_of_the_story(story):
    flash(story, minutes=60)
    comes = timezone.now() + timedelta(minutes=10)
    update = Article.objects.get(pk=story.pk)
    update.headline, update.not_before = "Bridge closed for a year", comes
    workflow.save(update, by=None)
    workflow.publish(update, by=None)
    assert current_furniture(comes - timedelta(seconds=0.5)).bar.headline == "Bridge closed"
    assert current_furniture(comes).bar.headline == "Bridge closed for a year"


def test_a_clock_that_is_put_back_does_not_keep_it_for_ever(story):
    at = timezone.now()
    assert current_furniture(at + timedelta(days=1)).bar is None
    flash(story)
    furniture._kept = furniture.Furniture(at + timedelta(days=1), None)
    assert current_furniture(at).bar


def test_a_kept_page_says_when_it_is_to_be_asked_for_again(client, story):
    flash(story)
    assert client.get("/")["Cache-Control"].startswith("public, max-age=")


def test_an_error_page_asks_for_nothing_and_shows_nothing_that_may_be_over(story):
    flash(story)
    at = timezone.now()
    current_furniture(at)
    with CaptureQueriesContext(connection) as asked:
        assert remembered_furniture(at).bar
        assert remembered_furniture(at + timedelta(seconds=2)).bar is None
        forget_furniture()
        assert remembered_furniture(at).bar is None
    assert len(asked) == 0


def test_a_bad_request_asks_the_database_for_nothing(client, story):
    flash(story)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert len(asked) == 0


def test_a_preview_shows_no_bar_and_tells_nothing_of_what_is_to_come(story):
    comes = timezone.now() + timedelta(hours=1)
    waiting = publish_article(section=make_section("sport"), headline="Not to be known", not_before=comes)
    flash(waiting, minutes=180)
    draft = make_article(section=make_section("sport"))
    preview = previewing.make(
        None, draft.head_revision.data, by=make_admin(), moment=comes + timedelta(hours=1)
    )
    page = Client().get(reverse("preview", args=[previewing.token_of(preview)]))
    assert page.status_code == 200
    assert "Not to be known" not in page.content.decode()


def test_a_hostile_headline_is_text(client):
    story = publish_article(section=make_section("sport"), headline='<script>alert("1")</script> & more')
    flash(story)
    page = read_page(client.get("/"))
    assert page.one("aside", "flash-bar").one("a").text == '<script>alert("1")</script> & more'


def test_a_headline_says_its_direction(client):
    flash(publish_article(section=make_section("sport"), headline="افتتاح مكتبة جديدة", language="ar"))
    assert read_page(client.get("/")).one("aside", "flash-bar").one("a")["dir"] == "rtl"


def test_the_footer_names_the_agencys_visible_pages_in_their_order(client):
    make_section("sport")
    Page.objects.create(title="Contact us", slug="contact", position=2)
    Page.objects.create(title="About us", slug="about", position=1, language="en")
    Page.objects.create(title="Not yet", slug="not-yet", visible=False)
    forget_furniture()
    pages = read_furniture(timezone.now()).pages
    links = [link.text for nav in read_page(client.get("/")).all("nav", "about") for link in nav.all("a")]
    assert links == [page.title for page in pages]
    assert links in ([], ["About us", "Contact us"])  # none until there is an address for them
