"""From a picture to what it says: its blocks are found and read, and the rules propose one value a field."""

from dataclasses import dataclass

from PIL import Image

from photos.reading import exif, iim, xmp
from photos.reading.blocks import Blocks, blocks_of
from photos.reading.rules import Proposed, propose
from photos.reading.text import Read


@dataclass(frozen=True)
class Metadata:
    """`iim`, `xmp` and `exif` are what each block says, by field; `proposed` is what the desk is offered."""

    iim: Read
    xmp: Read
    exif: Read
    proposed: Proposed

    @property
    def as_read(self) -> dict[str, Read]:
        """The blocks that say anything, ready for JSON."""
        blocks = {"iim": self.iim, "xmp": self.xmp, "exif": self.exif}
        return {name: block for name, block in blocks.items() if block}


def read(image: Image.Image, language: str = "") -> Metadata:
    """What the picture's file says; of a text in several languages the one asked for, if it is there.

    Takes the picture as it was opened, loaded or not, and decodes no pixels. It must not have been turned or
    copied: Pillow then writes Exif anew, and loses what is not ASCII.
    """
    return of_blocks(blocks_of(image), language)


def of_blocks(blocks: Blocks, language: str = "") -> Metadata:
    """The same, of blocks that were found already."""
    said = iim.read(blocks.iim), xmp.read(blocks.xmp, language), exif.read(blocks.exif)
    return Metadata(*said, propose(*said, is_iim_newer=blocks.is_iim_newer))
