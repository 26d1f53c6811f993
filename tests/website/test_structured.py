"""What the head of a page tells machines."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Author, Edition
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_copyright, make_section, make_topic, publish_article
from tests.website.markup import read_page
from tests.website.test_article import address_of
from website.furniture import forget_furniture
from website.lists import Cursor
from website.models import Page

pytestmark = pytest.mark.django_db

MOMENT = datetime(2022, 11, 21, 16, 7, tzinfo=UTC)  # 17:07 in Rome
SITE = "http://127.0.0.1:8000"
HOSTILE = [
    "</script><script>alert(1)</script><!-- & co",
    "]]> \\u003c \" ' \\",
    "Control \x01\x0b\x1f\x7f\x85 signs",
    "Emoji 👩‍👩‍👧‍👦 🇮🇹 “quotes” \u2028 here",
    "وزيران إيطاليان يزوران صربيا",
    "Ministers " * 50,
]


def head_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return read_page(response).one("head")


def data_of(head):
    """By type; a browser ends the script at the first end tag, and so does the reader here."""
    found = json.loads(head.one("script", type="application/ld+json").raw_text)
    things = found if isinstance(found, list) else [found]
    assert all(thing["@context"] == "https://schema.org" for thing in things)
    return {thing["@type"]: thing for thing in things}


def card_of(head):
    return [(meta["property"], meta["content"]) for meta in head.all("meta") if meta.get("property")]


def publish_bridge(**fields):
    return publish_article(
        **{
            "headline": "A bridge",
            "subheadline": "Two lanes",
            "authors": [Author.objects.create(name="Anna Rossi")],
            "topics": [make_topic("Bridges"), make_topic("Rivers")],
            "first_published_at": MOMENT,
        }
        | fields
    )


def test_a_story_is_told_as_a_news_article(client):
    story = publish_bridge()
    address = f"{SITE}{address_of(story)}"
    told = data_of(head_of(client, address_of(story)))["NewsArticle"]
    [author] = told["author"]
    assert author["@type"] == "Person"
    assert author["name"] == "Anna Rossi"
    assert author["url"].startswith(f"{SITE}/authors/")
    assert told["publisher"]["@type"] == "NewsMediaOrganization"
    del told["author"], told["publisher"]
    assert told == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "url": address,
        "identifier": story.guid,
        "headline": "A bridge",
        "description": "Two lanes",
        "datePublished": "2022-11-21T17:07:00+01:00",
        "dateModified": "2022-11-21T17:07:00+01:00",
        "dateline": "(ANSA) - ROME, NOV 21 -",
        "articleSection": "Serbia",
        "keywords": ["Bridges", "Rivers"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "copyrightHolder": {"@type": "Organization", "name": "ANSA"},
        "copyrightNotice": "© Copyright ANSA - All rights reserved",
        "copyrightYear": 2022,
    }


def test_it_has_what_the_sample_of_the_standard_has(client, shared):
    sample = json.loads((shared / "standards/jsonld/newsarticle-and-breadcrumb.example.json").read_text())
    story = publish_bridge()
    correct(story, headline="A long bridge")
    found = data_of(head_of(client, address_of(story)))
    for wanted in sample:
        told = found[wanted["@type"]]
        assert wanted.keys() - told.keys() <= {"image"}  # no picture, no image
        assert all(type(told[name]) is type(wanted[name]) for name in wanted.keys() & told.keys())


def test_where_nobody_is_named_the_agency_is_the_author(client):
    told = data_of(head_of(client, address_of(publish_bridge(authors=[]))))["NewsArticle"]
    assert [(author["@type"], author["name"]) for author in told["author"]] == [
        ("NewsMediaOrganization", "ANSA")
    ]


def test_what_was_paid_for_is_not_told_as_news(client):
    head = head_of(client, address_of(publish_bridge(story_type="sponsored")))
    assert "NewsArticle" not in data_of(head)
    assert "AdvertiserContentArticle" in data_of(head)


def test_the_breadcrumb_is_the_pages(client):
    told = data_of(head_of(client, address_of(publish_bridge())))["BreadcrumbList"]
    assert [(each["position"], each["name"], each.get("item")) for each in told["itemListElement"]] == [
        (1, "ANSA", f"{SITE}/"),
        (2, "Nuova Europa", f"{SITE}/nuova-europa/"),
        (3, "Serbia", f"{SITE}/nuova-europa/serbia/"),
        (4, "A bridge", None),
    ]


def test_corrections_are_told_and_a_minor_fix_is_not(client):
    story = publish_bridge()
    minor_fix(story, headline="The bridge")
    told = data_of(head_of(client, address_of(story)))["NewsArticle"]
    assert "correction" not in told
    assert told["dateModified"] == told["datePublished"]
    correct(story, note="Two lanes, not </script> three", headline="The long bridge")
    correct(story, note="In Belgrade", headline="The long bridge in Belgrade")
    told = data_of(head_of(client, address_of(story)))["NewsArticle"]
    assert [each["@type"] for each in told["correction"]] == ["CorrectionComment"] * 2
    assert [each["text"] for each in told["correction"]] == ["In Belgrade", "Two lanes, not </script> three"]
    assert told["dateModified"] == told["correction"][0]["datePublished"] > told["datePublished"]


def translated(story, language, **fields):
    version = workflow.translate(story, by=None, language=language)
    for name, value in ({"slug": f"in-{language}", "headline": f"In {language}"} | fields).items():
        setattr(version, name, value)
    workflow.save(version, by=None)
    workflow.publish(version, by=None)
    return version


def test_the_first_of_several_languages_is_the_work_and_the_others_translate_it(client):
    first = publish_bridge(headline="A bridge", language="en")
    italian, german = translated(first, "it", headline="Un </ponte>"), translated(first, "de")
    hidden = translated(first, "fr", noindex=True)
    told = data_of(head_of(client, address_of(first)))["NewsArticle"]
    assert "translationOfWork" not in told
    assert told["workTranslation"] == [
        {
            "@type": "NewsArticle",
            "url": f"{SITE}{address_of(italian)}",
            "headline": "Un </ponte>",
            "inLanguage": "it",
        },
        {
            "@type": "NewsArticle",
            "url": f"{SITE}{address_of(german)}",
            "headline": "In de",
            "inLanguage": "de",
        },
    ]
    for version in (italian, german, hidden):
        told = data_of(head_of(client, address_of(version)))["NewsArticle"]
        assert "workTranslation" not in told
        assert told["translationOfWork"]["url"] == f"{SITE}{address_of(first)}"
    workflow.hold(first, by=None, reason="is checked")
    told = data_of(head_of(client, address_of(italian)))["NewsArticle"]
    assert [each["inLanguage"] for each in told["workTranslation"]] == ["de"]
    workflow.kill(german, by=None, reason="untrue")
    told = data_of(head_of(client, address_of(italian)))["NewsArticle"]
    assert not told.keys() & {"workTranslation", "translationOfWork"}


def test_what_stands_in_for_a_picture_is_no_picture_of_the_story(client):
    told = data_of(head_of(client, address_of(publish_bridge())))["NewsArticle"]
    assert not told.keys() & {"image", "thumbnailUrl"}
    assert told["publisher"]["logo"].startswith(f"{SITE}/static/")
    logo = client.get(told["publisher"]["logo"].removeprefix(SITE))
    assert b"".join(logo).startswith(b"<svg")
    logo.close()


@pytest.mark.parametrize("state", ["held", "killed", "embargoed"])
def test_nothing_is_told_of_a_story_that_readers_do_not_see(client, state):
    waits = {"not_before": timezone.now() + timedelta(hours=1), "embargo": True, "first_published_at": None}
    story = publish_bridge(**(waits if state == "embargoed" else {}))
    if state == "held":
        workflow.hold(story, by=None, reason="is checked")
    if state == "killed":
        workflow.kill(story, by=None, reason="untrue")
    response = client.get(address_of(story))
    assert response.status_code == (410 if state == "killed" else 404)
    head = read_page(response).one("head")
    assert not head.all("script")
    assert not card_of(head)
    assert not head.all("link", rel="canonical")


@pytest.mark.parametrize("headline", HOSTILE)
def test_no_text_ends_the_script_or_the_tag_around_it(client, headline):
    head = head_of(client, address_of(publish_bridge(headline=headline, subheadline=headline)))
    assert len(head.all("script")) == 1
    raw = head.one("script").raw_text
    assert not any(sign in raw for sign in "<>&\u2028\x01")
    shown = data_of(head)["NewsArticle"]["headline"]
    assert shown.split()[0] == headline.split()[0]
    assert shown.split()[-1] == headline.split()[-1]
    assert dict(card_of(head))["og:title"] == shown


def test_the_agency_is_told_on_its_home_page_with_its_policies(client):
    make_section("sport")
    for about, slug in (("agency", "about-us"), ("corrections", "errors"), ("contact", "write-to-us")):
        Page.objects.create(title=slug, slug=slug, about=about)
    Page.objects.create(title="Hidden", slug="hidden", about="agency", visible=False)
    forget_furniture()
    told = data_of(head_of(client, "/"))["NewsMediaOrganization"]
    assert (told["name"], told["url"]) == ("ANSA", f"{SITE}/")
    assert told["publishingPrinciples"].endswith("/about-us/")
    assert told["masthead"].endswith("/about-us/")
    assert told["correctionsPolicy"].endswith("/errors/")
    assert told["contactPoint"]["url"].endswith("/write-to-us/")
    publisher = data_of(head_of(client, address_of(publish_bridge())))["NewsArticle"]["publisher"]
    assert publisher == {name: value for name, value in told.items() if name != "@context"}


def test_without_such_pages_nothing_is_said_of_policies(client):
    make_section("sport")
    told = data_of(head_of(client, "/"))["NewsMediaOrganization"]
    assert not told.keys() & {"publishingPrinciples", "correctionsPolicy", "masthead", "contactPoint"}


def test_a_story_has_a_card(client):
    story = publish_bridge()
    head = head_of(client, address_of(story))
    card = [each for each in card_of(head) if not each[0].startswith("og:image")]  # test_share_cards.py
    author = dict(card)["article:author"]
    assert author.startswith(f"{SITE}/authors/")
    assert card == [
        ("og:type", "article"),
        ("og:title", "A bridge"),
        ("og:url", f"{SITE}{address_of(story)}"),
        ("og:site_name", "ANSA"),
        ("og:description", "Two lanes"),
        ("og:locale", "en_GB"),
        ("article:published_time", "2022-11-21T17:07:00+01:00"),
        ("article:modified_time", "2022-11-21T17:07:00+01:00"),
        ("article:section", "Serbia"),
        ("article:author", author),
        ("article:tag", "Bridges"),
        ("article:tag", "Rivers"),
    ]
    assert head.one("meta", name="twitter:card")["content"] == "summary_large_image"


@pytest.mark.parametrize(
    "path", ["/", "/nuova-europa/", "/topics/{topic}-bridges/", "/authors/{author}-anna-rossi/"]
)
def test_every_list_names_its_feeds_which_are_there(client, path):
    publish_bridge()
    path = path.format(topic=make_topic("Bridges").pk, author=Author.objects.get().pk)
    cursor = Cursor.after(Edition.objects.select_related("publication").get())
    publish_bridge(authors=[Author.objects.get()], first_published_at=MOMENT - timedelta(days=1))
    for address in (path, f"{path}?before={cursor}"):
        links = [link for link in head_of(client, address).all("link", rel="alternate") if link.get("type")]
        assert [(link["type"], link["href"]) for link in links] == [
            ("application/rss+xml", f"{path}rss.xml"),
            ("application/atom+xml", f"{path}atom.xml"),
            ("application/feed+json", f"{path}feed.json"),
        ]
        for link in links:
            assert client.get(link["href"])["Content-Type"] == f"{link['type']}; charset=utf-8"


def test_a_story_names_the_feeds_of_its_section(client):
    head = head_of(client, address_of(publish_bridge()))
    links = [link["href"] for link in head.all("link", rel="alternate") if link.get("type")]
    assert links == [f"/nuova-europa/serbia/{form}" for form in ("rss.xml", "atom.xml", "feed.json")]


def test_an_author_is_told_as_a_person(client):
    author = Author.objects.create(
        name="Anna Rossi", biography="Writes.", languages="Italian, Serbian", contact="anna@example.org"
    )
    publish_article(authors=[author])
    told = data_of(head_of(client, f"/authors/{author.pk}-anna-rossi/"))["ProfilePage"]["mainEntity"]
    assert told == {
        "@type": "Person",
        "name": "Anna Rossi",
        "url": f"{SITE}/authors/{author.pk}-anna-rossi/",
        "description": "Writes.",
        "knowsLanguage": ["Italian", "Serbian"],
        "email": "anna@example.org",
    }


def test_the_storys_own_terms_are_told(client):
    own = make_copyright("Region", "(c) {holder} {year}")
    told = data_of(head_of(client, address_of(publish_bridge(copyright=own))))["NewsArticle"]
    assert told["copyrightHolder"]["name"] == "Region"
    assert told["copyrightNotice"] == "(c) Region 2022"
