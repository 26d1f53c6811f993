"""python -m benchmarks [desk|site|scale|photos|screenshots]: what `make bench` and `make screenshots` call.

The database is the one of DATABASE_URL, which must be empty and is filled; without it an SQLite file that is
thrown away.
"""

import importlib
import signal
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

import django

from benchmarks import browser, server

ROOMS = {
    "desk": "benchmarks.bench",
    "site": "benchmarks.site",
    "scale": "benchmarks.scale",
    "photos": "benchmarks.photos",
    "screenshots": "benchmarks.screenshots",
}
WITHOUT_CHROMIUM = ("site", "scale", "photos")
STORIES = 100_000
SIZES = [1_000, 200_000, 1_000_000]
SECONDS = 2


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_received: sys.exit(143))  # which stops the servers, too
    parser = ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("what", choices=ROOMS)
    parser.add_argument("--stories", type=int, default=STORIES, help="how many the archive has")
    parser.add_argument(
        "--seconds", type=int, default=SECONDS, help="for which each page is asked for, thrice"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="of the archives of `scale`")
    arguments = parser.parse_args()
    if arguments.what not in WITHOUT_CHROMIUM and browser.program() is None:
        sys.exit("Chromium is missing: install it first; on Debian it is chromium-headless-shell.")
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-", ignore_cleanup_errors=True) as folder:
        address = server.make_environment(Path(folder))
        django.setup()
        if arguments.what == "scale":
            server.manage("collectstatic", "--no-input")
        elif arguments.what != "photos":
            server.prepare()
        room = importlib.import_module(ROOMS[arguments.what])  # now that there are settings
        if arguments.what == "photos":
            sys.exit(room.run(address))
        if arguments.what == "scale":
            sys.exit(room.run(arguments.sizes, arguments.seconds))
        if arguments.what == "site":
            sys.exit(room.run(arguments.stories, arguments.seconds))
        with server.running(address, Path(folder) / "gunicorn.log"):
            sys.exit(room.run(address, arguments.stories))


main()
