"""The page of a story as Chromium shows it, with all that can stand around one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Author, Publication
from sections.models import Imprint
from tests.articles.correcting import correct
from tests.browser.test_site import EVERYTHING, LONG_WORD, needs_no_sideways_scrolling
from tests.factories import make_photo, make_section, make_topic, publish_article
from tests.website.hanging import publish_with

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

WORDS = (
    "The mayors of two river towns opened a night ferry, the first in forty years. It crosses every hour. "
)
ARABIC = "افتتحت في العاصمة مكتبة جديدة تضم آلاف المخطوطات النادرة. "
ROW = "<tr>" + "<td>12,345</td>" * 9 + "</tr>"


def address_of(article):
    publication = Publication.objects.select_related("head_edition__address", "section").get(article=article)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def update(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    workflow.save(article, by=None)
    workflow.publish(article, by=None)


def fill_stories():
    """The addresses of stories of every kind that is hard to show."""
    now = timezone.now()
    serbia = make_section("nuova-europa/serbia")
    further = [make_section(f"part-{number}") for number in range(9)]
    Imprint.objects.create(
        pk=1, owner="The Agency", responsible_editor="Anna Rossi", place="Rome", note="desk@agency.example"
    )
    names = ("Rivers", "Public transport", "Two towns, one bridge", LONG_WORD, "Ferries")
    topics = [make_topic(name) for name in names]
    authors = [Author.objects.create(name=name) for name in ("Maria Bianchi", "Zoran Ilić", LONG_WORD)]
    for number in range(12):
        publish_article(
            section=serbia,
            headline=f"Ferry line number {number} opens between the two banks of the river",
            topics=topics[number % 3 :][:2],
            first_published_at=now - timedelta(days=2, minutes=number),
        )
    full = publish_article(
        section=serbia,
        headline="Two mayors open the night ferry across the river",
        subheadline="Crossings every hour until two in the morning, free in the first week",
        body=f"<p>{WORDS}</p>" * 8,
        story_type="analysis",
        authors=authors[:2],
        topics=topics,
        further_sections=further,
        first_published_at=now - timedelta(hours=5),
    )
    correct(full, note="An earlier version said that the ferry was the first in thirty years.", slugline="a",
            body=f"<p>{WORDS}</p>" * 9)  # fmt: skip
    correct(full, note="The ferry carries sixty passengers, not ninety.", body=f"<p>{WORDS}</p>" * 10)
    update(full, headline="Two mayors open the night ferry across the river in the rain")
    stories = {"full": full}
    for language, headline in (("it", "Due sindaci inaugurano il traghetto"), ("ar", ARABIC)):
        stories[language] = workflow.translate(full, by=None, language=language)
        body = f"<p>{ARABIC if language == 'ar' else WORDS}</p>" * 6
        update(stories[language], headline=headline, subheadline=headline, body=body, slug=f"in-{language}")
    correct(stories["ar"], note=ARABIC, body=f"<p>{ARABIC}</p>" * 5)
    plain = {
        "flash": {"headline": "Ferry opens", "body": "", "priority": 1},
        "word": {"headline": "W" * 500, "body": f"<p>{'w' * 900}</p>", "authors": authors[2:]},
        "tables": {"body": f"<p>{WORDS}</p><table><tbody>{ROW * 6}</tbody></table>{EVERYTHING}"},
        "long": {"headline": f"{WORDS * 4}", "body": f"<p>{WORDS * 5}</p>" * 210},
        "old": {"first_published_at": now - timedelta(days=1500), "topics": topics},
    }
    for name, fields in plain.items():
        stories[name] = publish_article(section=serbia, **fields)
    stories |= with_pictures(serbia)
    update(stories["old"], headline="An old story goes on")
    return {name: address_of(story) for name, story in stories.items()}


def with_pictures(section):
    """One before the text, one in it and a gallery, of every shape; left to right and right to left."""
    sizes = ((1300, 900), (600, 900), (900, 400), (300, 2000), (90, 90))
    body = f"<p>{WORDS * 3}</p>@2<p>{WORDS * 3}</p>"
    said = {"digital_source_type": "trainedAlgorithmicMedia", "caption": WORDS * 3}
    photos = [make_photo(size, **said) for size in sizes]
    more = {"section": section, "body": body, "topics": []}
    return {
        "pictures": publish_with(*photos, headline="Pictures of the ferry", captions=[LONG_WORD], **more),
        "arabic pictures": publish_with(*photos, headline=ARABIC, language="ar", captions=[ARABIC], **more),
        "picture in the text": publish_with(
            make_photo(alt_text="", caption="", credit_line="ANSA"),
            section=section,
            headline="One alone",
            body=f"@1<p>{WORDS}</p>",
        ),
    }


def test_links_to_pass_a_story_on_can_be_hit_with_a_thumb(new_page):
    addresses = fill_stories()
    page = new_page(width=390)
    page.goto(addresses["full"])
    for link in page.locator(".pass-on a").all():
        box = link.bounding_box()
        assert box["width"] >= 24, link.inner_text()
        assert box["height"] >= 44, link.inner_text()


def test_every_kind_of_story_fits_a_narrow_phone_and_a_desk(new_page):
    addresses = fill_stories()
    for width in (320, 390, 1280):
        page = new_page(width=width)
        for address in addresses.values():
            page.goto(address)
            for closed in page.locator("details:not([open]) summary").all():
                closed.click()
            needs_no_sideways_scrolling(page)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_every_kind_of_story_is_accessible_with_a_contrast_of_seven_to_one(new_page, width, scheme):
    sync_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
    addresses = fill_stories()
    rules = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    page = new_page(width=width, scheme=scheme)
    for name in ("full", "ar", "flash", "old", "tables", "pictures", "arabic pictures"):
        page.goto(addresses[name])
        results = sync_playwright.Axe().run(page, options=rules)
        assert results.violations_count == 0, f"{name}: {results.generate_report()}"


def test_corrections_stand_above_the_text_and_the_time_beside_it_on_a_desk(new_page):
    addresses = fill_stories()
    for name, width in (("full", 1280), ("ar", 1280), ("full", 390)):
        page = new_page(width=width)
        page.goto(addresses[name])
        body = page.locator(".body").bounding_box()
        for note in page.locator("article .correction").all():
            box = note.bounding_box()
            assert box["y"] + box["height"] <= body["y"]
            assert box["x"] == pytest.approx(body["x"], abs=1) or name == "ar"
    page = new_page(width=1280)
    page.goto(addresses["full"])
    time, body = page.locator(".published").bounding_box(), page.locator(".body").bounding_box()
    assert time["x"] + time["width"] <= body["x"]


@pytest.mark.parametrize("width", [320, 794, 1280])
def test_what_stands_below_a_text_from_the_right_stands_in_its_column(new_page, width):
    page = new_page(width=width)
    page.goto(fill_stories()["ar"])
    text = page.locator(".body").bounding_box()
    for name in (".topics", ".history", ".pass-on"):
        box = page.locator(name).bounding_box()
        assert box["x"] == pytest.approx(text["x"], abs=1), name
        assert box["width"] == pytest.approx(text["width"], abs=1), name


def test_nothing_moves_while_a_story_loads(new_page):
    page = new_page(width=390)
    page.goto(fill_stories()["full"])
    moved = page.evaluate("""() => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
            for (const each of list.getEntries()) sum += each.value;
        }).observe({type: "layout-shift", buffered: true});
        setTimeout(() => done(sum), 300);
    })""")
    assert moved == 0


def test_the_history_opens_by_keyboard_and_without_script(new_page):
    addresses = fill_stories()
    page = new_page(java_script_enabled=False)
    page.goto(addresses["full"])
    assert not page.locator(".history li").first.is_visible()
    page.locator(".history summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".history li").first.is_visible()
    assert page.locator(".history li").count() == 4


def test_links_around_a_story_can_be_hit_with_a_thumb(new_page):
    page = new_page(width=390)
    page.goto(fill_stories()["full"])
    for link in page.locator(".topics a, .pass-on a, .history summary").all():
        assert link.bounding_box()["height"] >= 44


def test_paper_has_the_corrections_and_nothing_to_go_on_to(new_page):
    page = new_page()
    page.goto(fill_stories()["full"])
    page.emulate_media(media="print")
    assert page.locator(".correction").first.is_visible()
    assert page.locator(".updated").is_visible()
    for hidden in (".versions", ".topics", ".history", ".pass-on", ".beside", "nav:not(.breadcrumb)", "form"):
        for each in page.locator(hidden).all():
            assert not each.is_visible()
    assert page.locator("nav.breadcrumb").is_visible()
