"""Section fronts, the home page, and the lists behind them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Author, Publication
from sections import branch
from sections.models import Imprint
from tests.articles.correcting import correct
from tests.factories import make_place, make_root, make_section, make_topic, publish_article
from tests.website.markup import read_page
from website.lists import Cursor

pytestmark = pytest.mark.django_db


def publish_many(count, section=None, start=None):
    """Story 1 is the newest, each a minute older than the one before."""
    start = start or timezone.now() - timedelta(minutes=1)
    return [
        publish_article(
            section=section or make_section("sport"),
            headline=f"Story {number}",
            first_published_at=start - timedelta(minutes=number),
        )
        for number in range(1, count + 1)
    ]


def headlines(page):
    """In the order of the page."""
    lists = page.one("main")
    return [link.text for link in lists.all("a") if link.text.startswith("Story ")]


def next_page(client, page):
    return read_page(client.get(page.one("main").one("a", rel="next")["href"]))


def test_a_front_shows_each_of_its_newest_twenty_once_and_newest_first(client):
    publish_many(23)
    page = read_page(client.get("/sport/"))
    assert headlines(page) == [f"Story {number}" for number in range(1, 21)]


def test_the_home_page_is_the_front_of_the_root(client):
    publish_many(2)
    publish_article(headline="Story from Serbia", section=make_section("nuova-europa/serbia"))
    page = read_page(client.get("/"))
    assert headlines(page) == ["Story from Serbia", "Story 1", "Story 2"]
    assert page.one("html")["lang"] == "it"
    assert page.one("title").text == "ANSA"


def test_the_newest_story_leads_with_subheadline_and_first_words(client):
    publish_many(2)
    publish_article(headline="The lead", subheadline="And what it is about", section=make_section("sport"))
    lead = read_page(client.get("/sport/")).one("section", "lead")
    assert lead.one("h2").text == "The lead"
    assert lead.one("p", "subheadline").text == "And what it is about"
    assert lead.one("p", "opening").text.startswith("(ANSA) - ROME, ")
    assert lead.one("p", "opening").text.endswith("- Ministers met in the capital.")


def test_older_pages_follow_one_another_without_a_gap_and_without_a_lead(client):
    publish_many(45)
    first = read_page(client.get("/sport/"))
    second = next_page(client, first)
    third = next_page(client, second)
    assert headlines(second) == [f"Story {number}" for number in range(21, 41)]
    assert headlines(third) == [f"Story {number}" for number in range(41, 46)]
    assert second.all("section", "lead") == third.all("section", "lead") == []
    assert third.all("a", rel="next") == []
    assert third.one("nav", "pages").all("a")[0]["href"] == "/sport/"


def test_older_links_stay_right_while_new_stories_arrive(client):
    publish_many(30)
    first = read_page(client.get("/sport/"))
    publish_article(headline="Story just in", section=make_section("sport"))
    assert headlines(next_page(client, first)) == [f"Story {number}" for number in range(21, 31)]


def test_stories_of_the_same_moment_are_parted_by_their_number(client):
    moment = timezone.now() - timedelta(hours=1)
    for number in range(25):
        publish_article(headline=f"Story {number}", section=make_section("sport"), first_published_at=moment)
    first = read_page(client.get("/sport/"))
    seen = headlines(first) + headlines(next_page(client, first))
    assert sorted(seen) == sorted(f"Story {number}" for number in range(25))


def test_a_story_scheduled_for_later_is_on_no_list(client):
    publish_article(
        headline="Story of tomorrow",
        section=make_section("sport"),
        not_before=timezone.now() + timedelta(days=1),
    )
    assert headlines(read_page(client.get("/sport/"))) == []


@pytest.mark.parametrize(
    "cursor",
    ["", "1.\0", *"x 1 1. .1 1.2.3 1.-2 ١.٢".split(), "9" * 18 + ".1", "9" * 19 + ".1", "1." + "9" * 19],
)
def test_a_cursor_that_is_none_is_no_page(client, cursor):
    publish_many(1)
    assert client.get("/sport/", {"before": cursor}).status_code == 404


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_a_cursor_at_the_ends_of_time_is_no_page(client, moment):
    publish_many(1)
    cursor = Cursor(moment, 10**18 - 1)
    assert client.get("/sport/", {"before": str(cursor)}).status_code == 404


LISTS = ["/", "/sport/", "/topics/{topic}-t/", "/authors/{author}-a/", "/places/{place}-p/", "/corrections/"]


@pytest.mark.parametrize("address", [*LISTS, "/2022/11/21/"])
@pytest.mark.parametrize("cursor", ["-1.1", "0.1", "1.1", f"{10**15}.1", f"{10**16}.1"])
def test_a_cursor_behind_which_nothing_stands_is_no_page(client, address, cursor):
    """Neither before the first story, 1970 and earlier, nor after the last that may be there, in 2286."""
    topic, author, place = make_topic("T"), Author.objects.create(name="A"), make_place("P")
    story = publish_article(
        section=make_section("sport"),
        topics=[topic],
        authors=[author],
        places=[place],
        first_published_at=datetime(2022, 11, 21, 12, tzinfo=UTC),
    )
    correct(story, note="Two lanes, not three.", headline="Two lanes")
    address = address.format(topic=topic.pk, author=author.pk, place=place.pk)
    assert client.get(address).status_code == 200
    assert client.get(address, {"before": cursor}).status_code == 404


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC),
        datetime(1945, 4, 25, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_a_cursor_says_its_place_to_the_microsecond(moment):
    assert Cursor.parse(str(Cursor(moment, 7))) == Cursor(moment, 7)


def test_the_next_page_is_named_in_the_head_too_and_each_page_has_its_own_canonical_address(client, settings):
    settings.NEWSROOM_BASE_URL = "https://news.example"
    publish_many(45)
    first = read_page(client.get("/sport/"))
    link = first.one("head").one("link", rel="next")["href"]
    assert link == first.one("main").one("a", rel="next")["href"]
    second = next_page(client, first)
    assert first.one("link", rel="canonical")["href"] == "https://news.example/sport/"
    assert second.one("link", rel="canonical")["href"] == f"https://news.example{link}"


def description(page):
    return page.one("head").one("meta", name="description")["content"]


def test_a_front_without_a_description_is_described_by_its_newest_headlines(client):
    publish_many(4, make_section("sport", language="en"))
    said = description(read_page(client.get("/sport/")))
    assert said == "The latest news: Sport, ANSA. Story 1 · Story 2 · Story 3"
    at_home = description(read_page(client.get("/")))
    assert "ANSA" in at_home.partition("Story 1 · Story 2")[0]


def test_a_description_is_of_a_length_that_is_shown_and_the_sections_own_where_it_has_one(client):
    publish_many(1, make_section("sport", description="All of sport."))
    publish_article(headline="Story " * 50, section=make_section("sport"))
    assert len(description(read_page(client.get("/")))) <= 250
    assert description(read_page(client.get("/sport/"))) == "All of sport."


def test_older_pages_say_of_which_days_they_are(client):
    publish_many(25, make_section("sport", language="en"), datetime(2022, 11, 21, 12, tzinfo=UTC))
    page = next_page(client, read_page(client.get("/sport/")))
    assert description(page) == "Sport: stories of 21 November 2022."


def test_the_heading_of_a_day_leads_to_that_day_of_the_archive(client):
    publish_many(25, make_section("sport"), datetime(2022, 11, 21, 12, tzinfo=UTC))
    page = next_page(client, read_page(client.get("/sport/")))
    assert [link["href"] for h2 in page.all("h2") for link in h2.all("a")] == ["/sport/2022/11/21/"]


def test_headlines_in_lists_say_their_language_and_direction(client):
    section = make_section("sport")
    publish_article(headline="Story in English", section=section, language="en")
    publish_article(headline="Story in Arabic", section=section, language="ar")
    publish_article(headline="Story in Italian", section=section, language="it")
    links = {link.text: link for link in read_page(client.get("/sport/")).one("main").all("a")}
    assert links["Story in English"].language == "en"
    assert links["Story in Arabic"].language == "ar"
    assert links["Story in Italian"].language == "it"
    assert "rtl" in {links["Story in Arabic"].get("dir"), links["Story in Arabic"].parent.get("dir")}


def test_a_story_that_is_not_news_says_what_it_is(client):
    publish_article(headline="Story", story_type="opinion", section=make_section("desk", language="en"))
    assert read_page(client.get("/desk/")).one("span", "label").text == "Opinion"


def test_times_of_today_are_hours_those_of_other_days_are_days(client):
    now = timezone.localtime()
    section = make_section("sport", language="en")
    publish_article(section=section, headline="Story today", first_published_at=now - timedelta(seconds=1))
    publish_article(section=section, headline="Story of old", first_published_at=now.replace(2021, 5, 3))
    page = read_page(client.get("/sport/"))
    assert page.one("section", "lead").one("time").text == f"{now - timedelta(seconds=1):%H:%M}"
    assert page.one("section", "latest").one("time").text == "3 May 2021"


def test_an_empty_section_says_so_and_where_to_go(client):
    make_section("sport/chess", name="Chess", description="All about chess.")
    page = read_page(client.get("/sport/chess/"))
    assert page.one("h1").text == "Chess"
    assert "All about chess." in page.one("main").text
    assert page.one("div", "empty").one("a")["href"] == "/sport/"


def test_a_newsroom_without_sections_says_what_to_do(client):
    response = client.get("/")
    assert response.status_code == 200
    assert read_page(response).one("main").one("a")["href"] == "/admin/"
    assert client.get("/sport/").status_code == 404


def test_navigation_has_two_levels_of_the_tree_and_marks_where_one_is(client):
    make_section("sport/football/cup", name="Cup")
    make_section("sport/chess", name="Chess", visible=False)
    make_section("culture", name="Culture")
    page = read_page(client.get("/sport/football/"))
    first, second = page.one("nav", "sections"), page.one("nav", "subsections")
    assert [link.text for link in first.all("a")] == ["Culture", "Sport"]
    assert [link.text for link in second.all("a")] == ["Football"]
    assert [link.get("aria-current") for link in first.all("a")] == [None, "true"]
    assert second.one("a")["aria-current"] == "page"
    assert [link.text for link in page.one("nav", "below").all("a")] == ["Cup"]


def test_a_section_that_is_not_visible_answers_and_is_in_no_navigation(client):
    hidden = make_section("hidden", visible=False)
    publish_article(headline="Story unlisted", section=hidden)
    assert headlines(read_page(client.get("/hidden/"))) == ["Story unlisted"]
    home = read_page(client.get("/"))
    assert headlines(home) == []
    assert "/hidden/" not in [link["href"] for link in home.all("a")]


def test_the_masthead_names_the_agency_and_the_day_in_the_sites_language(client):
    make_section("world", language="en")
    header = read_page(client.get("/world/")).one("header")
    now = timezone.localtime()
    assert header.one("p", "wordmark").text == "ANSA"
    assert header.one("p", "today").text == f"{now:%A} {now.day} {now:%B} {now.year}"


def test_the_footer_has_the_imprint_and_the_sections_copyright(client):
    make_root()
    Imprint.objects.create(
        pk=1, owner="The Agency Ltd", responsible_editor="Anna Rossi", place="Rome", note="No. 1"
    )
    footer = read_page(client.get("/")).one("footer").text
    for words in ("The Agency Ltd", "Anna Rossi", "Rome", "No. 1", "© Copyright ANSA - All rights reserved"):
        assert words in footer


def test_a_story_moved_with_its_section_is_linked_at_its_new_address(client):
    sport = make_section("sport")
    story = publish_article(headline="Story", section=sport, slug="a-story")
    sport.slug = "games"
    branch.save(sport)
    address = Publication.objects.get(article=story).address
    page = read_page(client.get("/"))
    assert page.one("section", "lead").one("h2").one("a")["href"] == f"/games/{address}/"
