"""Every step through its page or its button: who may, what it tells, what a stale one does."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.utils import timezone

from articles import locks, workflow
from articles.models import Edition, Event, Notice, Publication
from articles.stages import STEPS
from tests.articles.admin.form import change
from tests.articles.admin.stepping import (
    as_it_is,
    held,
    lacking,
    message_of,
    page,
    scheduled,
    spiked,
    submitted,
    touched_alone,
)
from tests.factories import make_article, make_user
from tests.website.markup import read_page

EDITORS = {"editor", "head", "admin"}
ALL = {"reporter", *EDITORS}
GIANT = "9" * 40


# name: which story, who may, what is answered, a word of what is told before, and one of what is told after
PAGES = {
    "return": (submitted, EDITORS, {"note": "Where is Rome?"}, "", "Returned"),
    "unschedule": (scheduled, EDITORS, {}, "does not appear", "Off the schedule"),
    "spike": (as_it_is("draft"), EDITORS, {}, "nothing is deleted", "Spiked"),
    "unspike": (spiked, EDITORS, {}, "", "Off the spike"),
    "hold": (as_it_is("live"), EDITORS, {"reason": "A threat"}, "“404” at once", "Held"),
    "release": (held, EDITORS, {}, "again at once", "Released"),
    "kill": (as_it_is("live"), EDITORS, {"reason": "All wrong"}, "final", "410 Gone"),
    "hand_over": (as_it_is("draft"), ALL, {"to": "colleague"}, "", "Handed over"),
    "duplicate": (as_it_is("draft"), ALL, {}, "", "duplicate"),
    "translate": (as_it_is("draft"), ALL, {"language": "de"}, "linked to this story", "new version"),
    "take_over": (as_it_is("draft"), {"head", "admin"}, {}, "", "It is yours now"),
    "take_fix": (lacking, ALL, {}, "", "corrected words"),
    "set_fix_aside": (lacking, EDITORS, {}, "", "set aside"),
    "note": (as_it_is("draft"), ALL, {"note": "A word"}, "", "note is there"),
    "publish_alone": (touched_alone, {"head"}, {"note": "Night"}, "four eyes", "nobody else looked"),
}


def sent(answers, response, colleague):
    form = response.context["form"]
    values = {name: form[name].value() or "" for name in ("seen", "seen_edition")}
    return values | {name: colleague.pk if value == "colleague" else value for name, value in answers.items()}


def test_every_step_that_has_a_page_is_walked_here():
    """The rest are the form's own buttons, the correction form's, and those that have no button."""
    assert set(STEPS) - set(PAGES) == {
        *("save", "submit", "publish", "update"),
        *("correct", "minor_fix", "restore", "keep"),
    }


ROLES = ("without role", "outsider", "reporter", "editor", "head", "admin")
# PostgreSQL need not tell again who may: its queries are those of one who may little and of one who may all.
TRIED = ROLES if connection.vendor == "sqlite" else ("reporter", "head")
THEIRS_ARE_OTHER_EYES = ("publish_alone", "admin")  # of which another test tells


@pytest.mark.parametrize(("name", "role"), sorted({*product(PAGES, TRIED)} - {THEIRS_ARE_OTHER_EYES}))
def test_a_step_is_for_whoever_may_take_it(desk, as_, colleague, name, role):
    make, may, answers, before, after = PAGES[name]
    story = make(desk)
    events = Event.objects.count()
    response = as_(role).get(page(story, name))
    if role not in may:
        expected = 403 if role in ALL else 404
        assert response.status_code == expected
        assert as_(role).post(page(story, name), {"note": "x", "reason": "x"}).status_code == expected
        assert Event.objects.count() == events
        return
    assert response.status_code == 200
    html = response.content.decode()
    assert before in html
    assert Event.objects.count() == events, "looking does nothing"
    response = as_(role).post(page(story, name), sent(answers, response, colleague), follow=True)
    assert after in message_of(response)
    assert Event.objects.first().step == name or name in {"take_over"}


def test_a_step_that_is_none_is_not_there(desk, as_):
    for name in (
        "nonsense",
        "save",
        "publish",
        "submit",
        "update",
        "correct",
        "minor_fix",
        "keep",
        "restore",
    ):
        assert as_("admin").get(page(desk.draft, name)).status_code == 404
        assert as_("admin").post(page(desk.draft, name)).status_code == 404
    assert as_("admin").get("/admin/articles/article/999999/steps/note/").status_code == 404


@pytest.mark.parametrize("name", ["unschedule", "unspike", "release", "kill", "take_fix", "return"])
def test_what_is_not_possible_says_so_and_leads_back(desk, as_, name):
    response = as_("editor").get(page(desk.draft, name), follow=True)
    assert "not possible any more: the copy is draft" in message_of(response)
    assert response.redirect_chain == [(change(desk.draft), 302)]


def test_a_note_for_a_step_that_is_too_late_is_not_lost(desk, as_):
    story = submitted(desk)
    response = as_("editor").get(page(story, "return"))
    values = sent({"note": "A long note"}, response, None)
    workflow.return_(story, by=desk.people["head"], note="I was faster")
    html = as_("editor").post(page(story, "return"), values).content.decode()
    assert "is not possible: this story is draft" in html or "returned this story" in html
    assert "A long note" in html
    assert "I was faster" not in html


# What was seen


def test_a_step_on_an_old_version_shows_what_changed_before_it_is_asked_again(desk, as_):
    story = submitted(desk)
    client = as_("editor")
    values = sent({"note": "Do it again"}, client.get(page(story, "return")), None)
    story.body = "<p>Ministers left the capital.</p>"
    workflow.save(story, by=desk.people["head"])
    response = client.post(page(story, "return"), values)
    html = response.content.decode()
    assert response.status_code == 200
    assert "saved this story" in html
    assert "What was changed meanwhile" in html
    assert read_page(response).all("ins")
    assert "Do it again" in html
    story.refresh_from_db()
    assert story.stage == "submitted"
    again = sent({"note": "Do it again"}, response, None)
    assert again["seen"] == story.head_revision_id
    assert client.post(page(story, "return"), again).status_code == 302
    story.refresh_from_db()
    assert story.stage == "draft"


@pytest.mark.parametrize("seen", ["", "999999", GIANT, "-1", "nonsense"])
def test_a_step_on_nothing_that_was_seen_is_refused_and_stays_so(desk, as_, seen):
    response = as_("editor").post(page(desk.draft, "spike"), {"seen": seen})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "errornote" in response.content.decode()
    assert response.context["form"]["seen"].value() == seen
    desk.draft.refresh_from_db()
    assert desk.draft.stage == "draft"


def test_another_storys_version_was_not_seen(desk, as_):
    response = as_("editor").post(page(desk.draft, "spike"), {"seen": desk.live.head_revision_id})
    assert response.context["meanwhile"] is None
    assert response.context["form"]["seen"].value() == str(desk.live.head_revision_id)


@pytest.mark.parametrize("name", ["hold", "kill"])
def test_taking_away_what_was_updated_meanwhile_shows_the_update_first(desk, as_, name):
    client = as_("editor")
    values = sent({"reason": "Not true"}, client.get(page(desk.live, name)), None)
    desk.live.headline = "Seen by all and more"
    workflow.save(desk.live, by=None)
    workflow.publish(desk.live, by=desk.people["head"])
    response = client.post(page(desk.live, name), values)
    html = response.content.decode()
    assert "published an update of this story" in html
    assert "and more" in "".join(str(each.text) for each in read_page(response).all("ins"))
    assert Publication.objects.get().held_at is None
    assert Publication.objects.get().killed_at is None
    assert client.post(page(desk.live, name), sent({"reason": "Not true"}, response, None)).status_code == 302


@pytest.mark.parametrize("seen", ["", "999999", GIANT])
def test_nobody_kills_without_having_seen(desk, as_, seen):
    response = as_("editor").post(page(desk.live, "kill"), {"reason": "x", "seen_edition": seen})
    assert response.status_code == 200
    assert Publication.objects.get().killed_at is None


def test_a_release_is_of_the_hold_that_was_seen(desk, as_):
    """The button in the bar carries it."""
    story = held(desk)
    html = as_("editor").get(change(story)).content.decode()
    edition = Publication.objects.get().head_edition_id
    assert f'name="seen_edition" value="{edition}"' in html
    workflow.release(story, by=None)
    workflow.hold(story, by=None, reason="Another one")
    values = {"seen": story.head_revision_id, "seen_edition": edition}
    assert as_("editor").post(page(story, "release"), values).status_code == 200
    assert Publication.objects.get().held_at


def test_a_lock_is_no_conflict(desk, as_):
    locks.claim(desk.draft, desk.people["reporter"], timezone.now())
    response = as_("editor").post(page(desk.draft, "spike"), {"seen": desk.draft.head_revision_id})
    html = response.content.decode()
    assert "is editing this story since" in html
    assert response.context["meanwhile"] is None


# Hostile values

HOSTILE = ["\0", "a\0b", "x" * 100_000, GIANT, "-1", "[]", "\ud7ff\u202e", "<script>alert(1)</script>", "‮"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_is_sent_breaks_a_step(desk, as_, name):
    story = PAGES[name][0](desk)
    fields = ("seen", "seen_edition", "note", "reason", "to", "due_at", "language")
    for value in HOSTILE:
        for sent_value in (value, [value, value]):
            status = as_("head").post(page(story, name), dict.fromkeys(fields, sent_value)).status_code
            assert status in (200, 302), (name, value)


def test_a_story_is_handed_to_colleagues_alone(desk, as_, colleague):
    client = as_("reporter")
    form = client.get(page(desk.draft, "hand_over")).context["form"]
    offered = set(form.fields["to"].queryset)
    assert offered == {desk.people["editor"], desk.people["head"], colleague}
    for person in (desk.people["outsider"], desk.people["without role"], make_user(is_active=False)):
        values = {"seen": desk.draft.head_revision_id, "to": person.pk}
        assert client.post(page(desk.draft, "hand_over"), values).context["form"].errors["to"]
    for due in ("0001-01-01T00:00", "9999-12-31T23:59", "nonsense"):
        values = {"seen": desk.draft.head_revision_id, "to": colleague.pk, "due_at": due}
        assert client.post(page(desk.draft, "hand_over"), values).context["form"].errors["due_at"]
    desk.draft.refresh_from_db()
    assert desk.draft.assigned_to is None
    values = {"seen": desk.draft.head_revision_id, "to": colleague.pk, "due_at": "2030-01-01T10:00"}
    assert client.post(page(desk.draft, "hand_over"), values).status_code == 302
    assert Notice.objects.get(person=colleague).why == "assigned"


def test_who_answers_for_the_page_takes_it_away_though_the_copy_was_moved(desk, as_):
    desk.live.section = desk.sport
    workflow.save(desk.live, by=None)
    client = as_("reporter")
    assert client.get(page(desk.live, "kill")).status_code == 404
    response = as_("editor").get(page(desk.live, "kill"))
    assert response.status_code == 200
    response = as_("editor").post(page(desk.live, "kill"), sent({"reason": "Wrong"}, response, None))
    assert response.status_code == 302
    assert response.url.startswith("/admin/articles/publication/")


def test_publishing_alone_says_when_it_goes_out_and_wants_a_text(desk, as_):
    story = touched_alone(desk)
    story.not_before = timezone.now() + timedelta(hours=5)
    workflow.save(story, by=desk.people["head"])
    values = sent({"note": "Night"}, as_("head").get(page(story, "publish_alone")), None)
    assert "Scheduled: readers see it" in message_of(
        as_("head").post(page(story, "publish_alone"), values, follow=True)
    )
    empty = make_article(section=desk.serbia, by=desk.people["head"], body="")
    values = sent({"note": "Night"}, as_("head").get(page(empty, "publish_alone")), None)
    html = as_("head").post(page(empty, "publish_alone"), values).content.decode()
    assert "It still lacks a text" in html
    assert not Edition.objects.filter(publication__article=empty).exists()


def test_nobody_steps_over_four_eyes_where_there_are_four(desk, as_):
    story = touched_alone(desk)
    for answer in (as_("admin").get, as_("admin").post):
        response = answer(page(story, "publish_alone"), {"note": "x"}, follow=True)
        assert "publish it as any other" in message_of(response)
    assert not Publication.objects.filter(article=story).exists()


def test_taking_over_says_what_became_of_the_other_text(desk, as_):
    locks.claim(desk.draft, desk.people["reporter"], timezone.now())
    response = as_("head").post(page(desk.draft, "take_over"), follow=True)
    assert message_of(response).startswith("It is yours now.")


# Restoring


def restore(story, revision):
    return f"/admin/articles/article/{story.pk}/revisions/{revision.pk}/restore/"


def test_an_earlier_version_is_restored_by_one_press(desk, as_):
    first = desk.draft.head_revision
    desk.draft.headline = "Another"
    workflow.save(desk.draft, by=None)
    client = as_("reporter")
    shown = client.get(f"/admin/articles/article/{desk.draft.pk}/revisions/{first.pk}/")
    seen = read_page(shown).one("input", name="seen")["value"]
    assert client.get(restore(desk.draft, first)).status_code == 405
    response = client.post(restore(desk.draft, first), {"seen": seen}, follow=True)
    assert "Restored" in message_of(response)
    desk.draft.refresh_from_db()
    assert desk.draft.headline == "Draft of the day"


def test_a_restore_does_not_undo_what_was_saved_meanwhile(desk, as_):
    first = desk.draft.head_revision
    desk.draft.headline = "Another"
    workflow.save(desk.draft, by=None)
    for seen in (first.pk, "", GIANT, "\0"):
        response = as_("reporter").post(restore(desk.draft, first), {"seen": seen}, follow=True)
        assert "Restored" not in message_of(response)
        assert message_of(response)
    desk.draft.refresh_from_db()
    assert desk.draft.headline == "Another"
    assert as_("reporter").post(restore(desk.draft, desk.live.head_revision), {"seen": 1}).status_code == 404
