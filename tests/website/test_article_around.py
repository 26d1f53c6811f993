"""What stands around a story: authors, topics, history, what is hostile and what was killed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import previewing, workflow
from articles.models import Author
from sections.models import Role
from sections.tree import current_tree
from tests.articles.correcting import correct, minor_fix
from tests.factories import make_article, make_section, make_topic, make_user, publish_article
from tests.website.around import HOSTILE, SHOWN, address_of, hreflangs, lists_of, page_of, translated, update
from tests.website.markup import read_page
from website.addresses import subject_url
from website.furniture import current_furniture
from website.stories import Subject
from website.story_parts import Words, linked_byline

pytestmark = pytest.mark.django_db


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
    assert [link.text for link in links] == ["Rivers", "Bridges", SHOWN]
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
    assert page.one("article").one("div", "body").text == ""  # no naked dateline


# Hostile text, killed stories, previews


def test_hostile_text_is_text_wherever_it_stands(client):
    fields = {"headline": HOSTILE, "subheadline": HOSTILE, "topics": [make_topic(HOSTILE)]}
    story = publish_article(authors=[Author.objects.create(name=HOSTILE)], **fields)
    correct(story, note=HOSTILE, body="<p>Put right.</p>")
    publish_article(**fields)
    page = page_of(client, story)
    article = page.one("article")
    assert article.one("h1").text == article.one("p", "subheadline").text == SHOWN
    assert article.one("p", "byline").one("a").text == SHOWN
    assert article.one("aside", "correction").elements[-1].text == SHOWN
    assert page.one("div", "topics").one("a").text == SHOWN
    assert lists_of(page)[0] == [SHOWN]
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
