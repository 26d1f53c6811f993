"""The log: admins search, filter and take away all that was done."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.models import Article, Event

LIST = "/admin/articles/event/"
EXPORT = f"{LIST}export/"


@pytest.fixture
def clean(desk):
    """The desk, of which nothing is told yet."""
    Event.objects.all().delete()
    return desk


def make_event(**fields):
    fields = {
        "at": timezone.now(),
        "article_id": 1,
        "headline": "Ministers meet",
        "who": "Anna Rossi",
        "step": "save",
        "from_stage": "draft",
        "to_stage": "draft",
    } | fields
    return Event.objects.create(**fields)


def asked(client, **question):
    """The ids that the list shows."""
    return [event.pk for event in client.get(LIST, question).context["cl"].result_list]


def exported(client, **question):
    response = client.get(EXPORT, question)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.getvalue().decode(), newline="")))


def test_it_says_when_who_what_of_which_story_why_and_whereto(clean, as_):
    make_event(
        at=datetime(2026, 11, 21, 16, 7, 5, tzinfo=UTC),
        article_id=clean.draft.pk,
        headline="Draft of the <day>",
        step="publish",
        note="Checked twice & more",
        from_stage="submitted",
        to_stage="published",
    )
    html = as_("admin").get(LIST, headers={"accept-language": "en"}).content.decode()
    assert "<h1>Log</h1>" in html
    assert ">21 November 2026, 17:07:05</time>" in html  # in the site's zone, which is this person's
    for words in ("Anna Rossi", "Publish", "Draft of the &lt;day&gt;", "Checked twice &amp; more"):
        assert words in html
    assert f'href="/admin/articles/article/{clean.draft.pk}/history/"' in html
    assert 'chip-submitted">submitted</span> → <span class="chip chip-published"' in html


def test_it_tells_of_deeds_of_the_system_of_steps_of_old_and_of_stories_that_are_gone(clean, as_):
    gone = Article.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1000
    make_event(who="", step="teleported", article_id=gone, from_stage="limbo", to_stage="")
    html = as_("admin").get(LIST, headers={"accept-language": "en"}).content.decode()
    assert "the system" in html
    assert "teleported" in html
    assert "limbo" in html
    assert f"/articles/article/{gone}/" not in html


def test_the_newest_comes_first_whatever_is_asked(clean, as_):
    events = [make_event().pk for _number in range(3)]
    assert asked(as_("admin")) == events[::-1]
    assert asked(as_("admin"), o="1.2") == events[::-1]


def test_it_is_searched_in_headlines_persons_and_notes_for_all_words(clean, as_):
    by_headline = make_event(headline="Bridge opens in Novi Sad").pk
    by_person = make_event(who="Sad Novi").pk
    by_note = make_event(note="novi, not sad").pk
    make_event(headline="Novi")
    assert asked(as_("admin"), q="novi  SAD") == [by_note, by_person, by_headline]


def test_filters_and_search_narrow_together(clean, as_):
    client = as_("admin")
    fits = make_event(step="kill", who="Lena Marković", article_id=7, headline="Bridge").pk
    for other in ({"step": "save"}, {"who": "Anna"}, {"article_id": 8}, {"headline": "Road"}):
        make_event(
            **({"step": "kill", "who": "Lena Marković", "article_id": 7, "headline": "Bridge"} | other)
        )
    assert asked(client, step="kill", who="lena", story="7", q="bridge") == [fits]
    assert len(asked(client, step="kill")) == 4
    assert len(asked(client, who="  MARKO ")) == 4
    assert len(asked(client, story="8")) == 1


def test_days_are_the_persons_own_and_the_last_one_counts(clean, as_):
    clean.people["admin"].time_zone = "Pacific/Auckland"  # 13 hours ahead in November
    clean.people["admin"].save()
    times = [(20, 10, 59), (20, 11, 0), (21, 10, 59), (21, 11, 0)]
    before, first, last, after = (make_event(at=datetime(2026, 11, *time, tzinfo=UTC)).pk for time in times)
    client = as_("admin")
    assert asked(client, since="2026-11-21", until="2026-11-21") == [last, first]
    assert asked(client, since="2026-11-21") == [after, last, first]
    assert asked(client, until="2026-11-21") == [last, first, before]
    assert asked(client, since="2026-11-22", until="2026-11-21") == []


@pytest.mark.parametrize(
    "question",
    [
        {"since": "yesterday"},
        {"since": "2026-02-30"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"until": "\0"},
        {"who": "a\0b"},
        {"who": "x" * 201},
        {"q": "\0"},
        {"q": "a\0b"},
        {"q": "x " * 5000},
        {"step": "teleport"},
        {"step": "\0"},
        {"story": "-1"},
        {"story": "0"},
        {"story": "1.5"},
        {"story": "NaN"},
        {"story": "9" * 19},
        {"story": "9" * 5000},
        {"story": "1 OR 1=1"},
    ],
)
def test_what_cannot_be_asked_is_told_and_finds_nothing(clean, as_, question):
    make_event()
    client = as_("admin")
    response = client.get(LIST, question)
    assert response.status_code == 200
    assert 'class="errorlist"' in response.content.decode()
    assert "Save as CSV" not in response.content.decode()
    assert asked(client, **question) == []
    refused = client.get(EXPORT, question)
    assert (refused.status_code, refused["Location"].split("?")[0]) == (302, LIST)
    assert client.get(refused["Location"]).status_code == 200


@pytest.mark.parametrize(
    "question",
    [
        {"q": "%"},
        {"q": "_'\"\\"},
        {"q": "x " * 100},
        {"q": "<script>"},
        {"who": "%%%"},
        {"story": str(2**63 - 1)},
        {"p": "99999"},
        {"p": "\0"},
        {"all": "1"},
        {"e": "1"},
    ],
)
def test_whatever_else_is_asked_it_answers(clean, as_, question):
    make_event(note="plain")
    response = as_("admin").get(LIST, question, follow=True)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split('role="search"')[1]
    assert as_("admin").get(EXPORT, question).status_code in (200, 302)


def test_what_was_asked_is_kept_from_page_to_page_and_in_the_file(clean, as_):
    for _number in range(51):
        make_event(step="kill")
    html = as_("admin").get(LIST, {"step": "kill", "q": "ministers"}).content.decode()
    assert '<option value="kill" selected>' in html
    assert 'href="?p=2&amp;q=ministers&amp;step=kill"' in html
    assert f'href="{EXPORT}?q=ministers&amp;step=kill"' in html


@pytest.mark.parametrize("events", [1, 50])
def test_it_costs_the_same_however_long_it_is(clean, as_, events, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for number in range(events):
        make_event(article_id=(clean.draft.pk, clean.live.pk, 999_999)[number % 3])
    client = as_("admin")
    client.get(LIST)
    with django_assert_num_queries(5):  # session, person, count, events, which stories there are
        assert (
            len(client.get(LIST, {"q": "ministers", "since": "2026-01-01"}).context["cl"].result_list)
            == events
        )


def test_it_counts_no_further_than_a_thousand(clean, as_, monkeypatch):
    monkeypatch.setattr("articles.admin.columns.COUNTED_UP_TO", 3)
    monkeypatch.setattr("sections.admin.COUNTED_UP_TO", 3)
    for _number in range(5):
        make_event()
    assert as_("admin").get(LIST).context["cl"].result_count == 4


# Taken away


def test_the_file_holds_exactly_what_was_asked_for_on_all_pages(clean, as_):
    make_event(step="save")
    kills = [
        make_event(
            at=datetime(2026, 11, 21, 16, 7, 5, tzinfo=UTC),
            step="kill",
            who="Lena Marković",
            headline='Bridge, "new"',
            note="two\nlines",
            from_stage="published",
            to_stage="published",
            article_id=number,
        )
        for number in range(60)
    ]
    heading, *rows = exported(as_("admin"), step="kill", q="bridge")
    assert heading == ["time", "who", "step", "headline", "note", "from", "to", "story"]
    assert len(rows) == len(kills)
    assert rows[0] == [
        *("2026-11-21T17:07:05+01:00", "Lena Marković", "kill", 'Bridge, "new"', "two\nlines"),
        *("published", "published", "59"),
    ]
    assert [row[7] for row in rows] == [str(number) for number in reversed(range(60))]


def test_the_file_is_a_file(clean, as_):
    response = as_("admin").get(EXPORT)
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="log.csv"'
    assert "no-store" in response["Cache-Control"]
    assert response.getvalue() == b"time,who,step,headline,note,from,to,story\r\n"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(clean, as_, begins):
    formula = f'{begins}HYPERLINK("https://evil.example";"x")'
    make_event(who=formula, headline=formula, note=formula)
    _heading, row = exported(as_("admin"))
    assert [row[1], row[3], row[4]] == [f"'{formula}"] * 3


def test_the_file_costs_the_same_however_long_it_is(clean, as_, django_assert_num_queries):
    client = as_("admin")
    for _number in range(60):
        make_event()
    client.get(EXPORT)
    with django_assert_num_queries(6):  # those of the list, and the events
        assert len(exported(client)) == 61


@pytest.mark.parametrize("role", ["without role", "outsider", "reporter", "editor", "head"])
def test_it_is_for_admins_alone(desk, as_, role):
    for address in (LIST, EXPORT, f"{LIST}?q=Draft", f"{EXPORT}?q=Draft"):
        response = as_(role).get(address)
        assert response.status_code == 403
        assert "Draft of the day" not in response.content.decode()
    assert "articles/event" not in as_(role).get("/admin/").content.decode()


def test_nobody_changes_it(desk, as_):
    event = Event.objects.first()
    before = list(Event.objects.values())
    for address in (f"{LIST}add/", f"{LIST}{event.pk}/change/", f"{LIST}{event.pk}/delete/", EXPORT):
        assert as_("admin").post(address, {"note": "never", "post": "yes"}).status_code in (403, 404, 405)
    as_("admin").post(LIST, {"action": "delete_selected", "_selected_action": event.pk, "note": "never"})
    assert list(Event.objects.values()) == before
