"""Pictures in a story, in Chromium: chosen in the picker, placed in the text, put in order, and kept."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import body, locks, unsaved, workflow
from articles.models import ArticlePhoto, Edition
from articles.pictures import Picture
from sections.models import Role
from tests.browser.test_desk import serbia  # noqa: F401 - a fixture
from tests.factories import make_article, make_photo, make_user, publish_article

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

SELECTED = re.compile("ProseMirror-selectednode")
TEXT = "<p>One.</p><p>Two.</p><p>Three.</p>"


def figure(photo):
    return f'<figure data-photo="{photo.pk}"></figure>'


@pytest.fixture
def reporter(serbia):  # noqa: F811
    return make_user(Role.REPORTER, serbia)


@pytest.fixture
def story(serbia):  # noqa: F811
    return make_article(section=serbia, body=TEXT)


def with_pictures(section, text, *photos):
    story = make_article(section=section)
    story.body = text
    workflow.save(story, by=None, photos=[Picture(photo) for photo in photos])
    return story


@pytest.fixture
def harbour():
    return make_photo(headline="Harbour", caption="Boats at dawn.", credit_line="ANSA/Conti")


@pytest.fixture
def tram():
    return make_photo(headline="Tram", caption="A tram on line 14.", credit_line="EPA/Cukic")


def opened(page, story):
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    text_box(page).wait_for()
    page.evaluate("for (const panel of document.querySelectorAll('.panel')) panel.open = true")
    return page


def text_box(page):
    return page.get_by_role("textbox", name="Body")


def picker(page):
    return page.get_by_role("dialog", name="Choose a picture")


def tile(page, words):
    return picker(page).get_by_role("button", name=re.compile(words))


def press(page, key):
    """A key that moves the cursor: the editor hears of that from the browser a moment later."""
    page.keyboard.press(key)
    page.wait_for_timeout(100)


def with_cursor_in(page, words):
    text_box(page).locator("p", has_text=words).click()
    press(page, "End")


def place(page, words):
    page.get_by_role("button", name="Picture", exact=True).click()
    tile(page, words).click()
    expect(picker(page)).to_be_hidden()


def add(page, words):
    page.get_by_role("button", name="Add picture").click()
    tile(page, words).click()
    page.keyboard.press("Escape")


def reads(page, text):
    """The text as it would be sent."""
    expect(page.locator("textarea[name=body]")).to_have_value(text)


def parts(page):
    rows = page.locator(".picture-row")
    return [
        (row.locator(".picture-name span").inner_text(), row.locator(".picture-part").inner_text())
        for row in rows.all()
    ]


def save(page):
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist")


def stored(story):
    story.refresh_from_db()
    rows = ArticlePhoto.objects.filter(article=story).order_by("position")
    return story.body, list(rows.values_list("photo", "caption"))


def test_a_picture_is_placed_by_keyboard_alone_and_is_there_when_the_story_is_opened_again(
    log_in, reporter, story, harbour, tram
):
    page = opened(log_in(reporter), story)
    page.locator("#id_subheadline").focus()
    button = page.get_by_role("button", name="Picture", exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(picker(page).get_by_label("Search")).to_be_focused()
    expect(tile(page, "Boats")).to_be_visible()
    page.keyboard.type("dawn")
    expect(picker(page).get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(tile(page, "Boats")).to_be_focused()
    page.keyboard.press("Enter")
    expect(picker(page)).to_be_hidden()
    expect(text_box(page)).to_be_focused()
    shown = text_box(page).get_by_role("figure", name="Picture: Boats at dawn.")
    expect(shown).to_contain_text("ANSA/Conti")
    assert parts(page) == [("Harbour", "In the text")]
    reads(page, f"{figure(harbour)}{TEXT}")
    save(page)
    assert stored(story) == (f"{figure(harbour)}{TEXT}", [(harbour.pk, "")])
    opened(page, story)
    expect(shown).to_contain_text("Boats at dawn.")
    assert parts(page) == [("Harbour", "In the text")]
    reads(page, f"{figure(harbour)}{TEXT}")


def test_a_picture_comes_after_the_paragraph_in_which_one_writes_and_parts_none(
    log_in, reporter, story, harbour
):
    page = opened(log_in(reporter), story)
    with_cursor_in(page, "Two")
    press(page, "ArrowLeft")
    place(page, "Boats")
    reads(page, f"<p>One.</p><p>Two.</p>{figure(harbour)}<p>Three.</p>")
    page.keyboard.type("!")  # one writes on where one was
    reads(page, f"<p>One.</p><p>Two!.</p>{figure(harbour)}<p>Three.</p>")
    with_cursor_in(page, "Three")
    place(page, "Boats")  # it stands in the text once: it is moved
    reads(page, f"<p>One.</p><p>Two!.</p><p>Three.</p>{figure(harbour)}<p></p>")
    page.keyboard.press("Control+z")
    reads(page, f"<p>One.</p><p>Two!.</p>{figure(harbour)}<p>Three.</p>")


def test_inside_of_a_list_or_a_table_a_picture_comes_after_it(log_in, reporter, serbia, harbour):  # noqa: F811
    lists = "<ul><li><p>One.</p></li><li><p>Two.</p></li></ul>"
    page = opened(log_in(reporter), make_article(section=serbia, body=lists))
    with_cursor_in(page, "One")
    place(page, "Boats")
    reads(page, f"{lists}{figure(harbour)}<p></p>")


def test_a_picture_is_moved_and_taken_out_by_keys_and_by_its_buttons(log_in, reporter, serbia, harbour):  # noqa: F811
    page = opened(
        log_in(reporter), with_pictures(serbia, f"<p>One.</p>{figure(harbour)}<p>Two.</p>", harbour)
    )
    with_cursor_in(page, "One")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".placed-picture")).to_have_class(SELECTED)
    page.keyboard.press("Alt+ArrowUp")
    reads(page, f"{figure(harbour)}<p>One.</p><p>Two.</p>")
    page.keyboard.press("Alt+ArrowUp")  # no further
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    reads(page, f"<p>One.</p><p>Two.</p>{figure(harbour)}<p></p>")
    page.keyboard.press("Alt+ArrowDown")  # no further
    page.get_by_role("figure").get_by_role("button", name="Move up").click()
    reads(page, f"<p>One.</p>{figure(harbour)}<p>Two.</p><p></p>")
    page.keyboard.press("Delete")
    reads(page, "<p>One.</p><p>Two.</p><p></p>")
    assert parts(page) == [("Harbour", "Lead picture")]
    page.keyboard.press("Control+z")
    assert parts(page) == [("Harbour", "In the text")]
    page.get_by_role("figure").get_by_role("button", name="Take out").click()
    reads(page, "<p>One.</p><p>Two.</p><p></p>")


def test_a_picture_that_is_cut_and_pasted_or_dragged_is_the_same_picture(log_in, reporter, serbia, harbour):  # noqa: F811
    page = opened(
        log_in(reporter), with_pictures(serbia, f"{figure(harbour)}<p>One.</p><p>Two.</p>", harbour)
    )
    shown = page.locator(".placed-picture")
    shown.locator(".placed-image").click()
    expect(shown).to_have_class(SELECTED)
    page.keyboard.press("Control+x")
    reads(page, "<p>One.</p><p>Two.</p>")
    with_cursor_in(page, "One")
    page.keyboard.press("Control+v")
    expect(shown).to_contain_text("Boats at dawn.")
    reads(page, f"<p>One.</p>{figure(harbour)}<p>Two.</p>")
    shown.locator(".placed-image").drag_to(
        page.locator(".tiptap p", has_text="One."), target_position={"x": 2, "y": 2}
    )
    reads(page, f"{figure(harbour)}<p>One.</p><p>Two.</p>")


def test_a_text_of_one_picture_alone_is_kept(log_in, reporter, serbia, harbour):  # noqa: F811
    story = make_article(section=serbia, body="")
    page = opened(log_in(reporter), story)
    text_box(page).click()
    place(page, "Boats")
    page.keyboard.press("Backspace")  # which selects it first
    reads(page, f"{figure(harbour)}<p></p>")
    save(page)
    assert stored(story)[0] == figure(harbour)


def test_what_is_typed_on_a_picture_comes_after_it(log_in, reporter, serbia, harbour):  # noqa: F811
    page = opened(log_in(reporter), with_pictures(serbia, f"{figure(harbour)}<p>One.</p>", harbour))
    page.locator("label[for=id_body]").click()
    expect(text_box(page)).to_be_focused()
    page.keyboard.type("Now. ")  # into the text, though it begins with a picture
    reads(page, f"{figure(harbour)}<p>Now. One.</p>")
    page.locator(".placed-image").click()
    page.keyboard.type("Then.")
    reads(page, f"{figure(harbour)}<p>Then.</p><p>Now. One.</p>")


@pytest.mark.parametrize(("words", "edge", "key"), [("Two", "Home", "Backspace"), ("One", "End", "Delete")])
def test_no_picture_is_deleted_by_a_key_too_many(log_in, reporter, serbia, harbour, words, edge, key):  # noqa: F811
    text = f"<p>One.</p>{figure(harbour)}<p>Two.</p>"
    page = opened(log_in(reporter), with_pictures(serbia, text, harbour))
    with_cursor_in(page, words)
    press(page, edge)
    page.keyboard.press(key)
    expect(page.locator(".placed-picture")).to_have_class(SELECTED)
    reads(page, text)
    page.keyboard.press(key)
    reads(page, "<p>One.</p><p>Two.</p>")


def test_a_correction_takes_a_picture_in(log_in, serbia, harbour):  # noqa: F811
    story = publish_article(section=serbia, body=TEXT)
    page = log_in(make_user(Role.EDITOR, serbia))
    page.goto(f"/admin/articles/article/{story.pk}/correct/")
    text_box(page).wait_for()
    page.fill("#id_public_note", "The picture was missing.")
    with_cursor_in(page, "One")
    place(page, "Boats")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Corrected.")
    edition = Edition.objects.latest("pk")
    assert edition.body == f"<p>One.</p>{figure(harbour)}<p>Two.</p><p>Three.</p>"
    assert [row.photo_id for row in edition.photo_rows.all()] == [harbour.pk]


# The list


def test_two_pictures_change_places_and_the_first_that_the_text_does_not_name_leads(
    log_in, reporter, story, harbour, tram
):
    page = opened(log_in(reporter), story)
    add(page, "Boats")
    add(page, "tram")
    assert parts(page) == [("Harbour", "Lead picture"), ("Tram", "Gallery")]
    page.get_by_role("button", name="Move up: Tram").click()
    assert parts(page) == [("Tram", "Lead picture"), ("Harbour", "Gallery")]
    expect(page.get_by_role("button", name="Move down: Tram")).to_be_focused()
    page.get_by_label("Caption in this story").first.fill("The new line.")
    save(page)
    assert stored(story) == (TEXT, [(tram.pk, "The new line."), (harbour.pk, "")])
    opened(page, story)
    handle = page.locator(".picture-row", has_text="Harbour").locator(".picture-handle")
    handle.drag_to(
        page.locator(".picture-row", has_text="Tram").locator("img"), target_position={"x": 5, "y": 1}
    )
    assert parts(page) == [("Harbour", "Lead picture"), ("Tram", "Gallery")]
    with_cursor_in(page, "One")
    place(page, "Boats")
    assert parts(page) == [("Harbour", "In the text"), ("Tram", "Lead picture")]
    save(page)
    assert stored(story)[1] == [(harbour.pk, ""), (tram.pk, "The new line.")]


def test_what_is_taken_off_the_list_leaves_the_text_and_comes_back_with_it(log_in, reporter, story, harbour):
    page = opened(log_in(reporter), story)
    with_cursor_in(page, "One")
    place(page, "Boats")
    page.get_by_label("Caption in this story").fill("At dawn, on Friday.")
    expect(page.get_by_role("figure")).to_contain_text("At dawn, on Friday.")
    page.get_by_role("button", name="Take out: Harbour").click()
    reads(page, TEXT)
    assert parts(page) == []
    expect(page.get_by_role("button", name="Add picture")).to_be_focused()
    text_box(page).focus()
    page.keyboard.press("Control+z")
    assert parts(page) == [("Harbour", "In the text")]
    expect(page.get_by_label("Caption in this story")).to_have_value("At dawn, on Friday.")
    page.keyboard.press("Control+z")  # and what came with the text goes with it
    reads(page, TEXT)
    assert parts(page) == []
    save(page)
    assert stored(story) == (TEXT, [])


def test_several_are_chosen_in_one_go_and_chosen_again_are_taken_out(log_in, reporter, story, harbour, tram):
    page = opened(log_in(reporter), story)
    page.get_by_role("button", name="Add picture").click()
    for words in ("Boats", "tram", "Boats"):
        tile(page, words).click()
    expect(tile(page, "tram")).to_have_attribute("aria-pressed", "true")
    expect(tile(page, "Boats")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Add picture")).to_be_focused()
    assert parts(page) == [("Tram", "Lead picture")]


def test_what_is_done_with_pictures_is_kept_before_it_is_saved(log_in, reporter, story, harbour, tram):
    page = opened(log_in(reporter), story)
    add(page, "tram")
    page.get_by_label("Caption in this story").fill("The new line.")
    with_cursor_in(page, "One")
    place(page, "Boats")
    expect(page.locator(".kept-at")).to_have_text(re.compile("Kept"))
    page.wait_for_timeout(1500)
    expect(page.locator(".kept-at")).to_have_text(re.compile("Kept"))
    data = unsaved.snapshot_data(unsaved.of(reporter, story).values, story.head_revision.data)
    assert [(row["id"], row["caption"]) for row in data["photos"]] == [
        (tram.pk, "The new line."),
        (harbour.pk, ""),
    ]
    assert body.photo_ids(data["body"]) == [harbour.pk]
    page.on("dialog", lambda dialog: dialog.accept())
    opened(page, story)
    assert parts(page) == []
    page.get_by_role("link", name="Take it back").click()
    text_box(page).wait_for()
    assert parts(page) == [("Tram", "Lead picture"), ("Harbour", "In the text")]
    expect(page.get_by_label("Caption in this story").first).to_have_value("The new line.")
    page.get_by_role("button", name="Take out: Tram").click()
    page.get_by_role("button", name="Take out: Harbour").click()
    save(page)
    assert stored(story) == (TEXT, [])


def test_who_only_reads_changes_no_picture(log_in, reporter, serbia, harbour):  # noqa: F811
    story = with_pictures(serbia, f"<p>One.</p>{figure(harbour)}<p>Two.</p>", harbour)
    colleague = make_user(Role.REPORTER, serbia)
    locks.claim(story, colleague, timezone.now())
    page = opened(log_in(reporter), story)
    for name in ("Add picture", "Take out: Harbour"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    expect(page.get_by_role("figure").get_by_role("button", name="Take out")).to_be_hidden()
    assert parts(page) == [("Harbour", "In the text")]


def test_without_a_script_the_list_is_ticked_and_told_by_number(log_in, reporter, serbia, harbour, tram):  # noqa: F811
    story = with_pictures(serbia, TEXT, harbour)
    page = log_in(reporter, java_script_enabled=False)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator(".pictures").get_by_role("checkbox", name="Harbour").uncheck()
    page.get_by_label("Add a picture by its number").fill(str(tram.pk))
    page.get_by_role("button", name="Save", exact=True).click()
    assert stored(story)[1] == [(tram.pk, "")]
