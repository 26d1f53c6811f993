"""Mending what is live while an update of it is scheduled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Change, Edition, Event, Notice, Placement
from articles.stages import LiveState, Stage
from sections.models import Role
from tests.articles.correcting import correct, live_text, minor_fix
from tests.factories import make_user, publish_article

pytestmark = pytest.mark.django_db

WRONG = "<p>The mayor, Ana Petrovic, opened it.</p><p>It has two lanes.</p>"
RIGHT = "<p>The mayor, Ana Jovanovic, opened it.</p><p>It has two lanes.</p>"
LONGER = "<p>The mayor, Ana Petrovic, opened it.</p><p>It has two lanes.</p><p>Thousands came to see it.</p>"
ELSE = "<p>Thousands walked over the bridge on its first day.</p>"


@pytest.fixture
def planner(serbia):
    return make_user(Role.EDITOR, serbia, first_name="Piero", last_name="Serra")


@pytest.fixture
def article(serbia):
    return publish_article(section=serbia, headline="A bridge is opened", body=WRONG)


def schedule(article, by=None, **fields):
    """An update that begins in an hour."""
    article.not_before = timezone.now() + timedelta(hours=1)
    for name, value in fields.items():
        setattr(article, name, value)
    workflow.save(article, by=by)
    return workflow.publish(article, by=by)


def live_at(moment):
    return list(Edition.objects.live(moment))


def notices(person):
    return list(Notice.objects.filter(person=person, done_at=None).values_list("why", flat=True))


def assert_came_back(article, waiting, corrected):
    """The correction is live without end, and nothing begins at the scheduled time."""
    for moment in (timezone.now(), waiting.visible_from, waiting.visible_from + timedelta(days=1)):
        assert live_at(moment) == [corrected]
    corrected.refresh_from_db()
    assert corrected.visible_until is None
    publication = workflow.publication_of(article)
    assert publication.head_edition == corrected
    assert workflow.waiting_edition(publication, timezone.now()) is None
    assert set(Placement.objects.filter(edition__visible_from__gt=timezone.now())) == set()


def test_an_update_that_would_undo_it_comes_back_to_its_editor(article, editor, planner):
    waiting = schedule(article, planner, body=LONGER)
    corrected = correct(article, editor, body=RIGHT)
    assert_came_back(article, waiting, corrected)
    assert (article.stage, article.body) == (Stage.DRAFT, LONGER)
    assert article.lacks_since == Edition.objects.get(version=1).revision
    assert notices(planner) == [Notice.Why.UNSCHEDULED]
    assert notices(editor) == []
    event = Event.objects.first()
    assert (event.step, event.from_stage, event.to_stage) == ("correct", "published", "draft")
    assert [change.what for change in Change.objects.all()] == ["edition", "edition", "edition", "cancelled"]
    assert Change.objects.last().edition == waiting


def test_it_comes_back_to_whoever_corrects_too(article, planner):
    schedule(article, planner, body=LONGER)
    correct(article, planner, body=RIGHT)
    assert notices(planner) == [Notice.Why.UNSCHEDULED]


def test_with_the_correction_it_is_scheduled_again(article, editor, planner):
    schedule(article, planner, body=LONGER)
    corrected = correct(article, editor, body=RIGHT)
    workflow.take_fix(article, by=planner)
    again = workflow.publish(article, by=planner)
    assert notices(planner) == []
    assert live_at(timezone.now()) == [corrected]
    assert live_at(again.visible_from) == [again]
    assert (again.body, again.version) == (LONGER.replace("Petrovic", "Jovanovic"), 4)
    assert (corrected.update_number, again.update_number) == (1, 2)


def test_an_update_that_does_not_undo_it_stays_and_begins_in_its_time(article, editor, planner):
    waiting = schedule(article, planner, body=ELSE, slug="thousands-on-the-bridge")
    before = live_text(article)
    corrected = correct(article, editor, body=RIGHT)
    assert live_at(timezone.now()) == [corrected]
    assert live_at(waiting.visible_from - timedelta(microseconds=1)) == [corrected]
    assert live_at(waiting.visible_from) == [waiting]
    assert (article.stage, article.lacks_since) == (Stage.PUBLISHED, None)
    publication = workflow.publication_of(article)
    assert publication.head_edition == workflow.waiting_edition(publication, timezone.now()) == waiting
    assert publication.live_state(timezone.now()) == LiveState.LIVE
    assert (waiting.version, corrected.version) == (2, 3)
    assert (waiting.update_number, corrected.update_number) == (2, 1)
    assert corrected.address == before.address != waiting.address
    for edition in (waiting, corrected):
        paths = set(edition.placements.values_list("section__path", flat=True))
        assert paths == {"", "nuova-europa", "nuova-europa/serbia"}
    assert Notice.objects.count() == 0


def test_it_can_be_corrected_twice_and_the_update_still_begins(article, editor, planner):
    waiting = schedule(article, planner, body=ELSE)
    correct(article, editor, body=RIGHT)
    second = minor_fix(article, editor, body=RIGHT.replace("two", "2"))
    assert live_at(timezone.now()) == [second]
    assert live_at(waiting.visible_from) == [waiting]
    assert Edition.objects.filter(visible_until=None).get() == waiting


def test_the_second_correction_can_call_it_back(article, editor, planner):
    waiting = schedule(article, planner, body=LONGER.replace("Petrovic", "Jovanovic"))
    correct(article, editor, body=RIGHT)
    assert live_at(waiting.visible_from) == [waiting]
    third = correct(article, editor, "It has three lanes", body=RIGHT.replace("two", "three"))
    assert_came_back(article, waiting, third)
    workflow.take_fix(article, by=planner)
    assert article.body == LONGER.replace("Petrovic", "Jovanovic").replace("two", "three")


def test_a_further_draft_on_top_is_left_alone(article, editor, planner):
    waiting = schedule(article, planner, body=LONGER)
    article.body, article.headline = ELSE, "And on it goes"
    workflow.save(article, by=editor)
    head = article.head_revision
    corrected = correct(article, editor, body=RIGHT)
    assert_came_back(article, waiting, corrected)
    assert (article.stage, article.body, article.head_revision) == (Stage.DRAFT, ELSE, head)
    assert article.lacks_since is None
    assert notices(planner) == [Notice.Why.UNSCHEDULED]
    assert notices(editor) == [Notice.Why.UNSCHEDULED]


def test_a_further_draft_with_the_old_words_is_told_though_the_update_stays(article, editor, planner):
    waiting = schedule(article, planner, body=ELSE)
    article.body = LONGER
    workflow.save(article, by=planner)
    corrected = correct(article, editor, body=RIGHT)
    assert live_at(timezone.now()) == [corrected]
    assert live_at(waiting.visible_from) == [waiting]
    assert notices(planner) == [Notice.Why.LACKS_FIX]
    with pytest.raises(workflow.Refused, match="lacks a correction"):
        workflow.publish(article, by=planner)


def test_an_update_that_has_begun_is_what_is_corrected(article, editor, planner):
    waiting = schedule(article, planner, body=LONGER)
    Edition.objects.filter(version=1).update(visible_until=timezone.now())
    Edition.objects.filter(pk=waiting.pk).update(visible_from=timezone.now())
    corrected = correct(article, editor, body=LONGER.replace("Petrovic", "Jovanovic"))
    assert corrected.revision.parent == waiting.revision
    assert (article.stage, article.head_revision) == (Stage.PUBLISHED, corrected.revision)
    assert corrected.update_number == 2
