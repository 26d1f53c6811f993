"""The same words for several pictures: what is ticked, where one may, and told of each."""

import pytest

from photos.admin.bulk import AT_MOST
from photos.killing import kill
from photos.models import Photo
from tests.factories import make_photo, make_source
from tests.photos.admin.conftest import LIST, SEVERAL, text


@pytest.fixture
def three(desk):
    return [desk.own, desk.others, make_photo(keywords="boat, Sea", credit_line="")]


def send(client, photos, **sent):
    """The values that are sent are ticked, but those whose name says so."""
    ticks = {f"tick_{name}": "on" for name in sent}
    return client.post(SEVERAL, {"ids": [photo.pk for photo in photos]} | ticks | sent)


def values(photos, name):
    found = Photo.objects.in_bulk([photo.pk for photo in photos])
    return [getattr(found[photo.pk], name) for photo in photos]


def test_what_is_ticked_is_changed_in_all_of_them_and_nothing_else(desk, as_, three):
    before = values(three, "caption")
    source = make_source("AFP")
    response = as_("editor").post(
        SEVERAL,
        {
            "ids": [photo.pk for photo in three],
            "tick_credit_line": "on",
            "credit_line": "AFP/Conti",
            "tick_source": "on",
            "source": source.pk,
            "tick_rights_end_at": "on",
            "rights_end_at": "2027-01-01T00:00",
            "caption": "Typed and not ticked",
            "creator": "x" * 600,  # nor is this, and it is not looked at
        },
    )
    assert "3 pictures were changed." in text(response)
    assert values(three, "credit_line") == ["AFP/Conti"] * 3
    assert values(three, "source") == [source] * 3
    assert values(three, "caption") == before
    assert values(three, "creator") == [""] * 3
    assert all(values(three, "rights_end_at"))
    history = text(as_("editor").get(f"{LIST}{three[0].pk}/history/"))
    assert "With others: Credit line, Source, Rights end" in history


def test_keywords_are_added_to_those_that_are_there(desk, as_, three):
    send(as_("editor"), three, keywords="sea, Trieste")
    assert values(three, "keywords") == ["sea, Trieste", "sea, Trieste", "boat, Sea, Trieste"]


def test_what_is_ticked_and_empty_is_emptied(desk, as_, three):
    send(as_("editor"), three, rights_end_at="2027-01-01T00:00", caption="Boats")
    send(as_("editor"), three, rights_end_at="", caption="", source="")
    assert values(three, "rights_end_at") == [None] * 3
    assert values(three, "caption") == [""] * 3
    assert values(three, "source") == [None] * 3


def test_each_is_decided_on_its_own(desk, as_, three):
    killed = make_photo(by=desk.people["reporter"])
    kill(killed, "wrong person")
    html = text(send(as_("reporter"), [*three, killed], caption="Boats"))
    assert "1 picture was changed." in html
    assert "3 were left as they are." in html
    assert "an editor may change it" in html
    assert "This picture was killed" in html
    assert values([*three, killed], "caption") == ["Boats", "The harbour.", "The harbour.", "The harbour."]


def test_who_says_what_they_said_before_hears_so(desk, as_, three):
    assert "3 said so before." in text(send(as_("editor"), three, caption="The harbour."))


def test_nothing_ticked_is_asked_again(desk, as_, three):
    response = as_("editor").post(SEVERAL, {"ids": [photo.pk for photo in three], "caption": "Never"})
    assert "Tick what is to be changed." in text(response)
    assert "Never" not in values(three, "caption")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("caption", "a\0b"),
        ("caption", "x" * 10_001),
        ("credit_line", "x" * 501),
        ("source", "999999"),
        ("source", "\0"),
        ("rights_end_at", "0001-01-01T00:00"),
        ("rights_end_at", "\0"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(desk, as_, three, name, value):
    before = list(Photo.objects.order_by("pk").values())
    response = send(as_("editor"), three, **{name: value})
    assert response.context["form"].errors[name]
    assert list(Photo.objects.order_by("pk").values()) == before


def test_hostile_words_stay_words(desk, as_, three):
    html = text(send(as_("editor"), three, credit_line="<script>alert(1)</script>\u202e"))
    assert "<script>alert" not in html
    assert values(three, "credit_line")[0] == "<script>alert(1)</script>\u202e"


def test_keys_that_are_none_are_passed_over(desk, as_, three):
    ids = ["x", "-1", "1" * 30, "\0", "²", "999999", three[0].pk, three[0].pk]
    response = as_("editor").get(SEVERAL, {"ids": ids})
    assert [tile.photo.pk for tile in response.context["tiles"]] == [three[0].pk]


def test_there_is_an_end_to_how_many(desk, as_):
    Photo.objects.bulk_create(
        Photo(digest=f"{number:064x}", file_name="x", format="PNG", width=9, height=9, size=9)
        for number in range(AT_MOST + 1)
    )
    ids = list(Photo.objects.values_list("pk", flat=True))
    assert len(as_("editor").get(SEVERAL, {"ids": ids}).context["tiles"]) == AT_MOST


@pytest.mark.parametrize("photos", [1, 50])
def test_looking_costs_the_same_however_many_there_are(
    desk, as_, photos, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    Photo.objects.bulk_create(
        Photo(digest=f"{number:064x}", file_name="x", format="PNG", width=9, height=9, size=9)
        for number in range(photos)
    )
    ids = list(Photo.objects.order_by("-pk").values_list("pk", flat=True)[:photos])
    client = as_("editor")
    client.get(SEVERAL, {"ids": ids})
    # Session, person, roles, two for permissions; the pictures, three for their uses; the sources.
    with django_assert_num_queries(10):
        assert len(client.get(SEVERAL, {"ids": ids}).context["tiles"]) == photos
