"""Several people at once, each on a connection of their own: one is first, the others are told who it was."""

import threading
import time
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.archive import seed
from articles.models import Article, Change, ChangeCounter, Edition, Placement, Revision, SectionMove
from articles.moving import finish, save_section
from articles.publishing import lock_record
from articles.stages import LiveState, Stage
from sections import branch
from sections.models import Section
from sections.tree import read_tree
from tests.articles.at_once import ROUNDS, at_once, copies, one_won
from tests.factories import make_article, make_section, publish_article

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_publish_at_once_one_does_and_the_other_learns_who(anna, bruno, names):
    for _round in range(ROUNDS):
        one, other = copies(make_article())
        results = at_once(
            lambda one=one: workflow.publish(one, by=anna),
            lambda other=other: workflow.publish(other, by=bruno),
        )
        winner = one_won(results, names, "published this story")
        edition = Edition.objects.get(publication__article=one)
        assert edition == results[winner]
        assert edition.revision.by == (anna, bruno)[winner]
        assert Change.objects.filter(publication__article=one).count() == 1
        assert Revision.objects.filter(article=one).count() == 2


def test_of_two_who_publish_an_update_at_once_one_does(anna, bruno, names):
    for _round in range(ROUNDS):
        article = publish_article()
        article.headline = "Update"
        workflow.save(article, by=None)
        one, other = copies(article)
        results = at_once(
            lambda one=one: workflow.publish(one, by=anna),
            lambda other=other: workflow.publish(other, by=bruno),
        )
        one_won(results, names, "published an update of this story")
        assert article.publication.editions.count() == 2
        assert Edition.objects.live(timezone.now()).filter(publication__article=article).count() == 1


def test_of_two_who_save_at_once_one_does_and_nothing_of_the_other_is_kept(anna, bruno, names):
    for _round in range(ROUNDS):
        one, other = copies(make_article(headline="As it was"))
        one.headline, one.subheadline = "Anna's", "Anna's"
        other.headline, other.slugline = "Bruno's", "Bruno's"
        results = at_once(
            lambda one=one: workflow.save(one, by=anna), lambda other=other: workflow.save(other, by=bruno)
        )
        winner = one_won(results, names, "saved this story")
        kept = Article.objects.get(pk=one.pk)
        assert (kept.headline, kept.subheadline, kept.slugline) == [
            ("Anna's", "Anna's", ""),
            ("Bruno's", "", "Bruno's"),
        ][winner]
        assert kept.modified_by == (anna, bruno)[winner]
        assert Revision.objects.filter(article=one).count() == 2


def test_of_one_who_saves_and_one_who_publishes_at_once_one_does(anna, bruno):
    for _round in range(ROUNDS):
        one, other = copies(make_article(headline="As it was"))
        one.headline = "Anna's"
        results = at_once(
            lambda one=one: workflow.save(one, by=anna), lambda other=other: workflow.publish(other, by=bruno)
        )
        conflicts = [result for result in results if isinstance(result, Exception)]
        assert [type(conflict) for conflict in conflicts] == [workflow.Conflict], results
        published = Edition.objects.filter(publication__article=one).values_list("headline", flat=True)
        kept = Article.objects.get(pk=one.pk)
        if isinstance(results[0], Exception):
            assert str(results[0]).startswith("Bruno Bianchi published this story")
            assert (kept.headline, kept.stage, list(published)) == (
                "As it was",
                Stage.PUBLISHED,
                ["As it was"],
            )
        else:
            assert str(results[1]).startswith("Anna Rossi saved this story")
            assert (kept.headline, kept.stage, list(published)) == ("Anna's", Stage.DRAFT, [])


def test_of_two_who_kill_at_once_one_does_and_the_other_learns_who(anna, bruno, names):
    for _round in range(ROUNDS):
        one, other = copies(publish_article())
        results = at_once(
            lambda one=one: workflow.kill(one, by=anna, reason="Anna's"),
            lambda other=other: workflow.kill(other, by=bruno, reason="Bruno's"),
        )
        winner = one_won(results, names, "killed this story")
        assert one.publication.kill_reason == ["Anna's", "Bruno's"][winner]
        assert Change.objects.filter(publication__article=one, what=Change.What.KILLED).count() == 1


def test_a_kill_beats_an_update_published_at_the_same_moment(anna, bruno):
    """In either order: a kill that saw no particular edition kills whatever is live."""
    for _round in range(ROUNDS):
        article = publish_article()
        workflow.save(article, by=None)
        one, other = copies(article)
        published, killed = at_once(
            lambda one=one: workflow.publish(one, by=anna),
            lambda other=other: workflow.kill(other, by=bruno, reason="Not true"),
        )
        assert killed is None
        assert isinstance(published, Edition) or type(published) in (workflow.Refused, workflow.Conflict)
        assert one.publication.live_state(timezone.now()) == LiveState.KILLED
        assert not Edition.objects.live(timezone.now()).filter(publication__article=article).exists()
        assert not Placement.objects.filter(publication__article=article).exists()
        last = Change.objects.filter(publication__article=article).last()
        assert last.what == Change.What.KILLED


def test_a_kill_of_an_edition_that_was_just_replaced_is_refused(anna, bruno):
    outcomes = set()
    for _round in range(ROUNDS):
        article = publish_article()
        workflow.save(article, by=None)
        one, other = copies(article)
        seen = article.publication.head_edition_id
        published, killed = at_once(
            lambda one=one: workflow.publish(one, by=anna),
            lambda other=other, seen=seen: workflow.kill(other, by=bruno, reason="No", seen_edition=seen),
        )
        outcomes.add(isinstance(published, Edition))
        if isinstance(published, Edition):
            assert str(killed).startswith("Anna Rossi published an update of this story"), killed
            assert type(killed) is workflow.Conflict
        else:
            assert killed is None
            assert isinstance(published, workflow.Refused), published
        assert (one.publication.killed_at is None) == isinstance(published, Edition)
    assert outcomes


def test_a_colleagues_save_never_blocks_a_kill(anna, bruno):
    for _round in range(ROUNDS):
        one, other = copies(publish_article())
        saved, killed = at_once(
            lambda one=one: workflow.save(one, by=anna),
            lambda other=other: workflow.kill(other, by=bruno, reason="Not true"),
        )
        assert killed is None
        assert isinstance(saved, Revision) or type(saved) is workflow.Refused
        assert one.publication.killed_at is not None


def test_the_very_first_two_publications_at_once_are_both_done(anna, bruno):
    one, other = make_article(), make_article()
    ChangeCounter.objects.all().delete()
    results = at_once(lambda: workflow.publish(one, by=anna), lambda: workflow.publish(other, by=bruno))
    assert all(isinstance(result, Edition) for result in results), results
    assert list(Change.objects.values_list("seq", flat=True)) == [1, 2]


def test_changes_are_numbered_in_the_order_of_their_commits_without_gaps_or_doubles():
    articles = [[make_article() for _story in range(6)] for _person in range(4)]
    seen, over = [], threading.Event()

    def publish_all(mine):
        for article in mine:
            workflow.publish(article, by=None)

    def watch():
        while not over.is_set():
            seen.append(list(Change.objects.order_by("seq").values_list("seq", flat=True)))

    def publish_then_stop():
        try:
            results = at_once(*(lambda mine=mine: publish_all(mine) for mine in articles))
            assert results == [None] * 4
        finally:
            over.set()

    failures = [result for result in at_once(watch, publish_then_stop) if result is not None]
    assert failures == []
    changes = list(Change.objects.order_by("seq"))
    assert [change.seq for change in changes] == list(range(1, 25))
    # Whoever saw a change had seen all before it.
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)
    assert len({len(numbers) for numbers in seen}) > 2
    moments = [change.effective_at for change in changes]
    assert moments == sorted(moments)
    assert ChangeCounter.objects.get().last_seq == 24


def hidden(section):
    section.visible = False
    return section


@pytest.mark.parametrize(
    "prepare",
    [
        lambda live, draft: lambda: workflow.publish(draft, by=None),
        lambda live, draft: lambda: workflow.kill(live, by=None, reason="Not true"),
        lambda live, draft: lambda: save_section(hidden(live.section)),
        lambda live, draft: partial(next, finish(SectionMove.objects.create(section=live.section))),
        lambda live, draft: partial(next, seed(1)),
    ],
    ids=["publishing", "killing", "moving", "a step of a move", "load data"],
)
def test_whoever_writes_the_record_waits_for_whoever_is_at_it(prepare):
    deed = prepare(publish_article(), make_article())
    begun, order = threading.Event(), []

    def at_it():
        with transaction.atomic():
            lock_record()
            begun.set()
            time.sleep(0.3)
            order.append("first")

    def after_it():
        begun.wait(10)
        deed()
        order.append("second")

    assert at_once(at_it, after_it) == [None, None]
    assert order == ["first", "second"]


def test_two_stories_with_one_headline_published_at_once_get_addresses_of_their_own():
    for number in range(ROUNDS):
        one, other = (make_article(headline=f"The same words {number}") for _story in range(2))
        at_once(
            lambda one=one: workflow.publish(one, by=None),
            lambda other=other: workflow.publish(other, by=None),
        )
        slugs = {Article.objects.get(pk=article.pk).slug for article in (one, other)}
        assert slugs == {f"the-same-words-{number}", f"the-same-words-{number}-2"}


def test_a_section_renamed_and_moved_while_stories_are_saved_and_published_blocks_nobody():
    mondo = make_section("mondo")
    make_section("europa/serbia")
    make_section("europa/kosovo")
    for number in range(ROUNDS):
        serbia = Section.objects.get(slug="serbia")
        further = [Section.objects.get(slug="kosovo")]
        drafts = [make_article(section=serbia, further_sections=further) for _story in range(2)]
        europe = Section.objects.get(slug__startswith="europa")
        europe.slug = f"europa-{number}"
        europe.parent = mondo if number % 2 else mondo.parent
        results = at_once(
            lambda drafts=drafts: workflow.publish(drafts[0], by=None),
            lambda drafts=drafts: workflow.save(drafts[1], by=None),
            lambda europe=europe: save_section(europe),
        )
        assert [type(result) for result in results] == [Edition, Revision, type(None)], results
        standing = Placement.objects.filter(edition=results[0]).values_list("section__path", flat=True)
        top = f"mondo/europa-{number}" if number % 2 else f"europa-{number}"
        wanted = {"", "mondo", top, f"{top}/serbia", f"{top}/kosovo"} - (set() if number % 2 else {"mondo"})
        assert set(standing) == wanted


def test_of_two_sections_renamed_at_once_both_have_their_new_paths_and_old_addresses():
    make_section("europa/serbia")
    for number in range(ROUNDS):
        europe, serbia = (Section.objects.get(slug__startswith=slug) for slug in ("europa", "serbia"))
        old = serbia.path
        europe.slug, serbia.slug = f"europa-{number}", f"serbia-{number}"
        results = at_once(
            lambda europe=europe: branch.save(europe), lambda serbia=serbia: branch.save(serbia)
        )
        assert results == [None, None]
        serbia.refresh_from_db()
        assert serbia.path == f"europa-{number}/serbia-{number}"
        assert serbia.old_paths.filter(path=old).exists()


def test_of_two_sections_moved_below_each_other_at_once_one_is_refused():
    for number in range(ROUNDS):
        one, other = make_section(f"one-{number}"), make_section(f"other-{number}")
        for section, parent in ((one, other), (other, one)):
            section.parent = parent
            section.full_clean(exclude=["path"])
        results = at_once(partial(save_section, one), partial(save_section, other))
        assert [type(result) for result in results if result] == [ValidationError], results
        below = {f"other-{number}/one-{number}", f"one-{number}/other-{number}"}
        assert len(below & read_tree().by_path.keys()) == 1


def test_rescheduling_by_two_at_once_leaves_one_edition_that_waits(anna, bruno, names):
    for _round in range(3):
        article = publish_article(not_before=timezone.now() + timedelta(hours=1))
        article.not_before = timezone.now() + timedelta(hours=2)
        workflow.save(article, by=None)
        one, other = copies(article)
        results = at_once(
            lambda one=one: workflow.publish(one, by=anna),
            lambda other=other: workflow.publish(other, by=bruno),
        )
        one_won(results, names, "published this story")
        begin = [article.not_before + timedelta(hours=hours) for hours in (-1, 0)]
        waiting = [
            [edition.version for edition in Edition.objects.live(at).filter(publication__article=article)]
            for at in (begin[0], begin[1])
        ]
        assert waiting == [[], [2]]
