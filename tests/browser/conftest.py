"""Chromium for every test that looks at pages: `new_page()` opens one that must not complain of anything."""

import os
import shutil
from urllib.parse import urlsplit

import pytest

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

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
    except ImportError:
        missing("Playwright")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


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

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
