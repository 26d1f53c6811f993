"""Real servers on a database of their own, and processes that do what the desk does."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(path: str, port: int, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """What a server says, with its headers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


class Newsroom:
    """Two servers on one database; what the desk does is done by processes of its own."""

    def __init__(self, database: str, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_DEBUG": "",
            "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1",
            "NEWSROOM_KEEP_PAGES": "1",
            "PYTHONPATH": str(PROJECT),
            **environment,
        }
        self.ports: list[int] = []

    def migrate(self) -> None:
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=PROJECT, env=self.environment, check=True)
        self.run("publish_article(headline='Something to begin with'); print('{}')")

    @contextmanager
    def server(self) -> Iterator[int]:
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--threads", "2", "--log-level", "warning", "--no-control-socket"]
        command += ["--limit-request-line", "0"]  # as docs/newsroom.service has it
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
        response, content = ask(path, port)
        return response.status, content.decode()

    def start(self, script: str, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-c", PREAMBLE + script, *arguments]
        return subprocess.Popen(command, cwd=PROJECT, env=self.environment, stdout=subprocess.PIPE, text=True)

    def run(self, script: str, *arguments: str) -> dict:
        with self.start(script, *arguments) as process:
            out, _err = process.communicate(timeout=30)
        assert process.returncode == 0
        return json.loads(out)


def missing(what: str) -> None:
    """Skip where a person has not installed it; fail in CI, which must have it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI needs it", pytrace=False)
    pytest.skip(f"{what} is missing")
