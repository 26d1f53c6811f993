"""Who may do what where: roles of persons and of groups, on a section and on all below it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sections.models import Membership, Role, Section
from sections.roles import people_with, roles_of
from sections.tree import forget_tree
from tests.factories import make_admin, make_group, make_root, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def europe():
    make_section("europa/serbia/nis")
    make_section("europa/kosovo")
    return make_section("europa")


def section(path):
    return make_section(path).pk


def test_ranks_rise_from_reporter_to_desk_head():
    assert [role.rank for role in (Role.REPORTER, Role.EDITOR, Role.DESK_HEAD)] == [0, 1, 2]


def test_somebody_without_a_role_has_none_anywhere(europe):
    roles = roles_of(make_user())
    assert roles.on(europe.pk) is None
    assert roles.sections() == set()
    assert not roles.everywhere


def test_a_role_holds_on_its_section_and_below_and_nowhere_else(europe):
    serbia = make_section("europa/serbia")
    roles = roles_of(make_user(Role.EDITOR, serbia))
    assert roles.on(serbia.pk) == Role.EDITOR
    assert roles.on(section("europa/serbia/nis")) == Role.EDITOR
    assert roles.on(europe.pk) is None
    assert roles.on(section("europa/kosovo")) is None
    assert roles.sections() == {serbia.pk, section("europa/serbia/nis")}


def test_a_role_on_the_agency_holds_everywhere(europe):
    roles = roles_of(make_user(Role.REPORTER))
    assert roles.everywhere
    assert roles.on(section("europa/serbia/nis")) == Role.REPORTER


@pytest.mark.parametrize(("above", "below"), [(Role.EDITOR, Role.REPORTER), (Role.REPORTER, Role.EDITOR)])
def test_the_highest_of_several_roles_counts(europe, above, below):
    person = make_user(above, europe)
    serbia = make_section("europa/serbia")
    Membership.objects.create(user=person, section=serbia, role=below)
    roles = roles_of(person)
    assert roles.on(serbia.pk) == Role.EDITOR
    assert roles.on(europe.pk) == above


def test_sections_can_be_asked_for_by_the_least_role(europe):
    person = make_user(Role.REPORTER, europe)
    kosovo = make_section("europa/kosovo")
    Membership.objects.create(user=person, section=kosovo, role=Role.DESK_HEAD)
    roles = roles_of(person)
    assert roles.sections(Role.EDITOR) == {kosovo.pk}
    assert roles.sections(Role.DESK_HEAD) == {kosovo.pk}
    assert section("europa/serbia") in roles.sections()


def test_groups_give_their_roles_to_all_in_them_and_to_nobody_else(europe):
    inside, outside = make_user(), make_user()
    make_group(Role.EDITOR, europe, inside)
    assert roles_of(inside).on(section("europa/serbia/nis")) == Role.EDITOR
    assert roles_of(outside).on(europe.pk) is None


def test_a_person_has_own_roles_and_those_of_all_groups(europe):
    person = make_user(Role.REPORTER, europe)
    make_group(Role.EDITOR, make_section("europa/serbia"), person)
    make_group(Role.DESK_HEAD, make_section("europa/serbia/nis"), person)
    roles = roles_of(person)
    assert roles.on(europe.pk) == Role.REPORTER
    assert roles.on(section("europa/serbia")) == Role.EDITOR
    assert roles.on(section("europa/serbia/nis")) == Role.DESK_HEAD


def test_admins_may_do_everything_everywhere(europe):
    roles = roles_of(make_admin())
    assert roles.everywhere
    assert roles.on(europe.pk) == Role.DESK_HEAD
    assert roles.sections(Role.DESK_HEAD) == set(Section.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("is_superuser", [True, False])
def test_somebody_deactivated_has_no_role_left(europe, is_superuser):
    person = make_user(Role.DESK_HEAD, europe, is_superuser=is_superuser)
    person.is_active = False
    person.save()
    roles = roles_of(person)
    assert roles.on(europe.pk) is None
    assert not roles.everywhere
    assert roles.sections() == set()


def test_visitors_have_no_role(europe):
    assert roles_of(AnonymousUser()).on(europe.pk) is None


def test_an_unknown_section_is_nobodys():
    roles = roles_of(make_user(Role.EDITOR))
    assert roles.on(None) is None
    assert roles.on(999_999) is None


def test_roles_follow_a_section_that_is_moved(europe):
    from_europe = make_user(Role.EDITOR, europe)
    serbia = make_section("europa/serbia")
    serbia.parent = make_root()
    serbia.path = "serbia"
    serbia.save()
    forget_tree()
    assert roles_of(from_europe).on(serbia.pk) is None


def test_roles_cost_one_query(europe, django_assert_num_queries):
    person = make_user(Role.EDITOR, europe)
    make_group(Role.REPORTER, europe, person)
    roles_of(person)
    with django_assert_num_queries(1):
        roles_of(person).on(europe.pk)


# Who has a role here


def test_people_are_found_by_the_least_role_here_or_above(europe):
    serbia, kosovo = make_section("europa/serbia"), make_section("europa/kosovo")
    head, editor = make_user(Role.DESK_HEAD, europe), make_user(Role.EDITOR, serbia)
    reporter = make_user(Role.REPORTER, serbia)
    make_user(Role.DESK_HEAD, kosovo)
    make_user(Role.DESK_HEAD, make_section("europa/serbia/nis"))
    make_user()
    assert set(people_with(Role.REPORTER, serbia.pk)) == {head, editor, reporter}
    assert set(people_with(Role.EDITOR, serbia.pk)) == {head, editor}
    assert set(people_with(Role.DESK_HEAD, serbia.pk)) == {head}


def test_a_teams_role_is_everybodys_in_it(europe):
    inside, outside = make_user(), make_user()
    make_group(Role.EDITOR, europe, inside)
    make_group(Role.EDITOR, make_section("sport"), outside)
    assert list(people_with(Role.EDITOR, section("europa/serbia"))) == [inside]


def test_nobody_is_found_twice(europe):
    serbia = make_section("europa/serbia")
    person = make_user(Role.EDITOR, europe)
    Membership.objects.create(user=person, section=serbia, role=Role.DESK_HEAD)
    make_group(Role.EDITOR, serbia, person)
    make_group(Role.DESK_HEAD, europe, person)
    assert list(people_with(Role.REPORTER, serbia.pk)) == [person]
    assert people_with(Role.REPORTER, serbia.pk).count() == 1


def test_a_low_role_here_takes_nothing_from_a_high_one_above(europe):
    person = make_user(Role.DESK_HEAD, europe)
    serbia = make_section("europa/serbia")
    Membership.objects.create(user=person, section=serbia, role=Role.REPORTER)
    assert list(people_with(Role.DESK_HEAD, serbia.pk)) == [person]
    assert roles_of(person).on(serbia.pk) == Role.DESK_HEAD


def test_who_left_and_admins_are_not_meant(europe):
    make_user(Role.DESK_HEAD, europe, is_active=False)
    make_user(Role.DESK_HEAD, europe, is_superuser=True)
    make_group(Role.EDITOR, europe, make_user(is_active=False), make_admin())
    assert list(people_with(Role.REPORTER, europe.pk)) == []


def test_nobody_is_at_a_section_that_is_none():
    make_user(Role.DESK_HEAD)
    assert list(people_with(Role.REPORTER, 999_999)) == []


def test_finding_people_costs_one_query(europe, django_assert_num_queries):
    for _number in range(3):
        make_group(Role.EDITOR, europe, make_user(Role.EDITOR, europe))
    people_with(Role.EDITOR, europe.pk)
    with django_assert_num_queries(1):
        assert len(people_with(Role.EDITOR, europe.pk).order_by("last_name")) == 3
