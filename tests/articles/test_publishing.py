"""The record: intervals, addresses, placements and changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Address, Change, ChangeCounter, Edition, Placement, Publication
from articles.stages import LiveState
from sections.models import Role
from tests.factories import (
    make_article,
    make_place,
    make_section,
    make_topic,
    make_user,
    publish_article,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def schedule(article, delay):
    article.not_before = timezone.now() + delay
    workflow.save(article, by=None)
    return workflow.publish(article, by=None)


def headlines(at):
    return [edition.headline for edition in Edition.objects.live(at)]


def test_a_scheduled_story_is_visible_from_its_moment_on():
    article = make_article(headline="Later")
    edition = schedule(article, HOUR)
    publication = Publication.objects.get()
    assert publication.live_state(timezone.now()) == LiveState.SCHEDULED
    assert headlines(article.not_before - timedelta(microseconds=1)) == []
    assert headlines(article.not_before) == ["Later"]
    assert (
        edition.visible_from
        == publication.first_published_at
        == publication.visible_from
        == article.not_before
    )
    assert Change.objects.get().effective_at == article.not_before


def test_a_time_that_has_passed_publishes_now():
    before = timezone.now()
    article = make_article()
    edition = schedule(article, -HOUR)
    assert edition.visible_from >= before


def test_a_scheduled_update_leaves_the_live_version_up_until_its_moment():
    article = publish_article(headline="First")
    article.headline = "Second"
    update = schedule(article, HOUR)
    assert update.kind == "update"
    assert headlines(article.not_before - timedelta(microseconds=1)) == ["First"]
    assert headlines(article.not_before) == ["Second"]


@pytest.mark.parametrize("delay", [None, HOUR / 2, 2 * HOUR])
def test_publishing_again_replaces_what_waits(delay):
    article = publish_article(headline="First")
    article.headline = "Waits and never comes"
    schedule(article, HOUR)
    article.headline = "Third"
    if delay is None:
        article.not_before = None
        workflow.save(article, by=None)
        moment = workflow.publish(article, by=None).visible_from
    else:
        moment = schedule(article, delay).visible_from
    assert headlines(moment - timedelta(microseconds=1)) == ["First"]
    assert headlines(moment) == headlines(moment + 3 * HOUR) == ["Third"]


def test_rescheduling_before_it_was_visible_moves_date_address_and_dateline():
    article = make_article(headline="Moved", places=[make_place("Rome")])
    article.not_before = datetime(2031, 5, 1, 10, tzinfo=UTC)
    workflow.save(article, by=None)
    assert workflow.publish(article, by=None).dateline == "(ANSA) - ROME, MAY 1 -"
    article.not_before = datetime(2031, 5, 3, 10, tzinfo=UTC)
    workflow.save(article, by=None)
    edition = workflow.publish(article, by=None)
    publication = Publication.objects.get()
    assert edition.dateline == "(ANSA) - ROME, MAY 3 -"
    assert edition.kind == "first"
    assert publication.first_published_at == article.not_before
    assert publication.address.url_date == date(2031, 5, 3)
    assert [address.url_date.day for address in Address.objects.order_by("pk")] == [1, 3]


def test_an_update_keeps_address_dateline_and_first_publication():
    article = publish_article(
        headline="A headline", first_published_at=datetime(2022, 11, 21, 16, 7, tzinfo=UTC)
    )
    first = Edition.objects.get()
    article.headline = "Another headline"
    workflow.save(article, by=None)
    second = workflow.publish(article, by=None)
    assert second.dateline == first.dateline == "(ANSA) - ROME, NOV 21 -"
    assert second.publication.first_published_at == datetime(2022, 11, 21, 16, 7, tzinfo=UTC)
    assert str(second.publication.address) == "2022/11/21/a-headline"
    assert Address.objects.count() == 1


def test_the_day_of_the_address_is_the_sites_and_that_of_the_dateline_the_places():
    late = datetime(2022, 11, 21, 23, 30, tzinfo=UTC)  # 00:30 in Rome, 18:30 in New York
    article = make_article(headline="Late", places=[make_place("New York")])
    make_place("New York").__class__.objects.filter(name="New York").update(time_zone="America/New_York")
    edition = workflow.publish(article, by=None, first_published_at=late)
    assert edition.dateline == "(ANSA) - NEW YORK, NOV 21 -"
    assert edition.publication.address.url_date == date(2022, 11, 22)


def test_a_new_slug_makes_a_new_address_and_keeps_the_old_one():
    article = publish_article(headline="A headline")
    article.slug = "something-else"
    workflow.save(article, by=None)
    workflow.publish(article, by=None)
    publication = Publication.objects.get()
    assert publication.address.slug == "something-else"
    assert set(publication.addresses.values_list("slug", flat=True)) == {"a-headline", "something-else"}
    article.slug = "a-headline"
    workflow.save(article, by=None)
    workflow.publish(article, by=None)
    publication.refresh_from_db()
    assert publication.address.slug == "a-headline"
    assert publication.addresses.count() == 2


def test_a_second_story_of_that_day_with_this_headline_gets_another_address():
    slugs = [publish_article(headline="The same words").slug for _ in range(3)]
    assert slugs == ["the-same-words", "the-same-words-2", "the-same-words-3"]


def test_a_slug_of_full_length_has_room_for_the_number():
    long = " ".join(["headline"] * 50)
    slugs = [publish_article(headline=long).slug for _ in range(11)]
    assert len(set(slugs)) == 11
    assert max(map(len, slugs)) <= 120


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Città in festa, l'attesa è finita", "citta-in-festa-lattesa-e-finita"),
        ("Москва", "moskva"),
        ("北京", "beijing"),
        ("!!!", "story-{pk}"),
    ],
)
def test_the_slug_is_made_of_the_headline(headline, slug):
    article = publish_article(headline=headline)
    assert article.slug.lower() == slug.format(pk=article.pk)


def test_a_story_stands_on_the_lists_of_its_sections_and_of_all_above_once_each():
    serbia, sport = make_section("nuova-europa/serbia"), make_section("sport/calcio")
    publish_article(section=serbia, further_sections=[sport])
    rows = Placement.objects.values_list("section__path", "direct")
    assert sorted(rows) == [
        ("", False),
        ("nuova-europa", False),
        ("nuova-europa/serbia", True),
        ("sport", False),
        ("sport/calcio", True),
    ]


def test_a_hidden_sections_stories_stand_on_no_list_above():
    hidden = make_section("prove", visible=False)
    publish_article(section=make_section("prove/sotto"))
    assert set(Placement.objects.values_list("section__path", flat=True)) == {"prove/sotto", "prove"}
    assert hidden.path == "prove"


def test_placements_of_an_ended_edition_go_when_the_next_one_is_written():
    article = publish_article()
    for _ in range(3):
        workflow.save(article, by=None)
        workflow.publish(article, by=None)
    versions = set(Placement.objects.values_list("edition__version", flat=True))
    assert versions == {3, 4}  # the one that ended just now serves readers whose page began before
    assert len(Edition.objects.live(timezone.now()).on_list("section", article.section_id)) == 1


def test_changes_are_numbered_in_order():
    for _ in range(3):
        publish_article()
    assert list(Change.objects.values_list("seq", flat=True)) == [1, 2, 3]
    assert ChangeCounter.objects.get().last_seq == 3


def test_the_record_says_what_a_page_said_at_any_moment():
    article = publish_article(headline="Morning")
    morning = timezone.now()
    article.headline = "Evening"
    workflow.save(article, by=None)
    workflow.publish(article, by=None)
    evening = timezone.now()
    workflow.kill(article, by=make_user("editor"), reason="Wrong")
    assert headlines(morning) == ["Morning"]
    assert headlines(evening) == ["Evening"]
    assert headlines(timezone.now()) == []


def test_the_guid_is_the_storys_and_stays():
    article = publish_article()
    assert Publication.objects.get().guid == article.guid
    assert article.guid.startswith("urn:uuid:")


@pytest.mark.parametrize(
    "broken",
    [
        {"killed_at": datetime(2022, 1, 1, tzinfo=UTC)},
        {"kill_reason": "without a time"},
        {"held_at": datetime(2022, 1, 1, tzinfo=UTC)},
    ],
)
def test_the_database_refuses_a_kill_or_hold_without_reason_or_time(broken):
    publish_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(**broken)


def test_the_database_refuses_impossible_editions():
    publish_article()
    edition = Edition.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(version=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(visible_until=edition.visible_from - HOUR)
    edition.pk, edition.version = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save(force_insert=True)  # a second one without end


def test_a_copy_that_names_no_source_has_its_sections():
    section = make_section("nuova-europa/serbia")
    edition = workflow.publish(make_article(section=section, sources=[]), by=None)
    assert edition.dateline.startswith("(ANSA) - ROME")
    assert edition.closing_source == "(ANSA)."


def test_publishing_and_updating_ask_a_bounded_number_of_times(monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 600.0)
    editor = make_user(Role.EDITOR)
    fields = {"topics": [make_topic()], "further_sections": [make_section("politica")]}
    publish_article()
    story = make_article(by=make_user(Role.REPORTER), **fields)
    asked = []
    for _time in range(3):
        with CaptureQueriesContext(connection) as queries:
            workflow.publish(story, by=editor)
        asked.append(sum(not row["sql"].startswith(("SAVEPOINT", "RELEASE")) for row in queries))
        workflow.save(story, by=editor)
    assert asked == [23, 22, 27]  # the third takes the first off five lists
