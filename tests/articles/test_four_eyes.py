"""Four eyes: where a section asks for it, nobody publishes a story that only they have touched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import locks, workflow
from articles.models import Edition, Event, Priority, Revision, UnsavedText
from sections.models import Role
from sections.tree import forget_tree
from tests.articles.correcting import correct
from tests.factories import make_article, make_section, make_user, publish_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def serbia():
    make_section("nuova-europa", four_eyes=True)
    return make_section("nuova-europa/serbia")


@pytest.fixture
def editor(serbia):
    return make_user(Role.EDITOR, serbia, first_name="Elena", last_name="Conti")


@pytest.fixture
def reporter(serbia):
    return make_user(Role.REPORTER, serbia, first_name="Paolo", last_name="Neri")


@pytest.fixture
def head(serbia):
    return make_user(Role.DESK_HEAD, serbia, first_name="Carla", last_name="Testa")


def refused(article, by, **options):
    before = (Edition.objects.count(), Event.objects.count(), Revision.objects.count())
    with pytest.raises(workflow.Refused, match="only you have touched this text"):
        workflow.publish(article, by=by, **options)
    assert (Edition.objects.count(), Event.objects.count(), Revision.objects.count()) == before


def test_a_reporters_story_is_published_by_an_editor(serbia, reporter, editor):
    article = make_article(section=serbia, by=reporter)
    assert workflow.publish(article, by=editor)


def test_one_alone_is_refused_and_the_option_is_inherited(serbia, editor):
    refused(make_article(section=serbia, by=editor), editor)


def test_a_section_below_can_say_no(serbia, editor):
    serbia.four_eyes = False
    serbia.save()
    forget_tree()
    assert workflow.publish(make_article(section=serbia, by=editor), by=editor)


def test_elsewhere_an_editor_publishes_their_own():
    sport = make_section("sport")
    editor = make_user(Role.EDITOR, sport)
    assert workflow.publish(make_article(section=sport, by=editor), by=editor)


def test_a_flash_is_no_exception(serbia, editor):
    refused(make_article(section=serbia, by=editor, priority=Priority.FLASH), editor)


def test_a_colleague_who_submits_it_has_looked(serbia, reporter, editor):
    article = make_article(section=serbia, by=editor)
    workflow.submit(article, by=reporter)
    assert workflow.publish(article, by=editor)


def test_the_system_has_no_eyes(serbia, editor):
    article = make_article(section=serbia)
    refused(article, editor)
    workflow.save(article, by=editor)
    refused(article, editor)


def test_text_that_was_put_aside_never_came_into_the_story(serbia, reporter, editor, head):
    article = make_article(section=serbia, by=editor)
    now = timezone.now()
    locks.claim(article, reporter, now)
    UnsavedText.objects.create(
        person=reporter, article=article, grew_from=article.head_revision, values={"headline": ["Typed"]}
    )
    assert workflow.take_over(article, by=head).by == reporter
    locks.release(article, head)
    refused(article, editor)


def test_what_readers_see_was_looked_at_and_the_next_update_counts_anew(serbia, reporter, editor):
    article = make_article(section=serbia, by=reporter)
    workflow.publish(article, by=editor)
    workflow.save(article, by=editor)
    refused(article, editor)
    workflow.save(article, by=reporter)
    assert workflow.publish(article, by=editor)


def test_an_update_still_counts_who_wrote_it_when_the_live_text_is_corrected(serbia, reporter, editor):
    article = publish_article(section=serbia, headline="Wrong")
    article.headline = "Another"
    workflow.save(article, by=reporter)
    correct(article, editor, headline="Right")
    assert workflow.publish(article, by=editor).headline == "Another"


def test_a_colleagues_correction_of_the_live_text_is_no_look_at_the_update(serbia, reporter, editor):
    article = publish_article(section=serbia, headline="Wrong")
    article.headline = "Another"
    workflow.save(article, by=editor)
    correct(article, make_user(Role.EDITOR, serbia), headline="Right")
    refused(article, editor)


def test_an_update_of_a_corrected_text_counts_anew(serbia, editor):
    article = publish_article(section=serbia, headline="Wrong")
    correct(article, make_user(Role.EDITOR, serbia), headline="Right")
    workflow.save(article, by=editor)
    refused(article, editor)


def test_moving_what_nobody_has_seen_is_no_new_story(serbia, reporter, editor):
    begins = timezone.now() + timedelta(hours=1)
    article = make_article(section=serbia, by=reporter, not_before=begins)
    workflow.publish(article, by=editor)
    article.not_before = begins + timedelta(minutes=30)
    workflow.save(article, by=editor)
    assert workflow.publish(article, by=editor).visible_from == article.not_before


def test_nor_is_moving_an_update_that_waits(serbia, reporter, editor):
    article = publish_article(section=serbia)
    article.not_before = timezone.now() + timedelta(hours=1)
    workflow.save(article, by=reporter)
    workflow.publish(article, by=editor)
    article.not_before += timedelta(minutes=30)
    workflow.save(article, by=editor)
    assert workflow.publish(article, by=editor).visible_from == article.not_before


def test_moving_a_live_story_to_a_section_that_asks_for_less_shuts_no_eyes(serbia, editor):
    article = publish_article(section=serbia)
    sport = make_section("sport")
    editor.memberships.create(section=sport, role=Role.EDITOR)
    article.section = sport
    workflow.save(article, by=editor)
    refused(article, editor)


def test_a_desk_head_steps_over_it_with_a_note(serbia, head):
    article = make_article(section=serbia, by=head)
    refused(article, head)
    refused(article, head, note="Nobody else is awake")
    with pytest.raises(workflow.Refused, match="needs a note"):
        workflow.publish(article, by=head, alone=True, note=" ")
    workflow.publish(article, by=head, alone=True, note="Nobody else is awake")
    event = Event.objects.first()
    assert (event.step, event.note) == ("publish_alone", "Nobody else is awake")


def test_an_editor_does_not(serbia, editor):
    article = make_article(section=serbia, by=editor)
    with pytest.raises(workflow.NotAllowed, match="desk head"):
        workflow.publish(article, by=editor, alone=True, note="Nobody else is awake")


def test_where_a_colleague_has_looked_it_is_published_as_any_other(serbia, reporter, head):
    article = make_article(section=serbia, by=reporter)
    workflow.publish(article, by=head, alone=True)
    assert Event.objects.first().step == "publish"


def test_whoever_may_not_publish_hears_that_first(serbia, reporter):
    article = make_article(section=serbia, by=reporter)
    outsider = make_user(Role.DESK_HEAD, make_section("sport"))
    for person in (reporter, outsider):
        with pytest.raises(workflow.NotAllowed):
            workflow.publish(article, by=person)


def test_one_alone_corrects_holds_releases_and_kills(serbia, editor):
    article = publish_article(section=serbia)
    correct(article, editor, headline="Right")
    workflow.hold(article, by=editor, reason="Wrong again")
    workflow.release(article, by=editor)
    workflow.kill(article, by=editor, reason="All wrong")
