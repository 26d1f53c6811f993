"""No page asks the database more often at ten thousand stories than at ten."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition, Publication
from sections.tree import current_tree
from tests.factories import make_admin
from website.lists import Cursor

# How often a page asks is no database's doing; what PostgreSQL makes of many rows, `make bench` measures.
pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def map_stays_warm(monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)


def pages() -> dict[str, str]:
    edition = Edition.objects.live(timezone.now()).select_related("address", "section").first()
    section = edition.section.get_absolute_url()
    article, publication = Article.objects.earliest("pk"), Publication.objects.earliest("pk")
    return {
        "home": "/",
        "front": section,
        "story": f"{section}{edition.address}/",
        "second page": f"/?before={Cursor.after(edition)}",
        "no such page": "/no/such/page/",
        "desk": reverse("admin:index"),
        "desk's stories": reverse("admin:articles_article_changelist"),
        "desk's stories found": reverse("admin:articles_article_changelist") + "?q=the",
        "desk's story": reverse("admin:articles_article_change", args=[article.pk]),
        "history": reverse("admin:articles_article_history", args=[article.pk]),
        "record": reverse("admin:articles_publication_changelist"),
        "a story's record": reverse("admin:articles_publication_change", args=[publication.pk]),
        "section tree": reverse("admin:sections_section_changelist"),
    }


def count_queries(client) -> dict[str, int]:
    counts = {}
    for name, address in pages().items():
        current_tree()
        if name == "story":  # what all stories of its section share is there already
            client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code in {200, 404}, address
        counts[name] = len(asked)
    return counts


def test_pages_ask_as_often_at_ten_stories_as_at_ten_thousand(client):
    client.force_login(make_admin())
    call_command("seed_archive", "10", verbosity=0)
    count_queries(client)  # Django keeps its content types once it has asked for them
    few = count_queries(client)
    call_command("seed_archive", "10000", verbosity=0)
    assert Edition.objects.count() == 10_000
    assert count_queries(client) == few
