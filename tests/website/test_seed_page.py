"""The story that started the project, ingested and read on its page."""

import pytest
from django.core.management import call_command

from tests.website.markup import read_page

pytestmark = pytest.mark.django_db

ADDRESS = "/nuova-europa/serbia/2022/11/21/two-italian-ministers-visit-kosovo-and-serbia-tomorrow/"


def without_space(text):
    return "".join(text.split())


def test_breadcrumb_and_article_are_the_seeds_text_to_the_letter(client, shared):
    seed = shared / "seed" / "two-italian-ministers.txt"
    call_command("ingest", str(seed), year=2022, create_sections=True, publish=True)
    page = read_page(client.get(ADDRESS))
    shown = page.one("nav", "breadcrumb").raw_text + page.one("article").raw_text
    assert without_space(shown) == without_space(seed.read_text())
    paragraphs = [paragraph.text for paragraph in page.one("div", "body").elements]
    lines = [" ".join(line.split()) for line in seed.read_text().splitlines() if line.strip()]
    assert paragraphs == lines[4:-1]
