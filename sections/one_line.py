"""Text of one line: a headline, a section's name."""

import unicodedata

OUT_OF_PLACE = [*range(32), *range(127, 160), 0x200B, 0x2028, 0x2029, 0xFEFF]
"""Control characters, line ends, spaces of no width. Joiners and marks of direction stay."""
_MENDED = {code: " " if chr(code).isspace() else None for code in OUT_OF_PLACE}
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that print nothing


def one_line(text: str) -> str:
    """The text with single spaces and nothing that has no place in a line; empty where nothing would show."""
    line = " ".join(text.translate(_MENDED).split())
    return line if any(map(_shows, line)) else ""


def is_out_of_place(text: str) -> bool:
    """Whether anything in it has no place in a line."""
    return any(ord(sign) in _MENDED for sign in text)


def _shows(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign not in _BLANK and category not in ("Cc", "Cf") and category[0] not in "MZ"
