"""What search finds: forms of words, phrases, filters, and only what readers may see at that moment."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search, workflow
from articles.models import Article, Author, Place, Topic
from articles.search import Filters, rebuilding
from articles.search.places import before, place_of, point_of
from articles.search.words import excerpt, fold, parse, parts, stem, words
from articles.snapshot import fields_of, related_of
from sections.models import Section
from sections.tree import forget_tree
from tests.factories import (
    make_article,
    make_place,
    make_root,
    make_section,
    make_topic,
    publish_article,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def however_slow_the_machine_is(monkeypatch):
    for name in ("PATIENCE", "PATIENCE_WITH_HEADLINES", "QUICK"):
        monkeypatch.setattr(f"articles.search.postgres.{name}", 600)


def found(query, filters=None, at=None, count=50, **others):
    editions = search.find(query, filters, at or timezone.now(), count, **others)
    return [edition.headline for edition in editions]


def best(query, filters=None, **others):
    result = search.search_best(query, filters, timezone.now(), 50, **others)
    return [edition.headline for edition in result.editions]


def publish(headline, body="", *, days_ago=0, **fields):
    fields.setdefault("language", "en")
    if days_ago:
        fields["first_published_at"] = timezone.now() - timedelta(days=days_ago)
    return publish_article(
        headline=headline, body=f"<p>{body}</p>" if body else "<p>Nothing else.</p>", **fields
    )


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


def rows():
    table = "articles_searchrow" if connection.vendor == "postgresql" else "articles_search"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


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


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_what_is_marked_is_the_text(text):
    stems = frozenset({"a", "ferry"})
    assert "".join(piece for piece, _is_match in parts(text, stems)) == text
    assert words(text) == words(fold(text))
    assert len(excerpt(text, stems, 30)) <= len(text) + 4


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


def test_places_are_in_the_order_of_lists():
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert place_of(moment, 1, 9) < place_of(moment, 2, 1) < place_of(moment + timedelta(seconds=1), 1, 1)
    assert point_of(place_of(moment, 12, 3)) == (moment, 12)
    assert place_of(moment, 11, 3) < before(moment, 12) < place_of(moment, 12, 1)
    assert place_of(moment.replace(year=1960), 12, 3) < place_of(moment.replace(year=1961), 12, 3)


def test_words_are_taken_apart_and_a_long_text_is_cut():
    query = parse('Crosetto and "Two Ministers" -visit')
    assert [(term.words, term.is_wanted) for term in query.terms] == [
        (("crosetto",), True),
        (("and",), True),
        (("two", "ministers"), True),
        (("visit",), False),
    ]
    assert not query.is_cut
    assert parse("word " * 3000).is_cut
    assert parse(" ".join(f"w{number}" for number in range(100))).is_cut
    assert not parse("-only")


@pytest.mark.parametrize(
    "forms",
    [
        "governo governi",
        "election elections",
        "notizia notizie",
        "banca banche",
        "lago laghi",
        "city cities",
        "casa case",
        "visit visits visited visiting",
    ],
)
def test_forms_of_a_word_share_their_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_matched_words_are_marked_as_they_are_written():
    assert parts("Città, LE CITTÀ; cittadini", frozenset({"citt"})) == [
        ("Città", True), (", LE ", False), ("CITTÀ", True), ("; cittadini", False),
    ]  # fmt: skip


def test_an_excerpt_is_around_the_first_match():
    text = excerpt(
        f"<p>{'before ' * 50}</p><p>A ferry &amp; more.</p><p>{'after ' * 50}</p>", frozenset({"ferr"}), 60
    )
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "A ferry & more." in text


def rebuilt(**options):
    out = StringIO()
    call_command("rebuild_search", stdout=out, **options)
    return out.getvalue()


def test_the_index_can_be_rebuilt_and_what_is_over_goes(monkeypatch):
    monkeypatch.setattr("articles.search.rebuilding.BATCH", 2)
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", lambda _seconds: None)
    stories = [publish_article(headline=f"Ferry {number}", topics=[make_topic()]) for number in range(5)]
    before_it = rows()
    clear()
    assert found("ferry") == []
    assert "5 editions are in the index." in rebuilt()
    assert rows() == before_it
    assert len(found("ferry", Filters(topics=frozenset([make_topic().pk])))) == 5
    stories[0].publication.editions.get().placements.all().delete()
    rebuilt()
    assert rows() == 4


def clear():
    table = "articles_searchrow" if connection.vendor == "postgresql" else "articles_search"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_a_rebuild_that_is_stopped_says_how_it_goes_on(monkeypatch):
    def interrupt(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.search.rebuilding.BATCH", 2)
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", interrupt)
    second = [publish_article(headline=f"Ferry {number}") for number in range(3)][
        1
    ].publication.editions.get()
    with pytest.raises(CommandError, match=f"--after {second.pk} goes on"):
        rebuilt()
    clear()
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", lambda _seconds: None)
    assert "1 editions are in the index." in rebuilt(after=second.pk)
    assert found("ferry") == ["Ferry 2"]


def test_publishing_asks_once_more_and_a_later_update_twice(monkeypatch):
    def queries(step):
        with CaptureQueriesContext(connection) as asked:
            step()
        return len(asked)

    def published_and_updated(headline):
        story = make_article(headline=headline)
        first = queries(lambda: workflow.publish(story, by=None))
        for _time in range(
            2
        ):  # only the second update finds a version on the lists that nobody sees any more
            workflow.save(story, by=None)
            update = queries(lambda: workflow.publish(story, by=None))
        return first, update

    publish_article()
    first, update = published_and_updated("One")
    monkeypatch.setattr("articles.lists.search.add", lambda *_args: None)
    monkeypatch.setattr("articles.lists.search.remove", lambda *_args: None)
    assert published_and_updated("Other") == (first - 1, update - 2)


SLOW = """(
    SELECT place, edition_id FROM articles_searchrow, pg_sleep(3)
    WHERE {column} @@ %s::tsquery AND place >= %s AND place < %s LIMIT %s
)"""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no time limit for a statement")
def test_a_search_that_takes_too_long_is_stopped_and_what_is_set_for_it_ends_with_it(monkeypatch):
    publish("Ferry")
    monkeypatch.setattr("articles.search.postgres.IN_WINDOW", SLOW)
    with pytest.raises(search.TooSlow):
        found("ferry")
    monkeypatch.undo()
    assert found("ferry") == ["Ferry"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')")
        assert cursor.fetchone() == ("0", "on")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stops by itself")
def test_on_sqlite_too(monkeypatch):
    publish("Ferry")
    monkeypatch.setattr("articles.search.sqlite.SECONDS", -1)
    monkeypatch.setattr("articles.search.sqlite.STEPS", 1)
    for ask in (found, best):
        with pytest.raises(search.TooSlow):
            ask("ferry")
    monkeypatch.undo()
    assert found("ferry") == ["Ferry"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives out the newest first")
def test_a_look_that_takes_long_ends_with_a_window_and_can_be_gone_on_with(monkeypatch):
    for days_ago in (1, 200, 700, 1500):
        publish(f"Ferry of {days_ago} days ago", days_ago=days_ago)
    monkeypatch.setattr("articles.search.postgres.PATIENCE", 0)
    seen, after, looks = [], None, 0
    while looks < 60:
        page = search.search("ferry", None, timezone.now(), 20, after, known=50)
        seen += [edition.headline for edition in page.editions]
        after, looks = page.rest, looks + 1
        if after is None:
            break
        assert page.was_cut
        assert not page.is_all
    assert seen == [f"Ferry of {days_ago} days ago" for days_ago in (1, 200, 700, 1500)]
    assert looks > 1
    best_of_few = search.search_best("ferry", None, timezone.now(), 20, known=50)
    assert best_of_few.was_cut
    assert not best_of_few.is_all


@pytest.mark.parametrize("known", [2, 3, 4])
def test_so_many_are_counted_and_it_is_said_whether_these_are_all(known):
    for number in range(3):
        publish(f"Ferry {number}", days_ago=number * 100)
    killed = publish("Ferry that is killed", days_ago=5)
    waits = make_article(headline="Ferry that waits", not_before=timezone.now() + timedelta(hours=1))
    workflow.publish(waits, by=None)
    workflow.kill(killed, by=None, reason="Wrong")
    at = timezone.now()
    for result in (
        search.search("ferry", None, at, 1, known=known),
        search.search_best("ferry", None, at, 1, known=known),
    ):
        assert len(result.editions) == 1
        assert len(result.known) == min(known, 3)
        assert result.is_all == (known >= 3)


def test_a_count_ends_where_it_is_bounded():
    for number in range(12):
        publish(f"Ferry {number}", days_ago=number)
    at = timezone.now()
    newest = search.search("ferry", None, at, 3, known=10)
    assert (len(newest.known), newest.is_all, newest.rest is None) == (10, False, False)
    best_ones = search.search_best("ferry", None, at, 3, known=10)
    assert (len(best_ones.known), best_ones.is_all, best_ones.has_more) == (10, False, True)


def test_a_language_that_is_new_is_found_at_once():
    publish("Ferry", language="en")
    assert found("vapoarele") == []
    publish("Vapoare", "Vapoarele pleacă.", language="ro")
    assert found("vapoarele") == ["Vapoare"]
    assert found("vapoarele", Filters(language="ro")) == ["Vapoare"]
    assert found("vapoarele", Filters(language="en")) == []


# Names


@pytest.fixture
def named():
    """A story that says none of its names in its text, but author and place above it."""
    lena = Author.objects.create(name="Lena Marković")
    place = make_place("Belgrade")
    topic = make_topic("Maritime heritage")
    publish("A story", authors=[lena], places=[place], topics=[topic])
    publish("Another")
    return {"author": lena, "place": place, "topic": topic}


@pytest.mark.parametrize(
    ("kind", "before", "new"),
    [
        ("author", "markovic", "Petrović"),
        ("place", "belgrade", "Beograd"),
        ("topic", "heritage", "Old boats"),
    ],
)
def test_what_is_renamed_is_found_by_its_new_name(named, kind, before, new):
    row = named[kind]
    assert found(before) == ["A story"]
    row.name = new
    row.save()
    assert found(new) == []
    rebuilding.rename(kind, row.pk)
    assert found(new) == best(new) == ["A story"]
    # Byline and dateline say what they said; a topic stands there by its new name alone.
    assert found(before) == ([] if kind == "topic" else ["A story"])
    assert rows() == 2


def test_a_topic_that_was_merged_is_found_by_the_other_ones_name(named):
    other = make_topic("Rivers")
    Topic.objects.filter(pk=named["topic"].pk).update(merged_into=other)
    rebuilt()
    assert found("rivers") == ["A story"]
    assert found("heritage") == []
    assert found("story", Filters(topics=frozenset([other.pk]))) == ["A story"]


def test_renaming_does_the_newest_and_leaves_the_others_to_the_command(monkeypatch):
    monkeypatch.setattr(rebuilding, "AT_ONCE", 3)
    monkeypatch.setattr(rebuilding, "STEP", 2)
    monkeypatch.setattr("articles.management.commands.rebuild_search.time.sleep", lambda _seconds: None)
    topic = make_topic("Heritage")
    for number in range(5):
        publish(f"Story {number}", topics=[topic], days_ago=number)
    publish("Elsewhere")
    assert rebuilding.is_large("topic", topic.pk)
    Topic.objects.filter(pk=topic.pk).update(name="Old boats")
    rebuilding.rename("topic", topic.pk)
    assert found("boats") == ["Story 0", "Story 1", "Story 2"]
    assert "5 editions are in the index anew." in rebuilt(topic=topic.pk)
    assert len(found("boats")) == 5
    assert rows() == 6


def test_renaming_brings_nothing_back(named):
    story = Article.objects.get(headline="A story")
    workflow.hold(story, by=None, reason="Wrong")
    Place.objects.filter(pk=named["place"].pk).update(name="Beograd")
    rebuilding.rename("place", named["place"].pk)
    rebuilt(place=named["place"].pk)
    assert found("beograd") == []
    assert rows() == 1
