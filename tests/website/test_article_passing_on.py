"""Passing a story on, and telling of an error in it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from sections.models import Imprint
from tests.factories import make_section, publish_article
from tests.website.around import HOSTILE, address_of, page_of
from website.models import Page
from website.sharing import report_url

pytestmark = pytest.mark.django_db


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
