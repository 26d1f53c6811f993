"""Pictures for tests, made on the spot, with their files in memory."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

MODES = {
    "JPEG": ("L", "RGB", "CMYK"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("L", "LA", "P", "RGB", "RGBA"),
    "AVIF": ("L", "RGB", "RGBA"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
    "TIFF": ("1", "L", "LA", "P", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB", "I;16", "I", "F"),
}


def halves(mode: str, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Dark on the left, light on the right, in any mode."""
    if mode in ("I;16", "I", "F"):
        dark, light = (0.125, 0.875) if mode == "F" else (8224, 57568)
        row = struct.pack("2f" if mode == "F" else "2i" if mode == "I" else "<2H", dark, light)
        return Image.frombytes(mode, (2, 1), row).resize(size, Image.Resampling.NEAREST)
    image = Image.new("RGB", size, (32, 32, 32))
    image.paste((224, 224, 224), (size[0] // 2, 0, *size))
    if mode == "LAB":
        dark = Image.new("LAB", size, (28, 128, 128))
        dark.paste((230, 128, 128), (size[0] // 2, 0, *size))
        return dark
    if mode == "P":
        return image.quantize(2)
    return image.convert("RGBA").convert(mode) if mode in ("LA", "RGBA") else image.convert(mode)


def file_of(image: Image.Image, kind: str, **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, kind, **options)
    file.seek(0)
    return file


def noisy(size: tuple[int, int]) -> Image.Image:
    """A picture that no encoder makes small."""
    bands = [Image.effect_noise(size, 80) for _band in range(3)]
    return Image.merge("RGB", bands)


def png_claiming(width: int, height: int) -> io.BytesIO:
    """A header that is sound, and hardly anything behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b""))
