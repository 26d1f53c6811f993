"""The captions of a story's pictures, which a screen reader calls by the pictures' names."""

# ruff: noqa: F811 - fixtures

import pytest
from playwright.sync_api import expect

from tests.browser.test_pictures_in_text import (  # noqa: F401 - fixtures among them
    TEXT,
    add,
    harbour,
    opened,
    reporter,
    serbia,
    tram,
    with_pictures,
)

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def caption_of(page, name):
    return page.get_by_role("textbox", name=f"Caption in this story: {name}", exact=True)


def test_each_caption_is_called_by_its_picture_where_it_came_from_the_server_and_where_it_was_chosen(
    log_in, reporter, serbia, harbour, tram
):
    page = opened(log_in(reporter), with_pictures(serbia, TEXT, harbour))
    add(page, "tram")
    for name in ("Harbour", "Tram"):
        expect(caption_of(page, name)).to_have_count(1)
        expect(caption_of(page, name)).to_be_visible()


def test_without_script_it_is_so_as_well(log_in, reporter, serbia, harbour, tram):
    story = with_pictures(serbia, TEXT, harbour, tram)
    page = log_in(reporter, at=f"/admin/articles/article/{story.pk}/change/", java_script_enabled=False)
    for name in ("Harbour", "Tram"):
        expect(caption_of(page, name)).to_have_count(1)
