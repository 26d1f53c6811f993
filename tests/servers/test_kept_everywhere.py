"""Two real servers that keep pages: every change is on both in two seconds in all, with either cache."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import redis

from tests.servers.databases import own_database
from tests.servers.processes import Newsroom, ask, free_port, missing

pytestmark = pytest.mark.database

WITHIN = 2.0  # seconds, in all


class Redis:
    """A server of our own, which can be stopped."""

    def __init__(self) -> None:
        if shutil.which("redis-server") is None:
            missing("Redis (Debian's redis-server)")
        self.port = free_port()
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def count(self) -> int:
        """How much is in it."""
        with redis.Redis(port=self.port) as client:
            return client.dbsize()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="module")
def remembers() -> Iterator[Redis]:
    server = Redis()
    yield server
    server.stop()


@pytest.fixture(scope="module", params=["locmem", "redis"])
def newsroom(request, tmp_path_factory) -> Iterator[Newsroom]:
    folder, environment = tmp_path_factory.mktemp("kept"), {}
    if request.param == "redis":
        environment["CACHE_URL"] = f"redis://127.0.0.1:{request.getfixturevalue('remembers').port}/0"
    with ExitStack() as stack:
        room = Newsroom(stack.enter_context(own_database(folder)), folder, **environment)
        room.migrate()
        room.ports = [stack.enter_context(room.server()) for _server in range(2)]
        yield room


CHANGED = """
from sections.models import Copyright, Section
branch, notices = Section.objects.filter(path="nuova-europa"), Copyright.objects.all()
"""
BEGIN = (
    CHANGED
    + """
branch.update(name="Not true of a section")
notices.update(notice="Not true of a notice")
answer(publish_article(headline="Not true of a story"))
"""
)
END = (
    CHANGED
    + """
branch.update(name="True")
notices.update(notice="True")
workflow.kill(Article.objects.get(pk=sys.argv[1]), by=None, reason="untrue")
print(json.dumps({"at": time.time()}))
"""
)


def shown(newsroom: Newsroom, pages: list[str], words: bytes) -> dict[tuple[str, int], float]:
    """Which pages of which server say so now, and until when browsers and caches in front may."""
    found = {}
    for path in pages:
        for port in newsroom.ports:
            response, content = ask(path, port)
            if words in content:
                promised = int(response.headers["Cache-Control"].partition("max-age=")[2])
                found[path, port] = time.time() + promised
    return found


def test_what_is_no_more_true_is_gone_from_both_servers_within_two_seconds(newsroom):
    """A story, the name of a section, a notice: what is kept of the map counts as well."""
    story = newsroom.run(BEGIN)
    pages = [story["path"], "/", "/nuova-europa/", "/nuova-europa/serbia/", "/nuova-europa/rss.xml"]
    for words in (b"of a story", b"of a section", b"of a notice"):
        seen, deadline = {}, time.monotonic() + 10
        while len(seen) < len(pages) * len(newsroom.ports):
            assert time.monotonic() < deadline
            seen |= shown(newsroom, pages, words)
    with newsroom.start(END, str(story["pk"])) as process:
        while process.poll() is None:
            seen |= shown(newsroom, pages, b"Not true")
        ended_at = json.loads(process.stdout.read())["at"]
    while time.time() < ended_at + WITHIN:
        seen |= shown(newsroom, pages, b"Not true")
    assert max(seen.values()) > ended_at, "nothing was kept: this has shown nothing"
    for page, moment in seen.items():
        assert moment < ended_at + WITHIN + 0.1, f"{page} {moment - ended_at:.2f} s"
    assert ask(story["path"], newsroom.ports[0])[0].status == 410


@pytest.mark.parametrize("newsroom", ["redis"], indirect=True)
def test_pages_are_the_same_from_both_servers_and_outlive_their_redis(newsroom, remembers):
    pages = [ask("/", port)[1] for port in newsroom.ports]
    assert pages[0] == pages[1]
    assert remembers.count() > 0
    remembers.stop()
    for port in newsroom.ports * 2:
        assert ask("/", port)[0].status == 200
        assert ask("/healthz", port)[0].status == 503
