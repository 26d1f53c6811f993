"""What import-linter and ruff do not see of the plan of the house."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from articles.management.commands.workflow_table import document

ROOT = Path(__file__).resolve().parents[1]
ROOMS = [
    "accounts",
    "sections",
    "photos",
    "articles",
    "website",
    "wire",
    "newsroom",
]  # each may look to its left
CODE = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
LONGEST = 400


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def writes_stage(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            method = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if method in {"update", "Article", "create", "get_or_create"} and any(
                keyword.arg == "stage" for keyword in node.keywords
            ):
                return True
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Attribute) and target.attr == "stage" for target in node.targets
        ):
            return True
    return False


def test_only_the_workflow_writes_a_stage():
    writers = {name(path) for path in CODE if writes_stage(ast.parse(path.read_text()))}
    workflow = {each for each in writers if each.startswith("articles/workflow/")}
    assert workflow
    assert writers - workflow <= {"articles/archive.py"}  # which makes load data, in bulk


def test_only_the_workflow_calls_publishing():
    callers = {name(path) for path in CODE if re.search(r"\bwrite_edition\(|\bwithdraw\(", path.read_text())}
    assert callers == {
        *("articles/workflow/record.py", "articles/workflow/amending.py"),
        "articles/publishing.py",
    }


def test_readers_pages_ask_for_what_is_live():
    for path in (ROOT / "website").rglob("*.py"):
        for found in re.finditer(r"Edition\.objects\.(\w+)", path.read_text()):
            assert found[1] == "live", f"{name(path)}: {found[0]}"


def test_no_model_points_up():
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in ROOMS:
            continue
        for field in model._meta.get_fields(include_hidden=True):
            if (
                isinstance(field, ForeignKey | ManyToManyField)
                and field.related_model._meta.app_label in ROOMS
            ):
                above = field.related_model._meta.app_label
                assert ROOMS.index(above) <= ROOMS.index(room), f"{model.__name__}.{field.name} points up"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=name)
def test_templates_mark_nothing_safe_and_hold_no_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b|autoescape off", text)
    assert not re.search(r"\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"<(script|style)(?![^>]*(\bsrc=|nonce=))", text)


def test_files_are_small_rooms():
    long = {name(path): lines for path in CODE if (lines := len(path.read_text().splitlines())) > LONGEST}
    assert not long


def test_no_drawer_for_odds_and_ends():
    assert not [
        name(path) for path in CODE if path.stem in {"utils", "helpers", "services", "misc", "common"}
    ]


def test_migrations_are_named_by_hand():
    for room in ROOMS:
        for path in (ROOT / room / "migrations").glob("[0-9]*.py"):
            assert not re.search(r"_auto_|_initial$|^\d+_alter_|^\d+_[a-z]+_and_more", path.stem), name(path)


def test_the_workflow_page_says_what_the_table_says():
    assert (ROOT / "docs" / "workflow.md").read_text() == document()
