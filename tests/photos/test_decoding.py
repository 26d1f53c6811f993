"""Which uploads are refused, with which sentence, and what comes out of those that are not."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image, ImageChops

from photos.pixels.decoding import SENTENCES, Limits, Unusable, examine, opened, upright_size
from photos.pixels.scans import has_too_many_scans
from tests.photos.pictures import MODES, file_of, halves, noisy, png_claiming

ROOT = Path(__file__).resolve().parents[2]
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif", "TIFF": "tif"}
BROKEN = "The picture is broken, or was cut off on its way. Send it again from the original."

HOSTILE = {
    "badwidth.bmp": "BMP files are not taken. Save the picture as a JPEG, and send that.",
    "bomb-12000x12000.png": (
        "The picture has 12,000 × 12,000 pixels; at most 64 million are taken in PNG. Send a smaller copy."
    ),
    "broken.png": BROKEN,
    "crash-0da013a13571cc8eb457a39fee8db18f8a3c7127.tif": "",
    "crash-86214e58da443d2b80820cff9677a38a33dcbbca.tif": BROKEN,
    "decompression_bomb.gif": (
        "The picture says that it is larger than any that we take. Send a smaller copy."
    ),
    "infinite_loop_exif.jpg": "",
    "invalid-exif.jpg": "",
    "oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif": BROKEN,
    "photoshop-200dpi-broken.jpg": "",
    "svg-in-png.png": "SVG files are not taken. Save the picture as a JPEG, and send that.",
    "truncated_image.png": BROKEN,
    "truncated_jpeg.jpg": BROKEN,
}


def refusal(file: io.BytesIO, **arguments) -> str:
    with pytest.raises(Unusable) as caught, translation.override("en"):
        examine(file, **arguments)
    with translation.override("en"):
        return str(caught.value)


# Files that bite


def test_all_malformed_pictures_are_judged_here(shared):
    present = {path.name for path in (shared / "standards/malformed-images").iterdir()}
    assert present - {"observed.json"} == set(HOSTILE)


@pytest.mark.parametrize(("name", "sentence"), HOSTILE.items())
@pytest.mark.filterwarnings("ignore::UserWarning")  # what Pillow says of broken metadata
def test_a_malformed_picture_is_refused_with_a_sentence_or_taken(shared, name, sentence):
    with (shared / "standards/malformed-images" / name).open("rb") as file:
        if sentence:
            assert refusal(file) == sentence
        else:
            examined = examine(file)
            picture = opened(file)
            assert picture.mode == "RGB"
            assert picture.size == (examined.width, examined.height)


@pytest.mark.parametrize("kind", MODES)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_picture_that_is_cut_off_is_refused(kind, share):
    whole = file_of(noisy((120, 90)), kind).getvalue()
    assert refusal(io.BytesIO(whole[: int(len(whole) * share)])) == BROKEN


@pytest.mark.parametrize("kind", MODES)
def test_damage_anywhere_in_a_file_is_refused_or_survived(kind):
    whole = file_of(noisy((40, 30)), kind).getvalue()
    for start in range(0, min(len(whole), 2000), 23):
        damaged = whole[:start] + bytes(255 - byte for byte in whole[start : start + 9]) + whole[start + 9 :]
        try:
            examine(io.BytesIO(damaged))
            opened(io.BytesIO(damaged))
        except Unusable as refused:
            assert str(refused)


def test_an_empty_file_is_refused():
    assert refusal(io.BytesIO()) == "The file is empty. Save or send it again."


def test_text_is_no_picture():
    assert refusal(io.BytesIO(b"Dear desk, the picture follows.")) == (
        "This is no picture that we can read. Send a JPEG, PNG, WebP, AVIF, GIF or TIFF."
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<svg/>", "SVG"),
        (b"%PDF-1.7", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"8BPS\0\1", "Photoshop"),
    ],
)
def test_what_else_people_send_is_called_by_its_name(content, kind):
    assert refusal(io.BytesIO(content), name="picture.jpg").startswith(f"{kind} files are not taken.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\0\0\0\x18ftypisom\0\0\0\0mp42", "This is a film, not a picture."),
        (b"\x1a\x45\xdf\xa3webm", "This is a film, not a picture."),
        (b"\0\0\0\x18ftypcrx \0\0\0\0crx ", "This is the raw file of a camera."),
        (b"PK\x03\x04", "This is an archive or a document, not a picture."),
        (b"<!DOCTYPE html><script>alert(1)</script>", "This is a web page, not a picture."),
    ],
)
def test_what_cannot_be_saved_as_a_picture_gets_no_such_advice(content, sentence):
    whole = refusal(io.BytesIO(content), name="clip")
    assert whole.startswith(sentence)
    assert "Save the picture" not in whole
    # Nor is a film told that it is too large, and comes again smaller.
    assert refusal(io.BytesIO(content), name="clip", limits=Limits(bytes=3)) == whole


def test_a_jpeg_that_is_too_large_is_not_told_to_become_one():
    sentence = refusal(file_of(halves("RGB"), "JPEG"), limits=Limits(bytes=100))
    assert "fewer pixels" in sentence
    assert "JPEG" not in sentence


# What it says it is


@pytest.mark.parametrize("kind", MODES)
def test_the_name_must_agree_with_the_content(kind):
    file = file_of(halves("RGB"), kind)
    for other, ending in ENDINGS.items():
        if other == kind:
            assert examine(file, name=f"A picture.{ending.upper()}").extension == ending
        else:
            assert f"The name ends in .{ending}, but this is a" in refusal(file, name=f"picture.{ending}")


def test_a_file_that_has_a_name_is_judged_by_it(tmp_path):
    path = tmp_path / "picture.png"
    halves("RGB").save(path, "JPEG")
    with path.open("rb") as file:
        assert refusal(file) == ("The name ends in .png, but this is a JPEG picture. Rename it to .jpg.")


@pytest.mark.parametrize("name", ["", "picture", ".jpg", "DSC_0001.JPEG", "a.png.jpg", "x.jfif", "phone.mpo"])
def test_these_names_do_not_speak_against_a_jpeg(name):
    assert examine(file_of(halves("RGB"), "JPEG"), name=name).format == "JPEG"


def test_a_raw_file_is_not_mistaken_for_the_preview_in_it():
    assert refusal(file_of(halves("RGB"), "TIFF"), name="DSC_1.NEF") == (
        "This is the raw file of a camera. Develop it, and send the JPEG."
    )


# Limits


def test_a_file_with_one_byte_too_many_is_refused():
    file = file_of(halves("RGB"), "PNG")
    size = len(file.getvalue())
    assert examine(file, Limits(bytes=size)).bytes == size
    assert refusal(file, limits=Limits(bytes=size - 1)).startswith("The file has more than")


def test_no_more_is_read_of_a_file_than_the_limit():
    class Endless(io.BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            self.given += size or 0
            return b"\xff\xd8\xff" + bytes((size or 0) - 3)

    file = Endless()
    with pytest.raises(Unusable):
        examine(file, Limits(bytes=1_000_000))
    assert file.given < 1_600_000


@pytest.mark.parametrize("kind", MODES)
def test_one_pixel_too_many_is_refused_before_anything_is_decoded(kind, monkeypatch):
    most = 64 * 48 * (2 if kind in ("WEBP", "AVIF") else 1)
    file = file_of(halves("RGB"), kind)
    assert examine(file, Limits(pixels=most)).width == 64
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("it was decoded"))
    assert "pixels; at most" in refusal(file, limits=Limits(pixels=most - 2))


@pytest.mark.parametrize("size", [(8001, 8000), (12_000, 12_000), (60_000, 60_000)])
def test_what_the_header_claims_is_refused_without_a_warning(size):
    assert refusal(png_claiming(*size)).startswith(f"The picture has {size[0]:,} × {size[1]:,} pixels")


def test_a_line_of_a_million_pixels_is_refused():
    assert "no side may have more than 65,535" in refusal(png_claiming(1_000_000, 1))


def test_our_limit_alone_decides_and_pillows_stays_as_it_is():
    before = Image.MAX_IMAGE_PIXELS
    assert refusal(png_claiming(15_000, 15_000), limits=Limits(pixels=300_000_000)) == BROKEN
    assert before == Image.MAX_IMAGE_PIXELS


def jpeg_of_scans(count: int) -> io.BytesIO:
    """One picture whose last scan is sent again and again."""
    whole = file_of(halves("L"), "JPEG", progressive=True).getvalue()
    last = whole.rindex(b"\xff\xda")
    return io.BytesIO(whole[:last] + whole[last:-2] * count + whole[-2:])


def test_a_jpeg_of_endless_scans_is_refused():
    assert not has_too_many_scans(file_of(noisy((300, 200)), "JPEG", progressive=True))
    assert refusal(jpeg_of_scans(200)) == (
        "The JPEG is built from more than 100 layers. Open it, and save it as a JPEG again."
    )


def test_scans_inside_metadata_are_none():
    segment = b"\xff\xe5" + (2 + 400).to_bytes(2) + b"\xff\xda" * 200
    whole = file_of(halves("RGB"), "JPEG").getvalue()
    assert not has_too_many_scans(io.BytesIO(whole[:2] + segment + whole[2:] + b"\xff\xda\0\2" * 200))


# What is told of a sound one


def test_the_digest_is_that_of_the_file():
    file = file_of(noisy((900, 700)), "PNG")
    assert examine(file).digest == hashlib.sha256(file.getvalue()).hexdigest()


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_an_animation_the_first_frame_is_taken(kind):
    frames = [halves("RGB"), Image.new("RGB", (64, 48), "red")]
    file = file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert examine(file).is_animated
    assert opened(file).getpixel((60, 40))[0] == pytest.approx(224, abs=4)


def test_a_still_picture_is_not_animated():
    assert not examine(file_of(halves("RGB"), "GIF")).is_animated


def test_the_second_picture_of_a_cameras_jpeg_does_not_count():
    small = halves("RGB", (16, 12))
    file = file_of(halves("RGB"), "MPO", save_all=True, append_images=[small])
    examined = examine(file, name="phone.jpg")
    assert (examined.format, examined.width, examined.is_animated) == ("JPEG", 64, False)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(kind, orientation):
    upright = Image.new("RGB", (64, 48), "black")
    upright.paste((255, 0, 0), (0, 0, 32, 24))  # top left
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    lying = upright.transpose(turned[orientation]) if orientation in turned else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = file_of(lying, kind, exif=exif)
    examined = examine(file)
    picture = opened(file)
    assert (examined.width, examined.height) == picture.size == upright_size(file) == (64, 48)
    assert picture.getpixel((16, 12))[0] > 200
    assert all(picture.getpixel(corner)[0] < 60 for corner in [(48, 12), (16, 36), (48, 36)])


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert opened(file_of(halves("RGB"), "JPEG", exif=exif)).size == (64, 48)


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes])
def test_every_mode_of_every_format_comes_out_as_it_looks(kind, mode):
    file = file_of(halves(mode), kind)
    assert examine(file).format.upper() == kind
    picture = opened(file)
    assert (picture.mode, picture.size) == ("RGB", (64, 48))
    near = 40 if mode == "1" else 12
    dark, light = (0, 255) if mode == "1" else (32, 224)
    assert picture.getpixel((10, 24)) == pytest.approx((dark,) * 3, abs=near)
    assert picture.getpixel((50, 24)) == pytest.approx((light,) * 3, abs=near)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_what_is_transparent_stays_so(kind):
    image = halves("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    picture = opened(file_of(image, kind))
    assert picture.mode == "RGBA"
    difference = ImageChops.difference(picture.getchannel("A"), image.getchannel("A"))
    assert difference.getextrema()[1] <= 6


@pytest.mark.parametrize(
    ("mode", "transparent"), [("L", 32), ("RGB", (32, 32, 32)), ("P", 0), ("P", bytes([0, 255]))]
)
def test_a_transparent_colour_becomes_transparency(mode, transparent):
    image = halves("RGB").quantize(2) if mode == "P" else halves(mode)
    if mode == "P":  # whichever of the two is the dark one
        image = image.remap_palette([0, 1] if image.getpalette()[0] < 128 else [1, 0])
    picture = opened(file_of(image, "PNG", transparency=transparent))
    assert picture.mode == "RGBA"
    assert [picture.getpixel((x, 24))[3] for x in (10, 50)] == [0, 255]


def test_nothing_of_the_files_own_is_left_on_the_picture():
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    picture = opened(file_of(halves("RGB"), "JPEG", exif=exif, comment=b"private", dpi=(300, 300)))
    assert picture.info == {}


@pytest.mark.parametrize("share", [1.0, 0.5, 0.2, 0.001])
def test_a_jpeg_is_decoded_no_larger_than_needed(share):
    picture = opened(file_of(noisy((800, 600)), "JPEG"), share)
    assert picture.width >= 800 * share
    assert picture.width in (800, 400, 200, 100)
    assert (picture.width < 800) == (share <= 0.5)


# Memory

LARGEST = {  # format, options, share of the limit, bytes that one pixel may cost at the most
    "baseline": ("JPEG", {"subsampling": 2}, 1.0, 5),
    "progressive": ("JPEG", {"subsampling": 0, "progressive": True}, 1.0, 12),
    "PNG": ("PNG", {"compress_level": 1}, 1.0, 5),
    "WebP": ("WEBP", {"method": 0}, 0.5, 21),
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_picture_takes_bounded_memory(tmp_path, name):
    kind, options, share, most = LARGEST[name]
    size = 8000, int(8000 * share)
    path = tmp_path / "largest"
    Image.linear_gradient("L").resize(size).convert("RGB").save(path, kind, **options)
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.upload", path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    ).stdout
    taken, pixels = map(int, told.split())
    assert pixels == Limits().pixels * share
    assert 1 < taken / pixels < most


def test_every_sentence_can_be_said():
    values = dict.fromkeys(("most", "kind", "extension", "right", "width", "height"), "x")
    for code in SENTENCES:
        assert "%" not in str(Unusable(code, **values))
