"""A desk with a story in draft, one that readers see, and somebody for each role."""

from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.test import Client

from articles.models import Author
from sections.models import Imprint, Role, Section
from tests.conftest import tests_of
from tests.factories import make_admin, make_article, make_section, make_user, publish_article


def set_up() -> SimpleNamespace:
    serbia, sport = make_section("nuova-europa/serbia"), make_section("sport")
    Imprint.objects.create(pk=1, owner="ANSA", responsible_editor="Anna Rossi", place="Rome")
    people = {
        "without role": make_user(),
        "outsider": make_user(Role.EDITOR, sport),
        "reporter": make_user(Role.REPORTER, serbia),
        "editor": make_user(Role.EDITOR, Section.objects.get(path="nuova-europa")),
        "head": make_user(Role.DESK_HEAD, serbia),
        "admin": make_admin(),
    }
    author = Author.objects.create(name="Lena Marković", user=people["reporter"])
    return SimpleNamespace(
        serbia=serbia,
        sport=sport,
        people=people,
        author=author,
        draft=make_article(section=serbia, headline="Draft of the day"),
        live=publish_article(section=serbia, headline="Seen by all"),
        cookies={},
    )


@pytest.fixture(scope="module")
def desk_of_the_module(request, for_the_module):
    """One desk for all tests of a module, in which everybody has logged in: what each does is rolled back."""
    database = (item for item in tests_of(request) if item.get_closest_marker("database"))
    without = [item.name for item in database if "desk" not in item.fixturenames]
    assert without == [], "they would find its rows: they belong into a module of their own"
    return for_the_module(set_up_and_log_in)


def set_up_and_log_in() -> SimpleNamespace:
    desk = set_up()
    for name, person in desk.people.items():
        client = Client()
        client.force_login(person)
        desk.cookies[name] = client.cookies
    return desk


@pytest.fixture
def desk(desk_of_the_module, db):
    return deepcopy(desk_of_the_module)


@pytest.fixture
def as_(desk):
    """Each person's browser, in which they are logged in; nobody is in that of “anonymous”."""
    browsers: dict[str, Client] = {}

    def browser(name: str) -> Client:
        if name not in browsers:
            browsers[name] = Client()
            if name in desk.cookies:
                browsers[name].cookies = desk.cookies[name]
            elif name != "anonymous":
                browsers[name].force_login(desk.people[name])
        return browsers[name]

    return browser


@pytest.fixture
def colleague(desk):
    return make_user(Role.EDITOR, desk.serbia, first_name="Elena", last_name="Conti")
