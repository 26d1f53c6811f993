"""Which renditions there are, what they are called, and what is in them."""

import io
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from photos.pixels import renditions
from photos.pixels.encoding import Rights
from photos.pixels.renditions import (
    FORMATS,
    SHAPES,
    WIDTHS,
    Recipe,
    crop_box,
    name_of,
    parse,
    recipes_for,
    render,
    render_all,
    size_of,
    widths_for,
)
from tests.photos.pictures import file_of, halves, noisy

DIGEST = "0123456789abcdef" * 4
CENTRE = (0.5, 0.5)
RIGHTS = Rights("Çelik & Söhne <Foto>", "ANSA/Anadolu", "© 2026 Anadolu “Ajansı”", "http://cv.iptc.org/x")
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "ext": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}

sides = st.integers(1, 20_000)
sizes = st.tuples(sides, sides)
focals = st.tuples(st.floats(0, 1), st.floats(0, 1))
crops = st.sampled_from(list(SHAPES))


# Crops


@given(sizes, crops, focals)
def test_a_crop_lies_in_the_picture_has_its_shape_and_is_as_large_as_can_be(size, crop, focal):
    left, top, right, bottom = crop_box(size, crop, focal)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    if shape := SHAPES[crop]:
        assert right - left == size[0] or bottom - top == size[1]
        assert abs((right - left) - (bottom - top) * shape) <= max(1, shape)
    else:
        assert (left, top, right, bottom) == (0, 0, *size)


@given(sizes, crops, focals)
def test_the_focal_point_is_in_the_middle_of_its_crop_or_an_edge_is_in_the_way(size, crop, focal):
    box = crop_box(size, crop, focal)
    for side, share, start, end in zip(size, renditions.rounded(focal), box[:2], box[2:], strict=True):
        point = share * side
        assert start - 1 <= point <= end + 1
        is_middle = abs(point - (start + end) / 2) <= 1
        assert (
            is_middle
            or (start == 0 and point < end / 2 + 1)
            or (end == side and point > (start + end) / 2 - 1)
        )


def test_a_face_at_the_left_stays_in_a_square():
    image = Image.new("RGB", (900, 300), "white")
    image.paste((255, 0, 0), (60, 120, 120, 180))
    square = opened_again(render(file_of(image, "PNG"), Recipe("1x1", 160, "jpg"), (0.1, 0.5), Rights()))
    middle = square.getpixel((90 * 160 // 300, 80))
    assert middle[0] > 220
    assert middle[1] < 60


# Sizes


@given(sizes, crops)
def test_there_are_only_widths_that_the_picture_has(size, crop):
    left, _top, right, _bottom = crop_box(size, crop, CENTRE)
    widths = widths_for(size, crop)
    assert widths
    assert set(widths) <= set(WIDTHS[crop])
    assert all(width <= right - left for width in widths) or widths == WIDTHS[crop][:1]


@given(sizes, crops, st.sampled_from(WIDTHS["whole"]))
def test_nothing_is_enlarged_and_nothing_is_endless(size, crop, width):
    made = size_of(size, Recipe(crop, width, "jpg"))
    assert 1 <= made[0] <= min(size[0], width)
    assert 1 <= made[1] <= min(size[1], 8192)


@pytest.mark.parametrize("size", [(1000, 700), (700, 1000), (50, 40), (3000, 3), (1, 1), (2, 900)])
def test_a_rendition_has_the_size_that_was_foretold(size):
    file = file_of(noisy(size), "PNG")
    wanted = recipes_for(size, formats=["webp"])
    for recipe, data in render_all(file, wanted, (0.9, 0.1), Rights()):
        assert opened_again(data).size == size_of(size, recipe)


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_so_it_does_where_the_camera_was_held_on_its_side(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    size = (1500, 1000) if orientation == 1 else (1000, 1500)
    file = file_of(noisy((1500, 1000)), "JPEG", exif=exif)
    for recipe in recipes_for(size, ["whole", "4x3"], ["jpg"]):
        assert opened_again(render(file, recipe, CENTRE, Rights())).size == size_of(size, recipe)


# Names


def test_a_name_says_it_all():
    recipe = Recipe("16x9", 640, "avif")
    assert name_of(DIGEST, (0.5, 0.334), recipe) == "0123456789abcdef0123-50x33-16x9-640.avif"
    assert name_of(DIGEST, (0.5, 0.34), recipe) != name_of(DIGEST, (0.5, 0.334), recipe)
    assert name_of(DIGEST[1:], CENTRE, recipe) != name_of(DIGEST, CENTRE, recipe)


def test_a_whole_picture_has_one_name_wherever_its_focus_is():
    recipe = Recipe("whole", 640, "avif")
    assert name_of(DIGEST, (0.1, 0.9), recipe) == name_of(DIGEST, CENTRE, recipe)
    assert parse(name_of(DIGEST, CENTRE, recipe).replace("50x50", "10x90")) is None


@given(st.text("0123456789abcdef", min_size=64, max_size=64), focals, crops, st.data())
def test_a_name_is_read_back(digest, focal, crop, data):
    recipe = Recipe(crop, data.draw(st.sampled_from(WIDTHS[crop])), data.draw(st.sampled_from(FORMATS)))
    name = name_of(digest, focal, recipe)
    found = parse(name)
    assert found is not None
    assert (found.recipe, digest[:20]) == (recipe, found.digest)
    assert name_of(digest, found.focal, recipe) == name


@given(st.text())
def test_what_is_no_name_of_ours_is_none(name):
    assert parse(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "0123456789abcdef0123-50x50-16x9-641.avif",
        "0123456789abcdef0123-50x50-16x9-0640.avif",
        "0123456789abcdef0123-050x50-16x9-640.avif",
        "0123456789abcdef0123-101x50-16x9-640.avif",
        "0123456789abcdef0123-50x50-21x9-640.avif",
        "0123456789abcdef0123-50x50-1x1-2048.avif",
        "0123456789abcdef0123-50x50-16x9-640.gif",
        "0123456789abcdef0123-50x50-16x9-640.avif\n",
        "0123456789ABCDEF0123-50x50-16x9-640.avif",
        "0123456789abcdef012-50x50-16x9-640.avif",
        "../../etc/passwd-50x50-16x9-640.avif",
        "0123456789abcdef0123-٥٠x50-16x9-640.avif",
        "0123456789abcdef0123-50x50-16x9-６４０.avif",
    ],
)
def test_a_hostile_name_renders_nothing(name):
    assert parse(name) is None


# What is in them


@pytest.mark.parametrize("kind", FORMATS)
def test_credit_and_copyright_go_along_and_nothing_else(kind):
    exif = Image.Exif()
    exif[0x010F], exif[0x0131] = "Camera of Somebody", "Software of Somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 27.0, 52.0)})
    exif.get_ifd(0x8769)[0x9003] = "2026:11:21 17:07:00"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Street of Somebody</x:xmpmeta>"
    file = file_of(noisy((400, 300)), "JPEG", exif=exif, xmp=xmp, comment=b"Comment of Somebody")
    assert b"Somebody" in file.getvalue()
    data = render(file, Recipe("4x3", 320, kind), CENTRE, RIGHTS)
    assert b"Somebody" not in data
    assert b"2026:11:21" not in data
    rendition = opened_again(data)
    told = rendition.getexif()
    assert set(told) == {0x013B, 0x8298}
    assert not told.get_ifd(0x8825)
    assert RIGHTS.creator.encode() in data  # in Exif alone: XML has &amp;
    root = ElementTree.fromstring(rendition.info["xmp"].decode().strip("\ufeff"))
    assert root.find(".//dc:creator//rdf:li", NAMES).text == RIGHTS.creator
    assert root.find(".//dc:rights//rdf:li", NAMES).text == RIGHTS.copyright_notice
    assert root.find(".//photoshop:Credit", NAMES).text == RIGHTS.credit_line
    assert root.find(".//ext:DigitalSourceType", NAMES).text == RIGHTS.source_type


def test_a_jpeg_has_them_in_iim_too():
    data = render(file_of(halves("RGB"), "PNG"), Recipe("whole", 160, "jpg"), CENTRE, RIGHTS)
    told = IptcImagePlugin.getiptcinfo(opened_again(data))
    assert told[(1, 90)] == b"\x1b%G"
    assert [told[(2, number)].decode() for number in (80, 110, 116)] == [
        RIGHTS.creator,
        RIGHTS.credit_line,
        RIGHTS.copyright_notice,
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_where_nothing_is_said_nothing_is_written(kind):
    rendition = opened_again(
        render(file_of(halves("RGB"), "PNG"), Recipe("whole", 160, kind), CENTRE, Rights())
    )
    assert not {"exif", "xmp", "icc_profile", "photoshop", "comment"} & set(rendition.info)


@pytest.mark.parametrize("kind", FORMATS)
def test_rights_of_any_length_and_sign_do_not_break_a_file(kind):
    rights = Rights("名" * 5000, "a\x00b\ud800\n]]>", "&<>\"'" * 900, "x" * 9000)
    data = render(file_of(halves("RGB"), "PNG"), Recipe("whole", 160, kind), CENTRE, rights)
    rendition = opened_again(data)
    rendition.load()
    root = ElementTree.fromstring(rendition.info["xmp"].decode().strip("\ufeff"))
    assert root.find(".//photoshop:Credit", NAMES).text == "a b ]]>"


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "L", "CMYK", "1", "I;16"])
@pytest.mark.parametrize("kind", FORMATS)
def test_every_kind_of_picture_becomes_every_kind_of_rendition(mode, kind):
    image = halves(mode, (400, 300))
    data = render(file_of(image, "TIFF"), Recipe("16x9", 320, kind), CENTRE, RIGHTS)
    rendition = opened_again(data)
    rendition.load()
    assert (rendition.format, rendition.size) == ({"jpg": "JPEG"}.get(kind, kind.upper()), (320, 180))
    dark, light = (rendition.convert("RGB").getpixel((x, 90))[1] for x in (40, 280))
    assert dark < 60
    assert light > 190


@pytest.mark.parametrize(("kind", "expected"), [("avif", 0), ("webp", 0), ("jpg", 255)])
def test_transparent_parts_stay_so_and_are_white_in_a_jpeg(kind, expected):
    image = Image.new("RGBA", (320, 320), (200, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 320, 160))
    rendition = opened_again(render(file_of(image, "PNG"), Recipe("1x1", 160, kind), CENTRE, Rights()))
    if kind == "jpg":
        assert rendition.getpixel((80, 20)) == pytest.approx((255, 255, 255), abs=2)
    else:
        assert rendition.getpixel((80, 20))[3] == 0
    assert rendition.getpixel((80, 140))[:3] == pytest.approx((200, 0, 0), abs=6)


def test_the_same_picture_gives_the_same_bytes():
    file = file_of(noisy((700, 500)), "JPEG")
    wanted = recipes_for((700, 500))
    one = list(render_all(file, wanted, (0.3, 0.7), RIGHTS))
    assert one == list(render_all(file, wanted, (0.3, 0.7), RIGHTS))
    assert [recipe for recipe, _data in one] == wanted


def test_renditions_are_made_from_one_decoding(monkeypatch):
    calls = []
    real = renditions.opened
    monkeypatch.setattr(
        renditions, "opened", lambda *given, **more: calls.append(given) or real(*given, **more)
    )
    made = list(render_all(file_of(noisy((700, 500)), "JPEG"), recipes_for((700, 500)), CENTRE, RIGHTS))
    assert len(made) > 20
    assert len(calls) == 1


def test_a_picture_that_is_open_already_serves_too():
    image = noisy((500, 400))
    recipe = Recipe("1x1", 320, "webp")
    assert render(image, recipe, (0.2, 0.2), RIGHTS) == render(
        file_of(image, "PNG"), recipe, (0.2, 0.2), RIGHTS
    )


def test_of_a_large_jpeg_a_small_rendition_is_as_good_as_of_all_its_pixels():
    image = Image.effect_mandelbrot((2400, 1600), (-2, -1, 1, 1), 80).convert("RGB")
    file = file_of(image, "JPEG", quality=95)
    recipe = Recipe("whole", 320, "webp")
    quick, careful = (
        opened_again(render(each, recipe, CENTRE, Rights())) for each in (file, Image.open(file))
    )
    differences = [abs(a - b) for a, b in zip(quick.tobytes(), careful.convert("RGB").tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 3


def opened_again(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
