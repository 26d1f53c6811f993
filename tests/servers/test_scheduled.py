"""Real servers, two processes, the real clock: what is scheduled appears on the second, by itself."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.servers.databases import own_database
from tests.servers.processes import Newsroom

pytestmark = pytest.mark.database

AHEAD = timedelta(seconds=4)
ENOUGH = 4  # answers after the moment, however slow the machine


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as stack:
        room = Newsroom(stack.enter_context(own_database(folder)), folder)
        room.migrate()
        room.ports = [stack.enter_context(room.server()) for _server in range(2)]
        yield room


def headline_of(page: str) -> str:
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.DOTALL)
    return found[1] if found else ""


def watch(newsroom: Newsroom, path: str, moment: datetime) -> tuple[list, list]:
    """What both servers say of the page and the front, before the moment and from it on, half a second long
    or longer, until they have said it a few times.

    What was asked before and answered after belongs to neither.
    """
    before, after = [], []
    end = moment + timedelta(seconds=0.5)
    while timezone.now() < end or len(after) < ENOUGH:
        for port in newsroom.ports:
            asked = timezone.now()
            status, page = newsroom.get(path, port)
            _status, front = newsroom.get("/", port)
            if timezone.now() < moment:
                before.append((status, headline_of(page), front))
            elif asked >= moment:
                after.append((status, headline_of(page), front))
        time.sleep(0.05)
    assert before
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
