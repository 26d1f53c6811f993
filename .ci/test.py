"""Runs every test once, those that use a database on PostgreSQL; in CI on SQLite, too: test.py ARGUMENT…

The arguments are pytest's. Much of a run is waiting, for a browser, a clock, a server: side by side, each run
works in the other's pauses. What PostgreSQL's says is told when both are through. The exit status is that of
SQLite's, or else of PostgreSQL's. Where PostgreSQL's programs are missing, all tests run on SQLite; in CI
that is a failure. `CI=true make test` does what CI does.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

WITH_POSTGRES = [sys.executable, str(Path(__file__).with_name("with_postgres.py"))]
# Two workers for each database; each is given one test after the other: some last a minute.
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--maxschedchunk", "1"]
FOUND_NO_TEST = 5  # as pytest says it
IN_CI = os.environ.get("CI") == "true"


def main(arguments: list[str]) -> int:
    if subprocess.run([*WITH_POSTGRES, "--version"]).returncode == 0:
        return on_both(arguments)
    if IN_CI:
        return 1
    say("PostgreSQL not found: not tested on it")
    sqlite = on_sqlite("", arguments)
    forward_signals(sqlite)
    return wait_for(sqlite)


def on_sqlite(which: str, arguments: list[str]) -> subprocess.Popen:
    say("\nTests on SQLite")
    return subprocess.Popen([*PYTEST, "-m", which, *arguments])


def on_both(arguments: list[str]) -> int:
    with tempfile.TemporaryFile() as told:
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        command = [*WITH_POSTGRES, *PYTEST, "-m", "database", *colour, *arguments]
        postgres = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
        sqlite = on_sqlite("" if IN_CI else "not database", arguments)
        forward_signals(sqlite, postgres)
        status = wait_for(sqlite)
        if status not in (0, FOUND_NO_TEST):
            say("\nTests on SQLite FAILED (see above).")
        found = wait_for(postgres)
        say("\nTests on PostgreSQL")
        told.seek(0)
        shutil.copyfileobj(told, sys.stdout.buffer)
    if arguments and FOUND_NO_TEST in (status, found):  # those that were asked for ran on the other alone
        return min(status, found)
    return status or found


def forward_signals(*processes: subprocess.Popen) -> None:
    """Each process answers what would end this program; the terminal's Ctrl-C reaches it by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: [each.send_signal(received) for each in processes])


def wait_for(process: subprocess.Popen) -> int:
    status = process.wait()
    return status if status >= 0 else 128 - status


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
