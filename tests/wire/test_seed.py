"""The measure of it all: the page that started the project, in and out again."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles import workflow
from articles.models import Article, Edition, Publication
from sections.models import Copyright
from sections.tree import forget_tree
from tests.website.markup import read_page

pytestmark = pytest.mark.django_db

ADDRESS = "/nuova-europa/serbia/2022/11/21/two-italian-ministers-visit-kosovo-and-serbia-tomorrow/"


@pytest.fixture
def seed(shared):
    return shared / "seed" / "two-italian-ministers.txt"


def ingest(seed) -> str:
    out = StringIO()
    call_command("ingest", str(seed), "--year", "2022", "--create-sections", "--publish", stdout=out)
    forget_tree()
    return out.getvalue()


def without_space(text: str) -> str:
    return "".join(text.split())


def page_text(client) -> str:
    """What nav.breadcrumb and article say, read in order."""
    main = read_page(client.get(ADDRESS)).one("main")
    parts = [
        element for element in main.elements if element.tag == "article" or "breadcrumb" in element.classes
    ]
    return "".join(part.raw_text for part in parts)


def seed_story() -> Article:
    return Publication.objects.get(addresses__slug__startswith="two-italian-ministers").article


@pytest.mark.parametrize("with_samples", [False, True])
def test_the_page_has_the_seed_s_text_to_the_letter(client, seed, with_samples):
    if with_samples:
        call_command("load_sample", stdout=StringIO())
    assert f"published {ADDRESS}" in ingest(seed)
    assert without_space(page_text(client)) == without_space(seed.read_text(encoding="utf-8"))
    assert "unchanged" in ingest(seed)


def test_sample_content_comes_to_a_site_that_has_the_seed(client, seed):
    ingest(seed)
    call_command("load_sample", stdout=StringIO())
    forget_tree()
    assert without_space(page_text(client)) == without_space(seed.read_text(encoding="utf-8"))


def test_the_export_is_the_seed(seed):
    ingest(seed)
    out = StringIO()
    call_command("export", ADDRESS, "--format", "page", stdout=out)
    assert out.getvalue().strip() == seed.read_text(encoding="utf-8").strip()


def test_the_stored_body_holds_neither_dateline_nor_closing_source(seed):
    ingest(seed)
    for body in (seed_story().body, Edition.objects.get().body):
        assert "(ANSA)" not in body
        assert "ROME, NOV 21" not in body
        assert body.startswith("<p>Italian ministers")


def test_in_italian_the_same_record_shows_the_italian_dateline(client, seed):
    ingest(seed)
    story = seed_story()
    story.language = "it"
    workflow.save(story, by=None)
    workflow.publish(story, by=None)
    assert "(ANSA) - ROMA, 21 NOV - Italian ministers" in page_text(client)
    assert "21 novembre, 17:07" in page_text(client)


def test_a_reworded_notice_shows(client, seed):
    ingest(seed)
    Copyright.objects.update(notice="© {year} {holder}, tutti i diritti riservati")
    forget_tree()  # what a second does
    assert page_text(client).rstrip().endswith("© 2022 ANSA, tutti i diritti riservati")
