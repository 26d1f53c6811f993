"""A story's versions in other languages: each links all others, as far as readers see them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from tests.factories import publish_article
from tests.website.around import address_of, address_of_live, hreflangs, page_of, translated, update
from website.furniture import forget_furniture

pytestmark = pytest.mark.django_db


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


def test_a_version_that_is_not_for_indexing_is_linked_for_readers_alone(client):
    english = publish_article(headline="In English")
    german = translated(english, "de", noindex=True)
    assert hreflangs(page_of(client, english)) == hreflangs(page_of(client, german)) == {}
    assert page_of(client, english).one("p", "versions").one("a")["href"] == address_of(german)
