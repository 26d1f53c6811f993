"""What a picture says of itself: where each kind of file keeps it, and how it is encoded."""

import datetime as dt

import pytest
from PIL import Image

from photos.reading import (
    DIGITAL_SOURCE_TYPES,
    code_of,
    is_machine_altered,
    is_machine_made,
    read,
)
from tests.photos.metadata_blocks import (
    UTF_8,
    alternatives,
    app13,
    exif,
    gif_with,
    iim,
    jpeg,
    of_iim,
    opened,
    png_text,
    png_with,
    resources,
    xmp,
)

SAID_IN_IIM = iim((2, 105, b"Crosetto in Belgrado"), (2, 25, b"Serbia"), (2, 25, b"difesa"))
SAID_IN_XMP = xmp(
    "<photoshop:City>Belgrado</photoshop:City>" + alternatives("dc:rights", x_default="© ANSA")
).encode()
SAID_IN_EXIF = exif(
    {0x010E: (2, "Il ministro è arrivato\0".encode())}, {0x9003: (2, b"2022:11:21 17:07:00\0")}
)


# Where each kind of file keeps its blocks


def says_iim(image: Image.Image) -> bool:
    return read(image).iim == {"headline": "Crosetto in Belgrado", "keywords": ["Serbia", "difesa"]}


def says_xmp(image: Image.Image) -> bool:
    return read(image).xmp == {"city": "Belgrado", "copyright_notice": "© ANSA"}


def says_exif(image: Image.Image) -> bool:
    return read(image).exif == {"caption": "Il ministro è arrivato", "date_created": "2022:11:21 17:07:00"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("is_loaded", [False, True])
def test_xmp_and_exif_are_found(kind, is_loaded):
    options = {"exif": SAID_IN_EXIF} | ({"xmp": SAID_IN_XMP} if kind != "PNG" else {})
    if kind == "PNG":
        options["pnginfo"] = png_text()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", SAID_IN_XMP.decode())
    image = opened(kind, **options)
    if is_loaded:
        image.load()
    assert says_xmp(image)
    assert says_exif(image)


@pytest.mark.parametrize("is_loaded", [False, True])
def test_all_blocks_of_a_tiff_are_found(is_loaded):
    main = {270: (7, "Il ministro è arrivato".encode()), 700: (1, SAID_IN_XMP), 33723: (7, SAID_IN_IIM)}
    image = opened("TIFF", exif=exif(main, {0x9003: (2, b"2022:11:21 17:07:00\0")}))
    if is_loaded:
        image.load()
    assert says_iim(image)
    assert says_xmp(image)
    assert says_exif(image)


def test_iim_of_a_tiff_is_found_in_photoshops_resources_too():
    assert says_iim(opened("TIFF", tiffinfo={34377: resources((0x0404, SAID_IN_IIM))}))


def test_iim_of_a_tiff_is_read_where_each_word_is_turned_round():
    padded = SAID_IN_IIM + bytes(-len(SAID_IN_IIM) % 4)
    turned = b"".join(padded[at : at + 4][::-1] for at in range(0, len(padded), 4))
    assert says_iim(opened("TIFF", tiffinfo={33723: turned}))


def test_iim_of_a_jpeg_is_found():
    assert says_iim(opened("JPEG", extra=app13(resources((0x0404, SAID_IN_IIM)))))


def test_iim_is_found_behind_other_resources_and_across_segments():
    whole = resources((0x03ED, bytes(16)), (0x040C, bytes(70_001)), (0x0404, SAID_IN_IIM))
    cut = [whole[at : at + 60_000] for at in range(0, len(whole), 60_000)]
    assert len(cut) == 2
    assert says_iim(opened("JPEG", extra=b"".join(app13(part) for part in cut)))


def test_blocks_that_imagemagick_writes_into_a_png_are_found():
    profiles = {
        "Raw_profile_type_iptc": resources((0x0404, SAID_IN_IIM)),
        "Raw_profile_type_exif": SAID_IN_EXIF,
        "Raw_profile_type_xmp": SAID_IN_XMP,
    }
    texts = {name: f"\n{name[17:]}\n{len(block):8}\n{block.hex()}\n" for name, block in profiles.items()}
    image = opened("PNG", pnginfo=png_text(**texts))
    assert says_iim(image)
    assert says_xmp(image)
    assert says_exif(image)


@pytest.mark.parametrize("is_loaded", [False, True])
def test_blocks_behind_the_pixels_of_a_png_are_found(is_loaded):
    packet = b"XML:com.adobe.xmp\0\0\0\0\0" + SAID_IN_XMP
    image = png_with((b"iTXt", packet), (b"eXIf", SAID_IN_EXIF[6:]), loaded=is_loaded)
    assert says_xmp(image)
    assert says_exif(image)
    image.load()
    assert image.getpixel((0, 0)) == (0, 128, 128)


@pytest.mark.parametrize("in_front", [False, True])
def test_xmp_of_a_gif_is_found(in_front):
    image = gif_with(SAID_IN_XMP, in_front=in_front)
    assert says_xmp(image)
    assert image.convert("RGB").getpixel((0, 0)) == (0, 128, 128)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF"])
def test_a_picture_that_says_nothing_proposes_nothing(kind):
    metadata = read(opened(kind))
    assert metadata.as_read == {}
    assert metadata == read(Image.new("RGB", (1, 1)))
    assert metadata.proposed.taken_at(dt.UTC) is None


def test_a_file_that_was_closed_says_what_pillow_has_seen():
    image = gif_with(SAID_IN_XMP, in_front=True)
    image.fp.close()
    assert read(image).as_read == {}


def test_the_pixels_are_not_decoded():
    image = opened("PNG", exif=SAID_IN_EXIF)
    assert says_exif(image)
    assert image._im is None


# Encodings


@pytest.mark.parametrize(
    ("datasets", "city"),
    [
        ([(2, 90, "Nuñoa Ağrı".encode())], "Nuñoa Ağrı"),
        ([UTF_8, (2, 90, "Ağrı".encode())], "Ağrı"),
        ([UTF_8, (2, 90, "Forlì".encode("cp1252"))], "Forlì"),
        ([(2, 90, "Forlì – “qui”".encode("cp1252"))], "Forlì – “qui”"),
        ([(1, 90, b"\x1b.A"), (2, 90, "Forlì".encode("latin-1"))], "Forlì"),
        ([(1, 90, b"\x1b-L"), (2, 90, "Београд".encode("iso8859-5"))], "Београд"),
        ([(1, 90, b"\x1b-F"), (2, 90, "Αθήνα".encode("iso8859-7"))], "Αθήνα"),
        ([(1, 90, b"\x1b-G"), (2, 90, "بيروت".encode("iso8859-6"))], "بيروت"),
        ([(1, 90, b"nonsense"), (2, 90, "Łódź".encode())], "Łódź"),
    ],
)
def test_iim_is_read_in_its_encoding(datasets, city):
    assert of_iim(*datasets).proposed.city == city


def test_one_dataset_in_another_encoding_spoils_no_other():
    said = of_iim((2, 90, "Forlì".encode("cp1252")), (2, 105, "Łódź".encode()), (2, 110, b"\x81\x8d")).iim
    assert said == {"city": "Forlì", "headline": "Łódź", "credit_line": "\ufffd\ufffd"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_xmp_is_read_in_its_encoding(encoding):
    packet = xmp("<photoshop:City>Београд</photoshop:City>")
    assert jpeg(packet=packet.encode(encoding)).proposed.city == "Београд"


def test_xmp_that_is_no_utf_8_is_read_as_windows_1252():
    packet = xmp("<photoshop:City>Forlì</photoshop:City>").replace("\ufeff", "")
    assert jpeg(packet=packet.encode("cp1252")).proposed.city == "Forlì"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [1, 2, 7, 129])
def test_text_of_exif_is_utf_8_whatever_its_type_and_order(order, kind):
    assert jpeg(tags=exif({0x010E: (kind, "Łódź\0".encode())}, order=order)).exif == {"caption": "Łódź"}


def test_text_of_exif_that_is_no_utf_8_is_read_as_windows_1252():
    assert jpeg(tags=exif({0x010E: (2, "Forlì\0".encode("cp1252"))})).proposed.caption == "Forlì"


def test_both_copyright_notices_of_exif_are_read():
    assert jpeg(tags=exif({0x8298: (2, b"A. Rossi\0ANSA\0")})).exif == {"copyright_notice": "A. Rossi; ANSA"}
    assert jpeg(tags=exif({0x8298: (2, b" \0ANSA\0")})).exif == {"copyright_notice": "ANSA"}


# The forms of RDF


def test_properties_may_be_attributes():
    said = jpeg(packet=xmp(attributes='photoshop:City="Roma" dc:creator="A. Rossi" dc:title=" "')).xmp
    assert said == {"city": "Roma", "creator": ["A. Rossi"]}


def test_properties_may_be_resources_or_have_qualifiers():
    address = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    packet = xmp(
        f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{address}"/>'
        '<photoshop:City rdf:parseType="Resource"><rdf:value>Roma</rdf:value>'
        "<dc:type>capital</dc:type></photoshop:City>"
    )
    metadata = jpeg(packet=packet)
    assert metadata.xmp == {"digital_source_type": address, "city": "Roma"}
    assert metadata.proposed.digital_source_type == "trainedAlgorithmicMedia"


def test_properties_of_parts_of_the_picture_are_not_its_own():
    packet = xmp(
        '<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<photoshop:City>Elsewhere</photoshop:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
        "<photoshop:Credit>ANSA <b>and</b> more</photoshop:Credit>"
    )
    assert "city" not in jpeg(packet=packet).xmp


def test_all_that_only_xmp_can_say_is_proposed():
    proposed = jpeg(
        packet=xmp(
            alternatives("xmpRights:UsageTerms", x_default="Not in Italy")
            + alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="Two men shake hands")
            + "<Iptc4xmpCore:CountryCode>srb</Iptc4xmpCore:CountryCode>"
        )
    ).proposed
    assert proposed.usage_terms == "Not in Italy"
    assert proposed.alt_text == "Two men shake hands"
    assert proposed.country_code == "SRB"


@pytest.mark.parametrize(
    ("language", "caption"),
    [("", "default"), ("it", "italiano"), ("it-CH", "italiano"), ("en", "American"), ("fr", "default")],
)
def test_of_several_languages_the_one_asked_for_is_read(language, caption):
    texts = {"de": "deutsch", "x_default": "default", "it": "italiano", "en_US": "American"}
    assert jpeg(packet=xmp(alternatives("dc:description", **texts)), language=language).xmp == {
        "caption": caption
    }


def test_without_a_default_the_first_language_is_read():
    assert jpeg(packet=xmp(alternatives("dc:description", de="deutsch", it="italiano"))).xmp == {
        "caption": "deutsch"
    }


def test_what_stands_before_the_end_of_a_torn_packet_is_read():
    packet = xmp("<photoshop:City>Roma</photoshop:City><photoshop:State>Lazio</photoshop:State>")
    assert jpeg(packet=packet[: packet.index("Lazio")]).xmp == {"city": "Roma"}


def test_characters_that_xml_does_not_allow_spoil_nothing():
    assert jpeg(packet=xmp("<photoshop:City>Ro\0\x01ma\ufffe</photoshop:City>")).xmp == {"city": "Roma"}


# Where a picture comes from


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", "digitalCapture"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/compositesynthetic/", "compositeSynthetic"),
        ("digsrctype:algorithmicMedia", "algorithmicMedia"),
        ("trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("http://c2pa.org/digitalsourcetype/empty", "empty"),
        ("made by a machine", ""),
        ("x" * 61, ""),
        ("", ""),
    ],
)
def test_the_code_is_taken_out_of_its_address(written, code):
    assert code_of(written) == code
    packet = xmp(f"<Iptc4xmpExt:DigitalSourceType>{written}</Iptc4xmpExt:DigitalSourceType>")
    assert jpeg(packet=packet).proposed.digital_source_type == code


def test_what_machines_have_made_or_altered_is_known():
    made = {code for code in DIGITAL_SOURCE_TYPES if is_machine_made(code)}
    altered = {code for code in DIGITAL_SOURCE_TYPES if is_machine_altered(code)}
    assert made == {
        "algorithmicMedia",
        "compositeSynthetic",
        "softwareImage",
        "trainedAlgorithmicMedia",
        "virtualRecording",
    }
    assert altered == {"algorithmicallyEnhanced", "compositeWithTrainedAlgorithmicMedia"}
    assert is_machine_made("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")
    assert not is_machine_made("unheard-of")
    assert not is_machine_altered("")
