"""A desk with a story in draft, one that readers see, and somebody for each role."""

from types import SimpleNamespace

import pytest
from django.test import Client

from articles.models import Author
from sections.models import Imprint, Role, Section
from tests.factories import make_admin, make_article, make_section, make_user, publish_article


@pytest.fixture
def desk(db):
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
    )


@pytest.fixture
def as_(desk):
    """Each person's browser, in which they are logged in; nobody is in that of “anonymous”."""
    browsers: dict[str, Client] = {}

    def browser(name: str) -> Client:
        if name not in browsers:
            browsers[name] = Client()
            if name != "anonymous":
                browsers[name].force_login(desk.people[name])
        return browsers[name]

    return browser
