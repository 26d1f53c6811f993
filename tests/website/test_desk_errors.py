"""At the desk a page that is not there, or not open, is a page of the desk for whoever has logged in."""

import re

import pytest
from django.test import Client

from sections.models import Role
from tests.factories import make_admin, make_article, make_root, make_section, make_user, publish_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_article(section=make_section("nuova-europa/serbia"), headline="Draft of the day")


@pytest.fixture
def reporter(story):
    """Of another desk."""
    return make_user(Role.REPORTER, make_section("sport"), language="en", first_name="Lena", last_name="M")


def browser(person, **options):
    client = Client(**options)
    client.force_login(person)
    return client


def body_of(response):
    """The page without what is new in each: the tokens of its forms."""
    return re.sub(r'value="\w{64}"', "", response.content.decode().split("<body", 1)[1])


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/admin/nowhere/", 404, "There is no such page"),
        ("/admin/articles/article/999999/change/", 404, "There is no such page"),
        ("/admin/sections/section/", 403, "This page is not open to you"),
    ],
)
def test_it_has_the_desks_look_and_the_persons_language(reporter, address, status, heading):
    response = browser(reporter).get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert response["Content-Language"] == "en"
    assert f"<h1>{heading}</h1>" in html
    assert '<html lang="en"' in html
    assert 'id="site-name"' in html
    assert "Lena M" in html
    assert 'href="/admin/"' in html
    reporter.language = "it"
    reporter.save()
    assert '<html lang="it"' in browser(reporter).get(address).content.decode()


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/admin/sections/section/"])
def test_it_is_kept_by_nobody_and_obeys_the_desks_policy(reporter, address):
    response = browser(reporter).get(address)
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
    assert "'nonce-" in response["Content-Security-Policy"]


def test_a_draft_of_another_desk_looks_like_one_that_never_was(reporter, story):
    client = browser(reporter)
    there = client.get(f"/admin/articles/article/{story.pk}/change/")
    not_there = client.get("/admin/articles/article/999999/change/")
    assert (there.status_code, not_there.status_code) == (404, 404)
    assert body_of(there) == body_of(not_there)


def test_it_says_nothing_of_what_was_asked_for(reporter):
    html = browser(reporter).get("/admin/<script>secret</script>/?q=secret").content.decode()
    assert "secret" not in html


def test_a_form_that_has_expired_says_so_at_the_desk(reporter):
    response = browser(reporter, enforce_csrf_checks=True).post("/admin/articles/article/add/", {})
    assert response.status_code == 403
    assert "<h1>This form has expired</h1>" in response.content.decode()
    assert 'id="site-name"' in response.content.decode()


def test_readers_pages_know_nobody(story):
    make_root()
    client = browser(make_admin(language="en"))
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert '<html lang="it"' in response.content.decode()
    assert 'id="site-name"' not in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")
    publish_article(headline="Seen by all")
    assert "Seen by all" in client.get("/nowhere/").content.decode()


def test_who_has_not_logged_in_gets_the_readers_page():
    make_root()
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert 'id="site-name"' not in response.content.decode()
