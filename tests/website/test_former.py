"""Addresses of another system: a table is loaded whole or not at all, and each leads on in one step."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import workflow
from articles.models import Publication
from sections import branch
from sections.tree import current_tree
from tests.factories import make_root, make_section, make_topic, publish_article
from website.admin.former import FormerAddressForm
from website.former import kept_from
from website.models import FormerAddress, Page

pytestmark = pytest.mark.django_db

MOMENT = datetime(2022, 11, 21, 16, 7, tzinfo=UTC)
STORY = "/nuova-europa/serbia/2022/11/21/a-bridge/"


@pytest.fixture
def story():
    section = make_section("nuova-europa/serbia")
    return publish_article(section=section, slug="a-bridge", first_published_at=MOMENT, headline="A bridge")


def remember(path, story=None, **fields):
    publication = Publication.objects.get(article=story) if story else None
    return FormerAddress.objects.create(path=path, publication=publication, **fields)


def leads(client, address):
    response = client.get(address)
    assert response.status_code == 301, response.status_code
    assert response["Cache-Control"] == "public, max-age=1"
    return response["Location"]


def rename(section, slug):
    section.refresh_from_db()
    section.slug = slug
    branch.save(section)


class TestRedirects:
    def test_a_story_a_section_and_a_page_are_found_by_what_they_were_called_elsewhere(self, client, story):
        remember("/art.php?id=7", story)
        remember("/cat/42", section=make_section("nuova-europa"))
        remember("/about.htm", target="/pages/about/")
        assert leads(client, "/art.php?id=7") == STORY
        assert leads(client, "/cat/42") == "/nuova-europa/"
        assert leads(client, "/about.htm") == "/pages/about/"

    def test_one_step_leads_to_where_it_is_today_however_often_it_has_moved(self, client, story):
        remember("/art.php?id=7", story)
        remember("/europe-desk", section=make_section("nuova-europa/serbia"))
        rename(make_section("nuova-europa"), "europe")
        rename(make_section("europe/serbia"), "srbija")
        story.refresh_from_db()
        story.slug = "a-better-bridge"
        workflow.save(story, by=None)
        workflow.publish(story, by=None)
        present = "/europe/srbija/2022/11/21/a-better-bridge/"
        assert leads(client, "/art.php?id=7") == present
        assert leads(client, "/europe-desk") == "/europe/srbija/"
        for old in (STORY, "/2022/11/21/a-bridge/", "/europe/serbia/2022/11/21/a-bridge/"):
            assert leads(client, old) == present
        assert client.get(present).status_code == 200

    def test_after_another_day_another_slug_and_another_section_it_is_still_one_step(self, client):
        section = make_section("nuova-europa/serbia")
        story = publish_article(section=section, slug="later", not_before=timezone.now() + timedelta(days=2))
        old_day = Publication.objects.get(article=story).address
        remember("/id/9", story)
        workflow.unschedule(story, by=None)
        story.refresh_from_db()
        story.not_before, story.slug = None, "now"
        workflow.save(story, by=None)
        workflow.publish(story, by=None)
        rename(section, "srbija")
        present = f"/nuova-europa/srbija/{Publication.objects.get(article=story).address}/"
        assert present.endswith("/now/")
        assert leads(client, "/id/9") == present
        assert leads(client, f"/nuova-europa/serbia/{old_day}/?a=1") == f"{present}?a=1"

    def test_with_its_query_comes_before_without(self, client, story):
        remember("/art.php?id=7", story)
        remember("/art.php", section=make_section("sport"))
        assert leads(client, "/art.php?id=7") == STORY
        assert leads(client, "/art.php") == "/sport/"
        assert leads(client, "/art.php?utm=1") == "/sport/?utm=1"  # what is not part of it goes on

    @pytest.mark.parametrize(
        ("known", "asked"),
        [
            ("/old/story", "/old/story"),
            ("/old/story", "/old/story/"),
            ("/old/story/", "/old/story"),
            ("/2022/11/21/its-old-slug/", "/2022/11/21/its-old-slug/"),
            ("/2022/11/21/its-old-slug", "/2022/11/21/its-old-slug"),
            ("/sezione/2022/11/", "/sezione/2022/11/"),
            ("/Story-7.HTML", "/Story-7.HTML"),
            ("/citt%C3%A0/7", "/citt%C3%A0/7"),
            ("/a%20b.htm", "/a%20b.htm"),
            ("/topics/7-x/", "/topics/7-x/"),
            ("/preview/x/", "/preview/x/"),
        ],
    )
    def test_whatever_it_looks_like_it_is_found_where_nothing_else_answers(self, client, story, known, asked):
        remember(known, story)
        assert leads(client, asked) == STORY

    def test_an_address_of_today_comes_first(self, client, story):
        remember(STORY, section=make_section("sport"))
        remember("/nuova-europa/", story)
        assert client.get(STORY).status_code == 200
        assert client.get("/nuova-europa/").status_code == 200

    def test_what_readers_do_not_see_is_no_page_and_what_was_killed_is_gone(self, client, story):
        remember("/art.php?id=7", story)
        workflow.hold(story, by=None, reason="is checked")
        assert client.get("/art.php?id=7").status_code == 404
        workflow.release(story, by=None)
        assert leads(client, "/art.php?id=7") == STORY
        workflow.kill(story, by=None, reason="untrue")
        response = client.get("/art.php?id=7")
        assert response.status_code == 410
        assert "bridge" not in response.content.decode()

    def test_what_nobody_saw_yet_or_ever_leads_nowhere(self, client):
        later = publish_article(headline="Secret", slug="s", not_before=timezone.now() + timedelta(hours=1))
        remember("/id/1", later)
        assert client.get("/id/1").status_code == 404
        workflow.kill(later, by=None, reason="untrue")
        assert client.get("/id/1").status_code == 404

    def test_nothing_is_sent_anywhere_else(self, client, story):
        remember("/art.php?id=7", story)
        for address in ("//evil.example/art.php?id=7", "/art.php%00?id=7", "/" + "a" * 5000, "/%ff%fe.php"):
            assert client.get(f"http://testserver{address}").status_code == 404

    @pytest.mark.parametrize(
        "tracking",
        [
            "utm_source=x&utm_medium=e-mail",
            "fbclid=IwAR0",
            "gclid=a.b",
            "mc_cid=1&mc_eid=2",
            "UTM_Campaign=%C3%A8",
            "_gl",
        ],
    )
    def test_what_networks_add_to_a_link_does_not_hide_it_and_goes_on(self, client, story, tracking):
        remember("/art.php?id=7", story)
        remember("/old/story", story)
        for asked in (f"/art.php?id=7&{tracking}", f"/art.php?{tracking}&id=7", f"/old/story/?{tracking}"):
            assert leads(client, asked) == f"{STORY}?{tracking}"
        assert client.get(f"/art.php?id=8&{tracking}").status_code == 404

    def test_a_query_asks_for_the_same_in_whatever_order(self, client, story):
        former = FormerAddress(path=kept_from("https://old.example/art.php?sez=2&id=7&utm_source=x"))
        assert former.path == "/art.php?id=7&sez=2"
        remember(former.path, story)
        for asked in ("id=7&sez=2", "sez=2&id=7", "sez=2&gclid=&id=7", "&sez=2&&id=7&"):
            assert leads(client, f"/art.php?{asked}").startswith(STORY)
        assert client.get("/art.php?id=7").status_code == 404
        assert client.get("/art.php?id=7&sez=2&sez=3").status_code == 404

    def test_the_query_of_a_page_that_is_led_to_stays(self, client):
        make_root()
        remember("/find.php", target="/search/?q=ferry#results")
        assert leads(client, "/find.php") == "/search/?q=ferry#results"
        assert leads(client, "/find.php?utm_source=x") == "/search/?q=ferry&utm_source=x#results"

    @pytest.mark.parametrize("slash", ["", "/"])
    def test_below_an_old_path_of_ours_it_is_found_in_one_step_too(self, client, story, slash):
        rename(make_section("nuova-europa"), "europe")
        remember("/nuova-europa/articles/7", story)
        remember("/europe/articles/8", story)
        present = "/europe/serbia/2022/11/21/a-bridge/"
        assert leads(client, f"/nuova-europa/articles/7{slash}") == present
        assert leads(client, f"/europe/articles/8{slash}") == present
        assert client.get(f"/nuova-europa/articles/9{slash}").status_code == 404

    def test_an_address_of_today_comes_first_without_its_last_slash_too(self, client, story):
        remember("/sport", story)
        make_section("sport")
        assert leads(client, "/sport") == "/sport/"

    def test_only_reading_leads_on(self, client, story):
        remember("/old/story", story)
        assert client.post("/old/story").status_code == 405
        assert client.head("/old/story").status_code == 301

    def test_query_counts(self, client, story, django_assert_num_queries, monkeypatch):
        monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
        remember("/art.php?id=7", story)
        client.get("/")
        with django_assert_num_queries(2):  # the address, and where the story is
            leads(client, "/art.php?id=7")
        with django_assert_num_queries(1):
            leads(client, STORY.removesuffix("/"))
        with django_assert_num_queries(3):  # was it a section's, or another system's; and what is new instead
            assert client.get("/nothing/").status_code == 404


def load(tmp_path, text, *options, encoding="utf-8"):
    path = tmp_path / "addresses.csv"
    path.write_bytes(text.encode(encoding))
    out, err = StringIO(), StringIO()
    try:
        call_command("load_addresses", str(path), *options, stdout=out, stderr=err)
    except CommandError as error:
        assert error.returncode == 1
        return err.getvalue() + str(error)
    return out.getvalue()


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


def test_no_address_leads_to_itself_or_in_a_circle():
    make_root()
    FormerAddress.objects.create(path="/aa/", target="/bb/")
    for path, target in (("/cc/", "/cc/"), ("/bb/", "/aa/")):
        form = FormerAddressForm({"path": path, "target": target})
        assert not form.is_valid()
        assert list(form.errors) == ["target"]
    assert FormerAddressForm({"path": "/dd/", "target": "/search/?q=ferry"}).is_valid()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/elsewhere/", "There is no section “/elsewhere/”: make it first, or choose another."),
        ("/sport/2022/11/21/nothing/", "No story has or had the address"),
        ("/pages/none/", "There is no page “/pages/none/”"),
        ("/topics/999999-x/", "There is no topic, author or place"),
        ("/nowhere/rss.xml", "There is no section"),
        ("/nowhere/2022/", "There is no section"),
        ("https://elsewhere.example/", "“https://elsewhere.example/” is no address of this site"),
        ("/admin/", "“/admin/” is no page for readers"),
        ("/aa/", "“/aa/” is a former address, too: name where it leads today."),
    ],
)
def test_what_an_address_is_to_lead_to_must_be_there(target, said):
    make_section("sport")
    FormerAddress.objects.create(path="/aa/", target="/sport/")
    form = FormerAddressForm({"path": "/x.php", "target": target})
    assert not form.is_valid()
    assert said in form.errors["target"][0]


OURS = [
    "/",
    "/?p=7",
    "/sport",
    "/sport/rss.xml",
    "/sport/2022/",
    "/nuova-europa/",
    "/search/?q=x",
    "/robots.txt",
    "/admin/x",
    "/pages/about/",
    STORY,
    "/2022/11/21/a-bridge/",
]


@pytest.mark.parametrize("path", OURS)
def test_an_address_that_answers_here_leads_nowhere_else(story, tmp_path, path):
    make_section("sport")
    rename(make_section("nuova-europa"), "europe")
    Page.objects.create(title="About", slug="about")
    form = FormerAddressForm({"path": path, "target": "/sport/"})
    assert not form.is_valid()
    assert "Something of this site answers" in form.errors["path"][0]
    assert "is an address of this site, which answers itself" in load(tmp_path, f'"{path}",/sport/\n')
    assert not FormerAddress.objects.exists()


@pytest.mark.parametrize("path", ["/old.php?id=7", "/2022/11/21/other/", "/nowhere/", "/topics/7-x/"])
def test_what_answers_nowhere_here_may_lead_on(story, path):
    assert FormerAddressForm({"path": path, "target": "/search/"}).is_valid()
