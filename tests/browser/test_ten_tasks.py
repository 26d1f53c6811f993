"""Ten things that a desk does all day: each must stay within its clicks."""

import pytest
from django.core.management import call_command

from articles.models import Place
from benchmarks.clicks import Clicks
from benchmarks.desk import Desk
from benchmarks.tasks import TASKS
from tests.factories import make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PRESSED_IN = """data:text/html,
<form onsubmit="return false"><input id=line><label>Tick <input type=checkbox id=tick></label>
<button id=button>Go</button></form><textarea id=lines></textarea>
"""


@pytest.fixture
def sample(live_server):
    """The sample content, and what it needs: a test of this kind empties every table."""
    names = {"time_zone": "Europe/Belgrade", "search_names": "\nbelgrade\nbelgrado\n"}
    belgrade, _new = Place.objects.get_or_create(name="Belgrade", country="RS", defaults=names)
    belgrade.names.get_or_create(language="it", defaults={"name": "Belgrado"})
    make_source("AFP")
    call_command("load_sample", verbosity=0)


@pytest.mark.longest
@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.once)])
def test_the_ten_tasks_stay_within_their_clicks(sample, new_page, live_server, subtests, width):
    """On a phone those that people do on a phone; `make bench` walks all of them there, too."""
    desk = Desk(lambda: new_page(width=width), live_server.url)
    for task in TASKS:
        if width == 1280 or task.on_phones:
            with subtests.test(task.name):
                pressed = task.walk(desk).clicks.pressed
                assert len(pressed) <= task.limit, pressed
            desk.leave()


@pytest.mark.once
@pytest.mark.parametrize(
    ("keys", "pressed"),
    [
        (["a", "Shift+B", "ArrowLeft", "Home", "Backspace", "Tab"], []),
        (["Enter"], ["Enter"]),
        (["Control+s"], ["s"]),
        (["Escape"], ["Escape"]),
        (["Tab", "Space"], [" "]),
        (["Tab", "Tab", "Enter"], ["Enter"]),
        (["Tab", "Tab", "Tab", "Enter", "ArrowUp", "Control+a"], ["a"]),
    ],
)
def test_a_key_that_writes_is_free_and_one_that_commands_is_a_click(new_page, keys, pressed):
    page = new_page()
    clicks = Clicks(page.context)
    page.goto(PRESSED_IN)
    page.focus("#line")
    for key in keys:
        page.keyboard.press(key)
    assert clicks.pressed == pressed


@pytest.mark.once
def test_what_the_mouse_presses_is_counted_once(new_page):
    page = new_page()
    clicks = Clicks(page.context)
    page.goto(PRESSED_IN)
    for what in ("#line", "label", "#tick", "#button", "#lines"):
        page.click(what)
    page.evaluate("document.getElementById('button').click()")
    assert clicks.pressed == ["click"] * 5
