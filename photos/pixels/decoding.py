"""Whether a file is a picture that the desk can keep, and the picture in it, upright and in sRGB.

Deciding costs one reading and one decoding. The limit of pixels is applied to what the header says, before
anything is decoded; what passes is decoded whole, because only that finds a picture that was cut off. An
untrusted file can make Pillow raise nearly anything; all of it means "broken" here.
"""

import hashlib
from dataclasses import dataclass
from math import prod
from typing import BinaryIO

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, JpegImagePlugin, TiffImagePlugin

from photos.pixels import formats
from photos.pixels.colour import in_srgb
from photos.pixels.formats import HEAD, JPEG, RAW, WEBP, Format
from photos.pixels.scans import MOST_SCANS, has_too_many_scans

CHUNK = 256 * 1024
LONGEST_SIDE = 65_535
"""As in a JPEG. A line of a million pixels is within any limit of pixels, and kills whoever scales it."""

ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = frozenset({5, 6, 7, 8})


@dataclass(frozen=True)
class Limits:
    """What an upload may have. The defaults take what any press camera makes, and a TIFF of 24 megapixels.

    Pixels bound the memory: README of the benchmarks has the figures. WebP and AVIF may have half of them.
    """

    bytes: int = 80 * 1024 * 1024
    pixels: int = 64_000_000


@dataclass(frozen=True)
class Examined:
    """What a sound picture is. Width and height are those that one sees, the camera held as it was."""

    format: str
    extension: str
    width: int
    height: int
    digest: str  # SHA-256 of the file, in hexadecimal
    bytes: int
    is_animated: bool
    mode: str  # as Pillow calls it


class Unusable(Exception):
    """Why a picture is refused: `code` for programs, `str()` a sentence in the language of who reads it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.values


SENTENCES: dict[str, str | Promise] = {
    "empty": _("The file is empty. Save or send it again."),
    "heavy": _("The file has more than %(most)s. Send a copy with fewer pixels, or a more compressed one."),
    "unknown": _("This is no picture that we can read. Send a JPEG, PNG, WebP, AVIF, GIF or TIFF."),
    "stranger": _("%(kind)s files are not taken. Save the picture as a JPEG, and send that."),
    "film": _("This is a film, not a picture. Send a still from it, as a JPEG."),
    "archive": _("This is an archive or a document, not a picture. Send the pictures that are in it."),
    "page": _("This is a web page, not a picture. Send the picture that is on it."),
    "raw": _("This is the raw file of a camera. Develop it, and send the JPEG."),
    "name": _("The name ends in .%(extension)s, but this is a %(kind)s picture. Rename it to .%(right)s."),
    "large": _(
        "The picture has %(width)s × %(height)s pixels; at most %(most)s million are taken in %(kind)s. "
        "Send a smaller copy."
    ),
    "bomb": _("The picture says that it is larger than any that we take. Send a smaller copy."),
    "long": _("The picture has %(width)s × %(height)s pixels; no side may have more than %(most)s. Cut it."),
    "scans": _("The JPEG is built from more than %(most)s layers. Open it, and save it as a JPEG again."),
    "broken": _("The picture is broken, or was cut off on its way. Send it again from the original."),
}


def examine(file: BinaryIO, limits: Limits = Limits(), name: str | None = None) -> Examined:  # noqa: B008
    """What the picture in the file is; Unusable if it is none, or none that can be kept.

    `name` is what the file is called, by default its own name; a name without an extension claims nothing.
    """
    if name is None:
        name = getattr(file, "name", "")
    kind = _kind_of(file, name if isinstance(name, str) else "")
    digest, size = _measured(file, limits.bytes)
    image = _checked(file, kind, limits)
    if kind is JPEG and has_too_many_scans(file):
        raise Unusable("scans", most=MOST_SCANS)
    try:
        is_animated = bool(getattr(image, "is_animated", False))
        is_lying = orientation_of(image) in LYING
        image.load()
    except Exception as error:
        raise Unusable("broken") from error
    width, height = reversed(image.size) if is_lying else image.size
    return Examined(kind.name, kind.extension, width, height, digest, size, is_animated, image.mode)


def opened(file: BinaryIO, share: float = 1.0) -> Image.Image:
    """The picture, upright, as RGB or RGBA in sRGB. Of an animated one the first frame.

    Of a JPEG the sides may be smaller, down to `share` of its own: then less of it is decoded, sooner.
    The file is one that `examine` has passed; Unusable where it has changed since.
    """
    try:
        image = _as_it_lies(file)
        if share < 1 and isinstance(image, JpegImagePlugin.JpegImageFile):
            image.draft(None, (max(1, round(image.width * share)), max(1, round(image.height * share))))
        orientation = orientation_of(image)
        image.load()
        upright = in_srgb(image)
        if orientation in UPRIGHT:
            upright = upright.transpose(UPRIGHT[orientation])
    except Exception as error:
        raise Unusable("broken") from error
    return upright


def upright_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height as `opened` will have them, from the header alone."""
    try:
        image = _as_it_lies(file)
    except Exception as error:
        raise Unusable("broken") from error
    return (image.height, image.width) if orientation_of(image) in LYING else image.size


def orientation_of(image: Image.Image) -> int:
    """How the camera was held, as Exif numbers it; 1, upright, where that is said badly."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return 1  # Pillow turns these itself, and tells the size that they then have
    try:
        orientation = image.getexif().get(ORIENTATION, 1)
    except Exception:  # whatever a broken Exif block makes Pillow raise, the picture may be sound
        return 1
    return orientation if isinstance(orientation, int) and orientation in UPRIGHT else 1


def _as_it_lies(file: BinaryIO) -> ImageFile.ImageFile:
    file.seek(0)
    kind = formats.format_of(file.read(HEAD))
    file.seek(0)
    if kind is None:
        raise Unusable("unknown")
    return kind.open(file)


def _measured(file: BinaryIO, most: int) -> tuple[str, int]:
    """Digest and bytes, read once and no further than the limit."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise Unusable("heavy", most=filesizeformat(most))
        digest.update(chunk)
    return digest.hexdigest(), size


def _kind_of(file: BinaryIO, name: str) -> Format:
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Unusable("empty")
    extension = formats.extension_of(name)
    kind = formats.format_of(head)
    if extension in RAW:
        raise Unusable("raw")
    if kind is None:
        code, word = formats.stranger(head)
        raise Unusable(code, kind=word)
    if extension and extension not in kind.extensions:
        raise Unusable("name", extension=extension, kind=kind.name, right=kind.extension)
    return kind


def _checked(file: BinaryIO, kind: Format, limits: Limits) -> ImageFile.ImageFile:
    """The picture before it is decoded, if its header is sound and within the limits."""
    if kind is WEBP:  # whose decoder takes the memory as soon as it is made
        file.seek(0)
        _check_size(formats.size_of_webp(file.read(HEAD)), kind, limits)
    file.seek(0)
    try:
        image = kind.open(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("bomb") from error
    except Exception as error:
        raise Unusable("broken") from error
    _check_size(image.size, kind, limits)
    return image


def _check_size(size: tuple[int, int], kind: Format, limits: Limits) -> None:
    most = limits.pixels * kind.share
    shown = dict(zip(("width", "height"), map(_grouped, size), strict=True))
    if prod(size) > most:
        millions = number_format(most / 1e6, decimal_pos=0 if most >= 1e7 else 1)
        raise Unusable("large", **shown, most=millions, kind=kind.name)
    if max(size) > LONGEST_SIDE:
        raise Unusable("long", **shown, most=_grouped(LONGEST_SIDE))


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
