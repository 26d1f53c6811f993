"""Italian is complete: every text that the code marks for translation is in the compiled catalogue."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation import templatize

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ["accounts", "sections", "photos", "articles", "website", "wire", "newsroom"]
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
DIRECTIVES = re.compile(r"%(?:\(\w+\))?[a-z.0-9]")


def texts_of_code():
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_mark = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
            if is_mark and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def texts_of_templates():
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for found in re.finditer(
            r"gettext\(u?(\"[^\n]*?\"|'[^\n]*?(?<!\\)')[,)]", templatize(path.read_text())
        ):
            yield ast.literal_eval(found[1])


@pytest.fixture(scope="module")
def italian():
    with (ROOT / "locale" / "it" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def said(catalogue, text):
    return catalogue.get(text) or catalogue.get((text, 1))


@pytest.mark.parametrize("texts_of", [texts_of_code, texts_of_templates])
def test_every_text_has_its_italian(italian, texts_of):
    texts = set(texts_of())
    assert len(texts) > 50
    assert sorted(text for text in texts if not said(italian, text)) == []


def test_placeholders_are_kept(italian):
    for text, translated in italian.items():
        if isinstance(text, str) and text:
            assert sorted(DIRECTIVES.findall(text)) == sorted(DIRECTIVES.findall(translated)), text
