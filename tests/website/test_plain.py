"""What is left out of every page, whatever was stored or asked for, and what must stay."""

import pytest

from sections.one_line import TURNS
from tests.factories import publish_article
from tests.website.markup import read_page
from tests.website.test_article import address_of
from website.plain import plain, plain_page


@pytest.mark.parametrize("code", TURNS, ids="{:04X}".format)
def test_no_page_and_no_feed_has_what_turns_around_what_follows(code):
    assert plain_page(f"a{chr(code)}b".encode()) == b"ab"
    assert plain(f"a{chr(code)}b") == "ab"


def test_all_other_signs_beside_them_stay():
    beside = [*range(0x2000, 0x202A), *range(0x202F, 0x2066), *range(0x206A, 0x2070), 0x061C, 0xFEFF]
    text = "".join(map(chr, beside))
    assert plain_page(text.encode()).decode() == text
    assert plain(text) == text


@pytest.mark.django_db
def test_a_story_that_was_stored_with_them_is_shown_without_and_arabic_is_whole(client):
    arabic = "وزيران إيطاليان\u200f (2) می\u200cخواهم \u061c12 שלום\u200e"
    story = publish_article(
        headline=f"{arabic}\u202e", subheadline="\u202eevil\u202c", body="<p>\u2067a\u2069</p>"
    )
    page = read_page(client.get(address_of(story)))
    assert page.one("h1").text == arabic
    assert page.one("p", "subheadline").text == "evil"
    assert page.one("div", "body").text.endswith("a (ANSA).")
