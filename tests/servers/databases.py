"""Databases of servers' own: copies of the tests' database as it begins, so that they are there at once."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

_copies: list[str] = []  # a file, or a name; none where no test of this process uses a database


@contextmanager
def kept_as_it_begins() -> Iterator[None]:
    """Copies the tests' database, to be called before the first of them."""
    with _copy_on_sqlite() if connection.vendor == "sqlite" else _copy_on_postgresql() as copy:
        _copies.append(copy)
        yield
        _copies.clear()


@contextmanager
def _copy_on_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="newsroom-tests-") as folder:
        path = f"{folder}/beginning.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [path])
        yield path


@contextmanager
def _copy_on_postgresql() -> Iterator[str]:
    connection.close()  # or PostgreSQL copies nothing
    with _database_on(_server(), f"TEMPLATE {settings.DATABASES['default']['NAME']}") as name:
        yield name


def _server() -> str:
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}".format(**settings.DATABASES["default"])


@contextmanager
def _database_on(server: str, options: str) -> Iterator[str]:
    name = f"newsroom_servers_{secrets.token_hex(4)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name} {options}")
    try:
        yield name
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as administrator:
            administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def own_database(folder: Path, is_empty: bool = False) -> Iterator[str]:
    """The address of a database of the kind that the tests run on.

    It is still to be migrated: that takes seconds where there is no copy, or it shall be empty.
    """
    if connection.vendor == "sqlite":
        yield own_file(folder, is_empty)
        return
    options = f"TEMPLATE {_copies[0]}" if _copies and not is_empty else ""
    with _database_on(_server(), options) as name:
        yield f"{_server()}/{name}"


def own_file(folder: Path, is_empty: bool = False) -> str:
    """The same, on SQLite whatever the tests run on."""
    path = folder / "servers.sqlite3"
    if _copies and connection.vendor == "sqlite" and not is_empty:
        shutil.copy(_copies[0], path)
    return f"sqlite:///{path}"
