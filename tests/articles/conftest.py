"""A clock that tests can set, sections, pictures and people to begin with, and patience for searches."""

import pytest
from django.utils import timezone

from sections.models import Role
from tests.factories import make_photo, make_section, make_user


class Clock:
    """What timezone.now() says; it stands still where it was set."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch

    def set(self, moment):
        self.monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def editor(serbia):
    return make_user(Role.EDITOR, serbia, first_name="Elena", last_name="Conti")


@pytest.fixture
def reporter(serbia):
    return make_user(Role.REPORTER, serbia, first_name="Paolo", last_name="Neri")


@pytest.fixture
def anna():
    return make_user(Role.EDITOR, first_name="Anna", last_name="Rossi")


@pytest.fixture
def bruno():
    return make_user(Role.EDITOR, first_name="Bruno", last_name="Bianchi")


@pytest.fixture
def names():
    return ["Anna Rossi", "Bruno Bianchi"]


@pytest.fixture
def however_slow_the_machine_is(monkeypatch):
    """No search is given up before it is through."""
    for name in ("PATIENCE", "PATIENCE_WITH_HEADLINES", "QUICK"):
        monkeypatch.setattr(f"articles.search.postgres.{name}", 600)


@pytest.fixture
def map_of_europe(db):
    make_section("europa/serbia/nis")
    make_section("europa/kosovo")
    make_section("mondo/balcani")


@pytest.fixture
def harbour(db):
    return make_photo(headline="Harbour")


@pytest.fixture
def bridge(db):
    return make_photo(headline="Bridge")


@pytest.fixture
def market(db):
    return make_photo(headline="Market")
