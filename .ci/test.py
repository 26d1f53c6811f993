"""Runs the tests on SQLite and, at the same time, those that use a database on PostgreSQL: test.py ARGUMENT…

The arguments are pytest's. Much of a run is waiting, for a browser, a clock, a server: side by side, each run
works in the other's pauses. What PostgreSQL's says is told when both are through. The exit status is that of
SQLite's, or else of PostgreSQL's. Where PostgreSQL's programs are missing, it is not tested on; in CI that is
a failure.
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


def main(arguments: list[str]) -> int:
    if subprocess.run([*WITH_POSTGRES, "--version"]).returncode == 0:
        return on_both(arguments)
    if os.environ.get("CI") == "true":
        return 1
    say("PostgreSQL not found: not tested on it")
    sqlite = on_sqlite(arguments)
    forward_signals(sqlite)
    return wait_for(sqlite)


def on_sqlite(arguments: list[str]) -> subprocess.Popen:
    say("\nTests on SQLite")
    return subprocess.Popen([*PYTEST, *arguments])


def on_both(arguments: list[str]) -> int:
    with tempfile.TemporaryFile() as told:
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        command = [*WITH_POSTGRES, *PYTEST, "-m", "database", *colour, *arguments]
        postgres = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
        sqlite = on_sqlite(arguments)
        forward_signals(sqlite, postgres)
        status = wait_for(sqlite)
        if status:
            say("\nTests on SQLite FAILED (see above).")
        found = wait_for(postgres)
        say("\nTests on PostgreSQL")
        told.seek(0)
        shutil.copyfileobj(told, sys.stdout.buffer)
    if arguments and found == FOUND_NO_TEST:  # those that were asked for use no database
        found = 0
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
