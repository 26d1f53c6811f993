"""A database that refuses all connections: readers get a page, machines are told to come again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, override_settings
from django.urls import include, path

from tests.website.markup import read

PROJECT = Path(__file__).resolve().parents[2]

VISIT = """
import json, sys
import django
django.setup()
from django.test import Client
answers = {}
for address in sys.argv[1:]:
    response = Client(raise_request_exception=False).get(address)
    answers[address] = [response.status_code, response.content.decode(), dict(response.headers)]
print(json.dumps(answers))
"""

ROBOTS = "/robots.txt"  # search engines that cannot have it read no page at all
ADDRESSES = [
    *("/", "/nuova-europa/", "/nuova-europa/2022/11/21/a-bridge/", "/2022/11/", "/topics/1-x/", "/authors/"),
    *("/corrections/", "/pages/about/", "/nothing.php?id=7", "/no-slash", "/rss.xml"),
]


@pytest.mark.parametrize(
    ("database", "keeps"),
    [("postgres://nobody:x@127.0.0.1:1/none", "0"), ("sqlite:////nowhere/none.sqlite3", "1")],
)
def test_every_page_is_one_of_the_site_without_any_query(database, keeps):
    """In a process of its own that never read anything, not even what the agency is called."""
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "NEWSROOM_ALLOWED_HOSTS": "testserver",
        "NEWSROOM_BASE_URL": "https://news.example",
        "NEWSROOM_KEEP_PAGES": keeps,
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, "-c", VISIT, *ADDRESSES, ROBOTS]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = json.loads(done.stdout)
    status, text, headers = answers.pop(ROBOTS)
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert text.startswith("User-agent: *\n")
    assert set(answers) == set(ADDRESSES)
    for address, (status, html, headers) in answers.items():
        assert status == 503, address
        assert headers["Retry-After"] == "30"
        assert headers["Cache-Control"] == "public, max-age=1"
        assert "Traceback" not in html
        page = read(html)
        assert page.one("p", "code").text == "503"
        assert page.one("main").one("h1").text
        assert "Newsroom" not in html
        assert page.one("p", "wordmark").text == "news.example"
        assert page.one("main").one("a").text.endswith(" news.example")
        assert page.one("link", rel="stylesheet")["href"].startswith("/static/site/site")
        assert page.one("footer")


def fail_with(error):
    def view(request):
        raise error("a secret of the inside")

    return view


handler500 = "website.views.errors.server_error"
urlpatterns = [
    path("operational", fail_with(OperationalError)),
    path("interface", fail_with(InterfaceError)),
    path("other", fail_with(ValueError)),
    path("", include("newsroom.urls")),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("operational", 503), ("interface", 503), ("other", 500)])
@override_settings(ROOT_URLCONF=__name__)
def test_what_passes_by_itself_is_told_apart_from_our_own_mistakes(address, status):
    response = Client(raise_request_exception=False).get(f"/{address}")
    assert response.status_code == status
    assert ("Retry-After" in response.headers) == (status == 503)
    assert "secret" not in response.content.decode()
