"""A table of addresses of another system is loaded whole or not at all."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Publication
from sections.tree import current_tree
from tests.factories import make_root, make_section, make_topic
from tests.website.former.conftest import STORY, leads, load, rename
from website.models import FormerAddress, Page

pytestmark = pytest.mark.django_db


class TestLoading:
    def test_a_table_leads_to_stories_sections_and_pages(self, client, story, tmp_path, settings):
        Page.objects.create(title="About", slug="about")
        topic = make_topic("Ferries")
        rename(make_section("nuova-europa"), "europe")
        current_tree()
        guid = Publication.objects.get(article=story).guid
        said = load(
            tmp_path,
            "\ufeffold path,new address\r\n"
            "https://www.old.example/art.php?id=7,/nuova-europa/serbia/2022/11/21/a-bridge/\r\n"
            f"/art.php?id=8,{settings.NEWSROOM_BASE_URL}/2022/11/21/a-bridge\r\n"
            f"/art.php?id=9,{guid}\r\n"
            "\r\n"
            "/cat/42,/nuova-europa/\r\n"
            '"/a,b.htm",/pages/about/\r\n'
            f"/tag/ferry,/topics/{topic.pk}-ferries/\r\n"
            "/città,/europe/serbia/\r\n"
            "/home.htm,/\r\n",
        )
        assert "8 former addresses lead here now." in said
        present = "/europe/serbia/2022/11/21/a-bridge/"
        for number in (7, 8, 9):
            assert leads(client, f"/art.php?id={number}") == present
        assert leads(client, "/cat/42") == "/europe/"
        assert leads(client, "/a,b.htm") == "/pages/about/"
        assert leads(client, "/tag/ferry") == f"/topics/{topic.pk}-ferries/"
        assert leads(client, "/citt%C3%A0") == "/europe/serbia/"
        assert leads(client, "/home.htm") == "/"

    def test_twice_changes_nothing_and_a_later_table_comes_first(self, client, story, tmp_path):
        for _time in range(2):
            load(tmp_path, f"/x,{STORY}\n/y,/nuova-europa/\n")
        assert FormerAddress.objects.count() == 2
        load(tmp_path, "/x,/nuova-europa/\n")
        assert leads(client, "/x") == "/nuova-europa/"
        assert FormerAddress.objects.count() == 2

    def test_what_is_wrong_is_said_with_its_line_and_nothing_is_loaded(self, story, tmp_path):
        said = load(
            tmp_path,
            f"/good,{STORY}\n"
            "no-path,/nuova-europa/\n"
            "/a,/nuova-europa/2022/11/21/nothing/\n"
            "/b,/nothing/\n"
            "/c,https://elsewhere.example/\n"
            "/d,//evil.example/\n"
            "/e,/pages/none/\n"
            "/f,/admin/\n"
            "/good,/nuova-europa/\n"
            "/g,urn:uuid:unknown\n",
        )
        for words in (
            "line 2: “no-path” is no path",
            "line 3: no story has or had the address",
            "line 4: there is no section “/nothing/”",
            "line 5: “https://elsewhere.example/” is no address of this site: write one",
            "line 6: “//evil.example/” is no address",
            "line 7: there is no page “/pages/none/”: make it first",
            "line 8: “/admin/” is no page for readers",
            "line 9: “/good” stands on line 1 already",
            "line 10: “urn:uuid:unknown” is no address",
            "9 lines are wrong. Nothing was loaded.",
        ):
            assert words in said
        assert not FormerAddress.objects.exists()

    def test_what_is_no_such_table_is_said(self, story, tmp_path):
        assert "line 1: 3 columns, and there must be two" in load(tmp_path, "/a,/b/,/c/\n")
        assert "is not in UTF-8" in load(tmp_path, "/città,/\n", encoding="latin-1")
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_addresses", str(tmp_path / "none.csv"))

    def test_a_long_list_of_errors_ends(self, story, tmp_path):
        said = load(tmp_path, "".join(f"/{number},/nothing/\n" for number in range(1234)))
        assert said.count("line ") == 100
        assert "… and 1,134 more" in said
        assert "1,234 lines are wrong. Nothing was loaded." in said

    def test_what_is_no_line_of_a_table_hides_no_other_error(self, story, tmp_path):
        said = load(
            tmp_path,
            "old path,new address\n"
            f"/good,{STORY}\n"
            "/a,/b/,/c/\n"
            "/alone\n"
            f'"{"x" * 140_000}",/\n'
            f'"/two\nlines",{STORY}\n'
            "/nul\0,urn:uuid:\0\n"
            "/e,/pages/none/\n",
        )
        for words in (
            "line 3: 3 columns, and there must be two: the old path and the new address",
            "line 4: 1 column, and there must be two",
            "line 5: it cannot be read: field larger than field limit",
            "line 8: it has a character in it",
            "line 9: there is no page “/pages/none/”",
            "5 lines are wrong. Nothing was loaded.",
        ):
            assert words in said
        assert not FormerAddress.objects.exists()

    def test_a_table_leads_nobody_in_a_circle(self, story, tmp_path):
        FormerAddress.objects.create(path="/known.php", target="/search/")
        said = load(tmp_path, "/aa/,/bb/\n/bb/,/cc/\n/cc/,/aa/\n/dd/,/dd/\n/ee/,/known.php\n")
        for number, address in enumerate(("/bb/", "/cc/", "/aa/", "/dd/", "/known.php"), start=1):
            assert f"line {number}: “{address}” is a former address, too: name where it leads" in said
        assert "5 lines are wrong" in said

    def test_it_can_only_be_checked(self, story, tmp_path):
        assert "1 address could be loaded; nothing was." in load(tmp_path, f"/x,{STORY}\n", "--dry-run")
        assert not FormerAddress.objects.exists()

    def test_an_empty_table_loads_nothing(self, tmp_path):
        make_root()
        assert "0 former addresses" in load(tmp_path, "old path,new address\n")

    def test_a_large_table_is_looked_up_many_lines_at_a_time(
        self, story, tmp_path, django_assert_max_num_queries
    ):
        lines = "".join(f"/art.php?id={number},{STORY}\n" for number in range(2500))
        with django_assert_max_num_queries(25):
            load(tmp_path, lines)
        assert FormerAddress.objects.count() == 2500
