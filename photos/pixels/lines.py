"""Text in lines of a given width: plain Python, told how long a text is by whoever draws it."""

import unicodedata
from collections.abc import Callable, Iterator

ELLIPSIS = "…"
JOINERS = "\u200c\u200d"
Measure = Callable[[str], float]


def readable(text: str, longest: int) -> str:
    """One line without what cannot be drawn: controls, halves of surrogates, private signs."""
    kept = (each if _is_drawn(each) else " " if each.isspace() else "" for each in text[: longest * 4])
    words = " ".join("".join(kept).split())
    return words if len(words) <= longest else words[:longest] + ELLIPSIS


def is_rtl(text: str) -> bool:
    """By its first letter, as a browser's `dir="auto"`."""
    kinds = (unicodedata.bidirectional(each) for each in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def wrapped(text: str, measure: Measure, width: float) -> list[str]:
    """As many lines as it takes. Words too long for a line are cut, and scripts without spaces."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if measure(joined) <= width:
            lines[-1:] = [joined]
        else:
            lines += _pieces(word, measure, width)
    return lines


def shortened(text: str, measure: Measure, width: float, most: int) -> tuple[list[str], bool]:
    """At most so many lines, the last with an ellipsis if that is not all, and whether it is all."""
    lines = wrapped(text, measure, width)
    if len(lines) <= most:
        return lines, True
    last = " ".join(lines[most - 1 : most + 1])
    while last and measure(last.rstrip(" ,;:.-–—") + ELLIPSIS) > width:
        shorter = last.rpartition(" ")[0]
        last = shorter if len(shorter) > len(last) / 2 else last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:.-–—") + ELLIPSIS], False


def balanced(text: str, measure: Measure, width: float, count: int) -> list[str]:
    """In so many lines, as even as can be, as CSS's `text-wrap: balance`."""
    low, high = width / max(count, 1) / 2, width
    best = wrapped(text, measure, width)
    for _step in range(8):
        middle = (low + high) / 2
        lines = wrapped(text, measure, middle)
        if len(lines) <= count and all(measure(line) <= middle for line in lines) and _is_uncut(lines, text):
            best, high = lines, middle
        else:
            low = middle
    return best


def _is_uncut(lines: list[str], text: str) -> bool:
    return " ".join(lines) == " ".join(text.split())


def _pieces(word: str, measure: Measure, width: float) -> Iterator[str]:
    piece = ""
    for cluster in _clusters(word):
        if piece and measure(piece + cluster) > width:
            yield piece
            piece = ""
        piece += cluster
    yield piece


def _clusters(word: str) -> Iterator[str]:
    """Letters with what belongs to them: accents, vowel signs, joined emoji."""
    cluster = ""
    for each in word:
        belongs = unicodedata.category(each) in ("Mn", "Mc", "Me") or each in JOINERS
        if cluster and not belongs and cluster[-1] != "\u200d":
            yield cluster
            cluster = ""
        cluster += each
    if cluster:
        yield cluster


def _is_drawn(each: str) -> bool:
    return each in JOINERS or unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
