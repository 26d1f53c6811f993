"""Text of one line, and what has no place in text of any length."""

import unicodedata

import pytest

from sections.one_line import TURNS, is_out_of_place, one_line, unturned

WRITTEN = [
    "وزيران إيطاليان يزوران صربيا\u200f (2)",  # a mark, so that the bracket stands on its side
    "\u061cقال: 12/11",
    "می\u200cخواهم",  # Persian parts letters with a non-joiner
    "क्\u200dष",
    "\u200fשלום (2)\u200e!",
    "👩\u200d👧",
]


def test_what_turns_are_is_what_unicode_says():
    kinds = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert {unicodedata.bidirectional(chr(code)) for code in TURNS} == kinds
    assert len(TURNS) == len(kinds)


@pytest.mark.parametrize("code", TURNS, ids="{:04X}".format)
def test_nothing_turns_around_what_follows_it(code):
    sign = chr(code)
    assert one_line(f"Read {sign}live{sign} news") == "Read live news"
    assert unturned(f"Read {sign}live\n{sign}news") == "Read live\nnews"
    assert one_line(sign) == ""
    assert is_out_of_place(f"a{sign}b")


@pytest.mark.parametrize("text", WRITTEN)
def test_what_a_language_needs_stays(text):
    assert one_line(text) == text
    assert unturned(f"{text}\n{text}") == f"{text}\n{text}"
    assert not is_out_of_place(text)
