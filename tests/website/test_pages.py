"""Pages about the agency: shown as they were written, cleaned, and in the footer of all others."""

import pytest

from tests.factories import make_root, make_section
from tests.website.markup import read_page
from website.furniture import forget_furniture
from website.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    make_root()
    forget_furniture()
    yield
    forget_furniture()


def make_page(**fields):
    fields = {"title": "Chi siamo", "slug": "chi-siamo", "body": "<p>Un'agenzia.</p>"} | fields
    return Page.objects.create(**fields)


def test_a_page_shows_its_text_and_stands_in_the_footer(client):
    make_page()
    page = read_page(client.get("/pages/chi-siamo/"))
    assert page.one("h1").text == "Chi siamo"
    assert page.one("div", "body").text == "Un'agenzia."
    assert page.one("div", "body")["lang"] == "it"
    assert page.one("meta", name="description")["content"] == "Un'agenzia."
    assert page.one("link", rel="canonical")["href"].endswith("/pages/chi-siamo/")
    assert "/pages/chi-siamo/" in [link["href"] for link in page.one("footer").all("a")]


def test_a_page_in_another_language_says_so(client):
    make_page(language="en", title="About us", body="<p>An agency.</p>")
    page = read_page(client.get("/pages/chi-siamo/"))
    assert page.one("html")["lang"] == "it"
    assert page.one("h1").language == page.one("div", "body").language == "en"


def test_whatever_was_stored_is_cleaned_when_it_is_shown(client):
    make_page(title="<b>&", body='<p onclick="x">Text<script>alert(1)</script></p><style>p{}</style>')
    page = read_page(client.get("/pages/chi-siamo/"))
    assert page.one("h1").text == "<b>&"
    body = page.one("div", "body")
    assert body.text == "Text"
    assert body.one("p").attributes == {}


def test_an_empty_page_is_a_page(client):
    make_page(body="")
    page = read_page(client.get("/pages/chi-siamo/"))
    assert page.one("meta", name="description")["content"] == "Chi siamo"


def test_the_corrections_policy_leads_to_the_corrections(client):
    make_page(about=Page.About.CORRECTIONS)
    page = read_page(client.get("/pages/chi-siamo/"))
    assert "/corrections/" in [link["href"] for link in page.one("main").all("a")]


@pytest.mark.parametrize("address", ["/pages/", "/pages/none/", "/pages/hidden/", "/pages/Chi-Siamo/"])
def test_what_is_none_or_not_visible_is_no_page(client, address):
    make_page()
    make_page(slug="hidden", visible=False)
    assert client.get(address).status_code == 404


def test_it_asks_once(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    make_section("sport")
    make_page()
    client.get("/pages/chi-siamo/")
    with django_assert_num_queries(1):
        assert client.get("/pages/chi-siamo/").status_code == 200
