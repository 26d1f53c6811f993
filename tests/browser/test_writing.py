"""The form of a story in Chromium: counters, keys, what is lacking, both sides of a stale form, a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import body, workflow
from articles.models import Article, Edition
from sections.models import Role
from tests.browser.test_desk import ADD, serbia  # noqa: F401 - a fixture
from tests.factories import make_admin, make_article, make_user, publish_article

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

TEXTS = [
    "<p>One two three.</p>",
    "<p>Before<br>after</p><p></p><p>  spaced   out  </p>",
    "<ul><li>one item</li><li><p>two items</p><ul><li>deep</li></ul></li></ul><ol><li>x</li></ol>",
    "<table><tbody><tr><th>a head</th><td>a cell</td></tr><tr><td>b</td><td></td></tr></tbody></table>",
    "<p>An emoji 👩‍👩‍👧 and 𝒯 and é</p><p>" + "👍" * 65 + "</p>",
    "<p>hard\u00a0space and\u2009thin and\u202fnarrow \ufeffmark</p>",
    "<h2>A title</h2><blockquote><p>said he</p><p>twice</p></blockquote><hr><p>end</p>",
    "<p>" + "x" * 64 + "</p><p>" + "x" * 65 + "</p><p>" + "word " * 200 + "</p>",
    "<p>bold<strong>er</strong> and a <a href='https://example.com'>link</a></p>",
    "",
]


def change(story):
    return f"/admin/articles/article/{story.pk}/change/"


def written(page):
    return page.get_by_role("textbox", name="Body")


def test_the_counters_count_as_the_server_does(log_in, serbia):  # noqa: F811
    page = log_in(make_user(Role.REPORTER, serbia))
    for text in TEXTS:
        story = make_article(section=serbia, body=text)
        page.goto(change(story))
        written(page).wait_for()
        expected = f"{body.word_count(story.body)} words · {body.line_count(story.body)} lines of 64"
        assert page.locator("#body-counter").inner_text() == expected, text


def test_the_headline_is_counted_with_its_number_and_is_only_warned_about(log_in, serbia):  # noqa: F811
    page = log_in(make_user(Role.REPORTER, serbia))
    page.goto(change(publish_article(section=serbia, headline="x" * 60)))
    counter = page.locator("#headline-counter")
    assert counter.inner_text() == "64/64 (2)"
    page.fill("#id_headline", "👍" * 61)
    assert counter.inner_text() == "65/64 (2) over the limit of the wire"
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Saved as a draft")


# Keys


@pytest.mark.parametrize(
    ("role", "key", "stage"),
    [
        (Role.REPORTER, "Control+s", "draft"),
        (Role.REPORTER, "Control+Shift+s", "submitted"),
        (Role.REPORTER, "Control+Enter", "submitted"),
        (Role.EDITOR, "Control+Enter", "published"),
    ],
)
def test_a_key_presses_the_button_from_within_the_text(log_in, serbia, role, key, stage):  # noqa: F811
    story = make_article(section=serbia)
    page = log_in(make_user(role, serbia))
    page.goto(change(story))
    written(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" More.")
    page.keyboard.press(key)
    page.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert story.stage == stage
    assert "More." in story.body


def test_caps_lock_does_not_make_a_save_a_submission(log_in, serbia):  # noqa: F811
    story = make_article(section=serbia)
    page = log_in(make_user(Role.REPORTER, serbia))
    page.goto(change(story))
    page.fill("#id_headline", "Changed")
    page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'S', ctrlKey: true, bubbles: true}))"
    )
    page.wait_for_selector("text=Saved.")
    story.refresh_from_db()
    assert story.stage == "draft"


def test_no_key_publishes_a_correction_by_the_way(log_in, serbia):  # noqa: F811
    story = publish_article(section=serbia)
    page = log_in(make_user(Role.EDITOR, serbia))
    page.goto(f"/admin/articles/article/{story.pk}/correct/")
    page.fill("#id_public_note", "A note")
    page.fill("#id_headline", "Another")
    for key in ("Control+s", "Control+Shift+s", "Control+Shift+p"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert Edition.objects.count() == 1
    assert page.url.endswith("/correct/")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Corrected.")
    assert Edition.objects.count() == 2


def test_preview_has_a_key_for_a_new_story_too(log_in, serbia):  # noqa: F811
    page = log_in(make_user(Role.REPORTER, serbia))
    page.goto(ADD)
    page.fill("#id_headline", "Not saved yet")
    with page.expect_popup() as popup:
        page.keyboard.press("Control+Shift+p")
    popup.value.frame_locator("iframe").first.locator("h1", has_text="Not saved yet").wait_for()
    assert not Article.objects.exists()


def test_the_help_lists_only_the_keys_that_do_something(log_in, serbia):  # noqa: F811
    page = log_in(make_user(Role.REPORTER, serbia))
    page.goto(ADD)
    written(page).click()
    page.keyboard.type("?")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("Control+/")
    shown = page.locator("#keys [data-presses]:visible dd").all_inner_texts()
    assert shown == ["Save", "Submit", "The filled button: what it says", "Preview"]
    page.keyboard.press("Control+s")
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.keyboard.type("!")
    assert written(page).inner_text() == "?!", "the focus is back in the text"
    assert not Article.objects.exists()
    page.locator("#steps summary, #steps button").first.focus()
    page.keyboard.type("?")
    assert page.locator("#keys").is_visible()


# What is lacking


def test_what_is_lacking_leads_to_its_field(log_in, serbia):  # noqa: F811
    story = make_article(section=serbia, body="", places=[], embargo=True)
    page = log_in(make_user(Role.EDITOR, serbia))
    page.goto(change(story))
    written(page).wait_for()
    page.click("#lacks a[href='#id_body']")
    page.keyboard.type("Typed here.")
    assert written(page).inner_text() == "Typed here."
    page.click("#lacks a[href='#id_not_before']")
    assert page.evaluate("document.activeElement.id") == "id_not_before"
    page.fill("#id_not_before", (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.click("#lacks a[href='#id_dateline_places']")
    assert page.evaluate("document.activeElement.className") == "select2-search__field"
    page.locator("#lacks a[href='#id_body']").wait_for(state="detached", timeout=8000)
    page.locator("#lacks a[href='#id_not_before']").wait_for(state="detached", timeout=8000)


# A form that was overtaken


def test_theirs_are_put_into_the_form_by_one_press(log_in, serbia):  # noqa: F811
    story = make_article(section=serbia, body="<p>One five.</p>")
    page = log_in(make_user(Role.EDITOR, serbia))
    page.goto(change(story))
    page.fill("#id_headline", "My headline")
    written(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("One fünf.")
    story.headline, story.body = "Their headline", "<p>One cinque.</p>"
    workflow.save(story, by=None)
    page.click("text=Save")
    page.wait_for_selector("text=Both changed it")
    written(page).wait_for()
    for name in ("headline", "body"):
        page.click(f".take-theirs[data-field=id_{name}]")
    assert page.locator(".take-theirs").all_inner_texts() == ["It stands in the form now"] * 2
    assert page.input_value("#id_headline") == "Their headline"
    assert written(page).inner_text() == "One cinque."
    page.locator("#steps [name=_save]").click()
    page.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert (story.headline, story.body) == ("Their headline", "<p>One cinque.</p>")


def test_leaving_a_correction_asks_first(log_in, serbia):  # noqa: F811
    story = publish_article(section=serbia)
    page = log_in(make_user(Role.EDITOR, serbia))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    correct = f"/admin/articles/article/{story.pk}/correct/"
    page.goto(correct)
    written(page).click()
    page.click("text=No, take me back")
    page.wait_for_url(f"**{change(story)}")
    assert asked == [], "nothing was typed"
    page.goto(correct)
    written(page).click()
    page.keyboard.type("Typed. ")
    page.click("text=No, take me back")
    page.wait_for_url(f"**{change(story)}")
    assert asked == ["beforeunload"]
    page.goto(correct)
    page.fill("#id_public_note", "A note")
    page.fill("#id_headline", "Another headline")
    page.click("text=Publish correction")
    page.wait_for_selector("text=Corrected.")
    assert asked == ["beforeunload"]


def test_a_colleague_is_mentioned_by_one_press(log_in, serbia):  # noqa: F811
    make_user(Role.EDITOR, serbia, username="elena")
    page = log_in(make_user(Role.REPORTER, serbia))
    page.goto(change(make_article(section=serbia)))
    page.click("summary:has-text('Notes')")
    page.fill("#note-text", "Look")
    page.click("text=@elena")
    assert page.input_value("#note-text") == "Look @elena "


# A phone


def test_the_bar_leaves_room_to_write_on_a_phone(log_in, serbia):  # noqa: F811
    story = publish_article(section=serbia, body="", priority=1)
    page = log_in(make_admin(), width=390, height=844)
    for address in (ADD, change(story), f"/admin/articles/article/{story.pk}/correct/"):
        page.goto(address)
        page.wait_for_timeout(200)
        assert page.locator("#steps").bounding_box()["height"] <= 844 / 3, address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    page.goto(change(story))
    assert page.locator(".grave").get_by_role("link").all_inner_texts() == ["Hold…", "Kill…"]
    page.click(".more-steps summary")
    box = page.locator(".more-steps > div").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] >= 0
    page.keyboard.press("Escape")
    assert not page.locator(".more-steps > div").is_visible()
    page.click("text=Hold…")
    page.wait_for_url("**/steps/hold/")


# For everybody


@pytest.mark.parametrize("width", [1280, 390])
def test_the_screens_of_a_story_are_for_everybody(log_in, look, serbia, width):  # noqa: F811
    boss = make_admin()
    live = publish_article(section=serbia, body="<p>It has two lanes.</p>")
    live.body = "<p>It has two lanes, and more.</p>"
    workflow.save(live, by=boss)
    edition = Edition.objects.get()
    mended = Article(section=serbia, language="en", headline="Right", body="<p>It has four lanes.</p>")
    workflow.correct(
        live,
        by=None,
        mended=mended,
        public_note="Four",
        seen_edition=edition.pk,
        sources=[],
        places=[],
        authors=[],
    )
    draft = make_article(section=serbia)
    workflow.submit(draft, by=None)
    workflow.note(draft, by=boss, text="A word")
    page = log_in(boss, width=width)
    found = {}

    def look_at(name):
        page.evaluate("document.querySelectorAll('details.panel').forEach((panel) => (panel.open = true))")
        wrong = look(page, exclude=".inline-group")
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong.append("wider than the screen")
        if wrong:
            found[name] = wrong

    of_live, of_draft = (f"/admin/articles/article/{story.pk}/" for story in (live, draft))
    for address in (
        *(f"{of_live}change/", f"{of_live}correct/", f"{of_live}steps/hold/", f"{of_live}steps/kill/"),
        *(f"{of_live}compare/?from=live", f"{of_live}steps/set_fix_aside/"),
        *(f"{of_draft}change/", f"{of_draft}steps/return/", f"{of_draft}steps/hand_over/"),
        *("/admin/articles/article/flash/", "/admin/dashboard/to-me/", "/admin/articles/event/"),
    ):
        page.goto(address)
        look_at(address)
    page.goto(f"{of_draft}change/")
    page.fill("#id_headline", "Mine")
    draft.headline = "Theirs"
    workflow.save(draft, by=None)
    page.keyboard.press("Control+s")
    page.wait_for_selector(".stale")
    look_at("stale")
    page.keyboard.press("Control+/")
    look_at("keys")
    assert found == {}
