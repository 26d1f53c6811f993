"""The pictures of the docs, taken from the sample content: `make screenshots`."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from PIL import Image
from playwright.sync_api import sync_playwright

from articles import workflow
from articles.models import Article, Event
from benchmarks import browser
from benchmarks.desk import LIST, Desk, Seat, until
from benchmarks.stories import person
from photos.models import Photo

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
COLOURS = 128
WIDE, PHONE = (1280, 900), (390, 844)
LIVE = "Ten countries, one gauge: Danube towns share their water data"
OTHER_LIVE = "Belgrade students build an air sensor that schools can repair"
DRAFT = "Lake ferry gets a timetable after a century without one"


def run(address: str, _stories: int) -> int:
    fill_desk()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.program(), args=browser.ARGUMENTS)

        def desk_of(size: tuple[int, int] = WIDE, scheme: str = "light") -> Desk:
            viewport = {"width": size[0], "height": size[1]}
            options = {"base_url": address, "viewport": viewport, "color_scheme": scheme}
            return Desk(lambda: chromium.new_context(**options).new_page(), address)

        for name, take in PICTURES.items():
            desk = desk_of(
                PHONE if name.endswith("phone") else WIDE, "dark" if name.endswith("dark") else "light"
            )
            picture = take(desk)
            desk.leave()
            keep(name, picture)
        chromium.close()
    return 0


def keep(name: str, picture: bytes) -> None:
    """As a palette: a tenth of the size, and no eye sees it."""
    path = FOLDER / f"{name}.png"
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    print(f"{path.relative_to(FOLDER.parent.parent)}  {path.stat().st_size // 1024} KB")


# What is on the desk that day


def story(headline: str) -> Article:
    return Article.objects.get(headline=headline)


def fill_desk() -> None:
    reporter, editor, head = map(person, ("reporter", "editor", "head"))
    with_update(story(LIVE))
    held = story("Croatian islands to share a fleet of electric boats")
    workflow.hold(held, by=editor, reason="The ferry company denies it; waiting for its statement")
    draft = story(DRAFT)
    workflow.note(draft, by=head, text="@editor can this be out before noon?")
    due = timezone.now() + timedelta(hours=3)
    other = story("Podgorica, una biblioteca presta semi invece di libri")
    workflow.hand_over(other, by=reporter, to=editor, note="The quote is to be checked", due_at=due)
    sarajevo = story("Sarajevo library puts its sevdah collection online")
    workflow.submit(updated(sarajevo, "<p>The first recordings date from 1907.</p>"), by=reporter)
    workflow.return_(sarajevo, by=head, note="@editor who says 1907?", seen=sarajevo.head_revision_id)
    submitted = story("Timisoara hosts Europe's smallest opera houses")
    workflow.submit(updated(submitted, "<p>Tickets went on sale this morning.</p>"), by=reporter)
    grow_old()


def grow_old() -> None:
    """As if it had been done in the course of the morning: the later, the newer."""
    now = timezone.now()
    for number, found in enumerate(Article.objects.order_by("-modified_at", "-pk")):
        at = now - timedelta(minutes=4 + 13 * number)
        Article.objects.filter(pk=found.pk).update(modified_at=at, stage_since=at)
        found.revisions.update(created_at=at)
        found.notices.update(at=at)
        Event.objects.filter(article_id=found.pk).update(at=at)


def updated(found: Article, more: str) -> Article:
    found.body += more
    workflow.save(found, by=person("reporter"))
    return found


def with_update(found: Article) -> None:
    """An update in work: handed in, with words changed, struck and added."""
    found.subheadline = found.subheadline.rstrip(".") + ", and from today with everybody"
    found.body = found.body.replace("ten", "eleven", 1)
    updated(found, "<p>An eleventh country, Moldova, joins in spring.</p>")
    workflow.submit(found, by=person("reporter"))


# The pictures


def whole(seat: Seat, height: int) -> bytes:
    """The upper part of the page."""
    width = seat.page.viewport_size["width"]
    seat.page.set_viewport_size({"width": width, "height": height})
    seat.page.wait_for_timeout(300)
    return seat.page.screenshot()


def down_to(seat: Seat, what: str) -> bytes:
    """From the top of the page to the end of this."""
    box = seat.page.locator(what).first.bounding_box()
    width = seat.page.viewport_size["width"]
    height = box["y"] + box["height"] + 1
    return seat.page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)


def part(seat: Seat, *what: str, margin: int = 12) -> bytes:
    """What these have around them."""
    boxes = [seat.page.locator(each).first.bounding_box() for each in what]
    left = max(0, min(box["x"] for box in boxes) - margin)
    top = max(0, min(box["y"] for box in boxes) - margin)
    right = max(box["x"] + box["width"] for box in boxes) + margin
    bottom = max(box["y"] + box["height"] for box in boxes) + margin
    area = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return seat.page.screenshot(clip=area, full_page=True)


def change(found: Article) -> str:
    return f"{LIST}{found.pk}/change/"


def dashboard(desk: Desk) -> bytes:
    return whole(desk.seat_of("editor", "/admin/"), 860)


def list_of_stories(desk: Desk) -> bytes:
    return down_to(desk.seat_of("editor", LIST), "#result_list tbody tr:nth-child(9)")


def form(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", change(story(LIVE)))
    seat.click(".differences summary")
    return whole(seat, 900)


def correction(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", f"{LIST}{story(LIVE).pk}/correct/")
    seat.type("An earlier version spoke of 83 river ports. They are 85.")
    subheadline = seat.page.locator("[name=subheadline]")
    subheadline.fill(subheadline.input_value().replace("83", "85"))
    seat.page.locator("[name=public_note]").focus()
    return whole(seat, 640)


def compare(desk: Desk) -> bytes:
    return whole(desk.seat_of("editor", f"{LIST}{story(LIVE).pk}/compare/"), 640)


def stale(desk: Desk) -> bytes:
    """Two people save what both began from the same version."""
    found = story(OTHER_LIVE)
    seat = desk.seat_of("editor", change(found))
    seat.page.fill("[name=headline]", "Students in Belgrade build an air sensor")
    found.subheadline = "It costs less than a dinner out"
    workflow.save(found, by=person("reporter"))
    seat.press("button[name=_save]")
    return part(seat, ".errornote", ".stale")


def locked(desk: Desk) -> bytes:
    found = story(DRAFT)
    first = desk.seat_of("reporter", change(found))
    first.click("[name=subheadline]")
    first.type("And a bench, ")
    assert until(lambda: hasattr(Article.objects.get(pk=found.pk), "edit_lock"))
    first.sees(".kept-at", ":")
    seat = desk.seat_of("head", change(found))
    return part(seat, ".story-head", ".story-lock", ".field-headline", margin=4)


def offer(desk: Desk) -> bytes:
    """The browser of `locked` is gone; this is the next opening."""
    seat = desk.seat_of("reporter", change(story(DRAFT)))
    return part(seat, ".story-head", ".unsaved-offer", ".field-headline", margin=4)


def kill(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", f"{LIST}{story(OTHER_LIVE).pk}/steps/kill/")
    seat.type("The measurements were invented.")
    return part(seat, ".confirm")


def preview(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", f"{LIST}{story(LIVE).pk}/preview/")
    seat.page.wait_for_timeout(500)
    return whole(seat, 760)


def log(desk: Desk) -> bytes:
    return down_to(desk.seat_of("admin", "/admin/articles/event/"), "#result_list tbody tr:nth-child(8)")


def flash(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", f"{LIST}flash/")
    seat.type("Danube level rises by a metre in a night")
    seat.key("Tab")
    seat.type("Belgrade")
    seat.page.locator("[name=place]").blur()
    return part(seat, ".confirm")


def pictures(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", "/admin/photos/photo/")
    seat.page.wait_for_load_state("networkidle")
    return whole(seat, 840)


def picture(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", f"/admin/photos/photo/{Photo.objects.earliest('pk').pk}/change/")
    seat.page.wait_for_load_state("networkidle")
    return whole(seat, 860)


def picker(desk: Desk) -> bytes:
    seat = desk.seat_of("editor", change(story(LIVE)))
    seat.page.get_by_role("button", name="Add picture").click()
    seat.page.wait_for_load_state("networkidle")
    return whole(seat, 860)


def write_on_a_phone(desk: Desk) -> bytes:
    return whole(desk.seat_of("editor", "/admin/"), 844)


PICTURES: dict[str, Callable[[Desk], bytes]] = {
    "desk-dashboard": dashboard,
    "desk-list": list_of_stories,
    "desk-list-dark": list_of_stories,
    "desk-form": form,
    "desk-flash": flash,
    "desk-correct": correction,
    "desk-compare": compare,
    "desk-preview": preview,
    "desk-phone": write_on_a_phone,
    "desk-stale": stale,
    "desk-lock": locked,
    "desk-offer": offer,
    "desk-kill": kill,
    "desk-log": log,
    "desk-pictures": pictures,
    "desk-picture": picture,
    "desk-picker": picker,
}
