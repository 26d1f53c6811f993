"""What stands around a story in its feeds: in its language, and nothing where it has no words yet."""

import pytest
from lxml import etree
from lxml.html import fromstring

from photos.models import Photo
from tests.articles.correcting import correct
from tests.factories import make_photo, make_section, publish_article
from tests.website.hanging import publish_with

pytestmark = pytest.mark.django_db


def content_of(client, address="/feed.json"):
    [item] = client.get(address).json()["items"]
    return fromstring(item["content_html"])


@pytest.mark.parametrize(
    ("language", "label", "month", "own"),
    [
        ("en", "Correction", "November", None),
        ("en-GB", "Correction", "November", None),
        ("it", "Correzione", "novembre", None),
        ("de", "Correction", "November", "en"),
        ("ar", "Correction", "نوفمبر،", "en"),
    ],
)
def test_a_correction_is_told_in_the_language_of_the_story(client, language, label, month, own):
    """On a site in Italian; where we have no words in a language, English ones say that they are."""
    correct(publish_article(language=language), note="It was wrong", headline="Right")
    content = content_of(client)
    assert content.get("lang") == language
    strong = content.find(".//strong")
    assert (strong.text, strong.get("lang")) == (label, own)
    assert strong.get("dir") == ("ltr" if own else None)
    assert month in content.find("p").text_content()


@pytest.mark.parametrize(("language", "words"), [("en", "More follows."), ("it", "Segue.")])
def test_a_story_without_text_says_that_more_follows_and_has_no_naked_dateline(client, language, words):
    publish_article(headline="A flash", body="", language=language)
    assert content_of(client).text_content() == words
    [rss] = etree.fromstring(client.get("/rss.xml").content).iter("item")
    assert rss.find("description") is None
    assert fromstring(rss.findtext("{*}encoded")).text_content() == words
    [atom] = etree.fromstring(client.get("/atom.xml").content).iter("{*}entry")
    assert fromstring(atom.findtext("{*}content")).text_content() == words
    assert atom.find("{*}summary") is None
    [item] = client.get("/feed.json").json()["items"]
    assert "summary" not in item


def test_words_of_ours_in_another_language_say_so(client):
    publish_article(body="", language="de")
    content = content_of(client)
    assert content.get("lang") == "de"
    assert content.find("p").get("lang") == "en"


def test_of_a_story_that_is_nothing_but_a_picture_it_is_not_said_that_more_follows(client):
    publish_with(make_photo(), body="@1")
    content = content_of(client)
    assert content.find("figure") is not None
    assert "ANSA)" not in content.text_content()
    assert "More" not in content.text_content()


@pytest.mark.parametrize(
    ("language", "label", "own"),
    [("it", "Creata dall’IA generativa", None), ("de", "Made by generative AI", "en")],
)
def test_what_is_said_of_how_a_picture_was_made_is_in_the_language_of_the_story(client, language, label, own):
    section = make_section("sport", language="en")
    photo = make_photo()
    Photo.objects.update(digital_source_type="trainedAlgorithmicMedia")
    publish_with(photo, body="<p>One.</p>@1<p>Two.</p>", language=language, section=section)
    caption = content_of(client).find(".//figcaption")
    assert caption.text_content().endswith(label)
    spans = [span.get("lang") for span in caption.iter("span")]
    assert spans == ([own] if own else [])
