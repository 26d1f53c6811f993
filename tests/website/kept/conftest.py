"""Pages that are kept as on a site that runs, and what is asked of them."""

import pytest
from django.core.cache import caches

from articles.models import Publication
from tests.factories import publish_article
from website import kept


@pytest.fixture
def keeps(settings):
    settings.NEWSROOM_KEEP_PAGES = True
    for name in ("pages", "searches"):
        caches[name].clear()
    yield
    for name in ("pages", "searches"):
        caches[name].clear()


@pytest.fixture
def keeps_long(keeps, monkeypatch):
    """However slow the machine is."""
    for name in ("SECONDS_KEPT", "RENEWED_AFTER", "REMEMBERED"):
        monkeypatch.setattr(kept, name, 3600)


def address_of(story):
    return f"/{story.section.path}/{Publication.objects.get(article=story).address}/"


def age_of(response):
    return response["Cache-Control"]


def schedule(moment):
    publish_article(headline="At noon", not_before=moment)
