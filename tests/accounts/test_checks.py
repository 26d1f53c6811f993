"""The warning about passwords that everybody knows."""

import pytest

from accounts.checks import sample_passwords_are_changed
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_sample_password_on_a_site_that_others_reach_is_warned_of(settings):
    settings.ALLOWED_HOSTS = ["news.example.org"]
    make_user(username="editor")
    make_user(username="head").set_password("newsroom")
    [warning] = sample_passwords_are_changed(None)
    assert warning.id == "accounts.W001"
    assert "editor, head" in warning.msg


def test_on_loopback_it_is_not(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    make_user(username="editor")
    assert sample_passwords_are_changed(None) == []


def test_nor_once_the_password_is_changed_or_the_account_closed(settings):
    settings.ALLOWED_HOSTS = ["news.example.org"]
    editor, admin = make_user(username="editor"), make_user(username="admin", is_active=False)
    editor.set_password("another one")
    editor.save()
    assert not admin.is_active
    assert sample_passwords_are_changed(None) == []
