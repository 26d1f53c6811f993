"""Guessing a password: five times with one name from one address, then a quarter of an hour of waiting."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.throttle import address_of
from tests.factories import make_root, make_user

pytestmark = pytest.mark.django_db

WRONG = "not newsroom"


@pytest.fixture
def lena():
    return make_user(username="Lena")


def log_in(name="lena", password=WRONG, address="192.0.2.1", **headers):
    values = {"username": name, "password": password, "next": "/admin/"}
    return Client().post("/admin/login/", values, REMOTE_ADDR=address, headers=headers)


def fail(times, **what):
    return [log_in(**what).status_code for _time in range(times)]


def later(**time):
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(**time)
        attempt.save()


def test_the_fifth_failure_closes_the_log_in_for_this_name_from_this_address(lena):
    assert fail(5) == [200, 200, 200, 200, 429]
    assert log_in(password="newsroom").status_code == 429


def test_it_is_closed_for_nobody_else_and_nowhere_else(lena):
    make_user(username="Marko")
    fail(5)
    assert log_in("marko", "newsroom").status_code == 302
    assert log_in(password="newsroom", address="192.0.2.2").status_code == 302
    assert log_in(password="newsroom").status_code == 429


@pytest.mark.parametrize("other", ["LENA", "  lena ", "\u3000Lena", "ｌｅｎａ"])
def test_case_spaces_and_width_make_no_other_name(lena, other):
    assert fail(3) + fail(2, name=other) == [200, 200, 200, 200, 429]
    assert log_in(other, "newsroom").status_code == 429


def test_a_letter_that_the_database_takes_for_another_makes_no_other_name():
    make_user(username="mirko")
    assert fail(3, name="mirko") + fail(2, name="mırko") == [200, 200, 200, 200, 429]


def test_another_browser_makes_no_other_address(lena):
    answers = [log_in(user_agent=f"Browser {number}").status_code for number in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_it_opens_again_after_a_quarter_of_an_hour(lena):
    fail(5)
    later(minutes=14)
    assert log_in(password="newsroom").status_code == 429
    later(minutes=1)
    assert log_in(password="newsroom").status_code == 302


def test_trying_on_does_not_make_it_longer(lena):
    fail(5)
    later(minutes=14)
    fail(3)
    later(minutes=1)
    assert log_in(password="newsroom").status_code == 302


def test_who_gets_in_begins_anew(lena):
    fail(4)
    assert log_in(password="newsroom").status_code == 302
    assert fail(4) == [200, 200, 200, 200]


def test_the_page_says_what_happened_for_how_long_and_whom_to_ask(lena):
    fail(4)
    response = log_in()
    assert "admin/locked_out.html" in [template.name for template in response.templates]
    html = response.content.decode()
    assert 'id="site-name"' in html  # the desk's look
    for words in ("Too many failed log-ins", "5 log-ins", "For 15 minutes", "ask an admin of this newsroom"):
        assert words in html
    assert int(response["Retry-After"]) in range(890, 901)
    assert "no-store" in response["Cache-Control"]
    assert "'nonce-" in response["Content-Security-Policy"]
    later(minutes=12, seconds=30)
    response = log_in(password="newsroom")
    assert "For 3 minutes" in response.content.decode()
    assert int(response["Retry-After"]) in range(140, 151)


def test_it_says_when_the_last_of_several_browsers_counts_no_more(lena):
    for _time in range(4):
        log_in(user_agent="Old")
    later(minutes=10)
    assert "For 5 minutes" in log_in(user_agent="New").content.decode()
    later(minutes=5)
    assert log_in(password="newsroom").status_code == 302


def test_a_name_that_nobody_has_is_answered_alike(lena):
    fail(4)
    fail(4, name="nobody")
    known, unknown = log_in(), log_in("nobody")
    assert known.status_code == unknown.status_code == 429
    pages = [response.content.decode().split("<body", 1)[1] for response in (known, unknown)]
    assert pages[0] == pages[1]


def test_the_page_speaks_the_browsers_language(lena):
    fail(4)
    assert log_in(accept_language="it")["Content-Language"] == "it"


@pytest.mark.parametrize("name", ["x" * 150, "İ" * 150, "a\0b", "😀" * 150, "'; --"])
def test_no_name_breaks_it(name):
    assert fail(6, name=name)[0] == 200


@pytest.mark.parametrize("agent", ["x" * 5000, "\u200b", ""])
def test_no_browser_breaks_it(lena, agent):
    assert log_in(user_agent=agent.encode().decode("latin-1")).status_code == 200


def test_the_password_that_was_tried_is_kept_nowhere(lena):
    fail(2, password="my-other-secret")
    kept = AccessAttempt.objects.values().get()
    assert "my-other-secret" not in str(kept)


def test_an_admin_lets_somebody_in_at_once(lena, capsys):
    fail(5)
    call_command("axes_reset_username", "lena")
    assert log_in(password="newsroom").status_code == 302


def test_a_new_password_from_an_admin_works_at_once(lena, admin_client):
    fail(5)
    fail(5, name="marko")
    address = f"/admin/accounts/user/{lena.pk}/password/"
    values = {"usable_password": "true", "password1": "raspberry-net-11", "password2": "raspberry-net-12"}
    assert admin_client.post(address, values).status_code == 200
    assert log_in(password="newsroom").status_code == 429
    assert admin_client.post(address, values | {"password2": "raspberry-net-11"}).status_code == 302
    assert log_in(password="raspberry-net-11").status_code == 302
    assert log_in("marko").status_code == 429


def test_what_has_expired_is_cleared_away_by_the_next_failure(lena):
    fail(1, address="192.0.2.9")
    later(minutes=16)
    fail(1)
    assert [attempt.ip_address for attempt in AccessAttempt.objects.all()] == ["192.0.2.1"]


# Whose address it is


def address(remote="10.0.0.1", forwarded=None):
    sent = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return address_of(RequestFactory().get("/admin/", REMOTE_ADDR=remote, **sent))


def test_a_forwarded_address_is_not_believed_unless_the_installation_says_so(lena):
    assert [log_in(x_forwarded_for=f"203.0.113.{number}").status_code for number in range(5)][-1] == 429
    assert address(forwarded="203.0.113.7") == "10.0.0.1"


def test_behind_a_proxy_each_client_has_an_address_of_its_own(lena, settings):
    settings.NEWSROOM_PROXIES = 1
    for _time in range(5):
        response = log_in(x_forwarded_for="203.0.113.7")
    assert response.status_code == 429
    assert log_in(password="newsroom", x_forwarded_for="203.0.113.8").status_code == 302
    made_up = log_in(password="newsroom", x_forwarded_for="203.0.113.9, 203.0.113.7")
    assert made_up.status_code == 429


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.1.1.1", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.1"),  # it has not come through both
        (1, None, "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "6.6.6.6, '; DROP", "10.0.0.1"),
        (1, "203.0.113.7:51234", "203.0.113.7"),
        (1, "[2001:db8::1]:51234", "2001:db8::1"),
        (1, "2001:DB8:0::1", "2001:db8::1"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_the_client_is_whom_the_outermost_proxy_of_ours_saw(settings, proxies, forwarded, expected):
    settings.NEWSROOM_PROXIES = proxies
    assert address(forwarded=forwarded) == expected


@pytest.mark.parametrize("remote", ["", "/run/newsroom.sock"])
def test_a_client_without_an_address_is_throttled_by_name(lena, remote):
    assert address(remote=remote) is None
    assert fail(5, address=remote)[-1] == 429


# What it must not touch


def test_readers_pages_ask_no_more_than_before(client, django_assert_num_queries):
    make_root()
    client.get("/")
    with django_assert_num_queries(2):  # what stands on the front
        assert client.get("/").status_code == 200


def test_attempts_are_on_no_screen_of_the_desk(admin_client):
    assert "axes" not in admin_client.get("/admin/").content.decode()
    assert admin_client.get("/admin/axes/").status_code == 404
    assert admin_client.get("/admin/axes/accessattempt/").status_code == 404


def test_logging_in_by_force_leaves_nothing_behind(lena):
    client = Client()
    client.force_login(lena)
    assert client.get("/admin/").status_code == 200
    assert not AccessAttempt.objects.exists()
    assert timezone.now() - lena.last_login < timedelta(minutes=1)
