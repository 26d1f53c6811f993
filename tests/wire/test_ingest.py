"""What becomes of copy that comes in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Edition, Event, Publication
from articles.pictures import Picture
from articles.stages import Stage
from sections.models import Role, Section
from tests.factories import (
    make_admin,
    make_photo,
    make_root,
    make_section,
    make_user,
)
from tests.wire.copy import make_text
from tests.wire.taking_in import everything, publish, refused, story, take_in
from wire.ingest import Result
from wire.models import Item

pytestmark = pytest.mark.django_db


def test_a_page_becomes_a_draft_with_all_that_it_names():
    assert take_in().result is Result.NEW
    article = story()
    assert article.stage == Stage.DRAFT
    assert (article.headline, article.subheadline) == (
        "Bridge opens in Belgrade",
        "Two lanes, one for bicycles",
    )
    assert article.body == "<p>The bridge was opened today.</p><p>It has two lanes.</p>"
    assert (article.section.path, article.language) == ("nuova-europa/serbia", "en")
    assert [place.name for place in article.places.all()] == ["Rome"]
    assert [source.code for source in article.sources.all()] == ["ANSA"]
    assert article.dateline_date == date(2022, 11, 21)
    assert article.copyright is None
    assert Event.objects.get().who == ""


def test_published_it_has_the_page_s_own_time_as_first_publication():
    outcome = publish()
    publication = Publication.objects.get()
    assert publication.first_published_at == datetime(2022, 11, 21, 16, 7, tzinfo=UTC)
    assert outcome.address == "/nuova-europa/serbia/2022/11/21/bridge-opens-in-belgrade/"
    assert Edition.objects.get().dateline == "(ANSA) - ROME, NOV 21 -"


# Known again


@pytest.mark.parametrize("choices", [{}, {"publish": True}])
def test_run_twice_nothing_changes(choices):
    take_in(choices=choices)
    before = everything()
    assert take_in(choices=choices).result is Result.UNCHANGED
    assert (
        take_in(choices=choices, text="\ufeff" + make_text().replace("\n", " \r\n")).result
        is Result.UNCHANGED
    )
    assert everything() == before


def test_a_changed_file_is_a_new_revision_of_a_draft():
    take_in()
    first = story().head_revision
    assert take_in(headline="Bridge opens at last").result is Result.REVISED
    assert story().head_revision.parent == first
    assert story().headline == "Bridge opens at last"


def test_a_changed_file_is_a_waiting_update_of_a_live_story():
    publish()
    assert take_in(headline="Bridge opens at last").result is Result.WAITING
    assert story().stage == Stage.DRAFT
    assert Edition.objects.live(timezone.now()).get().headline == "Bridge opens in Belgrade"
    assert publish(headline="Bridge opens at last").result is Result.UPDATED
    edition = Edition.objects.live(timezone.now()).get()
    assert (edition.headline, edition.version) == ("Bridge opens at last", 2)
    assert edition.publication.first_published_at == datetime(2022, 11, 21, 16, 7, tzinfo=UTC)


def test_a_changed_file_published_is_an_update():
    publish()
    assert publish(headline="Bridge opens at last").result is Result.UPDATED
    assert Edition.objects.live(timezone.now()).get().headline == "Bridge opens at last"


def test_a_draft_that_came_before_can_be_published_later():
    take_in()
    assert publish().result is Result.PUBLISHED
    assert Publication.objects.get().first_published_at.year == 2022


def test_another_time_line_in_a_known_file_is_refused():
    take_in()
    line, reason = refused(time_line="21 November, 17:08")
    assert line == 7
    assert "21.11.2022 17:07" in reason
    assert refused(choices={"year": 2021})[0] == 7


def test_the_year_is_kept_from_the_first_time():
    take_in(choices={"year": 2020})
    assert take_in(choices={"year": None}, headline="Changed").result is Result.REVISED
    assert Item.objects.get().published_at.year == 2020
    assert story().dateline_date == date(2020, 11, 21)


def test_a_month_written_in_another_language_is_the_same_time():
    take_in()
    take_in(
        time_line="21 novembre, 17:07",
        paragraphs=("(ANSA) - ROMA, 21 NOV - Il ponte è stato aperto oggi. (ANSA).",),
    )
    assert (story().language, story().places.get().name) == ("it", "Rome")


def test_a_killed_story_does_not_come_back():
    publish()
    workflow.kill(story(), by=None, reason="It was wrong")
    assert "killed" in refused()[1]
    assert "killed" in refused(headline="Bridge opens at last", choices={"publish": True})[1]


def edit(**fields) -> None:
    """As the desk does."""
    article = story()
    for name, value in fields.items():
        setattr(article, name, value)
    workflow.save(article, by=make_user(Role.EDITOR, last_name="Verdi"))


def test_what_the_desk_has_worked_on_since_is_left_to_the_desk():
    take_in()
    edit(headline="Belgrade: bridge opens")
    assert "Anna Verdi" in refused(headline="Bridge opens at last")[1]
    before = everything()
    assert publish().result is Result.UNCHANGED  # the desk's unfinished work is not published either
    assert everything() == before


def test_what_the_desk_has_added_besides_stays():
    publish()
    edit(slugline="BRIDGE-BELGRADE", priority=3)
    assert publish(headline="Bridge opens at last").result is Result.UPDATED
    assert (story().slugline, story().priority) == ("BRIDGE-BELGRADE", 3)


def test_publishing_by_the_desk_is_no_work_on_the_copy():
    take_in()
    workflow.publish(story(), by=None)
    assert publish(headline="Bridge opens at last").result is Result.UPDATED


def test_a_dry_run_says_what_would_happen_and_keeps_nothing():
    before = everything()
    outcome = publish(choices={"dry_run": True})
    assert outcome.result is Result.PUBLISHED
    assert everything() == before


# Times


@pytest.mark.parametrize(
    ("time_line", "now", "expected"),
    [
        (
            "21 November, 17:07",
            datetime(2024, 11, 21, 16, 7, tzinfo=UTC),
            datetime(2024, 11, 21, 16, 7, tzinfo=UTC),
        ),
        (
            "21 November, 17:07",
            datetime(2024, 11, 21, 16, 6, tzinfo=UTC),
            datetime(2023, 11, 21, 16, 7, tzinfo=UTC),
        ),
        (
            "1 January, 00:10",
            datetime(2024, 12, 31, 23, 11, tzinfo=UTC),
            datetime(2024, 12, 31, 23, 10, tzinfo=UTC),
        ),
        ("29 February, 12:00", datetime(2027, 3, 1, tzinfo=UTC), datetime(2024, 2, 29, 11, 0, tzinfo=UTC)),
        ("29 February, 12:00", datetime(2103, 3, 1, tzinfo=UTC), datetime(2096, 2, 29, 11, 0, tzinfo=UTC)),
        # clocks show it twice: the first time counts; they skip it: it was in another year
        ("30 October, 02:30", datetime(2022, 12, 1, tzinfo=UTC), datetime(2022, 10, 30, 0, 30, tzinfo=UTC)),
        ("27 March, 02:30", datetime(2022, 12, 1, tzinfo=UTC), datetime(2021, 3, 27, 1, 30, tzinfo=UTC)),
    ],
)
def test_without_a_year_it_is_the_nearest_that_is_not_in_the_future(time_line, now, expected):
    outcome = take_in(
        time_line=time_line, now=now, choices={"year": None}, paragraphs=("The bridge was opened.",)
    )
    assert outcome.result is Result.NEW, outcome
    assert Item.objects.get().published_at == expected


@pytest.mark.parametrize(
    ("time_line", "year", "reason"),
    [
        ("29 February, 12:00", 2023, "at no time in 2023"),
        ("27 March, 02:30", 2022, "at no time in 2022"),
        ("21 November, 17:07", 2190, "in the future"),
    ],
)
def test_a_time_that_never_was_is_refused(time_line, year, reason):
    line, found = refused(time_line=time_line, choices={"year": year})
    assert (line, reason in found) == (7, True)


# Who


def test_it_is_done_in_the_name_of_a_person_with_that_person_s_permissions():
    section = make_section("nuova-europa/serbia", name="Serbia")
    Section.objects.filter(path="nuova-europa").update(name="Nuova Europa")
    reporter = make_user(Role.REPORTER, section)
    assert take_in(choices={"by": reporter, "create_sections": False}).result is Result.NEW
    assert story().created_by == reporter
    publishing = {"by": reporter, "create_sections": False, "publish": True}
    assert "“Publish” needs the role of editor" in refused(name="2.txt", choices=publishing)[1]
    stranger = make_user(Role.EDITOR, make_section("sport"))
    assert "Serbia" in refused(name="2.txt", choices=publishing | {"by": stranger})[1]


def test_only_admins_make_sections_and_copyrights():
    head = make_user(Role.DESK_HEAD, make_root())
    assert "admins" in refused(choices={"by": head})[1]
    make_section("nuova-europa/serbia", name="Serbia")
    Section.objects.filter(path="nuova-europa").update(name="Nuova Europa")
    without = {"by": head, "create_sections": False}
    assert "Copyrights" in refused(notice="© Foo", choices=without)[1]
    assert take_in(choices=without).result is Result.NEW
    admin = make_admin()
    assert (
        take_in(name="2.txt", sections=("ANSA", "New"), notice="© Foo", choices={"by": admin}).result
        is Result.NEW
    )


def test_what_does_not_fit_is_refused_with_its_line():
    assert refused(headline="x" * 501)[0] == 3
    assert refused(subheadline="x" * 501)[0] == 5


def test_a_story_that_is_held_is_not_updated_by_itself():
    publish()
    Publication.objects.update(held_at=timezone.now() - timedelta(hours=1), hold_reason="Being checked")
    assert "held" in refused(headline="Changed", choices={"publish": True})[1]


# Pictures, which the desk puts into a story that came in


def test_new_copy_leaves_the_pictures_of_its_story():
    publish()
    harbour = Picture(make_photo(), "At dawn")
    article = story()
    workflow.save(article, by=None, photos=[harbour])
    workflow.publish(article, by=None)
    assert publish(headline="Bridge opens at last").result is Result.UPDATED
    edition = Edition.objects.latest("pk")
    assert edition.headline == "Bridge opens at last"
    assert [(row.photo, row.caption) for row in edition.photo_rows.all()] == [harbour]


def test_a_picture_with_which_nothing_goes_out_holds_up_new_copy_as_well():
    take_in()
    workflow.save(story(), by=None, photos=[Picture(make_photo(headline="Harbour", credit_line=""))])
    _line, reason = refused(choices={"publish": True})
    assert reason.startswith("“Harbour” has no credit line")
