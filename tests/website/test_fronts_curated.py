"""What editors have put on a front, what goes from it by itself, and the blocks below."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import workflow
from articles.models import Article
from sections.tree import current_tree, forget_tree
from tests.factories import make_root, make_section, publish_article
from tests.website.markup import read_page
from tests.website.shop_window import pin
from website.fronts import A_BLOCK, chosen_for, front_of
from website.furniture import current_furniture
from website.models import Pin

pytestmark = pytest.mark.django_db


def publish(count, path="sport", name="Story", age=0, **fields):
    """Number 1 is the newest, each a minute older than the one before."""
    now = timezone.now()
    return [
        publish_article(
            section=make_section(path),
            headline=f"{name} {number}",
            first_published_at=now - timedelta(minutes=age + number),
            **fields,
        )
        for number in range(1, count + 1)
    ]


def front_at(path, at):
    section = current_tree().by_path[path]
    return front_of(section, at, chosen_for(section.id, at))


def headlines(editions):
    return [edition.headline for edition in editions]


def links(page):
    """The stories of the page, in its order."""
    return [link.text for link in page.one("main").all("a") if link.text.startswith("Story ")]


def test_a_pinned_lead_leads_and_pins_stand_below_it_in_their_order(client):
    stories = publish(6)
    sport = make_section("sport")
    for position, number in enumerate((5, 4, 6)):
        pin(sport, stories[number - 1], position)
    page = read_page(client.get("/sport/"))
    assert page.one("section", "lead").one("h2").text == "Story 5"
    assert [h3.text for h3 in page.one("section", "pinned").all("h3")] == ["Story 4", "Story 6"]
    assert [link.text for link in page.one("section", "latest").all("a")] == ["Story 1", "Story 2", "Story 3"]


def test_without_a_pinned_lead_the_newest_story_leads(client):
    stories = publish(4)
    pin(make_section("sport"), stories[2], 1)
    page = read_page(client.get("/sport/"))
    assert page.one("section", "lead").one("h2").text == "Story 1"
    assert [h3.text for h3 in page.one("section", "pinned").all("h3")] == ["Story 3"]
    assert [link.text for link in page.one("section", "latest").all("a")] == ["Story 2", "Story 4"]


def test_a_pin_counts_on_its_own_front_alone(client):
    stories = publish(3)
    pin(make_root(), stories[2], 0)
    assert read_page(client.get("/")).one("section", "lead").one("h2").text == "Story 3"
    assert read_page(client.get("/sport/")).one("section", "lead").one("h2").text == "Story 1"


def test_a_story_far_down_the_list_can_be_pinned():
    stories = publish(30)
    pin(make_section("sport"), stories[29], 0)
    front = front_at("sport", timezone.now())
    assert front.lead.headline == "Story 30"
    assert headlines(front.newest) == [f"Story {number}" for number in range(1, 21)]


def kill(story):
    workflow.kill(story, by=None, reason="untrue")


def hold(story):
    workflow.hold(story, by=None, reason="to be checked")


def move_away(story):
    story = Article.objects.get(pk=story.pk)
    story.section = make_section("culture")
    workflow.save(story, by=None)
    workflow.publish(story, by=None)


@pytest.mark.parametrize("go", [kill, hold, move_away])
@pytest.mark.parametrize("position", [0, 1])
def test_a_pin_goes_with_its_story(go, position):
    stories = publish(4)
    pin(make_section("sport"), stories[3], position)
    make_section("culture")
    assert "Story 4" in headlines(
        [front_at("sport", timezone.now()).lead, *front_at("sport", timezone.now()).pinned]
    )
    go(stories[3])
    front = front_at("sport", timezone.now())
    assert front.lead.headline == "Story 1"
    assert "Story 4" not in headlines([*front.pinned, *front.newest])


def test_a_held_story_that_is_released_is_back_in_its_place():
    stories = publish(3)
    pin(make_section("sport"), stories[2], 0)
    hold(stories[2])
    assert front_at("sport", timezone.now()).lead.headline == "Story 1"
    workflow.release(Article.objects.get(pk=stories[2].pk), by=None)
    assert front_at("sport", timezone.now()).lead.headline == "Story 3"


def test_an_embargoed_story_is_on_the_front_from_its_second_on():
    publish(3)
    comes = timezone.now() + timedelta(hours=2)
    story = publish_article(
        section=make_section("sport"), headline="Embargoed", not_before=comes, embargo=True
    )
    pin(make_section("sport"), story, 0)
    assert front_at("sport", comes - timedelta(microseconds=1)).lead.headline == "Story 1"
    assert front_at("sport", comes).lead.headline == "Embargoed"


def test_a_pin_ends_at_its_second():
    stories = publish(3)
    ends = timezone.now() + timedelta(hours=1)
    pin(make_section("sport"), stories[2], 0, until=ends)
    assert front_at("sport", ends - timedelta(microseconds=1)).lead.headline == "Story 3"
    over = front_at("sport", ends)
    assert over.lead.headline == "Story 1"
    assert headlines(over.newest) == ["Story 2", "Story 3"]  # where it belongs by its time


def test_a_story_of_a_section_that_is_hidden_is_not_on_the_front_above():
    stories = publish(3)
    hidden = publish_article(section=make_section("sport/secret", visible=False), headline="Hidden")
    pin(make_section("sport"), hidden, 0)
    assert front_at("sport", timezone.now()).lead.headline == stories[0].headline


# Blocks


def test_a_front_ends_with_a_block_for_each_visible_subsection(client):
    for number, path in enumerate(("culture", "sport", "world")):
        publish(10, path, path.title(), age=number)
    make_section("hidden", visible=False)
    make_section("empty")
    blocks = read_page(client.get("/")).all("section", "block")
    assert [block.one("h2").text for block in blocks] == ["Culture", "Sport", "World"]
    assert [len(block.all("h3")) for block in blocks] == [A_BLOCK, A_BLOCK, A_BLOCK]
    assert blocks[1].one("h2").one("a")["href"] == "/sport/"


def test_a_quiet_subsection_has_its_block_though_its_stories_are_old():
    publish(40, "sport")
    publish(3, "culture", "Old", age=100_000)
    blocks = {block.section.name: headlines(block.stories) for block in front_at("", timezone.now()).blocks}
    assert blocks == {
        "Culture": ["Old 1", "Old 2", "Old 3"],
        "Sport": [f"Story {number}" for number in range(12, 16)],
    }


def test_a_story_in_two_subsections_is_in_the_first_ones_block_alone():
    culture, sport = make_section("culture"), make_section("sport")
    publish(20, "world", "World")
    publish(5, "culture", "Both", age=100, further_sections=[sport])
    publish(2, "sport", "Sport", age=200)
    assert culture.name == "Culture"
    blocks = {block.section.name: headlines(block.stories) for block in front_at("", timezone.now()).blocks}
    assert blocks["Culture"] == ["Both 1", "Both 2", "Both 3", "Both 4"]
    assert blocks["Sport"] == ["Both 5", "Sport 1", "Sport 2"]


@pytest.mark.parametrize(("count", "blocks"), [(1, 0), (3, 0), (8, 0), (9, 3), (12, 3), (60, 3)])
def test_a_front_with_few_stories_has_no_blocks_of_leftovers(count, blocks):
    now = timezone.now()
    for number in range(count):
        path = ("culture", "sport", "world")[number % 3]
        publish_article(
            section=make_section(path),
            headline=f"Story {number}",
            first_published_at=now - timedelta(minutes=number + 1),
        )
    front = front_at("", timezone.now())
    assert len(front.blocks) == blocks
    shown = [front.lead, *front.newest, *(story for block in front.blocks for story in block.stories)]
    assert len(shown) == min(count, 11 + 12)


def test_from_above_a_front_reads_as_the_news_came_in(client):
    for number, path in enumerate(("culture", "sport", "world")):
        publish(20, path, f"Story {path}", age=20 * number)
    page = read_page(client.get("/"))
    sections = [section.classes for section in page.one("div", "top").all("section")]
    assert sections == [["lead"], ["also"], ["latest"]]
    above = [link.text for link in page.one("div", "top").all("a") if link.text.startswith("Story ")]
    assert above == [f"Story culture {number}" for number in range(1, 12)]


def test_a_small_site_has_blocks_with_what_does_not_stand_above(client):
    now = timezone.now()
    for number in range(1, 13):
        path = ("culture", "sport", "world")[number % 3]
        publish_article(
            section=make_section(path),
            headline=f"Story {number}",
            first_published_at=now - timedelta(minutes=number),
        )
    page = read_page(client.get("/"))
    blocks = {
        block.one("h2").text: [h3.text for h3 in block.all("h3")] for block in page.all("section", "block")
    }
    assert blocks == {
        "Culture": ["Story 9", "Story 12"],
        "Sport": ["Story 10"],
        "World": ["Story 8", "Story 11"],
    }
    assert sorted(links(page)) == sorted(f"Story {number}" for number in range(1, 13))
    assert not page.all("a", rel="next")  # all of them stand here


# Older ones


def test_older_stories_go_on_where_the_newest_end_whatever_is_pinned(client):
    stories = publish(45)
    sport = make_section("sport")
    for position, number in enumerate((3, 30, 45)):
        pin(sport, stories[number - 1], position)
    page = read_page(client.get("/sport/"))
    shown = links(page)
    assert sorted(shown) == sorted(f"Story {number}" for number in {*range(1, 22), 30, 45})
    older = read_page(client.get(page.one("main").one("a", rel="next")["href"]))
    assert links(older) == [f"Story {number}" for number in range(22, 42)]


def test_all_stories_pinned_leave_nothing_older(client):
    for position, story in enumerate(publish(3)):
        pin(make_section("sport"), story, position)
    page = read_page(client.get("/sport/"))
    assert links(page) == ["Story 1", "Story 2", "Story 3"]
    assert page.all("a", rel="next") == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_story_stands_twice_and_none_of_the_newest_is_lost(site_of_many, client, data):
    stories, root = site_of_many
    Pin.objects.all().delete()
    pinned = data.draw(st.lists(st.sampled_from(stories), unique_by=lambda story: story.pk, max_size=9))
    has_lead = data.draw(st.booleans())
    for position, story in enumerate(pinned, start=0 if has_lead else 1):
        pin(root, story, position)
    page = read_page(client.get("/"))
    shown = links(page)
    assert len(shown) == len(set(shown))
    assert {story.headline for story in pinned} <= set(shown)
    older = read_page(client.get(page.one("main").one("a", rel="next")["href"]))
    first_older = int(links(older)[0].split()[1])
    assert {f"Story {number}" for number in range(1, first_older)} <= set(shown)


@pytest.fixture
def site_of_many():
    now = timezone.now()
    paths = ("culture", "sport", "world", "world/far")
    return [
        publish_article(
            section=make_section(paths[number % 4]),
            further_sections=[make_section(paths[0])] if number % 7 == 0 else [],
            headline=f"Story {number}",
            first_published_at=now - timedelta(minutes=number),
        )
        for number in range(1, 61)
    ], make_root()


# Queries


@pytest.fixture
def warm(monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)

    def warm():
        forget_tree()
        current_tree()
        current_furniture(timezone.now())

    return warm


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("pins", [0, 1, 9])
def test_a_front_asks_four_times_whatever_stands_on_it(client, warm, django_assert_num_queries, count, pins):
    stories = [story for path in ("a", "b", "c/d") for story in publish(count, f"world/{path}", path)]
    for position, story in enumerate(stories[-pins:] if pins else []):
        pin(make_section("world"), story, position)
    warm()
    with django_assert_num_queries(4):
        assert client.get("/world/").status_code == 200


def test_a_front_with_forty_subsections_asks_four_times(client, warm, django_assert_num_queries):
    for number in range(40):
        publish(2, f"world/part-{number}", f"Part {number}", age=number)
    warm()
    with django_assert_num_queries(4):
        page = read_page(client.get("/world/"))
    assert len(page.all("section", "block")) > 30
