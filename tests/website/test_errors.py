"""Pages that say that there is none are pages of this site, and help."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from articles import workflow
from articles.models import Publication
from sections.tree import current_tree
from tests.factories import make_root, make_section, publish_article
from tests.website.markup import read_page

pytestmark = pytest.mark.django_db


def fail(request):
    raise RuntimeError("a secret of the inside")


def refuse(request):
    raise PermissionDenied("a secret of the inside")


def suspect(request):
    raise SuspiciousOperation("a secret of the inside")


handler400 = "website.views.errors.bad_request"
handler403 = "website.views.errors.forbidden"
handler404 = "website.views.errors.not_found"
handler500 = "website.views.errors.server_error"
urlpatterns = [
    path("fails", fail),
    path("refuses", refuse),
    path("suspects", suspect),
    path("", include("newsroom.urls")),
]
failing = override_settings(ROOT_URLCONF=__name__)


def no_database(execute, sql, params, many, context):
    raise AssertionError(f"asked the database: {sql}")


@pytest.mark.parametrize(("address", "status"), [("/fails", 500), ("/refuses", 403), ("/suspects", 400)])
@failing
def test_an_error_is_a_page_of_the_site_that_needs_no_database(address, status):
    make_section("sport")
    current_tree()
    with connection.execute_wrapper(no_database):
        response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    page = read_page(response)
    assert page.one("html")["lang"] == "it"
    assert page.one("p", "wordmark").text == "ANSA"
    assert [link["href"] for link in page.one("nav", "sections").all("a")] == ["/sport/"]
    assert page.one("p", "code").text == str(status)
    assert "secret" not in response.content.decode()


@failing
def test_an_error_before_the_tree_was_ever_read_is_a_page_too():
    with connection.execute_wrapper(no_database):
        response = Client(raise_request_exception=False).get("/fails")
    assert response.status_code == 500
    assert read_page(response).one("main").one("h1").text


def test_a_foreign_host_is_a_bad_request_with_a_page_of_the_site(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert read_page(response).one("p", "code").text == "400"


def test_404_offers_the_nearest_section_in_its_language_and_its_latest_stories(client):
    publish_article(headline="From the desk", section=make_section("world/desk", language="en"))
    page = read_page(client.get("/world/desk/nothing/here/"))
    assert page.one("html")["lang"] == "en"
    assert page.one("main").one("h1").text == "This page is not available"
    links = [link["href"] for link in page.one("main").all("a")]
    assert links[0] == "/world/desk/"
    assert "From the desk" in page.one("main").text


def test_what_is_held_or_not_out_yet_cannot_be_told_from_what_never_was(client):
    section = make_section("desk", language="en")
    publish_article(headline="Still here", section=section)
    held = publish_article(headline="Zeppelin lands", section=section, slug="held")
    address = f"/desk/{Publication.objects.get(article=held).address}/"
    later = timezone.now() + timedelta(hours=1)
    waits = publish_article(headline="Zeppelin starts", section=section, slug="waits", not_before=later)
    workflow.hold(held, by=None, reason="to be checked")
    never = client.get(address.replace("held", "never"))
    assert never.status_code == 404
    for other in (address, f"/desk/{Publication.objects.get(article=waits).address}/"):
        response = client.get(other)
        assert response.status_code == 404
        assert response.content == never.content
        assert dict(response.items()) == dict(never.items())


def test_404_of_an_unknown_section_offers_the_home_page(client):
    make_root()
    page = read_page(client.get("/nothing/"))
    assert page.one("main").all("a")[0]["href"] == "/"
    assert page.one("html")["lang"] == "it"


def test_404_in_a_newsroom_without_sections_is_a_page(client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert read_page(response).one("main").one("h1").text


def test_410_is_a_page_of_the_storys_section_that_repeats_nothing_of_it(client):
    desk = make_section("desk", language="en")
    publish_article(headline="Still here", section=desk)
    story = publish_article(
        headline="Zeppelin lands", subheadline="Crowds cheer", body="<p>It was huge.</p>", section=desk
    )
    address = f"/desk/{Publication.objects.get(article=story).address}/"
    workflow.kill(story, by=None, reason="Invented by the pilot")
    response = client.get(address)
    assert response.status_code == 410
    text = response.content.decode().lower()
    for word in ("zeppelin", "crowds", "huge", "invented", "pilot"):
        assert word not in text
    page = read_page(response)
    assert page.one("main").one("h1").text == "This story has been withdrawn"
    assert page.one("main").all("a")[0]["href"] == "/desk/"
    assert [link.text for link in page.one("ol").all("a")] == ["Still here"]


@pytest.mark.parametrize("address", ["/nothing/", "/2022/11/21/nothing/"])
def test_errors_are_not_remembered(client, address):
    assert client.get(address)["Cache-Control"] == "public, max-age=1"


def test_a_form_without_a_valid_token_gets_a_page_that_says_what_to_do():
    make_section("sport")
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    page = read_page(response)
    assert "403" in page.one("main").text
    assert not page.all("style")
