"""Chromium for every test that looks at pages: `new_page()` opens one that must not complain of anything."""

import os
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.test import Client

SECONDS_FOR_ANSWERS = 10

TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`));
"""


def missing(what: str) -> None:
    """Skip where a person has not installed it; fail in CI, which must have it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI needs it", pytrace=False)
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be missing

        from benchmarks import browser as found  # noqa: PLC0415 - which needs it
    except ImportError:
        missing("Playwright")
    program = found.program()
    if program is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=found.ARGUMENTS)
        yield browser
        browser.close()


class Answering:
    """How many requests the live server is at."""

    def __init__(self):
        self.count, self.changed = 0, threading.Condition()

    def add(self, sender, number):
        if isinstance(sender, type) and issubclass(sender, WSGIHandler):  # not the tests' own client
            with self.changed:
                self.count += number
                self.changed.notify_all()

    def wait(self):
        """Until it is at none: their tables are emptied next."""
        with self.changed:
            return self.changed.wait_for(lambda: self.count == 0, SECONDS_FOR_ANSWERS)


@contextmanager
def answering():
    answering = Answering()

    def begun(sender, **_more):
        answering.add(sender, 1)

    def done(sender, **_more):
        answering.add(sender, -1)

    request_started.connect(begun)
    request_finished.connect(done)
    try:
        yield answering
    finally:
        request_started.disconnect(begun)
        request_finished.disconnect(done)


@pytest.fixture
def new_page(chromium, live_server):
    """Opens pages of the live server; in the end none may have complained or asked others for a file.

    page.wait_for_function needs eval, which our policy refuses: expect() and locators wait without it.
    """
    contexts, complaints = [], []
    ours = urlsplit(live_server.url).netloc

    def listen(page):
        def on_console(message):
            itself = message.location.get("url") == page.url and "status of 4" in message.text
            if message.type in {"error", "warning"} and not itself:
                complaints.append(f"{page.url}: {message.text}")

        def on_request(request):
            if urlsplit(request.url).netloc != ours and not request.url.startswith(
                ("data:", "blob:", "about:")
            ):
                complaints.append(f"{page.url} asks for {request.url}")

        page.on("console", on_console)
        page.on("request", on_request)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def open_page(width=1280, height=900, scheme="light", **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            **options,
        )
        context.add_init_script(TELL_VIOLATIONS)
        contexts.append(context)
        page = context.new_page()
        listen(page)
        return page

    with answering() as requests:
        yield open_page
        for context in contexts:
            context.close()
        is_quiet = requests.wait()
    assert complaints == []
    assert is_quiet, f"the server is at {requests.count} requests still"


@pytest.fixture
def log_in(new_page, live_server):
    """Opens a page in which somebody is logged in already; by the form it is done where that matters."""

    def log_in(user, at="", **options):
        page = new_page(**options)
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url, "httpOnly": True}]
        )
        if at:
            page.goto(at)
        return page

    return log_in


@pytest.fixture(scope="session")
def axe():
    """What axe finds wrong with a page as it is now; only that is fetched, not all that it has looked at."""
    script = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT

    def violations(page, exclude=None, **options):
        looked_at = {"exclude": [[exclude]]} if exclude else None
        options = {"resultTypes": ["violations"]} | options
        page.evaluate(script)
        return page.evaluate(
            "([where, options]) => axe.run(where ?? document, options).then((found) => found.violations)",
            [looked_at, options],
        )

    return violations


@pytest.fixture(scope="session")
def look(axe):
    """What is serious on a page that one has opened, by day and by night: the colours change in place."""

    def look(page, **options):
        found = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(100)
            found += [
                f"{scheme}: {violation['id']}: {node['html'][:160]}"
                for violation in axe(page, preload=False, **options)
                if violation["impact"] in {"serious", "critical"}
                for node in violation["nodes"][:3]
            ]
        return found

    return look
