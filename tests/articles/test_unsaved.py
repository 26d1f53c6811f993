"""What somebody typed and did not save: kept, offered back, put aside, and never in the way."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import unsaved, workflow
from articles.models import Author, Event, Revision, UnsavedText
from articles.snapshot import snapshot
from sections.models import Role, Section
from tests.factories import make_article, make_place, make_section, make_source, make_user

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def story(db):
    return make_article(headline="As saved", not_before=datetime(2027, 1, 2, 5, 0, 30, tzinfo=UTC))


@pytest.fixture
def anna(story):
    return make_user(Role.REPORTER, story.section, first_name="Anna", last_name="Rossi")


def keep(person, story, headline="Typed", key=ONE, **more):
    values = {"headline": [headline]}
    return unsaved.keep(person, story, key, story.head_revision_id if story else None, values, **more)


# Keeping


def test_there_is_one_row_for_each_person_and_story(anna, story):
    for headline in ("Ty", "Typed"):
        keep(anna, story, headline)
    assert unsaved.of(anna, story).values == {"headline": ["Typed"]}
    assert UnsavedText.objects.count() == 1


def test_another_persons_text_is_another_row(anna, story):
    bruno = make_user(Role.EDITOR)
    keep(anna, story, "Of Anna")
    keep(bruno, story, "Of Bruno")
    assert unsaved.of(anna, story).values == {"headline": ["Of Anna"]}
    assert unsaved.of(bruno, story).values == {"headline": ["Of Bruno"]}


def test_new_stories_are_kept_apart_and_offered_newest_first_and_no_more_than_five(anna):
    for number in range(7):
        keep(anna, None, f"Story {number}", uuid.UUID(int=number))
    assert [text.values["headline"] for text in unsaved.of_new_forms(anna)] == [
        [f"Story {number}"] for number in (6, 5, 4, 3, 2)
    ]
    assert unsaved.of_new_forms(make_user(Role.EDITOR)) == []


def test_what_another_page_of_the_same_person_kept_is_put_aside_before_it_is_replaced(anna, story):
    keep(anna, story, "In the first tab", ONE)
    keep(anna, story, "In the second tab", OTHER)
    aside = Revision.objects.get(step="keep")
    assert aside.data["headline"] == "In the first tab"
    assert (aside.by, aside.parent_id) == (anna, story.head_revision_id)
    story.refresh_from_db()
    assert story.head_revision_id != aside.pk
    assert Event.objects.get(step="keep").revision_id == aside.pk
    assert unsaved.of(anna, story).values["headline"] == ["In the second tab"]


def test_what_this_page_took_back_is_not_put_aside(anna, story):
    keep(anna, story, "Before the crash", ONE)
    keep(anna, story, "And on", OTHER, instead_of=[ONE])
    assert not Revision.objects.filter(step="keep").exists()


def test_what_the_saved_version_says_anyway_is_not_put_aside(anna, story):
    keep(anna, story, story.headline, ONE)
    keep(anna, story, "Something else", OTHER)
    assert not Revision.objects.filter(step="keep").exists()


def test_a_new_story_that_was_taken_back_is_offered_once(anna):
    keep(anna, None, "Before", ONE)
    keep(anna, None, "After", OTHER, instead_of=[ONE])
    assert [text.form_key for text in unsaved.of_new_forms(anna)] == [OTHER]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_keep_at_once_leave_one_row_and_lose_nothing():
    story = make_article()
    person = make_user(Role.REPORTER)
    for number in range(10):
        unsaved.forget(person, story)
        barrier, errors = threading.Barrier(2), []

        def keep_at_once(key, words, barrier=barrier, errors=errors):
            try:
                connection.ensure_connection()
                barrier.wait(10)
                keep(person, story, words, key)
            except Exception as error:  # noqa: BLE001 - the test looks at it
                errors.append(error)
            finally:
                connection.close()

        words = [f"Tab {tab} in round {number}" for tab in range(2)]
        threads = [
            threading.Thread(target=keep_at_once, args=(uuid.uuid4(), text), daemon=True) for text in words
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert errors == []
        (row,) = UnsavedText.objects.filter(person=person, article=story)
        aside = Revision.objects.filter(article=story, step="keep").order_by("-pk").first()
        assert {row.values["headline"][0], aside.data["headline"]} == set(words)


@pytest.mark.parametrize("is_new", [True, False])
def test_a_message_that_was_overtaken_on_its_way_comes_too_late(anna, story, is_new):
    article = None if is_new else story
    keep(anna, article, "Later", number=7)
    assert keep(anna, article, "Earlier", number=6) is None
    assert keep(anna, article, "Again", number=7) is None
    (row,) = UnsavedText.objects.all()
    assert row.values["headline"] == ["Later"]
    assert keep(anna, article, "Latest", number=8).values["headline"] == ["Latest"]


def test_another_page_counts_anew(anna, story):
    keep(anna, story, "Of a page that was open for long", number=70)
    assert keep(anna, story, "Of a new one", OTHER, number=1, instead_of=[ONE])


def test_what_was_on_its_way_when_the_page_was_left_comes_too_late(anna, story):
    keep(anna, story, "Kept", number=1)
    unsaved.left(anna, story, ONE, 3)
    assert keep(anna, story, "On its way", number=2) is None
    assert unsaved.of(anna, story).values["headline"] == ["Kept"]


# After a save


def test_a_saved_form_has_nothing_unsaved(anna, story):
    keep(anna, story)
    unsaved.saved(anna, story, ONE)
    assert unsaved.of(anna, story) is None


def test_what_was_on_its_way_when_the_form_was_saved_does_not_come_back(anna, story):
    keep(anna, story, "Nearly")
    unsaved.saved(anna, story, ONE)
    assert keep(anna, story, "Nearly there") is None
    assert unsaved.of(anna, story) is None


def test_nor_where_it_is_the_first_that_arrives(anna, story):
    unsaved.saved(anna, story, ONE)
    assert keep(anna, story, "Nearly there") is None
    unsaved.saved(anna, story, OTHER, was_new=True)
    assert keep(anna, None, "Nearly there", OTHER) is None
    assert unsaved.of_new_forms(anna) == []
    assert unsaved.saved_new_forms(anna) == [OTHER]


def test_the_next_page_keeps_as_before(anna, story):
    keep(anna, story)
    unsaved.saved(anna, story, ONE)
    keep(anna, story, "More", OTHER)
    assert unsaved.of(anna, story).values == {"headline": ["More"]}
    assert not Revision.objects.filter(step="keep").exists()


def test_the_save_of_one_tab_leaves_the_text_of_the_other(anna, story):
    keep(anna, story, "In the second tab", OTHER)
    unsaved.saved(anna, story, ONE)
    assert unsaved.of(anna, story).values == {"headline": ["In the second tab"]}


def test_the_save_of_a_form_that_took_text_back_settles_that_text(anna, story):
    keep(anna, story, "Before the crash", ONE)
    unsaved.saved(anna, story, OTHER, instead_of=[ONE])
    assert unsaved.of(anna, story) is None


def test_a_new_story_once_saved_is_offered_no_more(anna, story):
    keep(anna, None, "A new story", ONE)
    unsaved.saved(anna, story, ONE, was_new=True)
    assert unsaved.of_new_forms(anna) == []


def test_traces_of_saved_new_stories_do_not_pile_up(anna, story):
    for number in range(3):
        unsaved.saved(anna, story, uuid.UUID(int=number + 10), was_new=True)
        UnsavedText.objects.update(kept_at=timezone.now() - 2 * unsaved.REMEMBERED)
    unsaved.saved(anna, story, ONE, was_new=True)
    assert UnsavedText.objects.filter(article=None).count() == 1


def test_what_is_thrown_away_is_gone_and_nobody_elses(anna, story):
    bruno = make_user(Role.EDITOR)
    keep(anna, story)
    keep(bruno, story)
    keep(anna, None)
    unsaved.forget(anna, story)
    assert unsaved.of(anna, story) is None
    assert unsaved.of(bruno, story)
    unsaved.forget(bruno, form_key=ONE)
    assert unsaved.of_new_forms(anna)
    unsaved.forget(anna, form_key=ONE)
    assert unsaved.of_new_forms(anna) == []


# As a revision's data


def laid(values, story):
    return unsaved.snapshot_data(values, story.head_revision.data)


def test_what_the_form_does_not_send_stays(story):
    assert laid({}, story) == snapshot(story)


def test_what_is_as_it_was_is_no_difference(story):
    rows = {
        "story_sources": [str(row.source_id) for row in story.source_rows.all()],
        "dateline_places": [str(row.place_id) for row in story.place_rows.all()],
        "byline_authors": [],
        "further_sections": [],
        "section": [str(story.section_id)],
        "copyright": [""],
        "headline": ["As  saved "],
        "body": [story.body],
        "language": [story.language],
        "priority": [str(story.priority)],
        "story_type": [story.story_type],
        "dateline_date": [""],
        "embargo": [],
        "not_before": ["2027-01-02T06:00"],  # in Rome; the form shows no seconds
    }
    assert laid(rows, story) == snapshot(story)


def test_texts_are_read_as_the_form_reads_them(story):
    data = laid(
        {
            "headline": ["Two\nlines"],
            "body": ["<p onclick=x>One</p><script>alert(1)</script>"],
            "note_to_clients": [" Mind\r\nthe gap "],
        },
        story,
    )
    assert data["headline"] == "Two lines"
    assert data["body"] == "<p>One</p>"
    assert data["note_to_clients"] == "Mind\nthe gap"


def test_rows_keep_their_order_and_unknown_ones_are_dropped(story):
    rome, belgrade = make_place(), make_place("Belgrade")
    sent = [str(belgrade.pk), "999999", str(rome.pk), "x", "9" * 30, str(belgrade.pk)]
    author = Author.objects.create(name="Lena Marković")
    other = make_section("sport")
    data = laid(
        {
            "dateline_places": sent,
            "byline_authors": [str(author.pk)],
            "section": [str(other.pk)],
            "copyright": ["77777"],
        },
        story,
    )
    assert data["places"] == [
        {"id": belgrade.pk, "label": str(belgrade)},
        {"id": rome.pk, "label": str(rome)},
    ]
    assert data["authors"] == [{"id": author.pk, "label": "Lena Marković"}]
    assert data["section"] == {"id": other.pk, "label": "sport"}
    assert data["copyright"] is None


@pytest.mark.parametrize(
    "name,sent",
    [
        ("dateline_date", "2027-02-30"),
        ("dateline_date", "soon"),
        ("not_before", "2027-13-01T00:00"),
        ("not_before", "9999-01-01T00:00"),
        ("not_before", "soon"),
        ("priority", "many"),
        ("priority", "4"),
        ("story_type", "rumour"),
        ("section", "0"),
        ("section", "x"),
        ("language", ""),
    ],
)
def test_what_makes_no_sense_is_as_it_was(story, name, sent):
    assert laid({name: [sent]}, story) == snapshot(story)


def test_dates_times_and_ticks(story):
    data = laid(
        {"dateline_date": ["2027-02-28"], "not_before": ["2027-02-28T09:30"], "embargo": ["on"]}, story
    )
    assert data["dateline_date"] == "2027-02-28"
    assert datetime.fromisoformat(data["not_before"]) == datetime(2027, 2, 28, 8, 30, tzinfo=UTC)
    assert data["embargo"] is True
    cleared = unsaved.snapshot_data({"dateline_date": [""], "not_before": [""], "embargo": []}, data)
    assert (cleared["dateline_date"], cleared["not_before"], cleared["embargo"]) == (None, None, False)


def test_a_kept_revision_reads_times_in_the_zone_of_whoever_typed_them(story):
    far_away = make_user(Role.REPORTER, story.section, time_zone="America/New_York")
    unsaved.keep(far_away, story, ONE, story.head_revision_id, {"not_before": ["2027-02-28T09:30"]})
    kept = unsaved.kept_revision(unsaved.of(far_away, story), at=timezone.now())
    assert datetime.fromisoformat(kept.data["not_before"]) == datetime(2027, 2, 28, 14, 30, tzinfo=UTC)


def test_a_new_storys_values_are_laid_over_nothing(db):
    section, source = make_section(), make_source()
    data = unsaved.snapshot_data(
        {"headline": ["New"], "section": [str(section.pk)], "story_sources": [str(source.pk)]}, unsaved.EMPTY
    )
    assert data["headline"] == "New"
    assert data["section"]["id"] == section.pk
    assert set(data) == set(snapshot(make_article()))


def test_text_that_grew_from_an_earlier_version_is_read_on_that(anna, story):
    keep(anna, story, "Mine")
    earlier = story.head_revision_id
    story.subheadline = "Of a colleague"
    workflow.save(story, by=None)
    kept = unsaved.kept_revision(unsaved.of(anna, story), at=timezone.now())
    assert kept.parent_id == earlier
    assert (kept.data["headline"], kept.data["subheadline"]) == ("Mine", "")


def test_a_section_that_was_renamed_meanwhile_is_no_difference(anna, story):
    keep(anna, story, story.headline)
    values = {"section": [str(story.section_id)], "headline": [story.headline]}
    unsaved.keep(anna, story, ONE, story.head_revision_id, values)
    Section.objects.filter(pk=story.section_id).update(path="renamed")
    assert unsaved.says_no_more(unsaved.of(anna, story))


def test_an_hour_later_it_is_still_there(anna, story):
    keep(anna, story)
    UnsavedText.objects.update(kept_at=timezone.now() - timedelta(hours=1))
    assert unsaved.of(anna, story)
