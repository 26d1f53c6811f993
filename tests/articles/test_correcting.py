"""Mending what is live, with and without an update that waits beside it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Author, Change, Edition, Event, Notice, Placement
from articles.stages import LiveState, Stage
from sections.models import Role
from tests.articles.correcting import correct, live_text, mended, minor_fix
from tests.factories import make_place, make_section, make_source, make_user, publish_article

pytestmark = pytest.mark.django_db

WRONG = "<p>The mayor, Ana Petrovic, opened it.</p><p>It has two lanes.</p>"
RIGHT = "<p>The mayor, Ana Jovanovic, opened it.</p><p>It has two lanes.</p>"
LONGER = "<p>The mayor, Ana Petrovic, opened it.</p><p>It has two lanes.</p><p>Thousands came to see it.</p>"
LONGER_RIGHT = LONGER.replace("Petrovic", "Jovanovic")
ELSE = "<p>Thousands walked over the bridge on its first day.</p>"


@pytest.fixture
def article(serbia):
    return publish_article(section=serbia, headline="A bridge is opened", body=WRONG)


def work_on(article, by=None, **fields):
    """The copy goes on, as an update that nobody has published yet."""
    article.refresh_from_db()
    for name, value in fields.items():
        setattr(article, name, value)
    return workflow.save(article, by=by)


def live_at(moment):
    return list(Edition.objects.live(moment))


def waiting_for(person):
    return [(notice.why, notice.text) for notice in Notice.objects.filter(person=person, done_at=None)]


# Nothing else is in work.


def test_a_correction_is_the_live_text_and_the_copy_at_once(article, editor):
    edition = correct(article, editor, body=RIGHT)
    assert live_at(timezone.now()) == [edition]
    assert (edition.body, edition.kind, edition.version) == (RIGHT, "correction", 2)
    assert edition.public_note == "The mayor's name was wrong"
    assert (article.stage, article.body) == (Stage.PUBLISHED, RIGHT)
    assert article.head_revision == edition.revision
    assert edition.revision.parent == Edition.objects.get(version=1).revision
    assert article.lacks_since is None
    event = Event.objects.first()
    assert (event.step, event.who, event.note) == ("correct", "Elena Conti", "The mayor's name was wrong")
    assert (event.from_stage, event.to_stage) == ("published", "published")


def test_a_minor_fix_tells_clients_and_not_readers(article, editor):
    edition = workflow.minor_fix(
        article, by=editor, note_to_clients="A letter", **mended(article, headline="A bridge opens")
    )
    assert (edition.kind, edition.public_note, edition.note_to_clients) == ("minor", "", "A letter")
    assert Change.objects.last().edition == edition
    assert article.headline == "A bridge opens"
    assert Event.objects.first().step == "minor_fix"


def test_the_related_rows_stay_in_their_order(serbia, editor):
    rows = {
        "sources": [make_source("AFP"), make_source("ANSA")],
        "places": [make_place("Paris"), make_place("Rome")],
        "authors": [Author.objects.create(name=name) for name in ("Zoe", "Ada")],
        "further_sections": [make_section("sport"), make_section("cultura")],
    }
    article = publish_article(section=serbia, body=WRONG, **rows)
    before = live_text(article)
    placed = set(before.placements.values_list("section", flat=True))
    edition = correct(article, editor, body=RIGHT)
    for name in rows:
        assert edition.revision.data[name] == before.revision.data[name], name
    assert [row.source for row in article.source_rows.all()] == rows["sources"]
    assert [row.place for row in article.place_rows.all()] == rows["places"]
    assert [row.author for row in article.author_rows.all()] == rows["authors"]
    assert set(article.further_sections.all()) == set(rows["further_sections"])
    assert (edition.dateline, edition.byline) == (before.dateline, before.byline)
    assert set(edition.placements.values_list("section", flat=True)) == placed


def test_related_rows_can_be_what_was_wrong(article, editor):
    edition = correct(article, editor, places=[make_place("Paris")], sources=[make_source("AFP")])
    assert edition.dateline.startswith("(AFP) - PARIS")
    assert [row.place.name for row in article.place_rows.all()] == ["Paris"]


def test_further_sections_that_nobody_names_stay(serbia, editor):
    article = publish_article(section=serbia, body=WRONG, further_sections=[make_section("sport")])
    given = mended(article, body=RIGHT)
    del given["further_sections"]
    edition = workflow.correct(article, by=editor, public_note="Wrong", **given)
    assert edition.placements.filter(section__path="sport", direct=True).exists()
    assert article.further_sections.get().path == "sport"


def test_address_section_times_and_first_publication_stay_as_they_are(serbia, editor):
    yesterday = timezone.now() - timedelta(days=1)
    article = publish_article(
        section=serbia, body=WRONG, first_published_at=yesterday, not_before=yesterday, embargo=True
    )
    before = live_text(article)
    moved = {"slug": "another", "section": make_section("sport"), "not_before": None, "embargo": False}
    edition = correct(article, editor, headline="Another headline", body=RIGHT, **moved)
    assert edition.address == before.address
    assert edition.section == before.section == article.section
    assert (article.slug, article.not_before, article.embargo) == (before.address.slug, yesterday, True)
    assert edition.revision.data["not_before"] == before.revision.data["not_before"]
    article.publication.refresh_from_db()
    assert article.publication.first_published_at == yesterday
    assert set(edition.placements.values_list("first_published_at", flat=True)) == {yesterday}


def test_a_note_to_clients_is_of_this_correction_alone(article, editor):
    given = mended(article, body=RIGHT, note_to_clients="Mind the name")
    edition = workflow.correct(
        article, by=editor, public_note="Wrong", note_to_clients="Mind the name", **given
    )
    assert edition.note_to_clients == "Mind the name"
    workflow.save(article, by=editor)
    assert workflow.publish(article, by=editor).note_to_clients == ""


def test_nothing_changed_is_refused_whatever_is_called_otherwise_now(article, editor):
    given = mended(article)
    place, section = article.place_rows.get().place, article.section
    place.name, section.path = "Roma", "altrove"
    place.save()
    section.save()
    given = mended(article, note_to_clients="Only a note")
    with pytest.raises(workflow.Refused, match="Nothing in the text was changed"):
        workflow.correct(article, by=editor, public_note="Wrong", **given)
    with pytest.raises(workflow.Refused, match="Nothing in the text was changed"):
        workflow.minor_fix(article, by=editor, **given)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("note", ["", "  \n"])
def test_readers_are_told_what_was_wrong(article, editor, note):
    with pytest.raises(workflow.Refused, match="needs a note to readers"):
        correct(article, editor, note, body=RIGHT)
    assert live_text(article).body == WRONG


def test_a_correction_of_a_text_that_is_live_no_more_is_refused(article, editor, reporter):
    stale = mended(article, body=RIGHT)
    correct(article, editor, headline="A bridge opens")
    work_on(article, reporter, body=ELSE)
    with pytest.raises(workflow.Conflict, match="Elena Conti corrected this story a moment ago"):
        workflow.correct(article, by=editor, public_note="Wrong", **stale)
    assert live_text(article).headline == "A bridge opens"


def test_a_correction_of_a_held_story_brings_it_back(article, editor):
    workflow.hold(article, by=editor, reason="The name is in doubt")
    edition = correct(article, editor, body=RIGHT)
    publication = workflow.publication_of(article)
    assert publication.live_state(timezone.now()) == LiveState.LIVE
    assert (publication.held_at, publication.hold_reason) == (None, "")
    assert live_at(timezone.now()) == [edition]
    assert Placement.objects.filter(edition=edition).exists()
    assert article.body == RIGHT


def test_the_desks_of_its_language_versions_are_told(article, editor, reporter):
    german = workflow.translate(article, by=reporter, language="de")
    head = make_user(Role.DESK_HEAD, make_section("nuova-europa"))
    correct(article, editor, body=RIGHT)
    for person in (head, reporter):
        notice = Notice.objects.get(person=person, why=Notice.Why.VERSION_CORRECTED)
        assert (notice.article, notice.text, notice.by) == (german, "The mayor's name was wrong", editor)
    assert not Notice.objects.filter(person=editor).exists()
    minor_fix(article, editor, headline="A bridge opens")
    assert Notice.objects.filter(why=Notice.Why.VERSION_CORRECTED).count() == 2


# An update waits in draft.


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SUBMITTED])
def test_an_update_in_work_is_left_alone_and_told(article, editor, reporter, stage):
    work_on(article, reporter, headline="Thousands on the new bridge", body=LONGER)
    if stage == Stage.SUBMITTED:
        workflow.submit(article, by=reporter)
    head, was_live = article.head_revision, live_text(article).revision
    edition = correct(article, editor, body=RIGHT)
    assert (article.stage, article.body, article.head_revision) == (stage, LONGER, head)
    assert (edition.headline, edition.body) == ("A bridge is opened", RIGHT)
    assert edition.revision.parent == was_live == article.lacks_since
    assert waiting_for(reporter) == [("lacks_fix", "")]
    with pytest.raises(workflow.Refused, match="lacks a correction"):
        workflow.publish(article, by=editor)


def test_one_step_takes_the_correction_over_and_keeps_all_else(article, editor, reporter):
    work_on(article, reporter, headline="Thousands on the new bridge", body=LONGER, priority=3)
    correct(article, editor, body=RIGHT)
    workflow.take_fix(article, by=reporter)
    assert (article.headline, article.body) == ("Thousands on the new bridge", LONGER_RIGHT)
    assert (article.stage, article.priority, article.lacks_since) == (Stage.DRAFT, 3, None)
    assert article.place_rows.count() == article.source_rows.count() == 1
    assert waiting_for(reporter) == []
    edition = workflow.publish(article, by=editor)
    assert (edition.body, edition.version, edition.update_number) == (LONGER_RIGHT, 3, 2)


def test_an_update_without_the_old_words_is_told_nothing(article, editor, reporter):
    work_on(article, reporter, body=ELSE)
    correct(article, editor, body=RIGHT)
    assert article.lacks_since is None
    assert waiting_for(reporter) == []
    assert workflow.publish(article, by=editor).body == ELSE


def test_typing_the_correction_by_hand_is_as_good(article, editor, reporter):
    work_on(article, reporter, body=LONGER)
    correct(article, editor, body=RIGHT)
    work_on(article, reporter, body=LONGER_RIGHT)
    article.refresh_from_db()
    assert article.lacks_since is None
    assert waiting_for(reporter) == []
    workflow.publish(article, by=editor)


def test_an_editor_sets_it_aside_where_the_copy_is_right(article, editor, reporter):
    work_on(article, reporter, body=LONGER)
    correct(article, editor, body=RIGHT)
    with pytest.raises(workflow.NotAllowed):
        workflow.set_fix_aside(article, by=reporter)
    workflow.set_fix_aside(article, by=editor)
    assert (article.lacks_since, article.body) == (None, LONGER)
    assert waiting_for(reporter) == []
    assert workflow.publish(article, by=editor).body == LONGER


def test_corrected_twice_it_lacks_both(article, editor, reporter):
    work_on(article, reporter, body=LONGER)
    first = live_text(article).revision
    correct(article, editor, body=RIGHT)
    correct(article, editor, "And it has three lanes", body=RIGHT.replace("two lanes", "three lanes"))
    assert article.lacks_since == first
    workflow.take_fix(article, by=editor)
    assert article.body == LONGER_RIGHT.replace("two lanes", "three lanes")


def test_corrected_and_back_again_it_lacks_nothing(article, editor, reporter):
    work_on(article, reporter, body=LONGER)
    correct(article, editor, body=RIGHT)
    correct(article, editor, "It was right before", body=WRONG)
    assert article.lacks_since is None
    assert workflow.publish(article, by=editor).body == LONGER


def test_after_setting_one_aside_it_lacks_only_the_next(article, editor, reporter):
    work_on(article, reporter, body=LONGER)
    correct(article, editor, body=RIGHT)
    workflow.set_fix_aside(article, by=editor)
    correct(article, editor, "And it has three lanes", body=RIGHT.replace("two lanes", "three lanes"))
    workflow.take_fix(article, by=editor)
    assert article.body == LONGER.replace("two lanes", "three lanes")


def test_a_version_from_before_a_correction_brings_its_words_back_and_the_copy_is_told(article, editor):
    wrong = article.head_revision
    correct(article, body=RIGHT)
    article.refresh_from_db()
    workflow.restore(article, revision=wrong, by=editor)
    assert article.lacks_since_id == wrong.pk
    with pytest.raises(workflow.Refused, match="lacks a correction"):
        workflow.publish(article, by=editor)
    workflow.take_fix(article, by=editor)
    assert workflow.publish(article, by=editor).body == RIGHT


def test_a_version_from_after_the_correction_lacks_nothing(article, editor):
    correct(article, body=RIGHT)
    article.refresh_from_db()
    right = article.head_revision
    work_on(article, body=ELSE)
    workflow.restore(article, revision=right, by=editor)
    assert article.lacks_since_id is None


def test_a_translation_begins_with_what_readers_see(article, editor):
    work_on(article, body=LONGER)
    correct(article, body=RIGHT)
    article.refresh_from_db()
    assert workflow.translate(article, by=editor, language="de").body == RIGHT
