"""Nothing is lost, in Chromium: browsers are killed, people get in each other's way."""

import json
import time
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from articles import unsaved, workflow
from articles.models import Article, EditLock, Revision, UnsavedText
from sections.models import Role
from tests.browser.keeping import (
    AT_MOST,
    LEFT,
    fill_in_log_in,
    opened,
    text_box,
    type_at_end,
    until,
    wait_until_kept,
)
from tests.factories import make_article, make_place, make_section, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECT = Path(__file__).resolve().parents[2]
ADD = "/admin/articles/article/add/"


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
