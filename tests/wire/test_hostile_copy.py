"""Copy that wants to do harm, and files that are something else."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.body import clean, paragraphs
from articles.models import Article
from sections.models import Section
from sections.one_line import unturned
from tests.wire.copy import make_text
from wire.ingest import Outcome, Result, ingest
from wire.models import Item
from wire.page_text import tidy
from wire.story import Choices

pytestmark = pytest.mark.django_db

PAYLOADS = {
    "blns.json": "string",
    "owasp-filter-evasion.json": "payload",
    "h5sc.json": "data",
    "dompurify-expect.json": "payload",
}


CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
STORY = 60  # payloads


def payloads(folder: Path) -> list[str]:
    found = [
        str(row[key])
        for name, key in PAYLOADS.items()
        for row in json.loads((folder / "standards" / "xss" / name).read_text(encoding="utf-8"))
    ]
    assert len(found) > 400
    return found


def take_in(name: str, lines: list[str]) -> Outcome:
    text = make_text(headline=lines[0][:500].strip(), paragraphs=(*lines, "The end. (ANSA)."))
    return ingest(text, item_id=name, choices=Choices(year=2022, create_sections=True))


def test_payloads_are_text_in_body_and_headline(shared):
    lines = [tidy(f"A {payload} z").encode("utf-8", "replace").decode() for payload in payloads(shared)]
    without_control = [line for line in lines if not CONTROL.search(line)]
    assert len(without_control) > 400
    for start in range(0, len(without_control), STORY):
        story = without_control[start : start + STORY]
        outcome = take_in(f"{start}.txt", story)
        assert outcome.result is Result.NEW, outcome
        article = Item.objects.get(item_id=f"{start}.txt").article
        assert article.headline == story[0][:500].strip()
        assert paragraphs(article.body) == [*map(unturned, story), "The end."]
        assert article.body == clean(article.body)
        assert set(re.findall("<[^>]*>", article.body)) == {"<p>", "</p>"}


def test_control_characters_are_refused(shared):
    lines = [f"A {payload} z" for payload in payloads(shared) if CONTROL.search(payload)]
    assert lines
    for line in lines:
        outcome = take_in("control.txt", ["A bridge", line])
        assert "control character" in str(outcome.reason), line


@pytest.mark.parametrize("folder", ["wire", "malformed-images"])
def test_files_that_are_no_page_text_are_refused(shared, folder):
    files = [str(path) for path in sorted((shared / "standards" / folder).rglob("*")) if path.is_file()]
    assert len(files) > 10
    err = StringIO()
    with pytest.raises(CommandError, match=f"^{len(files)} files: {len(files)} refused.$"):
        call_command("ingest", *files, "--create-sections", "--publish", stdout=StringIO(), stderr=err)
    assert err.getvalue().count(": refused: ") == len(files)
    assert not Article.objects.exists()
    assert not Section.objects.exists()
