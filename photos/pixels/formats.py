"""Which kinds of pictures the desk takes, told by their content and not by their name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

HEAD = 512
"""So many bytes tell what a file is, where the marks of a page or a drawing may stand after some others."""


@dataclass(frozen=True)
class Format:
    """How one kind is called and read. `extensions` begins with ours."""

    name: str
    extensions: tuple[str, ...]
    open: Callable[[IO[bytes]], ImageFile.ImageFile]
    share: float = 1.0
    """Of the limit of pixels. The decoders of WebP and AVIF hold the picture up to four times."""

    @property
    def extension(self) -> str:
        return self.extensions[0]


# The classes are called directly. Image.open would apply a limit of its own, the same for all threads, warn
# where it is half reached, and decode the second picture of a camera's JPEG as well.
JPEG = Format("JPEG", ("jpg", "jpeg", "jpe", "jfif", "mpo"), JpegImagePlugin.JpegImageFile)
PNG = Format("PNG", ("png", "apng"), PngImagePlugin.PngImageFile)
WEBP = Format("WebP", ("webp",), WebPImagePlugin.WebPImageFile, share=0.5)
AVIF = Format("AVIF", ("avif", "avifs"), AvifImagePlugin.AvifImageFile, share=0.5)
GIF = Format("GIF", ("gif",), GifImagePlugin.GifImageFile)
TIFF = Format("TIFF", ("tif", "tiff"), TiffImagePlugin.TiffImageFile)
FORMATS = (JPEG, PNG, WEBP, AVIF, GIF, TIFF)

_MARKS: tuple[tuple[bytes, Format], ...] = (
    (rb"\xff\xd8\xff", JPEG),
    (rb"\x89PNG\r\n\x1a\n", PNG),
    (rb"RIFF....WEBPVP8[ XL]", WEBP),
    (rb"....ftypavi[fs]", AVIF),
    (rb"....ftypmi[fs]1.{4}(?:.{4})*?avi[fs]", AVIF),
    (rb"GIF8[79]a", GIF),
    (rb"II[*+]\0|MM\0[*+]", TIFF),
)

# Whatever else people send; each with the word that stands in the sentence of the refusal, or the code of one
# that fits it better.
_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (rb"....ftyp(?:hei|hev|mif|msf)", "HEIC"),
    (rb"....ftypcrx ", "raw"),
    (rb"....ftyp|\x1a\x45\xdf\xa3|RIFF....AVI ", "film"),
    (rb"BM", "BMP"),
    (rb"8BPS", "Photoshop"),
    (rb"%PDF", "PDF"),
    (rb"%!PS", "PostScript"),
    (rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", "JPEG 2000"),
    (rb"\0\0\0\x0cJXL |\xff\x0a", "JPEG XL"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?:svg|\?xml[^>]*>\s*(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg)", "SVG"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script)", "page"),
    (rb"PK\x03\x04|\x1f\x8b|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", "archive"),
)
_CODES = frozenset({"raw", "film", "page", "archive", "unknown"})

RAW = frozenset("3fr arw cr2 cr3 dng erf kdc mrw nef nrw orf pef raf raw rw2 sr2 srf srw x3f".split())
"""Extensions of raw files, many of which begin as a TIFF with a small preview in it."""


def format_of(head: bytes) -> Format | None:
    """What the first bytes of a file are, if it is one of ours."""
    ftyp = head[: min(len(head), int.from_bytes(head[:4]))] if head[4:8] == b"ftyp" else head
    return next((kind for mark, kind in _MARKS if re.match(mark, ftyp, re.DOTALL)), None)


def stranger(head: bytes) -> tuple[str, str]:
    """What else it is: the code of the sentence that says so, and the word that belongs into it."""
    matches = (word for mark, word in _STRANGERS if re.match(mark, head, re.DOTALL | re.IGNORECASE))
    word = next(matches, "unknown")
    return (word, "") if word in _CODES else ("stranger", word)


def extension_of(name: str) -> str:
    """`jpg` for `Photo.JPG`; "" for a name without."""
    return PurePath(name.strip().rstrip(".")).suffix.lower().removeprefix(".")


def size_of_webp(head: bytes) -> tuple[int, int]:
    """What the header says, which Pillow reads only together with the pixels; (0, 0) if nothing."""
    kind, body = head[12:16], head[20:30]
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return 0, 0
