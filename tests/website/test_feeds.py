"""Feeds of sections, topics, authors and places, in three formats."""

import json
import re
from datetime import UTC, datetime, timedelta

import feedparser
import jsonschema
import pytest
from django.utils import timezone
from lxml import etree
from lxml.html import fromstring

from articles import workflow
from articles.models import Author, ByAuthor, ByPlace, ByTopic, Publication, Topic
from articles.search import TooSlow
from sections import branch
from sections.tree import forget_tree
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_place, make_section, make_topic, publish_article
from tests.website.feed_rules import faults
from website.feeds.entries import STORIES_A_FEED

pytestmark = pytest.mark.django_db

FORMS = ("rss.xml", "atom.xml", "feed.json")
MOMENT = datetime(2022, 11, 21, 16, 7, tzinfo=UTC)  # 17:07 in Rome
HOSTILE = [
    "</script><script>alert(1)</script> & co",
    "]]> <![CDATA[ &amp; &lt;b&gt;",
    "Control \x01\x08\x0b\x0c\x1f\x7f\x85\ufffe signs",
    "Emoji 👩‍👩‍👧‍👦 🇮🇹 and “quotes”",
    "وزيران إيطاليان يزوران صربيا",
    "Ministers " * 50,
]


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content


def parsed(client, address):
    """As a feed reader reads it, which warns of what is not well-formed."""
    feed = feedparser.parse(read(client, address))
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def items(client, address="/feed.json"):
    return json.loads(read(client, address))["items"]


def headlines(client, address="/feed.json"):
    return [item["title"] for item in items(client, address)]


def write_much():
    """Stories with everything that a feed can tell."""
    authors = [Author.objects.create(name="Anna Rossi"), Author.objects.create(name="Maria & Co")]
    for number, headline in enumerate(HOSTILE):
        publish_article(
            headline=headline,
            subheadline=headline,
            language="ar" if number == 4 else "en",
            body=f"<p>{headline.replace('<', '&lt;')}</p><p><a href='/about/'>Ours</a></p>",
            topics=[make_topic("Ferries & <boats>"), make_topic("Bridges")],
            authors=authors,
            first_published_at=timezone.now() - timedelta(hours=number),
        )
    story = publish_article(headline="Wrong", first_published_at=MOMENT)
    correct(story, note="It was <wrong>,\nand ]]> is right \x01", headline="Right")
    publish_article(headline="Nothing but a headline", body="", places=[], sources=[])


def test_every_format_holds_against_its_schema_and_the_rules(client, shared):
    write_much()
    grammar = etree.RelaxNG(etree.parse(shared / "standards" / "feeds" / "atom.rng"))
    listed = {"topic": ByTopic, "author": ByAuthor, "place": ByPlace}
    keys = {of: rows.objects.values_list(of, flat=True).first() for of, rows in listed.items()}
    for path in ("/", "/nuova-europa/serbia/", *(f"/{of}s/{key}-x/" for of, key in keys.items())):
        path = client.get(f"{path}rss.xml").headers.get("Location", f"{path}rss.xml").removesuffix("rss.xml")
        assert faults(read(client, f"{path}rss.xml")) == set()
        atom = read(client, f"{path}atom.xml")
        assert faults(atom) == set()
        grammar.assertValid(etree.fromstring(atom))
        document = json.loads(read(client, f"{path}feed.json"))
        schema = json.loads((shared / "standards/feeds/jsonfeed-1.1.schema.json").read_text())
        checker = jsonschema.FormatChecker()
        jsonschema.Draft4Validator(schema, format_checker=checker).validate(document)


def test_an_empty_feed_is_a_feed_all_the_same(client, shared):
    make_section("sport", name="Sport")
    grammar = etree.RelaxNG(etree.parse(shared / "standards" / "feeds" / "atom.rng"))
    grammar.assertValid(etree.fromstring(read(client, "/sport/atom.xml")))
    assert faults(read(client, "/sport/rss.xml")) == set()
    assert parsed(client, "/sport/rss.xml").feed.title == "Sport | ANSA"
    assert items(client, "/sport/feed.json") == []


@pytest.mark.parametrize("headline", HOSTILE)
def test_hostile_words_come_through_every_format(client, headline):
    publish_article(headline=headline)
    shown = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe]+", " ", headline).split())
    assert headlines(client) == [shown]
    for form in ("rss.xml", "atom.xml"):
        root = etree.fromstring(read(client, f"/{form}"))
        titles = [title.text for title in root.iter("{*}title")]
        assert titles[1:] == [shown]


def test_a_description_in_rss_shows_its_signs_and_hides_no_word(client):
    """Feed readers take it for HTML; summaries and titles are plain everywhere else."""
    words = 'Sub <b>bold</b> & co &lt;i> "quoted" it\'s'
    publish_article(headline="Head <b>bold</b> & co", subheadline=words)
    assert items(client)[0]["summary"] == words
    [rss] = etree.fromstring(read(client, "/rss.xml")).iter("item")
    assert fromstring(f"<p>{rss.findtext('description')}</p>").text_content() == words
    assert len(fromstring(f"<p>{rss.findtext('description')}</p>")) == 0
    assert '"quoted" it\'s' in rss.findtext("description")  # as it is also where it is taken for plain text
    assert rss.findtext("title") == "Head <b>bold</b> & co"
    [atom] = etree.fromstring(read(client, "/atom.xml")).iter("{*}entry")
    assert atom.findtext("{*}summary") == words
    assert atom.find("{*}summary").get("type", "text") == "text"


def test_a_story_is_told_whole_with_dateline_closing_source_and_authors(client):
    authors = [Author.objects.create(name="Anna Rossi"), Author.objects.create(name="Maria Bianchi")]
    story = publish_article(
        headline="A bridge",
        subheadline="Two lanes",
        body='<p>It opened. <a href="/about/">More</a></p>',
        authors=authors,
        topics=[make_topic("Bridges")],
        first_published_at=MOMENT,
    )
    guid = Publication.objects.get(article=story).guid
    text = (
        '<div lang="en" dir="ltr"><p><span class="dateline">(ANSA) - ROME, NOV 21 -</span> It opened. '
        '<a href="http://127.0.0.1:8000/about/" rel="noopener noreferrer">More</a> '
        '<span class="closing-source">(ANSA).</span></p></div>'
    )
    [item] = items(client)
    assert item["id"] == guid
    assert item["content_html"] == text
    assert item["summary"] == "Two lanes"
    assert item["tags"] == ["Serbia", "Bridges"]
    assert item["author"] == {"name": "Anna Rossi, Maria Bianchi"}
    assert [author["name"] for author in item["_newsroom"]["authors"]] == ["Anna Rossi", "Maria Bianchi"]
    [rss] = etree.fromstring(read(client, "/rss.xml")).iter("item")
    assert rss.findtext("guid") == guid
    assert rss.find("guid").get("isPermaLink") == "false"
    assert rss.findtext("pubDate") == "Mon, 21 Nov 2022 17:07:00 +0100"
    assert rss.findtext("{*}encoded") == text
    assert [creator.text for creator in rss.iterfind("{*}creator")] == ["Anna Rossi", "Maria Bianchi"]
    [atom] = etree.fromstring(read(client, "/atom.xml")).iter("{*}entry")
    assert atom.findtext("{*}id") == guid
    assert atom.findtext("{*}published") == "2022-11-21T17:07:00+01:00"
    assert atom.findtext("{*}content") == text
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [author.findtext("{*}name") for author in atom.iterfind("{*}author")] == [
        "Anna Rossi",
        "Maria Bianchi",
    ]


def test_a_correction_brings_an_old_story_back_and_is_told(client):
    old = publish_article(headline="Old", first_published_at=MOMENT)
    publish_article(headline="New", first_published_at=timezone.now() - timedelta(hours=1))
    assert headlines(client) == ["New", "Old"]
    correct(old, note="It was\nwrong", headline="Right")
    assert headlines(client) == ["Right", "New"]
    item = items(client)[0]
    assert item["date_published"] == "2022-11-21T17:07:00+01:00"
    assert item["date_modified"] > "2022-11-21T17:07:00+01:00"
    assert [note["note"] for note in item["_newsroom"]["corrections"]] == ["It was\nwrong"]
    assert "<strong>Correction</strong> (" in item["content_html"]
    assert "It was<br>wrong" in item["content_html"]
    entry = parsed(client, "/rss.xml").entries[0]
    assert entry.published == "Mon, 21 Nov 2022 17:07:00 +0100"
    assert entry.updated_parsed > entry.published_parsed
    atom = parsed(client, "/atom.xml").entries[0]
    assert atom.updated_parsed > atom.published_parsed


def test_an_update_moves_a_story_up_and_a_minor_fix_does_not(client):
    first = publish_article(headline="First", first_published_at=MOMENT)
    second = publish_article(headline="Second", first_published_at=MOMENT + timedelta(hours=1))
    minor_fix(first, headline="First, mended")
    assert headlines(client) == ["Second", "First, mended"]
    told = items(client)[1]
    assert told["date_modified"] == told["date_published"]
    first.headline = "First, updated"
    workflow.save(first, by=None)
    workflow.publish(first, by=None)
    minor_fix(first, headline="First, updated and mended")
    assert headlines(client) == ["First, updated and mended", "Second"]
    assert second.headline == "Second"


def test_a_story_that_is_far_down_the_list_comes_back_with_its_update(client):
    old = publish_article(headline="Old", first_published_at=MOMENT)
    for number in range(STORIES_A_FEED):
        publish_article(headline=f"Story {number}", first_published_at=MOMENT + timedelta(hours=1 + number))
    assert "Old" not in headlines(client)
    correct(old, headline="Old, corrected")
    assert headlines(client)[0] == "Old, corrected"
    assert len(headlines(client)) == STORIES_A_FEED


def test_held_and_killed_stories_and_those_that_wait_are_in_no_feed(client):
    held, killed = publish_article(headline="Held"), publish_article(headline="Killed")
    publish_article(headline="Waits", not_before=timezone.now() + timedelta(hours=1))
    correct(killed, headline="Killed after all")
    assert headlines(client) == ["Killed after all", "Held"]
    workflow.hold(held, by=None, reason="a doubt")
    workflow.kill(killed, by=None, reason="untrue")
    for form in FORMS:
        text = read(client, f"/{form}").decode()
        assert not any(word in text for word in ("Held", "Killed", "Waits"))


def test_each_list_has_feeds_of_what_stands_on_it(client):
    topic, author, place = make_topic(), Author.objects.create(name="Anna Rossi"), make_place("Bari")
    publish_article(headline="Here", topics=[topic], authors=[author], places=[place])
    publish_article(headline="There", section=make_section("sport"))
    for path in (
        f"/topics/{topic.pk}-ferries/",
        f"/authors/{author.pk}-anna-rossi/",
        f"/places/{place.pk}-bari/",
        "/nuova-europa/",
    ):
        assert headlines(client, f"{path}feed.json") == ["Here"]
        assert len(parsed(client, f"{path}rss.xml").entries) == 1
        assert len(parsed(client, f"{path}atom.xml").entries) == 1


def test_old_addresses_lead_to_the_feed_of_today(client):
    section, topic, other = make_section("nuova-europa"), make_topic("Boats"), make_topic("Ships")
    publish_article(topics=[other])
    section.slug = "europe"
    branch.save(section)
    forget_tree()
    Topic.objects.filter(pk=topic.pk).update(merged_into=other)
    for old, new in (
        ("/nuova-europa/atom.xml", "/europe/atom.xml"),
        (f"/topics/{topic.pk}-boats/rss.xml", f"/topics/{other.pk}-ships/rss.xml"),
        (f"/topics/{other.pk}-shipz/feed.json", f"/topics/{other.pk}-ships/feed.json"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


@pytest.mark.parametrize("address", ["/nothing/rss.xml", "/topics/9-x/rss.xml", "/rss.json", "/feed.xml"])
def test_there_is_no_feed_of_nothing(client, address):
    make_section("")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_whoever_has_a_feed_already_gets_nothing_but_that(client, form):
    story = publish_article()
    tag = client.get(f"/{form}")["ETag"]
    response = client.get(f"/{form}", headers={"if-none-match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "public, max-age=1"
    workflow.kill(story, by=None, reason="untrue")
    assert client.get(f"/{form}", headers={"if-none-match": tag}).status_code == 200


def test_a_hub_is_named_where_there_is_one(client, settings):
    publish_article()
    assert "Link" not in client.get("/rss.xml")
    settings.NEWSROOM_WEBSUB_HUB = "https://hub.example/"
    for form in FORMS:
        response = client.get(f"/nuova-europa/{form}")
        own = f"http://127.0.0.1:8000/nuova-europa/{form}"
        assert response["Link"] == f'<https://hub.example/>; rel="hub", <{own}>; rel="self"'
        if form == "feed.json":
            assert json.loads(response.content)["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
        else:
            links = feedparser.parse(response.content).feed.links
            assert {(link.rel, link.href) for link in links} >= {
                ("hub", "https://hub.example/"),
                ("self", own),
            }


def test_dates_are_english_in_an_italian_site(client):
    publish_article(language="it", first_published_at=MOMENT)
    assert b"<pubDate>Mon, 21 Nov 2022 17:07:00 +0100</pubDate>" in read(client, "/rss.xml")


@pytest.mark.parametrize("stories", [1, 3, 40])
@pytest.mark.parametrize("form", FORMS)
def test_a_feed_of_a_section_asks_once_and_of_a_topic_twice(
    client, django_assert_num_queries, monkeypatch, stories, form
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    topic, author = make_topic(), Author.objects.create(name="Anna Rossi")
    for number in range(stories):
        story = publish_article(topics=[topic], authors=[author])
        if number % 2:
            correct(story, headline=f"Corrected {number}")
    forget_tree()
    client.get("/")  # which remembers what stands on every page
    with django_assert_num_queries(1):
        client.get(f"/nuova-europa/{form}")
    with django_assert_num_queries(2):
        client.get(f"/topics/{topic.pk}-ferries/{form}")


def test_a_search_has_feeds_of_the_newest_that_match(client, shared):
    old = publish_article(headline="A ferry & <boat> sinks", first_published_at=MOMENT)
    publish_article(headline="Another ferry", first_published_at=timezone.now() - timedelta(hours=1))
    publish_article(headline="Nothing of the kind")
    page = client.get("/search/?q=ferry&language=en")
    links = re.findall(
        r'<link rel="alternate" type="[^"]+" title="[^"]+" href="([^"]+)">', page.content.decode()
    )
    assert len(links) == len(FORMS)
    for link in links:
        client.get(link.replace("&amp;", "&"))
    assert headlines(client, "/search/feed.json?q=ferry&language=en") == [
        "Another ferry",
        "A ferry & <boat> sinks",
    ]
    correct(old, headline="A ferry sank")
    assert headlines(client, "/search/feed.json?q=ferry") == ["A ferry sank", "Another ferry"]
    assert faults(read(client, "/search/rss.xml?q=ferry")) == set()
    atom = read(client, "/search/atom.xml?q=ferry+%3C%26%5D%5D%3E&language=en")
    assert faults(atom) == set()
    grammar = etree.RelaxNG(etree.parse(shared / "standards" / "feeds" / "atom.rng"))
    grammar.assertValid(etree.fromstring(atom))
    feed = parsed(client, "/search/rss.xml?q=ferry&language=en&order=newest&utm_source=x").feed
    assert feed.title.endswith("ferry, Inglese | ANSA")
    own = [link.href for link in feed.links if link.rel == "self"]
    assert own == ["http://127.0.0.1:8000/search/rss.xml?q=ferry&language=en"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=nothing+like+it", "?author=Nobody", "?since=x"])
def test_a_search_that_finds_nothing_is_an_empty_feed(client, query):
    publish_article()
    for form in FORMS:
        assert client.get(f"/search/{form}{query}").status_code == 200
    assert items(client, f"/search/feed.json{query}") == []


def test_a_search_that_takes_too_long_is_put_off(client, monkeypatch):
    def give_up(*args):
        raise TooSlow

    publish_article()
    monkeypatch.setattr("website.views.feeds.find_stories", give_up)
    response = client.get("/search/rss.xml?q=word")
    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_the_feed_of_a_search_in_a_section_goes_on_under_its_new_name_and_never_widens(client):
    serbia = make_section("nuova-europa/serbia")
    publish_article(headline="Ferry here", section=serbia)
    publish_article(headline="Ferry elsewhere", section=make_section("sport"))
    serbia.slug = "serbia-nuova"
    branch.save(serbia)
    forget_tree()
    answer = client.get("/search/rss.xml?q=ferry&section=nuova-europa/serbia").content.decode()
    assert "Ferry here" in answer
    assert "Ferry elsewhere" not in answer
    for unknown in ("section=no/such", "language=tlh", "type=rumour", "since=yesterday"):
        assert client.get(f"/search/rss.xml?q=ferry&{unknown}").status_code == 404, unknown
