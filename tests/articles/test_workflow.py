"""The steps: who may, from where to where, and what each leaves behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Address, Article, Change, Edition, Event, Placement, Publication, Revision
from articles.stages import LiveState, Stage
from sections.models import Role
from tests.factories import (
    make_admin,
    make_article,
    make_place,
    make_section,
    make_source,
    make_user,
    publish_article,
)

pytestmark = pytest.mark.django_db


def test_a_story_goes_from_draft_to_the_record(serbia, reporter, editor):
    article = make_article(section=serbia, by=reporter, headline="A bridge is opened")
    assert article.stage == Stage.DRAFT
    workflow.submit(article, by=reporter)
    assert article.stage == Stage.SUBMITTED
    edition = workflow.publish(article, by=editor)
    assert article.stage == Stage.PUBLISHED
    assert article.slug == "a-bridge-is-opened"
    assert (edition.version, edition.headline, edition.kind) == (1, "A bridge is opened", "first")
    assert edition.revision_id == article.head_revision_id
    assert [event.step for event in Event.objects.all()] == ["publish", "submit", "save"]
    assert [(event.from_stage, event.to_stage) for event in Event.objects.all()] == [
        ("submitted", "published"),
        ("draft", "submitted"),
        ("", "draft"),
    ]
    assert Event.objects.first().who == "Elena Conti"


def test_every_save_and_step_writes_a_revision_that_grows_from_the_one_before(reporter, editor):
    article = make_article(by=reporter)
    article.headline = "Another headline"
    workflow.save(article, by=reporter, note="better")
    workflow.publish(article, by=editor)
    revisions = list(article.revisions.order_by("pk"))
    assert [(revision.step, revision.by) for revision in revisions] == [
        ("save", reporter),
        ("save", reporter),
        ("publish", editor),
    ]
    assert [revision.parent for revision in revisions] == [None, *revisions[:2]]
    assert revisions[1].note == "better"
    assert revisions[0].data["headline"] != revisions[1].data["headline"] == "Another headline"


def test_saving_a_published_story_makes_a_draft_and_leaves_the_page(editor):
    article = publish_article(headline="What readers see")
    article.headline = "What the desk works on"
    workflow.save(article, by=editor)
    assert article.stage == Stage.DRAFT
    assert Edition.objects.live(timezone.now()).get().headline == "What readers see"


def test_a_submitted_story_stays_submitted_when_it_is_saved(editor, reporter):
    article = make_article(by=reporter)
    workflow.submit(article, by=reporter)
    workflow.save(article, by=editor)
    assert article.stage == Stage.SUBMITTED


def test_a_story_saved_by_somebody_else_meanwhile_is_not_overwritten(reporter, editor):
    article = make_article(by=reporter)
    mine, yours = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    yours.headline = "Yours"
    workflow.save(yours, by=editor)
    mine.headline = "Mine"
    with pytest.raises(workflow.Conflict, match="Elena Conti saved this story a moment ago"):
        workflow.save(mine, by=reporter)
    article.refresh_from_db()
    assert article.headline == "Yours"
    assert article.revisions.count() == 2


def test_nobody_publishes_a_text_that_they_have_not_seen(reporter, editor):
    article = make_article(by=reporter)
    opened = Article.objects.get(pk=article.pk)
    workflow.save(article, by=reporter)
    with pytest.raises(workflow.Conflict, match="Paolo Neri saved"):
        workflow.publish(opened, by=editor)
    assert not Edition.objects.exists()
    assert Article.objects.get().stage == Stage.DRAFT


def test_publishing_publishes_what_is_saved_and_not_what_the_instance_holds(editor):
    article = make_article(headline="Saved")
    article.headline = "Never saved"
    assert workflow.publish(article, by=editor).headline == "Saved"
    assert article.headline == "Saved"


def test_the_second_to_publish_is_told_who_was_faster(editor):
    article = make_article()
    other = Article.objects.get(pk=article.pk)
    workflow.publish(article, by=editor)
    with pytest.raises(workflow.Conflict, match="Elena Conti published this story a moment ago"):
        workflow.publish(other, by=make_admin())
    assert Edition.objects.count() == 1


def test_a_kill_ends_all_editions_and_repeats_nothing(editor):
    article = publish_article()
    workflow.kill(article, by=editor, reason="It was never true")
    publication = Publication.objects.get()
    assert publication.live_state(timezone.now()) == LiveState.KILLED
    assert publication.kill_reason == "It was never true"
    assert not Edition.objects.live(timezone.now()).exists()
    assert not Placement.objects.exists()
    assert Change.objects.last().what == "killed"


def test_a_kill_takes_a_scheduled_edition_with_it(editor):
    article = make_article(not_before=timezone.now() + timedelta(hours=1))
    workflow.publish(article, by=editor)
    workflow.kill(article, by=editor, reason="Wrong")
    assert not Edition.objects.live(timezone.now() + timedelta(hours=2)).exists()


def test_a_kill_is_final(editor):
    article = publish_article()
    workflow.kill(article, by=editor, reason="Wrong")
    article.refresh_from_db()
    for step in (workflow.save, workflow.publish, workflow.submit):
        with pytest.raises(workflow.Refused, match="killed"):
            step(article, by=editor)


def test_a_kill_needs_a_reason(editor):
    article = publish_article()
    with pytest.raises(workflow.Refused, match="needs a reason"):
        workflow.kill(article, by=editor, reason="  ")
    assert Edition.objects.live(timezone.now()).exists()


def test_a_colleagues_save_never_blocks_a_kill(editor, reporter):
    article = publish_article()
    opened = Article.objects.get(pk=article.pk)
    workflow.save(article, by=reporter)
    workflow.kill(opened, by=editor, reason="Wrong")
    assert not Edition.objects.live(timezone.now()).exists()


def test_a_kill_of_another_version_than_the_one_seen_is_refused(editor):
    article = publish_article()
    seen = article.publication.head_edition_id
    workflow.save(article, by=editor)
    workflow.publish(article, by=editor)
    with pytest.raises(workflow.Conflict, match="Elena Conti published"):
        workflow.kill(article, by=editor, reason="Wrong", seen_edition=seen)


def test_a_story_that_was_never_published_cannot_be_killed(editor):
    article = make_article()
    with pytest.raises(workflow.Refused, match="not published"):
        workflow.kill(article, by=editor, reason="Wrong")


def test_a_refused_step_writes_nothing(reporter):
    article = make_article(by=reporter)
    before = (Revision.objects.count(), Event.objects.count(), article.modified_at)
    with pytest.raises(workflow.NotAllowed, match="editor"):
        workflow.publish(article, by=reporter)
    article.refresh_from_db()
    assert (Revision.objects.count(), Event.objects.count(), article.modified_at) == before
    assert not Publication.objects.exists()
    assert not Address.objects.exists()


def test_a_live_story_is_killed_by_editors_of_its_public_section_only(serbia):
    sport = make_section("sport")
    article = publish_article(section=serbia)
    both = make_user(Role.REPORTER, serbia)
    both.memberships.create(section=sport, role=Role.EDITOR)
    article.section = sport
    workflow.save(article, by=both)
    with pytest.raises(workflow.NotAllowed):
        workflow.kill(article, by=both, reason="I would like to")
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(article, by=both)


def test_nobody_takes_a_live_story_from_its_editors_by_moving_the_copy(serbia, editor):
    article = publish_article(section=serbia)
    article.section = make_section("sport")
    workflow.save(article, by=None)
    workflow.kill(article, by=editor, reason="Wrong")
    assert not Edition.objects.live(timezone.now()).exists()


def test_nor_by_scheduling_an_update_in_another_section(serbia, editor):
    article = publish_article(section=serbia)
    article.section, article.not_before = make_section("sport"), timezone.now() + timedelta(hours=1)
    workflow.save(article, by=None)
    workflow.publish(article, by=None)
    workflow.kill(article, by=editor, reason="Wrong")
    assert not Edition.objects.live(timezone.now() + timedelta(hours=2)).exists()


def test_a_story_is_not_moved_into_a_section_where_one_has_no_role(reporter):
    article = make_article(by=reporter)
    article.section = make_section("sport")
    with pytest.raises(workflow.NotAllowed, match="Sport"):
        workflow.save(article, by=reporter)


def test_somebody_deactivated_may_nothing(serbia, editor):
    editor.is_active = False
    editor.save()
    with pytest.raises(workflow.NotAllowed):
        make_article(section=serbia, by=editor)


def test_related_rows_keep_their_order(editor):
    ansa, afp, ap = make_source("ANSA"), make_source("AFP"), make_source("AP")
    rome, paris = make_place("Rome"), make_place("Paris")
    article = make_article(sources=[afp, ansa, ap], places=[paris, rome])
    assert [row["label"] for row in article.head_revision.data["sources"]] == ["AFP", "ANSA", "AP"]
    workflow.save(article, by=editor, sources=[ansa, afp], places=[rome, paris])
    assert [row["label"] for row in article.head_revision.data["sources"]] == ["ANSA", "AFP"]
    edition = workflow.publish(article, by=editor)
    assert edition.dateline.startswith("(ANSA-AFP) - ROME")
    assert edition.closing_source == "(ANSA-AFP)."


def test_the_body_is_cleaned_before_it_is_kept():
    article = make_article(body='<p onclick="x()">Text<script>alert(1)</script></p><p></p>')
    article.refresh_from_db()
    assert article.body == "<p>Text</p>"
    assert article.head_revision.data["body"] == "<p>Text</p>"
