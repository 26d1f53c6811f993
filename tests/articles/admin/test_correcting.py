"""The form of a correction: from the live text, however far the working copy has gone on."""

from uuid import uuid4

import pytest

from articles import workflow
from articles.models import Article, Author, Edition, EditLock, Publication, UnsavedText
from articles.stages import Kind
from tests.articles.admin.form import change, filled
from tests.articles.correcting import correct as corrected
from tests.factories import make_place, make_source, publish_article
from tests.website.markup import read_page

WRONG = "<p>The mayor, Ana Petrovic, opened it.</p><p>It has two lanes.</p>"
RIGHT = WRONG.replace("Petrovic", "Jovanovic")
LONGER = WRONG + "<p>Thousands came to see it.</p>"
NOTE = "The mayor is Ana Jovanovic."


@pytest.fixture
def bridge(desk):
    return publish_article(section=desk.serbia, headline="A bridge opens", body=WRONG)


@pytest.fixture
def going_on(bridge):
    """The same with an update in work."""
    bridge.headline, bridge.body = "A bridge opens, thousands come", LONGER
    workflow.save(bridge, by=None)
    return bridge


def address(story):
    return f"/admin/articles/article/{story.pk}/correct/"


def send(client, story, button="correct", **changes):
    return client.post(address(story), filled(client, address(story), **changes) | {f"_{button}": "1"})


def live():
    return Edition.objects.order_by("-pk").first()


def said(response):
    return " ".join(str(message) for message in response.wsgi_request._messages)


def test_it_starts_from_the_live_text_while_an_update_waits(as_, going_on):
    response = as_("editor").get(address(going_on))
    form = response.context["adminform"].form
    assert form["headline"].value() == "A bridge opens"
    assert form["body"].value() == WRONG
    html = response.content.decode()
    assert "The copy in work is left alone" in html
    assert "Still lacking" not in html
    assert "data-later" not in html


def test_a_correction_is_told_and_the_copy_in_work_is_left_alone(as_, going_on):
    response = send(
        as_("editor"), going_on, body=RIGHT, public_note=NOTE, note_to_clients="Replace the mayor's name"
    )
    assert response.status_code == 302
    edition = live()
    assert (edition.kind, edition.body) == (Kind.CORRECTION, RIGHT)
    assert edition.headline == "A bridge opens"
    assert edition.public_note == NOTE
    assert edition.note_to_clients == "Replace the mayor's name"
    going_on.refresh_from_db()
    assert going_on.body == LONGER
    assert going_on.headline == "A bridge opens, thousands come"


def test_the_copy_in_work_tells_what_it_lacks_and_takes_it_over_by_one_press(as_, going_on):
    response = send(as_("editor"), going_on, body=RIGHT, public_note=NOTE)
    assert "take the correction over" in said(response)
    page = as_("reporter").get(change(going_on))
    assert [(fix.old, fix.new) for fix in page.context["fixes"]] == [("Petrovic", "Jovanovic")]
    assert "the correction of the live text" in [lack.text for lack in page.context["lacks"]]
    button = next(
        each for each in read_page(page).all("button") if "take_fix" in each.attributes.get("formaction", "")
    )
    values = filled(as_("reporter"), change(going_on))
    assert as_("reporter").post(button["formaction"], values).status_code == 302
    going_on.refresh_from_db()
    assert going_on.body == LONGER.replace("Petrovic", "Jovanovic")
    assert as_("reporter").get(change(going_on)).context["fixes"] == []


def test_without_an_update_the_copy_is_the_corrected_text(as_, bridge):
    send(as_("editor"), bridge, body=RIGHT, public_note=NOTE)
    bridge.refresh_from_db()
    assert bridge.body == RIGHT
    assert bridge.stage == "published"


def test_a_correction_needs_a_note_to_readers_and_keeps_what_was_typed(as_, bridge):
    response = send(as_("editor"), bridge, body=RIGHT, public_note="  ", note_to_clients="To clients")
    form = response.context["adminform"].form
    assert form.errors["public_note"]
    assert form["body"].value() == RIGHT
    assert form["note_to_clients"].value() == "To clients"
    assert Edition.objects.filter(publication__article=bridge).count() == 1


def test_a_minor_fix_needs_none(as_, bridge):
    before = live()
    response = send(as_("editor"), bridge, "minor_fix", body=RIGHT, note_to_clients="A slip")
    assert response.status_code == 302
    edition = live()
    assert (edition.kind, edition.public_note) == (Kind.MINOR, "")
    assert edition.note_to_clients == "A slip"
    assert edition.update_number == before.update_number


def test_a_note_to_readers_that_a_minor_fix_would_drop_is_not_dropped_silently(as_, bridge):
    response = send(as_("editor"), bridge, "minor_fix", body=RIGHT, public_note=NOTE)
    assert response.context["adminform"].form.errors["public_note"]
    assert live().kind == Kind.FIRST


def test_nothing_changed_is_no_correction(as_, bridge):
    for button in ("correct", "minor_fix"):
        note = NOTE if button == "correct" else ""
        response = send(as_("editor"), bridge, button, public_note=note)
        assert "Nothing in the text was changed." in response.content.decode()
    assert Edition.objects.filter(publication__article=bridge).count() == 1


def test_an_empty_text_is_no_correction(as_, bridge):
    response = send(as_("editor"), bridge, body="", public_note=NOTE)
    assert response.context["adminform"].form.errors["body"]


def test_who_was_overtaken_by_a_correction_sees_both_and_sends_both(as_, bridge):
    values = filled(as_("editor"), address(bridge), body=RIGHT, public_note=NOTE) | {"_correct": "1"}
    corrected(bridge, body=WRONG.replace("two lanes", "four lanes"), note="Lanes")
    response = as_("editor").post(address(bridge), values)
    html = response.content.decode()
    assert "corrected this story" in html
    assert "Both changed it" in html
    form = response.context["adminform"].form
    both = RIGHT.replace("two lanes", "four lanes")
    assert form["body"].value() == both
    assert form["public_note"].value() == NOTE
    assert live().public_note == "Lanes"
    again = values | {"body": both, "seen_edition": form["seen_edition"].value()}
    assert as_("editor").post(address(bridge), again).status_code == 302
    assert live().body == both


def test_only_what_the_form_asks_was_changed_by_either(as_, bridge):
    values = filled(as_("editor"), address(bridge), public_note=NOTE, body=RIGHT) | {"_correct": "1"}
    corrected(bridge, headline="A bridge is open")
    stale = as_("editor").post(address(bridge), values).context["stale"]
    assert {side.name for side in stale.sides} == {"headline", "body"}
    assert stale.conflicts == []


@pytest.mark.parametrize("seen", ["", "999999", "9" * 30, "nonsense", "\0"])
def test_a_correction_of_nothing_that_was_seen_is_refused(as_, bridge, seen):
    values = filled(as_("editor"), address(bridge), body=RIGHT, public_note=NOTE)
    response = as_("editor").post(address(bridge), values | {"_correct": "1", "seen_edition": seen})
    assert response.status_code == 200
    assert "errornote" in response.content.decode()
    assert response.context["adminform"].form["body"].value() == RIGHT
    assert live().body == WRONG


def test_a_typed_dateline_goes_to_its_fields(as_, bridge):
    typed = RIGHT.replace("<p>The", "<p>(ANSA) - BELGRADE, NOV 21 - The", 1)
    response = send(as_("editor"), bridge, body=typed, public_note=NOTE)
    assert response.status_code == 302
    assert "was taken out of the text" in said(response)
    assert live().body == RIGHT


def test_a_held_story_comes_back_with_its_correction(as_, bridge):
    workflow.hold(bridge, by=None, reason="Wrong name")
    assert "brings it back to readers" in as_("editor").get(address(bridge)).content.decode()
    assert send(as_("editor"), bridge, body=RIGHT, public_note=NOTE).status_code == 302
    publication = Publication.objects.get(article=bridge)
    assert publication.held_at is None
    assert publication.head_edition.body == RIGHT


def test_rows_stay_in_their_order(desk, as_):
    sources = [make_source("Tanjug"), make_source("ANSA")]
    places = [make_place("Rome"), make_place("Athens")]
    authors = [Author.objects.create(name=name) for name in ("Zora", "Ada")]
    story = publish_article(
        section=desk.serbia, body=WRONG, sources=sources, places=places, authors=authors,
        further_sections=[desk.sport],
    )  # fmt: skip
    before = live().revision.data
    send(as_("editor"), story, body=RIGHT, public_note=NOTE)
    after = live().revision.data
    for name in ("sources", "places", "authors", "further_sections"):
        assert [row["id"] for row in after[name]] == [row["id"] for row in before[name]], name
    send(as_("editor"), story, public_note="Order", byline_authors=[row.pk for row in reversed(authors)])
    assert [row["label"] for row in live().revision.data["authors"]] == ["Ada", "Zora"]


def test_the_headline_counts_with_the_number_of_the_edition(as_, bridge):
    bridge.headline = "A bridge is open"
    workflow.save(bridge, by=None)
    workflow.publish(bridge, by=None)
    assert 'data-number="2"' in as_("editor").get(address(bridge)).content.decode()
    assert 'data-number="3"' in as_("editor").get(change(bridge)).content.decode()


def test_who_answers_for_the_page_corrects_it_though_the_copy_was_moved(desk, as_, bridge):
    bridge.section = desk.sport
    workflow.save(bridge, by=None)
    response = send(as_("editor"), bridge, body=RIGHT, public_note=NOTE)
    assert response.status_code == 302
    assert as_("editor").get(response.url).status_code == 200
    assert as_("outsider").get(address(bridge)).status_code == 403  # theirs is the copy, not the page
    assert as_("reporter").get(address(bridge)).status_code == 404


def test_hostile_values_break_nothing(as_, bridge):
    values = filled(as_("editor"), address(bridge)) | {"_correct": "1"}
    for name in ("headline", "body", "public_note", "note_to_clients", "copyright", "story_type"):
        for value in ("\0", "x" * 400_000, "<script>alert(1)</script>", "9" * 40, ["a", "b"]):
            response = as_("editor").post(address(bridge), values | {name: value})
            assert response.status_code in (200, 302), name
    for name in ("story_sources", "dateline_places", "byline_authors"):
        response = as_("editor").post(address(bridge), values | {name: ["9" * 40, "\0", "-1"]})
        assert response.status_code == 200
    assert "<script" not in live().body
    assert Article.objects.filter(pk=bridge.pk).exists()


# What is typed is kept


def keep(client, person, edition, **values):
    sent = {"form_key": str(uuid4()), "person": person.pk, "seen_edition": edition.pk, "number": 1, **values}
    response = client.post("/admin/articles/article/add/keep/", sent)
    assert response.status_code == 200
    return sent["form_key"]


def test_a_correction_that_was_not_published_is_offered_where_it_was_begun(desk, as_, bridge):
    key = keep(as_("editor"), desk.people["editor"], live(), headline="Half corrected", public_note="The na")
    page = as_("editor").get(address(bridge)).content.decode()
    assert "You began a correction and did not publish it" in page
    for elsewhere in (address(desk.live), change(bridge), "/admin/articles/article/add/"):
        assert "You began a" not in as_("editor").get(elsewhere).content.decode()
    assert "You began a" not in as_("head").get(address(bridge)).content.decode()
    form = as_("editor").get(f"{address(bridge)}?unsaved={key}").context["adminform"].form
    assert (form["headline"].value(), form["public_note"].value()) == ("Half corrected", "The na")
    assert as_("head").get(f"{address(bridge)}?unsaved={key}").context["adminform"].form[
        "headline"
    ].value() == ("A bridge opens")


def test_a_correction_that_was_published_is_not_offered_again(desk, as_, bridge):
    key = keep(as_("editor"), desk.people["editor"], live(), headline="Half corrected")
    taken_back = filled(as_("editor"), f"{address(bridge)}?unsaved={key}", public_note=NOTE)
    as_("editor").post(
        address(bridge), taken_back | {"_correct": "1", "form_key": str(uuid4()), "took_back": key}
    )
    assert live().headline == "Half corrected"
    assert "You began a" not in as_("editor").get(address(bridge)).content.decode()


def test_a_kept_correction_holds_no_lock(desk, as_, bridge):
    keep(as_("editor"), desk.people["editor"], live(), headline="Half corrected")
    assert not EditLock.objects.exists()


def test_a_kept_correction_that_was_overtaken_is_put_together_with_the_other(desk, as_, bridge):
    key = keep(as_("editor"), desk.people["editor"], live(), headline="A bridge opens at last", body=WRONG)
    corrected(bridge, by=None, body=RIGHT)
    taken_back = filled(as_("editor"), f"{address(bridge)}?unsaved={key}", public_note=NOTE)
    response = as_("editor").post(address(bridge), taken_back | {"_correct": "1"})
    form = response.context["adminform"].form
    assert (form["headline"].value(), form["body"].value()) == ("A bridge opens at last", RIGHT)


def test_a_kept_correction_is_thrown_away(desk, as_, bridge):
    key = keep(as_("editor"), desk.people["editor"], live(), headline="Half corrected")
    away = f"/admin/articles/article/add/unsaved/throw-away/?correct={bridge.pk}"
    assert as_("editor").post(away, {"_thrown": key}).url == address(bridge)
    assert not UnsavedText.objects.exists()
