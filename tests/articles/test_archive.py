"""Load data: the rows that the desk would have written, the same for the same number, and going on."""

import hashlib
import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import transaction
from django.utils import timezone

from articles import body, search, workflow
from articles.archive import BATCH, ensure_places, ensure_sections, ensure_topics, seed
from articles.archive_text import SECTIONS, story
from articles.management.progress import Progress
from articles.models import (
    Address,
    Article,
    ArticlePlace,
    ArticleSource,
    ArticleTopic,
    ByPlace,
    ByTopic,
    Change,
    ChangeCounter,
    Edition,
    Event,
    Place,
    Placement,
    Publication,
    Revision,
    Topic,
)
from sections.models import Copyright, Section, Source
from sections.tree import read_tree
from tests.factories import make_root, publish_article

WRITTEN = [
    Article, ArticleSource, ArticlePlace, ArticleTopic, Article.further_sections.through, Revision,
    Publication, Address, Edition, Placement, ByTopic, ByPlace, Change, Event, ChangeCounter,
]  # fmt: skip
NOT_FOREIGN_KEYS = {"article_id": Article, "revision_id": Revision}  # of events


class TakenBack(Exception):
    pass


def rows_written_by(write):
    """All rows of all tables; keys become places in their table, the present time `now`."""
    rows = {}
    try:
        with transaction.atomic():
            write()
            rows = {model.__name__: described(model) for model in WRITTEN}
            raise TakenBack
    except TakenBack:
        return rows


def described(model):
    return [
        {field.attname: value_of(row, field) for field in model._meta.concrete_fields}
        for row in model.objects.order_by("pk")
    ]


def value_of(row, field):
    value = getattr(row, field.attname)
    if field.name == "visible_from":  # the one thing in which they differ, see below
        return value is not None
    target = field.related_model or (type(row) is Event and NOT_FOREIGN_KEYS.get(field.attname))
    if target in WRITTEN and value is not None:
        return f"{target.__name__} {target.objects.filter(pk__lte=value).count()}"
    if field.primary_key:
        return None
    if isinstance(value, datetime) and abs(value - timezone.now()) < timedelta(minutes=1):
        return "now"
    return value


def through_the_desk(number):
    one = story(number)
    section = Section.objects.get(path=one.section)
    article = Article(
        guid=one.guid,
        translation_group=one.translation_group,
        section=section,
        language=one.language,
        headline=one.headline,
        subheadline=one.subheadline,
        body=one.body,
    )
    workflow.save(
        article,
        by=None,
        sources=[read_tree().by_id[section.pk].source],
        places=[Place.objects.get(name=one.place)],
        further_sections=Section.objects.filter(path=one.further_section) if one.further_section else [],
        topics=[Topic.objects.get(name=name) for name in one.topics],
    )
    workflow.publish(article, by=None, first_published_at=one.first_published_at)


def first_where(is_so):
    return next(number for number in range(1, 1000) if is_so(story(number)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number",
    [
        1,
        first_where(lambda one: one.language == "en"),
        first_where(lambda one: one.language == "it"),
        first_where(lambda one: one.further_section),
        first_where(lambda one: one.place == "Tokyo"),
    ],
)
def test_each_row_is_what_the_desk_would_have_written(number, monkeypatch):
    ensure_sections()
    ensure_places()
    ensure_topics()
    monkeypatch.setattr("articles.archive.story", lambda _number: story(number))
    seeded = rows_written_by(lambda: list(seed(1)))
    desk = rows_written_by(lambda: through_the_desk(number))
    assert all(desk.values()) or not story(number).further_section
    for table, rows in desk.items():
        assert seeded[table] == rows, table


@pytest.mark.django_db
def test_readers_saw_each_story_on_its_own_day():
    list(seed(3))
    for publication in Publication.objects.select_related("head_edition"):
        assert publication.visible_from == publication.first_published_at < timezone.now()
        assert publication.head_edition.visible_from == publication.first_published_at


@pytest.mark.django_db
def test_several_stories_of_a_batch_are_numbered_like_several_publications():
    ensure_sections()
    ensure_places()
    ensure_topics()
    seeded = rows_written_by(lambda: list(seed(4)))
    desk = rows_written_by(lambda: [through_the_desk(number) for number in range(1, 5)])
    for table in ("Change", "ChangeCounter", "Publication", "Placement", "Address"):
        assert seeded[table] == desk[table], table


@pytest.mark.django_db
def test_an_empty_database_gets_a_root_forty_sections_and_places(settings):
    settings.NEWSROOM_LANGUAGE = "en"
    Place.objects.all().delete()
    Source.objects.all().delete()
    list(seed(3))
    root = Section.objects.get(parent=None)
    assert (root.name, root.language, root.source.code) == ("ANSA", "en", "ANSA")
    assert str(root.copyright) == "© Copyright ANSA - All rights reserved"
    assert Section.objects.exclude(parent=None).count() == len(SECTIONS) == 40
    assert Place.objects.get(name="Rome").name_in("it") == "Roma"
    assert "\nroma\n" in Place.objects.get(name="Rome").search_names
    assert Edition.objects.live(timezone.now()).count() == 3


@pytest.mark.django_db
def test_what_is_there_already_is_used_and_left_as_it_is():
    root = make_root()
    Section.objects.filter(pk=root.pk).update(name="Agenzia Adriatica", language="en")
    sport = Section(parent=root, name="Lo sport", slug="sport", path="sport")
    sport.save()
    terms = Copyright.objects.count()
    list(seed(3))
    assert Section.objects.get(parent=None).name == "Agenzia Adriatica"
    assert Section.objects.get(path="sport").name == "Lo sport"
    assert Section.objects.get(path="sport/vela").parent == sport
    assert Copyright.objects.count() == terms


def test_the_same_number_is_the_same_story_also_in_years_to_come():
    assert story(17) == story(17)
    text = f"{story(17)}".encode()
    assert hashlib.sha256(text).hexdigest()[:16] == "4170de6729299fd3"


def test_stories_differ_and_have_about_eight_clean_paragraphs_in_two_languages():
    stories = [story(number) for number in range(1, 1001)]
    assert len({one.guid for one in stories}) == len({one.slug for one in stories}) == 1000
    assert len({one.body for one in stories}) == 1000
    assert {one.language for one in stories} == {"it", "en"}
    assert {one.section for one in stories} == set(SECTIONS)
    paragraphs = [len(body.paragraphs(one.body)) for one in stories]
    assert 7 < sum(paragraphs) / 1000 < 9
    assert all(body.clean(one.body) == one.body for one in stories)
    assert all(str(number) in one.slug.split("-") for number, one in enumerate(stories, start=1))
    years = {one.first_published_at.year for one in stories}
    assert len(years) >= 10
    assert all(len(one.headline) < 200 for one in stories)


def test_some_words_are_in_most_stories_some_in_a_few_and_two_never_meet():
    texts = [" ".join(body.paragraphs(story(number).body)).lower() for number in range(1, 1001)]

    def holding(*words):
        return sum(all(word in text for word in words) for text in texts)

    assert holding("consiglio") > 300
    assert 50 < holding("ponte") < 300
    assert 0 < holding("meridiana") < 50
    assert holding("all'alba") + holding("al tramonto") + holding("daybreak") + holding("nightfall") == 1000
    assert holding("all'alba", "al tramonto") == holding("daybreak", "nightfall") == 0
    invented = {word for text in texts for word in text.split() if word.rstrip(",").endswith("elli")}
    assert len(invented) > 700


@pytest.mark.django_db
def test_the_index_holds_what_publishing_would_have_put_into_it():
    list(seed(3))
    at = timezone.now()
    for number in (1, 2, 3):
        headline = story(number).headline
        assert [each.headline for each in search.find(headline, None, at, 5)] == [headline]
        assert search.find(headline, search.Filters(language=story(number).language), at, 5)


@pytest.mark.django_db
def test_a_second_run_adds_what_is_missing_and_the_counter_goes_on(monkeypatch):
    monkeypatch.setattr("articles.archive.BATCH", 10)
    publish_article()
    assert [added for _looked_at, added in seed(25)] == [10, 10, 5]
    assert [added for _looked_at, added in seed(32)] == [0, 0, 5, 2]
    assert [added for _looked_at, added in seed(32)] == [0, 0, 0, 0]
    publish_article()
    seqs = list(Change.objects.order_by("pk").values_list("seq", flat=True))
    assert seqs == sorted(set(seqs))
    assert ChangeCounter.objects.get().last_seq == seqs[-1]
    assert Article.objects.count() == 34
    assert {one.guid for one in Article.objects.all()} >= {story(number).guid for number in range(1, 33)}


@pytest.mark.django_db
def test_a_batch_is_written_whole_or_not_at_all(monkeypatch):
    monkeypatch.setattr("articles.archive.BATCH", 10)
    batches = seed(30)
    next(batches)
    monkeypatch.setattr("articles.archive._write_events", lambda *_lists: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        next(batches)
    counts = {model.__name__: model.objects.count() for model in (Article, Edition, Change, Publication)}
    assert set(counts.values()) == {10}


@pytest.mark.django_db
def test_the_number_of_queries_depends_on_batches_not_on_stories(django_assert_max_num_queries):
    list(seed(1))
    with django_assert_max_num_queries(250):
        list(seed(BATCH))


@pytest.mark.django_db
def test_stories_of_the_archive_can_be_updated_and_killed_like_others():
    list(seed(2))
    one, other = Article.objects.order_by("pk")
    one.headline = "Corrected by the desk"
    workflow.save(one, by=None)
    assert workflow.publish(one, by=None).version == 2
    workflow.kill(other, by=None, reason="Not true")
    assert Edition.objects.live(timezone.now()).get().headline == "Corrected by the desk"


@pytest.mark.django_db
def test_the_command_says_what_it_made():
    out = StringIO()
    call_command("seed_archive", "12", stdout=out)
    assert re.fullmatch(
        r"100% of 12 stories, [\d,]+ a second, 0 s left\n12 stories made, 0 were there\.\n", out.getvalue()
    )
    out = StringIO()
    call_command("seed_archive", "1_3", stdout=out)
    assert out.getvalue().endswith("1 stories made, 12 were there.\n")


@pytest.mark.django_db
def test_interrupted_the_command_says_how_to_go_on_and_keeps_what_is_done(monkeypatch):
    def interrupt(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.archive.BATCH", 10)
    monkeypatch.setattr("articles.management.commands.seed_archive.time.sleep", interrupt)
    with pytest.raises(CommandError, match="Stopped: the same call goes on") as error:
        call_command("seed_archive", "20", stdout=StringIO())
    assert error.value.returncode == 130
    assert [added for _looked_at, added in seed(20)] == [0, 10]


@pytest.mark.parametrize("number", ["0", "-5", "many", "1.5", ""])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(CommandError, match="is no number of stories: 1 or more|expected|required"):
        call_command("seed_archive", "--", number)


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("out", [StringIO(), Terminal()], ids=["elsewhere", "terminal"])
def test_progress_tells_percent_rate_and_time_left(out, monkeypatch):
    now = 100.0
    monkeypatch.setattr("articles.management.progress.time.monotonic", lambda: now)
    with Progress(OutputWrapper(out), 2000, "stories") as progress:
        for second in range(1, 21):
            now = 100.0 + second
            progress(second * 100)
    lines = [line for line in re.split(r"\r\x1b\[K|\n", out.getvalue()) if line]
    if out.isatty():
        assert len(lines) == 20
        assert out.getvalue().count("\n") == 1
    else:
        assert len(lines) == 2
    assert lines[-1] == "100% of 2,000 stories, 100 a second, 0 s left"
    assert "50% of 2,000 stories, 100 a second, 10 s left" in lines
