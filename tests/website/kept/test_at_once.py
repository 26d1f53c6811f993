"""Of many who ask at once for a page one renders it."""

import threading
import time

import pytest
from django.core.cache import caches
from django.http import HttpResponse

from website import kept

pytestmark = pytest.mark.django_db


def in_threads(count, what):
    threads = [threading.Thread(target=what) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Slow:
    """A view that takes its time and counts how often it is asked."""

    def __init__(self, status=200):
        self.asked, self.status = 0, status

    def __call__(self, request):
        self.asked += 1
        number = self.asked
        time.sleep(0.1)
        return HttpResponse(f"page {number}", status=self.status, headers={"Cache-Control": "public"})


@pytest.fixture
def still(monkeypatch):
    """Nothing is to come, and the database is not asked for it."""
    monkeypatch.setattr(kept, "changes_after", lambda now, response: float("inf"))


def test_of_many_who_ask_at_once_one_renders_and_the_others_wait(rf, keeps_long, still):
    view, answers = Slow(), []
    page = kept.KeptPagesMiddleware(view)
    in_threads(8, lambda: answers.append(page(rf.get("/")).content))
    assert answers == [b"page 1"] * 8
    assert view.asked == 1


def test_while_one_renders_it_anew_the_others_get_what_there_is(rf, keeps_long, still, monkeypatch):
    answers, others = [], threading.Event()

    def view(request):
        if answers:
            assert others.wait(10)
        return HttpResponse(f"page {len(answers)}", headers={"Cache-Control": "public"})

    page = kept.KeptPagesMiddleware(view)
    answers.append(page(rf.get("/")).content)
    monkeypatch.setattr(kept, "RENEWED_AFTER", 0)
    first = threading.Thread(target=lambda: answers.append(page(rf.get("/")).content))
    first.start()
    while not any(name.endswith("-renders") for name in caches["pages"]._cache):
        time.sleep(0.01)
    in_threads(7, lambda: answers.append(page(rf.get("/")).content))
    others.set()
    first.join()
    assert answers == [b"page 0"] * 8 + [b"page 8"]


def test_nobody_waits_for_what_is_never_kept(rf, keeps, still):
    view = Slow(status=302)
    page = kept.KeptPagesMiddleware(view)
    page(rf.get("/"))
    started = time.monotonic()
    in_threads(8, lambda: page(rf.get("/")))
    assert view.asked == 9
    assert time.monotonic() - started < 0.5


def test_a_page_that_renders_for_long_is_old_when_it_is_there(rf, keeps, still, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS_KEPT", 0.05)
    view = Slow()
    page = kept.KeptPagesMiddleware(view)
    page(rf.get("/"))
    page(rf.get("/"))
    assert view.asked == 2
