"""Which rows the desk shows to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles import workflow
from articles.models import Article, Publication
from sections.models import Role
from sections.roles import roles_of
from tests.factories import (
    make_admin,
    make_article,
    make_group,
    make_root,
    make_section,
    make_user,
    publish_article,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories():
    serbia, sport = make_section("nuova-europa/serbia"), make_section("sport")
    make_article(section=serbia, headline="Serbian draft")
    make_article(section=sport, headline="Sports draft", further_sections=[serbia])
    publish_article(section=sport, headline="Sports live")
    killed = publish_article(section=sport, headline="Sports killed")
    workflow.kill(killed, by=None, reason="Wrong")
    later = make_article(
        section=sport, headline="Sports later", not_before=timezone.now() + timedelta(hours=1)
    )
    workflow.publish(later, by=None)


ALL = {"Serbian draft", "Sports draft", "Sports live", "Sports killed", "Sports later"}


def copies(who):
    return set(Article.objects.for_desk(who).values_list("headline", flat=True))


def records(who):
    seen = Publication.objects.for_desk(who, timezone.now())
    return set(seen.values_list("article__headline", flat=True))


def test_a_role_on_a_section_shows_its_copies_and_those_below_and_of_others_the_live_record(stories):
    reporter = make_user(Role.REPORTER, make_section("nuova-europa"))
    assert copies(reporter) == {"Serbian draft"}
    assert records(reporter) == {"Sports live"}


def test_a_story_is_governed_by_its_own_section_and_not_by_further_ones(stories):
    sports_editor = make_user(Role.EDITOR, make_section("sport"))
    assert copies(sports_editor) == ALL - {"Serbian draft"}
    assert records(sports_editor) == {"Sports live", "Sports killed", "Sports later"}


def test_a_role_of_a_group_or_on_the_root_counts(stories):
    member = make_user()
    make_group(Role.REPORTER, make_root(), member)
    assert copies(member) == copies(make_admin()) == ALL


def test_without_a_role_there_is_nothing_but_what_readers_see(stories):
    for nobody in (make_user(), AnonymousUser(), make_user(Role.EDITOR, make_root(), is_active=False)):
        assert copies(nobody) == set()
        assert records(nobody) == {"Sports live"}


def test_roles_looked_up_once_serve_as_the_person_does(stories):
    reporter = make_user(Role.REPORTER, make_section("nuova-europa"))
    assert copies(roles_of(reporter)) == copies(reporter)
