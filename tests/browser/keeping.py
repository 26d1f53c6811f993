"""What somebody does at a form, and what it tells of the text that it keeps."""

import re
import time

from playwright.sync_api import expect

SOON, AT_MOST = 3_000, 20_000  # milliseconds
LEFT = """() => JSON.stringify(Object.keys(localStorage).filter(name => name.startsWith("newsroom")))"""


def fill_in_log_in(page, username):
    page.fill("#id_username", username)
    page.fill("#id_password", "newsroom")
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")


def opened(page, story, query=""):
    page.goto(f"/admin/articles/article/{story.pk}/change/{query}")
    page.wait_for_selector(".tiptap[role=textbox]")
    return page


def text_box(page):
    return page.locator(".tiptap[role=textbox]")


def type_at_end(page, words):
    text_box(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def wait_until_kept(page):
    expect(page.locator(".kept-at")).to_have_text(re.compile(r"Kept \d\d:\d\d:\d\d"))


def until(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found
