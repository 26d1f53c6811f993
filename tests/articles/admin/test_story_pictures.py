"""The pictures of a story in its form: their order, their captions, and what is told of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from articles import unsaved, workflow
from articles.models import Article, ArticlePhoto, Edition, Preview
from articles.picture_forms import CAPTION_LENGTH
from articles.pictures import MOST, Picture
from photos.killing import kill
from photos.models import Photo
from tests.articles.admin.form import ADD, change, filled, send
from tests.factories import make_photo
from tests.website.markup import read_page

LIST = "/admin/articles/article/"


@pytest.fixture
def harbour(desk):
    return make_photo(headline="Harbour", caption="The harbour.")


@pytest.fixture
def bridge(desk):
    return make_photo(headline="Bridge")


def give(story, *photos):
    workflow.save(
        story,
        by=None,
        photos=[photo if isinstance(photo, Picture) else Picture(photo) for photo in photos],
    )


def kept(story):
    return list(ArticlePhoto.objects.filter(article=story).values_list("photo", "caption"))


def figure(photo):
    return f'<figure data-photo="{photo.pk}"></figure>'


def rows(response):
    return read_page(response).all("li", "picture-row")


def errors(response):
    return response.context["adminform"].form.errors.get("photos", [])


def lacks(response):
    return [(lack.field, lack.text, lack.is_needed) for lack in response.context["lacks"]]


def test_the_form_shows_the_list_and_sends_it_as_it_stands(desk, as_, harbour, bridge):
    give(desk.draft, bridge, Picture(harbour, "At dawn"))
    response = as_("reporter").get(change(desk.draft))
    assert [row["data-picture"] for row in rows(response)] == [str(bridge.pk), str(harbour.pk)]
    html = response.content.decode()
    assert f'<input type="checkbox" name="photos" value="{harbour.pk}" checked>' in html
    assert f'name="photo_caption_{harbour.pk}"' in html
    assert ">At dawn</textarea>" in html
    assert 'placeholder="The harbour."' in html
    assert "ANSA/Conti" in html
    assert f'alt="{harbour.alt_text}"' in html
    assert "/media/photos/" in html
    before = desk.draft.head_revision_id
    send(as_("reporter"), change(desk.draft))
    desk.draft.refresh_from_db()
    assert desk.draft.head_revision_id == before  # nothing had changed
    assert kept(desk.draft) == [(bridge.pk, ""), (harbour.pk, "At dawn")]


def test_order_and_captions_are_saved_as_they_were_sent(desk, as_, harbour, bridge):
    give(desk.draft, harbour)
    send(
        as_("reporter"),
        change(desk.draft),
        photos=["", bridge.pk, harbour.pk, harbour.pk],
        **{f"photo_caption_{harbour.pk}": " At\r\ndusk ", f"photo_caption_{bridge.pk}": ""},
    )
    assert kept(desk.draft) == [(bridge.pk, ""), (harbour.pk, "At\ndusk")]
    send(as_("reporter"), change(desk.draft), photos=[""])
    assert kept(desk.draft) == []


def test_a_caption_turns_around_nothing_that_follows_it(desk, as_, harbour):
    arabic = "الميناء\u200f (2)\nمی\u200cخواهم"
    for sent, stays in ((f"{arabic}\u202e\u2066", arabic), ("\u202eevil\u202c", "evil")):
        desk.draft.refresh_from_db()
        caption = {f"photo_caption_{harbour.pk}": sent}
        send(as_("reporter"), change(desk.draft), photos=["", harbour.pk], **caption)
        assert kept(desk.draft) == [(harbour.pk, stays)]


def test_another_caption_alone_is_a_change(desk, as_, harbour):
    give(desk.draft, harbour)
    send(as_("reporter"), change(desk.draft), **{f"photo_caption_{harbour.pk}": "At dusk"})
    assert kept(desk.draft) == [(harbour.pk, "At dusk")]


def test_a_new_story_has_pictures_from_the_beginning(desk, as_, harbour):
    send(as_("reporter"), ADD, headline="With a picture", photos=[harbour.pk])
    assert kept(Article.objects.get(headline="With a picture")) == [(harbour.pk, "")]


def test_a_picture_that_is_put_into_the_text_comes_onto_the_list(desk, as_, harbour, bridge):
    give(desk.draft, harbour)
    body = f"<p>One.</p>{figure(bridge)}<p>Two.</p>"
    send(as_("reporter"), change(desk.draft), body=body)
    desk.draft.refresh_from_db()
    assert kept(desk.draft) == [(harbour.pk, ""), (bridge.pk, "")]
    assert desk.draft.body == body


def test_a_picture_that_is_taken_off_the_list_goes_from_the_text(desk, as_, harbour, bridge):
    desk.draft.body = f"<p>One.</p>{figure(harbour)}{figure(bridge)}<p>Two.</p>"
    give(desk.draft, harbour, bridge)
    send(as_("reporter"), change(desk.draft), photos=[bridge.pk])
    desk.draft.refresh_from_db()
    assert kept(desk.draft) == [(bridge.pk, "")]
    assert desk.draft.body == f"<p>One.</p>{figure(bridge)}<p>Two.</p>"


def test_a_figure_of_no_picture_goes(desk, as_):
    send(as_("reporter"), change(desk.draft), body='<p>One.</p><figure data-photo="999999"></figure>')
    desk.draft.refresh_from_db()
    assert (kept(desk.draft), desk.draft.body) == ([], "<p>One.</p>")


def killed(photo):
    kill(photo, "Wrong place")


def over(photo):
    Photo.objects.filter(pk=photo.pk).update(rights_end_at=timezone.now())


@pytest.mark.parametrize("spoil", [killed, over])
@pytest.mark.parametrize("way", ["list", "text"])
def test_a_picture_that_readers_may_not_see_is_refused_at_the_list(desk, as_, harbour, bridge, spoil, way):
    spoil(bridge)
    give(desk.draft, harbour)
    sent = {"photos": [harbour.pk, bridge.pk]} if way == "list" else {"body": f"<p>One.</p>{figure(bridge)}"}
    response = send(as_("reporter"), change(desk.draft), headline="Typed", **sent)
    (error,) = errors(response)
    assert error.startswith("“Bridge” cannot be put into a story: it")
    html = response.content.decode()
    assert "Typed" in html
    assert error in html
    assert kept(desk.draft) == [(harbour.pk, "")]
    if way == "list":
        assert [row["data-picture"] for row in rows(response)] == [str(harbour.pk), str(bridge.pk)]


def test_one_that_was_killed_since_is_told_of_and_holds_up_no_save(desk, as_, harbour):
    give(desk.draft, harbour)
    kill(harbour, "Wrong place")
    response = as_("reporter").get(change(desk.draft))
    html = response.content.decode()
    assert "Readers do not see it: it was killed." in html
    assert "/media/photos/" not in html
    assert lacks(response) == [("id_photos", "another picture than “Harbour”: it was killed", True)]
    send(as_("reporter"), change(desk.draft), headline="Goes on")
    desk.draft.refresh_from_db()
    assert desk.draft.headline == "Goes on"


def test_a_refused_publication_names_the_picture_and_keeps_what_was_typed(desk, as_, harbour):
    Photo.objects.filter(pk=harbour.pk).update(credit_line="")
    response = send(
        as_("editor"), change(desk.draft), "publish", headline="Typed", photos=[harbour.pk],
        **{f"photo_caption_{harbour.pk}": "At dusk"},
    )  # fmt: skip
    html = response.content.decode()
    assert "“Harbour” has no credit line: write it on the picture&#x27;s page" in html
    assert "Typed" in html
    assert ">At dusk</textarea>" in html
    assert [row["data-picture"] for row in rows(response)] == [str(harbour.pk)]
    assert not Edition.objects.filter(publication__article=desk.draft).exists()
    assert kept(desk.draft) == []  # save and publication are one press


def test_what_is_lacking_is_told_once_for_each_kind(desk, as_):
    photos = [make_photo(headline=f"N{number}", credit_line="", alt_text="") for number in range(4)]
    give(desk.draft, *photos)
    response = as_("editor").get(change(desk.draft))
    assert lacks(response) == [
        ("id_photos", "a credit line of “N0”, “N1” +2", True),
        ("id_photos", "an alternative text of “N0”, “N1” +2", False),
    ]
    html = response.content.decode()
    assert 'id="id_photos"' in html
    assert html.count("No alternative text.") >= 4
    assert html.count("No credit line: it is asked for before the story goes out.") >= 4


def test_rights_that_end_before_the_story_begins_are_told(desk, as_, harbour):
    give(desk.draft, harbour)
    Photo.objects.filter(pk=harbour.pk).update(rights_end_at=timezone.now() + timedelta(hours=1))
    assert lacks(as_("editor").get(change(desk.draft))) == []
    later = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    response = send(as_("editor"), change(desk.draft), "publish", not_before=later)
    assert "The rights to “Harbour” end " in response.content.decode()
    ((field, text, is_needed),) = lacks(response)
    assert (field, is_needed) == ("id_photos", True)
    assert text.startswith("another picture than “Harbour”: its rights end ")


HOSTILE = [
    (["1; DROP TABLE"], "There is no picture with the number 1; DROP TABLE."),
    (["999999999"], "There is no picture with the number 999999999."),
    (["9" * 40], f"There is no picture with the number {'9' * 20}."),
    (["-1"], "There is no picture with the number -1."),
    (["<script>alert(1)</script>"], "There is no picture with the number <script>alert(1)</sc."),
    (["²"], "There is no picture with the number ²."),
]


@pytest.mark.parametrize(("sent", "told"), HOSTILE)
def test_what_is_no_picture_is_refused_and_nothing_is_lost(desk, as_, harbour, sent, told):
    give(desk.draft, harbour)
    response = send(as_("reporter"), change(desk.draft), headline="Typed", photos=[harbour.pk, *sent])
    assert errors(response) == [told]
    html = response.content.decode()
    assert "Typed" in html
    assert "<script>alert(1)" not in html
    assert [row["data-picture"] for row in rows(response)] == [str(harbour.pk)]
    assert kept(desk.draft) == [(harbour.pk, "")]


def test_a_story_has_a_bounded_number_of_pictures(desk, as_, harbour, django_assert_max_num_queries):
    client = as_("reporter")
    values = filled(client, change(desk.draft), headline="Typed", photos=[harbour.pk] * 800)
    with django_assert_max_num_queries(60):
        response = client.post(change(desk.draft), values | {"_save": "1"})
    assert errors(response) == [f"A story has at most {MOST} pictures."]
    assert "Typed" in response.content.decode()
    numbers = range(1_000_000, 1_010_000)
    client.raise_request_exception = False
    assert client.post(change(desk.draft), values | {"photos": numbers, "_save": "1"}).status_code == 400
    figures = "".join(f'<figure data-photo="{number}"></figure>' for number in numbers[:5000])
    assert send(client, change(desk.draft), body=f"<p>One.</p>{figures}").status_code == 302
    desk.draft.refresh_from_db()
    assert desk.draft.body == "<p>One.</p>"


def test_a_caption_is_no_book(desk, as_, harbour):
    caption = {f"photo_caption_{harbour.pk}": "x" * (CAPTION_LENGTH + 1)}
    response = send(as_("reporter"), change(desk.draft), photos=[harbour.pk], **caption)
    assert errors(response) == ["The caption of “Harbour” is longer than 5000 characters."]
    assert "x" * (CAPTION_LENGTH + 1) in response.content.decode()


def test_a_correction_has_the_pictures_of_the_live_text(desk, as_, harbour, bridge):
    story = desk.live
    give(story, Picture(harbour, "At dwan"))
    workflow.publish(story, by=None)
    give(story, bridge)
    address = f"{LIST}{story.pk}/correct/"
    response = as_("editor").get(address)
    assert [row["data-picture"] for row in rows(response)] == [str(harbour.pk)]
    sent = {f"photo_caption_{harbour.pk}": "At dawn", "public_note": "The hour was wrong."}
    assert send(as_("editor"), address, "correct", **sent).status_code == 302
    edition = Edition.objects.get(kind="correction")
    assert list(edition.photo_rows.values_list("photo", "caption")) == [(harbour.pk, "At dawn")]
    assert kept(story) == [(bridge.pk, "")]


def test_a_correction_takes_in_no_picture_without_credit(desk, as_, bridge):
    Photo.objects.filter(pk=bridge.pk).update(credit_line="")
    address = f"{LIST}{desk.live.pk}/correct/"
    response = send(as_("editor"), address, "correct", public_note="Wrong.", photos=[bridge.pk])
    assert "“Bridge” has no credit line" in response.content.decode()
    assert [row["data-picture"] for row in rows(response)] == [str(bridge.pk)]


def test_two_peoples_pictures_are_put_together_in_the_form(desk, as_, harbour, bridge):
    give(desk.draft, harbour)
    market = make_photo(headline="Market")
    values = filled(as_("reporter"), change(desk.draft), photos=[harbour.pk, bridge.pk])
    values |= {f"photo_caption_{bridge.pk}": "Mine"}
    give(desk.draft, Picture(harbour, "Theirs"), market)
    response = as_("reporter").post(change(desk.draft), values | {"_save": "1"})
    html = response.content.decode()
    assert [row["data-picture"] for row in rows(response)] == [
        str(harbour.pk),
        str(bridge.pk),
        str(market.pk),
    ]
    assert ">Theirs</textarea>" in html
    assert ">Mine</textarea>" in html
    (side,) = response.context["stale"].sides
    assert (side.name, side.label, side.is_conflict, side.their_value) == ("photos", "pictures", False, None)
    assert kept(desk.draft) == [(harbour.pk, "Theirs"), (market.pk, "")]


def test_what_was_typed_and_not_saved_comes_back_with_its_pictures(desk, as_, harbour, bridge):
    give(desk.draft, harbour)
    values = {"photos": ["", str(bridge.pk), str(harbour.pk)], f"photo_caption_{bridge.pk}": ["At dusk"]}
    person = desk.people["reporter"]
    unsaved.keep(person, desk.draft, None, desk.draft.head_revision_id, {"headline": ["Typed"], **values})
    response = as_("reporter").get(f"{change(desk.draft)}?unsaved=1")
    assert [row["data-picture"] for row in rows(response)] == [str(bridge.pk), str(harbour.pk)]
    assert ">At dusk</textarea>" in response.content.decode()
    beside = as_("reporter").get(f"{LIST}{desk.draft.pk}/unsaved/").content.decode()
    assert "Bridge: At dusk" in beside


def test_a_preview_of_what_was_typed_has_its_pictures(desk, as_, harbour, bridge):
    give(desk.draft, harbour)
    values = filled(
        as_("reporter"), change(desk.draft), photos=[bridge.pk, harbour.pk], body=f"<p>1</p>{figure(bridge)}"
    )
    as_("reporter").post(f"{LIST}{desk.draft.pk}/preview/", values | {"_preview": "1"})
    data = Preview.objects.get().data
    assert [(row["id"], row["caption"]) for row in data["photos"]] == [(bridge.pk, ""), (harbour.pk, "")]
    assert figure(bridge) in data["body"]
    assert kept(desk.draft) == [(harbour.pk, "")]


def test_publishing_many_says_beforehand_which_would_be_refused(desk, as_, harbour):
    give(desk.draft, harbour)
    Photo.objects.filter(pk=harbour.pk).update(credit_line="")
    seen = f"{desk.draft.pk}-{desk.draft.head_revision_id}-0"
    values = {"action": "publish", "_selected_action": [desk.draft.pk], "seen": [seen]}
    for confirmed in ({}, {"confirmed": "1"}):
        response = as_("editor").post(LIST, values | confirmed)
        assert "“Harbour” has no credit line" in response.content.decode()
        assert not response.context["report"].done
    assert not Edition.objects.filter(publication__article=desk.draft).exists()


def test_publishing_alone_is_asked_the_same(desk, as_, harbour):
    desk.serbia.four_eyes = True
    desk.serbia.save()
    head = desk.people["head"]
    workflow.save(desk.draft, by=head, photos=[Picture(harbour)])
    workflow.save(desk.live, by=None)
    Photo.objects.filter(pk=harbour.pk).update(credit_line="")
    with pytest.raises(workflow.Refused, match="credit line"):
        workflow.publish(desk.draft, by=head, alone=True, note="Night")


def test_versions_are_compared_with_their_pictures(desk, as_, harbour, bridge):
    give(desk.draft, harbour)
    first = desk.draft.head_revision_id
    give(desk.draft, bridge, Picture(harbour, "At dusk"))
    page = as_("reporter").get(
        f"{LIST}{desk.draft.pk}/compare/?from={first}&to={desk.draft.head_revision_id}"
    )
    (change_of_pictures,) = page.context["changes"]
    assert [(run.kind, run.text) for run in change_of_pictures.runs] == [
        *(("added", "Bridge"), ("same", "; "), ("same", "Harbour"), ("same", ": "), ("added", "At dusk")),
    ]
    assert ">Pictures<" in page.content.decode()


def test_a_version_and_the_record_tell_of_their_pictures(desk, as_, harbour, bridge):
    desk.draft.body = f"<p>One.</p>{figure(bridge)}"
    give(desk.draft, Picture(harbour, "At <dawn>"), bridge)
    workflow.publish(desk.draft, by=None)
    told = '<p class="quiet">Pictures: Harbour: At &lt;dawn&gt;; Bridge</p>'
    version = as_("reporter").get(f"{LIST}{desk.draft.pk}/revisions/{desk.draft.head_revision_id}/")
    record = f"/admin/articles/publication/{desk.draft.publication.pk}/change/"
    soon = (timezone.localtime() + timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")
    for response in (version, as_("reporter").get(record, {"at": soon})):
        html = response.content.decode()
        assert told in html
        assert '<p class="quiet">[Bridge]</p>' in html


def test_the_page_is_told_while_one_types_what_its_pictures_lack(desk, as_, harbour):
    Photo.objects.filter(pk=harbour.pk).update(credit_line="")
    sent = {"person": desk.people["editor"].pk, "form_key": str(uuid4()), "seen": desk.draft.head_revision_id}
    sent |= {"photos": ["", harbour.pk], f"photo_caption_{harbour.pk}": "At dusk"}
    answer = as_("editor").post(f"{LIST}{desk.draft.pk}/keep/", sent).json()
    assert answer["lacks"] == [{"field": "id_photos", "text": "a credit line of “Harbour”"}]
    assert unsaved.of(desk.people["editor"], desk.draft).values["photos"] == ["", str(harbour.pk)]


@pytest.mark.parametrize("pictures", [1, 50])
def test_the_form_costs_the_same_for_one_picture_and_for_fifty(
    desk, as_, pictures, django_assert_num_queries
):
    give(desk.draft, *(make_photo((32, 32)) for _number in range(pictures)))
    client = as_("editor")
    client.get(change(desk.draft))
    with django_assert_num_queries(26):  # as many as without any: see test_article_list
        assert len(rows(client.get(change(desk.draft)))) == pictures
