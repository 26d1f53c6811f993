"""A desk with a story in draft, one that readers see, and somebody for each role."""

from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from articles.models import Author
from sections.models import Imprint, Role, Section
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


@pytest.fixture
def desk(db):
    return set_up()


@pytest.fixture(scope="module")
def desk_of_the_module(django_db_setup, django_db_blocker):
    """One desk for a module of many tests, all of which use it: what each of them does is rolled back.

    Such a module has a `desk` of its own, with `db`, which calls this for a copy. Everybody has logged in.
    """
    around_all = transaction.atomic()
    with django_db_blocker.unblock():
        around_all.__enter__()
        desk = set_up()
        for name, person in desk.people.items():
            client = Client()
            client.force_login(person)
            desk.cookies[name] = client.cookies
    yield lambda: deepcopy(desk)
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around_all.__exit__(None, None, None)


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
