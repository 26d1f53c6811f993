"""Searches as tests make them, the stories that they look for, and the index."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import search
from tests.factories import publish_article


def found(query, filters=None, at=None, count=50, **others):
    editions = search.find(query, filters, at or timezone.now(), count, **others)
    return [edition.headline for edition in editions]


def best(query, filters=None, **others):
    result = search.search_best(query, filters, timezone.now(), 50, **others)
    return [edition.headline for edition in result.editions]


def publish(headline, body="", *, days_ago=0, **fields):
    fields.setdefault("language", "en")
    if days_ago:
        fields["first_published_at"] = timezone.now() - timedelta(days=days_ago)
    return publish_article(
        headline=headline, body=f"<p>{body}</p>" if body else "<p>Nothing else.</p>", **fields
    )


def rows():
    table = "articles_searchrow" if connection.vendor == "postgresql" else "articles_search"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


def clear():
    table = "articles_searchrow" if connection.vendor == "postgresql" else "articles_search"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def rebuilt(**options):
    out = StringIO()
    call_command("rebuild_search", stdout=out, **options)
    return out.getvalue()
