"""Where each kind of file keeps its metadata blocks, and the blocks as bytes.

IIM stands in Photoshop's resources (JPEG's APP13, TIFF's tag 34377), in TIFF also in a tag of its own. PNG,
WebP, AVIF and GIF have no place for it, but ImageMagick's text in a PNG. GIF has none for Exif.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import ExifTags, Image, JpegImagePlugin, TiffImagePlugin

from photos.reading import exif
from photos.reading.behind import behind_pixels
from photos.reading.exif import Tags

MOST_BYTES = 2_000_000
"""Of a block; what stands behind is not read."""

PHOTOSHOP = b"Photoshop 3.0\0"
IIM, IIM_DIGEST = 0x0404, 0x0425
SIGNATURES = (b"8BIM", b"AgHg", b"DCSR", b"MeSa", b"PHUT")
TIFF_XMP, TIFF_IIM, TIFF_RESOURCES = 700, 33723, 34377
MARKER = 0x1C

Resources = Mapping[int, bytes]


@dataclass(frozen=True)
class Blocks:
    """What was found; `digest` is what the last writer that knew XMP has left as the MD5 of IIM."""

    iim: bytes = b""
    digest: bytes = b""
    xmp: bytes = b""
    exif: Tags = field(default_factory=dict)

    @property
    def is_iim_newer(self) -> bool:
        """Whether IIM was changed by a program that knew no XMP: there is a digest, and it does not fit."""
        fitting = (
            hashlib.md5(data, usedforsecurity=False).digest()
            for data in (self.iim, self.iim.rstrip(b"\0"))  # a TIFF fills it up to whole words
        )
        return bool(self.iim and self.digest and self.digest not in fitting)


def blocks_of(image: Image.Image) -> Blocks:
    """The blocks of a picture of any kind, as far as they are there."""
    info = behind_pixels(image) | dict(image.info)
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return _of_tiff(image)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        found = resources(b"".join(_app13(image))[:MOST_BYTES])
    else:
        profile = _profile(info, "iptc")
        found = {IIM: profile} if profile[:1] == bytes([MARKER]) else resources(profile)
    return Blocks(
        iim=found.get(IIM, b""),
        digest=found.get(IIM_DIGEST, b""),
        xmp=_bytes(info.get("xmp") or info.get("XML:com.adobe.xmp")) or _profile(info, "xmp"),
        exif=exif.tags_in(_bytes(info.get("exif")) or _profile(info, "exif") or _profile(info, "APP1")),
    )


def resources(data: bytes) -> dict[int, bytes]:
    """Photoshop's image resources, by number: of each the first."""
    found: dict[int, bytes] = {}
    at = 0
    while data[at : at + 4] in SIGNATURES and at + 12 <= len(data):
        number = int.from_bytes(data[at + 4 : at + 6])
        name = 1 + data[at + 6]
        start = at + 6 + name + name % 2 + 4
        size = int.from_bytes(data[start - 4 : start])
        found.setdefault(number, data[start : start + size])
        at = start + size + size % 2
    return found


def _app13(image: JpegImagePlugin.JpegImageFile) -> list[bytes]:
    """The segments that Photoshop cuts long resources into, without their mark. Pillow reads each alone."""
    segments = [content for name, content in image.applist if name == "APP13"]
    return [one.removeprefix(PHOTOSHOP) for one in segments if one.startswith(PHOTOSHOP)][:100]


def _of_tiff(image: TiffImagePlugin.TiffImageFile) -> Blocks:
    """By tag. The bytes are taken as they stand: IIM is marked as numbers, and would become a million."""
    tags: Mapping[int, bytes] = image.tag_v2._tagdata
    found = resources(tags.get(TIFF_RESOURCES, b"")[:MOST_BYTES])
    texts = {
        tag: tags[tag][: exif.MOST_BYTES]
        for tag in exif.MAIN_TAGS
        if tag in tags and image.tag_v2.tagtype.get(tag) in exif.TEXTS
    }
    return Blocks(
        iim=_in_order(tags.get(TIFF_IIM, b"")[:MOST_BYTES]) or found.get(IIM, b""),
        digest=found.get(IIM_DIGEST, b""),
        xmp=tags.get(TIFF_XMP, b"")[:MOST_BYTES],
        exif=texts | _exif_of_tiff(image),
    )


def _exif_of_tiff(image: TiffImagePlugin.TiffImageFile) -> dict[int, bytes]:
    try:
        values = image.getexif().get_ifd(ExifTags.IFD.Exif)
    except Exception:  # whatever a broken directory makes Pillow raise, it says nothing then
        return {}
    texts = ((tag, values.get(tag)) for tag in exif.EXIF_TAGS)
    return {tag: text.encode("latin-1", "replace") for tag, text in texts if isinstance(text, str)}


def _in_order(iim: bytes) -> bytes:
    """Some programs turn the bytes of each word round, as if IIM were the numbers that TIFF says it is."""
    if iim[:1] == bytes([MARKER]) or iim[3:4] != bytes([MARKER]):
        return iim
    return b"".join(iim[at : at + 4][::-1] for at in range(0, len(iim), 4))


def _profile(info: Mapping[Any, Any], name: str) -> bytes:
    """A block that ImageMagick has written into a PNG: its name, its length, and its bytes in hexadecimal."""
    text = info.get(f"Raw profile type {name}")
    if not isinstance(text, str):
        return b""
    digits = re.sub(r"\s+", "", text[: 2 * MOST_BYTES].strip().partition("\n")[2].strip().partition("\n")[2])
    return bytes.fromhex(digits) if re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", digits) else b""


def _bytes(value: object) -> bytes:
    """What Pillow gives as a block: bytes as a rule, text from some chunks of a PNG."""
    if isinstance(value, str):
        value = value[:MOST_BYTES].encode("utf-8", "replace")
    return value[:MOST_BYTES] if isinstance(value, bytes) else b""
