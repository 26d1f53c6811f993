"""What the desk says of a story that a colleague has taken from its readers."""

import pytest

from articles import workflow
from tests.articles.admin.form import change, filled
from tests.website.markup import read_page

LEGAL = "The lawyer calls back at six"


@pytest.fixture
def held(desk):
    workflow.hold(desk.live, by=desk.people["head"], reason=LEGAL)
    return desk.live


def test_the_form_says_who_holds_it_and_releases_it_there(desk, as_, held):
    response = as_("editor").get(change(held))
    notes = [each for each in read_page(response).all("div") if "story-note" in each.classes]
    (note,) = [each for each in notes if LEGAL in each.text]
    assert f"Held by {desk.people['head']}" in note.text
    (release,) = note.all("button")
    assert release.attributes["formaction"].endswith("/steps/release/")
    assert release.attributes["form"] == "beside-the-form"


def test_what_was_never_published_says_who_said_hands_off(desk, as_):
    workflow.hold(desk.draft, by=desk.people["head"], reason=LEGAL)
    assert f"Held by {desk.people['head']}" in as_("editor").get(change(desk.draft)).content.decode()


@pytest.mark.parametrize("typed", [{}, {"headline": "Typed meanwhile"}])
def test_a_publish_button_from_before_the_hold_says_who_was_faster(desk, as_, typed):
    client = as_("editor")
    values = filled(client, change(desk.live), **typed)
    workflow.hold(desk.live, by=desk.people["head"], reason=LEGAL)
    response = client.post(change(desk.live), values | {"_publish": "1"})
    assert str(desk.people["head"]) in response.context["refusal"]
    assert "held" in response.context["refusal"]


def test_holding_what_is_held_says_who_was_faster(desk, as_, held):
    response = as_("editor").get(f"/admin/articles/article/{held.pk}/steps/hold/", follow=True)
    (told,) = [str(message) for message in response.context["messages"]]
    assert str(desk.people["head"]) in told


def test_the_log_says_what_became_of_the_story(desk, as_, held):
    workflow.kill(held, by=desk.people["head"], reason="It was wrong")
    page = as_("admin").get("/admin/articles/event/").content.decode()
    assert "chip-held" in page
    assert "chip-killed" in page


def test_the_colleague_who_looks_is_shown_the_way_to_take_it_over(desk, as_):
    reporter = as_("reporter")
    reporter.post(
        f"/admin/articles/article/{desk.draft.pk}/keep/",
        filled(
            reporter, change(desk.draft), headline="Typed", form_key="6f6f0e5e-5f5b-4f0e-8a83-0f7f5a3a3a3a"
        )
        | {"person": desk.people["reporter"].pk, "number": 1},
    )
    addresses = {
        name: as_(name).get(f"/admin/articles/article/{desk.draft.pk}/lock/").json()["lock"]["take_over"]
        for name in ("reporter", "editor", "head")
    }
    assert addresses == {
        "reporter": "",
        "editor": "",
        "head": f"/admin/articles/article/{desk.draft.pk}/steps/take_over/",
    }


def test_a_due_time_that_has_passed_is_refused(desk, as_):
    response = as_("editor").post(
        f"/admin/articles/article/{desk.draft.pk}/steps/hand_over/",
        {
            "seen": desk.draft.head_revision_id,
            "to": desk.people["reporter"].pk,
            "due_at": "2020-01-01T10:00",
        },
    )
    assert response.context["form"].errors["due_at"]
    desk.draft.refresh_from_db()
    assert desk.draft.due_at is None


def test_a_time_that_no_clock_shows_is_refused_in_words(desk, as_):
    client = as_("editor")
    values = filled(client, change(desk.draft), not_before="2027-03-28T02:30")
    response = client.post(change(desk.draft), values | {"_save": "1"})
    (words,) = response.context["adminform"].form.errors["not_before"]
    assert words == "The clocks are changed then: choose another time."


def test_a_note_says_whom_it_told_and_whom_it_could_not(desk, as_):
    head = desk.people["head"]
    response = as_("editor").post(
        f"/admin/articles/article/{desk.draft.pk}/steps/note/",
        {"note": f"@{head.username} and @nobody, look at this"},
        follow=True,
    )
    (told,) = [str(message) for message in response.context["messages"]]
    assert f"Told: {head}." in told
    assert "Nobody at this desk is called @nobody." in told


def test_a_spiked_story_leads_back_at_the_top_and_waits_for_nobody(desk, as_):
    reporter, editor = desk.people["reporter"], desk.people["editor"]
    workflow.submit(desk.draft, by=reporter)
    workflow.return_(desk.draft, by=editor, note="Who says so?")
    assert reporter.notices.filter(done_at=None).count() == 1
    workflow.spike(desk.draft, by=editor)
    assert not reporter.notices.filter(done_at=None).exists()
    page = as_("editor").get(change(desk.draft), follow=True).content.decode()
    assert page.index("take it off the spike") < page.index("Ministers met in the capital")
