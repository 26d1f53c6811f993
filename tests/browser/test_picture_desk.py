"""The picture desk in Chromium: dropped files, the focal point by hand and by keyboard, and how it looks."""

import base64

import pytest

from photos.models import Photo
from sections.models import Role
from tests.browser.test_site import needs_no_sideways_scrolling
from tests.factories import make_admin, make_photo, make_root, make_user
from tests.photos.pictures import file_of, halves

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

LIST = "/admin/photos/photo/"
UPLOAD = f"{LIST}add/"

TRANSFER = """([files, kind]) => {
    const transfer = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: kind }));
    }
    return transfer;
}"""
SENT = """(keys) => {
    const list = document.getElementById("all-sent");
    for (const value of keys) {
        const key = Object.assign(document.createElement("input"), { type: "hidden", name: "ids", value });
        list.append(key);
    }
    document.querySelector(".after").hidden = false;
}"""
OPEN_PANELS = "document.querySelectorAll('details.panel').forEach((panel) => { panel.open = true; })"
PLACE = "(image) => getComputedStyle(image).objectPosition"


@pytest.fixture
def editor():
    return make_user(Role.EDITOR, make_root())


def picture(shade, size=(64, 48)):
    image = halves("RGB", size)
    image.paste((shade, shade, shade), (0, 0, 16, 16))
    return file_of(image, "JPEG").getvalue()


def two_files():
    return [{"name": f"{shade}.jpg", "mimeType": "image/jpeg", "buffer": picture(shade)} for shade in (1, 2)]


def drop(page, files, kind="image/jpeg"):
    sent = [(name, base64.b64encode(content).decode()) for name, content in files]
    transfer = page.evaluate_handle(TRANSFER, [sent, kind])
    for event in ("dragover", "drop"):
        page.dispatch_event("#upload", event, {"dataTransfer": transfer})


def change_of(photo):
    return f"{LIST}{photo.pk}/change/"


def test_files_are_dropped_sent_one_by_one_and_told_of(log_in, editor):
    page = log_in(editor, at=UPLOAD)
    held, is_held = [], True
    page.route(f"**{UPLOAD}", lambda route: held.append(route) if is_held else route.continue_())
    drop(page, [("one.jpg", picture(1)), ("two.jpg", picture(2)), ("notes.jpg", b"no picture")])
    page.locator("#all-sent progress").nth(2).wait_for()  # how far each is, before any has arrived
    assert page.locator("#upload-state").inner_text() == "0 of 3 decided"
    assert len(held) == 2  # no more at a time
    is_held = False
    for route in held:
        route.continue_()
    page.locator("#upload-state", has_text="3 of 3 decided: 2 here, 1 not taken").wait_for()
    assert page.locator(".sent-new").count() == 2
    assert "no picture that we can read" in page.locator(".sent-refused").inner_text()
    assert Photo.objects.count() == 2
    drop(page, [("again.jpg", picture(1))])
    page.locator(".sent-known", has_text="Already here").wait_for()
    assert Photo.objects.count() == 2


def test_what_was_uploaded_gets_its_words_in_one_go(log_in, editor):
    page = log_in(editor, at=UPLOAD)
    page.set_input_files("#files", two_files())
    page.locator("#upload-state", has_text="2 of 2 decided").wait_for()
    page.click(".after button")
    page.fill("#id_credit_line", "ANSA/Conti")  # which ticks it
    assert page.is_checked("#id_tick_credit_line")
    page.click("text=Change them")
    page.locator(".told", has_text="2 pictures were changed.").wait_for()
    assert set(Photo.objects.values_list("credit_line", flat=True)) == {"ANSA/Conti"}


def test_a_file_that_is_too_large_is_not_even_sent(log_in, editor, settings):
    settings.NEWSROOM_PHOTO_BYTES = 100
    page, sent = log_in(editor, at=UPLOAD), []
    page.on("request", lambda request: sent.append(request.method))
    drop(page, [("big.jpg", picture(1))])
    page.locator(".sent-refused", has_text="Send a copy with fewer pixels").wait_for()
    drop(page, [("film.mp4", picture(1))], kind="video/mp4")  # which no copy of it would be either
    page.locator(".sent-refused", has_text="This is no picture that we can read").wait_for()
    assert "POST" not in sent


def test_who_is_logged_out_meanwhile_hears_so_and_goes_on_in_the_same_page(log_in, editor):
    page = log_in(editor, at=UPLOAD)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    drop(page, [(f"{shade}.jpg", picture(shade)) for shade in range(3)])
    page.locator("#upload-state", has_text="3 of 3 decided: 0 here, 3 not taken").wait_for()
    said = page.locator(".sent-refused .why").all_inner_texts()
    assert said == ["You are logged out: log in in another tab, and send it again."] * 3
    # A log-in changes the token, which the page took from the one before.
    others = page.context.new_page()
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] != "csrftoken"])
    others.goto(UPLOAD)
    drop(page, [("again.jpg", picture(1))])
    page.locator(".sent-new").wait_for()
    page.click(".after button")
    page.locator("h2", has_text="With this picture").wait_for()


def test_more_pictures_than_a_form_has_fields_for_get_their_words_in_one_go(log_in, editor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 30
    photos = [make_photo(size=(64, 48)) for _number in range(40)]
    page = log_in(editor, at=UPLOAD)
    page.evaluate(SENT, [photo.pk for photo in photos])
    page.click(".after button")
    page.locator("h2", has_text="With these 40 pictures").wait_for()
    assert not page.locator(".tile").first.is_visible()  # so many are folded: the form is what matters
    page.fill("#id_city", "Trieste")
    page.select_option("#id_not_for_wire", "yes")  # which ticks them
    page.click("text=Change them")
    page.locator(".told", has_text="40 pictures were changed.").wait_for()
    assert set(Photo.objects.values_list("city", "not_for_wire")) == {("Trieste", True)}


def test_without_script_a_plain_form_does_the_same(log_in, editor):
    page = log_in(editor, at=UPLOAD, java_script_enabled=False)
    page.evaluate("document.getElementById('files').required = false")
    page.click("#upload button")
    assert page.locator(".sent-refused").inner_text().endswith("Choose the pictures first.")
    assert not page.locator(".after button").is_visible()
    page.set_input_files("#files", two_files())
    page.click("#upload button")
    assert page.locator(".sent-new").count() == 2
    page.click(".after button")
    page.check("#id_tick_caption")
    page.fill("#id_caption", "Two pictures")
    page.click("text=Change them")
    assert set(Photo.objects.values_list("caption", flat=True)) == {"Two pictures"}


def test_the_focal_point_is_set_by_a_click_and_every_crop_follows(log_in, editor):
    photo = make_photo(size=(1000, 500))
    page = log_in(editor, at=change_of(photo))
    box = page.locator("#focal img").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5)
    assert page.input_value("#id_focal_x") == "20"
    assert page.input_value("#id_focal_y") == "50"
    # A fifth from the left is in the middle of the square nowhere: the edge is in the way.
    assert page.locator(".crop-1x1 img").evaluate(PLACE) == "0% 50%"
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    assert page.input_value("#id_focal_x") == "40"
    assert page.locator(".crop-1x1 img").evaluate(PLACE) == "30% 50%"  # 400 - 250 of 1000 - 500
    page.click("[name=_continue]")
    page.locator(".messagelist .success").wait_for()
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.4, 0.5)
    cut = page.locator(".crop-1x1 img")
    assert "-40x50-1x1-" in cut.get_attribute("src")
    assert cut.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 320


def test_the_focal_point_is_set_by_a_tap(log_in, editor):
    photo = make_photo(size=(640, 480))
    page = log_in(editor, at=change_of(photo), width=390, height=800, has_touch=True)
    box = page.locator("#focal img").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    page.get_by_role("button", name="Focal point: 25 % from the left, 75 % from the top").wait_for()


def test_the_focal_point_is_set_by_keyboard(log_in, editor):
    photo = make_photo(size=(640, 480))
    page = log_in(editor, at=change_of(photo))
    point = page.get_by_role("button", name="Focal point: 50 % from the left, 50 % from the top")
    point.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    assert page.input_value("#id_focal_x") == "49"
    assert page.input_value("#id_focal_y") == "60"
    assert page.get_by_role("button", name="Focal point: 49 % from the left, 60 % from the top").is_visible()
    page.fill("#id_focal_x", "0")
    assert page.locator(".point").evaluate("(point) => point.style.left") == "0%"
    page.locator("#id_focal_x").press("ArrowUp")
    assert page.locator(".point").evaluate("(point) => point.style.left") == "1%"


def test_those_chosen_in_the_grid_are_counted_and_changed(log_in, editor):
    for _number in range(3):
        make_photo(size=(64, 48))
    page = log_in(editor, at=LIST)
    page.locator(".choose input").first.check()
    assert page.locator("#chosen-count").inner_text() == "1 chosen"
    page.click("#choose-all")
    assert page.locator("#chosen-count").inner_text() == "3 chosen"
    page.click("text=Change those that are chosen")
    page.locator("h2", has_text="With these 3 pictures").wait_for()


@pytest.fixture
def screens(editor):
    """The addresses of every screen, with pictures of all states and the longest words."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3
    read = {"iim": {"caption": word, "keywords": [word, "b"]}, "xmp": {"headline": word}}
    whole = make_photo(size=(640, 480), headline=word, credit_line=word, metadata=read)
    make_photo(size=(480, 640), alt_text="", credit_line="", digital_source_type="trainedAlgorithmicMedia")
    make_photo(size=(64, 48), rights_end_at="2026-01-01T00:00Z", not_for_wire=True)
    killed = make_photo(size=(64, 48))
    Photo.objects.filter(pk=killed.pk).update(killed_at="2026-11-22T10:00Z", kill_reason=word)
    several = "&".join(f"ids={pk}" for pk in Photo.objects.values_list("pk", flat=True))
    return {
        "grid": LIST,
        "nothing found": f"{LIST}?q=nothing",
        "wrongly asked": f"{LIST}?source=x",
        "upload": UPLOAD,
        "change": change_of(whole),
        "killed": change_of(killed),
        "several": f"{LIST}several/?{several}",
        "terms": "/admin/photos/sourceterms/",
    }


def test_every_screen_is_accessible_by_day_and_by_night(log_in, screens, look):
    page = log_in(make_admin())
    for name, address in screens.items():
        page.goto(address)
        page.evaluate(OPEN_PANELS)
        assert look(page) == [], name


def test_every_screen_fits_a_narrow_phone(log_in, screens):
    page = log_in(make_admin(), width=390, height=800)
    for address in screens.values():
        page.goto(address)
        page.evaluate(OPEN_PANELS)
        needs_no_sideways_scrolling(page)


def test_what_was_sent_fits_a_narrow_phone_and_is_accessible(log_in, editor, look):
    page = log_in(editor, at=UPLOAD, width=390, height=800)
    drop(page, [(f"{'x' * 100}.jpg", picture(1)), (f"{'y' * 100}.jpg", b"no picture")])
    page.locator("#upload-state", has_text="2 of 2 decided").wait_for()
    needs_no_sideways_scrolling(page)
    assert look(page) == []
