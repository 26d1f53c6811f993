"""Colours are the same to the eye whatever space a file has them in."""

import pytest
from PIL import Image, ImageCms

from photos.pixels.decoding import opened
from photos.pixels.encoding import Rights
from photos.pixels.renditions import Recipe, render
from tests.photos.pictures import file_of, halves, noisy
from tests.photos.profiles import grey_profile, in_srgb, profile

PATCHES = [(255, 255, 255), (128, 128, 128), (200, 60, 60), (60, 160, 90), (40, 60, 200), (230, 200, 90)]
EDGES = [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
LOSSLESS = {"PNG": {}, "TIFF": {}, "WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}


@pytest.mark.parametrize("space", ["P3", "Adobe"])
@pytest.mark.parametrize("kind", [*LOSSLESS, "AVIF"])
@pytest.mark.parametrize("colour", PATCHES + EDGES)
def test_a_patch_of_a_wide_space_is_the_right_srgb(space, kind, colour):
    options = LOSSLESS.get(kind, {"quality": 100, "subsampling": "4:4:4"})
    near = 6 if kind == "AVIF" else 4  # where it is dark, one unit of AVIF's rounding is five of sRGB
    file = file_of(Image.new("RGB", (32, 32), colour), kind, icc_profile=profile(space), **options)
    assert opened(file).getpixel((16, 16)) == pytest.approx(in_srgb(space, colour), abs=near)


def test_the_sums_of_this_test_know_that_the_spaces_differ():
    assert in_srgb("P3", (60, 160, 90)) != pytest.approx((60, 160, 90), abs=15)
    assert in_srgb("sRGB", (60, 160, 90)) == (60, 160, 90)


@pytest.mark.parametrize("kind", ["avif", "webp", "jpg"])
def test_a_rendition_of_a_wide_picture_is_srgb_and_has_no_profile(kind):
    patch = Image.new("RGB", (640, 360), (60, 160, 90))
    file = file_of(patch, "JPEG", quality=95, icc_profile=profile("P3"))
    rendition = opened_again(render(file, Recipe("16x9", 320, kind), (0.5, 0.5), Rights()))
    assert "icc_profile" not in rendition.info
    assert rendition.convert("RGB").getpixel((99, 99)) == pytest.approx(in_srgb("P3", (60, 160, 90)), abs=5)


def opened_again(data: bytes) -> Image.Image:
    import io  # noqa: PLC0415

    return Image.open(io.BytesIO(data))


def test_transparency_outlives_a_profile():
    image = Image.new("RGBA", (32, 32), (60, 160, 90, 77))
    picture = opened(file_of(image, "PNG", icc_profile=profile("P3")))
    assert picture.getpixel((5, 5)) == pytest.approx((*in_srgb("P3", (60, 160, 90)), 77), abs=4)


def test_a_picture_in_srgb_is_not_touched():
    image = noisy((64, 48))
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data in (plain, profile("sRGB"), None):
        assert opened(file_of(image, "PNG", icc_profile=data)).tobytes() == image.tobytes()


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_a_grey_profile_counts(mode):
    picture = opened(
        file_of(
            Image.new(mode, (32, 32), 128 if mode == "L" else (128, 255)),
            "PNG",
            icc_profile=grey_profile(1.0),
        )
    )
    assert picture.getpixel((5, 5)) == pytest.approx((188, 188, 188), abs=3)  # half the light


def test_a_palette_is_read_in_its_profile():
    image = Image.new("RGB", (32, 32), (60, 160, 90)).quantize(4)
    picture = opened(file_of(image, "PNG", icc_profile=profile("P3")))
    assert picture.getpixel((5, 5)) == pytest.approx(in_srgb("P3", (60, 160, 90)), abs=4)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_ink_without_a_profile_looks_as_it_should(kind):
    for ink, colour in [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((0, 0, 0, 255), (0, 0, 0)),
        ((0, 255, 255, 0), (255, 0, 0)),
    ]:
        picture = opened(file_of(Image.new("CMYK", (32, 32), ink), kind))
        assert picture.getpixel((5, 5)) == pytest.approx(colour, abs=3)


@pytest.mark.parametrize(
    "broken", [b"\0", b"no profile", profile("P3")[:200], b"\xff" * 3000, grey_profile(2.2)]
)
def test_a_profile_that_is_broken_or_of_another_kind_is_ignored(broken):
    assert opened(file_of(halves("RGB"), "PNG", icc_profile=broken)).getpixel((5, 5)) == (32, 32, 32)


def test_a_camera_set_to_adobe_rgb_is_believed_without_a_profile():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 65535
    exif.get_ifd(0x8769)[0xA005] = {1: "R03"}
    patch = Image.new("RGB", (32, 32), (60, 160, 90))
    file = file_of(patch, "JPEG", quality=100, subsampling=0, exif=exif)
    assert opened(file).getpixel((5, 5)) == pytest.approx(in_srgb("Adobe", (60, 160, 90)), abs=4)


def test_sixteen_bits_are_scaled_and_not_cut_off():
    ramp = Image.frombytes(
        "I;16", (256, 1), b"".join((step * 257).to_bytes(2, "little") for step in range(256))
    )
    for kind in ("PNG", "TIFF"):
        picture = opened(file_of(ramp, kind))
        assert [picture.getpixel((step, 0))[0] for step in range(256)] == list(range(256))


@pytest.mark.parametrize("span", [(-5.0, 5.0), (0.0, 4000.0), (3.0, 3.0)])
def test_numbers_without_a_range_do_not_crash(span):
    image = Image.new("F", (8, 8), span[0])
    image.putpixel((7, 7), span[1])
    picture = opened(file_of(image, "TIFF"))
    assert picture.getpixel((7, 7))[0] >= picture.getpixel((0, 0))[0]


def test_not_a_number_does_not_crash():
    assert opened(file_of(Image.new("F", (8, 8), float("nan")), "TIFF")).mode == "RGB"
