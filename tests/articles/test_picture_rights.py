"""Pictures that a story may not take in, or may not go out with."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, ArticlePhoto, Change, Edition, EditionPhoto, Revision
from articles.pictures import Picture, why_hidden
from photos.killing import kill
from photos.models import Photo, SourceTerms
from tests.articles.picturing import (
    listed,
    with_pictures,
)
from tests.factories import make_article, make_photo, make_source

pytestmark = pytest.mark.django_db


PAST, FUTURE = timedelta(hours=-1), timedelta(hours=1)

UNFIT = {
    "killed": "it was killed",
    "over": "its rights ended ",
    "by itself": "it is not for the website",
    "by its source": "pictures of Reuters are not for the website",
}


def spoil(photo, how):
    if how == "killed":
        kill(photo, "Wrong place")
    if how == "over":
        Photo.objects.filter(pk=photo.pk).update(rights_end_at=timezone.now())
    if how == "by itself":
        Photo.objects.filter(pk=photo.pk).update(not_for_website=True)
    if how == "by its source":
        source = make_source("Reuters")
        SourceTerms.objects.create(source=source, not_for_website=True)
        Photo.objects.filter(pk=photo.pk).update(source=source)


def nothing_is_written(story, deed, match):
    before = [model.objects.count() for model in (Revision, Edition, Change, ArticlePhoto)]
    with pytest.raises(workflow.Refused, match=match):
        deed()
    assert [model.objects.count() for model in (Revision, Edition, Change, ArticlePhoto)] == before


class TestRights:
    @pytest.mark.parametrize("how", UNFIT)
    def test_a_picture_that_readers_may_not_see_is_not_put_into_a_story(self, harbour, how):
        story = make_article()
        spoil(harbour, how)
        match = f"“Harbour” cannot be put into a story: {UNFIT[how]}.* Choose another one"
        nothing_is_written(story, lambda: workflow.save(story, by=None, photos=listed(harbour)), match)

    @pytest.mark.parametrize("how", UNFIT)
    def test_one_that_the_story_has_holds_up_no_save_but_its_publication(self, harbour, how):
        story = with_pictures(harbour)
        spoil(harbour, how)
        workflow.save(story, by=None, photos=listed(Picture(harbour, "At dawn")))
        match = f"“Harbour” cannot be published: {UNFIT[how]}.* Take it out of the story"
        nothing_is_written(story, lambda: workflow.publish(story, by=None), match)
        story.refresh_from_db()
        assert story.stage == "draft"
        workflow.save(story, by=None, photos=[])
        workflow.publish(story, by=None)

    def test_a_story_goes_out_with_no_picture_without_credit_line(self, harbour):
        Photo.objects.filter(pk=harbour.pk).update(credit_line="  ")
        story = with_pictures(harbour)
        nothing_is_written(
            story,
            lambda: workflow.publish(story, by=None),
            "“Harbour” has no credit line: write it on the picture's page, or take the picture out",
        )
        Photo.objects.filter(pk=harbour.pk).update(credit_line="ANSA")
        workflow.publish(story, by=None)

    def test_an_update_is_asked_the_same(self, harbour):
        story = with_pictures(harbour)
        workflow.publish(story, by=None)
        kill(harbour, "Wrong place")
        story.headline = "Goes on"
        workflow.save(story, by=None)
        nothing_is_written(story, lambda: workflow.publish(story, by=None), "it was killed")

    def test_rights_last_until_the_story_begins(self, harbour):
        begins = timezone.now() + FUTURE
        story = with_pictures(harbour, not_before=begins)
        Photo.objects.filter(pk=harbour.pk).update(rights_end_at=begins)
        nothing_is_written(
            story,
            lambda: workflow.publish(story, by=None),
            "The rights to “Harbour” end .*, before the story begins, .*: take it out of the story, or let",
        )
        Photo.objects.filter(pk=harbour.pk).update(rights_end_at=begins + timedelta(seconds=1))
        assert workflow.publish(story, by=None).visible_from == begins

    def test_rights_that_end_later_hold_up_nothing(self, harbour):
        Photo.objects.filter(pk=harbour.pk).update(rights_end_at=timezone.now() + FUTURE)
        edition = workflow.publish(with_pictures(harbour), by=None)
        rows = EditionPhoto.objects.filter(edition=edition)
        assert rows.shown(timezone.now()).exists()
        assert not rows.shown(timezone.now() + FUTURE).exists()

    def test_an_alternative_text_is_never_forced(self, harbour):
        Photo.objects.filter(pk=harbour.pk).update(alt_text="")
        workflow.publish(with_pictures(harbour), by=None)

    def test_a_refusal_names_a_few(self):
        photos = [make_photo(headline=f"N{number}", credit_line="") for number in range(6)]
        with pytest.raises(workflow.Refused) as refused:
            workflow.publish(with_pictures(*photos), by=None)
        assert [f"“N{number}”" in str(refused.value) for number in range(6)] == [True] * 3 + [False] * 3
        assert str(refused.value).endswith("And 3 more pictures.")

    def test_a_story_without_pictures_costs_no_query_more(self, harbour, django_assert_num_queries):
        story, other = make_article(), with_pictures(harbour, make_photo(source=make_source("Reuters")))
        for copy, queries in ((story, 0), (other, 1)):
            copy = Article.objects.select_related("head_revision").get(pk=copy.pk)
            with django_assert_num_queries(queries):
                workflow.refuse_pictures(copy, timezone.now())

    def test_the_words_say_what_the_rule_says(self, harbour):
        """The same as photos.querysets.may_be_shown, in all its cases."""
        at, source = timezone.now(), make_source("Reuters")
        terms = SourceTerms.objects.create(source=source)
        cases = product(
            (None, at), (None, at, at + PAST, at + FUTURE), (True, False), (None, source), (True, False)
        )
        for killed, ends, not_for_website, of_source, not_by_source in cases:
            fields = {"killed_at": killed, "kill_reason": "Wrong" if killed else "", "rights_end_at": ends}
            fields |= {"not_for_website": not_for_website, "source": of_source}
            Photo.objects.filter(pk=harbour.pk).update(**fields)
            SourceTerms.objects.filter(pk=terms.pk).update(not_for_website=not_by_source)
            photo = Photo.objects.select_related("source__photo_terms").get(pk=harbour.pk)
            may = Photo.objects.for_website(at).filter(pk=harbour.pk).exists()
            assert bool(why_hidden(photo, at)) is not may
