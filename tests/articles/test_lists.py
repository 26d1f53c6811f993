"""Lists of sections: right order, one join, and an index that page 4,000 enters where page 1 does."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from articles import workflow
from articles.archive import seed
from articles.models import Edition, Placement
from sections.models import Section
from tests.factories import make_root, make_section, publish_article

PAGE = 20
STORIES = 3000
SLOW = {"Seq Scan", "Sort", "Incremental Sort", "Hash Join", "Merge Join"}
NOON = datetime(2022, 11, 21, 12, tzinfo=UTC)

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's plan")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's plan")


def on_list(section, at=None):
    return Edition.objects.live(at or timezone.now()).on_list("section", section.pk)


def point(edition):
    return edition.publication.first_published_at, edition.publication_id


def pages(section, size):
    """All pages of a list, each after the last story of the one before it."""
    page = list(on_list(section)[:size])
    while page:
        yield page
        page = list(on_list(section).older_than(*point(page[-1]))[:size])


def headlines(editions):
    return [edition.headline for edition in editions]


@pytest.mark.django_db
class TestOrder:
    def test_newest_first_publication_comes_first_and_of_one_moment_the_later_published(self):
        for headline, hours in [("second", 1), ("first", 2), ("of one moment", 1), ("last", 0)]:
            publish_article(headline=headline, first_published_at=NOON + timedelta(hours=hours))
        assert headlines(on_list(make_root())) == ["first", "of one moment", "second", "last"]

    def test_an_update_does_not_move_a_story_up_in_the_list(self):
        old = publish_article(headline="old", first_published_at=NOON - timedelta(days=1))
        publish_article(headline="new", first_published_at=NOON)
        old.headline = "old, updated"
        workflow.save(old, by=None)
        workflow.publish(old, by=None)
        assert headlines(on_list(make_root())) == ["new", "old, updated"]

    @pytest.mark.parametrize("size", [1, 2, 3, 7])
    def test_pages_hold_every_story_once_also_where_many_are_of_one_moment(self, size):
        for number in range(10):
            publish_article(headline=f"{number}", first_published_at=NOON + timedelta(hours=number // 4))
        shown = [headline for page in pages(make_root(), size) for headline in headlines(page)]
        assert shown == ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]

    def test_a_page_stays_right_while_stories_arrive_and_go(self):
        for number in range(6):
            publish_article(headline=f"{number}", first_published_at=NOON + timedelta(hours=number))
        first = list(on_list(make_root())[:3])
        publish_article(headline="just in", first_published_at=NOON + timedelta(days=1))
        Placement.objects.filter(edition=first[2]).delete()
        assert headlines(on_list(make_root()).older_than(*point(first[2]))[:2]) == ["2", "1"]

    def test_a_list_holds_the_stories_of_the_section_and_below_and_no_others(self):
        europe, serbia = make_section("europa"), make_section("europa/serbia")
        publish_article(headline="Serbia", section=serbia)
        publish_article(headline="Europe", section=europe)
        publish_article(headline="World", section=make_section("mondo"), further_sections=[serbia])
        assert set(headlines(on_list(serbia))) == {"Serbia", "World"}
        assert set(headlines(on_list(europe))) == {"Serbia", "Europe", "World"}
        assert len(on_list(make_root())) == 3


@pytest.mark.django_db
class TestQuery:
    def query(self):
        newest = on_list(Section(pk=7)).older_than(NOON, 12)[:PAGE]
        return str(newest.query)

    def test_placements_are_joined_once_and_publications_not_at_all(self):
        query = self.query()
        assert len(re.findall(r'JOIN "articles_placement"', query)) == 1
        assert 'JOIN "articles_publication"' not in query

    def test_it_sorts_by_what_the_index_holds(self):
        assert self.query().partition(" ORDER BY ")[2] == (
            f'place."first_published_at" DESC, place."publication_id" DESC LIMIT {PAGE}'
        )

    def test_the_redundant_bound_stands_beside_the_exact_one(self):
        query = self.query()
        assert re.search(r'\(place\."first_published_at" < .+ OR place\."publication_id" < 12\)', query)
        assert re.search(r' AND place\."first_published_at" <= ', query)

    def test_what_a_page_needs_comes_along_without_another_join_of_placements(self):
        query = str(
            on_list(Section(pk=7)).older_than(NOON, 12).select_related("publication", "address").query
        )
        assert len(re.findall(r'JOIN "articles_placement"', query)) == 1
        assert len(re.findall(r'JOIN "articles_publication"', query)) == 1


def nodes(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


@pytest.mark.django_db
class TestPlan(TestCase):
    """The busiest list, the root's with all stories, and the quietest: the first page and a far one.

    One test for each database: each worker that runs one would write the stories.
    """

    @classmethod
    def setUpTestData(cls):
        for _looked_at in seed(STORIES):
            pass
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def lists(self):
        quiet = min(Section.objects.all(), key=lambda one: Placement.objects.filter(section=one).count())
        return {"busy": make_root(), "quiet": quiet}

    def far_page(self, section):
        rows = Placement.objects.filter(section=section).order_by("-first_published_at", "-publication_id")
        far = rows[rows.count() * 2 // 3]
        return on_list(section).older_than(far.first_published_at, far.publication_id)[:PAGE]

    def queries(self):
        for name, section in self.lists().items():
            yield f"{name}, first page", on_list(section)[:PAGE]
            yield f"{name}, far page", self.far_page(section)

    @on_sqlite
    def test_sqlite_enters_the_index_and_sorts_nothing_and_enters_far_pages_at_their_date(self):
        for name, query in self.queries():
            plan = query.explain()
            assert "SEARCH place USING INDEX placement_newest (section_id=?" in plan, (name, plan)
            assert "TEMP B-TREE" not in plan, (name, plan)
            assert "SCAN" not in plan, (name, plan)
        plan = self.far_page(make_root()).explain()
        assert "placement_newest (section_id=? AND first_published_at<?)" in plan

    @on_postgresql
    def test_postgresql_enters_the_index_and_a_far_page_costs_what_the_first_one_does(self):
        self.check_that_it_enters_the_index_and_sorts_nothing_on_the_busy_list()
        self.check_that_a_far_page_reads_as_many_rows_as_the_first()
        self.check_that_a_far_page_touches_as_many_blocks_as_the_first()

    def check_that_it_enters_the_index_and_sorts_nothing_on_the_busy_list(self):
        for query in (on_list(make_root())[:PAGE], self.far_page(make_root())):
            found = self.analysed(query)
            assert "placement_newest" in {node.get("Index Name") for node in found}
            assert not {node["Node Type"] for node in found} & SLOW

    def check_that_a_far_page_reads_as_many_rows_as_the_first(self):
        for section in self.lists().values():
            for query in (on_list(section)[:PAGE], self.far_page(section)):
                for node in self.analysed(query):
                    read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
                    assert read * node["Actual Loops"] <= 3 * PAGE, node

    def check_that_a_far_page_touches_as_many_blocks_as_the_first(self):
        first = self.analysed(on_list(make_root())[:PAGE])[0]
        far = self.analysed(self.far_page(make_root()))[0]
        blocks = [plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in (first, far)]
        assert max(blocks) <= 10 * PAGE, blocks

    def analysed(self, query):
        (answer,) = json.loads(query.explain(format="json", analyze=True, buffers=True))
        return list(nodes(answer["Plan"]))
