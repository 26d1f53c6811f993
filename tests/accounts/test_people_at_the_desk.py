"""Admins make accounts, give roles, and let people go; nobody is deleted."""

import pytest

from accounts.models import User
from sections.models import Membership, Role
from tests.factories import make_admin, make_section, make_user

pytestmark = pytest.mark.django_db

NO_ROLES = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


@pytest.fixture
def admin_client(client):
    client.force_login(make_admin())
    return client


def test_a_new_person_may_log_in_to_the_desk(admin_client):
    values = {
        "username": "Lena",
        "usable_password": "true",
        "password1": "raspberry-net-11",
        "password2": "raspberry-net-11",
        "first_name": "Lena",
        "initials": "LM",
    }
    assert admin_client.post("/admin/accounts/user/add/", values).status_code == 302
    person = User.objects.get(username="Lena")
    assert (person.is_staff, person.is_superuser, person.initials) == (True, False, "LM")
    page = admin_client.post("/admin/accounts/user/add/", values | {"username": "LENA"}).content.decode()
    assert "already exists" in page


def test_roles_are_given_on_the_persons_own_page(admin_client):
    person, section = make_user(), make_section("nuova-europa/serbia")
    values = {
        "username": person.username,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        **NO_ROLES,
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-user": person.pk,
        "memberships-0-section": section.pk,
        "memberships-0-role": "editor",
    }
    response = admin_client.post(f"/admin/accounts/user/{person.pk}/change/", values)
    assert response.status_code == 302
    assert Membership.objects.get(user=person).role == Role.EDITOR


def test_a_time_zone_that_is_none_is_refused(admin_client):
    person = make_user()
    values = {"username": person.username, "time_zone": "Europe/Atlantis", **NO_ROLES}
    page = admin_client.post(f"/admin/accounts/user/{person.pk}/change/", values).content.decode()
    assert "is not a time zone" in page


def test_passwords_cannot_be_asked_for(admin_client):
    assert admin_client.get("/admin/accounts/user/?password__startswith=m").status_code == 400


def test_logging_in_minds_no_case(client):
    make_user(username="Lena")
    response = client.post("/admin/login/", {"username": "lena", "password": "newsroom", "next": "/admin/"})
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200
