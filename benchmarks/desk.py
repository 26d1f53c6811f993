"""Somebody at the desk: a browser in which they work as people do, with mouse and keys."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from articles.models import Article
from benchmarks.clicks import Clicks

LIST = "/admin/articles/article/"
PASSWORD = "newsroom"
SHOWS_WITHIN = 5  # seconds in which a change is everywhere, with some to spare for a busy machine
WRITING = ".ProseMirror[role=textbox]"

# Where to press so that the cursor stands behind these words.
BEHIND = """
(box, words) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        node.parentElement.scrollIntoView({ block: "center" });
        const range = document.createRange();
        range.setStart(node, at + words.length - 1);
        range.setEnd(node, at + words.length);
        const { right, top, height } = range.getBoundingClientRect();
        return [right - 1, top + height / 2];
    }
}
"""


class Seat:
    """One person's browser, with what they pressed in it and how long they waited for pages."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = Clicks(page.context)
        self.waited = 0.0

    def begin(self) -> None:
        """From here on it counts."""
        self.clicks.begin()
        self.waited = 0.0

    def open(self, address: str) -> None:
        self.go(lambda: self.page.goto(address), is_pressed=False)

    def go(self, press: Callable[[], object], *, is_pressed: bool = True) -> None:
        """Do what leads to another page, and wait until one can work in it."""
        started = time.monotonic()
        if is_pressed:
            with self.page.expect_navigation(wait_until="load"):
                press()
        else:
            press()
        if self.page.locator("textarea[name=body]").count():
            self.page.locator(WRITING).wait_for()
        self.waited += time.monotonic() - started

    def press(self, what: str) -> None:
        """Press something that leads to another page."""
        self.go(lambda: self.page.locator(what).first.click())

    def click(self, what: str) -> None:
        self.page.locator(what).first.click()

    def click_behind(self, words: str) -> None:
        """Put the cursor into the text."""
        place = was = None
        while place is None or place != was:  # as one waits until a page stands still
            was, place = place, self.page.locator(WRITING).evaluate(BEHIND, words)
            self.page.wait_for_timeout(100)
        self.page.mouse.click(*place)
        self.page.wait_for_timeout(150)  # no hand is quicker from the mouse to the keys

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def key(self, name: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(name)

    def open_story(self, story: Article) -> None:
        """From the list."""
        self.press(f'#result_list a[href*="/{story.pk}/change/"]')

    def sees(self, what: str, words: str | None = None) -> Locator:
        found = self.page.locator(what).first
        found.wait_for()
        if words is not None:
            expect(found).to_contain_text(words)
        return found


@dataclass
class Desk:
    """Where the tasks are walked: how to open a new browser, and the site's address."""

    open_page: Callable[[], Page]
    address: str
    seats: list[Seat] = field(default_factory=list)

    def new_seat(self) -> Seat:
        """Nobody is logged in."""
        self.seats.append(Seat(self.open_page()))
        return self.seats[-1]

    def seat_of(self, username: str, at: str = LIST) -> Seat:
        """Somebody who is logged in, and looks at this page."""
        seat = self.new_seat()
        log_in(seat, username, at)
        seat.begin()
        return seat

    def leave(self) -> None:
        for seat in self.seats:
            seat.page.context.close()
        self.seats.clear()

    def read(self, path: str) -> tuple[int, str]:
        """What a reader is answered."""
        request = urllib.request.Request(f"{self.address}{path}")
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def readers_see(self, path: str, words: str) -> bool:
        return until(lambda: words in self.read(path)[1])


def log_in(seat: Seat, username: str, at: str) -> None:
    """With the keyboard: the first field has the cursor."""
    seat.open(f"/admin/login/?next={at}")
    seat.type(username)
    seat.key("Tab")
    seat.type(PASSWORD)
    seat.go(lambda: seat.key("Enter"))


def until(is_true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SHOWS_WITHIN
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.1)
    return is_true()
