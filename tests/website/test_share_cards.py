"""What others show of a story where somebody passes it on: its lead photo, or a card that is drawn."""

import io
import json
import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from PIL import Image

from articles import workflow
from articles.models import Edition, Publication
from photos.files import renditions
from photos.killing import kill
from photos.models import Photo
from sections import branch
from sections.tree import current_tree, forget_tree
from tests.articles.correcting import correct
from tests.factories import make_photo, make_section, publish_article
from tests.website.hanging import publish_with
from tests.website.markup import read_page
from tests.website.test_pictures import address_of
from website import share_cards

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


def head_of(client, story):
    return read_page(client.get(address_of(story))).one("head")


def card_of(client, story):
    """Of Open Graph what is of the picture, and how it is to be shown."""
    head = head_of(client, story)
    told = {meta["property"]: meta["content"] for meta in head.all("meta") if meta.get("property")}
    told = {name: value for name, value in told.items() if name.startswith("og:image")}
    return told | {"card": head.one("meta", name="twitter:card")["content"]}


def image_of(client, story):
    return card_of(client, story)["og:image"].removeprefix(SITE)


def get(client, address):
    """The answer, read to its end, which closes it."""
    response = client.get(address)
    response.whole = response.getvalue() if response.streaming else response.content
    return response


def drawn(client, address):
    response = get(client, address)
    assert response.status_code == 200
    return Image.open(io.BytesIO(response.whole))


def files():
    storage = renditions()
    if not storage.exists(share_cards.FOLDER):
        return []
    folders = storage.listdir(share_cards.FOLDER)[0]
    return [name for folder in folders for name in storage.listdir(f"{share_cards.FOLDER}/{folder}")[1]]


# A photo


def test_a_story_with_a_lead_photo_shows_it_large(client):
    photo = make_photo((1500, 1100), alt_text="A harbour")
    story = publish_with(photo, make_photo())
    told = card_of(client, story)
    assert told["card"] == "summary_large_image"
    assert (told["og:image:width"], told["og:image:height"]) == ("1280", "720")
    assert told["og:image:alt"] == "A harbour"
    assert photo.digest[:20] in told["og:image"]
    assert drawn(client, image_of(client, story)).size == (1280, 720)
    Photo.objects.update(alt_text="")
    assert card_of(client, story)["og:image:alt"] == "The harbour."
    Photo.objects.update(caption="")
    assert "og:image:alt" not in card_of(client, story)


def test_search_engines_get_it_in_three_shapes_with_its_rights(client):
    photo = make_photo((1500, 1100), creator="Ada Rossi", copyright_notice="© ANSA")
    story = publish_with(photo, captions=["Own words"])
    Photo.objects.update(usage_terms="https://example.org/terms")
    data = json.loads(head_of(client, story).one("script").raw_text)
    images = next(each for each in data if each["@type"] == "NewsArticle")["image"]
    assert [(each["width"], each["height"]) for each in images] == [(1280, 720), (1280, 960), (1024, 1024)]
    for each in images:
        assert each["@type"] == "ImageObject"
        assert each["url"] == each["contentUrl"]
        assert drawn(client, each["url"].removeprefix(SITE)).size == (each["width"], each["height"])
        assert {name: each[name] for name in ("creditText", "copyrightNotice", "license", "caption")} == {
            "creditText": "ANSA/Conti",
            "copyrightNotice": "© ANSA",
            "license": "https://example.org/terms",
            "caption": "Own words",
        }
        assert each["creator"] == {"@type": "Person", "name": "Ada Rossi"}


def test_terms_that_are_no_address_are_no_license_and_too_small_a_shape_is_none(client):
    """Of 500 × 300 pixels a square has 160 × 160 in our widths, less than Google looks at."""
    photo = make_photo((500, 300), usage_terms="Not for sale </script>")
    data = json.loads(head_of(client, publish_with(photo)).one("script").raw_text)
    images = next(each for each in data if each["@type"] == "NewsArticle")["image"]
    assert [(each["width"], each["height"]) for each in images] == [(480, 270), (320, 240)]
    assert all("license" not in each for each in images)
    data = json.loads(head_of(client, publish_with(make_photo((200, 200)))).one("script").raw_text)
    assert "image" not in next(each for each in data if each["@type"] == "NewsArticle")


# A card that is drawn


def test_a_story_without_a_photo_has_a_card_of_its_own(client):
    story = publish_article(headline="Two ministers in Belgrade")
    told = card_of(client, story)
    assert told["card"] == "summary_large_image"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == "Two ministers in Belgrade"
    assert image_of(client, story).startswith(f"/media/cards/{story.publication.pk}-")
    response = get(client, image_of(client, story))
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=86400, s-maxage=1"
    assert not response.cookies
    assert Image.open(io.BytesIO(response.whole)).size == (1200, 630)


def test_it_takes_the_photos_place_when_that_may_not_be_shown_any_more(client):
    photo = make_photo()
    story = publish_with(photo)
    assert "/media/photos/" in image_of(client, story)
    kill(photo, "wrong person")
    assert "/media/cards/" in image_of(client, story)
    assert drawn(client, image_of(client, story)).size == (1200, 630)


def test_it_is_drawn_once_and_its_file_is_found_by_no_address(client, monkeypatch):
    address = image_of(client, publish_article())
    assert get(client, address).status_code == 200
    monkeypatch.setattr(share_cards, "draw", None)
    assert get(client, address).status_code == 200
    assert len(files()) >= 1
    assert not any(name in address or address.rpartition("/")[2] in name for name in files())


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_draws_it(monkeypatch):
    publish_article(headline=f"Asked for by many at {timezone.now()}")
    edition = Edition.objects.get()
    card = share_cards.card_of(edition, current_tree().by_id[edition.section_id])
    whole, calls = share_cards.draw, []
    monkeypatch.setattr(share_cards, "draw", lambda *args: (calls.append(args), whole(*args))[1])
    found = []

    def ask():
        with share_cards.picture_of(card) as file:
            found.append(file.read())
        connection.close()

    threads = [threading.Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert len(set(found)) == 1


def test_only_the_card_of_today_is_answered_with(client, settings):
    story = publish_article(headline="It was so")
    before = image_of(client, story)
    assert get(client, before).status_code == 200
    correct(story, note="It was otherwise.", headline="It is so")
    assert get(client, before).status_code == 404
    after = image_of(client, story)
    assert get(client, after).status_code == 200
    assert get(client, after.replace(".png", "0.png")).status_code == 404
    section = make_section("nuova-europa/serbia")
    section.name = "Srbija"
    branch.save(section)
    forget_tree()
    renamed = image_of(client, story)
    assert renamed != after
    assert (get(client, after).status_code, get(client, renamed).status_code) == (404, 200)
    settings.NEWSROOM_CARD_COLOURS = ["accent=#8a1538"]
    forget_tree()  # settings never change in a process: its pages are written again for the map's sake
    coloured = image_of(client, story)
    assert coloured != renamed
    assert (0x8A, 0x15, 0x38) in {colour for _count, colour in colours(drawn(client, coloured))}


def colours(image):
    return image.convert("RGB").getcolors(1_000_000)


def test_of_a_killed_story_every_card_is_gone(client):
    story = publish_article(headline="Not true")
    address = image_of(client, story)
    assert get(client, address).status_code == 200
    workflow.kill(story, by=None, reason="untrue")
    for asked in (address, address.replace(".png", "0.png")):
        response = get(client, asked)
        assert (response.status_code, response["Cache-Control"]) == (410, "no-store")


@pytest.mark.parametrize("state", ["held", "scheduled", "embargoed", "unscheduled", "killed unseen"])
def test_of_what_readers_do_not_see_there_is_no_card(client, state):
    soon = timezone.now() + timedelta(hours=1)
    waits = {} if state == "held" else {"not_before": soon, "embargo": state == "embargoed"}
    story = publish_article(headline="Not yet", **waits)
    if state == "held":
        workflow.hold(story, by=None, reason="is checked")
    if state == "unscheduled":
        workflow.unschedule(story, by=None)
    if state == "killed unseen":
        workflow.kill(story, by=None, reason="untrue")
    edition = Edition.objects.get(publication__article=story)
    address = share_cards.url_of(edition, current_tree().by_id[edition.section_id])
    assert get(client, address).status_code == 404
    assert not any(name in address for name in files())


def test_a_card_asks_once_and_of_no_story_twice(client, django_assert_num_queries):
    story = publish_article()
    address = image_of(client, story)
    with django_assert_num_queries(1):
        assert get(client, address).status_code == 200
    workflow.kill(story, by=None, reason="untrue")
    with django_assert_num_queries(2):
        assert get(client, address).status_code == 410


def test_the_agencys_own_front_is_named_once(client):
    story = publish_article(section=make_section(""))
    edition = Edition.objects.select_related("publication").get()
    card = share_cards.card_of(edition, current_tree().by_id[edition.section_id])
    assert (card.section, card.agency) == ("", "ANSA")
    assert get(client, image_of(client, story)).status_code == 200
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value", "is_refused"),
    [
        ("NEWSROOM_CARD_FONT", "/none.ttf", True),
        ("NEWSROOM_CARD_COLOURS", "accent=red", True),
        ("NEWSROOM_CARD_COLOURS", "background=#ffffff", True),
        ("NEWSROOM_CARD_COLOURS", "accent=#8a1538, paper=#ffffff", False),
    ],
)
def test_what_is_no_font_or_no_colour_is_refused_when_the_site_starts(name, value, is_refused):
    environment = os.environ | {"NEWSROOM_SECRET_KEY": "x", name: value}
    done = subprocess.run(
        [sys.executable, "-c", "from newsroom.settings import NEWSROOM_CARD_COLOURS as it; print(it)"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if is_refused:
        assert f"ImproperlyConfigured: {name}" in done.stderr
    else:
        assert done.stdout.strip() == "['accent=#8a1538', 'paper=#ffffff']"
