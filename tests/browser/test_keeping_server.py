"""The server is killed while somebody types, in Chromium: nothing is lost."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.keeping import (
    AT_MOST,
    LEFT,
    SOON,
    fill_in_log_in,
    text_box,
    type_at_end,
    until,
    wait_until_kept,
)
from tests.servers.databases import own_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECT = Path(__file__).resolve().parents[2]


PREPARE = """
import django
django.setup()
from sections.models import Role
from tests.factories import make_article, make_section, make_user
make_user(Role.REPORTER, make_section(), username="anna")
print(make_article(headline="As saved", body="<p>Saved.</p>").pk)
"""
LOOK = """
import django
django.setup()
from articles.models import UnsavedText
print("".join(row.values["body"][0] for row in UnsavedText.objects.all()))
"""


class Server:
    """A real one, with a database of its own, that can be killed and started again on the same port."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = os.environ | {
            "DATABASE_URL": own_file(folder),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_DEBUG": "",
            "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1",
            "PYTHONPATH": str(PROJECT),
        }
        self.process = None

    def run(self, *command):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=PROJECT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--threads", "4", "--log-level", "warning", "--no-control-socket"]
        self.process = subprocess.Popen(command, cwd=PROJECT, env=self.environment, start_new_session=True)
        until(self.answers, seconds=20)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def running(server):
    server.start()
    try:
        yield
    finally:
        server.kill()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.run("manage.py", "migrate", "--verbosity", "0")
    server.pk = server.run("-c", PREPARE)
    with running(server):
        yield server


@pytest.fixture
def page_of(chromium, server):
    """A page of that server. That it is down for a while is the test's own doing; the policy must hold."""
    contexts, complaints = [], []

    def page_of():
        context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                "ERR_" in message.text or message.type != "error" or complaints.append(message.text)
            ),
        )
        page.goto("/admin/login/")
        fill_in_log_in(page, "anna")
        page.goto(f"/admin/articles/article/{server.pk}/change/")
        page.wait_for_selector(".tiptap[role=textbox]")
        return page

    yield page_of
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.once  # the server has a database of its own, on SQLite
def test_type_kill_the_server_type_on_start_it_again_and_nothing_is_missing(server, page_of):
    page = page_of()
    type_at_end(page, " Before.")
    wait_until_kept(page)
    server.kill()
    type_at_end(page, " While it was down.")
    state = page.locator(".kept-notes [data-note=state]")
    expect(state).to_contain_text("Not reaching the server: kept in this browser.", timeout=AT_MOST)
    until(lambda: "While it was down." in page.evaluate("() => JSON.stringify({...localStorage})"))
    page.click("[name=_save]")  # nobody is there to save it: the page stays
    page.wait_for_timeout(500)
    assert text_box(page).inner_text() == "Saved. Before. While it was down."
    server.start()
    expect(state).to_be_empty(timeout=AT_MOST)
    type_at_end(page, " After.")
    until(lambda: server.run("-c", LOOK) == "<p>Saved. Before. While it was down. After.</p>")
    assert page.evaluate(LEFT) == "[]"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert text_box(page).inner_text() == "Saved. Before. While it was down. After."


@pytest.mark.once  # the server has a database of its own, on SQLite
def test_the_server_and_then_the_tab_are_killed_and_the_next_opening_offers_it(server, page_of):
    page = page_of()
    type_at_end(page, " Before.")
    wait_until_kept(page)
    server.kill()
    type_at_end(page, " While it was down.")
    until(lambda: "While it was down." in page.evaluate("() => JSON.stringify({...localStorage})"))
    again = page.context.new_page()
    page.close()
    server.start()
    again.goto(f"/admin/articles/article/{server.pk}/change/")
    expect(again.locator(".unsaved-offer")).to_have_count(1)
    until(lambda: again.evaluate(LEFT) == "[]")
    assert server.run("-c", LOOK) == "<p>Saved. Before. While it was down.</p>"
    again.click("text=Take it back")
    again.wait_for_selector(".tiptap[role=textbox]")
    assert text_box(again).inner_text() == "Saved. Before. While it was down."


@pytest.mark.once  # the server has a database of its own, on SQLite
def test_a_save_that_never_arrived_loses_nothing(server, page_of):
    page = page_of()
    page.on("dialog", lambda dialog: dialog.accept())
    type_at_end(page, " Saved in vain.")
    server.kill()
    page.click("[name=_save]")
    page.wait_for_timeout(SOON)
    server.start()
    page.goto(f"/admin/articles/article/{server.pk}/change/")
    page.wait_for_selector(".unsaved-offer")
    page.click("text=Take it back")
    page.wait_for_selector(".tiptap[role=textbox]")
    assert text_box(page).inner_text() == "Saved. Saved in vain."
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    expect(page.locator(".unsaved-offer")).to_have_count(0)
    assert page.evaluate(LEFT) == "[]"
