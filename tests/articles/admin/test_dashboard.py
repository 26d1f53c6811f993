"""The front page of the desk: what waits for whom, of one's own sections only."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import locks, workflow
from articles.models import Article, Edition, Event, Notice, Priority, Publication
from sections.models import Role
from tests.factories import make_article, make_section, make_user, publish_article

FRONT, FRAGMENT, TO_ME = "/admin/", "/admin/dashboard/", "/admin/dashboard/to-me/"


@pytest.fixture
def warm_map(monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)


def panel(client, name):
    return next(one for one in client.get(FRONT).context["panels"] if one.name == name)


def headlines(client, name):
    return [row.headline for row in panel(client, name).rows]


def names(client):
    return [one.name for one in client.get(FRONT).context["panels"]]


def fill(desk, stories):
    """So many stories for every panel."""
    reporter, editor = desk.people["reporter"], desk.people["editor"]
    later = timezone.now() + timedelta(hours=2)
    for _number in range(stories):
        submitted = make_article(section=desk.serbia, by=reporter)
        workflow.submit(submitted, by=reporter)
        handed = make_article(section=desk.serbia, by=editor)
        workflow.hand_over(handed, by=editor, to=reporter, due_at=later, note="Look at it")
        locks.claim(handed, reporter, timezone.now())
        workflow.publish(make_article(section=desk.serbia, not_before=later), by=None)
        workflow.hold(publish_article(section=desk.serbia), by=editor, reason="Is it true?")
        workflow.hold(make_article(section=desk.serbia), by=editor, reason="Is it legal?")
        publish_article(section=desk.serbia)


@pytest.mark.parametrize("stories", [1, 50])
def test_the_front_page_costs_the_same_for_one_story_and_for_fifty(
    desk, as_, stories, django_assert_num_queries, warm_map
):
    fill(desk, stories)
    client = as_("editor")
    client.get(FRONT)
    # session, person, roles, digest (3), seven panels with rows and count each, permissions (2)
    with django_assert_num_queries(22):
        page = client.get(FRONT)
    rows = {one.name: len(one.rows) for one in page.context["panels"]}
    shown = min(stories, 8)
    assert rows["to-review"] == rows["going-out"] == rows["locked"] == shown
    assert rows["held"] == min(2 * stories, 8)


def test_a_desk_on_which_nothing_happens_costs_six_queries_to_ask(
    desk, as_, django_assert_num_queries, warm_map
):
    fill(desk, 2)
    client = as_("editor")
    digest = client.get(FRAGMENT).headers["ETag"]
    with django_assert_num_queries(6):  # session, person, roles, events, notices, locks
        assert client.get(FRAGMENT, headers={"If-None-Match": digest}).status_code == 304


ARCHIVE = re.compile(
    # A table of the archive from end to end, but for the small indexes of what is held…
    r"^SCAN (articles_(article|publication|edition)|[TUV]\d+)\b(?!.*(publication_held|article_hands_off))"
    # … or all stories of a section.
    r"|(article_section_modified|articles_article_section_id\w*) \(section_id=\?\)"
)


@pytest.mark.parametrize("stories", [0, 30])
def test_no_query_of_the_front_page_goes_through_the_archive(desk, as_, stories, warm_map):
    """SQLite keeps no statistics here, so its plans are those of any size."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    fill(desk, stories)
    for role, address in product(("reporter", "editor", "admin", "outsider"), (FRONT, TO_ME)):
        with CaptureQueriesContext(connection) as asked:
            as_(role).get(address)
        for query in [one["sql"] for one in asked if one["sql"].startswith("SELECT")]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query}")
                plan = [row[-1] for row in cursor.fetchall()]
            assert not [line for line in plan if ARCHIVE.search(line)], f"{role}: {query}\n{plan}"


def test_everybody_finds_the_panels_of_their_role(desk, as_):
    everybodys = ["to-me", "my-drafts", "going-out", "went-live", "held", "locked"]
    assert names(as_("reporter")) == everybodys
    for role in ("editor", "head", "admin"):
        assert names(as_(role)) == ["to-me", "to-review", *everybodys[1:]]
    assert names(as_("without role")) == []


def test_the_rooms_stand_below(desk, as_):
    html = as_("admin").get(FRONT).content.decode()
    assert html.index("panel-locked") < html.index("room-articles") < html.index("room-sections")
    assert 'id="panels"' not in as_("admin").get("/admin/articles/").content.decode()


def test_empty_panels_say_so(desk, as_):
    Publication.objects.update(visible_from=timezone.now() - timedelta(days=2))
    Edition.objects.update(visible_from=timezone.now() - timedelta(days=2))
    html = as_("outsider").get(FRONT).content.decode()
    for words in (
        "Nothing waits for you.",
        "Nothing waits to be read.",
        "You have no drafts.",
        "Nothing waits for its time.",
        "Nothing was published in the last day.",
        "Nothing is held.",
        "Nobody is editing a story.",
    ):
        assert words in html


# To me


def test_what_was_returned_waits_with_its_note_until_it_is_done(desk, as_):
    reporter, editor = desk.people["reporter"], desk.people["editor"]
    workflow.submit(desk.draft, by=reporter)
    workflow.return_(desk.draft, by=editor, note="Who says so?")
    client = as_("reporter")
    (row,) = panel(client, "to-me").rows
    assert (str(row.what), row.who, row.text) == ("returned", editor, "Who says so?")
    assert "Who says so?" in client.get(FRONT).content.decode()
    notice = Notice.objects.get()
    assert client.post(f"/admin/dashboard/done/{notice.pk}/").url == FRONT
    assert headlines(client, "to-me") == []
    notice.refresh_from_db()
    done_at = notice.done_at
    assert client.post(f"/admin/dashboard/done/{notice.pk}/", {"from_list": "1"}).url == TO_ME
    notice.refresh_from_db()
    assert notice.done_at == done_at


def test_what_is_overdue_comes_first_and_says_so(desk, as_):
    editor, reporter, now = desk.people["editor"], desk.people["reporter"], timezone.now()
    for headline, due_at in (("Late", now - timedelta(hours=1)), ("In time", now + timedelta(hours=1))):
        story = make_article(section=desk.serbia, headline=headline)
        workflow.hand_over(story, by=editor, to=reporter, due_at=due_at)
    client = as_("reporter")
    assert headlines(client, "to-me") == ["Late", "In time"]
    late, in_time = panel(client, "to-me").rows
    assert late.is_overdue
    assert not in_time.is_overdue
    assert late.due.startswith("overdue since")
    assert in_time.due.startswith("due")


def test_a_notice_is_its_persons_alone(desk, as_):
    workflow.hand_over(desk.draft, by=None, to=desk.people["reporter"])
    notice = Notice.objects.get()
    for role in ("outsider", "editor", "admin"):
        assert as_(role).post(f"/admin/dashboard/done/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.done_at is None
    assert as_("reporter").get(f"/admin/dashboard/done/{notice.pk}/").status_code == 405


def test_all_that_waits_is_on_a_page_of_its_own(desk, as_):
    for _number in range(10):
        workflow.hand_over(desk.draft, by=None, to=desk.people["reporter"])
    Notice.objects.update(done_at=None)
    client = as_("reporter")
    assert len(panel(client, "to-me").rows) == 8
    assert panel(client, "to-me").said == "10"
    assert len(client.get(TO_ME).context["rows"]) == 10
    for nonsense in ("?p=0", "?p=x", "?p=%00", "?p=99999999999999999999"):
        assert client.get(f"{TO_ME}{nonsense}").status_code == 200


def test_whoever_lost_their_role_reads_no_more_of_what_waited(desk, as_):
    reporter = desk.people["reporter"]
    workflow.hand_over(desk.draft, by=None, to=reporter)
    client = as_("reporter")
    assert headlines(client, "to-me") == ["Draft of the day"]
    reporter.memberships.all().delete()
    make_user_of = make_section("cultura")
    reporter.memberships.create(section=make_user_of, role=Role.REPORTER)
    assert headlines(client, "to-me") == []
    assert "Draft of the day" not in client.get(TO_ME).content.decode()


# The other panels


def test_urgent_ones_are_read_first_then_the_oldest(desk, as_):
    for headline, priority in (("Old", 5), ("New", 5), ("Flash", 1), ("Low", 7)):
        story = make_article(section=desk.serbia, headline=headline, priority=priority)
        workflow.submit(story, by=None)
    assert headlines(as_("editor"), "to-review") == ["Flash", "Old", "New", "Low"]


def test_editors_read_for_the_sections_of_which_they_are_editors(desk, as_):
    workflow.submit(desk.draft, by=None)
    both = make_user(Role.EDITOR, desk.sport)
    both.memberships.create(section=desk.serbia, role=Role.REPORTER)
    client = as_("outsider")
    client.force_login(both)
    assert headlines(client, "to-review") == []
    assert headlines(as_("head"), "to-review") == ["Draft of the day"]


def test_drafts_are_mine_that_i_began_changed_or_was_given(desk, as_):
    reporter = desk.people["reporter"]
    make_article(section=desk.serbia, headline="Begun", by=reporter)
    workflow.save(desk.draft, by=reporter)
    given = make_article(section=desk.serbia, headline="Given")
    workflow.hand_over(given, by=None, to=reporter)
    make_article(section=desk.serbia, headline="A colleague's")
    assert set(headlines(as_("reporter"), "my-drafts")) == {"Begun", "Draft of the day", "Given"}


def test_what_waits_for_its_time_is_listed_with_the_time_left(desk, as_):
    now = timezone.now()
    first = make_article(
        section=desk.serbia, headline="First", not_before=now + timedelta(hours=3, minutes=1)
    )
    workflow.publish(first, by=None)
    desk.live.headline, desk.live.not_before = "Update", now + timedelta(hours=1, minutes=1)
    workflow.save(desk.live, by=None)
    workflow.publish(desk.live, by=None)
    off = make_article(section=desk.serbia, headline="Unscheduled", not_before=now + timedelta(hours=2))
    workflow.publish(off, by=None)
    workflow.unschedule(off, by=None)
    client = as_("reporter")
    assert headlines(client, "going-out") == ["Update", "First"]
    update, scheduled = panel(client, "going-out").rows
    assert ">update" in update.what
    assert ">update" not in scheduled.what
    assert scheduled.due == "3\u00a0hours left"


def test_what_went_live_in_the_last_day_says_what_readers_read(desk, as_):
    old = publish_article(section=desk.serbia, headline="Of last week")
    week_ago = timezone.now() - timedelta(days=7)
    Edition.objects.filter(publication__article=old).update(visible_from=week_ago)
    desk.live.headline = "Not yet seen"
    workflow.save(desk.live, by=None)
    client = as_("reporter")
    assert headlines(client, "went-live") == ["Seen by all"]
    workflow.publish(desk.live, by=None)
    (row,) = panel(client, "went-live").rows
    assert (row.headline, row.what) == ("Not yet seen", "update")
    workflow.kill(desk.live, by=None, reason="Wrong")
    assert headlines(client, "went-live") == []


def test_held_stories_say_how_they_are_held_and_why(desk, as_):
    workflow.hold(desk.live, by=None, reason="Is it true?")
    workflow.hold(desk.draft, by=None, reason="Is it legal?")
    rows = {row.story.pk: (row.what, row.text) for row in panel(as_("reporter"), "held").rows}
    assert rows == {
        desk.live.pk: ("off the site", "Is it true?"),
        desk.draft.pk: ("hands off", "Is it legal?"),
    }


def test_who_is_editing_is_told_for_as_long_as_they_are(desk, as_):
    locks.claim(desk.draft, desk.people["editor"], timezone.now())
    (row,) = panel(as_("reporter"), "locked").rows
    assert row.who == desk.people["editor"]
    locks.EditLock.objects.update(last_sign=timezone.now() - locks.LASTS)
    assert headlines(as_("reporter"), "locked") == []


def test_counts_go_no_further_than_a_thousand(desk, as_, monkeypatch):
    monkeypatch.setattr("articles.admin.dashboard.COUNTED_UP_TO", 1)
    monkeypatch.setattr("sections.admin.COUNTED_UP_TO", 1)
    make_article(section=desk.serbia, by=desk.people["reporter"])
    make_article(section=desk.serbia, by=desk.people["reporter"])
    assert panel(as_("reporter"), "my-drafts").said == "1+"


@pytest.mark.parametrize("name", ["to-review", "my-drafts", "going-out", "went-live", "held", "locked"])
def test_a_panels_heading_leads_to_the_list_of_the_same_stories(desk, as_, name):
    fill(desk, 2)
    make_article(section=desk.serbia, by=desk.people["editor"])
    client = as_("editor")
    shown = panel(client, name)
    listed = client.get(shown.address).context["cl"].result_list
    assert {row.story.pk for row in shown.rows} == {story.pk for story in listed}
    assert shown.count == len(listed) > 0


# Nobody else's


def test_an_outsider_sees_nothing_of_other_sections(desk, as_):
    fill(desk, 2)
    publish_article(section=desk.serbia)
    Notice.objects.create(person=desk.people["outsider"], article=desk.draft, why=Notice.Why.MENTIONED)
    client = as_("outsider")
    assert {one.count for one in client.get(FRONT).context["panels"]} == {0}
    for address in (FRONT, FRAGMENT, TO_ME):
        html = client.get(address).content.decode()
        for headline in Article.objects.values_list("headline", flat=True):
            assert headline not in html


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        (FRAGMENT, (302, 200, 200, 200)),
        (TO_ME, (302, 200, 200, 200)),
        ("/admin/dashboard/done/999999/", (302, 405, 405, 405)),
    ],
)
def test_who_gets_in(desk, as_, address, statuses):
    roles = ("anonymous", "without role", "reporter", "admin")
    assert tuple(as_(role).get(address).status_code for role in roles) == statuses


# New copy


def test_the_fragment_is_another_once_something_has_happened(desk, as_):
    client = as_("editor")

    def is_new():
        nonlocal digest
        answer = client.get(FRAGMENT, headers={"If-None-Match": digest})
        digest = answer.headers["ETag"]
        return answer.status_code == 200

    digest = ""
    while is_new():  # the minute may end just here
        pass
    workflow.submit(desk.draft, by=None)
    assert is_new()
    locks.claim(desk.draft, desk.people["reporter"], timezone.now())
    assert is_new()
    workflow.hand_over(desk.draft, by=desk.people["reporter"], to=desk.people["editor"])
    assert is_new()
    Notice.objects.update(done_at=timezone.now())
    assert is_new()


def test_whoever_commits_late_is_not_overlooked(desk, as_):
    """An event that got a smaller number than one which was there before it."""
    client = as_("editor")
    events = list(Event.objects.order_by("-pk"))
    late = events[1]
    late_key = late.pk
    late.delete()
    before = client.get(FRAGMENT).headers["ETag"]
    late.pk = late_key
    late.save(force_insert=True)
    assert client.get(FRAGMENT).headers["ETag"] != before


def test_two_people_never_share_an_answer(desk, as_):
    assert as_("editor").get(FRAGMENT).headers["ETag"] != as_("head").get(FRAGMENT).headers["ETag"]
    assert "no-store" in as_("editor").get(FRAGMENT).headers["Cache-Control"]


def test_a_flash_is_told_with_a_word(desk, as_):
    story = make_article(section=desk.serbia, priority=Priority.FLASH)
    workflow.submit(story, by=None)
    assert ">Flash</b>" in as_("editor").get(FRAGMENT).content.decode()
