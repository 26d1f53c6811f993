"""Ten things that a desk does all day, each walked as a person walks it, and checked to have happened.

A walk returns what was pressed. It begins at an open list, unless it says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, EditLock, Notice, Priority, Revision
from articles.stages import Stage
from benchmarks import resuming, stories
from benchmarks.desk import LIST, WRITING, Desk, Seat, until
from benchmarks.stories import page_of, person

TIME = "input[name=not_before]"


@dataclass(frozen=True)
class Task:
    name: str
    limit: int
    walk: Callable[[Desk], Seat]
    on_phones: bool = False


def flash(desk: Desk) -> Seat:
    """From the log-in to the site."""
    headline = stories.headline_of_flash()
    seat = desk.new_seat()
    seat.open("/admin/")
    seat.begin()
    seat.type("editor")
    seat.key("Tab")
    seat.type("newsroom")
    seat.go(lambda: seat.key("Enter"))
    seat.press(f'a[href$="{LIST}flash/"]')
    seat.type(headline)
    seat.key("Tab")
    seat.type("Sofia")
    seat.go(lambda: seat.key("Enter"))

    story = Article.objects.get(headline=headline)
    assert desk.readers_see(page_of(story), headline)
    assert desk.readers_see("/nuova-europa/", headline)
    return seat


def update_of_flash(desk: Desk) -> Seat:
    """The text that a flash went out without."""
    story = stories.flash()
    seat = desk.seat_of("editor")
    seat.open_story(story)
    seat.type("La linea collega in venti minuti la stazione e il porto.")
    seat.press("button[name=_publish]")

    assert desk.readers_see(page_of(story), "in venti minuti la stazione")
    story.refresh_from_db()
    assert story.priority == Priority.URGENT  # the alarm is not repeated
    return seat


def correct(desk: Desk) -> Seat:
    """The live text, while an update is in work; and whoever writes that is told."""
    story = stories.with_update()
    seat = desk.seat_of("editor")
    seat.open_story(story)
    seat.press(f'a[href$="{LIST}{story.pk}/correct/"]')
    seat.type("Il silenzio è durato ventun anni, non diciannove.")
    seat.click_behind("diciannove")
    seat.key("Backspace", len("diciannove"))
    seat.type("ventuno")
    seat.press("button[name=_correct]")

    assert desk.readers_see(page_of(story), "Dopo ventuno anni")
    assert shown(story).public_note == "Il silenzio è durato ventun anni, non diciannove."
    assert "banda dei ferrovieri" not in desk.read(page_of(story))[1]
    story.refresh_from_db()
    assert "banda dei ferrovieri" in story.body
    assert Notice.objects.filter(article=story, person=person("reporter"), why="lacks_fix").exists()
    seat.sees("#fixes", "ventuno")
    return seat


def shown(story: Article) -> Edition:
    edition = workflow.shown_edition(workflow.publication_of(story), timezone.now())
    assert edition, "readers see nothing"
    return edition


def review(desk: Desk) -> Seat:
    """Read an update that was handed in, see what it changes of the live text, publish it."""
    story = stories.with_update(is_submitted=True)
    seat = desk.seat_of("editor", f"{LIST}?mine=review")
    seat.open_story(story)
    seat.click(".differences summary")
    seat.sees(".differences ins", "banda dei ferrovieri")
    seat.press("button[name=_publish]")

    assert desk.readers_see(page_of(story), "banda dei ferrovieri")
    return seat


def kill(desk: Desk) -> Seat:
    """Alone, at night: no second person is needed, and the desk heads are told."""
    story = stories.live()
    seat = desk.seat_of("editor")
    seat.open_story(story)
    seat.press('.grave a[href$="/steps/kill/"]')
    seat.type("È una bufala: il testimone non esiste.")
    seat.press(".confirm button.dangerous")

    assert until(lambda: desk.read(page_of(story))[0] == 410)
    assert Notice.objects.filter(article=story, person=person("head"), why="killed").exists()
    return seat


def schedule(desk: Desk) -> Seat:
    """For 06:00, and then for 06:30."""
    story = stories.submitted()
    day = timezone.localtime() + timedelta(days=1)
    seat = desk.seat_of("editor")
    seat.open_story(story)
    seat.click(f"details.panel:has({TIME}) summary")
    seat.key("Tab")
    seat.type(f"{day:%m%d%Y}")
    seat.key("Tab")
    seat.type("0600A")
    assert seat.page.input_value(TIME) == f"{day:%Y-%m-%d}T06:00"
    seat.press("button[name=_publish]")
    assert goes_out_at(story) == (day.date(), 6, 0)

    field = seat.page.locator(TIME)
    field.click(position={"x": 16, "y": field.bounding_box()["height"] / 2})  # the month
    seat.key("Tab", 4)
    seat.type("30")
    seat.press("button[name=_publish]")
    assert goes_out_at(story) == (day.date(), 6, 30)
    assert desk.read(page_of(story))[0] == 404
    return seat


def goes_out_at(story: Article) -> tuple[object, int, int]:
    waiting = workflow.waiting_edition(workflow.publication_of(story), timezone.now())
    assert waiting, "nothing is scheduled"
    at: datetime = timezone.localtime(waiting.visible_from)
    return at.date(), at.hour, at.minute


def return_with_note(desk: Desk) -> Seat:
    story = stories.submitted()
    seat = desk.seat_of("editor", f"{LIST}?mine=review")
    seat.open_story(story)
    seat.press('#steps a[href$="/steps/return/"]')
    seat.type("Chi lo dice? Manca la fonte.")
    seat.press(".confirm button.main")

    story.refresh_from_db()
    assert story.stage == Stage.DRAFT
    told = Notice.objects.get(article=story, person=person("reporter"), why="returned")
    assert told.text == "Chi lo dice? Manca la fonte."
    return seat


def take_over(desk: Desk) -> Seat:
    """A story that somebody else is editing, who has not saved."""
    story = stories.written()
    first = desk.seat_of("reporter")
    first.open_story(story)
    first.click_behind("in Friuli")
    first.type(", come dice il cronista")
    assert until(lambda: EditLock.objects.filter(article=story, person=person("reporter")).exists())
    first.sees(".kept-at", ":")

    seat = desk.seat_of("head")
    seat.open_story(story)
    seat.press('button[formaction$="/steps/take_over/"]')
    pressed = list(seat.clicks.pressed)
    seat.click_behind("in Friuli")
    seat.type(", come dice il caporedattore")
    seat.press("button[name=_save]")
    seat.clicks.pressed[:] = pressed  # the task was to take it over; that one can work in it is the check

    kept = Revision.objects.get(article=story, step="keep")
    assert kept.by == person("reporter")
    assert ", come dice il cronista" in kept.data["body"]
    story.refresh_from_db()
    assert ", come dice il caporedattore" in story.body
    assert "cronista" not in story.body
    return seat


def first_story(desk: Desk) -> Seat:
    """A newcomer's, from the empty form to the page: every field is clicked into."""
    headline = f"{stories.headline_of_flash()}, la prima notizia"
    seat = desk.seat_of("editor", f"{LIST}add/")
    page = seat.page
    seat.click("[name=headline]")
    seat.type(headline)
    seat.click("[name=subheadline]")
    seat.type("Venti minuti dalla stazione al porto")
    seat.click(".field-dateline_places .select2-selection")
    seat.type("belgrade")
    seat.sees(".select2-results__option--highlighted", "Belgrad")
    seat.click(".select2-results__option--highlighted")
    seat.click(WRITING)
    seat.type("La linea è stata aperta ")
    seat.type("questa mattina.")
    seat.press("button[name=_publish]")
    seat.press(".messagelist a")

    assert page.locator("article h1").inner_text() == headline
    assert "BELGRADO" in page.locator("article .body").inner_text()
    return seat


TASKS = (
    Task("flash, from the log-in to the site", 3, flash, on_phones=True),
    Task("the flash's update, with a body", 2, update_of_flash),
    Task("correct the live text, an update pending and told", 4, correct),
    Task("review, see the difference to live, publish", 3, review, on_phones=True),
    Task("kill, alone at night", 3, kill, on_phones=True),
    Task("schedule for 06:00, then move to 06:30", 5, schedule),
    Task("return with a note", 3, return_with_note, on_phones=True),
    Task("resume after the browser was killed", 2, resuming.resume),
    Task("take over a locked story, both texts kept", 2, take_over),
    Task("a newcomer's first story, empty form to page", 8, first_story),
)
