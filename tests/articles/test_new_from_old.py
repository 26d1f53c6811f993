"""Stories that begin with another's text, and texts that come back."""

from datetime import date

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Author, Edition, Event, Notice
from articles.stages import Stage
from sections.models import Role
from sections.tree import forget_tree
from tests.factories import (
    make_article,
    make_copyright,
    make_place,
    make_section,
    make_source,
    make_user,
    publish_article,
)

pytestmark = pytest.mark.django_db

TEXT = {
    "headline": "A bridge is opened",
    "subheadline": "It has two lanes",
    "body": "<p>The bridge was opened.</p>",
    "slugline": "BRIDGE",
    "dateline_region": "Serbia",
    "dateline_date": date(2026, 11, 21),
}
LEFT = {"slug": "a-bridge", "embargo": True, "note_to_clients": "Photos follow"}


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def reporter(serbia):
    return make_user(Role.REPORTER, serbia)


@pytest.fixture
def editor(serbia):
    return make_user(Role.EDITOR, serbia)


@pytest.fixture
def rows():
    return {
        "sources": [make_source("AFP"), make_source("ANSA")],
        "places": [make_place("Paris"), make_place("Rome")],
        "authors": [Author.objects.create(name=name) for name in ("Zoe", "Ada")],
        "further_sections": [make_section("cultura"), make_section("sport")],
    }


def rows_of(article):
    return {
        "sources": [row.source for row in article.source_rows.all()],
        "places": [row.place for row in article.place_rows.all()],
        "authors": [row.author for row in article.author_rows.all()],
        "further_sections": list(article.further_sections.order_by("path")),
    }


@pytest.mark.parametrize("step", ["duplicate", "translate"])
def test_a_new_story_has_the_text_and_nothing_that_was_the_old_ones_alone(serbia, reporter, rows, step):
    old = publish_article(section=serbia, not_before=timezone.now(), **TEXT, **LEFT, **rows)
    language = {"language": "de"} if step == "translate" else {}
    new = Article.objects.get(pk=getattr(workflow, step)(old, by=reporter, **language).pk)
    assert {name: getattr(new, name) for name in TEXT} == TEXT
    assert rows_of(new) == rows
    assert (new.slug, new.not_before, new.embargo, new.note_to_clients) == ("", None, False, "")
    assert (new.stage, new.section, new.created_by, new.modified_by) == ("draft", serbia, reporter, reporter)
    assert new.guid != old.guid
    assert new.language == ("de" if step == "translate" else old.language)
    assert (new.translation_group == old.translation_group) is (step == "translate")
    assert (new.head_revision.step, new.head_revision.parent) == (step, None)
    event = Event.objects.first()
    assert (event.step, event.article_id, event.note) == (step, new.pk, old.headline)
    assert Edition.objects.count() == 1


def test_there_is_one_version_in_a_language(serbia, reporter):
    old = make_article(section=serbia)
    german = workflow.translate(old, by=reporter, language="de")
    for language in ("de", old.language):
        with pytest.raises(workflow.Refused, match="has a version in this language: “Ministers"):
            workflow.translate(old, by=reporter, language=language)
    workflow.spike(german, by=None)
    assert workflow.translate(old, by=reporter, language="de") != german


def test_of_a_version_on_another_desk_nobody_learns_the_headline(serbia, reporter):
    old = make_article(section=serbia)
    german = workflow.translate(old, by=None, language="de")
    german.section, german.headline = make_section("sport"), "Secret"
    workflow.save(german, by=None)
    with pytest.raises(workflow.Refused, match="on another desk"):
        workflow.translate(old, by=reporter, language="de")
    with pytest.raises(workflow.NotAllowed):
        workflow.translate(old, by=make_user(Role.REPORTER, make_section("cultura")), language="de")


def test_restoring_makes_it_say_again_what_it_said(serbia, reporter, rows):
    article = make_article(section=serbia, **TEXT, **rows)
    old = article.head_revision
    article.headline, article.dateline_date = "Another", None
    workflow.save(
        article, by=reporter, sources=[], places=[make_place("Rome")], authors=[], further_sections=[]
    )
    restored = workflow.restore(article, revision=old, by=reporter)
    article = Article.objects.get(pk=article.pk)
    assert {name: getattr(article, name) for name in TEXT} == TEXT
    assert rows_of(article) == rows
    assert restored.data == old.data
    assert (article.head_revision, restored.parent.data["headline"]) == (restored, "Another")
    assert Event.objects.first().step == "restore"


def test_restoring_a_published_story_makes_a_draft(serbia, reporter):
    article = publish_article(section=serbia)
    workflow.restore(article, revision=article.revisions.last(), by=reporter)
    assert article.stage == Stage.DRAFT
    assert Edition.objects.live(timezone.now()).count() == 1


def test_what_is_gone_stays_gone(serbia, reporter, rows):
    terms, sport = make_copyright("AFP"), rows["further_sections"][1]
    article = make_article(section=serbia, copyright=terms, **TEXT, **rows)
    old = article.head_revision
    article.copyright = None
    workflow.save(article, by=None, sources=[], places=[], authors=[], further_sections=[])
    for row in (rows["places"][0], rows["authors"][0], sport, terms):
        row.delete()
    forget_tree()
    workflow.restore(article, revision=old, by=reporter)
    left = rows_of(article)
    assert [place.name for place in left["places"]] == ["Rome"]
    assert [author.name for author in left["authors"]] == ["Ada"]
    assert [section.path for section in left["further_sections"]] == ["cultura"]
    assert (article.copyright, article.headline) == (None, TEXT["headline"])


def test_a_section_that_is_gone_is_todays(serbia, reporter):
    gone = make_section("gone")
    article = make_article(section=gone, headline="In a section that is gone")
    old = article.head_revision
    article.section, article.headline = serbia, "Another"
    workflow.save(article, by=None)
    gone.delete()
    forget_tree()
    workflow.restore(article, revision=old, by=reporter)
    assert (article.section, article.headline) == (serbia, "In a section that is gone")


def test_nothing_is_restored_into_a_section_where_one_has_no_role(serbia, reporter):
    article = make_article(section=make_section("sport"))
    old = article.head_revision
    article.section = serbia
    workflow.save(article, by=None)
    with pytest.raises(workflow.NotAllowed):
        workflow.restore(article, revision=old, by=reporter)
    article.refresh_from_db()
    assert article.section == serbia


def test_another_storys_version_is_not_restored(serbia, reporter):
    article, other = make_article(section=serbia), make_article(section=serbia)
    with pytest.raises(workflow.Refused, match="another story's"):
        workflow.restore(article, revision=other.head_revision, by=reporter)


def test_a_stale_restore_is_refused(serbia, reporter, editor):
    article = make_article(section=serbia)
    opened = Article.objects.get(pk=article.pk)
    workflow.save(article, by=editor)
    with pytest.raises(workflow.Conflict, match="saved this story"):
        workflow.restore(opened, revision=opened.head_revision, by=reporter)


def test_spiked_it_is_out_of_the_way_and_comes_back_as_a_draft(serbia, reporter, editor):
    article = make_article(section=serbia)
    workflow.hand_over(article, by=None, to=editor)
    workflow.submit(article, by=reporter)
    workflow.spike(article, by=editor, note="No news")
    assert article.stage == Stage.SPIKED
    assert not Notice.objects.filter(person=editor, done_at=None).exists()
    with pytest.raises(workflow.Refused, match="spiked"):
        workflow.save(article, by=editor)
    workflow.unspike(article, by=editor)
    assert article.stage == Stage.DRAFT
    assert [event.step for event in Event.objects.all()[:2]] == ["unspike", "spike"]


def test_what_readers_saw_is_not_spiked(serbia, editor):
    article = publish_article(section=serbia)
    workflow.save(article, by=editor)
    with pytest.raises(workflow.Refused, match="live"):
        workflow.spike(article, by=editor)
