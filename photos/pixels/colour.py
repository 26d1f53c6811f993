"""Colours: whatever a file holds becomes sRGB with eight bits a channel, transparent where it was.

A profile is applied with the perceptual intent; one that is broken, or made for another kind of picture,
counts as none. What has none is sRGB, as browsers take it, but for cameras that say in Exif that theirs is
Adobe RGB.
"""

import io
import struct
from functools import cache

from PIL import Image, ImageChops, ImageCms

UNCALIBRATED, ADOBE = 65535, 2  # Exif's ColorSpace; the second is no standard, and written
COLOUR_SPACE, INTEROPERABILITY, INDEX = 0xA001, 0xA005, 1
MODES_OF_PROFILES = {"RGB": ("RGB", "RGBA"), "GRAY": ("L",), "CMYK": ("CMYK",), "LAB": ("LAB",)}
ROUNDING = 2  # units of 255: so much a conversion may differ from none


def in_srgb(image: Image.Image) -> Image.Image:
    """The picture as RGB, or as RGBA where some of it is transparent; nothing else is kept in its `info`.

    The one handed in may be changed, so that there are not always two.
    """
    profile = profile_of(image)
    image = in_eight_bits(image)
    alpha = alpha_of(image)
    if not alpha:
        image.info.pop("transparency", None)
    if image.mode == "LA":
        image = image.getchannel("L")
    elif image.mode not in ("RGB", "RGBA", "L", "CMYK", "LAB"):
        image = image.convert("RGBA" if alpha else "RGB")
    image = _by_profile(image, profile) if profile else image
    if image.mode not in ("RGB", "RGBA") or (image.mode == "RGBA" and not alpha):
        image = image.convert("RGB")
    if alpha:
        image.putalpha(alpha)
    image.info.clear()
    return image


def profile_of(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """What says what its numbers mean; None where nothing usable is said."""
    if image.mode == "LAB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    if data := image.info.get("icc_profile"):
        try:
            return ImageCms.ImageCmsProfile(io.BytesIO(data))
        except (OSError, TypeError, ValueError):
            return None
    return ImageCms.ImageCmsProfile(io.BytesIO(adobe_rgb())) if _is_adobe(image) else None


def in_eight_bits(image: Image.Image) -> Image.Image:
    """Of sixteen bits the upper half, of numbers without a range what they span."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    image.info.pop("transparency", None)  # a number of the wide range
    if image.mode.startswith("I;16"):
        return _scaled(image, 1 / 257, 0.5)
    lowest, highest = (float(value) for value in image.getextrema())  # type: ignore[arg-type]
    for top in (65535.0,) if image.mode == "I" else (1.0, 255.0):
        if lowest >= 0 and highest <= top:
            return _scaled(image, 255 / top, 0.5)
    scale = 255 / (highest - lowest) if highest > lowest else 0.0
    return _scaled(image, scale, -lowest * scale)


def alpha_of(image: Image.Image) -> Image.Image | None:
    """Where it is transparent; None where it is not, also where it only could be."""
    if not image.has_transparency_data:
        return None
    alpha = (image if image.mode in ("RGBA", "LA") else image.convert("RGBA")).getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


@cache
def adobe_rgb() -> bytes:
    """A profile with the primaries, white and gamma that the Adobe RGB (1998) specification gives."""
    return matrix_profile(
        [(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)],
        gamma=2.19921875,
    )


def matrix_profile(primaries: list[tuple[float, float, float]], gamma: float) -> bytes:
    """The least that an ICC profile of a display needs: red, green, blue in XYZ under D50, and one curve."""
    white = (0.9642, 1.0, 0.8249)
    curve = b"curv" + struct.pack(">IIHH", 0, 1, round(gamma * 256), 0)
    parts = [_xyz(white), *(_xyz(primary) for primary in primaries), curve]
    names = [b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"]
    start, places = 128 + 4 + 12 * len(names), []
    for part in parts:
        places.append((start, len(part)))
        start += len(part)
    places += [places[-1]] * 2  # the three channels share the curve
    table = b"".join(name + struct.pack(">II", *place) for name, place in zip(names, places, strict=True))
    header = struct.pack(">I4sI4s4s4s12x4s", start, b"", 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    header += bytes(28) + _xyz(white)[8:]
    return b"".join([header.ljust(128, b"\0"), struct.pack(">I", len(names)), table, *parts])


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + struct.pack(">I3i", 0, *(round(value * 65536) for value in values))


def _by_profile(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    if image.mode not in MODES_OF_PROFILES.get(profile.profile.xcolor_space.strip().upper(), ()):
        return image
    try:
        if image.mode not in ("RGB", "RGBA"):
            return _applied(image, profile)
        probe = _probe().convert(image.mode)
        if not _is_alike(_applied(probe, profile), probe):
            ImageCms.profileToProfile(image, profile, _srgb(), inPlace=True)  # no second picture
    except (OSError, ValueError, ImageCms.PyCMSError):
        pass
    return image


def _applied(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    mode = image.mode if image.mode in ("RGB", "RGBA") else "RGB"
    converted = ImageCms.profileToProfile(image, profile, _srgb(), outputMode=mode)
    return converted or image


def _probe() -> Image.Image:
    """Dark to bright, grey and coloured: what a profile leaves as it is here, it leaves as it is."""
    steps = (0, 16, 48, 96, 144, 200, 255)
    colours = [(red, green, blue) for red in steps for green in steps for blue in steps]
    probe = Image.new("RGB", (len(colours), 1))
    probe.putdata(colours)
    return probe


def _is_alike(one: Image.Image, other: Image.Image) -> bool:
    difference = ImageChops.difference(one, other).convert("RGB").getextrema()
    return all(highest <= ROUNDING for _lowest, highest in difference)  # type: ignore[misc]


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _is_adobe(image: Image.Image) -> bool:
    """DCF's "optional colour space": cameras set to Adobe RGB say so, and often add no profile."""
    if image.mode != "RGB" or "exif" not in image.info:
        return False
    try:
        exif = image.getexif()
        space = exif.get_ifd(0x8769).get(COLOUR_SPACE)
        index = exif.get_ifd(INTEROPERABILITY).get(INDEX) if space == UNCALIBRATED else None
    except Exception:  # whatever a broken Exif block makes Pillow raise, it says nothing of colours
        return False
    return space == ADOBE or str(index).startswith("R03")


def _scaled(image: Image.Image, scale: float, offset: float) -> Image.Image:
    return image.point(lambda value: value * scale + offset).convert("L")
