"""Real servers, two processes, the real clock: what is scheduled appears on the second, by itself."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone

pytestmark = pytest.mark.database

PROJECT = Path(__file__).resolve().parents[2]
AHEAD = timedelta(seconds=4)
PREAMBLE = """
import json, sys, time
from datetime import timedelta
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from articles import workflow
from articles.models import Article, Edition
from sections.models import Role
from tests.factories import make_article, make_section, make_user, publish_article

def answer(article, **more):
    address = article.publication.address
    print(json.dumps({
        "pk": article.pk,
        "path": f"/{article.section.path}/{address.url_date:%Y/%m/%d}/{address.slug}/",
        "from": article.publication.head_edition.visible_from.isoformat(),
    } | more))
"""


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the tests run on."""
    here = settings.DATABASES["default"]
    if here["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'servers.sqlite3'}"
        return
    server = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}".format(**here)
    name = f"newsroom_servers_{secrets.token_hex(4)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Newsroom:
    """Two servers on one database; what the desk does is done by processes of its own."""

    def __init__(self, database: str) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_DEBUG": "",
            "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1",
            "PYTHONPATH": str(PROJECT),
        }
        self.ports: list[int] = []

    @contextmanager
    def server(self) -> Iterator[int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--threads", "2", "--log-level", "warning", "--no-control-socket"]
        process = subprocess.Popen(command, cwd=PROJECT, env=self.environment)
        try:
            self.wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(10)

    def wait_for(self, port: int, process: subprocess.Popen) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                self.get("/healthz", port)
            except ConnectionError:
                assert process.poll() is None, "the server has stopped"
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.05)
            else:
                return

    def get(self, path: str, port: int) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def start(self, script: str, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-c", PREAMBLE + script, *arguments]
        return subprocess.Popen(command, cwd=PROJECT, env=self.environment, stdout=subprocess.PIPE, text=True)

    def run(self, script: str, *arguments: str) -> Any:
        with self.start(script, *arguments) as process:
            out, _err = process.communicate(timeout=30)
        assert process.returncode == 0
        return json.loads(out)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as stack:
        room = Newsroom(stack.enter_context(own_database(folder)))
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=PROJECT, env=room.environment, check=True)
        room.run("publish_article(headline='Something to begin with'); print('{}')")
        room.ports = [stack.enter_context(room.server()) for _server in range(2)]
        yield room


def headline_of(page: str) -> str:
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.DOTALL)
    return found[1] if found else ""


def watch(newsroom: Newsroom, path: str, moment: datetime) -> tuple[list, list]:
    """What both servers say of the page and the front, before the moment and from it on, half a second long.

    What was asked before and answered after belongs to neither.
    """
    before, after = [], []
    end = moment + timedelta(seconds=0.5)
    while (asked := timezone.now()) < end:
        for port in newsroom.ports:
            asked = timezone.now()
            status, page = newsroom.get(path, port)
            _status, front = newsroom.get("/", port)
            if timezone.now() < moment:
                before.append((status, headline_of(page), front))
            elif asked >= moment:
                after.append((status, headline_of(page), front))
        time.sleep(0.05)
    assert len(before) > 5
    assert len(after) > 1
    return before, after


def test_a_scheduled_story_is_on_both_servers_at_its_second_and_not_before(newsroom):
    story = newsroom.run(
        f"at = timezone.now() + timedelta(seconds={AHEAD.seconds})\n"
        "answer(publish_article(headline='Bridge to open at noon', not_before=at))"
    )
    before, after = watch(newsroom, story["path"], datetime.fromisoformat(story["from"]))
    assert {status for status, _headline, _front in before} == {404}
    assert not [front for _status, _headline, front in before if "Bridge to open" in front]
    assert {(status, headline) for status, headline, _front in after} == {(200, "Bridge to open at noon")}
    assert all("Bridge to open at noon" in front for _status, _headline, front in after)


def test_a_scheduled_update_leaves_the_live_version_up_until_its_moment(newsroom):
    story = newsroom.run(
        "article = publish_article(headline='Ferry fares: first figures')\n"
        f"article.not_before = timezone.now() + timedelta(seconds={AHEAD.seconds})\n"
        "article.headline = 'Ferry fares: final figures'\n"
        "workflow.save(article, by=None)\n"
        "workflow.publish(article, by=None)\n"
        "answer(Article.objects.get(pk=article.pk))"
    )
    before, after = watch(newsroom, story["path"], datetime.fromisoformat(story["from"]))
    assert {(status, headline) for status, headline, _front in before} == {
        (200, "Ferry fares: first figures")
    }
    assert not [front for _status, _headline, front in before if "final figures" in front]
    assert {(status, headline) for status, headline, _front in after} == {(200, "Ferry fares: final figures")}
    assert all("final figures" in front and "first figures" not in front for _s, _h, front in after)


PRESS_PUBLISH = """
from accounts.models import User
folder, me, other = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
person, said = User.objects.get(username=me), []
for pk in sys.argv[4:]:
    article = Article.objects.get(pk=pk)
    (folder / f"{me}-{pk}").touch()
    while not (folder / f"{other}-{pk}").exists():
        time.sleep(0.001)
    try:
        said.append({"who": str(person), "edition": workflow.publish(article, by=person).pk})
    except workflow.Conflict as conflict:
        said.append({"who": str(person), "conflict": str(conflict)})
print(json.dumps(said))
"""


def test_of_two_processes_that_publish_at_once_one_does_and_the_other_learns_who(newsroom, tmp_path):
    stories = newsroom.run(
        "make_user(Role.EDITOR, username='anna', first_name='Anna', last_name='Rossi')\n"
        "make_user(Role.EDITOR, username='bruno', first_name='Bruno', last_name='Bianchi')\n"
        "print(json.dumps({'keys': [make_article().pk for _number in range(3)]}))"
    )["keys"]
    with ExitStack() as stack:
        racers = [
            stack.enter_context(newsroom.start(PRESS_PUBLISH, str(tmp_path), *who, *map(str, stories)))
            for who in (("anna", "bruno"), ("bruno", "anna"))
        ]
        results = [json.loads(racer.communicate(timeout=30)[0]) for racer in racers]
    for of_story in zip(*results, strict=True):
        (winner,) = [result for result in of_story if "edition" in result]
        (loser,) = [result for result in of_story if "conflict" in result]
        assert loser["conflict"].startswith(f"{winner['who']} published this story ")
    of_each = "[Edition.objects.filter(publication__article=pk).count() for pk in sys.argv[1:]]"
    assert newsroom.run(f"print(json.dumps({of_each}))", *map(str, stories)) == [1, 1, 1]
