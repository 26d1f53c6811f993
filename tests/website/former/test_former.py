"""Addresses of another system: each leads on in one step, and none in a circle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Publication
from tests.factories import make_root, make_section, publish_article
from tests.website.former.conftest import STORY, leads, load, remember, rename
from website.admin.former import FormerAddressForm
from website.former import kept_from
from website.models import FormerAddress, Page

pytestmark = pytest.mark.django_db


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
