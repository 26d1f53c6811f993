"""Whether the process can serve."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import OperationalError, connection
from django.test import Client


def broken_database(execute, sql, params, many, context):
    raise OperationalError("could not connect to server at 10.0.0.7")


class BrokenCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)

    def set(self, *args, **kwargs):
        raise ConnectionError("no route to 10.0.0.8")


@pytest.mark.django_db
def test_it_is_well_when_database_and_cache_answer(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True, "database": True, "cache": True})
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_it_is_not_well_without_a_database_and_tells_no_secret(client):
    with connection.execute_wrapper(broken_database):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"ok": False, "database": False, "cache": True}


@pytest.mark.django_db
def test_it_is_not_well_without_a_cache(client, settings):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.BrokenCache"}}
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"ok": False, "database": True, "cache": False}


@pytest.mark.django_db
def test_a_cache_that_keeps_nothing_does_not_answer(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_it_leaves_what_others_keep_in_the_cache(client):
    cache.set("kept", 1)
    client.get("/healthz")
    assert cache.get("kept") == 1


@pytest.mark.django_db
def test_it_answers_head_and_refuses_to_be_written_to(client):
    assert client.head("/healthz").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/healthz").status_code == 405
