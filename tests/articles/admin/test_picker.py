"""Pictures to choose from: who sees them, what a search finds, which may be used and why not."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from photos.killing import kill
from photos.models import Photo, SourceTerms
from sections.models import Source
from tests.factories import make_photo

QUERIES = 4  # the session, the person, their roles, the pictures


def address() -> str:
    return reverse("admin:photos_photo_pick")


def picked(client, **asked):
    answer = client.get(address(), asked)
    assert answer.status_code == 200
    return answer.json()


def labels(client, **asked):
    return [found["label"] for found in picked(client, **asked)["results"]]


def many(count):
    """Rows without files: nobody looks at them here."""
    return Photo.objects.bulk_create(
        Photo(
            digest=f"{number:064x}",
            file_name=f"{number}.jpg",
            format="JPEG",
            width=3000,
            height=2000,
            size=1,
            headline=f"Number {number}",
            uploaded_at=timezone.now() + timedelta(seconds=number),
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("without role", 403), ("outsider", 200), ("reporter", 200), ("admin", 200)],
)
def test_every_member_of_the_desk_sees_pictures_and_nobody_else(as_, who, status):
    answer = as_(who).get(address())
    assert answer.status_code == status
    assert "private" in answer["Cache-Control"]


def test_nothing_is_sent_to_it(as_):
    assert as_("editor").post(address()).status_code == 405


def test_a_picture_is_told_with_all_that_the_desk_shows_of_it(as_):
    photo = make_photo((640, 480), headline="Harbour\nat dawn", credit_line="ANSA/Conti")
    [found] = picked(as_("reporter"))["results"]
    thumb = found.pop("thumb")
    assert found == {
        "id": photo.pk,
        "label": "Harbour at dawn",
        "width": 640,
        "height": 480,
        "caption": "The harbour.",
        "credit": "ANSA/Conti",
        "alt": "A harbour",
        "usable": True,
        "why": "",
    }
    shown = as_("anonymous").get(thumb)
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)


@pytest.mark.parametrize(
    "asked",
    [
        *("dawn", "DAWN", "ferr", "rossi", "reuters", "belgrade", "sunrise", "dawn belgrade", "  dawn  "),
        pytest.param("dawn\0", id="NUL"),
    ],
)
def test_words_are_looked_for_in_all_that_is_said_of_a_picture(as_, asked):
    make_photo(headline="Another", caption="100% of it")
    make_photo(
        headline="Dawn",
        caption="A ferry leaves.",
        creator="Anna Rossi",
        credit_line="Reuters",
        city="Belgrade",
        keywords="sea, sunrise",
    )
    assert labels(as_("reporter"), q=asked) == ["Dawn"]


@pytest.mark.parametrize("asked", ["dawn nowhere", "_", "x" * 10_000, "' OR 1=1 --", "\\"])
def test_what_is_nowhere_is_not_found(as_, asked):
    make_photo(headline="Dawn")
    assert labels(as_("reporter"), q=asked) == []


def test_a_percent_sign_is_a_word(as_):
    make_photo(headline="Dawn")
    make_photo(headline="Rates at 100%")
    assert labels(as_("reporter"), q="%") == ["Rates at 100%"]


def test_pages_are_newest_first_and_have_an_end(as_):
    many(50)
    first, second, third = (picked(as_("reporter"), page=number) for number in (1, 2, 3))
    assert [len(page["results"]) for page in (first, second, third)] == [24, 24, 2]
    assert [page["more"] for page in (first, second, third)] == [True, True, False]
    assert first["results"][0]["label"] == "Number 49"
    assert third["results"][-1]["label"] == "Number 0"
    for nonsense in ("0", "-1", "x", "1e9", "٣", ""):
        assert picked(as_("reporter"), page=nonsense)["results"] == first["results"]
    assert picked(as_("reporter"), page="9" * 18) == {"results": [], "more": False}


def test_named_pictures_come_in_the_order_in_which_they_are_named(as_):
    one, two, three = (photo.pk for photo in many(3))
    found = picked(as_("reporter"), ids=f"{three},{one},{three},0,x,{10**18 - 1},-1,{two}, ")
    assert [photo["id"] for photo in found["results"]] == [three, one, two]
    assert picked(as_("reporter"), ids="")["results"] == []
    too_many = ",".join(map(str, [one, two, three, *range(10**9, 10**9 + 10**5)]))
    assert len(picked(as_("reporter"), ids=too_many)["results"]) == 3


def test_fifty_pictures_cost_what_one_costs(as_, django_assert_num_queries):
    source = Source.objects.get(code="AFP")
    SourceTerms.objects.create(source=source, not_for_wire=True)
    client = as_("reporter")
    picked(client)  # the map is warm
    for count in (1, 50):
        Photo.objects.all().delete()
        ids = ",".join(str(photo.pk) for photo in many(count))
        Photo.objects.update(source=source)
        for asked in ({}, {"q": "number"}, {"ids": ids}):
            with django_assert_num_queries(QUERIES):
                picked(client, **asked)


def test_what_the_camera_wrote_is_not_fetched(as_):
    make_photo(metadata={"xmp": {"title": "x" * 1000}})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        picked(as_("reporter"))
    assert not any('"metadata"' in query["sql"] for query in queries)


# Which may be used


def barred(name, now):
    source = Source.objects.get(code="AFP")
    if name == "terms":
        SourceTerms.objects.create(source=source, not_for_website=True)
    fields = {
        "rights ended": {"rights_end_at": now - timedelta(seconds=1)},
        "not for the website": {"not_for_website": True},
        "terms": {"source": source},
        "for the website alone": {"not_for_wire": True},
        "rights end later": {"rights_end_at": now + timedelta(hours=1)},
        "other terms": {"source": source},
    }
    photo = make_photo(**fields.get(name, {}))
    if name == "killed":
        kill(photo, "Wrong person.")
    return photo


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("killed", "Not for a story: it was killed."),
        ("rights ended", "Not for a story: its rights ended"),
        ("not for the website", "Not for a story: it is not for the website."),
        ("terms", "Not for a story: pictures of AFP are not for the website."),
        ("for the website alone", ""),
        ("rights end later", ""),
        ("other terms", ""),
    ],
)
def test_what_readers_may_not_see_is_shown_with_the_reason(as_, name, why):
    now = timezone.now()
    photo = barred(name, now)
    for asked in ({}, {"ids": str(photo.pk)}):
        [found] = picked(as_("reporter"), **asked)["results"]
        assert found["usable"] is (not why)
        assert found["why"].startswith(why)
        assert bool(found["why"]) is bool(why)
        assert bool(found["thumb"]) is (name != "killed")
    assert Photo.objects.for_website(now).exists() is (not why)


def test_hostile_words_are_data(as_):
    words = "</script><script>alert(1)</script>"
    make_photo(headline=f"\u202e{words}", caption=words, credit_line=words, alt_text=words)
    answer = as_("reporter").get(address())
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["results"][0]["caption"] == words
