"""The same words for several pictures: what is ticked, where one may, and told of each."""

import pytest
from django.db import OperationalError

from photos.admin.bulk import AT_MOST
from photos.killing import kill
from photos.models import Photo
from tests.factories import make_photo, make_source
from tests.photos.admin.conftest import LIST, SEVERAL, text, use


@pytest.fixture
def three(desk):
    return [desk.own, desk.others, make_photo(keywords="boat, Sea", credit_line="")]


def send(client, photos, **sent):
    """The values that are sent are ticked, but those whose name says so."""
    ticks = {f"tick_{name}": "on" for name in sent}
    return client.post(SEVERAL, {"ids": joined(photos), "apply": "1"} | ticks | sent)


def joined(photos):
    return ",".join(str(photo.pk) for photo in photos)


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
            "apply": "1",
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
    response = as_("editor").post(SEVERAL, {"ids": joined(three), "apply": "1", "caption": "Never"})
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
    assert values(three, "credit_line")[0].startswith("<script>alert(1)</script>")


def test_keys_that_are_none_are_passed_over(desk, as_, three):
    ids = ["x", "-1", "1" * 30, "\0", "²", "999999", three[0].pk, three[0].pk]
    response = as_("editor").get(SEVERAL, {"ids": ids})
    assert [tile.photo.pk for tile in response.context["tiles"]] == [three[0].pk]


def many(count, **fields):
    return Photo.objects.bulk_create(
        Photo(digest=f"{number:064x}", file_name="x", format="PNG", width=9, height=9, size=9, **fields)
        for number in range(count)
    )


def test_what_was_uploaded_is_all_of_it_however_much_it_is(desk, as_):
    photos = many(AT_MOST)
    response = as_("editor").post(SEVERAL, {"ids": joined(photos)})  # more than an address can say
    assert "With these 1000 pictures" in text(response)
    assert response.context["report"] is None  # it is asked first
    assert not response.context["form"].is_bound
    response = as_("editor").post(
        SEVERAL, {"ids": response.context["keys"], "apply": "1", "tick_caption": "on", "caption": "Boats"}
    )
    assert "1000 pictures were changed." in text(response)
    assert not Photo.objects.filter(pk__in=[photo.pk for photo in photos]).exclude(caption="Boats").exists()
    assert "Go on with the others" not in text(response)


def test_whoever_sends_more_is_told_and_goes_on_with_the_others(desk, as_, monkeypatch):
    monkeypatch.setattr("photos.admin.bulk.AT_MOST", 3)
    photos = many(5)
    client = as_("editor")
    html = text(client.post(SEVERAL, {"ids": joined(photos)}))
    assert "These are the first 3 of 5. You can go on with the others afterwards." in html
    html = text(send(client, photos, caption="Boats"))
    assert "3 pictures were changed." in html
    assert "These were the first 3 of 5: nothing was done to the others." in html
    assert f'name="ids" value="{joined(photos[3:])}"' in html
    html = text(client.post(SEVERAL, {"ids": joined(photos[3:])}))
    assert "With these 2 pictures" in html
    assert "These are the first" not in html
    assert values(photos, "caption") == ["Boats"] * 3 + [""] * 2


@pytest.mark.parametrize("photos", [1, 20])
def test_each_picture_is_one_transaction_of_few_queries(
    desk, as_, photos, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    client, chosen = as_("editor"), many(photos)
    send(client, chosen, caption="Boats")
    # Session, person, roles, two for permissions; the pictures, three for their uses; the sources. Of each
    # picture: what is known, what is new, the record, and the begin and end of two nested transactions.
    with django_assert_num_queries(9 + photos * 7):
        send(client, chosen, caption="Ships")


def test_a_change_that_cannot_be_recorded_is_none(desk, as_, three, monkeypatch):
    def full(*_args):
        raise OperationalError("disk is full")

    monkeypatch.setattr("photos.admin.desk.PhotoDesk.log_change", full)
    before = values(three, "caption")
    html = text(send(as_("editor"), three, caption="Boats"))
    assert "3 were left as they are." in html
    assert values(three, "caption") == before


def test_what_is_lacking_no_longer_is_not_said_to_be(desk, as_, three):
    photo = make_photo(credit_line="", alt_text="Boats")
    html = text(send(as_("editor"), [photo], credit_line="ANSA/Conti"))
    assert "1 picture was changed." in html
    assert "no credit" not in html


# Rights and places


def test_rights_and_place_are_set_in_all_of_them(desk, as_, three):
    send(as_("editor"), three, not_for_website="yes", not_for_wire="yes", city="Trieste", country="Italy")
    for name, value in (
        ("not_for_website", True),
        ("not_for_wire", True),
        ("city", "Trieste"),
        ("country", "Italy"),
    ):
        assert values(three, name) == [value] * 3
    send(as_("editor"), three, not_for_website="no", city="")
    assert values(three, "not_for_website") == [False] * 3
    assert values(three, "not_for_wire") == [True] * 3
    assert values(three, "city") == [""] * 3


def test_neither_yes_nor_no_is_asked_again(desk, as_, three):
    Photo.objects.update(not_for_wire=True)
    html = text(send(as_("editor"), three, not_for_wire=""))
    assert "Choose yes or no." in html
    assert values(three, "not_for_wire") == [True] * 3


def test_the_form_says_that_what_is_empty_is_emptied(desk, as_, three):
    html = text(as_("editor").get(SEVERAL, {"ids": joined(three)}))
    assert html.count("What is ticked and empty is emptied in all of them") == 1
    assert "required" not in html.partition('id="bulk-form"')[2]


def test_a_credit_line_that_readers_see_is_not_emptied(desk, as_, three):
    use(three[0], desk.live, on_page=True)
    use(three[1], desk.draft)
    Photo.objects.update(credit_line="ANSA/Conti")
    html = text(send(as_("editor"), three, credit_line="", city="Trieste"))
    assert "2 pictures were changed." in html
    assert "Readers see it in 1 story: its credit line is not emptied." in html
    assert values(three, "credit_line") == ["ANSA/Conti", "", ""]
    assert values(three, "city") == ["", "Trieste", "Trieste"]  # it is left as it is, whole
    assert "3 pictures were changed." in text(send(as_("editor"), three, credit_line="AFP"))


@pytest.mark.parametrize("photos", [1, 50])
def test_looking_costs_the_same_however_many_there_are(
    desk, as_, photos, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    many(photos)
    ids = list(Photo.objects.order_by("-pk").values_list("pk", flat=True)[:photos])
    client = as_("editor")
    client.get(SEVERAL, {"ids": ids})
    # Session, person, roles, two for permissions; the pictures, three for their uses; the sources.
    with django_assert_num_queries(10):
        assert len(client.get(SEVERAL, {"ids": ids}).context["tiles"]) == photos
