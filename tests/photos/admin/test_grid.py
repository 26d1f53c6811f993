"""The grid: newest first, searched, narrowed, with what is the matter with each picture."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import ArticlePhoto, Edition, EditionPhoto
from photos.killing import kill
from photos.models import Photo, SourceTerms
from tests.factories import make_article, make_photo, make_source, publish_article
from tests.photos.admin.conftest import LIST, text


@pytest.fixture
def empty(desk):
    """The desk without a picture."""
    Photo.objects.all().delete()
    return desk


def asked(client, **question):
    """The pictures that are shown."""
    response = client.get(LIST, question)
    assert response.status_code == 200
    return [tile.photo.pk for tile in response.context["cl"].tiles]


def make(**fields):
    return make_photo(size=(16, 12), **fields).pk


def put_into(article, photo):
    ArticlePhoto.objects.create(article=article, photo=photo, position=1)


def put_on_page(article, photo):
    edition = Edition.objects.live(timezone.now()).get(publication__article=article)
    EditionPhoto.objects.create(edition=edition, photo=photo, position=1)
    return edition


def test_the_newest_is_first_whatever_is_asked_for(empty, as_):
    photos = [make() for _number in range(3)]
    assert asked(as_("reporter")) == photos[::-1]
    assert asked(as_("reporter"), o="1") == photos[::-1]


@pytest.mark.parametrize(
    "field", ["caption", "headline", "creator", "city", "country", "keywords", "credit_line", "file_name"]
)
def test_it_is_searched_in_all_that_names_a_picture(empty, as_, field):
    make()
    found = make(**{field: "Novi Sad, harbour"})
    assert asked(as_("reporter"), q="SAD  novi") == [found]


def test_words_may_stand_in_different_fields_and_all_must(empty, as_):
    found = make(city="Trieste", caption="A ferry")
    make(city="Trieste", caption="A bus")
    assert asked(as_("reporter"), q="trieste ferry") == [found]


def test_it_is_narrowed_by_source_and_what_is_lacking(empty, as_):
    source = make_source("AFP")
    from_afp, silent = make(source=source), make(alt_text="")
    nameless = make(credit_line="")
    killed = Photo.objects.get(pk=make(alt_text="", credit_line=""))
    kill(killed, "wrong person")
    client = as_("reporter")
    assert asked(client, source=source.pk) == [from_afp]
    assert asked(client, lacks="alt_text") == [silent]
    assert asked(client, lacks="credit_line") == [nameless]
    html = text(client.get(LIST))
    assert f'href="{LIST}?lacks=alt_text">1 without alternative text</a>' in html
    assert f'href="{LIST}?lacks=credit_line">1 without credit line</a>' in html


def test_it_is_narrowed_by_rights(empty, as_):
    now, terms = timezone.now(), make_source("AFP")
    SourceTerms.objects.create(source=terms, not_for_wire=True)
    right, killed = make(), make()
    soon = make(rights_end_at=now + timedelta(days=3))
    later = make(rights_end_at=now + timedelta(days=30))
    ended = make(rights_end_at=now - timedelta(minutes=1))
    off_site, off_wire = make(not_for_website=True), make(not_for_wire=True)
    passed_on = make(source=terms)
    kill(Photo.objects.get(pk=killed), "wrong person")
    client = as_("reporter")
    assert asked(client, rights="right") == [later, right]
    assert asked(client, rights="soon") == [soon]
    assert asked(client, rights="ended") == [ended]
    assert asked(client, rights="not-website") == [off_site]
    assert asked(client, rights="not-wire") == [passed_on, off_wire]
    assert asked(client, rights="killed") == [killed]


def test_days_of_upload_or_of_the_shot_are_the_persons_own(empty, as_):
    empty.people["reporter"].time_zone = "Pacific/Auckland"  # 13 hours ahead in November
    empty.people["reporter"].save()
    times = [(20, 10, 59), (20, 11, 0), (21, 10, 59), (21, 11, 0)]
    photos = [make(taken_at=datetime(2026, 11, *time, tzinfo=UTC)) for time in times]
    for pk, time in zip(photos, times, strict=True):
        Photo.objects.filter(pk=pk).update(uploaded_at=datetime(2025, 11, *time, tzinfo=UTC))
    client = as_("reporter")
    within = {"since": "2026-11-21", "until": "2026-11-21"}
    assert asked(client, dated="taken", **within) == [photos[2], photos[1]]
    assert asked(client, **within) == []
    assert asked(client, since="2025-11-21", until="2025-11-21") == [photos[2], photos[1]]


def test_it_is_narrowed_by_use_in_copies_and_in_what_readers_see(empty, as_):
    nowhere, in_draft, on_page, was = (Photo.objects.get(pk=make()) for _number in range(4))
    put_into(make_article(), in_draft)
    put_on_page(publish_article(), on_page)
    gone = publish_article()
    put_on_page(gone, was)
    workflow.hold(gone, by=None, reason="to be checked")
    client = as_("reporter")
    assert asked(client, used="yes") == [on_page.pk, in_draft.pk]
    assert asked(client, used="no") == [was.pk, nowhere.pk]


def test_a_story_counts_once_however_often_it_uses_a_picture(empty, as_):
    photo = Photo.objects.get(pk=make())
    story = publish_article()
    put_into(story, photo)
    put_on_page(story, photo)
    assert "in 1 story" in text(as_("reporter").get(LIST))
    put_into(make_article(), photo)
    assert "in 2 stories" in text(as_("reporter").get(LIST))


def test_stories_are_counted_only_so_far(empty, as_, monkeypatch):
    monkeypatch.setattr("articles.admin.pictures.MANY", 2)
    photo = Photo.objects.get(pk=make())
    for _number in range(4):
        put_into(make_article(), photo)
    assert "in 2+ stories" in text(as_("reporter").get(LIST))


def test_each_tile_says_what_is_the_matter(empty, as_):
    make(alt_text="", credit_line="", digital_source_type="trainedAlgorithmicMedia")
    html = text(as_("reporter").get(LIST))
    for words in ("no alt text", "no credit", "made by a machine"):
        assert words in html
    Photo.objects.update(
        rights_end_at="2026-01-01T00:00Z", digital_source_type="algorithmicallyEnhanced", alt_text="Boats"
    )
    html = text(as_("reporter").get(LIST))
    for words in ("rights ended", "altered by a machine"):
        assert words in html
    assert "no alt text" not in html


def test_nothing_of_a_killed_picture_is_shown(empty, as_):
    photo = Photo.objects.get(pk=make())
    kill(photo, "wrong person")
    html = text(as_("reporter").get(LIST))
    assert "killed" in html
    assert "/media/photos/" not in html


@pytest.mark.parametrize(
    "question",
    [
        {"q": "\0"},
        {"q": "x " * 5000},
        {"source": "x"},
        {"source": "9" * 30},
        {"source": "\0"},
        {"rights": "all"},
        {"rights": "\0"},
        {"lacks": "caption"},
        {"used": "maybe"},
        {"dated": "born"},
        {"since": "yesterday"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"until": "\0"},
    ],
)
def test_what_cannot_be_asked_is_told_and_finds_nothing(desk, as_, question):
    html = text(as_("reporter").get(LIST, question))
    assert 'class="errorlist"' in html
    assert asked(as_("reporter"), **question) == []


@pytest.mark.parametrize(
    "question",
    [
        {"q": "%"},
        {"q": "_'\"\\"},
        {"q": "<script>alert(1)</script>"},
        {"p": "99999"},
        {"p": "\0"},
        {"e": "1"},
    ],
)
def test_whatever_else_is_asked_it_answers(desk, as_, question):
    response = as_("reporter").get(LIST, question, follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in text(response)


@pytest.mark.parametrize(
    "lookup", ["uploaded_by__password__startswith", "caption__regex", "digest__exact", "uploaded_by"]
)
def test_it_is_narrowed_by_nothing_else(desk, as_, lookup):
    assert as_("admin").get(LIST, {lookup: "["}).status_code == 400


HOSTILE = "<script>alert(1)</script>\u202e‮evil" + "x" * 9_000


def test_hostile_words_stay_words(desk, as_):
    make_photo(caption=HOSTILE, headline="", credit_line='"><img src=x onerror=alert(1)>', city="{{ x }}")
    html = text(as_("reporter").get(LIST))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_bar_is_for_those_who_may_change_any(desk, as_):
    html = text(as_("reporter").get(LIST))
    assert f'name="ids" value="{desk.own.pk}"' in html
    assert f'name="ids" value="{desk.others.pk}"' not in html
    assert f'name="ids" value="{desk.others.pk}"' in text(as_("editor").get(LIST))


@pytest.mark.parametrize("photos", [1, 50])
def test_it_costs_the_same_however_many_there_are(empty, as_, photos, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    story, source = publish_article(), make_source("AFP")
    for number in range(photos):
        photo = Photo.objects.get(pk=make(source=source, uploaded_by=empty.people["reporter"]))
        ArticlePhoto.objects.create(article=story, photo=photo, position=number + 1)
    client = as_("reporter")
    client.get(LIST)
    # Session, person, roles, two for permissions; two for what is lacking; count and pictures; three for
    # their uses; the sources.
    with django_assert_num_queries(13):
        assert len(client.get(LIST, {"q": "harbour"}).context["cl"].tiles) == photos


def test_it_counts_no_further_than_a_thousand(empty, as_, monkeypatch):
    for place in ("articles.admin.columns", "sections.admin", "photos.admin.desk"):
        monkeypatch.setattr(f"{place}.COUNTED_UP_TO", 3)
    for _number in range(5):
        make(alt_text="")
    response = as_("reporter").get(LIST)
    assert response.context["cl"].result_count == 4
    assert "3+ without alternative text" in text(response)


def test_pages_of_fifty_keep_what_was_asked(empty, as_):
    Photo.objects.bulk_create(
        Photo(digest=f"{number:064x}", file_name="x", format="PNG", width=9, height=9, size=9, caption="boat")
        for number in range(51)
    )
    client = as_("reporter")
    assert len(asked(client, q="boat")) == 50
    assert len(asked(client, q="boat", p=2)) == 1
    assert 'href="?p=2&amp;q=boat"' in text(client.get(LIST, {"q": "boat"}))
