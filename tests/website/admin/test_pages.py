"""Admins write the pages about the agency and mend former addresses."""

import pytest
from django.test import Client

from articles.models import Publication
from tests.factories import make_admin, make_root, make_section, publish_article
from tests.website.markup import read_page
from website.furniture import forget_furniture
from website.models import FormerAddress, Page

pytestmark = pytest.mark.django_db

PAGE = {"title": "About us", "slug": "about", "about": "agency", "position": "0", "visible": "on"}


@pytest.fixture
def admin():
    make_root()
    browser = Client()
    browser.force_login(make_admin())
    yield browser
    forget_furniture()


def test_what_an_admin_writes_is_cleaned_and_shown(admin, client):
    text = '<h2>Who we are</h2><p onclick="x">An agency.<script>alert(1)</script></p>'
    admin.post("/admin/website/page/add/", PAGE | {"body": text})
    assert Page.objects.get().body == "<h2>Who we are</h2><p>An agency.</p>"
    page = read_page(client.get("/pages/about/"))
    assert page.one("div", "body").one("h2").text == "Who we are"
    assert "/pages/about/" in [link["href"] for link in page.one("footer").all("a")]


def test_an_address_that_a_page_had_leads_to_that_of_today_in_one_step(admin, client):
    admin.post("/admin/website/page/add/", PAGE)
    address = f"/admin/website/page/{Page.objects.get().pk}/change/"
    FormerAddress.objects.create(path="/about.htm", target="/pages/about/")
    for slug in ("who-we-are", "the-agency"):
        assert admin.post(address, PAGE | {"slug": slug}).status_code == 302
    for old in ("/pages/about/", "/pages/who-we-are/", "/about.htm"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, "/pages/the-agency/")
    admin.post(address, PAGE)
    assert client.get("/pages/about/").status_code == 200
    assert client.get("/pages/the-agency/")["Location"] == "/pages/about/"


@pytest.mark.parametrize("slug", ["About", "über", "1st", "a b", "../x"])
def test_what_is_no_slug_is_refused(admin, slug):
    assert admin.post("/admin/website/page/add/", PAGE | {"slug": slug}).status_code == 200
    assert not Page.objects.exists()


def test_the_form_has_the_storys_editor_and_obeys_the_policy(admin):
    page = admin.get("/admin/website/page/add/").content.decode()
    assert "data-django-prose-editor" in page or "prose-editor" in page
    assert "data-tiptap-style" in page


def test_former_addresses_are_found_by_how_they_begin(admin):
    story = publish_article(section=make_section("sport"), headline="A bridge")
    publication = Publication.objects.get(article=story)
    FormerAddress.objects.create(path="/art.php?id=7", publication=publication)
    FormerAddress.objects.create(path="/cat/42", section=make_section("sport"))
    page = admin.get("/admin/website/formeraddress/?q=/art").content.decode()
    assert "/art.php?id=7" in page
    assert "A bridge" in page
    assert "/cat/42" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(admin, rows, django_assert_num_queries):
    for number in range(rows):
        story = publish_article(section=make_section("sport"))
        FormerAddress.objects.create(
            path=f"/art/{number}", publication=Publication.objects.get(article=story)
        )
    admin.get("/admin/website/formeraddress/")
    with django_assert_num_queries(4):  # the session, the person, how many, which
        admin.get("/admin/website/formeraddress/")


def test_a_former_address_leads_to_one_thing_of_this_site(admin):
    story = Publication.objects.get(article=publish_article(section=make_section("sport")))
    add, sport = "/admin/website/formeraddress/add/", make_section("sport")
    for wrong in (
        {"path": "/x"},
        {"path": "x", "section": sport.pk},
        {"path": "/x", "section": sport.pk, "publication": story.pk},
        {"path": "/x", "target": "https://evil.example/"},
        {"path": "/x", "target": "//evil.example/"},
        {"path": "/x", "target": "/admin/"},
    ):
        assert admin.post(add, wrong).status_code == 200, wrong
    for path, right in (
        ("https://old.example/a b?id=1", {"section": sport.pk}),
        ("/y", {"publication": story.pk}),
        ("/z", {"target": "/topics/"}),
    ):
        assert admin.post(add, {"path": path} | right).status_code == 302, path
    assert set(FormerAddress.objects.values_list("path", flat=True)) == {"/a%20b?id=1", "/y", "/z"}
