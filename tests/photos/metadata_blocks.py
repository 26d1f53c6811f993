"""Metadata blocks written by hand, and pictures of each kind that hold them."""

import hashlib
import io
import struct
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from photos.reading import Metadata, read

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
UTF_8 = (1, 90, b"\x1b%G")


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value for record, number, value in datasets
    )


def resources(*blocks: tuple[int, bytes]) -> bytes:
    """Photoshop's, each with an empty name."""
    return b"".join(
        b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)
        for number, data in blocks
    )


def with_digest(data: bytes, of: bytes | None = None) -> bytes:
    digest = hashlib.md5(data if of is None else of, usedforsecurity=False).digest()
    return resources((0x0404, data), (0x0425, digest))


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def app13(content: bytes) -> bytes:
    return segment(0xED, b"Photoshop 3.0\0" + content)


def xmp(inside: str = "", attributes: str = "") -> str:
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {names}><rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    )


def alternatives(name: str, **texts: str) -> str:
    items = "".join(
        f'<rdf:li xml:lang="{tag.replace("_", "-")}">{text}</rdf:li>' for tag, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def exif(
    main: dict[int, tuple[int, bytes]], inner: dict[int, tuple[int, bytes]] | None = None, order: str = "<"
) -> bytes:
    """Tags with their type and bytes, of both directories, in either order of bytes."""
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 8)
    if inner is None:
        return b"Exif\0\0" + head + directory(main, 8, order)
    place = 8 + len(directory({**main, 0x8769: (4, bytes(4))}, 8, order))
    first = directory({**main, 0x8769: (4, struct.pack(f"{order}I", place))}, 8, order)
    return b"Exif\0\0" + head + first + directory(inner, place, order)


def directory(tags: dict[int, tuple[int, bytes]], at: int, order: str) -> bytes:
    entries, data = struct.pack(f"{order}H", len(tags)), b""
    start = at + 2 + 12 * len(tags) + 4
    for tag, (kind, value) in sorted(tags.items()):
        count = len(value) // {3: 2, 4: 4, 5: 8}.get(kind, 1)
        if len(value) > 4:
            place = struct.pack(f"{order}I", start + len(data))
            data += value
        else:
            place = value.ljust(4, b"\0")
        entries += struct.pack(f"{order}HHI", tag, kind, count) + place
    return entries + bytes(4) + data


def opened(kind: str, **options: object) -> Image.Image:
    """A small picture of that kind, saved with these options and opened again."""
    return Image.open(io.BytesIO(saved(kind, **options)))


def saved(kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, kind, **options)
    return file.getvalue()


def png_with(*chunks: tuple[bytes, bytes], loaded: bool = False) -> Image.Image:
    """With chunks behind the pixels, where ExifTool writes them."""
    data = saved("PNG")
    end = data.rindex(b"IEND") - 4
    more = b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    image = Image.open(io.BytesIO(data[:end] + more + data[end:]))
    if loaded:
        image.load()
    return image


def gif_with(packet: bytes, *, in_front: bool) -> Image.Image:
    data = saved("GIF")
    trailer = bytes([1, *range(255, -1, -1), 0])
    extension = b"!\xff\x0bXMP DataXMP" + packet + trailer
    at = data.index(b",", 13 + 3 * 2 ** ((data[10] & 7) + 1)) if in_front else len(data) - 1
    return Image.open(io.BytesIO(data[:at] + extension + data[at:]))


def png_text(**texts: str) -> PngInfo:
    info = PngInfo()
    for name, text in texts.items():
        info.add_text(name.replace("_", " "), text)
    return info


def jpeg(blocks: bytes = b"", packet: bytes | str = b"", tags: bytes = b"", language: str = "") -> Metadata:
    """What a JPEG says that holds these resources of Photoshop, this XMP and this Exif."""
    options: dict[str, object] = {"extra": app13(blocks)} if blocks else {}
    if packet:
        options["xmp"] = packet.encode() if isinstance(packet, str) else packet
    if tags:
        options["exif"] = tags
    return read(opened("JPEG", **options), language)


def of_iim(*datasets: tuple[int, int, bytes]) -> Metadata:
    return jpeg(resources((0x0404, iim(*datasets))))
