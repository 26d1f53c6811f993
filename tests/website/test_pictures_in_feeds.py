"""Pictures in RSS, Atom and JSON Feed."""

import json
from datetime import timedelta

import feedparser
import jsonschema
import pytest
from django.utils import timezone
from django.utils.http import http_date
from lxml import etree

from articles.models import Change
from photos.killing import kill
from photos.models import Photo
from tests.factories import make_photo
from tests.website.feed_rules import faults
from tests.website.hanging import publish_with

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
HOSTILE = '</figcaption><script>alert(1)</script> ]]> "quotes" & &amp; \x01\x0b\x85 Ünï 👩‍👧'


@pytest.fixture
def photos():
    return [make_photo((900, 600), copyright_notice="© ANSA") for _number in range(3)]


@pytest.fixture
def story(photos):
    return publish_with(*photos, body="<p>One.</p>@2<p>Two.</p>", captions=["Own words"])


def entry_of(client, form):
    feed = feedparser.parse(client.get(f"/sport/{form}").content)
    assert not feed.bozo, feed.get("bozo_exception")
    (entry,) = feed.entries
    return entry


def test_rss_encloses_the_lead_photo_and_tells_its_words_and_credit(client, story, photos):
    entry = entry_of(client, "rss.xml")
    (enclosure,) = entry.enclosures
    assert (enclosure["type"], enclosure["length"]) == ("image/jpeg", "0")
    assert enclosure["href"].startswith(f"{SITE}/media/photos/")
    (media,) = entry.media_content
    assert media["url"] == enclosure["href"]
    assert (media["medium"], media["width"], media["height"]) == ("image", "800", "533")
    item = etree.fromstring(client.get("/sport/rss.xml").content)
    told = {each.tag.rpartition("}")[2]: each.text for each in item.iter("{http://search.yahoo.com/mrss/}*")}
    assert told == {
        "content": told["content"],
        "description": "Own words",
        "text": "A harbour",
        "credit": "ANSA/Conti",
        "copyright": "© ANSA",
    }
    assert client.get(enclosure["href"].removeprefix(SITE)).getvalue().startswith(b"\xff\xd8")


def test_atom_encloses_it_too(client, story, photos):
    (enclosure,) = entry_of(client, "atom.xml").enclosures
    assert photos[0].digest[:20] in enclosure["href"]
    assert (enclosure["type"], enclosure.get("length")) == ("image/jpeg", None)


def test_json_names_it(client, story, photos):
    (item,) = json.loads(client.get("/sport/feed.json").content)["items"]
    assert item["image"].startswith(f"{SITE}/media/photos/")
    assert photos[0].digest[:20] in item["image"]


@pytest.mark.parametrize("form", ["rss.xml", "atom.xml", "feed.json"])
def test_what_stands_in_the_text_stands_there(client, story, photos, form):
    if form == "feed.json":
        html = json.loads(client.get("/sport/feed.json").content)["items"][0]["content_html"]
    else:
        html = entry_of(client, form).content[0].value
    assert html.index("One.") < html.index("<figure>") < html.index("Two.")
    assert html.count("<img ") == 1
    assert f'src="{SITE}/media/photos/{photos[1].digest[:2]}/' in html
    assert 'alt="A harbour"' in html
    assert "<figcaption>The harbour. ANSA/Conti</figcaption>" in html
    assert photos[0].digest[:20] not in html
    assert photos[2].digest[:20] not in client.get(f"/sport/{form}").content.decode()  # of the gallery


@pytest.mark.parametrize("form", ["rss.xml", "atom.xml", "feed.json"])
def test_a_story_without_pictures_has_none(client, form):
    publish_with()
    text = client.get(f"/sport/{form}").content.decode()
    assert "/media/" not in text
    assert "enclosure" not in text
    assert '"image"' not in text


def test_hostile_words_leave_every_format_valid(client, story, shared):
    fields = ("caption", "credit_line", "alt_text", "copyright_notice", "creator")
    Photo.objects.update(**dict.fromkeys(fields, HOSTILE))
    feeds = shared / "standards" / "feeds"
    for form in ("rss.xml", "atom.xml"):
        content = client.get(f"/sport/{form}").content
        assert faults(content) == set()
        assert "<script>" not in entry_of(client, form).content[0].value
    atom = etree.fromstring(client.get("/sport/atom.xml").content)
    etree.RelaxNG(etree.parse(feeds / "atom.rng")).assertValid(atom)
    document = json.loads(client.get("/sport/feed.json").content)
    schema = json.loads((feeds / "jsonfeed-1.1.schema.json").read_text())
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)
    assert "<script>" not in document["items"][0]["content_html"]


@pytest.mark.parametrize("form", ["rss.xml", "atom.xml", "feed.json"])
@pytest.mark.parametrize("text", ["<p>One.</p>", "<p>One.</p>@1"])
def test_whoever_has_a_feed_is_not_told_that_it_is_the_same_when_a_picture_was_killed(client, form, text):
    """No record of the story changes with it, be the picture shown or not."""
    photo = make_photo()
    publish_with(photo, body=text)
    Change.objects.update(effective_at=timezone.now() - timedelta(hours=1))
    before = client.get(f"/sport/{form}")
    assert "Last-Modified" not in before
    kill(photo, "wrong person")
    for asked in (
        {"HTTP_IF_NONE_MATCH": before["ETag"]},
        {"HTTP_IF_MODIFIED_SINCE": http_date(timezone.now().timestamp())},
    ):
        response = client.get(f"/sport/{form}", **asked)
        assert response.status_code == 200
        assert photo.digest[:20] not in response.content.decode()
