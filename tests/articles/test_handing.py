"""Who works on a story: handing over, returning, words between colleagues, locks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import locks, workflow
from articles.models import Edition, EditLock, Event, Note, Notice, Revision, UnsavedText
from articles.stages import Stage
from sections.models import Role
from tests.articles.correcting import correct
from tests.factories import make_article, make_section, make_user, publish_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def editor(serbia):
    return make_user(Role.EDITOR, serbia, first_name="Elena", last_name="Conti")


@pytest.fixture
def reporter(serbia):
    return make_user(Role.REPORTER, serbia, username="paolo.neri", first_name="Paolo", last_name="Neri")


@pytest.fixture
def head(serbia):
    return make_user(Role.DESK_HEAD, serbia, first_name="Carla", last_name="Testa")


@pytest.fixture
def outsider():
    return make_user(Role.DESK_HEAD, make_section("sport"), username="olga")


@pytest.fixture
def article(serbia):
    return make_article(section=serbia)


def waiting_for(person):
    return [(notice.why, notice.text) for notice in Notice.objects.filter(person=person, done_at=None)]


def counts():
    return [model.objects.count() for model in (Revision, Event, Notice, Note, Edition, EditLock)]


# Handing over and returning.


def test_handed_over_it_is_theirs(article, editor, reporter):
    locks.claim(article, editor, timezone.now())
    workflow.hand_over(article, by=editor, to=reporter, note="Ring the mayor")
    assert (article.assigned_to, article.due_at) == (reporter, None)
    assert waiting_for(reporter) == [("handed_over", "Ring the mayor")]
    assert not EditLock.objects.exists()
    assert Event.objects.first().note == "→ Paolo Neri. Ring the mayor"


def test_with_a_time_it_is_an_assignment(article, editor, reporter):
    due = timezone.now() + timedelta(hours=2)
    workflow.hand_over(article, by=editor, to=reporter, due_at=due)
    notice = Notice.objects.get()
    assert (article.due_at, notice.due_at, notice.why, notice.by) == (due, due, "assigned", editor)


def test_nobody_without_a_role_there_is_given_a_story(article, editor, outsider, reporter):
    reporter.is_active = False
    reporter.save()
    before = counts()
    for person in (outsider, reporter, make_user()):
        with pytest.raises(workflow.Refused, match="has no role on the section “Serbia”"):
            workflow.hand_over(article, by=editor, to=person)
    article.refresh_from_db()
    assert (article.assigned_to, counts()) == (None, before)


def test_handed_on_it_waits_for_the_next_alone(article, editor, reporter):
    workflow.hand_over(article, by=editor, to=reporter)
    workflow.hand_over(article, by=reporter, to=editor)
    assert (waiting_for(reporter), waiting_for(editor)) == ([], [("handed_over", "")])


def test_whoever_takes_it_on_themselves_is_told_nothing(article, editor):
    workflow.hand_over(article, by=editor, to=editor)
    assert (article.assigned_to, Notice.objects.count()) == (editor, 0)


def test_a_return_goes_to_whoever_submitted_it_last(article, editor, reporter):
    other = make_user(Role.REPORTER, article.section)
    for person in (other, reporter):
        workflow.submit(article, by=person)
        workflow.return_(article, by=editor, note="Who says so?")
    assert waiting_for(reporter) == waiting_for(other) == [("returned", "Who says so?")]
    assert article.stage == Stage.DRAFT
    assert Event.objects.first().note == "Who says so?"
    with pytest.raises(workflow.Refused, match="what is to be done"):
        workflow.return_(article, by=editor, note="")


def test_submitting_settles_ones_own_work_and_publishing_everybodys(article, editor, reporter):
    other = make_user(Role.REPORTER, article.section)
    for person in (other, reporter):
        workflow.submit(article, by=person)
        workflow.return_(article, by=editor, note="Who says so?")
    workflow.submit(article, by=reporter)
    assert (waiting_for(reporter), len(waiting_for(other))) == ([], 1)
    workflow.publish(article, by=editor)
    assert waiting_for(other) == []
    assert (article.assigned_to, article.due_at) == (None, None)


# Notes.


@pytest.mark.parametrize(
    "text", ["@paolo.neri look", "Look, @PAOLO.Neri.", "(@paolo.neri), look", "A\n@paolo.neri: look"]
)
def test_a_note_finds_whom_it_mentions(article, editor, reporter, text):
    workflow.note(article, by=editor, text=text)
    assert waiting_for(reporter) == [("mentioned", text)]


@pytest.mark.parametrize("text", ["paolo.neri", "mail@paolo.neri", "@paolo", "@@paolo.neri", "@nobody @"])
def test_other_words_mention_nobody(article, editor, reporter, text):
    assert workflow.note(article, by=editor, text=text).text == text
    assert not Notice.objects.exists()


def test_somebody_without_a_role_learns_nothing_of_it(article, editor, reporter, outsider):
    workflow.note(article, by=editor, text="@olga @paolo.neri @paolo.neri")
    assert (waiting_for(outsider), len(waiting_for(reporter))) == ([], 1)
    with pytest.raises(workflow.NotAllowed):
        workflow.note(article, by=outsider, text="@paolo.neri")
    with pytest.raises(workflow.Refused, match="needs a note"):
        workflow.note(article, by=editor, text=" ")


def test_a_note_is_written_beside_whoever_is_editing_and_makes_nobodys_screen_stale(
    article, editor, reporter
):
    locks.claim(article, reporter, timezone.now())
    head, modified_at = article.head_revision_id, article.modified_at
    workflow.note(article, by=editor, text="Mind the name")
    article.refresh_from_db()
    assert (article.head_revision_id, article.modified_at) == (head, modified_at)


# Locks.


def test_nobody_works_on_what_somebody_else_is_editing(article, editor, reporter, head):
    now = timezone.now()
    locks.claim(article, reporter, now)
    before = counts()
    time = timezone.localtime(now).strftime("%H:%M")
    for step in (workflow.save, workflow.submit, workflow.publish, workflow.spike):
        with pytest.raises(workflow.Locked, match=f"Paolo Neri is editing this story since {time}"):
            step(article, by=head)
    with pytest.raises(workflow.Locked):
        workflow.hand_over(article, by=head, to=editor)
    with pytest.raises(workflow.Locked):
        workflow.restore(article, by=head, revision=article.head_revision)
    assert counts() == before


def test_what_readers_see_is_not_held_up_by_it(serbia, editor, reporter):
    article = publish_article(section=serbia, headline="Wrong")
    locks.claim(article, reporter, timezone.now())
    correct(article, editor, headline="Right")
    workflow.hold(article, by=editor, reason="Wrong?")
    workflow.release(article, by=editor)
    workflow.kill(article, by=editor, reason="Wrong")


def test_ones_own_lock_and_one_without_life_hinder_nobody(article, editor, reporter):
    now = timezone.now()
    locks.claim(article, reporter, now)
    workflow.save(article, by=reporter)
    EditLock.objects.update(last_sign=now - locks.LASTS)
    workflow.submit(article, by=editor)


def type_into(article, person, **values):
    sent = {name: [value] for name, value in values.items()}
    UnsavedText.objects.create(person=person, article=article, grew_from=article.head_revision, values=sent)


def test_taken_over_the_first_ones_text_is_kept_beside_the_line(article, reporter, head):
    grew_from = article.head_revision
    locks.claim(article, reporter, timezone.now())
    type_into(article, reporter, headline="Half a headl")
    kept = workflow.take_over(article, by=head)
    article.refresh_from_db()
    assert (kept.parent, kept.by, kept.step) == (grew_from, reporter, "keep")
    assert kept.data == grew_from.data | {"headline": "Half a headl"}
    assert article.head_revision == grew_from
    assert EditLock.objects.get().person == head
    assert waiting_for(reporter) == [("taken_over", "")]
    assert UnsavedText.objects.get().values  # and it is still offered to its writer
    assert [(event.step, event.who) for event in Event.objects.all()[:2]] == [
        ("take_over", "Carla Testa"),
        ("keep", "Paolo Neri"),
    ]
    with pytest.raises(workflow.Locked, match="Carla Testa"):
        workflow.save(article, by=reporter)


def test_times_in_it_are_those_of_its_writer(article, reporter, head):
    reporter.time_zone = "America/New_York"
    reporter.save()
    locks.claim(article, reporter, timezone.now())
    type_into(article, reporter, not_before="2026-11-22T06:00")
    with timezone.override("Asia/Tokyo"):
        kept = workflow.take_over(article, by=head)
    assert kept.data["not_before"] == "2026-11-22T11:00:00+00:00"


def test_without_unsaved_text_only_the_lock_is_taken(article, reporter, head):
    locks.claim(article, reporter, timezone.now())
    assert workflow.take_over(article, by=head) is None
    assert EditLock.objects.get().person == head
    assert article.revisions.count() == 1


def test_a_lock_is_taken_over_by_desk_heads_there(article, reporter, editor, outsider):
    for person in (editor, outsider):
        with pytest.raises(workflow.NotAllowed):
            workflow.take_over(article, by=person)
    assert not EditLock.objects.exists()
    locks.claim(article, reporter, timezone.now())
    with pytest.raises(workflow.NotAllowed):
        workflow.take_over(article, by=editor)
    assert EditLock.objects.get().person == reporter
