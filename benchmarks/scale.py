"""Whether readers notice how large the archive is: the same pages, uncached, of a small and of large ones.

Each archive is a database of its own beside that of DATABASE_URL, on the same PostgreSQL, and stays there:
filling one with a million stories takes an hour, and a second run goes on where the first one was. All are
measured by turns, so that whatever else the machine does meanwhile hits them all.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django import db
from django.core.management import call_command

from articles.models import Publication
from benchmarks import server, site
from benchmarks.browser import free_port
from sections.tree import forget_tree

STABLE = ("article", "front of a leaf", "front of a parent", "front of the root", "feed")
ROUNDS = 9
TOLERANCE = 0.1
P99_AIMS = {"search": 100, "sitemap": 500}  # milliseconds, by how a page's name begins


def run(sizes: Sequence[int], seconds: int) -> int:
    """Returns the exit status: 1 where a page failed, or there is no PostgreSQL."""
    if db.connection.vendor != "postgresql":
        print("This needs PostgreSQL: set DATABASE_URL, or run it with .ci/with_postgres.py.")
        return 1
    own = db.connection.settings_dict["NAME"]
    wanted: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="newsroom-scale-") as folder, ExitStack() as stack:
        for size in sizes:
            with using(f"newsroom_{size}", beside=own):
                if Publication.objects.count() < size:
                    site.fill(size)
                address = site.at(free_port())
                variables = {"NEWSROOM_KEEP_PAGES": "0", "DATABASE_URL": address_of(f"newsroom_{size}")}
                stack.enter_context(server.running(address, Path(folder) / f"{size}.log", variables))
                pages = {name: path for name, path in site.addresses().items() if path}
            wanted |= {f"{name}, {size:,}": address + path for name, path in pages.items()}
        speeds = site.measure(wanted, seconds, rounds=ROUNDS)
    show(list(pages), sizes, speeds)
    return 1 if any(speed.faults for speed in speeds.values()) else 0


@contextmanager
def using(name: str, *, beside: str) -> Iterator[None]:
    """The database of that name, made where there is none."""
    with db.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {db.connection.ops.quote_name(name)}")
    look_at(name)
    call_command("migrate", verbosity=0)
    yield
    look_at(beside)


def look_at(name: str) -> None:
    db.connection.close()
    db.connection.settings_dict["NAME"] = name
    forget_tree()


def address_of(name: str) -> str:
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def show(pages: Sequence[str], sizes: Sequence[int], speeds: dict[str, site.Speed]) -> None:
    """A line for each page: requests a second and p99 with each archive, and the ratios to the first."""
    print(f"\nUncached; requests a second / p99 in ms, and ratios to the archive of {sizes[0]:,}")
    print(f"{'':26}" + "".join(f"{size:>22,}" for size in sizes))
    for page in pages:
        found = [speeds[f"{page}, {size:,}"] for size in sizes]
        ratios = [each.a_second / found[0].a_second for each in found]
        cells = [
            f"{each.a_second:8,.0f} /{each.p99:5.0f} {ratio:5.2f}"
            for each, ratio in zip(found, ratios, strict=True)
        ]
        print(f"{page:26}" + "".join(f"{cell:>22}" for cell in cells) + missed(page, ratios, found))


def missed(page: str, ratios: Sequence[float], found: Sequence[site.Speed]) -> str:
    if page in STABLE:
        return "" if all(abs(ratio - 1) <= TOLERANCE for ratio in ratios) else "   MISSED"
    aims = [aim for name, aim in P99_AIMS.items() if page.startswith(name)]
    return "   MISSED" if aims and found[-1].p99 > aims[0] else ""
