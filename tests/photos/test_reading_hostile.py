"""Metadata that was written to break its reader: nothing raises, and the work is bounded."""

import io
import json
import struct
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photos.reading import read
from photos.reading.blocks import Blocks, resources
from photos.reading.exif import tags_in
from photos.reading.metadata import of_blocks
from photos.reading.rules import names_in
from tests.photos.metadata_blocks import app13, directory, exif, iim, opened, png_with, saved, xmp
from tests.photos.metadata_blocks import resources as written

LAUGHS = "".join(f'<!ENTITY lol{n + 1} "{f"&lol{n};" * 10}">' for n in range(9))
CITY = "<photoshop:City>Roma</photoshop:City>"


def said(packet: str | bytes) -> dict[str, object]:
    data = packet if isinstance(packet, bytes) else packet.encode()
    return dict(of_blocks(Blocks(xmp=data)).xmp)


# XMP


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY lol0 "lol">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "Roma">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    ],
)
def test_a_packet_with_a_dtd_says_nothing(doctype):
    inside = CITY + "<photoshop:State>&lol9;&a;</photoshop:State>"
    assert said(doctype + xmp(inside)) == {}


def test_an_entity_that_nobody_has_defined_ends_the_packet():
    assert said(xmp(CITY + "<photoshop:State>&nbsp;</photoshop:State>")) == {"city": "Roma"}


def test_what_stands_before_too_many_nested_elements_is_read():
    deep = "<dc:a>" * 10_000 + "</dc:a>" * 10_000
    assert said(xmp(CITY + deep + "<photoshop:State>Lazio</photoshop:State>")) == {"city": "Roma"}
    assert said(xmp(f"<photoshop:City>{deep}</photoshop:City>")) == {}


@pytest.mark.parametrize(
    "filling",
    ["<dc:a/>" * 750_000, " " * 5_000_000, "&amp;" * 1_000_000, f'<dc:a b="{"x" * 5_000_000}"/>'],
    ids=["elements", "space", "text", "attribute"],
)
def test_a_packet_of_five_megabytes_costs_little_and_its_beginning_is_read(filling):
    packet = xmp(
        CITY + f"<dc:title>{filling}</dc:title>" + "<photoshop:State>Lazio</photoshop:State>"
    ).encode()
    tracemalloc.start()
    assert said(packet)["city"] == "Roma"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000
    assert "state" not in said(packet)


def test_values_beyond_any_use_are_cut_off():
    many = "<dc:subject><rdf:Bag>" + "<rdf:li>a</rdf:li>" * 1000 + "</rdf:Bag></dc:subject>"
    metadata = of_blocks(Blocks(xmp=xmp(many + f"<photoshop:City>{'x' * 100_000}</photoshop:City>").encode()))
    assert len(metadata.xmp["keywords"]) == 200
    assert len(metadata.xmp["city"]) == 10_000
    assert len(metadata.proposed.city) == 200


def test_what_turns_around_the_text_after_it_is_left_out():
    jerusalem = "\u0627\u0644\u0642\u062f\u0633\u200f"
    city = f"<photoshop:City>\u202elive\u202c \u2067{jerusalem}\u2069</photoshop:City>"
    assert of_blocks(Blocks(xmp=xmp(city).encode())).proposed.city == f"live {jerusalem}"


@pytest.mark.parametrize("xmp_of_pillow", ["text", ("a", 1), 5, None, b"", b"<", b"\xff\xfe<", b"\0" * 100])
def test_whatever_pillow_calls_xmp_raises_nothing(xmp_of_pillow):
    image = Image.new("RGB", (1, 1))
    image.info.update(xmp=xmp_of_pillow, exif=xmp_of_pillow)
    assert read(image).as_read == {}


# IIM


def test_a_dataset_of_absurd_length_costs_only_itself():
    absurd = b"\x1c\x02\x69\x80\x04\xff\xff\xff\xff" + b"\x1c\x02\x69\xff\xffabc" + b"\x1c\x02\x69\x7f\xffabc"
    good = iim((2, 90, b"Roma"))
    assert of_blocks(Blocks(iim=absurd + good)).iim == {"city": "Roma"}


def test_a_dataset_of_extended_length_is_read():
    extended = b"\x1c\x02\x78\x80\x04" + struct.pack(">I", 40_000) + b"x" * 40_000
    found = of_blocks(Blocks(iim=extended + iim((2, 90, b"Roma"))))
    assert len(found.iim["caption"]) == 10_000
    assert found.iim["city"] == "Roma"


def test_datasets_that_are_no_text_or_cut_off_raise_nothing():
    assert of_blocks(Blocks(iim=iim((2, 0, b"\0\4"), (2, 90, bytes(range(32)))))).iim == {}
    assert of_blocks(Blocks(iim=iim((2, 90, b"Roma"))[:-1])).iim == {}


def test_no_character_that_a_database_refuses_is_left():
    found = of_blocks(Blocks(iim=iim((2, 90, b"R\0o\x1bm\x7fa\xef\xbf\xbe"))))
    assert found.iim == {"city": "Roma"}
    assert json.loads(json.dumps(found.as_read)) == found.as_read


# Exif


def of_exif(block: bytes) -> dict[str, object]:
    return dict(of_blocks(Blocks(exif=tags_in(block))).exif)


@pytest.mark.parametrize(
    "value", [(3, b"\1\0" * 4), (4, bytes(8)), (5, bytes(16)), (12, bytes(8)), (99, b"text that is none")]
)
def test_a_tag_of_the_wrong_type_says_nothing(value):
    assert of_exif(exif({0x010E: value, 0x013B: (2, b"A. Rossi\0")})) == {"creator": "A. Rossi"}


def test_a_tag_that_lies_outside_spoils_no_other():
    broken = exif({0x010E: (2, b"a caption\0"), 0x013B: (2, b"A. Rossi\0")})
    place = broken.index(struct.pack("<HH", 0x010E, 2)) + 8
    for outside in (0xFFFFFFFF, len(broken)):
        data = broken[:place] + struct.pack("<I", outside) + broken[place + 4 :]
        assert of_exif(data) == {"creator": "A. Rossi"}


def test_a_directory_that_points_at_itself_is_read_once():
    tags = {0x013B: (2, b"A. Rossi\0"), 0x8769: (4, struct.pack("<I", 8))}
    block = b"Exif\0\0II*\0" + struct.pack("<I", 8) + directory(tags, 8, "<")
    assert of_exif(block) == {"creator": "A. Rossi"}


def test_a_text_of_megabytes_is_no_caption():
    assert tags_in(exif({0x010E: (2, b"x" * 3_000_000), 0x013B: (2, b"A. Rossi")})) == {0x013B: b"A. Rossi"}


# Containers


def test_resources_that_claim_too_much_raise_nothing():
    assert resources(b"8BIM\4\4\0\0\xff\xff\xff\xffshort") == {0x0404: b"short"}
    assert resources(b"8BIM\4\4\xff\0") == {}
    assert read(opened("JPEG", extra=app13(written((0x0404, b""))[:-5]))).as_read == {}


def test_chunks_of_a_png_that_claim_too_much_raise_nothing():
    packet = b"XML:com.adobe.xmp\0\1\0\0\0"
    assert read(png_with((b"iTXt", packet + b"no zlib"), (b"eXIf", b"II"))).as_read == {}
    assert read(png_with((b"iTXt", b"XML:com.adobe.xmp\0\0"))).as_read == {}


@pytest.mark.parametrize("text", ['"x;' * 3300, '"' * 9999, ";" * 9999, ' "a" b' * 1600, " " * 9999])
def test_ten_thousand_odd_characters_are_parted_into_names_at_once(text):
    assert "".join(names_in(text)).count("x") == text.count("x")


def test_a_tag_of_the_wrong_type_in_a_tiff_says_nothing():
    data = saved("TIFF", tiffinfo={0x010E: "caption", 0x013B: "A. Rossi"})
    text, numbers = struct.pack("<HHI", 0x010E, 2, 8), struct.pack("<HHI", 0x010E, 3, 4)
    assert read(Image.open(io.BytesIO(data))).exif == {"caption": "caption", "creator": "A. Rossi"}
    assert read(Image.open(io.BytesIO(data.replace(text, numbers)))).exif == {"creator": "A. Rossi"}


# Anything at all

ANYTHING = st.binary(max_size=400)
IIM = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 130), ANYTHING), max_size=8).map(
    lambda datasets: iim(*datasets)
)
XMP = st.tuples(st.text(max_size=60), st.sampled_from(["City", "DateCreated", "Credit"])).map(
    lambda said: xmp(CITY + f"<photoshop:{said[1]}>{said[0]}</photoshop:{said[1]}>").encode(
        "utf-8", "surrogatepass"
    )
)
TAGS = st.dictionaries(
    st.sampled_from([0x010E, 0x013B, 0x8298, 0x8769, 0x0112]),
    st.tuples(st.integers(0, 13), ANYTHING),
    max_size=5,
)


@given(
    ANYTHING | IIM,
    ANYTHING,
    ANYTHING | XMP,
    ANYTHING | st.builds(exif, TAGS, st.none() | TAGS, st.sampled_from("<>")),
)
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise(one, digest, packet, tags):
    metadata = of_blocks(Blocks(iim=one, digest=digest, xmp=packet, exif=tags_in(tags)), "it")
    text = json.dumps([metadata.as_read, metadata.proposed.__dict__], default=str)
    assert "\\u0000" not in text
    text.encode()


@given(ANYTHING, ANYTHING, ANYTHING)
@settings(max_examples=50, deadline=None)
def test_no_bytes_in_a_picture_raise(blocks, packet, tags):
    image = Image.new("RGB", (1, 1))
    image.info.update({"xmp": packet, "exif": tags, "Raw profile type iptc": blocks.decode("latin-1")})
    read(image)
    resources(b"8BIM" + blocks)
    read(opened("TIFF", tiffinfo={700: packet, 33723: blocks, 34377: b"8BIM" + blocks} if blocks else {}))
