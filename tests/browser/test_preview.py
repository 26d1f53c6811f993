"""The preview in Chromium: two frames that show the page, and a page that then says the same."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import Author, Publication
from sections.models import Role
from sections.tree import forget_tree
from tests.factories import make_article, make_section, make_user, publish_article

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

HOSTILE = (
    '<p>Text</p><img src=x onerror="parent.ran=1"><script>parent.ran=1</script><iframe src=//evil></iframe>'
)


@pytest.fixture
def serbia():
    return make_section("nuova-europa/serbia")


@pytest.fixture
def editor(serbia):
    return make_user(Role.EDITOR, serbia)


def address(article):
    return f"/admin/articles/article/{article.pk}/preview/"


def frame(page, which):
    return page.frame_locator(f".preview-{which} iframe")


def box(page, which):
    return page.locator(f".preview-{which} .screen").bounding_box()


@pytest.mark.parametrize("width", [1280, 390])
def test_both_frames_show_the_page_as_wide_as_its_screen(log_in, serbia, editor, width):
    article = make_article(section=serbia, headline="A bridge opens", body=HOSTILE)
    publish_article(section=serbia)  # stands beside it
    page = log_in(editor, width=width)
    page.goto(address(article))
    for which, inner in (("phone", 390), ("desktop", 1280)):
        expect(frame(page, which).locator("h1")).to_have_text("A bridge opens")
        expect(frame(page, which).locator(".preview-bar strong")).to_be_visible()
        expect(frame(page, which).locator("iframe, script, img")).to_have_count(0)
        assert frame(page, which).locator("html").evaluate(
            "html => html.ownerDocument.defaultView.innerWidth"
        ) == (inner)
        outer, shown = page.locator(f".preview-{which} iframe").bounding_box(), box(page, which)
        assert outer["width"] == pytest.approx(shown["width"] - 2, abs=1)  # its borders
        assert outer["height"] == pytest.approx(shown["height"] - 2, abs=3)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone, desktop = box(page, "phone"), box(page, "desktop")
    if width > 1000:
        assert phone["y"] == desktop["y"]
        assert phone["width"] == 392
    else:
        assert phone["y"] + phone["height"] < desktop["y"]


def test_the_page_is_then_what_the_preview_was(log_in, new_page, serbia, editor, monkeypatch):
    moment = timezone.now() + timedelta(days=40)
    article = make_article(
        section=serbia,
        headline="A <bridge> opens",
        subheadline="After two years",
        authors=[Author.objects.create(name="Lena Marković")],
        not_before=moment,
    )
    page = log_in(editor)
    page.goto(address(article))
    looks = "article => [article.outerHTML, article.innerText]"
    shown = frame(page, "desktop").locator("article").evaluate(looks)
    assert frame(page, "phone").locator("article").evaluate(looks)[0] == shown[0]
    workflow.publish(article, by=None)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    forget_tree()
    reader = new_page()
    reader.goto(f"/nuova-europa/serbia/{Publication.objects.get().address}/")
    assert reader.locator("article").evaluate(looks) == shown
    assert str(timezone.localtime(moment).day) in reader.locator("time.published").inner_text()


def test_a_link_is_copied_and_opens_without_an_account(log_in, new_page, serbia, editor):
    article = make_article(section=serbia, headline="A bridge opens")
    page = log_in(editor, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address(article))
    page.click("text=Link for somebody without an account")
    link = page.locator("#preview-link").input_value()
    expect(page.locator("#preview-link")).to_be_focused()
    page.click("[data-copies]")
    expect(page.locator("[data-copies]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == link
    somebody = new_page(width=390)
    somebody.goto(urlsplit(link).path)
    expect(somebody.locator("h1")).to_have_text("A bridge opens")
    assert somebody.context.cookies() == []


def test_without_javascript_there_is_a_link_and_a_field_to_copy_it_from(log_in, serbia, editor):
    page = log_in(editor, java_script_enabled=False)
    page.goto(address(make_article(section=serbia)))
    page.click("text=Link for somebody without an account")
    assert "/preview/" in page.locator("#preview-link").input_value()
    expect(page.locator("[data-copies]")).to_be_hidden()


def test_a_link_in_a_frame_opens_beside_the_desk(log_in, serbia, editor):
    page = log_in(editor)
    page.goto(address(make_article(section=serbia)))
    with page.expect_popup() as popup:
        frame(page, "desktop").locator(".wordmark a").click()
    expect(popup.value.locator(".wordmark")).to_be_visible()
    expect(frame(page, "desktop").locator("article")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_preview_is_for_everybody(log_in, new_page, look, serbia, editor, width):
    article = make_article(section=serbia, not_before=timezone.now() + timedelta(days=1))
    page = log_in(editor, width=width)
    page.goto(address(article))
    page.click("text=Link for somebody without an account")
    somebody = new_page(width=width)
    somebody.goto(urlsplit(page.locator("#preview-link").input_value()).path)
    assert look(page, iframes=False) == []
    assert look(somebody) == []
