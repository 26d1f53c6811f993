"""The share card of a story without a picture: it is always drawn, whatever the headline is."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFont

from photos.pixels.accents import bare, drawable
from photos.pixels.card import MARGIN, Card, Colours, draw, has_letters_for
from photos.pixels.lines import balanced, shortened, wrapped

SEED = Card("Two Italian Ministers visit Belgrade to strengthen ties with Serbia", "Serbia", "ANSA")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
FONTS = sorted(Path("/usr/share/fonts").rglob("*Sans*.ttf"))


def drawn(card: Card, **options) -> Image.Image:
    image = Image.open(io.BytesIO(draw(card, **options)))
    image.load()
    return image


def ink_of(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Where something stands between the rules."""
    middle = image.convert("RGB").crop((0, 70, 1200, 566))
    paper = Image.new("RGB", middle.size, middle.getpixel((5, 5)))
    return ImageChops.difference(middle, paper).convert("L").point(lambda value: 255 * (value > 40)).getbbox()


@pytest.mark.parametrize(("kind", "name"), [("png", "PNG"), ("jpg", "JPEG")])
def test_a_card_has_the_size_that_networks_want(kind, name):
    card = drawn(SEED, kind=kind)
    assert (card.format, card.size) == (name, (1200, 630))
    assert len(draw(SEED, kind=kind)) < 100_000


def test_the_same_card_has_the_same_bytes_and_another_has_others():
    assert draw(SEED) == draw(SEED)
    for change in ({"headline": "Quake"}, {"section": "World"}, {"agency": "AFP"}):
        assert draw(replace(SEED, **change)) != draw(SEED)


def test_colours_are_those_handed_in():
    card = drawn(SEED, colours=Colours(paper="#102030", ink="#ffeedd")).convert("RGB")
    assert card.getpixel((2, 2)) == (0x10, 0x20, 0x30)
    assert card.getpixel((600, 62)) == (0xFF, 0xEE, 0xDD)


@pytest.mark.parametrize(
    "headline",
    [
        SEED.headline,
        "Quake",
        "A headline of far too many words " * 16,
        LONG,
        f"{LONG} " * 6,
        "x" * 500,
        "W" * 500,
        "i" * 500,
        "A  b\nc\td",
        "È così, più città: Ä Ö Å ç ñ š ă ő É",
    ],
)
def test_a_headline_stays_within_the_margins(headline):
    left, top, right, bottom = ink_of(drawn(Card(headline, "Section", "Agency")))
    assert left >= MARGIN - 4
    assert right <= 1200 - MARGIN + 4
    assert top > 10
    assert bottom < 490


@pytest.mark.parametrize(
    "headline",
    [
        "",
        " ",
        "\n",
        "\x00\ud800\u202e",
        "😀",
        "👩‍👩‍👧 👍🏽 🇮🇹",
        "وزيران إيطاليان يزوران بلغراد",
        "两位意大利部长访问贝尔格莱德",
        "שני שרים איטלקים",
        "\u0300\u0301" * 90,
        "e" + "\u0301" * 500,
        "\u200d" * 30,
        "\ufffe\uffff\U0010ffff",
        "ﷺ ﷽ 𝕬 Ǆ ﬁ ½ ẞ",
    ],
)
@pytest.mark.parametrize("font", [None, *FONTS[:1]])
def test_no_headline_breaks_a_card(headline, font):
    assert drawn(Card(headline, headline, headline), font=font).size == (1200, 630)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=600), st.text(max_size=80))
def test_no_text_at_all_breaks_a_card(headline, other):
    assert draw(Card(headline, other, other))


def test_without_a_headline_the_agency_stands_in_its_place():
    empty = drawn(Card("", "Serbia", "ANSA"))
    assert ink_of(empty)[3] > 150
    assert ImageChops.difference(empty.convert("RGB"), drawn(SEED).convert("RGB")).getbbox()


def test_what_a_font_cannot_write_is_said():
    assert has_letters_for("Perché così è più città")
    assert has_letters_for("Emoji 😀 headline")
    assert not has_letters_for("وزيران إيطاليان يزوران بلغراد")
    assert not has_letters_for("")
    assert draw(Card("两位意大利部长", "", "ANSA")) == draw(Card("", "", "ANSA"))


def test_italian_keeps_its_accents_in_pillows_font():
    known = "abcdefghijklmnopqrstuvwxyzAE- ".__contains__
    assert drawable("perché", known) == "perché"
    assert bare("perché", known) == "perche"
    assert drawable("a—ß æ ệ 😀\u200dx", lambda each: known(each) or each == "\u200d") == "a-ss ae e x"
    for plain, accented in zip("e i u A".split(), "è ì ù À".split(), strict=True):
        assert draw(Card(plain, "", "")) != draw(Card(accented, "", ""))
        assert draw(Card(accented, "", "")) != draw(Card(f"{plain}'", "", ""))


def test_a_right_to_left_headline_begins_at_the_right():
    font = next((path for path in FONTS if has_letters_for("وزيران إيطاليان", path)), None)
    if font is None:
        pytest.skip("no font with Arabic letters here")
    left, _top, right, _bottom = ink_of(drawn(Card("وزيران إيطاليان", "صربيا", ""), font=font))
    assert right > 1200 - MARGIN - 20
    assert left > 300


def test_a_font_that_is_missing_is_an_error():
    with pytest.raises(OSError, match="cannot open resource"):
        draw(SEED, font=Path("/no/such/font.ttf"))


# Lines


def length(text: str) -> float:
    return len(text) * 10.0


@given(st.text("ab é—", max_size=200), st.integers(20, 300))
def test_lines_hold_all_that_was_said_and_none_is_too_long(text, width):
    lines = wrapped(text, length, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(length(line) <= width for line in lines)


@given(st.text("ab é—", max_size=200), st.integers(20, 300), st.integers(1, 5))
def test_what_does_not_fit_ends_with_an_ellipsis(text, width, most):
    lines, is_whole = shortened(text, length, width, most)
    assert len(lines) <= most
    assert all(length(line) <= width for line in lines)
    assert is_whole or lines[-1].endswith("…")


def test_lines_are_balanced():
    text = "one two three four five six seven eight nine"
    assert wrapped(text, length, 400) == ["one two three four five six seven eight", "nine"]
    assert balanced(text, length, 400, 2) == ["one two three four five", "six seven eight nine"]


def test_pillows_own_font_is_there():
    assert isinstance(ImageFont.load_default(20), ImageFont.FreeTypeFont)
