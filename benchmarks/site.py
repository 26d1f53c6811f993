"""The readers' pages: requests per second and times, uncached, kept for a second, and behind nginx.

Always beside the least that could answer, on the same machine in the same minute: a fixed page, a view with
one query and a template, a file from nginx. wrk asks; each is measured in turn, a few times over: how many a
second with many connections, and how long one takes with as many as there are workers, so that what is told
is the page's own time and no queue's.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django import db
from django.core.management import call_command
from django.utils import timezone

from articles.models import Edition
from benchmarks import nginx, server
from benchmarks.browser import free_port
from sections.tree import current_tree
from website.addresses import story_url

CONNECTIONS = 16
CONNECTIONS_FOR_TIMES = server.WORKERS
OTHERS = 2_000  # stories that are asked for one after the other: more than any process remembers
ROUNDS = 3
ARTICLE_AIM, KEPT_AIM, NGINX_AIM = 0.6, 0.8, 0.8
FILE = "the same article as a file, from nginx"
EACH_ANOTHER = "articles, each another"
ANOTHER = """
local paths, number = {{ {} }}, 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
"""
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Speed:
    """Of one address, as wrk saw it."""

    a_second: float  # with many connections
    p50: float  # milliseconds, with few
    p99: float
    faults: int

    @classmethod
    def middle(cls, found: list["Speed"]) -> "Speed":
        return cls(
            median(each.a_second for each in found),
            median(each.p50 for each in found),
            median(each.p99 for each in found),
            sum(each.faults for each in found),
        )


def run(stories: int, seconds: int) -> int:
    """Returns the exit status: 1 where something that it needs is missing, or a page failed."""
    if missing := [
        name for name in ("wrk", "nginx") if not (shutil.which(name) or name == "nginx" and nginx.program())
    ]:
        print(f"Missing: {', '.join(missing)}; on Debian apt-get install wrk nginx-light.")
        return 1
    print(f"{os.cpu_count()} cores, {db.connection.vendor}, Python {platform.python_version()}")
    fill(stories)
    with tempfile.TemporaryDirectory(prefix="newsroom-site-") as name, ExitStack() as stack:
        ports = start(Path(name), stack)
        return show(stories, addresses(), ports, seconds)


def fill(stories: int) -> None:
    print(f"Seeding {stories:,} stories …", flush=True)
    call_command("seed_archive", str(stories), verbosity=0)
    with db.connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # which a database does by itself some minutes later


def start(folder: Path, stack: ExitStack) -> dict[str, int]:
    """The servers, each on a port of its own."""
    kinds = ("uncached", "kept", "plain", "nginx", "redirect")
    ports = {kind: free_port() for kind in kinds}
    for kind, variables in (("uncached", {"NEWSROOM_KEEP_PAGES": "0"}), ("kept", {"NEWSROOM_STALE": "1"})):
        stack.enter_context(server.running(at(ports[kind]), folder / f"{kind}.log", variables))
    log = folder / "plain.log"
    stack.enter_context(
        server.running(at(ports["plain"]), log, application="benchmarks.plain", answers="/fixed")
    )
    places = {name: Path(os.environ[f"NEWSROOM_{name.upper()}_ROOT"]) for name in ("static", "media")}
    site = {"site": ports["nginx"], "redirect": ports["redirect"], "behind": ports["kept"]}
    stack.enter_context(nginx.running(folder, **site, **places, searches=100_000))
    return ports


def at(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def addresses() -> dict[str, str]:
    """What readers and machines ask for, by what it is."""
    tree = current_tree()
    sections = [node for node in tree.by_id.values() if node.parent]
    leaf = next(node for node in sections if not node.children and node.parent.parent)
    newest = Edition.objects.live(timezone.now()).on_list("section", leaf.id).select_related("address")
    story = newest.first()
    assert story, "no stories"
    words = re.findall(r"[a-z]{6,}", story.body)
    return {
        "article": story_url(story, tree.by_id[story.section_id]),
        EACH_ANOTHER: "",
        "front of a leaf": leaf.url,
        "front of a parent": leaf.parent.url,
        "front of the root": "/",
        "search, a rare word": f"/search/?q={story.headline.split()[-1].strip('.,')}",
        "search, a common word": f"/search/?q={words[0]}",
        "feed": f"{leaf.url}rss.xml",
        "sitemap of a month": f"/sitemap-{story.visible_from:%Y-%m}.xml",
        "sitemap index": "/sitemap.xml",
        "news sitemap": "/news-sitemap.xml",
    }


def others() -> list[str]:
    """Stories from everywhere in the archive."""
    tree, first = current_tree(), Edition.objects.earliest("pk").pk
    step = max(1, (Edition.objects.latest("pk").pk - first) // OTHERS)
    stories = Edition.objects.live(timezone.now()).filter(pk__in=range(first, first + OTHERS * step, step))
    return [story_url(story, tree.by_id[story.section_id]) for story in stories.select_related("address")]


def read(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def measure(wanted: dict[str, str], seconds: int, rounds: int = ROUNDS) -> dict[str, Speed]:
    """Of each address, in turns: whatever else the machine does meanwhile hits them all."""
    found: dict[str, list[Speed]] = {name: [] for name in wanted}
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if any(EACH_ANOTHER in name for name in wanted):
            script.write(ANOTHER.format(", ".join(f'"{path}"' for path in others())))
        script.flush()
        for _round in range(rounds):
            for name, address in wanted.items():
                script_for_it = ["--script", script.name] if EACH_ANOTHER in name else []
                many = ask(address, seconds, CONNECTIONS, *script_for_it)
                few = ask(address, seconds, CONNECTIONS_FOR_TIMES, *script_for_it)
                found[name].append(Speed(many.a_second, few.p50, few.p99, many.faults + few.faults))
    return {name: Speed.middle(speeds) for name, speeds in found.items()}


def ask(address: str, seconds: int, connections: int, *options: str) -> Speed:
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s"]
    command += ["--timeout", "10s", "--latency", *options, address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def percentile(which: str) -> float:
        number, unit = re.search(rf"{which}%\s+([\d.]+)(us|ms|s|m)", told).groups()
        return float(number) * MILLISECONDS[unit]

    faults = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    a_second = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    return Speed(a_second, percentile("50"), percentile("99"), faults)


def show(stories: int, pages: dict[str, str], ports: dict[str, int], seconds: int) -> int:
    story = Edition.objects.live(timezone.now()).latest("pk")
    base = {
        "one query and a template": f"{at(ports['plain'])}/one-query/{story.pk}",
        "fixed page of 12 KB": f"{at(ports['plain'])}/fixed",
        FILE: f"{at(ports['nginx'])}/static/article.html",
    }
    article = read(at(ports["uncached"]) + pages["article"])[1]
    Path(os.environ["NEWSROOM_STATIC_ROOT"], "article.html").write_bytes(article)
    wanted, missing = dict(base), []
    for name, path in pages.items():
        status, content = read(at(ports["uncached"]) + (path or pages["article"]))
        if status != 200:
            missing.append(f"{name}: {path} answers {status}")
            continue
        print(f"{name:24} {len(content) / 1024:8.1f} KB  {path}")
        for kind in ("uncached", "kept", "nginx"):
            wanted[f"{kind}, {name}"] = at(ports[kind]) + path
    speeds = measure(wanted, seconds)
    print(
        f"\nWith {stories:,} stories; requests with {CONNECTIONS} connections, times with "
        f"{CONNECTIONS_FOR_TIMES}; ratios are to what stands above them"
    )
    print(f"{'':44} {'requests/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>6}")
    for kind, beside in zip(("uncached", "kept", "nginx"), base, strict=True):
        show_kind(kind, beside, speeds)
    for line in missing:
        print(f"Not measured: {line}")
    show_aims(speeds, tuple(base))
    return 1 if any(speed.faults for speed in speeds.values()) else 0


def show_kind(kind: str, beside: str, speeds: dict[str, Speed]) -> None:
    show_line(beside, speeds[beside], 1.0)
    for name, speed in speeds.items():
        if name.startswith(f"{kind}, "):
            show_line(f"  {name}", speed, speed.a_second / speeds[beside].a_second)


def show_line(name: str, speed: Speed, ratio: float) -> None:
    faults = f"   {speed.faults} FAULTS" if speed.faults else ""
    print(f"{name:44} {speed.a_second:10,.0f} {speed.p50:8.2f} {speed.p99:8.2f} {ratio:6.2f}{faults}")


def show_aims(speeds: dict[str, Speed], base: tuple[str, ...]) -> None:
    print("\nAims, of the article")
    for kind, beside, aim in zip(
        ("uncached", "kept", "nginx"), base, (ARTICLE_AIM, KEPT_AIM, NGINX_AIM), strict=True
    ):
        ratio = speeds[f"{kind}, article"].a_second / speeds[beside].a_second
        print(f"  {kind:8} {ratio:5.2f} of the {beside}; aim {aim}{'' if ratio >= aim else '   MISSED'}")
    sys.stdout.flush()
