"""A picture leaves every page at the moment at which its rights end, or with a kill; its story stays."""

import re
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from articles import previewing
from photos.killing import kill
from photos.models import Photo, SourceTerms
from sections.tree import forget_tree
from tests.factories import make_photo, make_section, make_source, make_user
from tests.website.hanging import publish_with
from tests.website.shop_window import pin
from tests.website.test_pictures import address_of
from website import kept
from website.furniture import current_furniture, forget_furniture, read_furniture

pytestmark = pytest.mark.django_db

FORMS = ("rss.xml", "atom.xml", "feed.json")


@pytest.fixture
def photos():
    return [make_photo(caption=f"Caption {name}") for name in ("lead", "text", "gallery")]


@pytest.fixture
def story(photos):
    story = publish_with(*photos, headline="The harbour opens", body="<p>One.</p>@2<p>Two.</p>")
    pin(make_section(""), story, position=0)
    return story


def addresses(story):
    day = f"/sport/{timezone.localtime():%Y/%m/%d}/"
    return [address_of(story), "/", "/sport/", day, *(f"/sport/{form}" for form in FORMS), "/rss.xml"]


def seen(client, path, photo):
    """Whether anything on this page is of the picture."""
    response = client.get(path)
    assert response.status_code == 200, path
    text = response.content.decode()
    assert "The harbour opens" in text
    return photo.digest[:20] in text or photo.caption in text


def seen_at(moment, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment)
    forget_tree()
    forget_furniture()


def end_rights(photo):
    Photo.objects.filter(pk=photo.pk).update(rights_end_at=timezone.now())


def say_not_here(photo):
    Photo.objects.filter(pk=photo.pk).update(not_for_website=True)


def set_terms(photo):
    Photo.objects.filter(pk=photo.pk).update(source=make_source("AP"))
    SourceTerms.objects.create(source=make_source("AP"), not_for_website=True)


def kill_it(photo):
    kill(photo, "wrong person")


@pytest.mark.parametrize("deed", [end_rights, say_not_here, set_terms, kill_it])
def test_what_may_not_be_shown_is_on_no_page_and_the_story_stays(client, story, photos, deed):
    before = [path for path in addresses(story) if seen(client, path, photos[0])]
    assert before == addresses(story)
    deed(photos[0])
    assert [path for path in addresses(story) if seen(client, path, photos[0])] == []
    page = address_of(story)
    assert seen(client, page, photos[1])
    assert seen(client, page, photos[2])
    assert b'class="photo lead-photo' not in client.get(page).content  # no other takes its place
    for photo in photos[1:]:
        deed(photo) if deed is not set_terms else Photo.objects.update(source=make_source("AP"))
    assert b"<figure" not in client.get(page).content
    assert b"Caption" not in client.get("/sport/atom.xml").content


def test_a_sources_pictures_are_back_when_its_terms_allow_it(client, story, photos):
    set_terms(photos[0])
    assert not seen(client, "/sport/", photos[0])
    SourceTerms.objects.update(not_for_website=False)
    assert seen(client, "/sport/", photos[0])
    SourceTerms.objects.all().delete()
    assert seen(client, "/sport/", photos[0])


def test_at_the_moment_itself_it_is_gone_and_nothing_has_to_happen_for_it(client, story, photos, monkeypatch):
    end = timezone.now() + timedelta(hours=1)
    Photo.objects.filter(pk=photos[0].pk).update(rights_end_at=end)
    paths = [path for path in addresses(story) if not re.search(r"/\d\d/$", path)]
    seen_at(end - timedelta(microseconds=1), monkeypatch)
    assert all(seen(client, path, photos[0]) for path in paths)
    seen_at(end, monkeypatch)
    assert not any(seen(client, path, photos[0]) for path in paths)


def test_a_preview_is_of_the_moment_that_it_looks_at(client, story, photos):
    end = timezone.now() + timedelta(hours=1)
    Photo.objects.filter(pk=photos[0].pk).update(rights_end_at=end)
    for moment, there in ((end - timedelta(seconds=1), True), (end, False)):
        by = make_user(is_superuser=True)
        preview = previewing.make(story, story.head_revision.data, by=by, moment=moment)
        page = client.get(f"/preview/{previewing.token_of(preview)}/").content.decode()
        assert (photos[0].digest[:20] in page) is there


# What is kept


@pytest.fixture
def keeps(settings):
    settings.NEWSROOM_KEEP_PAGES = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def test_the_furniture_knows_the_next_end_of_rights(photos):
    at = timezone.now()
    assert read_furniture(at).changes_at is None
    for hours, photo in zip((3, 2, -1), photos, strict=True):
        Photo.objects.filter(pk=photo.pk).update(rights_end_at=at + timedelta(hours=hours))
    assert read_furniture(at).changes_at == at + timedelta(hours=2)
    assert read_furniture(at + timedelta(hours=2)).changes_at == at + timedelta(hours=3)
    assert current_furniture(at).is_right(at + timedelta(seconds=0.1))


def test_no_page_is_kept_past_the_end_of_rights(client, story, photos, keeps, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS_KEPT", 3600)  # and no cache in front of us
    end = timezone.now() + timedelta(seconds=0.8)
    Photo.objects.filter(pk=photos[0].pk).update(rights_end_at=end)
    forget_furniture()
    for path in (address_of(story), "/sport/"):
        response = client.get(path)
        assert response["Cache-Control"] == "public, max-age=0", path
        assert seen(client, path, photos[0])
    while timezone.now() < end:
        time.sleep(0.02)
    assert not seen(client, address_of(story), photos[0])
    assert not seen(client, "/sport/", photos[0])


def test_a_killed_picture_has_left_all_pages_within_two_seconds(client, story, photos, keeps):
    assert seen(client, address_of(story), photos[0])
    assert seen(client, "/", photos[0])
    kill(photos[0], "wrong person")
    deadline = time.monotonic() + 2
    while seen(client, address_of(story), photos[0]) or seen(client, "/", photos[0]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
