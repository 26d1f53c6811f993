"""The browser dies while somebody types; what they typed is offered back in another one."""

import re
import time

from articles.models import Article
from benchmarks import browser, stories
from benchmarks.desk import LIST, WRITING, Desk, Seat, log_in

TYPES_FOR = 7  # seconds: longer than text may be at risk
AT_RISK = 5  # seconds of typing that may be lost


def resume(desk: Desk) -> Seat:
    story = stories.written()
    typed = type_until_killed(desk, story)

    seat = desk.seat_of("reporter")  # another browser: nothing is left of the first one's profile
    seat.open_story(story)
    seat.press('.unsaved-offer a[href*="unsaved="]')
    text = seat.page.locator(WRITING).inner_text()
    found = [int(number) for number in re.findall(r"parola(\d+);", text)]
    died = typed[-1]
    assert found == list(range(len(found))), "words are missing between those that were kept"
    lost = died - typed[len(found)] if len(found) < len(typed) else 0
    assert lost <= AT_RISK, f"{lost:.1f} seconds of typing were lost"
    return seat


def type_until_killed(desk: Desk, story: Article) -> list[float]:
    """Type numbered words; returns when each of them began, and at last when the browser died."""
    browsers = desk.new_seat().page.context.browser.browser_type
    with browser.mortal(browsers) as (mortal, process):
        seat = Seat(mortal.new_context(base_url=desk.address).new_page())
        sit_down(seat, story)
        typed = []
        started = time.monotonic()
        while time.monotonic() - started < TYPES_FOR:
            typed.append(time.monotonic())
            seat.type(f" parola{len(typed) - 1};")
            time.sleep(0.05)
        browser.kill(process)
        return [*typed, time.monotonic()]


def sit_down(seat: Seat, story: Article) -> None:
    log_in(seat, "reporter", LIST)
    seat.open_story(story)
    seat.click_behind("in Friuli")
