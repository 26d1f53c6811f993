"""The list of stories: dense, bounded, and of one's own sections only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from articles import locks, workflow
from articles.admin.columns import said
from articles.models import Article, Author, Publication, Revision
from tests.factories import make_article, make_place, make_section, make_user, publish_article

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
        story = make(section=desk.serbia, by=make_user("editor", desk.serbia), authors=[desk.author])
        workflow.hand_over(story, by=None, to=desk.people["reporter"])
        locks.claim(story, desk.people["editor"], timezone.now())
    client = as_("reporter")
    client.get(LIST)
    with django_assert_num_queries(8):  # session, person, roles, permissions (2), count, stories, bylines
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
    with django_assert_num_queries(26):  # one of them its pictures
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


def test_the_live_state_narrows_the_list(desk, as_):
    later = timezone.now() + timedelta(hours=1)
    for headline in ("First", "Unscheduled"):
        workflow.publish(make_article(section=desk.serbia, headline=headline, not_before=later), by=None)
    workflow.unschedule(Article.objects.get(headline="Unscheduled"), by=None)
    update = publish_article(section=desk.serbia, headline="Update")
    update.not_before = later
    workflow.save(update, by=None)
    workflow.publish(update, by=None)
    workflow.hold(publish_article(section=desk.serbia, headline="Held"), by=None, reason="Check")
    workflow.hold(make_article(section=desk.serbia, headline="Hands off"), by=None, reason="Check")
    workflow.kill(publish_article(section=desk.serbia, headline="Killed"), by=None, reason="Wrong")
    found = {
        "none": {"Draft of the day", "Unscheduled"},
        "scheduled": {"First"},
        "live": {"Seen by all", "Update"},
        "held": {"Held", "Hands off"},
        "killed": {"Killed"},
        "update": {"Update"},
        "waits": {"First", "Update"},
        "day": {"Seen by all", "Update"},
    }
    for chosen, expected in found.items():
        assert headlines(as_("reporter"), f"?live={chosen}") == expected, chosen
        assert headlines(as_("outsider"), f"?live={chosen}") == set(), chosen


def test_filters_combine(desk, as_):
    rome = make_place("Rome")
    make_article(
        section=desk.serbia,
        headline="Wanted",
        places=[rome],
        authors=[desk.author],
        priority=1,
        language="it",
    )
    make_article(
        section=desk.serbia, headline="Of another place", authors=[desk.author], priority=1, places=[]
    )
    make_article(section=desk.serbia, headline="Of nobody", places=[rome], priority=1)
    make_article(section=desk.serbia, headline="Not urgent", places=[rome], authors=[desk.author])
    together = (
        f"?author=lena&place=rom&priority=1&in={desk.serbia.parent_id}&stage__exact=draft&live=none&q=want"
    )
    assert headlines(as_("editor"), together) == {"Wanted"}
    assert headlines(as_("editor"), "?author=lena&place=roma") == {"Wanted", "Not urgent"}
    assert headlines(as_("editor"), "?priority=1&language=it") == {"Wanted"}
    assert headlines(as_("outsider"), "?author=lena") == set()


def test_a_place_that_is_not_on_the_list_is_found_by_its_text(desk, as_):
    make_article(section=desk.serbia, headline="From the hills", places=[], place_text="Zlatibor")
    assert headlines(as_("editor"), "?place=zlati") == {"From the hills"}


def test_dates_are_whole_days_of_the_person(desk, as_):
    desk.people["editor"].time_zone = "Asia/Tokyo"
    desk.people["editor"].save()
    late = datetime(2026, 3, 10, 14, 59, tzinfo=UTC)  # 23:59 in Tokyo
    Article.objects.filter(pk=desk.draft.pk).update(modified_at=late)
    Publication.objects.filter(article=desk.live).update(first_published_at=late + timedelta(minutes=2))
    client = as_("editor")
    assert headlines(client, "?changed_from=2026-03-10&changed_to=2026-03-10") == {"Draft of the day"}
    assert headlines(client, "?changed_to=2026-03-09") == set()
    assert headlines(client, "?published_from=2026-03-11&published_to=2026-03-11") == {"Seen by all"}
    assert headlines(client, "?published_to=2026-03-10") == set()


def test_my_part(desk, as_):
    workflow.hand_over(desk.draft, by=None, to=desk.people["reporter"])
    assert headlines(as_("reporter"), "?mine=assigned") == {"Draft of the day"}
    assert headlines(as_("editor"), "?mine=assigned") == set()
    assert headlines(as_("reporter"), "?mine=drafts") == {"Draft of the day"}
    workflow.submit(desk.draft, by=None)
    assert headlines(as_("editor"), "?mine=review") == {"Draft of the day"}
    assert headlines(as_("reporter"), "?mine=review") == set()
    assert "mine=review" not in as_("reporter").get(LIST).content.decode()


def test_a_story_is_found_by_its_number(desk, as_):
    for typed in (f"{desk.draft.pk}", f"%23{desk.draft.pk}"):
        assert headlines(as_("editor"), f"?q={typed}") == {"Draft of the day"}
        assert headlines(as_("outsider"), f"?q={typed}") == set()


@pytest.mark.parametrize(
    "name",
    [
        *("in", "stage__exact", "live", "language", "priority", "mine", "edited", "q"),
        *("author", "place", "changed_from", "changed_to", "published_from", "published_to"),
    ],
)
def test_nothing_that_is_sent_breaks_the_list(desk, as_, name):
    hostile = ["%00", "x", "-1", "9" * 5000, "0001-01-01", "9999-12-31", "2026-02-30", "%5B", "'", "%25", "٣"]
    for value in hostile:
        address = f"{LIST}?{name}={value}"
        assert as_("editor").get(address).status_code in {200, 302}, address


def test_who_is_at_work_stands_in_the_line(desk, as_):
    locks.claim(desk.draft, desk.people["editor"], timezone.now())
    workflow.hand_over(desk.live, by=None, to=desk.people["reporter"], due_at=timezone.now())
    html = as_("reporter").get(LIST).content.decode()
    assert f'">{desk.people["editor"]}</span>' in html
    assert f'">{desk.people["reporter"]}</span> due' in html
    locks.EditLock.objects.update(last_sign=timezone.now() - locks.LASTS)
    assert "editing since" not in as_("reporter").get(LIST).content.decode()


def test_a_long_byline_is_cut(desk, as_):
    names = [Author.objects.create(name=name) for name in ("Ada", "Bea", "Cleo", "Dora")]
    make_article(section=desk.serbia, authors=names)
    html = as_("reporter").get(LIST).content.decode()
    assert "Ada, Bea, …" in html
    assert "Cleo" not in html


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
