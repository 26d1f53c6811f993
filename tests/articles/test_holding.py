"""Taking a story off the site for a while, off the schedule, or out of everybody's hands."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Change, Edition, Event, Notice, Placement, Publication
from articles.stages import LiveState, Stage
from sections.models import Role
from tests.articles.correcting import correct
from tests.factories import (
    make_article,
    make_group,
    make_place,
    make_section,
    make_user,
    publish_article,
)

pytestmark = pytest.mark.django_db


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def state(article):
    copy = Article.objects.get(pk=article.pk)
    return workflow.live_state(copy, workflow.publication_of(copy), timezone.now())


def live_at(moment):
    return list(Edition.objects.live(moment))


def live_now():
    return live_at(timezone.now())


def page_of(article):
    publication = Publication.objects.select_related("head_edition__address", "section").get(article=article)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def schedule(article, hours, by=None, **fields):
    article.not_before = in_hours(hours)
    for name, value in fields.items():
        setattr(article, name, value)
    workflow.save(article, by=by)
    return workflow.publish(article, by=by)


# Live stories.


def test_held_it_is_on_no_page_and_no_list_and_released_it_is_as_it_was(client, serbia, editor):
    article = publish_article(section=serbia, headline="A bridge is opened")
    page, held = page_of(article), Edition.objects.get()
    assert client.get(page).status_code == 200
    workflow.hold(article, by=editor, reason="The name is in doubt")
    assert state(article) == LiveState.HELD
    assert live_now() == []
    assert not Placement.objects.exists()
    assert client.get(page).status_code == 404
    assert "A bridge" not in client.get("/nuova-europa/").content.decode()
    publication = Publication.objects.get()
    assert publication.hold_reason == "The name is in doubt"
    workflow.release(article, by=editor)
    (released,) = live_now()
    assert (released.kind, released.version, released.revision) == ("release", 2, held.revision)
    assert released.address == held.address
    assert client.get(page).status_code == 200
    assert "A bridge" in client.get("/nuova-europa/").content.decode()
    assert [change.what for change in Change.objects.all()] == ["edition", "held", "edition"]
    told = [(event.step, event.who, event.note) for event in Event.objects.all()[:2]]
    assert told == [("release", "Elena Conti", ""), ("hold", "Elena Conti", "The name is in doubt")]
    assert article.stage == Stage.PUBLISHED


def test_released_it_says_word_for_word_what_it_said_whatever_is_called_otherwise(serbia, editor):
    rome = make_place("Rome")
    article = publish_article(section=serbia, places=[rome])
    workflow.hold(article, by=editor, reason="Wrong?")
    rome.name = "Roma"
    rome.save()
    serbia.source = None
    serbia.save()
    workflow.release(article, by=editor)
    assert live_now()[0].dateline.startswith("(ANSA) - ROME,")


def test_a_place_or_a_section_that_is_gone_meanwhile_hinders_no_release(serbia, editor):
    paris, sport = make_place("Paris"), make_section("sport")
    article = publish_article(section=serbia, places=[paris], further_sections=[sport])
    workflow.hold(article, by=editor, reason="Wrong?")
    workflow.save(article, by=editor, places=[make_place("Rome")], further_sections=[])
    paris.delete()
    sport.delete()
    workflow.release(article, by=editor)
    assert live_now()[0].dateline.startswith("(ANSA) - PARIS,")


def test_a_release_tells_readers_and_clients_of_the_correction_again(serbia, editor):
    article = publish_article(section=serbia)
    correct(article, editor, note="It was Tuesday", headline="On Tuesday")
    workflow.hold(article, by=editor, reason="Wrong?")
    workflow.release(article, by=editor)
    assert live_now()[0].public_note == "It was Tuesday"


def test_it_is_released_once(serbia, editor):
    article = publish_article(section=serbia)
    workflow.hold(article, by=editor, reason="Wrong?")
    workflow.release(article, by=editor)
    with pytest.raises(workflow.Refused, match="not possible"):
        workflow.release(article, by=editor)
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("step", ["hold", "release", "kill"])
def test_nobody_takes_away_another_version_than_the_one_that_they_saw(serbia, editor, step):
    article = publish_article(section=serbia)
    seen = Edition.objects.get().pk
    workflow.save(article, by=editor)
    workflow.publish(article, by=editor)
    if step == "release":
        workflow.hold(article, by=editor, reason="Wrong?")
    told = {} if step == "release" else {"reason": "Wrong"}
    was = state(article)
    with pytest.raises(workflow.Conflict, match="Elena Conti"):
        getattr(workflow, step)(article, by=editor, seen_edition=seen, **told)
    assert state(article) == was


@pytest.mark.parametrize("step", ["hold", "kill"])
def test_an_update_that_waits_beside_it_makes_no_other_version_of_what_is_live(serbia, editor, step):
    article = publish_article(section=serbia)
    seen = Edition.objects.get().pk
    schedule(article, 1)
    getattr(workflow, step)(article, by=editor, seen_edition=seen, reason="Wrong")
    assert live_now() == []


def test_but_its_correction_does_though_an_update_waits(serbia, editor):
    article = publish_article(section=serbia, headline="A bridge is opened")
    seen = Edition.objects.get().pk
    schedule(article, 1, headline="Thousands come")
    correct(article, editor, headline="A tunnel is opened")
    with pytest.raises(workflow.Conflict, match="Elena Conti corrected this story"):
        workflow.kill(article, by=editor, seen_edition=seen, reason="It is a tunnel")


def test_an_update_that_waits_comes_back_to_its_editor(serbia, editor):
    planner = make_user(Role.EDITOR, serbia)
    article = publish_article(section=serbia)
    waiting = schedule(article, 1, by=planner)
    workflow.hold(article, by=editor, reason="Wrong?")
    assert (article.stage, live_at(in_hours(2))) == (Stage.DRAFT, [])
    assert Notice.objects.get(person=planner).why == Notice.Why.UNSCHEDULED
    workflow.release(article, by=editor)
    (released,) = live_now()
    assert released.revision != waiting.revision
    assert live_at(in_hours(2)) == [released]


def test_killed_while_it_is_held_it_stays_away(client, serbia, editor):
    article = publish_article(section=serbia)
    page = page_of(article)
    workflow.hold(article, by=editor, reason="Wrong?")
    workflow.kill(article, by=editor, reason="Wrong")
    publication = Publication.objects.get()
    assert state(article) == LiveState.KILLED
    assert (publication.held_at, publication.hold_reason) == (None, "")
    assert client.get(page).status_code == 410
    with pytest.raises(workflow.Refused, match="killed"):
        workflow.release(article, by=editor)


# Who is told.


@pytest.mark.parametrize("step", ["hold", "kill"])
def test_desk_heads_of_its_section_and_above_are_told_at_once(serbia, editor, step):
    article = publish_article(section=serbia)
    above = make_user(Role.DESK_HEAD, make_section("nuova-europa"))
    in_team = make_user()
    make_group(Role.DESK_HEAD, serbia, in_team)
    gone = make_user(Role.DESK_HEAD, serbia, is_active=False)
    others = [editor, make_user(Role.DESK_HEAD, make_section("sport")), make_user(Role.EDITOR, serbia), gone]
    getattr(workflow, step)(article, by=editor, reason="The name is wrong")
    why = {"hold": "held", "kill": "killed"}[step]
    told = Notice.objects.filter(why=why)
    assert {notice.person for notice in told} == {above, in_team}
    assert {(notice.text, notice.by) for notice in told} == {("The name is wrong", editor)}
    assert not Notice.objects.filter(person__in=others).exists()


@pytest.mark.parametrize("step", ["hold", "kill"])
def test_the_desks_of_its_language_versions_are_told(serbia, editor, reporter, step):
    article = publish_article(section=serbia)
    german = workflow.translate(article, by=reporter, language="de")
    getattr(workflow, step)(article, by=editor, reason="The name is wrong")
    why = {"hold": "version_held", "kill": "version_killed"}[step]
    notice = Notice.objects.get(person=reporter)
    assert (notice.article, notice.why) == (german, why)


# Before publication.


def test_hands_off_nobody_publishes_it_and_everybody_goes_on_writing(serbia, editor, reporter):
    article = make_article(section=serbia, by=reporter)
    head = make_user(Role.DESK_HEAD, serbia)
    workflow.hold(article, by=editor, reason="With the lawyers")
    assert state(article) == LiveState.HELD
    assert Notice.objects.get(person=head).why == Notice.Why.HELD
    workflow.save(article, by=reporter)
    workflow.submit(article, by=reporter)
    for options in ({}, {"alone": True, "note": "I know better"}):
        with pytest.raises(workflow.Refused, match="held"):
            workflow.publish(article, by=head, **options)
    workflow.release(article, by=editor)
    assert (article.held_at, article.hold_reason) == (None, "")
    workflow.publish(article, by=editor)
    assert len(live_now()) == 1
    assert [change.what for change in Change.objects.all()] == ["edition"]


def test_a_scheduled_story_goes_back_to_its_schedule(serbia, editor):
    article = publish_article(section=serbia, not_before=in_hours(2))
    begins = Edition.objects.get().visible_from
    workflow.hold(article, by=editor, reason="With the lawyers")
    assert (state(article), live_at(in_hours(3))) == (LiveState.HELD, [])
    assert not Placement.objects.exists()
    workflow.release(article, by=editor)
    assert state(article) == LiveState.SCHEDULED
    assert live_at(begins - timedelta(seconds=1)) == []
    (released,) = live_at(begins)
    assert (released.version, released.visible_from) == (2, begins)


def test_released_after_its_time_it_appears_at_once_with_the_day_of_its_release(
    client, serbia, editor, clock
):
    clock.set(datetime(2026, 11, 22, 20, tzinfo=UTC))
    article = publish_article(
        section=serbia, headline="A bridge", not_before=datetime(2026, 11, 22, 22, tzinfo=UTC)
    )
    workflow.hold(article, by=editor, reason="With the lawyers")
    clock.set(datetime(2026, 11, 23, 9, tzinfo=UTC))
    workflow.release(article, by=editor)
    (released,) = live_now()
    assert released.visible_from == timezone.now()
    assert str(released.address) == "2026/11/23/a-bridge"
    assert released.dateline == "(ANSA) - ROME, NOV 23 -"
    assert Publication.objects.get().first_published_at == timezone.now()
    assert client.get("/nuova-europa/serbia/2026/11/23/a-bridge/").status_code == 200


def test_the_record_of_a_story_that_was_never_seen_is_no_hindrance_elsewhere(serbia):
    article = publish_article(section=serbia, not_before=in_hours(2))
    workflow.unschedule(article, by=None)
    sport = make_section("sport")
    article.section = sport
    workflow.save(article, by=None)
    editor = make_user(Role.EDITOR, sport)
    workflow.hold(article, by=editor, reason="With the lawyers")
    workflow.release(article, by=editor)
    assert workflow.publish(article, by=editor).section == sport


# The one time field.


def test_before_its_time_nothing_shows_whoever_publishes(client, serbia):
    head = make_user(Role.DESK_HEAD, serbia)
    article = make_article(section=serbia, by=head, not_before=in_hours(2), embargo=True)
    workflow.publish(article, by=head)
    assert (live_now(), state(article)) == ([], LiveState.SCHEDULED)
    assert client.get(page_of(article)).status_code == 404
    assert Change.objects.get().embargo is True


def test_six_is_moved_to_half_past_six_by_one_field(serbia, editor, clock):
    clock.set(datetime(2026, 11, 22, 3, tzinfo=UTC))
    six, half_past = (datetime(2026, 11, 22, 5, minute, tzinfo=UTC) for minute in (0, 30))
    article = publish_article(section=serbia, not_before=six)
    article.not_before = half_past
    workflow.save(article, by=editor)
    edition = workflow.publish(article, by=editor)
    assert live_at(six) == live_at(half_past - timedelta(seconds=1)) == []
    assert live_at(half_past) == [edition]
    assert Publication.objects.get().first_published_at == half_past
    assert set(Placement.objects.values_list("edition", "first_published_at")) == {(edition.pk, half_past)}


def test_moved_across_midnight_it_has_the_new_day_and_keeps_the_old_address(serbia, editor, clock):
    clock.set(datetime(2026, 11, 22, 12, tzinfo=UTC))
    article = publish_article(
        section=serbia, headline="A bridge", not_before=datetime(2026, 11, 22, 22, 50, tzinfo=UTC)
    )
    article.not_before = datetime(2026, 11, 22, 23, 10, tzinfo=UTC)  # ten past midnight in Rome
    workflow.save(article, by=editor)
    edition = workflow.publish(article, by=editor)
    assert str(edition.address) == "2026/11/23/a-bridge"
    assert edition.dateline == "(ANSA) - ROME, NOV 23 -"
    assert Publication.objects.get().addresses.count() == 2


def test_a_first_version_off_the_schedule_is_a_draft_that_can_be_published(serbia, editor):
    article = publish_article(section=serbia, not_before=in_hours(2))
    waiting = Edition.objects.get()
    workflow.unschedule(article, by=editor)
    assert (article.stage, state(article), live_at(in_hours(3))) == (Stage.DRAFT, LiveState.NONE, [])
    assert not Placement.objects.exists()
    assert (Change.objects.last().what, Change.objects.last().edition) == ("cancelled", waiting)
    article.not_before = None
    workflow.save(article, by=editor)
    edition = workflow.publish(article, by=editor)
    assert (edition.kind, edition.version, live_now()) == ("first", 2, [edition])


def test_an_update_off_the_schedule_leaves_what_is_live_without_end(serbia, editor):
    article = publish_article(section=serbia)
    live = Edition.objects.get()
    schedule(article, 2)
    workflow.unschedule(article, by=editor)
    assert live_at(in_hours(3)) == live_now() == [live]
    assert Publication.objects.get().head_edition == live
    assert (article.stage, state(article)) == (Stage.DRAFT, LiveState.LIVE)
    again = workflow.publish(article, by=editor)
    assert (again.kind, again.version) == ("update", 3)
    with pytest.raises(workflow.Conflict, match="Elena Conti published an update"):
        workflow.unschedule(article, by=editor, seen=live.revision_id)
