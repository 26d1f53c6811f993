"""The list of stories: dense, bounded, and of one's own sections only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from articles import workflow
from articles.admin.columns import said
from articles.models import Article, Revision
from tests.factories import make_article, make_section, make_user, publish_article

LIST = "/admin/articles/article/"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # 13:00 in Rome


def headlines(client, query=""):
    return {story.headline for story in client.get(f"{LIST}{query}").context["cl"].result_list}


@pytest.fixture
def warm_map(monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)


@pytest.mark.parametrize("stories", [1, 50])
def test_the_list_costs_the_same_for_one_story_and_for_fifty(
    desk, as_, stories, django_assert_num_queries, warm_map
):
    Article.objects.filter(pk=desk.draft.pk).update(head_revision=None)
    Revision.objects.filter(article=desk.draft).delete()
    desk.draft.delete()
    for number in range(stories - 1):
        make = publish_article if number % 2 else make_article
        make(section=desk.serbia, by=make_user("editor", desk.serbia))
    client = as_("reporter")
    client.get(LIST)
    with django_assert_num_queries(7):  # session, person, roles, permissions (2), count, stories
        assert len(client.get(LIST).context["cl"].result_list) == stories


@pytest.mark.parametrize("revisions", [1, 5])
def test_the_form_costs_the_same_however_long_the_story_is_worked_on(
    desk, as_, revisions, django_assert_num_queries, warm_map
):
    for number in range(revisions - 1):
        desk.draft.headline = f"Version {number}"
        workflow.save(desk.draft, by=None)
    client = as_("editor")
    client.get(f"{LIST}{desk.draft.pk}/change/")
    with django_assert_num_queries(23):
        client.get(f"{LIST}{desk.draft.pk}/change/")


def test_everybody_sees_their_own_sections(desk, as_):
    make_article(section=desk.sport, headline="A goal")
    assert headlines(as_("reporter")) == {"Draft of the day", "Seen by all"}
    assert headlines(as_("outsider")) == {"A goal"}
    assert headlines(as_("admin")) == {"Draft of the day", "Seen by all", "A goal"}


def test_the_newest_change_comes_first(desk, as_):
    workflow.save(desk.draft, by=None)
    listed = as_("reporter").get(LIST).context["cl"].result_list
    assert [story.headline for story in listed] == ["Draft of the day", "Seen by all"]


def test_filters_and_search(desk, as_):
    make_article(section=desk.sport, headline="Un gol", language="it")
    workflow.submit(desk.draft, by=desk.people["reporter"])
    admin = as_("admin")
    assert headlines(admin, "?stage__exact=submitted") == {"Draft of the day"}
    assert headlines(admin, f"?in={desk.serbia.parent_id}") == {"Draft of the day", "Seen by all"}
    assert headlines(admin, f"?in={desk.sport.pk}") == {"Un gol"}
    assert headlines(admin, "?language=it") == {"Un gol"}
    assert headlines(as_("reporter"), "?mine=changed") == {"Draft of the day"}
    assert headlines(as_("reporter"), "?mine=begun") == set()
    assert headlines(admin, "?q=seen") == {"Seen by all"}
    assert headlines(as_("reporter"), f"?in={desk.sport.pk}") == set()
    for nonsense in (
        "?in=abc",
        "?in=999999999999999999999999",
        "?language=%00",
        "?stage__exact=%00",
        "?mine=x",
        "?p=0",
        "?q=%00",
    ):
        assert admin.get(f"{LIST}{nonsense}").status_code in {200, 302}, nonsense


def test_chips_tell_stage_and_live_state(desk, as_):
    desk.live.headline = "Waiting update"
    workflow.save(desk.live, by=desk.people["editor"])
    waits = make_article(
        section=desk.serbia, headline="Tomorrow", not_before=timezone.now() + timedelta(1), priority=1
    )
    workflow.publish(waits, by=None)
    html = as_("reporter").get(LIST).content.decode()
    row = html[html.index("Waiting update") :]
    assert row.index("chip-draft") < row.index("chip-live")
    row = html[html.index("Tomorrow") :][:1200]
    assert "chip-scheduled" in row
    assert "urgency-flash" in html
    assert ">Flash<" in html


def test_the_list_counts_no_further_than_a_thousand(desk, as_, monkeypatch):
    monkeypatch.setattr("articles.admin.columns.COUNTED_UP_TO", 1)
    monkeypatch.setattr("sections.admin.COUNTED_UP_TO", 1)
    html = as_("reporter").get(LIST).content.decode()
    assert "1+" in html
    assert "narrow the list" in html


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=-3), "3\u00a0minutes ago"),
        (timedelta(hours=-2), "2\u00a0hours ago"),
        (timedelta(minutes=5), "in 5\u00a0minutes"),
        (timedelta(hours=-8), "today, 05:00"),
        (timedelta(hours=-20), "yesterday, 17:00"),
        (timedelta(hours=20), "tomorrow, 09:00"),
        (timedelta(days=-19), "3 November, 13:00"),
        (timedelta(days=-365), "22 November 2025, 13:00"),
    ],
)
def test_times_are_told_as_people_say_them(away, words, settings):
    with translation.override("en"), timezone.override("Europe/Rome"):
        assert said(NOW + away, NOW) == words


def test_the_exact_time_stands_beside_it_in_the_persons_zone(desk, as_):
    desk.people["reporter"].time_zone = "Asia/Tokyo"
    desk.people["reporter"].save()
    html = as_("reporter").get(LIST).content.decode()
    assert "+09:00" in html
    assert "JST" in html


def test_names_of_sections_in_the_filter_are_ones_own(desk, as_):
    make_section("cultura")
    html = as_("reporter").get(LIST).content.decode()
    assert "Serbia" in html
    assert "Cultura" not in html
