"""Moving, hiding and showing branches: at every moment that matters, stories stand on the right lists."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import moving, workflow
from articles.archive import seed
from articles.models import Article, Edition, Placement, SectionMove
from articles.moving import changes_lists, finish, is_large, remaining, save_section, stories_in
from sections.models import Section
from tests.articles.branches import change, lists, moving_in_small_steps, section, wrong_editions
from tests.factories import make_article, make_root, make_section, publish_article


@pytest.mark.django_db
class TestSmallBranch:
    def test_a_moved_branch_takes_its_stories_to_the_lists_of_its_new_place(self, map_of_europe):
        nis = publish_article(section=section("europa/serbia/nis"))
        kosovo = publish_article(section=section("europa/kosovo"))
        assert change("europa/serbia", parent=section("mondo/balcani")) is None
        assert lists(nis) == [
            "", "mondo", "mondo/balcani", "mondo/balcani/serbia", "mondo/balcani/serbia/nis*",
        ]  # fmt: skip
        assert lists(kosovo) == ["", "europa", "europa/kosovo*"]
        assert not SectionMove.objects.exists()

    def test_hiding_takes_stories_off_the_lists_above_and_showing_puts_them_back(self, map_of_europe):
        nis = publish_article(section=section("europa/serbia/nis"))
        change("europa/serbia", visible=False)
        assert lists(nis) == ["europa/serbia", "europa/serbia/nis*"]
        change("europa/serbia", visible=True)
        assert lists(nis) == ["", "europa", "europa/serbia", "europa/serbia/nis*"]

    def test_a_hidden_section_inside_keeps_its_stories_to_itself(self, map_of_europe):
        change("europa/serbia/nis", visible=False)
        nis = publish_article(section=section("europa/serbia/nis"))
        change("europa/serbia", parent=section("mondo"))
        assert lists(nis) == ["mondo/serbia/nis*"]
        change("mondo/serbia/nis", visible=True)
        assert lists(nis) == ["", "mondo", "mondo/serbia", "mondo/serbia/nis*"]

    def test_further_sections_stay_the_storys_own_wherever_they_go(self, map_of_europe):
        story = publish_article(
            section=section("europa/serbia/nis"),
            further_sections=[section("europa/serbia"), section("mondo")],
        )
        change("europa/serbia", parent=section("mondo/balcani"))
        assert lists(story) == [
            "", "mondo*", "mondo/balcani", "mondo/balcani/serbia*", "mondo/balcani/serbia/nis*",
        ]  # fmt: skip
        change("mondo/balcani/serbia", parent=make_root())
        assert lists(story) == ["", "mondo*", "serbia*", "serbia/nis*"]

    def test_scheduled_live_and_ended_editions_are_all_moved(self, map_of_europe):
        story = publish_article(section=section("europa/serbia"))
        story.not_before = timezone.now() + timedelta(hours=1)
        workflow.save(story, by=None)
        workflow.publish(story, by=None)
        assert Placement.objects.filter(section=section("europa")).count() == 2
        change("europa/serbia", parent=section("mondo"))
        assert Placement.objects.filter(section=section("europa")).count() == 0
        assert Placement.objects.filter(section=section("mondo")).count() == 2
        assert wrong_editions() == []

    def test_a_killed_story_stays_off_all_lists(self, map_of_europe):
        story = publish_article(section=section("europa/serbia"))
        workflow.kill(story, by=None, reason="Not true")
        change("europa/serbia", parent=section("mondo"))
        assert not Placement.objects.exists()

    def test_a_draft_follows_its_section_when_it_is_published(self, map_of_europe):
        story = make_article(section=section("europa/serbia"))
        change("europa/serbia", parent=section("mondo"))
        workflow.publish(story, by=None)
        assert lists(story) == ["", "mondo", "mondo/serbia*"]

    def test_renaming_rewrites_no_list(self, map_of_europe):
        publish_article(section=section("europa/serbia"))
        before = list(Placement.objects.values_list("pk", flat=True))
        change("europa", slug="balcani", name="Balcani")
        assert list(Placement.objects.values_list("pk", flat=True)) == before

    def test_a_rename_with_a_form_opened_before_a_move_puts_the_stories_where_the_section_goes(
        self, map_of_europe
    ):
        story = publish_article(section=section("europa/serbia"))
        opened_before = section("europa/serbia")
        change("europa/serbia", parent=section("mondo"))
        opened_before.name = "Serbia e Belgrado"
        save_section(opened_before)
        assert section("europa/serbia").parent == section("europa")
        assert lists(story) == ["", "europa", "europa/serbia*"]

    def test_it_is_known_beforehand_what_changes_lists(self, map_of_europe):
        serbia = section("europa/serbia")
        serbia.name, serbia.slug, serbia.position = "Other", "other", 7
        assert not changes_lists(serbia)
        serbia.visible = False
        assert changes_lists(serbia)
        serbia.visible, serbia.parent = True, section("mondo")
        assert changes_lists(serbia)
        assert not changes_lists(Section(parent=section("mondo"), name="New", slug="new"))

    def test_counting_stories_is_bounded(self, map_of_europe, monkeypatch):
        serbia = section("europa/serbia")
        for _number in range(3):
            publish_article(section=serbia)
        assert stories_in(serbia, 10) == 3
        assert stories_in(serbia, 2) == 2
        monkeypatch.setattr(moving, "LARGEST_AT_ONCE", 3)
        assert not is_large(serbia)
        monkeypatch.setattr(moving, "LARGEST_AT_ONCE", 2)
        assert is_large(serbia)


@pytest.mark.django_db
class TestLargeBranch:
    @pytest.fixture(autouse=True)
    def small_steps(self, monkeypatch):
        moving_in_small_steps(monkeypatch)

    @pytest.fixture
    def stories(self, map_of_europe):
        places = ["europa/serbia", "europa/serbia/nis", "europa/kosovo"]
        return [publish_article(section=section(places[number % 3])) for number in range(9)]

    def test_the_section_is_at_its_new_place_at_once_and_its_stories_follow(self, stories):
        move = change("europa", parent=section("mondo"))
        assert section("mondo/europa/serbia/nis")
        assert lists(stories[0]) == ["", "mondo/europa", "mondo/europa/serbia*"]
        assert remaining(move) == 9
        assert list(finish(move)) == [2, 4, 6, 8, 9]
        assert lists(stories[0]) == ["", "mondo", "mondo/europa", "mondo/europa/serbia*"]
        assert wrong_editions() == []
        assert not SectionMove.objects.exists()

    def test_stopped_halfway_it_goes_on_where_it_was(self, stories):
        move = change("europa", parent=section("mondo"))
        steps = finish(move)
        next(steps)
        next(steps)
        steps.close()
        again = SectionMove.objects.get()
        assert remaining(again) == 5
        assert list(finish(again)) == [2, 4, 5]
        assert wrong_editions() == []

    def test_stories_published_between_the_steps_stand_on_the_right_lists(self, stories):
        move = change("europa", parent=section("mondo"))
        new = []
        for _done in finish(move):
            new.append(publish_article(section=section("mondo/europa/serbia")))
            if len(new) < 4:
                workflow.save(stories[len(new)], by=None)
                workflow.publish(stories[len(new)], by=None)
            if len(new) > 12:
                break
        for story in new:
            assert lists(story) == ["", "mondo", "mondo/europa", "mondo/europa/serbia*"]
        for _done in finish(move):
            pass
        assert wrong_editions() == []

    def test_a_story_killed_between_the_steps_does_not_come_back(self, stories):
        move = change("europa", parent=section("mondo"))
        steps = finish(move)
        next(steps)
        workflow.kill(stories[-1], by=None, reason="Not true")
        list(steps)
        assert not Placement.objects.filter(publication=stories[-1].publication).exists()
        assert wrong_editions() == []

    def test_moved_again_while_unfinished_it_begins_again_also_for_a_process_that_is_at_it(self, stories):
        steps = finish(change("europa", parent=section("mondo")))
        next(steps)
        next(steps)
        change("mondo/europa", parent=section("mondo/balcani"))
        list(steps)
        assert wrong_editions() == []
        assert not SectionMove.objects.exists()

    def test_moved_again_just_before_the_last_look_nothing_is_forgotten(self, stories):
        steps = finish(change("europa", parent=section("mondo")))
        for _step in range(5):
            next(steps)
        assert remaining(SectionMove.objects.get()) == 0
        change("mondo/europa", visible=False)
        list(steps)
        assert wrong_editions() == []
        assert not SectionMove.objects.exists()

    def test_two_processes_finishing_one_move_share_the_work(self, stories):
        move = change("europa", parent=section("mondo"))
        one, other = finish(move), finish(SectionMove.objects.get())
        assert [next(one), next(other), next(one), next(other), next(one)] == [2, 2, 4, 4, 5]
        assert list(other) == []
        assert list(one) == []
        assert wrong_editions() == []

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_unfinished_moves_of_a_section_and_of_one_inside_it_end_well_in_any_order(self, stories, order):
        whole = change("europa", parent=section("mondo"))
        next(finish(whole))
        part = change("mondo/europa/serbia", parent=make_root())
        next(finish(part))
        hidden = change("serbia/nis", visible=False)
        moves = [whole, part]
        for which in order:
            list(finish(moves[which]))
        list(finish(hidden))
        assert wrong_editions() == []
        assert lists(stories[1]) == ["serbia/nis*"]
        assert lists(stories[0]) == ["", "serbia*"]

    def test_hiding_and_showing_inside_an_unfinished_move_ends_well(self, stories):
        whole = change("europa", parent=section("mondo"))
        next(finish(whole))
        inside = change("mondo/europa/serbia", visible=False)
        list(finish(inside))
        list(finish(whole))
        assert wrong_editions() == []
        list(finish(change("mondo/europa/serbia", visible=True)))
        assert wrong_editions() == []
        assert lists(stories[1]) == [
            "",
            "mondo",
            "mondo/europa",
            "mondo/europa/serbia",
            "mondo/europa/serbia/nis*",
        ]

    def test_a_step_costs_the_same_number_of_queries_however_many_editions(
        self, stories, monkeypatch, django_assert_num_queries
    ):
        for step in (1, 3):
            move = change("europa", position=0, visible=not section("europa").visible)
            monkeypatch.setattr(moving, "STEP", step)
            with django_assert_num_queries(11):
                next(finish(move))


@pytest.mark.django_db(transaction=True)
def test_stories_published_by_others_during_a_move_stand_on_the_right_lists(monkeypatch):
    moving_in_small_steps(monkeypatch, step=5)
    monkeypatch.setattr("articles.management.commands.move_section.BREATH", 0.01)
    make_section("mondo")
    serbia = make_section("europa/serbia")
    for _number in range(30):
        publish_article(section=serbia)
    drafts = [make_article(section=serbia) for _number in range(10)]
    begun, failures = threading.Event(), []

    def publish_them():
        try:
            begun.wait(10)
            for draft in drafts:
                workflow.publish(draft, by=None)
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            connection.close()

    colleague = threading.Thread(target=publish_them)
    colleague.start()
    begun.set()
    move = change("europa", parent=section("mondo"))
    for _done in finish(move):
        time.sleep(0.01)
    colleague.join()
    assert failures == []
    for draft in drafts:
        assert lists(Article.objects.get(pk=draft.pk)) == [
            "",
            "mondo",
            "mondo/europa",
            "mondo/europa/serbia*",
        ]
    assert wrong_editions() == []


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_step_it_goes_on_where_it_was(monkeypatch):
    """A real process, a real kill -9."""
    for _looked_at in seed(800):
        pass
    make_section("mondo/raccolta")
    monkeypatch.setattr(moving, "LARGEST_AT_ONCE", 100)
    assert change("cronaca", parent=section("mondo/raccolta")) is not None
    total = remaining(SectionMove.objects.get())
    process = finishing_process()
    wait_until(lambda: remaining(SectionMove.objects.get()) < total - 40)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = remaining(SectionMove.objects.get())
    assert 0 < left < total
    assert wrong_editions() != []
    done = list(finish(SectionMove.objects.get()))
    assert done[-1] == left
    assert wrong_editions() == []
    assert Edition.objects.count() == 800


def finishing_process():
    """`move_section --continue` in steps of ten, on this test's database."""
    program = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from articles import moving\n"
        "moving.STEP = 10\n"
        "call_command('move_section', '--continue')\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.DEVNULL,
    )


def database_url():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings)


def wait_until(is_so, seconds=30):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
