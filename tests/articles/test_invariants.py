"""Random steps by random people on one story: whatever they do, the record holds together."""

import random
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import body, locks, workflow
from articles.models import Article, Change, Edition, EditLock, Event, Placement, Publication, Revision
from articles.pictures import Picture, lead_of
from articles.publishing import line_of
from articles.stages import STEPS, LiveState
from sections.models import Role
from tests.articles.correcting import mended
from tests.factories import make_article, make_photo, make_section, make_user

pytestmark = pytest.mark.django_db

SENTENCES = [
    "The bridge was opened.",
    "It has two lanes.",
    "Thousands came.",
    "The mayor spoke.",
    "It rained.",
]
STEPS_A_WALK = 45
FAVOURED = {"publish", "update", "release", "unschedule", "take_fix"}  # they lead to more than the others
WATCHED = [*apps.get_app_config("articles").get_models()]


class Walk:
    """One story, some people, and a clock that goes on between the steps."""

    def __init__(self, seed, clock):
        self.random, self.clock = random.Random(seed), clock
        self.now = timezone.now()
        serbia, self.sport = (
            make_section("nuova-europa/serbia", four_eyes=seed % 3 == 0),
            make_section("sport"),
        )
        self.sections = [serbia, self.sport]
        self.people = [make_user(role, serbia) for role in ("reporter", "editor", "editor", "head")]
        self.people += [make_user(Role.EDITOR, self.sport), make_user(Role.EDITOR), None]
        begins = self.now + timedelta(hours=4) if seed % 2 else None
        self.photos = [make_photo((32, 32), credit_line=credit) for credit in ("ANSA", "ANSA", "")]
        self.article = make_article(section=serbia, by=self.people[0], not_before=begins)
        if seed % 2:  # half of the walks set out from the schedule
            workflow.publish(self.article, by=None)
        self.highest_update = 0

    def chance(self, odds):
        return self.random.random() < odds

    def body(self):
        chosen = self.random.sample(SENTENCES, self.random.randint(1, 4))
        placed = [f'<figure data-photo="{photo.pk}"></figure>' for photo in self.photos if self.chance(0.2)]
        return "".join([*(f"<p>{sentence}</p>" for sentence in chosen), *placed])

    def pictures(self):
        """Rarely one without a credit line, with which nothing goes out."""
        chosen = self.random.sample(self.photos[:2], self.random.randint(0, 2))
        chosen += self.photos[2:] if self.chance(0.1) else []
        return [Picture(photo, self.random.choice(["", "At dawn"])) for photo in chosen]

    def choice(self, article):
        """Mostly one that is possible, and rarely one that ends the walk."""
        names = [name for name in HOW if name not in {"kill", "spike"} or self.chance(0.05)]
        publication = workflow.publication_of(article)
        opened = [name for name in names if workflow.possible(STEPS[name], article, publication, self.now)]
        opened += [name for name in opened if name in FAVOURED] * 3
        return self.random.choice(opened if opened and self.chance(0.8) else names)

    def turn(self):
        """Time goes on, somebody opens the story, and takes a step that comes to their mind."""
        self.now += timedelta(minutes=self.random.choice([0, 0, 0, 1, 20, 90]), seconds=1)
        self.clock.set(self.now)
        article = Article.objects.get(pk=self.article.pk)
        by, name = self.random.choice(self.people), self.choice(article)
        try:
            HOW[name](self, article, by)
        except (workflow.Refused, PermissionDenied):
            return name, False
        return name, True


def save(walk, article, by):
    article.headline = walk.random.choice(["A bridge", "A tunnel", "A ferry"])
    article.body = walk.body()
    article.priority = walk.random.choice([1, 2, 3, 5])
    if walk.chance(0.5):
        hours = walk.random.randint(-1, 5)
        article.not_before = walk.now + timedelta(hours=hours) if hours else None
    if walk.chance(0.1):
        article.section = walk.random.choice(walk.sections)
    further = [walk.sport] if walk.chance(0.3) else None
    photos = walk.pictures() if walk.chance(0.5) else None
    workflow.save(article, by=by, further_sections=further, photos=photos)


def live_text(walk, article):
    if workflow.shown_edition(workflow.publication_of(article), walk.now) is None:
        raise workflow.Refused
    given = mended(article, body=walk.body())
    given["photos"] = walk.pictures() if walk.chance(0.3) else given["photos"]
    if walk.chance(0.2):
        given["seen_edition"] -= 1
    return given


def correct(walk, article, by):
    workflow.correct(article, by=by, public_note="Wrong", **live_text(walk, article))


def restore(walk, article, by):
    workflow.restore(article, by=by, revision=walk.random.choice(list(article.revisions.all())))


def take_over(walk, article, by):
    if by is None:
        raise workflow.Refused
    locks.claim(article, walk.people[0], walk.now)
    try:
        workflow.take_over(article, by=by)
    finally:
        EditLock.objects.all().delete()


HOW = {
    "save": save,
    "submit": lambda walk, article, by: workflow.submit(article, by=by),
    "return": lambda walk, article, by: workflow.return_(article, by=by, note="No"),
    "publish": lambda walk, article, by: workflow.publish(article, by=by),
    "update": lambda walk, article, by: workflow.publish(article, by=by),
    "publish_alone": lambda walk, article, by: workflow.publish(article, by=by, alone=True, note="Night"),
    "unschedule": lambda walk, article, by: workflow.unschedule(article, by=by),
    "spike": lambda walk, article, by: workflow.spike(article, by=by),
    "unspike": lambda walk, article, by: workflow.unspike(article, by=by),
    "correct": correct,
    "minor_fix": lambda walk, article, by: workflow.minor_fix(article, by=by, **live_text(walk, article)),
    "take_fix": lambda walk, article, by: workflow.take_fix(article, by=by),
    "set_fix_aside": lambda walk, article, by: workflow.set_fix_aside(article, by=by),
    "hold": lambda walk, article, by: workflow.hold(article, by=by, reason="Doubt"),
    "release": lambda walk, article, by: workflow.release(article, by=by),
    "kill": lambda walk, article, by: workflow.kill(article, by=by, reason="Wrong"),
    "hand_over": lambda walk, article, by: workflow.hand_over(article, by=by, to=walk.people[1]),
    "restore": restore,
    "take_over": take_over,
}


def rows():
    """All rows of all tables of stories."""
    return {model: list(model._default_manager.order_by("pk").values()) for model in WATCHED}


def editions_alone(found):
    return [{**row, "visible_until": None} for row in found[Edition]]


def assert_holds_together(walk, before, after, name, is_done):
    if not is_done:
        assert after == before, name
        return
    # What was written once stays as it was, but for the end of an edition.
    for model in (Revision, Event, Change):
        assert after[model][: len(before[model])] == before[model], name
    assert editions_alone(after)[: len(before[Edition])] == editions_alone(before), name
    if after != before:
        assert len(after[Event]) > len(before[Event]), name
    is_record_changed = after[Edition] != before[Edition] or after[Publication] != before[Publication]
    if is_record_changed:
        assert len(after[Change]) > len(before[Change]), name
    article = Article.objects.get(pk=walk.article.pk)
    publication = Publication.objects.filter(article=article).first()
    assert article.head_revision_id == max(pk for pk, _by in line_of(article.pk, article.head_revision_id))
    assert_copy(article, publication, walk.now)
    if publication:
        assert_record(walk, publication)


def assert_copy(article, publication, now):
    state = workflow.live_state(article, publication, now)
    assert bool(article.held_at) <= (state == LiveState.HELD)
    if article.stage == "published":  # the copy is what the latest edition says
        revisions = {
            edition.revision_id for edition in (publication.head_edition, live(publication, now)) if edition
        }
        assert article.head_revision_id in revisions
    if article.stage == "spiked":
        assert state == LiveState.NONE
    if article.lacks_since_id:
        assert article.stage != "published"
    rows = [(row.photo_id, row.caption) for row in article.photo_rows.all()]
    assert rows == listed(article.head_revision)
    assert set(body.photo_ids(article.body)) <= {pk for pk, _caption in rows}


def listed(revision):
    return [(row["id"], row["caption"]) for row in revision.data["photos"]]


def live(publication, at):
    found = list(publication.editions.live(at))
    assert len(found) <= 1
    return found[0] if found else None


def assert_record(walk, publication):
    now = walk.now
    editions = list(publication.editions.order_by("version"))
    assert [edition.version for edition in editions] == list(range(1, len(editions) + 1))
    assert sum(edition.visible_until is None for edition in editions) <= 1
    for edition in editions:
        pictures = [(row.photo_id, row.caption) for row in edition.photo_rows.all()]
        assert pictures == listed(edition.revision)
        assert edition.lead_photo_id == lead_of(edition.revision.data["photos"], edition.body)
        assert set(body.photo_ids(edition.body)) <= {pk for pk, _caption in pictures}
    moments = {now, *(edition.visible_from for edition in editions), now + timedelta(days=9)}
    shown = {at: live(publication, at) for at in moments}
    state = publication.live_state(now)
    assert (state == LiveState.LIVE) == (shown[now] is not None)
    later = {edition for at, edition in shown.items() if at > now and edition}
    assert bool(later) == (state in {LiveState.LIVE, LiveState.SCHEDULED})
    waiting = workflow.waiting_edition(publication, now)
    assert waiting is None or waiting in later
    if later:
        assert publication.head_edition == shown[now + timedelta(days=9)]
    assert_placed(publication, now, later | {shown[now]} - {None})
    if shown[now]:
        assert shown[now].update_number >= walk.highest_update
        walk.highest_update = shown[now].update_number


def assert_placed(publication, now, wanted):
    """On lists stands what is live or waits; what has just ended may still, no reader's query finds it."""
    placed = {row.edition for row in Placement.objects.select_related("edition")}
    assert placed >= wanted
    assert all(edition.visible_from <= now for edition in placed - wanted)
    for edition in wanted:
        further = {row["id"] for row in edition.revision.data["further_sections"]}
        direct = {row.section_id for row in edition.placements.filter(direct=True)}
        assert direct == further | {edition.section_id}
        assert {row.first_published_at for row in edition.placements.all()} == {
            publication.first_published_at
        }


@pytest.mark.parametrize("seed", range(10))
def test_the_record_holds_together_whatever_people_do(clock, seed):
    walk = Walk(seed, clock)
    before, done = rows(), set()
    for _turn in range(STEPS_A_WALK):
        name, is_done = walk.turn()
        after = rows()
        assert_holds_together(walk, before, after, name, is_done)
        before = after
        done |= {name} if is_done else set()
    assert len(done) > 4  # it was a walk and no standing about


def test_no_step_is_left_out_of_the_walk():
    leave_it_alone = {"duplicate", "translate", "keep", "note"}
    assert set(HOW) == set(STEPS) - leave_it_alone
