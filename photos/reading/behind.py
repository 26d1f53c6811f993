"""Blocks that Pillow has not seen: those behind the pixels of a PNG that is not loaded, and XMP in a GIF.

They are looked for in the file as long as it is open; the place that Pillow reads on from is kept.
"""

import zlib
from collections.abc import Iterator
from typing import IO

from PIL import GifImagePlugin, Image, PngImagePlugin

MOST_BYTES = 2_000_000
MOST_CHUNKS = 50_000

XMP_IN_PNG = b"XML:com.adobe.xmp"
XMP_IN_GIF = b"!\xff\x0bXMP DataXMP"
XMP_ENDS = b"\x01\xff\xfe"  # the first bytes of a row that leads readers of blocks to the end


def behind_pixels(image: Image.Image) -> dict[str, bytes]:
    """`xmp` and `exif`, if they are there and the file is open."""
    file = getattr(image, "fp", None)
    finders = {PngImagePlugin.PngImageFile: _in_png, GifImagePlugin.GifImageFile: _in_gif}
    find = next((found for kind, found in finders.items() if isinstance(image, kind)), None)
    if file is None or find is None:
        return {}
    try:
        place = file.tell()
        try:
            return find(file)
        finally:
            file.seek(place)
    except (OSError, ValueError):  # closed, or no longer what it was
        return {}


def _in_png(file: IO[bytes]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, content in _chunks(file):
        if name == b"eXIf":
            found.setdefault("exif", content)
        elif content.startswith(XMP_IN_PNG + b"\0"):
            found.setdefault("xmp", _text(content[len(XMP_IN_PNG) + 1 :]))
    return found


def _chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG that may hold a block; the others are passed over unread."""
    file.seek(8)
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        size, name = int.from_bytes(head[:4]), head[4:]
        if len(head) < 8 or name == b"IEND":
            return
        if name in (b"eXIf", b"iTXt") and size <= MOST_BYTES:
            yield name, file.read(size)
            size = 0
        file.seek(size + 4, 1)


def _text(content: bytes) -> bytes:
    """The text of an iTXt chunk: behind two marks, a language and a translated name."""
    is_compressed, parts = content[:1] == b"\1", content[2:].split(b"\0", 2)
    if len(parts) < 3:
        return b""
    try:
        return zlib.decompressobj().decompress(parts[2], MOST_BYTES) if is_compressed else parts[2]
    except zlib.error:
        return b""


def _in_gif(file: IO[bytes]) -> dict[str, bytes]:
    """XMP stands whole before the frames or behind them, not cut into blocks."""
    size = file.seek(0, 2)
    for start in sorted({0, max(0, size - MOST_BYTES)}):
        file.seek(start)
        _, mark, after = file.read(MOST_BYTES).partition(XMP_IN_GIF)
        if mark:
            return {"xmp": after.partition(XMP_ENDS)[0]}
    return {}
