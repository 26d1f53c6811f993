"""The whole table of steps, written by hand: stage × live state × step × role, and where a role counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from articles import locks, workflow
from articles.models import Article, Event, Publication
from articles.snapshot import fields_of, related_of
from articles.stages import STEPS, Stage
from sections.models import Role, Section
from sections.tree import forget_tree
from tests.factories import make_article, make_group, make_section, make_user, publish_article

# What the record says: never published; hands off before that; scheduled; live; live with an update that is
# scheduled; held; killed. R, E, H: reporters, editors, desk heads and whoever is above them may; · nobody.
SITUATIONS = ("none", "hands off", "scheduled", "live", "waiting", "held", "killed")

TABLE = """
save            draft       R R R R R R ·
save            submitted   R R R R R R ·
save            published   R R R R R R ·
save            spiked      · · · · · · ·
submit          draft       R R R R R R ·
submit          submitted   · · · · · · ·
submit          published   · · · · · · ·
submit          spiked      · · · · · · ·
return          draft       · · · · · · ·
return          submitted   E E E E E E ·
return          published   · · · · · · ·
return          spiked      · · · · · · ·
publish         draft       E · E · · · ·
publish         submitted   E · E · · · ·
publish         published   · · · · · · ·
publish         spiked      · · · · · · ·
update          draft       · · · E E · ·
update          submitted   · · · E E · ·
update          published   · · · · · · ·
update          spiked      · · · · · · ·
publish_alone   draft       H · H H H · ·
publish_alone   submitted   H · H H H · ·
publish_alone   published   · · · · · · ·
publish_alone   spiked      · · · · · · ·
unschedule      draft       · · E · E · ·
unschedule      submitted   · · E · E · ·
unschedule      published   · · E · E · ·
unschedule      spiked      · · · · · · ·
spike           draft       E · · · · · ·
spike           submitted   E · · · · · ·
spike           published   · · · · · · ·
spike           spiked      · · · · · · ·
unspike         draft       · · · · · · ·
unspike         submitted   · · · · · · ·
unspike         published   · · · · · · ·
unspike         spiked      E · · · · · ·
correct         draft       · · · E E E ·
correct         submitted   · · · E E E ·
correct         published   · · · E E E ·
correct         spiked      · · · · · · ·
minor_fix       draft       · · · E E E ·
minor_fix       submitted   · · · E E E ·
minor_fix       published   · · · E E E ·
minor_fix       spiked      · · · · · · ·
take_fix        draft       · · · R R R ·
take_fix        submitted   · · · R R R ·
take_fix        published   · · · R R R ·
take_fix        spiked      · · · · · · ·
set_fix_aside   draft       · · · E E E ·
set_fix_aside   submitted   · · · E E E ·
set_fix_aside   published   · · · E E E ·
set_fix_aside   spiked      · · · · · · ·
hold            draft       E · E E E · ·
hold            submitted   E · E E E · ·
hold            published   E · E E E · ·
hold            spiked      · · · · · · ·
release         draft       · E · · · E ·
release         submitted   · E · · · E ·
release         published   · E · · · E ·
release         spiked      · · · · · · ·
kill            draft       · · E E E E ·
kill            submitted   · · E E E E ·
kill            published   · · E E E E ·
kill            spiked      · · E E E E ·
hand_over       draft       R R R R R R ·
hand_over       submitted   R R R R R R ·
hand_over       published   R R R R R R ·
hand_over       spiked      · · · · · · ·
duplicate       draft       R R R R R R ·
duplicate       submitted   R R R R R R ·
duplicate       published   R R R R R R ·
duplicate       spiked      R R R R R R ·
translate       draft       R R R R R R ·
translate       submitted   R R R R R R ·
translate       published   R R R R R R ·
translate       spiked      R R R R R R ·
restore         draft       R R R R R R ·
restore         submitted   R R R R R R ·
restore         published   R R R R R R ·
restore         spiked      · · · · · · ·
take_over       draft       H H H H H H ·
take_over       submitted   H H H H H H ·
take_over       published   H H H H H H ·
take_over       spiked      · · · · · · ·
note            draft       R R R R R R R
note            submitted   R R R R R R R
note            published   R R R R R R R
note            spiked      R R R R R R R
"""
LETTERS = {"·": (), "R": ("reporter", "editor", "head"), "E": ("editor", "head"), "H": ("head",)}
MATRIX = {
    (step, stage, situation): LETTERS[letter]
    for step, stage, *letters in map(str.split, TABLE.strip().splitlines())
    for situation, letter in zip(SITUATIONS, letters, strict=True)
}


def story_in(stage: str, situation: str) -> Article:
    """A story of which the record says this; its stage is written over, whatever would lead to it."""
    now = timezone.now()
    article = make_article(not_before=now + timedelta(hours=1) if situation == "scheduled" else None)
    if situation == "hands off":
        workflow.hold(article, by=None, reason="With the lawyers")
    if situation not in {"none", "hands off"}:
        workflow.publish(article, by=None)
    if situation == "waiting":
        article.not_before = now + timedelta(hours=1)
        workflow.save(article, by=None)
        workflow.publish(article, by=None)
    if situation == "held":
        workflow.hold(article, by=None, reason="Being checked")
    if situation == "killed":
        workflow.kill(article, by=None, reason="Wrong")
    lacks = article.revisions.last() if situation in {"live", "waiting", "held"} else None
    Article.objects.update(stage=stage, lacks_since=lacks)
    return Article.objects.get()


def mended(article: Article) -> dict:
    """The live text with another headline, as the form of a correction hands it in."""
    shown = workflow.shown_edition(workflow.publication_of(article), timezone.now())
    data = shown.revision.data if shown else article.head_revision.data
    copy = Article(**fields_of(data) | {"headline": "What is right"})
    return {"mended": copy, "seen_edition": shown.pk if shown else 0, **related_of(data)}


def colleague(article: Article) -> User:
    return make_user(Role.REPORTER, article.section)


def publish_alone(article: Article, by: User) -> None:
    Section.objects.update(four_eyes=True)
    forget_tree()
    workflow.publish(article, by=by, alone=True, note="Nobody else is awake")


def take_over(article: Article, by: User) -> None:
    locks.claim(article, colleague(article), timezone.now())
    workflow.take_over(article, by=by)


HOW = {
    "return": lambda article, by: workflow.return_(article, by=by, note="Who says so?"),
    "update": lambda article, by: workflow.publish(article, by=by),
    "publish_alone": publish_alone,
    "correct": lambda article, by: workflow.correct(article, by=by, public_note="Wrong", **mended(article)),
    "minor_fix": lambda article, by: workflow.minor_fix(article, by=by, **mended(article)),
    "hold": lambda article, by: workflow.hold(article, by=by, reason="Wrong"),
    "kill": lambda article, by: workflow.kill(article, by=by, reason="Wrong"),
    "hand_over": lambda article, by: workflow.hand_over(article, by=by, to=colleague(article)),
    "translate": lambda article, by: workflow.translate(article, by=by, language="de"),
    "restore": lambda article, by: workflow.restore(article, by=by, revision=article.revisions.last()),
    "take_over": take_over,
    "note": lambda article, by: workflow.note(article, by=by, text="Have a look"),
}


def take(step: str, article: Article, by: User) -> None:
    """Take the step as the desk's screens do."""
    article = Article.objects.get(pk=article.pk)
    how = HOW.get(step) or (lambda article, by: getattr(workflow, step)(article, by=by))
    how(article, by)


def succeeds(step: str, article: Article, by) -> bool:
    """Whether it goes through; whatever it did is undone."""
    try:
        with transaction.atomic():
            take(step, article, by)
            assert Event.objects.first().step == step
            raise StopIteration
    except (StopIteration, AssertionError) as told:
        return isinstance(told, StopIteration)
    except workflow.Refused:
        return False
    finally:
        forget_tree()


def test_no_step_is_missing_from_the_matrix():
    assert {step for step, _stage, _situation in MATRIX} == set(STEPS) - {"keep"}  # which nobody presses
    assert len(MATRIX) == (len(STEPS) - 1) * len(Stage) * len(SITUATIONS)


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.django_db
def test_every_step_from_every_stage_and_state_by_every_role(stage, situation):
    """Who may is decided before a database is asked: PostgreSQL shows that each step goes through, or not."""
    article = story_in(stage, situation)
    people = {"head": make_user(Role.DESK_HEAD, article.section)}
    if connection.vendor == "sqlite":
        people |= {role: make_user(role, article.section) for role in ("reporter", "editor")}
        people["outsider"] = make_user(Role.DESK_HEAD, make_section("sport"))
    done = {
        (step, role): succeeds(step, article, person)
        for step in STEPS
        if step != "keep"
        for role, person in people.items()
    }
    assert done == {(step, role): role in MATRIX[step, stage, situation] for step, role in done}


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.django_db
def test_the_screens_are_told_the_same(stage, situation):
    article = story_in(stage, situation)
    publication = Publication.objects.first()
    for step in STEPS.values():
        if step.name != "keep":
            told = workflow.possible(step, article, publication, timezone.now())
            assert told is bool(MATRIX[step.name, stage, situation]), step.name


@pytest.mark.parametrize("step", sorted(set(STEPS) - {"keep"}))
@pytest.mark.parametrize("where", ["above", "by group", "elsewhere", "below"])
@pytest.mark.django_db
def test_a_role_counts_on_its_section_and_below(step, where):
    situation = next(each for each in SITUATIONS if any(MATRIX[step, stage, each] for stage in Stage))
    stage = next(each for each in Stage if MATRIX[step, each, situation])
    article = story_in(stage, situation)
    role, serbia = MATRIX[step, stage, situation][0], article.section
    if where == "by group":
        somebody = make_user()
        make_group(role, serbia, somebody)
    else:
        places = {"above": serbia.parent, "elsewhere": make_section("sport")}
        somebody = make_user(role, places.get(where) or make_section("nuova-europa/serbia/belgrado"))
    if where in {"above", "by group"}:
        take(step, article, somebody)
    else:
        with pytest.raises(PermissionDenied):
            take(step, article, somebody)


@pytest.mark.django_db
def test_the_reader_sees_the_same_after_every_step_of_the_copy_alone():
    article = publish_article(headline="What readers see")
    editor = make_user(Role.EDITOR, article.section)
    for step in ("save", "submit", "return", "submit", "hand_over", "restore", "duplicate", "translate"):
        take(step, article, editor)
    shown = workflow.shown_edition(Publication.objects.get(article=article), timezone.now())
    assert (shown.headline, shown.version) == ("What readers see", 1)
