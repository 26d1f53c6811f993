"""What search engines are told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from lxml import etree

from articles import workflow
from articles.folding import SLUG_LENGTH
from articles.models import Author, Publication
from sections.models.section import PATH_LENGTH
from sections.tree import current_tree, forget_tree
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_place, make_section, make_topic, publish_article
from website import kept, sitemaps
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
        *(f"/sitemap-{name}.xml" for name in ("pages", "topics", "authors", "places")),
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
    names = [name for name in locations(client, "/sitemap.xml") if "2022" in name]
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


def test_sections_pages_and_the_archive_have_a_file_of_their_own(client):
    make_section("hidden/below", name="Below")
    hidden = make_section("hidden")
    hidden.visible = False
    hidden.save()
    forget_tree()
    publish_article(first_published_at=MOMENT)
    publish_article(first_published_at=MOMENT - timedelta(days=60))
    publish_article(not_before=timezone.now() + timedelta(days=800))
    Page.objects.create(title="About", slug="about-us")
    Page.objects.create(title="Not yet", slug="not-yet", visible=False)
    assert locations(client, "/sitemap-pages.xml") == [
        *("/", "/nuova-europa/", "/nuova-europa/serbia/", "/pages/about-us/"),
        *("/corrections/", "/topics/", "/authors/", "/places/"),
        *("/2022/", "/2022/11/", "/2022/09/"),
    ]
    for address in locations(client, "/sitemap-pages.xml"):
        assert client.get(address).status_code == 200


def subjects_of(story_fields):
    """The addresses of a topic, an author and a place whose story that is."""
    topic, author = make_topic("Ferries & <boats>"), Author.objects.create(name="Anna Rossi")
    place = make_place("Città di Castello")
    publish_article(topics=[topic], authors=[author], places=[place], **story_fields)
    return [
        f"/topics/{topic.pk}-ferries-boats/",
        f"/authors/{author.pk}-anna-rossi/",
        f"/places/{place.pk}-citta-di-castello/",
    ]


def test_topics_authors_and_places_have_files_of_their_own(client, schema):
    shown = subjects_of({})
    make_topic("Not yet told of")
    for number in range(2):
        publish_article(
            topics=[make_topic(f"Secret {number}")],
            authors=[Author.objects.create(name=f"Secret {number}")],
            places=[make_place(f"Secret {number}")],
            not_before=timezone.now() + timedelta(hours=1),
        )
    names = [f"/sitemap-{of}.xml" for of in ("topics", "authors", "places")]
    assert locations(client, "/sitemap.xml")[1:4] == names
    for name, address in zip(names, shown, strict=True):
        assert locations(client, name) == [address]
        assert client.get(address).status_code == 200
        schema("sitemap", read(client, name))


def test_many_topics_are_told_in_several_files(client, monkeypatch, schema):
    monkeypatch.setattr(sitemaps, "SUBJECTS_A_FILE", 2)
    topics = [make_topic(f"Topic {number}") for number in range(5)]
    publish_article(topics=topics)
    names = [name for name in locations(client, "/sitemap.xml") if "topics" in name]
    assert names == [f"/sitemap-topics{part}.xml" for part in ("", "-2", "-3")]
    found = [locations(client, name) for name in names]
    assert [len(each) for each in found] == [2, 2, 1]
    assert sum(found, []) == [
        f"/topics/{topic.pk}-{topic.name.lower().replace(' ', '-')}/" for topic in topics
    ]
    for nothing in ("topics-4", "topics-1", "topics-0", "topics-", "sections", "authors-2"):
        assert client.get(f"/sitemap-{nothing}.xml").status_code == 404


def test_no_file_can_be_larger_than_the_standard_allows():
    longest = len(f"<url><loc>https://{'x' * 60}</loc><lastmod>2026-11-22T00:00:00+01:00</lastmod></url>")
    longest += PATH_LENGTH + SLUG_LENGTH + len("/2026/11/22//")
    for most in (sitemaps.URLS_A_FILE, sitemaps.SUBJECTS_A_FILE):
        assert most <= 50_000
        assert most * longest < 50_000_000
    assert sitemaps.NEWS_A_FILE <= 1_000


def test_a_months_file_is_small_enough_to_be_kept(client):
    publish_article(section=make_section("nuova-europa/serbia/politica"), slug="s" * 90)
    content = client.get(f"/sitemap-{timezone.localtime():%Y-%m}.xml").content
    a_story = len(content) - content.index(b"<url>")
    assert sitemaps.URLS_A_FILE * a_story < kept.LARGEST


def test_a_story_that_is_not_for_indexing_is_in_none(client):
    story = publish_article(noindex=True)
    month = f"/sitemap-{timezone.localtime():%Y-%m}.xml"
    for address in ("/news-sitemap.xml", month):
        assert address_of(story) not in read(client, address).decode()
    assert client.get(address_of(story)).status_code == 200


def test_robots_are_told_where_to_look_and_where_not(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "max-age=3600"  # nothing that changes by itself stands in it
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
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
    client.get("/")  # which remembers what stands on every page
    cache.clear()
    for address, queries in (
        ("/sitemap.xml", 10),  # as below, and two looks at the past month and one for the end of the list
        ("/sitemap-2022-11.xml", 2),
        ("/sitemap-pages.xml", 3),  # looks at the present month
        ("/sitemap-topics.xml", 1),
        ("/news-sitemap.xml", 1),
        ("/robots.txt", 0),
    ):
        with django_assert_num_queries(queries):
            client.get(address)
    with django_assert_num_queries(7):  # past months are remembered; three counts, and one for what changed
        client.get("/sitemap.xml")


def test_an_index_of_the_whole_calendar_is_still_one():
    month = sitemaps.Month(date(2026, 11, 1), 3 * sitemaps.URLS_A_FILE + 1, MOMENT)
    assert month.names == ["2026-11", "2026-11-2", "2026-11-3", "2026-11-4"]
    assert sitemaps.bounds(date(2026, 12, 1))[1].month == 1
