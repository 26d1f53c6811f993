"""Other people's pictures: IPTC's and ExifTool's with what is in them, and some that are broken."""

import datetime as dt
import json
import warnings
from pathlib import Path

import pytest
from PIL import Image

from photos.reading import read

PICTURES = ["IPTC-PhotometadataRef-Std2017.1.jpg", "exiftool-IPTC.jpg", "exiftool-MWG.jpg"]
OPENABLE = [
    "bomb-12000x12000.png",
    "crash-0da013a13571cc8eb457a39fee8db18f8a3c7127.tif",
    "crash-86214e58da443d2b80820cff9677a38a33dcbbca.tif",
    "infinite_loop_exif.jpg",
    "invalid-exif.jpg",
    "photoshop-200dpi-broken.jpg",
    "truncated_image.png",
    "truncated_jpeg.jpg",
]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("block", ["iim", "xmp", "exif"])
def test_each_block_says_what_it_is_expected_to_say(shared: Path, name: str, block: str) -> None:
    folder = shared / "standards" / "photos"
    expected = json.loads((folder / "expected.json").read_text())[name]["fields"]
    with Image.open(folder / name) as image:
        metadata = read(image)
    assert getattr(metadata, block) == {
        field: blocks[block] for field, blocks in expected.items() if block in blocks
    }
    assert json.loads(json.dumps(metadata.as_read)) == metadata.as_read


def test_all_pictures_with_expected_values_are_read(shared: Path) -> None:
    assert sorted(json.loads((shared / "standards" / "photos" / "expected.json").read_text())) == PICTURES


def test_what_is_labelled_right_is_proposed(shared: Path) -> None:
    with Image.open(shared / "standards" / "photos" / "exiftool-MWG.jpg") as image:
        proposed = read(image).proposed
    assert proposed.caption == "RIGHT-EXIF-Description"
    assert proposed.creators == ["RIGHT1of2-EXIF-Creator", "RIGHT2of2-EXIF-Creator"]
    assert proposed.copyright_notice == "RIGHT-XMP-Copyright"
    assert proposed.keywords == ["RIGHT1of2-XMP-Keywords", "RIGHT2of2-XMP-Keywords"]
    assert proposed.city == "RIGHT-XMP-City"
    assert proposed.state == "RIGHT-IPTC-State"
    assert proposed.country == "RIGHT-IPTC-Country"
    assert (proposed.date_created, proposed.time_created) == (dt.date(2001, 1, 1), dt.time(1, 11, 11))
    assert "WRONG" not in repr(proposed)


def test_the_reference_picture_proposes_the_whole_of_what_iim_has_cut_off(shared: Path) -> None:
    with Image.open(shared / "standards" / "photos" / PICTURES[0]) as image:
        proposed = read(image).proposed
    assert proposed.state == "Province/State (Core) (ref2017.1)"
    assert proposed.creators == ["Creator1 (ref2017.1)", "Creator2 (ref2017.1)"]
    assert proposed.digital_source_type == "softwareImage"
    assert proposed.taken_at(dt.UTC) == dt.datetime(2017, 7, 13, 17, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", OPENABLE)
def test_a_malformed_picture_is_read_without_a_word(shared: Path, name: str) -> None:
    path = shared / "standards" / "malformed-images" / name
    with path.open("rb") as file:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own, of opening it
            image = Image.open(file)
        metadata = read(image)
    assert metadata.iim == {}
    assert json.loads(json.dumps(metadata.as_read)) == metadata.as_read


def test_no_openable_malformed_picture_is_left_out(shared: Path) -> None:
    observed = json.loads((shared / "standards" / "malformed-images" / "observed.json").read_text())
    assert sorted(image["file"] for image in observed["images"] if "format" in image) == OPENABLE
