"""Chromium: found, started, and killed for real."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType, Error

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
# The shell is Chromium without its windows: the same pages at half the work for the machine.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
STARTING_TAKES_AT_MOST = 30  # seconds


def program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def mortal(browsers: BrowserType) -> Iterator[tuple[Browser, subprocess.Popen]]:
    """A Chromium of its own, with its own profile, whose process may be killed."""
    found = program()
    assert found, "Chromium is missing"
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="newsroom-chromium-", ignore_cleanup_errors=True) as profile:
        command = [found, *ARGUMENTS, "--headless=new", f"--user-data-dir={profile}"]
        command += [f"--remote-debugging-port={port}", "about:blank"]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield connect(browsers, f"http://127.0.0.1:{port}"), process
        finally:
            kill(process)


def connect(browsers: BrowserType, address: str) -> Browser:
    deadline = time.monotonic() + STARTING_TAKES_AT_MOST
    while True:
        try:
            return browsers.connect_over_cdp(address)
        except Error:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def kill(process: subprocess.Popen) -> None:
    """As the power cut does it: no page is asked, no beacon sent, nothing written."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)  # with its children, who would go on writing the profile
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
