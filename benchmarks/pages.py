"""How long the desk's pages take, beside a plain page of the same server in the same minute.

Never in seconds: a ratio says the same on a slow machine and on a busy one.
"""

import time
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import APIRequestContext

from articles.models import Article
from benchmarks import stories
from benchmarks.desk import LIST, Desk

REQUESTS = 20
PLAIN = "/admin/login/"


@dataclass(frozen=True)
class Page:
    name: str
    username: str
    address: str


def pages(story: Article) -> list[Page]:
    """What one looks at all day; the story has an update in work."""
    change = f"{LIST}{story.pk}/"
    return [
        Page("dashboard of a desk head", "head", "/admin/"),
        Page("dashboard of an editor of some sections", "editor", "/admin/"),
        Page("dashboard, asked again every few seconds", "editor", "/admin/dashboard/"),
        Page("list of stories", "head", LIST),
        Page("list of an editor of some sections", "editor", LIST),
        Page("list, live in one section", "head", f"{LIST}?live=live&in={story.section_id}"),
        Page("list, what is to be reviewed", "editor", f"{LIST}?mine=review"),
        Page("list, search", "head", f"{LIST}?q=pendolari"),
        Page("form of a story", "editor", f"{change}change/"),
        Page("compare", "editor", f"{change}compare/"),
        Page("history", "editor", f"{change}history/"),
        Page("log", "admin", "/admin/articles/event/"),
    ]


def measure(desk: Desk) -> dict[str, float]:
    """How many times as long as the plain page each takes, by the medians.

    They take turns, so that whatever else the machine does meanwhile hits them all.
    """
    looked_at = [Page(PLAIN, "", PLAIN), *pages(stories.with_update())]
    browsers = {name: desk.seat_of(name).page.context.request for name in ("head", "editor", "admin")}
    browsers[""] = desk.new_seat().page.context.request
    times: dict[str, list[float]] = {page.name: [] for page in looked_at}
    for _turn in range(REQUESTS + 1):
        for page in looked_at:
            times[page.name].append(seconds(browsers[page.username], page.address))
    desk.leave()
    # The first fills what is kept in memory.
    medians = {name: median(found[1:]) for name, found in times.items()}
    return {name: taken / medians[PLAIN] for name, taken in medians.items() if name != PLAIN}


def seconds(browser: APIRequestContext, address: str) -> float:
    started = time.perf_counter()
    answer = browser.get(address, max_redirects=0)
    answer.body()
    taken = time.perf_counter() - started
    assert answer.status == 200, f"{address}: {answer.status}"
    return taken
