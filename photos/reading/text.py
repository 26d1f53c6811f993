"""Text from bytes whose encoding is known, or claimed, or neither; and tidied for a form."""

import re
import unicodedata

from sections.one_line import unturned

Read = dict[str, str | list[str]]
"""What one block says, by field, as it was read."""

MOST_READ = 10_000
"""Characters that are kept of one value: five times what IIM has room for."""

MOST_VALUES = 200
"""Values that are kept of one field."""

UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
"""Controls, and what is no character. PostgreSQL takes no NUL, neither in text nor in JSON."""


def decoded(data: bytes, encoding: str = "utf-8") -> str:
    """The text in the encoding that it claims. What is no UTF-8 after all is read as Windows-1252.

    That is what programs of the time before Unicode wrote, and hardly any text of theirs is valid UTF-8.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def as_read(text: str) -> str:
    """The text without what no database or page should get, and no longer than anybody would write it."""
    text = text[: 2 * MOST_READ].replace("\r\n", "\n").replace("\r", "\n")
    return unturned(UNWANTED.sub("", text)).strip()[:MOST_READ].rstrip()


def line(text: str) -> str:
    """The text on one line, with single spaces, in composed characters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def paragraphs(text: str) -> str:
    """The text with its lines kept, and no more than one empty line between them."""
    lines = "\n".join(" ".join(one.split()) for one in text.splitlines())
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", lines)).strip()
