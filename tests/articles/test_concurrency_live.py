"""Several people at what readers see, at once: corrections, holds, releases, kills."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Change, Edition, Event, Notice, Placement, Publication, Revision
from articles.stages import LiveState, Stage
from tests.articles.at_once import ROUNDS, at_once, copies, one_won
from tests.articles.correcting import mended
from tests.factories import publish_article

pytestmark = pytest.mark.django_db(transaction=True)


def live_now(article):
    return list(Edition.objects.live(timezone.now()).filter(publication__article=article))


def state(article):
    return Publication.objects.get(article=article).live_state(timezone.now())


def corrections(article, *people):
    """Each person's own correction of the live text, as a deed."""
    return [
        partial(
            workflow.correct,
            one,
            by=person,
            public_note="Wrong",
            **mended(one, headline=f"{person}'s"),
        )
        for one, person in zip(copies(article), people, strict=False)
    ]


@pytest.mark.parametrize("in_work", [False, True], ids=["nothing in work", "an update in work"])
def test_of_two_who_correct_at_once_one_does_and_the_other_learns_who(anna, bruno, names, in_work):
    for _round in range(ROUNDS):
        article = publish_article(headline="Wrong")
        if in_work:
            workflow.save(article, by=None)
        results = at_once(*corrections(article, anna, bruno))
        winner = one_won(results, names, "corrected this story")
        assert live_now(article) == [results[winner]]
        assert article.publication.editions.count() == 2
        assert Event.objects.filter(article_id=article.pk, step="correct").count() == 1
        kept = Article.objects.get(pk=article.pk)
        assert kept.headline == ("Wrong" if in_work else f"{(anna, bruno)[winner]}'s")
        assert (kept.lacks_since is not None) is in_work


def test_of_a_correction_and_an_update_at_once_none_undoes_the_other_unseen(anna, bruno):
    for _round in range(ROUNDS):
        article = publish_article(headline="Wrong")
        workflow.save(article, by=None)
        other = copies(article)[0]
        results = at_once(*corrections(article, anna), lambda other=other: workflow.publish(other, by=bruno))
        assert [isinstance(result, Edition) for result in results] in ([True, False], [False, True]), results
        if isinstance(results[1], Edition):
            assert str(results[0]).startswith("Bruno Bianchi published an update of this story"), results
            assert live_now(article)[0].headline == "Wrong"
        else:
            assert "lacks a correction" in str(results[1]), results
            assert live_now(article)[0].headline == "Anna Rossi's"
            assert Article.objects.get(pk=article.pk).stage == Stage.DRAFT


def test_of_a_correction_and_a_save_at_once_nothing_is_lost(anna, bruno):
    for _round in range(ROUNDS):
        article = publish_article(headline="Wrong")
        other = copies(article)[0]
        other.subheadline = "Bruno's"
        corrected, saved = at_once(
            *corrections(article, anna), lambda other=other: workflow.save(other, by=bruno)
        )
        kept = Article.objects.get(pk=article.pk)
        assert isinstance(corrected, Edition) or isinstance(saved, Revision), (corrected, saved)
        if isinstance(corrected, Edition) and isinstance(saved, Revision):
            assert (kept.headline, kept.subheadline, kept.stage) == ("Wrong", "Bruno's", Stage.DRAFT)
            assert kept.lacks_since == saved.parent
        elif isinstance(corrected, Edition):
            assert str(saved).startswith("Anna Rossi corrected this story"), saved
            assert (kept.headline, kept.subheadline, kept.stage) == ("Anna Rossi's", "", Stage.PUBLISHED)
            assert kept.head_revision == corrected.revision
        else:
            assert type(corrected) is workflow.Conflict, corrected
            assert str(corrected).startswith("Bruno Bianchi saved this story"), corrected
            assert (kept.head_revision, kept.lacks_since) == (saved, None)
            assert live_now(article)[0].version == 1


def test_of_a_correction_and_a_save_of_an_update_at_once_both_are_done(anna, bruno):
    for _round in range(ROUNDS):
        article = publish_article(headline="Wrong")
        workflow.save(article, by=None)
        other = copies(article)[0]
        other.subheadline = "Bruno's"
        corrected, saved = at_once(
            *corrections(article, anna), lambda other=other: workflow.save(other, by=bruno)
        )
        assert (type(corrected), type(saved)) == (Edition, Revision), (corrected, saved)
        kept = Article.objects.get(pk=article.pk)
        assert (kept.head_revision, kept.headline, kept.subheadline) == (saved, "Wrong", "Bruno's")
        assert kept.lacks_since is not None
        assert live_now(article) == [corrected]


def test_a_kill_beats_a_hold_at_the_same_moment(anna, bruno):
    for _round in range(ROUNDS):
        article = publish_article()
        one, other = copies(article)
        held, killed = at_once(
            lambda one=one: workflow.hold(one, by=anna, reason="Is it true?"),
            lambda other=other: workflow.kill(other, by=bruno, reason="Not true"),
        )
        assert killed is None
        assert held is None or (type(held) is workflow.Refused and "killed" in str(held))
        assert (state(article), live_now(article)) == (LiveState.KILLED, [])
        assert Publication.objects.get(article=article).held_at is None
        assert not Placement.objects.filter(publication__article=article).exists()
        assert Change.objects.filter(publication__article=article).last().what == Change.What.KILLED


@pytest.mark.parametrize("step", ["hold", "release"])
def test_of_two_who_hold_or_release_at_once_one_does_and_the_other_learns_who(anna, bruno, names, step):
    for _round in range(ROUNDS):
        article = publish_article()
        told = {"reason": "Is it true?"} if step == "hold" else {}
        if step == "release":
            workflow.hold(article, by=None, reason="Is it true?")
        deeds = [
            partial(getattr(workflow, step), one, by=person, **told)
            for one, person in zip(copies(article), (anna, bruno), strict=True)
        ]
        results = at_once(*deeds)
        assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refused"], results
        winner = results.index(None)
        done = {"hold": "held", "release": "released"}[step]
        assert f"{names[winner]} {done} this story a moment ago" in str(results[1 - winner])
        assert Event.objects.filter(article_id=article.pk, step=step).count() == 1
        assert len(live_now(article)) == (0 if step == "hold" else 1)


def test_a_correction_and_a_reschedule_at_once_leave_one_version_at_any_time(anna, bruno):
    for _round in range(ROUNDS):
        article = publish_article(headline="Wrong")
        article.headline = "Quite another"
        for hours in (1, 2):
            article.not_before = timezone.now() + timedelta(hours=hours)
            workflow.save(article, by=None)
            if hours == 1:
                workflow.publish(article, by=None)
        other = copies(article)[0]
        results = at_once(*corrections(article, anna), lambda other=other: workflow.publish(other, by=bruno))
        assert [type(result) for result in results] == [Edition, Edition], results
        now = timezone.now()
        shown = [
            [edition.headline for edition in Edition.objects.live(at).filter(publication__article=article)]
            for at in (now, now + timedelta(minutes=90), now + timedelta(hours=3))
        ]
        assert shown == [["Anna Rossi's"], ["Anna Rossi's"], ["Quite another"]]
        assert article.publication.editions.filter(visible_until=None).count() == 1
        assert not Notice.objects.filter(article=article).exists()
