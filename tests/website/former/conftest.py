"""A story, and addresses of another system that lead to it."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Publication
from sections import branch
from tests.factories import make_section, publish_article
from website.models import FormerAddress

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
