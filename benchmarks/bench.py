"""The measurements: pages with few stories and with many, then the ten tasks on a desk and on a phone."""

import os
import platform
import traceback

from django import db
from django.core.management import call_command
from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks import browser, pages
from benchmarks.desk import Desk
from benchmarks.tasks import TASKS, Task

WIDTHS = (1280, 390)
FEW = 200  # enough that a list fills its page: more rows on a page are no growth


def run(address: str, stories: int) -> int:
    """Returns the exit status: 1 where a task took more clicks than its limit, or failed."""
    print(f"{os.cpu_count()} cores, {db.connection.vendor}, Python {platform.python_version()}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.program(), args=browser.ARGUMENTS)
        print(f"Chromium {chromium.version}")
        desk = desk_of(chromium, address, WIDTHS[0])
        few, many = measured_with(desk, FEW), measured_with(desk, stories)
        show_pages(few, many, stories)
        failed = sum(show_tasks(desk_of(chromium, address, width), width) for width in WIDTHS)
        chromium.close()
    return 1 if failed else 0


def desk_of(chromium: Browser, address: str, width: int) -> Desk:
    def open_page():
        size = {"width": width, "height": 844 if width < 600 else 900}
        return chromium.new_context(base_url=address, viewport=size).new_page()

    return Desk(open_page, address)


def measured_with(desk: Desk, stories: int) -> dict[str, float]:
    print(f"\nSeeding {stories:,} stories …", flush=True)
    call_command("seed_archive", str(stories), verbosity=0)
    with db.connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # which a database does by itself some minutes later
    return pages.measure(desk)


def show_pages(few: dict[str, float], many: dict[str, float], stories: int) -> None:
    print(f"\nPages: median of {pages.REQUESTS} requests ÷ that of the log-in page, in the same run")
    print(f"{'':42} {FEW:8,} {f'{stories:,}':>10} {'grows by':>9}")
    for name, ratio in many.items():
        print(f"{name:42} {few[name]:8.1f} {ratio:10.1f} {ratio / few[name]:8.2f}×")


def show_tasks(desk: Desk, width: int) -> int:
    """Returns how many did not stay within their limit."""
    print(f"\nTasks at {width} pixels\n{'':54} {'clicks':>6} {'limit':>6} {'seconds of waiting':>19}")
    return sum(not show_task(desk, task) for task in TASKS)


def show_task(desk: Desk, task: Task) -> bool:
    try:
        seat = task.walk(desk)
    except (AssertionError, Error) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        print(f"{task.name:54} failed: {error or where.line}")
        return False
    finally:
        desk.leave()
    is_within = len(seat.clicks) <= task.limit
    over = "" if is_within else f"   over: {', '.join(seat.clicks.pressed)}"
    print(f"{task.name:54} {len(seat.clicks):6} {task.limit:6} {seat.waited:19.1f}{over}", flush=True)
    return is_within
