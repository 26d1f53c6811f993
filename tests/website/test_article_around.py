"""What stands around a story: authors, topics, history, versions, what to read next, where to write."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from articles import previewing, workflow
from articles.models import Author, Publication
from sections.models import Imprint, Role
from sections.tree import current_tree
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_article, make_section, make_topic, make_user, publish_article
from tests.website.markup import read_page
from website.addresses import subject_url
from website.beside import LATEST_SHOWN
from website.furniture import current_furniture, forget_furniture
from website.models import Page
from website.sharing import report_url
from website.stories import MOST_RELATED, Subject
from website.story_parts import Words, linked_byline

pytestmark = pytest.mark.django_db

HOSTILE = "</script>\"'><b>&amp; \u202eevil\u200f 🚢"


def address_of(article):
    publication = Publication.objects.select_related("head_edition__address", "section").get(article=article)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def page_of(client, article):
    """As it is once what is kept for a moment has gone."""
    forget_furniture()
    response = client.get(address_of(article))
    assert response.status_code == 200
    return read_page(response)


def update(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    workflow.save(article, by=None)
    workflow.publish(article, by=None)


def translated(article, language, **fields):
    """Another version of the story that readers see."""
    version = workflow.translate(article, by=None, language=language)
    update(version, **({"headline": f"In {language}"} | fields))
    return version


# Authors


def by(*names):
    return [Subject(key, name, f"/authors/{key}/") for key, name in enumerate(names, start=1)]


@pytest.mark.parametrize(
    ("byline", "names", "linked"),
    [
        (
            "By Ann Lee and Bo Ek",
            ["Ann Lee", "Bo Ek"],
            [("Ann Lee", "/authors/1/"), ("Bo Ek", "/authors/2/")],
        ),
        ("By Ann Lee", ["Someone Else"], []),
        ("By Anna and Ann", ["Ann"], [("Ann", "/authors/1/")]),
        ("By Ann Lee and Ann", ["Ann", "Ann Lee"], [("Ann Lee", "/authors/2/"), ("Ann", "/authors/1/")]),
        ("By Ann and Ann", ["Ann", "Ann"], [("Ann", "/authors/1/"), ("Ann", "/authors/2/")]),
        ("By J. (Jo) R.* and Bo", ["J. (Jo) R.*"], [("J. (Jo) R.*", "/authors/1/")]),
        ("By Ann", [], []),
        ("", ["Ann"], []),
        ("By Ann", [""], []),
    ],
)
def test_the_names_in_a_byline_are_linked_where_they_stand(byline, names, linked):
    words = linked_byline(byline, by(*names))
    assert "".join(each.text for each in words) == byline
    assert [(each.text, each.url) for each in words if each.url] == linked
    assert all(isinstance(each, Words) for each in words)


def test_the_byline_is_read_as_it_was_worded_and_leads_to_the_authors(client):
    authors = [Author.objects.create(name=name) for name in ("Maria Bianchi", "Zoran <b>Ilić</b>")]
    byline = page_of(client, publish_article(authors=authors)).one("p", "byline")
    assert byline.text == "By Maria Bianchi and Zoran <b>Ilić</b>"
    links = [(link.text, link["href"]) for link in byline.all("a")]
    assert links == [(author.name, subject_url("author", author.pk, author.name)) for author in authors]


def test_an_author_who_has_another_name_now_is_called_as_the_story_did(client):
    author = Author.objects.create(name="Maria Bianchi")
    story = publish_article(authors=[author])
    author.name = "Maria Neri"
    author.save()
    byline = page_of(client, story).one("p", "byline")
    assert byline.text == "By Maria Bianchi"
    assert not byline.all("a")


# Topics


def test_topics_are_links_in_the_desks_order_below_the_story(client):
    topics = [make_topic(name) for name in ("Rivers", "Bridges", HOSTILE)]
    page = page_of(client, publish_article(topics=topics))
    links = page.one("div", "topics").all("a")
    assert [link.text for link in links] == [topic.name for topic in topics]
    assert [link["href"] for link in links] == [
        subject_url("topic", topic.pk, topic.name) for topic in topics
    ]
    main = page.one("main")
    assert main.elements.index(page.one("div", "topics")) > main.elements.index(page.one("article"))


def test_a_plain_story_has_nothing_around_it_that_would_be_empty(client):
    page = page_of(client, publish_article(section=make_section("alone")))
    for css_class in ("topics", "story-state", "more-follows", "report"):
        assert not page.all("div", css_class) + page.all("p", css_class)
    assert not page.all("details")
    assert not page.all("aside")
    assert not page.all("link", rel="alternate", hreflang="en")


# Updated, and the history


def test_an_update_shows_as_updated_and_a_minor_fix_does_not(client):
    article = publish_article()
    minor_fix(article, headline="A slip mended")
    assert not page_of(client, article).all("p", "updated")
    update(article, headline="More is known")
    page = page_of(client, article)
    edition = article.publication.editions.get(visible_until=None)
    shown = page.one("p", "updated").one("time")
    assert datetime.fromisoformat(shown["datetime"]) == edition.updated_at.replace(microsecond=0)
    assert shown["lang"] == "en"
    assert page.one("p", "updated").language == "it"
    assert not page.one("article").all("p", "updated")
    assert page.one("p", "updated").text.startswith("Ultimo aggiornamento")


def test_a_correction_is_told_as_one_until_there_is_an_update(client):
    article = publish_article(section=make_section("world", language="en"))
    correct(article, note="Two lanes, not three.", headline="Two lanes")
    assert page_of(client, article).one("p", "updated").text.startswith("Corrected")
    minor_fix(article, headline="A slip mended")
    page = page_of(client, article)
    assert page.one("p", "updated").text.startswith("Corrected")
    corrected = article.publication.editions.get(kind="correction").visible_from
    shown = page.one("p", "updated").one("time")["datetime"]
    assert datetime.fromisoformat(shown) == corrected.replace(microsecond=0)
    update(article, headline="More is known")
    assert page_of(client, article).one("p", "updated").text.startswith("Updated")


def test_an_update_of_another_year_says_which(client):
    article = publish_article(first_published_at=datetime(2022, 11, 21, 16, 7, tzinfo=UTC))
    update(article, headline="More is known")
    assert str(timezone.now().year) in page_of(client, article).one("p", "updated").one("time").text


def test_the_history_tells_what_readers_were_told_newest_first_and_no_more(client):
    article = publish_article(first_published_at=datetime(2022, 11, 21, 16, 7, tzinfo=UTC))
    update(article, headline="More is known")
    minor_fix(article, headline="More is known now")
    correct(article, note=f"Two lanes, not three. {HOSTILE}", headline="Two lanes")
    workflow.hold(article, by=None, reason="a secret doubt")
    workflow.release(article, by=None)
    update(article, headline="Scheduled", not_before=timezone.now() + timedelta(hours=1))
    page = page_of(client, article)
    entries = page.one("details", "history").all("li")
    kinds = [entry.elements[0].text.split()[0] for entry in entries]
    assert len(kinds) == 3
    assert "Two lanes, not three. </script>" in entries[0].text
    assert len(entries[1].elements) == 1
    assert entries[2].one("time").text == "21 November 2022, 17:07"
    assert entries[2].one("time")["lang"] == "en"
    for unsaid in ("Scheduled", "a secret doubt", "More is known now"):
        assert unsaid not in page.text


def test_what_was_called_off_is_in_no_history(client):
    article = publish_article()
    update(article, headline="Never shown", not_before=timezone.now() + timedelta(hours=1))
    workflow.unschedule(article, by=None)
    assert not page_of(client, article).all("details")


def test_a_story_that_was_held_before_its_time_begins_with_its_first_publication(client):
    article = make_article(not_before=timezone.now() + timedelta(hours=1))
    workflow.publish(article, by=None)
    workflow.hold(article, by=None, reason="doubt")
    article.refresh_from_db()
    head = article.publication.head_edition.revision
    head.data["not_before"] = None
    head.save()
    workflow.release(article, by=None)
    correct(article, headline="Put right")
    assert len(page_of(client, article).one("details").all("li")) == 2


def test_forty_versions_are_told_in_two_queries(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    article = publish_article()
    for number in range(39):
        correct(article, note=f"Note {number}", headline=f"Corrected {number}")
    address = address_of(article)
    current_tree()
    current_furniture(timezone.now())
    with django_assert_num_queries(2):
        response = client.get(address)
    page = read_page(response)
    assert len(page.one("details").all("li")) == 40
    assert page.all("aside", "correction")[0].elements[-1].text == "Note 38"


# Versions in other languages


def hreflangs(page):
    return {
        link["hreflang"]: link["href"] for link in page.all("link", rel="alternate") if link.get("hreflang")
    }


def test_every_version_links_all_others_and_all_say_the_same_to_robots(client, settings):
    settings.NEWSROOM_BASE_URL = "https://news.example"
    english = publish_article(headline="In English")
    stories = {"en": english, "it": translated(english, "it"), "ar": translated(english, "ar")}
    pages = {language: page_of(client, story) for language, story in stories.items()}
    expected = {code: f"https://news.example{address_of(story)}" for code, story in stories.items()}
    expected["x-default"] = expected["it"]  # the site's language
    for language, page in pages.items():
        assert hreflangs(page) == expected
        links = page.one("p", "versions").all("a")
        assert {link["hreflang"] for link in links} == stories.keys() - {language}
        for link in links:
            assert link["href"] == address_of(stories[link["hreflang"]])
            assert link["lang"] == link["hreflang"]
    assert pages["en"].one("p", "versions").all("a", hreflang="ar")[0]["dir"] == "rtl"


def test_without_a_version_in_the_sites_language_the_first_one_is_for_everybody_else(client):
    english = publish_article(headline="In English")
    translated(english, "de")
    alternates = hreflangs(page_of(client, english))
    assert alternates["x-default"] == alternates["en"]


@pytest.mark.parametrize("state", ["draft", "scheduled", "held", "killed", "unscheduled", "update waits"])
def test_only_versions_that_readers_see_are_linked_and_only_what_they_see_of_them(client, state):
    english = publish_article(headline="In English")
    version = workflow.translate(english, by=None, language="de")
    soon = timezone.now() + timedelta(hours=1)
    if state in {"scheduled", "unscheduled"}:
        update(version, headline="Geheim", slug="geheim", not_before=soon)
    elif state != "draft":
        update(version, headline="Offen", slug="offen")
        assert "offen" in client.get(address_of(english)).content.decode()
    if state == "unscheduled":
        workflow.unschedule(version, by=None)
    elif state == "held":
        workflow.hold(version, by=None, reason="doubt")
    elif state == "killed":
        workflow.kill(version, by=None, reason="untrue")
    elif state == "update waits":
        update(version, headline="Geheim", slug="geheim", not_before=soon)
    forget_furniture()
    text = client.get(address_of_live(english)).content.decode()
    assert "geheim" not in text.lower()
    assert ("offen" in text) is (state == "update waits")


def address_of_live(article):
    edition = article.publication.editions.live(timezone.now()).get()
    return f"{edition.section.get_absolute_url()}{edition.address}/"


def test_a_version_that_is_not_for_indexing_is_linked_for_readers_alone(client):
    english = publish_article(headline="In English")
    german = translated(english, "de", noindex=True)
    assert hreflangs(page_of(client, english)) == hreflangs(page_of(client, german)) == {}
    assert page_of(client, english).one("p", "versions").one("a")["href"] == address_of(german)


# What to read next


def lists_of(page):
    return [[link.text for link in each.all("a")] for each in page.one("aside", "beside").all("ol")]


def test_related_stories_share_most_topics_then_the_section_and_are_not_among_the_latest(client):
    rivers, bridges = make_topic("Rivers"), make_topic("Bridges")
    sport = make_section("sport")
    publish_article(headline="Of both, elsewhere", topics=[rivers, bridges], section=sport)
    publish_article(headline="Of one, here", topics=[rivers])
    publish_article(headline="Of one, elsewhere", topics=[bridges], section=sport)
    publish_article(headline="Of none, here")
    story = publish_article(topics=[rivers, bridges])
    related, latest = lists_of(page_of(client, story))
    assert related == ["Of both, elsewhere", "Of one, here", "Of one, elsewhere"]
    assert latest == ["Of none, here"]


def test_a_version_in_another_language_is_linked_once(client):
    story = publish_article(topics=[make_topic("Rivers")])
    german = translated(story, "de")
    page = page_of(client, story)
    assert [link["href"] for link in page.all("a") if link["href"] == address_of(german)] == [
        address_of(german)
    ]


def test_there_are_few_related_ones_and_a_full_list_of_the_latest(client):
    rivers = make_topic("Rivers")
    story = publish_article(topics=[rivers])
    for number in range(12):
        publish_article(headline=f"Number {number}", topics=[rivers])
    related, latest = lists_of(page_of(client, story))
    numbers = [f"Number {number}" for number in reversed(range(12))]
    assert related == numbers[:MOST_RELATED]
    assert latest == numbers[MOST_RELATED:][:LATEST_SHOWN]


@pytest.mark.parametrize("state", ["draft", "scheduled", "held", "killed", "update waits"])
def test_only_what_readers_see_is_related(client, state):
    rivers = make_topic("Rivers")
    story = publish_article(topics=[rivers])
    other = make_article(headline="Open", topics=[rivers], section=make_section("sport"))
    if state not in {"draft", "scheduled"}:
        workflow.publish(other, by=None)
        assert lists_of(page_of(client, story)) == [["Open"]]
    if state in {"scheduled", "update waits"}:
        update(other, headline="Waiting", not_before=timezone.now() + timedelta(hours=1))
    elif state == "held":
        workflow.hold(other, by=None, reason="doubt")
    elif state == "killed":
        workflow.kill(other, by=None, reason="untrue")
    page = page_of(client, story)
    assert "Waiting" not in page.text
    assert ("Open" in page.text) is (state == "update waits")


@pytest.mark.parametrize("topics", [0, 1, 10])
@pytest.mark.parametrize("sections", [1, 10])
@pytest.mark.parametrize("languages", [[], ["it", "de", "es", "fr", "pt", "ar"]])
def test_a_story_asks_at_most_three_times_whatever_there_is_around_it(
    client, django_assert_num_queries, monkeypatch, topics, sections, languages
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    about = [make_topic(f"Topic {number}") for number in range(topics)]
    further = [make_section(f"part-{number}") for number in range(sections - 1)]
    for _number in range(topics):
        publish_article(topics=about)
    authors = [Author.objects.create(name=f"Author {number}") for number in range(topics)]
    story = publish_article(topics=about, further_sections=further, authors=authors)
    for language in languages:
        translated(story, language)
    address = address_of(story)
    current_tree()
    current_furniture(timezone.now())
    with django_assert_num_queries(3 if topics else 2):
        response = client.get(address)
    with django_assert_num_queries(1):  # the latest of its section and of its topics are there
        client.get(address)
    assert len(read_page(response).all("a", rel="tag")) == topics
    assert len(hreflangs(read_page(response))) == (8 if languages else 0)


# Passing it on, and telling of an error


def test_share_links_are_plain_ones_with_headline_and_address(client, settings):
    settings.NEWSROOM_BASE_URL = "https://news.example"
    story = publish_article(headline=f"50% & more {HOSTILE}", slug="half")
    links = page_of(client, story).one("section", "pass-on").one("ul").all("a")
    assert len(links) == 7
    for link in links:
        parts = urlsplit(link["href"])
        assert parts.scheme in {"https", "mailto"}
        assert not link.get("target")
        assert "noopener" in link["rel"].split()
        told = " ".join(value for values in parse_qs(parts.query).values() for value in values)
        assert f"https://news.example{address_of(story)}" in told
    mail = parse_qs(urlsplit(links[0]["href"]).query)
    assert mail["subject"] == [f"50% & more {HOSTILE}"]


def test_an_error_is_reported_to_the_address_in_the_imprint(client, settings):
    settings.NEWSROOM_BASE_URL = "https://news.example"
    Imprint.objects.create(
        pk=1,
        owner="ANSA",
        responsible_editor="A",
        place="Rome",
        note="Reg. 1\nWrite to desk+web@ansa.example.",
    )
    story = publish_article(headline="Ferries & bridges", section=make_section("english", language="en"))
    link = page_of(client, story).one("p", "report").one("a")["href"]
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "desk+web@ansa.example")
    told = parse_qs(parts.query)
    assert told["subject"] == ["Error in “Ferries & bridges”"]
    assert told["body"] == [f"https://news.example{address_of(story)}"]


def test_without_an_address_the_page_about_contact_is_where_to_report_to():
    imprint = Imprint(owner="ANSA", note="No @ here")
    assert report_url(imprint, "/pages/contact/", "Headline", "https://news.example/") == "/pages/contact/"
    assert report_url(None, "", "Headline", "https://news.example/") == ""


def test_a_page_about_contact_that_is_visible_is_linked(client):
    Page.objects.create(title="Contact", slug="contact", about=Page.About.CONTACT, body="<p>Write.</p>")
    Page.objects.create(title="Us", slug="us", about=Page.About.AGENCY)
    story = publish_article()
    assert page_of(client, story).one("p", "report").one("a")["href"] == "/pages/contact/"


def test_without_an_address_there_is_nothing_to_report_to(client):
    Imprint.objects.create(pk=1, owner="ANSA", responsible_editor="A", place="Rome", note="No @ here")
    assert not page_of(client, publish_article()).all("p", "report")


# Not for indexing, and flashes


def test_a_story_that_is_not_for_indexing_is_read_and_says_so_to_robots(client):
    story = publish_article(noindex=True)
    response = client.get(address_of(story))
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert read_page(response).one("meta", name="robots")["content"] == "noindex"
    other = client.get(address_of(publish_article()))
    assert "X-Robots-Tag" not in other
    assert not read_page(other).all("meta", name="robots")


def test_of_a_flash_it_is_said_that_more_follows(client):
    page = page_of(client, publish_article(body="", priority=1))
    main = page.one("main")
    assert main.elements.index(page.one("p", "more-follows")) == main.elements.index(page.one("article")) + 1


# Hostile text, killed stories, previews


def test_hostile_text_is_text_wherever_it_stands(client):
    fields = {"headline": HOSTILE, "subheadline": HOSTILE, "topics": [make_topic(HOSTILE)]}
    story = publish_article(authors=[Author.objects.create(name=HOSTILE)], **fields)
    correct(story, note=HOSTILE, body="<p>Put right.</p>")
    publish_article(**fields)
    page = page_of(client, story)
    article = page.one("article")
    assert article.one("h1").text == article.one("p", "subheadline").text == HOSTILE
    assert article.one("p", "byline").one("a").text == HOSTILE
    assert article.one("aside", "correction").elements[-1].text == HOSTILE
    assert page.one("div", "topics").one("a").text == HOSTILE
    assert lists_of(page)[0] == [HOSTILE]
    assert not page.all("b")
    assert not [each for each in page.all("script") if each.get("type") != "application/ld+json"]


def test_a_killed_story_is_named_nowhere(client):
    rivers = make_topic("Rivers")
    story = publish_article(headline="Secretname", slug="secretname", topics=[rivers])
    correct(story, note="Secretname was wrong", headline="Secretname corrected")
    german = translated(story, "de", headline="Auf Deutsch")
    neighbour = publish_article(topics=[rivers])
    address = address_of(story)
    workflow.kill(story, by=None, reason="Secretname untrue")
    response = client.get(address)
    assert response.status_code == 410
    for each in (response, client.get(address_of(german)), client.get(address_of(neighbour))):
        assert "secretname" not in each.content.decode().lower()


def test_a_preview_shows_what_there_will_be_and_nothing_to_pass_on(client):
    author, rivers = Author.objects.create(name="Maria Bianchi"), make_topic("Rivers")
    publish_article(headline="On rivers", topics=[rivers], section=make_section("sport"))
    english = publish_article(headline="In English")
    version = workflow.translate(english, by=None, language="it")
    workflow.save(version, by=None, authors=[author], topics=[rivers])
    preview = previewing.make(version, version.head_revision.data, by=make_user(Role.EDITOR))
    page = read_page(client.get(f"/preview/{previewing.token_of(preview)}/"))
    assert page.one("p", "byline").one("a").text == "Maria Bianchi"
    assert page.one("div", "topics").one("a").text == "Rivers"
    assert lists_of(page)[0] == ["On rivers"]
    assert page.one("p", "versions").one("a")["hreflang"] == "en"
    assert not page.all("section", "pass-on")
    assert not hreflangs(page)


def test_a_preview_of_an_update_tells_the_history_so_far(client):
    article = publish_article()
    correct(article, note="Two lanes", headline="Two lanes")
    article.refresh_from_db()
    preview = previewing.make(article, article.head_revision.data, by=make_user(Role.EDITOR))
    page = read_page(client.get(f"/preview/{previewing.token_of(preview)}/"))
    assert len(page.one("details").all("li")) == 2
    assert page.one("aside", "correction").elements[-1].text == "Two lanes"
