"""What search finds: forms of words, phrases, filters, and only what readers may see at that moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search, workflow
from articles.models import Article, Author, Topic
from articles.search import Filters
from articles.search.places import before, place_of
from articles.snapshot import fields_of, related_of
from sections.models import Section
from sections.tree import forget_tree
from tests.articles.searching import best, found, publish, rows
from tests.factories import (
    make_article,
    make_place,
    make_root,
    make_section,
    make_topic,
    publish_article,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("however_slow_the_machine_is")]


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("it", "governi", "governo"),
        ("it", "governo", "governi"),
        ("it", "banche", "banca"),
        ("it", "notizie", "notizia"),
        ("it", "città", "citta"),
        ("it", "citta", "CITTÀ"),
        ("it", "l'elezione dell'assemblea", "elezioni"),
        ("it", "l’elezione dell’assemblea", "assemblee"),
        ("en", "elections", "election"),
        ("en", "the election", "Elections"),
        ("en", "cities", "city"),
        ("en", "a café's terrace", "cafe"),
        ("en", "they visited", "visit"),
        ("en-GB", "ferries", "ferry"),
        ("de", "Müller", "muller"),
        ("fr", "l'été à Genève", "geneve"),
        ("sr", "Đorđević", "dordevic"),
        ("ar", "الرئيس", "الرئيس"),
        ("ar", "مُدَرِّس", "مدرس"),
        ("ru", "Москва", "москва"),
        ("en", "G7 in 2026", "g7"),
        ("en", "a state-run harbour", "state-run"),
    ],
)
def test_forms_of_words_accents_and_scripts(language, said, asked):
    publish("One", said, language=language)
    publish("Other", "Quite different.", language=language)
    assert found(asked) == best(asked) == ["One"]


def test_all_words_must_be_there_wherever_they_stand():
    lena = Author.objects.create(name="Lena Marković")
    publish(
        "Ferries return",
        "In the morning they sail.",
        subheadline="A quiet island",
        topics=[make_topic("Maritime heritage")],
        authors=[lena],
        places=[make_place("Belgrade")],
    )
    assert found("ferries island morning heritage markovic belgrade")
    assert not found("ferries island evening")


def test_quotation_marks_keep_words_together():
    publish("Apart", "The library opened; a regional office closed.", days_ago=1)
    publish("Together", "The regional library opened.")
    for query in ('"regional library"', "“regional library”", "«regional library»", '"regional library'):
        assert found(query) == best(query) == ["Together"]
    assert found("regional library") == ["Together", "Apart"]
    assert found('"regional library" opened -closed') == ["Together"]
    assert found('opened -"regional library"') == ["Apart"]
    assert found('"library regional"') == []


def test_a_minus_leaves_out():
    publish("Ferries to the island")
    publish("Ferries to the mainland")
    assert found("ferries -island") == best("ferries -islands") == ["Ferries to the mainland"]
    assert found("-island") == best("-island") == []
    assert found("Rome - ferries mainland") == ["Ferries to the mainland"]


def test_newest_first_in_pages_without_gap_or_repetition():
    moment = datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=UTC)
    for number in range(7):
        publish_article(headline=f"Ferry {number}", first_published_at=moment - timedelta(days=number // 3))
    for number in range(3):
        publish_article(headline=f"Train {number}")
    seen, after = [], None
    while True:
        page = search.search("ferry", None, timezone.now(), 2, after)
        seen += [edition.headline for edition in page.editions]
        after = page.rest
        if after is None:
            break
    assert seen == [f"Ferry {number}" for number in (2, 1, 0, 5, 4, 3, 6)]


def test_what_says_it_in_the_headline_comes_first_and_these_very_words_before_all():
    publish("Ferry to an old island", days_ago=500)
    publish("An island without any ferry, old as it is", days_ago=300)
    publish("In the subheadline", subheadline="A ferry to an old island", days_ago=3)
    publish("In the text", "A ferry to an old island.", days_ago=2)
    publish("At the end", "Nothing. A ferry, an old one, and an island.")
    assert best("ferry to an old island") == [
        "Ferry to an old island",
        "An island without any ferry, old as it is",
        "In the subheadline",
        *sorted(["In the text", "At the end"], key=best("ferry to an old island").index),
    ]
    assert found("ferry to an old island")[0] == "At the end"


def test_the_best_come_page_by_page():
    for number in range(5):
        publish(f"Ferry {number}", days_ago=number)
    at = timezone.now()
    first = search.search_best("ferry", None, at, 3)
    second = search.search_best("ferry", None, at, 3, start=3)
    assert [edition.headline for edition in first.editions + second.editions] == [
        f"Ferry {number}" for number in range(5)
    ]
    assert (first.has_more, second.has_more) == (True, False)


@pytest.fixture
def one_and_other():
    lena = Author.objects.create(name="Lena Marković")
    publish(
        "One ferry",
        section=make_section("world/asia"),
        further_sections=[make_section("sport")],
        language="en-GB",
        story_type="opinion",
        authors=[lena],
        topics=[make_topic("Ferries")],
        places=[make_place("Tokyo")],
        days_ago=40,
    )
    publish("Other ferry", section=make_section("economy"), language="it", days_ago=10)
    return lena


@pytest.mark.parametrize(
    "filters",
    [
        lambda one: {"section": make_section("world").pk},
        lambda one: {"section": make_section("world/asia").pk},
        lambda one: {"section": make_section("sport").pk},
        lambda one: {"language": "en"},
        lambda one: {"story_type": "opinion"},
        lambda one: {"authors": frozenset([one.pk])},
        lambda one: {"topics": frozenset([make_topic("Ferries").pk])},
        lambda one: {"places": frozenset([make_place("Tokyo").pk, 999])},
        lambda one: {"until": timezone.localdate() - timedelta(days=39)},
        lambda one: {
            "since": timezone.localdate() - timedelta(days=41),
            "until": timezone.localdate() - timedelta(days=20),
        },
    ],
)
def test_each_filter(filters, one_and_other):
    wanted = filters(one_and_other)
    assert found("ferry", Filters(**wanted)) == best("ferry", Filters(**wanted)) == ["One ferry"]
    assert found("", Filters(**wanted)) == ["One ferry"]
    assert (
        found("train", Filters(**wanted))
        == found(
            "",
            Filters(**wanted, authors=frozenset())
            if "authors" not in wanted
            else Filters(authors=frozenset()),
        )
        == []
    )


def test_filters_combine(one_and_other):
    world, economy = make_section("world").pk, make_section("economy").pk
    assert found("ferry", Filters(section=make_root().pk)) == ["Other ferry", "One ferry"]
    assert found("ferry", Filters(section=world, language="en", story_type="opinion")) == ["One ferry"]
    assert found("ferry", Filters(section=economy, language="en")) == []
    assert found("-train", Filters(section=world)) == ["One ferry"]
    assert found("-ferry", Filters(section=world)) == []
    assert found("ferry", Filters(since=date(2020, 1, 1), until=date(2020, 2, 1))) == []
    assert found("ferry", Filters(since=timezone.localdate(), until=date(2020, 2, 1))) == []


def test_a_topic_finds_what_was_written_when_it_was_two():
    boats, ferries = make_topic("Boats"), make_topic("Ferries")
    publish("A story", topics=[boats])
    Topic.objects.filter(pk=boats.pk).update(merged_into=ferries)
    assert found("story", Filters(topics=frozenset([ferries.pk]))) == ["A story"]


def test_days_are_those_of_the_site():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # the 2nd in Rome
    publish_article(headline="Late", first_published_at=late)
    assert found("late", Filters(since=date(2026, 3, 2), until=date(2026, 3, 2))) == ["Late"]
    assert found("late", Filters(until=date(2026, 3, 1))) == []


def test_drafts_and_spiked_stories_are_not_found():
    story = make_article(headline="Ferry")
    assert found("ferry") == []
    workflow.spike(story, by=None, note="No")
    assert found("ferry") == []


@pytest.mark.parametrize("embargo", [False, True])
def test_what_waits_is_found_from_its_moment_on(embargo):
    later = timezone.now() + timedelta(hours=1)
    story = make_article(headline="Ferry", not_before=later, embargo=embargo)
    workflow.publish(story, by=None)
    assert found("ferry") == best("ferry") == []
    assert found("ferry", at=later) == ["Ferry"]
    workflow.unschedule(story, by=None)
    assert found("ferry", at=later) == []


def test_a_hundred_that_wait_do_not_hide_what_is_there():
    publish_article(headline="Ferry", first_published_at=timezone.now() - timedelta(days=3))
    later = timezone.now() + timedelta(hours=1)
    for number in range(40):
        waiting = make_article(headline=f"Ferry {number}", not_before=later)
        workflow.publish(waiting, by=None, first_published_at=timezone.now() - timedelta(days=1))
    assert found("ferry", count=5) == ["Ferry"]


def test_a_scheduled_update_is_found_by_its_new_words_from_its_moment_on():
    story = publish_article(headline="Ferry", body="<p>Old words.</p>")
    later = timezone.now() + timedelta(hours=1)
    story.headline, story.not_before = "Steamer", later
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert (found("ferry"), found("steamer")) == (["Ferry"], [])
    assert (found("ferry", at=later), found("steamer", at=later)) == ([], ["Steamer"])


def test_what_was_corrected_is_found_by_its_new_words_only():
    story = publish_article(headline="Fery")
    edition = story.publication.head_edition
    mended = Article(pk=story.pk, guid=story.guid, **fields_of(edition.revision.data))
    mended.headline = "Ferry"
    workflow.correct(
        story, by=None, mended=mended, seen_edition=edition.pk, public_note="A letter was missing.",
        **related_of(edition.revision.data),
    )  # fmt: skip
    assert (found("fery"), found("ferry")) == ([], ["Ferry"])


@pytest.mark.parametrize("step", ["hold", "kill"])
def test_what_is_taken_from_readers_leaves_the_index_at_once(step):
    story = publish_article(headline="Ferry")
    assert rows() == 1
    getattr(workflow, step)(story, by=None, reason="Wrong")
    assert found("ferry") == best("ferry") == []
    assert rows() == 0
    if step == "hold":
        workflow.release(story, by=None)
        assert found("ferry") == ["Ferry"]


def test_a_row_for_each_edition_that_is_or_will_be_visible():
    story = publish_article(headline="One")
    for number in range(3):
        story.headline = f"Version {number}"
        workflow.save(story, by=None)
        workflow.publish(story, by=None)
    assert rows() <= 2  # the one that ended goes with the next
    story.headline, story.not_before = "Waits", timezone.now() + timedelta(hours=1)
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert rows() <= 3
    assert found("version") == ["Version 2"]


def test_what_is_rescheduled_before_anybody_saw_it_leaves_nothing_behind():
    story = make_article(headline="Ferry", not_before=timezone.now() + timedelta(hours=1))
    workflow.publish(story, by=None)
    story.not_before = timezone.now() + timedelta(hours=3)
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert rows() == 1
    workflow.unschedule(story, by=None)
    assert rows() == 0


def test_what_stands_in_a_hidden_section_is_found_only_there():
    hidden = make_section("tests")
    Section.objects.filter(pk=hidden.pk).update(visible=False)
    forget_tree()
    publish("Ferry", section=hidden)
    assert found("ferry") == []
    assert found("ferry", Filters(section=hidden.pk)) == ["Ferry"]


def test_fields_can_be_left_out(django_assert_num_queries):
    publish("Ferry")
    fields = ("headline", "publication__first_published_at", "address__slug")
    edition = search.find("ferry", None, timezone.now(), 5, only=fields)[0]
    with django_assert_num_queries(1):
        assert edition.body


HOSTILE = [
    *(
        "",
        " ",
        "-",
        "--",
        '"',
        '""',
        '-""',
        "“",
        "*",
        "a*",
        "'",
        "''",
        "\\",
        "a\\",
        "\0",
        "a\0b",
        "%",
        "%s",
        "_",
    ),
    *("NEAR(a b)", "a OR b", "OR", "AND NOT", "not", "(", ")(", "{a} : b", "marks : s1", "section:1"),
    *("'section:1'", "a & b | !c", "a <-> b", ":*", "--; DROP TABLE x", "<script>", "&amp;", "a.b@c.d"),
    *("the", "il la e", "the of and", "-the", "1e5", "1 2 3 -4", "http://a.b/c?d=e", "/etc/passwd"),
    *("😀", "😀 ferry", "العربية", "日本語", "ﷺ", "\u202e", "\ud83d", "İstanbul", "ß"),
    *("é" * 300, "x" * 10_000, "word " * 3000, '"' * 500, "-a " * 500),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_an_error(text):
    publish("Ferry")
    assert found(text) in ([], ["Ferry"])
    assert best(text) in ([], ["Ferry"])
    assert found(text, Filters(language=text[:20], story_type="news")) in ([], ["Ferry"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text("ab\"'-*():&|!<>{}^\\\0 \u0301é😀ع", max_size=30))
def test_no_text_at_all_is_an_error(text):
    found(text)
    best(text)


def test_no_story_breaks_the_index():
    publish(
        "ferry " + "w" * 400,
        " ".join(f"word{number}" for number in range(30_000)) + " \u0301 😀 'a':1 \\ * \"",
    )
    assert found("ferry word17") == ["ferry " + "w" * 400]
    for moment in (
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 58, 999_700, tzinfo=UTC),
    ):
        assert before(moment) <= place_of(moment, 7, 1)
    story = publish_article(
        headline="Old ferry", first_published_at=datetime(1969, 12, 31, 23, 59, 58, 999_700, tzinfo=UTC)
    )
    assert found("old ferry") == ["Old ferry"]
    workflow.kill(story, by=None, reason="Wrong")
    assert rows() == 1
