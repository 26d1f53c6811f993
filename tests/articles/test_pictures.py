"""Pictures in stories: one list from the copy to the page, and what keeps one from going out."""

from datetime import timedelta
from functools import partial

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from articles import unsaved, workflow
from articles.models import Article, ArticlePhoto, Edition, EditionPhoto
from articles.pictures import Picture
from articles.previewing import edition_of_preview, make
from articles.publishing import write_edition
from articles.snapshot import NEW_IN_3, SCHEMA, snapshot
from photos.killing import kill
from photos.models import Photo
from tests.articles.at_once import ROUNDS, at_once, copies, one_won
from tests.articles.correcting import correct, live_text, mended, minor_fix
from tests.articles.picturing import (
    figure,
    kept,
    listed,
    recorded,
    shown,
    with_pictures,
    without_photos_in_revisions,
)
from tests.factories import make_article, make_photo, make_user, publish_article

pytestmark = pytest.mark.django_db


class TestTheCopy:
    def test_a_list_is_kept_in_its_order_with_its_captions(self, harbour, bridge):
        story = with_pictures(bridge, Picture(harbour, "At dawn"))
        assert kept(story) == [(bridge.pk, ""), (harbour.pk, "At dawn")]
        assert story.head_revision.schema == SCHEMA == 3
        assert story.head_revision.data["photos"] == [
            {"id": bridge.pk, "label": "Bridge", "caption": ""},
            {"id": harbour.pk, "label": "Harbour", "caption": "At dawn"},
        ]
        assert snapshot(story)["photos"] == story.head_revision.data["photos"]

    def test_a_save_that_says_nothing_of_pictures_leaves_them(self, harbour):
        story = with_pictures(Picture(harbour, "At dawn"))
        story.headline = "Another headline"
        workflow.save(story, by=None)
        assert kept(story) == recorded(story.head_revision) == [(harbour.pk, "At dawn")]

    def test_what_is_the_same_is_not_written_again(self, harbour, bridge):
        story = with_pictures(harbour, bridge)
        rows = list(ArticlePhoto.objects.values_list("pk", flat=True))
        workflow.save(story, by=None, photos=listed(harbour, bridge))
        assert list(ArticlePhoto.objects.values_list("pk", flat=True)) == rows

    def test_pictures_change_places_go_and_get_other_captions(self, harbour, bridge, market):
        story = with_pictures(harbour, bridge, market)
        workflow.save(story, by=None, photos=listed(market, Picture(harbour, "At dusk")))
        assert kept(story) == [(market.pk, ""), (harbour.pk, "At dusk")]
        workflow.save(story, by=None, photos=[])
        assert kept(story) == recorded(story.head_revision) == []

    def test_an_earlier_version_brings_its_pictures_back(self, harbour, bridge):
        story = with_pictures(Picture(harbour, "At dawn"), bridge, text=f"<p>One.</p>{figure(bridge)}")
        earlier = story.head_revision
        story.body = "<p>One.</p>"
        workflow.save(story, by=None, photos=[])
        workflow.restore(story, by=None, revision=earlier)
        assert kept(story) == [(harbour.pk, "At dawn"), (bridge.pk, "")]
        assert story.body == f"<p>One.</p>{figure(bridge)}"

    def test_a_picture_that_is_no_more_stays_away(self, harbour, bridge):
        story = with_pictures(harbour, bridge, text=f"<p>One.</p>{figure(bridge)}")
        earlier = story.head_revision
        workflow.save(story, by=None, photos=listed(harbour))
        bridge.delete()
        workflow.restore(story, by=None, revision=earlier)
        assert kept(story) == [(harbour.pk, "")]
        assert story.body == "<p>One.</p>"

    @pytest.mark.parametrize("step", ["duplicate", "translate"])
    def test_a_story_that_begins_with_anothers_text_has_its_pictures(self, harbour, bridge, step):
        story = with_pictures(Picture(harbour, "At dawn"), bridge, text=f"<p>One.</p>{figure(bridge)}")
        kill(harbour, "Wrong place")
        language = {"language": "it"} if step == "translate" else {}
        new = getattr(workflow, step)(story, by=None, **language)
        assert kept(new) == recorded(new.head_revision) == [(harbour.pk, "At dawn"), (bridge.pk, "")]
        assert new.body == story.body

    def test_a_picture_in_the_text_that_is_none_of_the_storys_goes_at_save(self, harbour, bridge):
        text = f"<p>One.</p>{figure(harbour)}{figure(bridge)}<p>Two.</p>"
        story = with_pictures(harbour, text=text)
        assert story.body == story.head_revision.data["body"] == f"<p>One.</p>{figure(harbour)}<p>Two.</p>"
        story.body = text
        workflow.save(story, by=None)
        assert story.body == f"<p>One.</p>{figure(harbour)}<p>Two.</p>"
        new = Article(section=story.section, language="en", headline="New", body=text)
        workflow.save(new, by=None)
        assert new.body == "<p>One.</p><p>Two.</p>"

    def test_a_version_from_before_there_were_pictures_has_none(self, harbour):
        story = publish_article()
        without_photos_in_revisions(story)
        first = story.head_revision
        assert NEW_IN_3 == {"photos": []}
        workflow.save(story, by=None, photos=listed(harbour))
        workflow.restore(story, by=None, revision=first)
        assert kept(story) == recorded(story.head_revision) == []
        workflow.publish(story, by=None)
        assert shown(live_text(story)) == []

    def test_a_version_from_before_is_corrected_and_published(self, harbour):
        story = publish_article()
        without_photos_in_revisions(story)
        with pytest.raises(workflow.Refused, match="Nothing in the text"):
            correct(story)
        edition = correct(story, photos=listed(harbour))
        assert shown(edition) == [(harbour.pk, "")]
        copy = make_article()
        without_photos_in_revisions(copy)
        assert workflow.publish(copy, by=None).revision.data["photos"] == []

    def test_what_was_typed_and_not_saved_has_its_pictures(self, harbour, bridge):
        story = with_pictures(Picture(harbour, "At dawn"))
        base = story.head_revision.data
        values = {
            "photos": ["", str(bridge.pk), "999999", "strange", str(harbour.pk)],
            f"photo_caption_{bridge.pk}": ["New\r\nbridge "],
        }
        data = unsaved.snapshot_data(values, base)
        assert data["photos"] == [
            {"id": bridge.pk, "label": "Bridge", "caption": "New\nbridge"},
            {"id": harbour.pk, "label": "Harbour", "caption": "At dawn"},
        ]
        assert unsaved.snapshot_data({}, base) == base
        assert unsaved.snapshot_data({"photos": [""]}, base)["photos"] == []

    def test_taking_over_keeps_what_was_typed_aside_with_its_pictures(self, harbour, reporter, editor):
        story = with_pictures(harbour)
        row = unsaved.keep(reporter, story, None, story.head_revision_id, {"photos": [""]})
        assert unsaved.kept_revision(row, at=timezone.now()).data["photos"] == []
        assert kept(story) == [(harbour.pk, "")]


class TestWhatReadersSee:
    def test_an_edition_has_the_list_and_its_lead(self, harbour, bridge, market):
        story = with_pictures(bridge, Picture(harbour, "At dawn"), market, text=f"<p>1</p>{figure(bridge)}")
        edition = workflow.publish(story, by=None)
        assert shown(edition) == [(bridge.pk, ""), (harbour.pk, "At dawn"), (market.pk, "")]
        assert edition.lead_photo == harbour
        assert Edition.objects.get(pk=edition.pk).lead_photo == harbour

    def test_pictures_that_all_stand_in_the_text_leave_no_lead(self, harbour):
        story = with_pictures(harbour, text=f"<p>One.</p>{figure(harbour)}")
        assert workflow.publish(story, by=None).lead_photo is None
        assert publish_article().publication.head_edition.lead_photo is None

    def test_the_copy_changes_nothing_that_readers_see(self, harbour, bridge):
        story = with_pictures(harbour)
        edition = workflow.publish(story, by=None)
        workflow.save(story, by=None, photos=listed(bridge))
        assert shown(edition) == [(harbour.pk, "")]
        update = workflow.publish(story, by=None)
        assert (shown(edition), shown(update)) == ([(harbour.pk, "")], [(bridge.pk, "")])
        assert update.lead_photo == bridge

    def test_a_preview_says_what_publishing_would(self, harbour, bridge):
        story = with_pictures(harbour, bridge, text=f"<p>One.</p>{figure(harbour)}")
        preview = make(story, story.head_revision.data, by=make_user("reporter"))
        assert edition_of_preview(preview).lead_photo_id == bridge.pk
        assert [row["id"] for row in preview.data["photos"]] == [harbour.pk, bridge.pk]

    def test_what_waits_has_its_pictures_and_what_is_called_off_never_shows_them(self, harbour, bridge):
        story = with_pictures(harbour)
        live = workflow.publish(story, by=None)
        story.not_before = timezone.now() + timedelta(hours=1)
        workflow.save(story, by=None, photos=listed(bridge))
        waiting = workflow.publish(story, by=None)
        assert (shown(live), shown(waiting)) == ([(harbour.pk, "")], [(bridge.pk, "")])
        workflow.unschedule(story, by=None)
        assert live_text(story) == live

    def test_a_release_shows_the_pictures_that_readers_knew(self, harbour, bridge):
        story = with_pictures(Picture(harbour, "At dawn"))
        workflow.publish(story, by=None)
        workflow.save(story, by=None, photos=listed(bridge))
        workflow.hold(story, by=None, reason="Doubt")
        workflow.release(story, by=None)
        edition = live_text(story)
        assert edition.kind == "release"
        assert shown(edition) == [(harbour.pk, "At dawn")]
        assert edition.lead_photo == harbour

    def test_a_release_is_not_held_up_by_rights(self, harbour):
        story = with_pictures(harbour)
        workflow.publish(story, by=None)
        workflow.hold(story, by=None, reason="Doubt")
        kill(harbour, "Wrong place")
        workflow.release(story, by=None)
        edition = live_text(story)
        assert shown(edition) == [(harbour.pk, "")]
        assert not EditionPhoto.objects.filter(edition=edition).shown(timezone.now()).exists()

    def test_what_is_published_goes_back_to_its_schedule_with_its_pictures(self, harbour):
        story = with_pictures(harbour, not_before=timezone.now() + timedelta(hours=1))
        workflow.publish(story, by=None)
        workflow.hold(story, by=None, reason="Doubt")
        workflow.release(story, by=None)
        story.publication.refresh_from_db()
        edition = story.publication.head_edition
        assert edition.visible_from > timezone.now()
        assert (shown(edition), edition.lead_photo) == ([(harbour.pk, "")], harbour)

    def test_a_picture_that_is_used_cannot_be_deleted_and_says_where(self, harbour, bridge):
        story = with_pictures(harbour)
        edition = workflow.publish(story, by=None)
        assert [row.article for row in harbour.article_rows.all()] == [story]
        assert [row.edition for row in harbour.edition_rows.all()] == [edition]
        workflow.save(story, by=None, photos=[])
        workflow.kill(story, by=None, reason="Wrong")
        with pytest.raises(ProtectedError):
            harbour.delete()
        bridge.delete()

    @pytest.mark.parametrize("pictures", [0, 1, 20])
    def test_pictures_cost_an_edition_one_query_and_none_cost_none(
        self, pictures, django_assert_num_queries, monkeypatch
    ):
        def counted(*args, **kwargs):
            with django_assert_num_queries(12 if pictures else 11):  # the rows in one
                return write_edition(*args, **kwargs)

        monkeypatch.setattr("articles.publishing.write_edition", counted)
        workflow.publish(with_pictures(*(make_photo() for _number in range(pictures))), by=None)
        assert EditionPhoto.objects.count() == pictures


class TestMending:
    def test_a_correction_changes_pictures_and_the_copy_that_was_live_has_them(self, harbour, bridge):
        story = with_pictures(Picture(harbour, "At dawn"))
        workflow.publish(story, by=None)
        edition = correct(story, photos=listed(Picture(harbour, "At dusk"), bridge))
        assert shown(edition) == [(harbour.pk, "At dusk"), (bridge.pk, "")]
        story.refresh_from_db()
        assert kept(story) == recorded(story.head_revision) == shown(edition)

    def test_another_caption_alone_is_a_minor_fix(self, harbour):
        story = with_pictures(Picture(harbour, "At dwan"))
        workflow.publish(story, by=None)
        assert shown(minor_fix(story, photos=listed(Picture(harbour, "At dawn")))) == [
            (harbour.pk, "At dawn")
        ]

    def test_a_correction_that_says_nothing_of_pictures_leaves_them(self, harbour):
        story = with_pictures(Picture(harbour, "At dawn"), text=f"<p>One.</p>{figure(harbour)}")
        workflow.publish(story, by=None)
        given = mended(story, headline="Put right")
        del given["photos"]
        edition = workflow.correct(story, by=None, public_note="Wrong", **given)
        assert shown(edition) == [(harbour.pk, "At dawn")]
        assert edition.body == f"<p>One.</p>{figure(harbour)}"

    def test_a_picture_that_a_correction_takes_out_goes_from_the_text(self, harbour):
        story = with_pictures(harbour, text=f"<p>One.</p>{figure(harbour)}")
        workflow.publish(story, by=None)
        assert correct(story, photos=[]).body == "<p>One.</p>"

    def test_a_correction_is_not_held_up_by_a_picture_that_has_lost_its_rights(self, harbour, bridge):
        story = with_pictures(harbour)
        workflow.publish(story, by=None)
        Photo.objects.filter(pk=harbour.pk).update(rights_end_at=timezone.now(), credit_line="")
        edition = correct(story, headline="Put right")
        assert shown(edition) == [(harbour.pk, "")]

    def test_a_correction_takes_in_no_picture_that_could_not_go_out(self, harbour, bridge):
        story = with_pictures(harbour)
        workflow.publish(story, by=None)
        Photo.objects.filter(pk=bridge.pk).update(credit_line=" ")
        with pytest.raises(workflow.Refused, match="“Bridge” has no credit line"):
            correct(story, photos=listed(harbour, bridge))
        with pytest.raises(workflow.Refused, match="“Bridge” has no credit line"):
            minor_fix(story, photos=listed(harbour, bridge))
        kill(bridge, "Wrong place")
        with pytest.raises(workflow.Refused, match="it was killed"):
            correct(story, photos=listed(bridge))
        assert shown(live_text(story)) == [(harbour.pk, "")]

    def test_an_update_in_work_lacks_the_correction_of_a_picture(self, harbour, bridge, market):
        story = with_pictures(Picture(harbour, "At dwan"), market)
        workflow.publish(story, by=None)
        story.headline = "Goes on"
        workflow.save(story, by=None, photos=listed(bridge, Picture(harbour, "At dwan"), market))
        correct(story, photos=listed(Picture(harbour, "At dawn")))
        story.refresh_from_db()
        assert story.lacks_since_id
        with pytest.raises(workflow.Refused, match="lacks a correction"):
            workflow.publish(story, by=None)
        workflow.take_fix(story, by=None)
        assert kept(story) == [(bridge.pk, ""), (harbour.pk, "At dawn")]
        assert shown(workflow.publish(story, by=None)) == kept(story)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_other_pictures_at_once_one_does_and_no_list_is_mixed(anna, bruno, names):
    photos = [make_photo() for _number in range(4)]
    for _round in range(ROUNDS):
        one, other = copies(with_pictures(photos[0]))
        lists = [listed(photos[1], photos[2]), listed(photos[3], Picture(photos[0], "Bruno's"))]
        results = at_once(
            partial(workflow.save, one, by=anna, photos=lists[0]),
            partial(workflow.save, other, by=bruno, photos=lists[1]),
        )
        winner = one_won(results, names, "saved this story")
        wanted = [(photo.pk, caption) for photo, caption in lists[winner]]
        story = Article.objects.get(pk=one.pk)
        assert kept(story) == recorded(story.head_revision) == wanted


@pytest.mark.django_db(transaction=True)
def test_of_one_who_saves_pictures_and_one_who_publishes_at_once_readers_see_one_list(anna, bruno):
    photos = [make_photo() for _number in range(2)]
    for _round in range(ROUNDS):
        one, other = copies(with_pictures(photos[0]))
        results = at_once(
            lambda one=one: workflow.save(one, by=anna, photos=listed(photos[1])),
            lambda other=other: workflow.publish(other, by=bruno),
        )
        assert [isinstance(result, workflow.Conflict) for result in results].count(True) == 1, results
        for edition in Edition.objects.filter(publication__article=one):
            assert shown(edition) == recorded(edition.revision) == [(photos[0].pk, "")]
