"""Text of one line: a headline, a section's name; and what has no place in text of any length."""

import re
import unicodedata

TURNS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""Signs that turn around all that follows them: `evil` is shown as `live`. No language needs them; what
Arabic, Persian and Hebrew do need, marks of direction and joiners, holds for the place where it stands.
"""
_TURNS = re.compile(f"[{''.join(map(chr, TURNS))}]")

OUT_OF_PLACE = [*range(32), *range(127, 160), 0x200B, 0x2028, 0x2029, 0xFEFF, *TURNS]
"""Control characters, line ends, spaces of no width, turns. Joiners and marks of direction stay."""
_MENDED = {code: " " if chr(code).isspace() else None for code in OUT_OF_PLACE}
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that print nothing


def one_line(text: str) -> str:
    """The text with single spaces and nothing that has no place in a line; empty where nothing would show."""
    line = " ".join(text.translate(_MENDED).split())
    return line if any(map(_shows, line)) else ""


def unturned(text: str) -> str:
    """A text of any number of lines without what turns around what follows it."""
    return _TURNS.sub("", text)


def is_out_of_place(text: str) -> bool:
    """Whether anything in it has no place in a line."""
    return any(ord(sign) in _MENDED for sign in text)


def _shows(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign not in _BLANK and category not in ("Cc", "Cf") and category[0] not in "MZ"
