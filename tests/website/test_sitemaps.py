"""What search engines are told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from lxml import etree

from articles import workflow
from articles.models import Author, Publication
from sections.tree import current_tree, forget_tree
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_section, make_topic, publish_article
from website import sitemaps
from website.models import Page

pytestmark = pytest.mark.django_db

MOMENT = datetime(2022, 11, 21, 16, 7, tzinfo=UTC)  # 17:07 in Rome
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def schema():
    def valid(name, content):
        from tests.conftest import SHARED  # noqa: PLC0415

        folder = SHARED / "standards" / "sitemap"
        if not folder.is_dir():
            pytest.skip("no ../shared beside the project")
        if name not in known:
            known[name] = etree.XMLSchema(etree.parse(folder / f"{name}.xsd"))
        known[name].assertValid(etree.fromstring(content))

    known = {}
    return valid


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return response.content


def locations(client, address):
    return [each.text.removeprefix(SITE) for each in etree.fromstring(read(client, address)).iter("{*}loc")]


def address_of(story):
    publication = Publication.objects.select_related("head_edition__address", "section").get(article=story)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def test_every_file_holds_against_its_schema(client, schema):
    for headline in ("</news:title> & ]]>", "Control \x01 \ufffe", "🇮🇹 emoji", "وزيران", "Ministers " * 50):
        publish_article(headline=headline, language="zh-Hant" if headline[0] == "🇮" else "en-GB")
    publish_article(first_published_at=MOMENT)
    schema("siteindex", read(client, "/sitemap.xml"))
    schema("sitemap", read(client, "/sitemap-pages.xml"))
    schema("sitemap", read(client, "/sitemap-2022-11.xml"))
    schema("news-sitemap-combined", read(client, "/news-sitemap.xml"))


def test_files_without_stories_hold_too(client, schema):
    publish_article(first_published_at=MOMENT, noindex=True)
    schema("siteindex", read(client, "/sitemap.xml"))
    schema("sitemap", read(client, "/sitemap-2022-11.xml"))
    schema("news-sitemap-combined", read(client, "/news-sitemap.xml"))
    assert locations(client, "/news-sitemap.xml") == locations(client, "/sitemap-2022-11.xml") == ["/"]


def test_the_index_names_each_month_that_has_stories(client):
    publish_article(first_published_at=MOMENT)
    publish_article(first_published_at=datetime(2022, 12, 31, 23, 30, tzinfo=UTC))  # in January, in Rome
    now = publish_article()
    first = timezone.localtime(Publication.objects.get(article=now).first_published_at)
    assert locations(client, "/sitemap.xml") == [
        "/sitemap-pages.xml",
        f"/sitemap-{first:%Y-%m}.xml",
        "/sitemap-2023-01.xml",
        "/sitemap-2022-11.xml",
    ]
    assert locations(client, f"/sitemap-{first:%Y-%m}.xml") == [address_of(now)]


def test_a_month_names_its_stories_with_their_last_change(client):
    story = publish_article(first_published_at=MOMENT)
    minor_fix(story, headline="Mended")
    text = read(client, "/sitemap-2022-11.xml").decode()
    assert "<lastmod>2022-11-21T17:07:00+01:00</lastmod>" in text
    correct(story, headline="Corrected")
    text = read(client, "/sitemap-2022-11.xml").decode()
    assert address_of(story) in text
    assert f"<lastmod>{timezone.localtime():%Y-%m-%dT}" in text
    assert f"<lastmod>{timezone.localtime():%Y-%m-%dT}" in read(client, "/sitemap.xml").decode()


def test_a_large_month_has_several_files_each_story_in_one(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "URLS_A_FILE", 2)
    stories = [publish_article(first_published_at=MOMENT + timedelta(hours=n)) for n in range(5)]
    names = locations(client, "/sitemap.xml")[1:]
    assert names == [f"/sitemap-2022-11{part}.xml" for part in ("", "-2", "-3")]
    found = [address for name in names for address in locations(client, name)]
    assert found == [address_of(story) for story in stories]
    workflow.kill(stories[0], by=None, reason="untrue")
    assert locations(client, names[1]) == [address_of(story) for story in stories[2:4]]
    assert client.get("/sitemap-2022-11-4.xml").status_code == 404


@pytest.mark.parametrize("name", ["2022-13", "2022-00", "2022-1", "0000-01", "2022-11-1", "2022-11-0", "x"])
def test_there_is_no_file_of_no_month(client, name):
    publish_article(first_published_at=MOMENT)
    assert client.get(f"/sitemap-{name}.xml").status_code == 404
    assert client.get("/sitemap-2021-11.xml").status_code == 404


def test_the_news_of_two_days_are_told_newest_first(client):
    now = timezone.now()
    publish_article(first_published_at=now - timedelta(hours=49))
    older = publish_article(first_published_at=now - timedelta(hours=47), language="it-IT")
    newer = publish_article(headline="A & B", language="zh-TW")
    publish_article(headline="Paid for", story_type="sponsored")
    root = etree.fromstring(read(client, "/news-sitemap.xml"))
    assert [each.text.removeprefix(SITE) for each in root.iter("{*}loc")] == [
        address_of(newer),
        address_of(older),
    ]
    assert [each.text for each in root.iter("{*}language")] == ["zh-tw", "it"]
    assert [each.text for each in root.iter("{*}title")][0] == "A & B"
    assert {each.text for each in root.iter("{*}name")} == {"ANSA"}


def test_many_news_are_told_in_several_files(client, monkeypatch, schema):
    monkeypatch.setattr(sitemaps, "NEWS_A_FILE", 2)
    stories = [publish_article(first_published_at=timezone.now() - timedelta(hours=n)) for n in range(3)]
    schema("siteindex", read(client, "/news-sitemap.xml"))
    names = locations(client, "/news-sitemap.xml")
    assert names == ["/news-sitemap-1.xml", "/news-sitemap-2.xml"]
    assert [address for name in names for address in locations(client, name)] == [
        address_of(story) for story in stories
    ]
    assert client.get("/news-sitemap-3.xml").status_code == 404
    assert client.get("/news-sitemap-0.xml").status_code == 404


def test_sections_topics_authors_and_pages_have_a_file_of_their_own(client):
    make_section("hidden/below", name="Below")
    hidden = make_section("hidden")
    hidden.visible = False
    hidden.save()
    forget_tree()
    topic, author = make_topic("Ferries"), Author.objects.create(name="Anna Rossi")
    make_topic("Not yet told of")
    publish_article(topics=[topic], authors=[author])
    publish_article(topics=[make_topic("Secret")], not_before=timezone.now() + timedelta(hours=1))
    Page.objects.create(title="About", slug="about-us")
    found = locations(client, "/sitemap-pages.xml")
    assert {"/", "/nuova-europa/", "/nuova-europa/serbia/", "/corrections/", "/topics/"} <= set(found)
    assert "/pages/about-us/" in found
    assert f"/topics/{topic.pk}-ferries/" in found
    assert f"/authors/{author.pk}-anna-rossi/" in found
    assert not [
        address for address in found if "hidden" in address or "secret" in address or "not-" in address
    ]


def test_a_story_that_is_not_for_indexing_is_in_none(client):
    story = publish_article(noindex=True)
    month = f"/sitemap-{timezone.localtime():%Y-%m}.xml"
    for address in ("/news-sitemap.xml", month):
        assert address_of(story) not in read(client, address).decode()
    assert client.get(address_of(story)).status_code == 200


def test_robots_are_told_where_to_look_and_where_not(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"].startswith("public, max-age=")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        "Disallow: /search/",
        "",
        f"Sitemap: {SITE}/sitemap.xml",
        f"Sitemap: {SITE}/news-sitemap.xml",
    ]


def test_whoever_has_a_file_already_gets_nothing_but_that(client):
    publish_article(first_published_at=MOMENT)
    for address in ("/sitemap.xml", "/sitemap-2022-11.xml", "/news-sitemap.xml", "/sitemap-pages.xml"):
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("stories", [1, 3, 30])
def test_files_ask_the_same_however_many_stories_there_are(
    client, django_assert_num_queries, monkeypatch, stories
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for number in range(stories):
        publish_article(first_published_at=MOMENT + timedelta(hours=number), topics=[make_topic()])
        publish_article()
    forget_tree()
    current_tree()
    client.get("/sitemap-pages.xml")  # which remembers what stands on every page
    for address, queries in (
        (
            "/sitemap.xml",
            7,
        ),  # two looks for each month, one for the end of each list, and one for what changed
        ("/sitemap-2022-11.xml", 2),
        ("/sitemap-pages.xml", 2),
        ("/news-sitemap.xml", 1),
        ("/robots.txt", 0),
    ):
        with django_assert_num_queries(queries):
            client.get(address)
    with django_assert_num_queries(4):  # past months are remembered
        client.get("/sitemap.xml")


def test_an_index_of_the_whole_calendar_is_still_one():
    month = sitemaps.Month(date(2026, 11, 1), 3 * sitemaps.URLS_A_FILE + 1, MOMENT)
    assert month.names == ["2026-11", "2026-11-2", "2026-11-3", "2026-11-4"]
    assert sitemaps.bounds(date(2026, 12, 1))[1].month == 1
