"""A desk with a story in draft, one that readers see, and somebody for each role."""

from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from articles.models import Author
from sections.models import Imprint, Role, Section
from tests.conftest import empties_tables
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
def desk_of_the_module(request, django_db_setup, django_db_blocker):
    """One desk for all tests of a module: what each of them does with it is rolled back.

    Everybody has logged in. No test of the module empties tables, and none counts on an empty site.
    """
    assert without_desk(request) == [], "these belong into a module of their own"
    around_all = transaction.atomic()
    with django_db_blocker.unblock():
        around_all.__enter__()
        desk = set_up()
        for name, person in desk.people.items():
            client = Client()
            client.force_login(person)
            desk.cookies[name] = client.cookies
    yield desk
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around_all.__exit__(None, None, None)


def without_desk(request):
    """The module's tests that cannot share one."""
    tests = (item for item in request.session.items if item.path == request.path)
    return [
        item.name
        for item in tests
        if empties_tables(item) or ("desk" not in item.fixturenames and item.get_closest_marker("database"))
    ]


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
