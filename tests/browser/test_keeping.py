"""Nothing is lost, in Chromium: browsers are killed, the server is killed, people get in each other's way."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from articles import unsaved, workflow
from articles.models import Article, EditLock, Revision, UnsavedText
from sections.models import Role
from tests.factories import make_article, make_place, make_section, make_user
from tests.servers.databases import own_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECT = Path(__file__).resolve().parents[2]
ADD = "/admin/articles/article/add/"
SOON, AT_MOST = 3_000, 20_000  # milliseconds
LEFT = """() => JSON.stringify(Object.keys(localStorage).filter(name => name.startsWith("newsroom")))"""


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def story(serbia):
    return make_article(section=serbia, headline="As saved", body="<p>Saved.</p>")


@pytest.fixture
def reporter(serbia):
    return make_user(Role.REPORTER, serbia, first_name="Anna", last_name="Rossi")


@pytest.fixture
def head(serbia):
    return make_user(Role.DESK_HEAD, serbia, first_name="Elena", last_name="Conti")


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


def kept_text(person, story):
    row = unsaved.of(person, story)
    return row.values["body"][0] if row else ""


def test_a_form_at_which_nothing_happens_says_nothing(log_in, story, reporter):
    page = log_in(reporter)
    with page.expect_response("**/lock/*"):
        opened(page, story)
    page.wait_for_timeout(300)
    expect(page.locator(".kept-notes")).to_have_text("")


# The browser goes


def test_after_a_crash_another_machine_offers_all_that_was_typed_and_takes_it_back(
    log_in, story, reporter, serbia
):
    make_place("Belgrade")
    page = opened(log_in(reporter), story)
    page.fill("[name=headline]", "Typed and not saved")
    type_at_end(page, " And more of it.")
    until(lambda: "And more of it." in kept_text(reporter, story), seconds=5)
    page.context.close()  # without a word: as a crash

    elsewhere = opened(log_in(reporter), story)
    assert elsewhere.input_value("[name=headline]") == "As saved"
    expect(elsewhere.locator(".unsaved-offer")).to_contain_text("You have unsaved text of")
    elsewhere.click("text=Take it back")
    elsewhere.wait_for_selector(".tiptap[role=textbox]")
    assert elsewhere.input_value("[name=headline]") == "Typed and not saved"
    assert text_box(elsewhere).inner_text() == "Saved. And more of it."
    elsewhere.click("[name=_save]")
    elsewhere.wait_for_selector(".messagelist .success")
    story.refresh_from_db()
    assert story.body == "<p>Saved. And more of it.</p>"
    expect(elsewhere.locator(".unsaved-offer")).to_have_count(0)
    assert not Revision.objects.filter(step="keep").exists()


def test_a_correction_is_kept_and_offered_back_like_any_text(log_in, story, serbia):
    workflow.publish(story, by=None)
    editor = make_user(Role.EDITOR, serbia)
    correct = f"/admin/articles/article/{story.pk}/correct/"

    def kept_correction():
        rows = unsaved.of_corrections(editor, story.publication)
        return rows and "On Monday." in rows[0].values["body"][0]

    page = log_in(editor)
    page.goto(correct)
    page.wait_for_selector(".tiptap[role=textbox]")
    page.fill("[name=public_note]", "The date was wrong")
    type_at_end(page, " On Monday.")
    until(kept_correction, seconds=5)
    assert not EditLock.objects.exists()
    page.context.close()

    elsewhere = log_in(editor)
    elsewhere.goto(correct)
    elsewhere.click("text=Take it back")
    elsewhere.wait_for_selector(".tiptap[role=textbox]")
    assert elsewhere.input_value("[name=public_note]") == "The date was wrong"
    elsewhere.click("[name=_correct]")
    elsewhere.wait_for_selector(".messagelist .success")
    assert story.publication.editions.order_by("-version").first().body == "<p>Saved. On Monday.</p>"


def test_looking_keeps_and_locks_nothing(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    text_box(page).click()
    page.wait_for_timeout(1500)
    assert not UnsavedText.objects.exists()
    assert not EditLock.objects.exists()


def test_while_one_types_on_nothing_older_than_five_seconds_is_only_on_the_page(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    text_box(page).click()
    page.keyboard.press("Control+End")
    begun, typed = time.monotonic(), []
    while time.monotonic() - begun < 9:
        page.keyboard.type("x")
        typed.append(time.monotonic())
        page.wait_for_timeout(150)
        kept = kept_text(reporter, story).count("x")
        assert not typed[kept:] or time.monotonic() - typed[kept] < 5


def test_a_new_story_that_was_never_saved_is_offered_by_the_next_form(log_in, reporter, serbia):
    page = log_in(reporter)
    page.goto(ADD)
    page.fill("[name=headline]", "A bridge opens")
    wait_until_kept(page)
    page.context.close()
    page = log_in(reporter)
    page.goto(ADD)
    expect(page.locator(".unsaved-offer")).to_contain_text("“A bridge opens”")
    page.click("text=Take it back")
    assert page.input_value("[name=headline]") == "A bridge opens"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    page.goto(ADD)
    expect(page.locator(".unsaved-offer")).to_have_count(0)


def test_closing_a_tab_sends_the_last_words_and_lets_others_in(log_in, story, reporter):
    page = log_in(reporter)
    page.on("dialog", lambda dialog: dialog.accept())
    opened(page, story)
    type_at_end(page, " First.")
    until(lambda: EditLock.objects.exists())
    page.keyboard.type(" Last words.")
    page.goto("/admin/")
    until(lambda: "Last words." in kept_text(reporter, story))
    until(lambda: not EditLock.objects.exists())


def test_what_is_thrown_away_is_offered_no_more(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    type_at_end(page, " Never mind.")
    until(lambda: "Never mind." in kept_text(reporter, story))
    page.context.close()
    page = opened(log_in(reporter), story)
    page.click(".unsaved-offer >> text=Compare")
    expect(page.locator("#content-main")).to_contain_text("Never mind.")
    page.click("button:has-text('Throw away')")
    page.wait_for_selector(".messagelist")
    expect(page.locator(".unsaved-offer")).to_have_count(0)
    assert not UnsavedText.objects.exists()


def test_a_warning_only_where_the_form_differs_from_the_saved_version(log_in, story, reporter):
    warnings = []
    page = opened(log_in(reporter), story)
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    text_box(page).click()
    opened(page, story)
    type_at_end(page, "x")
    page.keyboard.press("Backspace")
    opened(page, story)
    assert warnings == []
    type_at_end(page, " More.")
    opened(page, story)
    assert warnings == ["beforeunload"]
    type_at_end(page, " More.")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert warnings == ["beforeunload"]


def test_what_is_typed_while_the_form_is_being_saved_is_offered_by_the_next_page(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    type_at_end(page, " One.")
    wait_until_kept(page)
    under_way = []
    page.route(
        "**/change/", lambda route: route.continue_() if under_way else under_way.append(route)
    )  # the save waits, what follows does not
    page.keyboard.press("Control+s")
    page.wait_for_timeout(300)
    page.keyboard.type(" Two.")
    under_way[0].continue_()
    page.wait_for_selector(".messagelist .success")
    expect(page.locator(".unsaved-offer")).to_have_count(1)
    story.refresh_from_db()
    assert "One." in story.body
    until(lambda: "Two." in kept_text(reporter, story))


# Log-in and log-out


def test_an_expired_log_in_is_said_calmly_and_the_text_goes_on_after_the_next(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    type_at_end(page, " Before.")
    wait_until_kept(page)
    page.context.clear_cookies(name="sessionid")
    type_at_end(page, " After.")
    state = page.locator(".kept-notes [data-note=state]")
    expect(state).to_contain_text("You are logged out.", timeout=AT_MOST)
    type_at_end(page, " And on.")
    expect(state).to_contain_text("your text is kept in this browser")
    until(lambda: "And on." in page.evaluate("() => JSON.stringify({...localStorage})"))
    with page.context.expect_page() as popup:
        state.get_by_role("link").click()
    fill_in_log_in(popup.value, reporter.username)
    popup.value.close()
    expect(state).to_be_empty(timeout=AT_MOST)
    assert "And on." in kept_text(reporter, story)
    assert page.evaluate(LEFT) == "[]"
    page.click("[name=_save]")  # although the log-in changed the form's token
    page.wait_for_selector(".messagelist .success")


def test_a_log_out_leaves_nothing_in_the_browser_and_open_pages_keep_no_more_there(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    page.route("**/keep/", lambda route: route.fulfill(body="not what we know"))
    type_at_end(page, " Only here.")
    until(lambda: page.evaluate(LEFT) != "[]")
    other = page.context.new_page()
    other.goto("/admin/")
    other.click("#logout-form button")
    other.wait_for_load_state()
    page.unroute("**/keep/")
    type_at_end(page, " And on.")
    expect(page.locator(".kept-notes [data-note=state]")).to_contain_text(
        "You have logged out.", timeout=AT_MOST
    )
    assert page.evaluate(LEFT) == "[]"
    page.close()
    assert other.evaluate(LEFT) == "[]"


def test_whoever_logs_out_of_the_page_itself_loses_nothing(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    page.on("dialog", lambda dialog: dialog.accept())
    type_at_end(page, " The last words.")
    page.click("#logout-form button")
    page.wait_for_selector("text=Log in again")
    assert "The last words." in kept_text(reporter, story)
    assert page.evaluate(LEFT) == "[]"


def test_what_another_person_left_in_this_browser_is_never_shown(log_in, story, reporter, head):
    page = opened(log_in(head), story)
    secret = {"values": [["headline", "A secret"]], "empty": [], "seen": str(story.head_revision_id), "at": 1}
    for story_part in (story.pk, "new"):
        name = f"newsroom.unsaved:{reporter.pk}:{story_part}:00000000-0000-0000-0000-000000000001"
        page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, json.dumps(secret)])
    for address in (ADD, f"/admin/articles/article/{story.pk}/change/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert "A secret" not in page.content()
    assert not UnsavedText.objects.exists()


# Several people


def test_the_second_sees_who_is_editing_and_can_only_read_until_the_first_leaves(
    log_in, story, reporter, head, serbia
):
    editor = make_user(Role.EDITOR, serbia, first_name="Bruno", last_name="Bianchi")
    first, second = opened(log_in(reporter), story), opened(log_in(editor), story)
    type_at_end(first, " Mine.")
    lock = second.locator(".kept-notes [data-note=lock]")
    expect(lock).to_contain_text("Anna Rossi is editing this story since", timeout=AT_MOST)
    expect(text_box(second)).to_have_attribute("contenteditable", "false")
    expect(second.locator("[name=headline]")).not_to_be_editable()
    opened(second, story)
    expect(second.locator(".story-lock")).to_contain_text("Anna Rossi is editing this story since")
    expect(second.locator(".story-lock button")).to_have_count(0)
    expect(text_box(second)).to_have_attribute("contenteditable", "false")
    expect(second.locator("[name=_save]")).to_be_disabled()
    first.on("dialog", lambda dialog: dialog.accept())
    first.goto("/admin/")
    expect(lock).to_contain_text("Free now.", timeout=AT_MOST)
    lock.get_by_role("link", name="Load it again").click()
    second.wait_for_selector(".tiptap[role=textbox]")
    expect(text_box(second)).to_have_attribute("contenteditable", "true")


def test_taken_over_both_texts_are_kept(log_in, story, reporter, head):
    first = opened(log_in(reporter), story)
    type_at_end(first, " Of Anna.")
    until(lambda: "Of Anna." in kept_text(reporter, story))
    second = opened(log_in(head), story)
    second.click("text=Take over")
    second.wait_for_selector(".messagelist .success")
    second.wait_for_selector(".tiptap[role=textbox]")
    type_at_end(second, " Of Elena.")
    until(lambda: "Of Elena." in kept_text(head, story))
    type_at_end(first, " Typed on.")
    lock = first.locator(".kept-notes [data-note=lock]")
    expect(lock).to_contain_text("Elena Conti is editing this story since", timeout=AT_MOST)
    expect(lock).to_contain_text("kept as a version")
    until(lambda: "Typed on." in kept_text(reporter, story))
    second.click("[name=_save]")
    second.wait_for_selector(".messagelist .success")
    assert Article.objects.get(pk=story.pk).body == "<p>Saved. Of Elena.</p>"
    assert Revision.objects.get(step="keep").data["body"] == "<p>Saved. Of Anna.</p>"
    assert "Of Anna. Typed on." in kept_text(reporter, story)


def test_who_types_is_told_when_a_colleague_saves(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    type_at_end(page, " One.")
    wait_until_kept(page)
    EditLock.objects.all().delete()
    story.headline = "By a colleague"
    workflow.save(story, by=None)
    type_at_end(page, " Two.")
    expect(page.locator(".kept-notes [data-note=changed]")).to_contain_text(
        "Saved meanwhile by", timeout=AT_MOST
    )


def test_a_tab_in_which_nothing_was_typed_overwrites_nothing(log_in, story, reporter):
    page = opened(log_in(reporter), story)
    other = opened(page.context.new_page(), story)
    type_at_end(page, " In the first tab.")
    until(lambda: "In the first tab." in kept_text(reporter, story))
    other.goto("/admin/")
    other.close()
    assert "In the first tab." in kept_text(reporter, story)
    third = opened(page.context.new_page(), story)
    type_at_end(third, " In the third.")
    until(lambda: "In the third." in kept_text(reporter, story))
    assert "In the first tab." in Revision.objects.get(step="keep").data["body"]


# For everybody


@pytest.mark.once
@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_told_is_told_to_everybody(log_in, look, story, reporter, head, width):
    """axe finds nothing serious, and nothing is wider than the screen."""
    EditLock.objects.create(article=story, person=reporter)
    for person, article, key in ((head, story, 1), (head, None, 2)):
        grew_from = article.head_revision_id if article else None
        unsaved.keep(person, article, UUID(int=key), grew_from, {"body": ["<p>Typed.</p>"]})
    page = log_in(head, width=width)
    change = f"/admin/articles/article/{story.pk}/change/"
    found = {}
    for address in (change, f"/admin/articles/article/{story.pk}/unsaved/", ADD, f"{change}?unsaved=1"):
        page.goto(address)
        page.wait_for_timeout(300)
        if wrong := look(page):
            found[address] = wrong
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        EditLock.objects.all().delete()
    assert found == {}


# The server goes

PREPARE = """
import django
django.setup()
from sections.models import Role
from tests.factories import make_article, make_section, make_user
make_user(Role.REPORTER, make_section(), username="anna")
print(make_article(headline="As saved", body="<p>Saved.</p>").pk)
"""
LOOK = """
import django
django.setup()
from articles.models import UnsavedText
print("".join(row.values["body"][0] for row in UnsavedText.objects.all()))
"""


class Server:
    """A real one, with a database of its own, that can be killed and started again on the same port."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = os.environ | {
            "DATABASE_URL": own_file(folder),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_DEBUG": "",
            "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1",
            "PYTHONPATH": str(PROJECT),
        }
        self.process = None

    def run(self, *command):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=PROJECT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--threads", "4", "--log-level", "warning", "--no-control-socket"]
        self.process = subprocess.Popen(command, cwd=PROJECT, env=self.environment, start_new_session=True)
        until(self.answers, seconds=20)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def running(server):
    server.start()
    try:
        yield
    finally:
        server.kill()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.run("manage.py", "migrate", "--verbosity", "0")
    server.pk = server.run("-c", PREPARE)
    with running(server):
        yield server


@pytest.fixture
def page_of(chromium, server):
    """A page of that server. That it is down for a while is the test's own doing; the policy must hold."""
    contexts, complaints = [], []

    def page_of():
        context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                "ERR_" in message.text or message.type != "error" or complaints.append(message.text)
            ),
        )
        page.goto("/admin/login/")
        fill_in_log_in(page, "anna")
        page.goto(f"/admin/articles/article/{server.pk}/change/")
        page.wait_for_selector(".tiptap[role=textbox]")
        return page

    yield page_of
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.once  # the server has a database of its own, on SQLite
def test_type_kill_the_server_type_on_start_it_again_and_nothing_is_missing(server, page_of):
    page = page_of()
    type_at_end(page, " Before.")
    wait_until_kept(page)
    server.kill()
    type_at_end(page, " While it was down.")
    state = page.locator(".kept-notes [data-note=state]")
    expect(state).to_contain_text("Not reaching the server: kept in this browser.", timeout=AT_MOST)
    until(lambda: "While it was down." in page.evaluate("() => JSON.stringify({...localStorage})"))
    page.click("[name=_save]")  # nobody is there to save it: the page stays
    page.wait_for_timeout(500)
    assert text_box(page).inner_text() == "Saved. Before. While it was down."
    server.start()
    expect(state).to_be_empty(timeout=AT_MOST)
    type_at_end(page, " After.")
    until(lambda: server.run("-c", LOOK) == "<p>Saved. Before. While it was down. After.</p>")
    assert page.evaluate(LEFT) == "[]"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert text_box(page).inner_text() == "Saved. Before. While it was down. After."


@pytest.mark.once  # the server has a database of its own, on SQLite
def test_the_server_and_then_the_tab_are_killed_and_the_next_opening_offers_it(server, page_of):
    page = page_of()
    type_at_end(page, " Before.")
    wait_until_kept(page)
    server.kill()
    type_at_end(page, " While it was down.")
    until(lambda: "While it was down." in page.evaluate("() => JSON.stringify({...localStorage})"))
    again = page.context.new_page()
    page.close()
    server.start()
    again.goto(f"/admin/articles/article/{server.pk}/change/")
    expect(again.locator(".unsaved-offer")).to_have_count(1)
    until(lambda: again.evaluate(LEFT) == "[]")
    assert server.run("-c", LOOK) == "<p>Saved. Before. While it was down.</p>"
    again.click("text=Take it back")
    again.wait_for_selector(".tiptap[role=textbox]")
    assert text_box(again).inner_text() == "Saved. Before. While it was down."


@pytest.mark.once  # the server has a database of its own, on SQLite
def test_a_save_that_never_arrived_loses_nothing(server, page_of):
    page = page_of()
    page.on("dialog", lambda dialog: dialog.accept())
    type_at_end(page, " Saved in vain.")
    server.kill()
    page.click("[name=_save]")
    page.wait_for_timeout(SOON)
    server.start()
    page.goto(f"/admin/articles/article/{server.pk}/change/")
    page.wait_for_selector(".unsaved-offer")
    page.click("text=Take it back")
    page.wait_for_selector(".tiptap[role=textbox]")
    assert text_box(page).inner_text() == "Saved. Saved in vain."
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    expect(page.locator(".unsaved-offer")).to_have_count(0)
    assert page.evaluate(LEFT) == "[]"
