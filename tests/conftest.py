"""What all tests share: the folder of samples, rows for a module, and a section tree that is read anew."""

import gc
import os
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the tests' thread

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use a database, for the second run on PostgreSQL."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        uses_database = item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES
        if uses_database and not item.get_closest_marker("once"):
            item.add_marker("database")
    # The longest goes first of those that empty every table: no worker waits for it in the end.
    longest = [item for item in items if item.get_closest_marker("longest")]
    others = [item for item in items if not item.get_closest_marker("longest")]
    at = next((number for number, item in enumerate(others) if empties_tables(item)), len(others))
    items[:] = others[:at] + longest + others[at:]


def empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def fresh_section_tree(request, monkeypatch):
    from sections.tree import forget_tree  # noqa: PLC0415 - settings are loaded by then
    from website.furniture import forget_furniture  # noqa: PLC0415

    if "django_assert_num_queries" in request.fixturenames:  # with the map warm, however slow the machine
        monkeypatch.setattr("sections.tree.SECONDS_KEPT", 600.0)
    forget_tree()
    forget_furniture()
    yield
    forget_tree()
    forget_furniture()


@pytest.fixture(autouse=True)
def empty_search_index(request):
    """On SQLite search has a table that Django does not know, so it is not emptied with the others."""
    yield
    marker = request.node.get_closest_marker("django_db")
    is_flushed = {"transactional_db", "live_server"} & set(request.fixturenames)
    if is_flushed or (marker and marker.kwargs.get("transaction")):
        from django.db import connection  # noqa: PLC0415

        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM articles_search")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """As it comes; and a copy of the database as it begins, for servers that have one of their own."""
    from tests.servers.databases import kept_as_it_begins  # noqa: PLC0415 - settings are loaded by then

    copy = kept_as_it_begins()
    with django_db_blocker.unblock():
        copy.__enter__()
    yield
    with django_db_blocker.unblock():
        copy.__exit__(None, None, None)


@pytest.fixture(scope="module")
def for_the_module(request, django_db_setup, django_db_blocker):
    """Does something, and returns what comes of it, whose rows all tests of the module find: they go with it.

    Tests that would find rows which they did not ask for, or empty tables, are in a module of their own.
    """
    from django.db import transaction  # noqa: PLC0415 - settings are loaded by then

    assert not [item.name for item in tests_of(request) if empties_tables(item)]
    around_all = transaction.atomic()

    def do(deed):
        with django_db_blocker.unblock():
            return deed()

    do(around_all.__enter__)
    yield do
    do(lambda: transaction.set_rollback(True))
    do(lambda: around_all.__exit__(None, None, None))


def tests_of(request) -> list[pytest.Item]:
    return [item for item in request.session.items if item.path == request.path]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of other people's samples beside the project."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the project")
    return SHARED
