"""The desk in Chromium: writing, handing in, publishing, and nothing hostile that runs."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Edition, Place, Publication
from sections.models import Role, Section
from tests.factories import make_admin, make_article, make_section, make_user, publish_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"
PAYLOADS_A_PAGE = 60
TRAP = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"])
    window[name] = (...words) => { window.ran.push(`${name} ${words}`); };
"""


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def places():
    """What the first migration's list has: a test of this kind empties every table."""
    for name, country, other in (("Rome", "IT", "Roma"), ("Belgrade", "RS", "Belgrado")):
        place, _new = Place.objects.get_or_create(
            name=name, country=country, defaults={"time_zone": "Europe/Rome", "search_names": ""}
        )
        place.names.get_or_create(language="it", defaults={"name": other})
        place.search_names = Place.objects.get(pk=place.pk).folded_names()
        place.save()


def choose(page, field, words):
    """Pick the first that the autocomplete finds."""
    page.click(f".field-{field} .select2-selection")
    page.keyboard.type(words)
    page.wait_for_selector(f".select2-results__option--highlighted:has-text('{words}')")
    page.keyboard.press("Enter")


def chosen(page, field):
    return [
        text.lstrip("×")
        for text in page.locator(f".field-{field} .select2-selection__choice").all_inner_texts()
    ]


def test_a_story_from_the_first_word_to_the_reader(log_in, new_page, serbia, places):
    reporter = make_user(Role.REPORTER, serbia)
    Author.objects.create(name="Lena Marković", user=reporter)
    page = log_in(reporter, at="/admin/")
    page.click("text=New story")
    page.fill("[name=headline]", "A bridge opens")
    page.fill("[name=subheadline]", "After two years")
    choose(page, "dateline_places", "rome")
    choose(page, "dateline_places", "belgrade")
    page.get_by_role("textbox", name="Body").click()
    page.keyboard.type("The bridge  opened on ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Monday")
    page.keyboard.press("Control+b")
    page.keyboard.type(" in the rain.")
    page.keyboard.press("Enter")
    page.keyboard.type("Trams will follow.")
    assert page.locator("#steps > button[name]").all_inner_texts() == ["Save", "Submit", "Preview"]
    page.click("[name=_submit]")
    page.wait_for_selector("text=Submitted: editors see it")

    story = Article.objects.get()
    assert "&nbsp;" not in story.body
    assert "\u00a0" not in story.body
    assert story.body == (
        "<p>The bridge  opened on <strong>Monday</strong> in the rain.</p><p>Trams will follow.</p>"
    )
    assert [row.place.name for row in story.place_rows.all()] == ["Rome", "Belgrade"]
    assert [str(author) for author in story.authors.all()] == ["Lena Marković"]

    desk = log_in(make_user(Role.EDITOR, serbia))
    desk.goto("/admin/articles/article/?stage__exact=submitted")
    desk.click("text=A bridge opens")
    desk.click("#steps .main")
    desk.click("text=Look at the page")
    assert desk.locator("h1").inner_text() == "A bridge opens"

    reader = new_page()
    reader.goto(f"/nuova-europa/serbia/{Publication.objects.get().address}/")
    assert "ROMA/BELGRADO" in reader.locator(".body").inner_text()


def test_what_is_chosen_again_comes_last(log_in, serbia, places):
    story = make_article(section=serbia, places=list(Place.objects.filter(name__in=["Rome", "Belgrade"])))
    page = log_in(make_user(Role.REPORTER, serbia))
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    before = chosen(page, "dateline_places")
    page.locator(".field-dateline_places .select2-selection__choice__remove").first.click()
    page.keyboard.press("Escape")
    choose(page, "dateline_places", before[0].split()[0].lower())
    assert chosen(page, "dateline_places") == before[::-1]
    page.click("[name=_save]")
    page.wait_for_selector("text=Saved.")
    assert chosen(page, "dateline_places") == before[::-1]


def test_a_place_is_added_without_leaving_the_story(log_in, serbia):
    page = log_in(make_user(Role.REPORTER, serbia))
    page.goto(ADD)
    with page.expect_popup() as popup:
        page.click(".field-dateline_places .add-related")
    form = popup.value
    form.fill("[name=name]", "Vršac")
    form.fill("[name=country]", "RS")
    form.fill("[name=time_zone]", "Europe/Belgrade")
    form.click("[name=_save]")
    page.wait_for_selector(".select2-selection__choice")
    assert chosen(page, "dateline_places") == ["Vršac (RS)"]


def test_the_button_says_whether_it_publishes_now_or_later(log_in, serbia):
    page = log_in(make_user(Role.EDITOR, serbia))
    page.goto(ADD)
    button = page.locator("#steps .main")
    assert button.inner_text() == "Publish"
    page.click('summary:has-text("Time")')
    page.fill("[name=not_before]", (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    assert button.inner_text() == "Schedule"
    page.fill("[name=not_before]", "")
    assert button.inner_text() == "Publish"


def test_two_tabs_and_the_second_keeps_its_text(log_in, serbia):
    story = make_article(section=serbia)
    reporter = make_user(Role.REPORTER, serbia)
    first, second = log_in(reporter), log_in(reporter)
    for page in (first, second):
        page.goto(f"/admin/articles/article/{story.pk}/change/")
    for page, words in ((first, "First"), (second, "Second")):
        page.get_by_role("textbox", name="Body").click()
        page.keyboard.press("Control+a")
        page.keyboard.type(f"{words} text.")
        page.click("[name=_save]")
        page.locator(".messagelist, .errornote").first.wait_for()
    second.locator(".errornote", has_text="saved this story").wait_for()
    assert second.get_by_role("textbox", name="Body").inner_text() == "Second text."
    story.refresh_from_db()
    assert story.body == "<p>First text.</p>"


def test_without_javascript_the_form_works(log_in, serbia):
    page = log_in(make_user(Role.EDITOR, serbia), java_script_enabled=False)
    page.goto(ADD)
    page.fill("[name=headline]", "By hand")
    page.fill("[name=body]", "<p>Typed as it is.</p>")
    page.click("#steps .main")
    assert Edition.objects.get().body == "<p>Typed as it is.</p>"


# Hostile copy


def payloads(shared):
    for name in ("h5sc", "owasp-filter-evasion", "dompurify-expect", "blns"):
        for row in json.loads((shared / "standards" / "xss" / f"{name}.json").read_text()):
            yield row.get("payload") or row.get("data") or row.get("string") or ""


def batches(shared):
    found = [payload for payload in payloads(shared) if payload.strip()]
    return [found[start : start + PAYLOADS_A_PAGE] for start in range(0, len(found), PAYLOADS_A_PAGE)]


def has_run(page):
    page.wait_for_timeout(150)
    return page.evaluate("window.ran")


@pytest.fixture
def trapped(log_in):
    page = log_in(make_admin())
    page.context.add_init_script(TRAP)
    dialogs = []

    def answer(dialog):
        if dialog.type != "beforeunload":  # which asks whoever leaves text that nobody saved
            dialogs.append(dialog.message)
        dialog.accept()

    page.on("dialog", answer)
    yield page
    assert dialogs == []


@pytest.mark.once
def test_hostile_copy_runs_nowhere(trapped, shared, serbia):
    client = Client()
    client.force_login(make_admin())
    for batch in batches(shared):
        values = {"headline": batch[0][:500].replace("\0", ""), "section": serbia.pk, "_publish": "1"}
        values["subheadline"] = values["slugline"] = values["headline"][:100]
        values["body"] = "".join(f"<p>{payload}</p>{payload}" for payload in batch).replace("\0", "")
        assert client.post(ADD, values).status_code == 302
    for story in Article.objects.all():
        publication = Publication.objects.get(article=story)
        for address in (
            f"/admin/articles/article/{story.pk}/change/",
            f"/admin/articles/article/{story.pk}/revisions/{story.head_revision_id}/",
            f"/admin/articles/article/{story.pk}/history/",
            f"/admin/articles/publication/{publication.pk}/change/?at=2099-01-01T00:00",
            f"/nuova-europa/serbia/{publication.address}/",
        ):
            trapped.goto(address)
            assert has_run(trapped) == [], address
    trapped.goto("/admin/articles/article/")
    assert has_run(trapped) == []


@pytest.mark.once
def test_hostile_copy_that_is_shown_again_does_not_run_in_the_editor(trapped, shared, serbia):
    """Sent without a headline the form comes back with the text as it was typed, cleaned by nobody."""
    for batch in batches(shared):
        trapped.goto(ADD)
        trapped.evaluate(
            "text => { document.getElementById('id_body').value = text;"
            " HTMLFormElement.prototype.submit.call(document.getElementById('article_form')); }",
            "".join(f"<p>{payload}</p>{payload}" for payload in batch).replace("\0", ""),
        )
        trapped.wait_for_selector(".ProseMirror[role=textbox]")
        assert has_run(trapped) == []
    assert not Article.objects.exists()


# For everybody


@pytest.mark.once
@pytest.mark.parametrize("width", [1280, 390])
def test_the_desk_is_for_everybody(log_in, look, serbia, width):
    """axe finds nothing serious. What Django's tables of rows within a form do is Django's."""
    live = publish_article(section=serbia)
    draft = make_article(section=serbia, priority=1, slugline="BRIDGE")
    page = log_in(make_admin(), width=width)
    found = {}
    for address in (
        "/admin/",
        "/admin/articles/article/",
        ADD,
        f"/admin/articles/article/{draft.pk}/change/",
        f"/admin/articles/article/{live.pk}/change/",
        f"/admin/articles/article/{live.pk}/kill/",
        f"/admin/articles/article/{live.pk}/history/",
        f"/admin/articles/article/{draft.pk}/revisions/{draft.head_revision_id}/",
        "/admin/articles/publication/",
        f"/admin/articles/publication/{Publication.objects.get().pk}/change/?at=2099-01-01T00:00",
        "/admin/sections/section/",
        f"/admin/sections/section/{Section.objects.get(path='nuova-europa').pk}/change/",
    ):
        page.goto(address)
        for panel in page.locator("details.panel summary").all():
            panel.click()
        if wrong := look(page, exclude=".inline-group"):
            found[address] = wrong
    assert found == {}


@pytest.mark.once
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(log_in, serbia, width):
    story = publish_article(section=serbia, headline="Donaudampfschifffahrtselektrizitätenhauptwerk " * 4)
    page = log_in(make_admin(), width=width)
    for address in ("/admin/", "/admin/articles/article/", f"/admin/articles/article/{story.pk}/change/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")  # the editor and the lists that one chooses from are there
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
