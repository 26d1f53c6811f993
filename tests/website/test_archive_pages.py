"""The dated archive: a year leads to its months, a month to its days, a day to its stories."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from sections import branch
from sections.tree import current_tree
from tests.factories import make_root, make_section, publish_article
from tests.website.markup import read_page
from website.views import archive

pytestmark = pytest.mark.django_db

AT_NOON = datetime(2022, 11, 21, 11, 0, tzinfo=UTC)


def publish(at=AT_NOON, path="nuova-europa/serbia", **fields):
    return publish_article(section=make_section(path), first_published_at=at, **fields)


def hrefs(element):
    return [link["href"] for link in element.all("a")]


def robots(page):
    return [meta["content"] for meta in page.all("meta", name="robots")]


def test_a_year_leads_to_the_months_that_have_stories_and_to_the_other_years(client):
    publish()
    publish(AT_NOON.replace(month=3))
    publish(AT_NOON.replace(year=2019))
    page = read_page(client.get("/nuova-europa/2022/"))
    months = page.one("ol", "months")
    assert [month.text for month in months.all("li")][:3] == ["Gennaio", "Febbraio", "Marzo"]
    assert hrefs(months) == ["/nuova-europa/2022/03/", "/nuova-europa/2022/11/"]
    assert hrefs(page.one("nav", "years")) == ["/nuova-europa/2019/", "/nuova-europa/2022/"]
    assert page.one("nav", "years").one("a", **{"aria-current": "page"}).text == "2022"
    assert page.one("link", rel="canonical")["href"].endswith("/nuova-europa/2022/")
    assert robots(page) == []


def test_a_month_is_a_calendar_of_the_days_that_have_stories(client):
    publish()
    publish(AT_NOON.replace(day=3), path="nuova-europa/kosovo")
    publish(AT_NOON.replace(month=9))
    publish(AT_NOON.replace(year=2023, month=1))
    page = read_page(client.get("/nuova-europa/2022/11/"))
    calendar = page.one("table", "calendar")
    assert calendar.one("caption").text == "Novembre 2022"
    assert calendar.all("th", scope="col")[0].one("span", "unseen").text == "Lunedì"
    first_week = [cell.text for cell in calendar.one("tbody").all("tr")[0].all("td")]
    assert first_week == ["", "1", "2", "3", "4", "5", "6"]  # it began on a Tuesday
    links = {link.text: (link["href"], link["aria-label"]) for link in calendar.all("a")}
    assert links == {
        "3": ("/nuova-europa/2022/11/03/", "3 novembre 2022"),
        "21": ("/nuova-europa/2022/11/21/", "21 novembre 2022"),
    }
    assert hrefs(page.one("nav", "beside-period")) == ["/nuova-europa/2022/09/", "/nuova-europa/2023/01/"]
    assert hrefs(page.one("nav", "breadcrumb")) == ["/", "/nuova-europa/", "/nuova-europa/2022/"]


def test_a_day_has_its_stories_and_leads_to_the_days_before_and_after_that_have_some(client):
    publish(headline="At noon")
    publish(AT_NOON + timedelta(hours=3), headline="Later")
    publish(AT_NOON - timedelta(days=40), headline="Before")
    publish(AT_NOON + timedelta(days=2), headline="After")
    publish(path="sport", headline="Elsewhere")
    page = read_page(client.get("/nuova-europa/serbia/2022/11/21/"))
    assert [story.text for story in page.one("ol", "chronicle").all("h3")] == ["Later", "At noon"]
    assert hrefs(page.one("nav", "beside-period")) == [
        "/nuova-europa/serbia/2022/10/12/",
        "/nuova-europa/serbia/2022/11/23/",
    ]
    assert page.one("h1").text == "21 novembre 2022"
    root = read_page(client.get("/2022/11/21/"))
    assert len(root.one("ol", "chronicle").all("li")) == 3


def test_days_are_those_of_the_sites_zone(client):
    publish(datetime(2022, 12, 31, 23, 30, tzinfo=UTC), headline="At half past midnight in Rome")
    assert robots(read_page(client.get("/2023/01/01/"))) == []
    assert robots(read_page(client.get("/2022/12/31/"))) == ["noindex"]
    assert hrefs(read_page(client.get("/2023/")).one("ol", "months")) == ["/2023/01/"]
    assert hrefs(read_page(client.get("/2023/01/")).one("table", "calendar")) == ["/2023/01/01/"]


@pytest.mark.parametrize("day", ["2022/03/27", "2022/10/30"])
def test_days_on_which_the_clocks_change_begin_and_end_at_midnight(client, day):
    first = datetime.strptime(day, "%Y/%m/%d").replace(tzinfo=timezone.get_default_timezone())
    publish(first, headline="First minute")
    publish(first.replace(hour=23, minute=59), headline="Last minute")
    publish(first.replace(hour=23, minute=59) + timedelta(hours=1), headline="Tomorrow's")
    publish(first - timedelta(minutes=1), headline="Yesterday's")
    stories = read_page(client.get(f"/{day}/")).one("ol", "chronicle").all("h3")
    assert [story.text for story in stories] == ["Last minute", "First minute"]


def test_a_day_with_many_stories_has_pages(client, monkeypatch):
    monkeypatch.setattr(archive, "STORIES_A_PAGE", 2)
    for minute in range(5):
        publish(AT_NOON + timedelta(minutes=minute), headline=f"Story {minute}")
    publish(AT_NOON - timedelta(days=1), headline="The day before")
    address, seen = "/2022/11/21/", []
    while address:
        page = read_page(client.get(address))
        seen += [story.text for story in page.one("ol", "chronicle").all("h3")]
        assert page.one("link", rel="canonical")["href"].endswith(address)
        more = page.all("link", rel="next")
        address = more[0]["href"] if more else ""
    assert seen == [f"Story {minute}" for minute in (4, 3, 2, 1, 0)]


def test_a_time_without_stories_says_so_to_readers_and_robots_and_leads_on(client):
    publish()
    for address in ("/2021/", "/2022/05/", "/2022/11/20/"):
        page = read_page(client.get(address))
        assert robots(page) == ["noindex"]
        assert page.one("div", "empty").text
    assert hrefs(read_page(client.get("/2022/05/")).one("nav", "beside-period")) == ["/2022/11/"]


def test_what_is_still_to_come_and_what_no_calendar_has_is_no_page(client):
    publish()
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    for address in (f"{today:%Y}", f"{today:%Y/%m}", f"{today:%Y/%m/%d}"):
        assert client.get(f"/{address}/").status_code == 200
    later = [f"{tomorrow:%Y/%m/%d}", f"{today.year + 1}", f"{today.year + 1}/01", "9999", "9999/12/31"]
    never = ["2022/13", "2022/00", "2022/02/30", "1799", "0000", "0001/01/01", "2022/1", "22", "20222"]
    for address in later + never:
        assert client.get(f"/{address}/").status_code == 404, address
    assert client.get("/nothing/2022/").status_code == 404
    assert client.get("/2022/11/21/?before=nonsense").status_code == 404


def test_a_newsroom_without_sections_has_no_archive(client):
    assert client.get("/2022/").status_code == 404


def test_the_archive_of_a_renamed_section_moves_with_it_in_one_step(client):
    publish()
    europe = make_section("nuova-europa")
    europe.slug = "europe"
    branch.save(europe)
    response = client.get("/nuova-europa/serbia/2022/11/?a=1")
    assert (response.status_code, response["Location"]) == (301, "/europe/serbia/2022/11/?a=1")
    assert client.get("/nuova-europa/nothing/2022/").status_code == 404


def test_what_readers_do_not_see_leaves_no_trace(client):
    for step in ("hold", "kill"):
        getattr(workflow, step)(publish(headline="Never to be seen"), by=None, reason="untrue")
    publish(timezone.now() - timedelta(days=1), headline="Later", not_before=timezone.now() + timedelta(1))
    for address in ("/2022/", "/2022/11/", "/2022/11/21/", f"/{timezone.localdate():%Y}/"):
        page = read_page(client.get(address))
        assert robots(page) == ["noindex"], address
        assert not page.all("nav", "beside-period")
        assert not page.all("nav", "years")


def test_it_speaks_the_sections_language(client):
    make_section("world", language="en")
    publish(path="world")
    page = read_page(client.get("/world/2022/11/"))
    assert page.one("html")["lang"] == "en"
    assert page.one("h1").text == "November 2022"
    assert page.one("table", "calendar").one("a")["aria-label"] == "21 November 2022"


def test_a_year_and_a_month_show_their_last_stories_day_by_day(client, monkeypatch):
    monkeypatch.setattr(archive, "STORIES_OF_A_MONTH", 2)
    publish(headline="Of the 21st")
    publish(AT_NOON + timedelta(hours=1), headline="Later on the 21st")
    publish(AT_NOON - timedelta(days=1), headline="Of the 20th")
    publish(AT_NOON + timedelta(days=30), headline="Of December")
    month = read_page(client.get("/nuova-europa/2022/11/"))
    assert [h3.text for h3 in month.all("h3")] == ["Later on the 21st", "Of the 21st"]
    assert hrefs(month.one("section", "day").one("h2")) == ["/nuova-europa/2022/11/21/"]
    year = read_page(client.get("/2022/"))
    assert [h3.text for h3 in year.all("h3")] == [
        "Of December", "Later on the 21st", "Of the 21st", "Of the 20th",
    ]  # fmt: skip
    assert not read_page(client.get("/2021/")).all("h3")


@pytest.mark.parametrize(("address", "queries"), [("/2022/", 3), ("/2022/11/", 3), ("/2022/11/21/", 2)])
@pytest.mark.parametrize("stories", [1, 12])
def test_it_asks_as_often_however_many_stories_there_are(
    client, django_assert_num_queries, monkeypatch, address, queries, stories
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    make_root()
    for number in range(stories):
        publish(AT_NOON + timedelta(minutes=number))
    client.get(address)
    current_tree()
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
