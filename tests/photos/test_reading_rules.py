"""Which value is proposed where blocks disagree, and how it is tidied."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from photos.reading import LONGEST, read
from photos.reading.rules import names_in
from tests.photos.metadata_blocks import (
    alternatives,
    exif,
    iim,
    jpeg,
    of_iim,
    opened,
    resources,
    with_digest,
    xmp,
)

# Disagreement

XMP_CITY, IIM_CITY = "<photoshop:City>Xmp</photoshop:City>", (2, 90, b"Iim")


def test_xmp_goes_before_iim_without_a_digest():
    assert jpeg(resources((0x0404, iim(IIM_CITY))), xmp(XMP_CITY)).proposed.city == "Xmp"


def test_xmp_goes_before_iim_with_a_digest_that_fits():
    assert jpeg(with_digest(iim(IIM_CITY)), xmp(XMP_CITY)).proposed.city == "Xmp"


def test_iim_goes_before_xmp_with_a_digest_that_does_not_fit():
    changed = with_digest(iim(IIM_CITY), of=b"as it was")
    assert jpeg(changed, xmp(XMP_CITY)).proposed.city == "Iim"
    assert jpeg(changed, xmp("<photoshop:State>Lazio</photoshop:State>")).proposed.state == "Lazio"


def test_the_digest_of_a_tiff_fits_also_where_iim_was_filled_up():
    data = iim(IIM_CITY)
    tags = {700: xmp(XMP_CITY).encode(), 33723: data + bytes(3), 34377: with_digest(data)}
    assert read(opened("TIFF", tiffinfo=tags)).proposed.city == "Xmp"


def test_what_changed_iim_had_no_room_for_is_taken_from_xmp():
    byline, other = "A name of more than 32 characters", "Another Name"
    changed = with_digest(iim((2, 80, byline[:32].encode()), (2, 80, b"New"), (2, 95, b"Lazi")), of=b"")
    packet = xmp(
        f"<dc:creator><rdf:Seq><rdf:li>{byline}</rdf:li><rdf:li>{other}</rdf:li></rdf:Seq></dc:creator>"
        "<photoshop:State>Lazio</photoshop:State>"
    )
    proposed = jpeg(changed, packet).proposed
    assert proposed.creators == [byline, "New"]
    assert proposed.state == "Lazi"


def test_exif_goes_before_both_unless_it_is_blank():
    packet = xmp(alternatives("dc:description", x_default="Xmp") + alternatives("dc:rights", x_default="Xmp"))
    proposed = jpeg(packet=packet, tags=exif({0x010E: (2, b"Exif\0"), 0x8298: (2, b"  \0")})).proposed
    assert (proposed.caption, proposed.copyright_notice) == ("Exif", "Xmp")


@pytest.mark.parametrize(
    "name",
    ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "KONICA MINOLTA DIGITAL CAMERA", "default"],
)
def test_the_name_of_a_camera_is_no_caption(name):
    packet = xmp(alternatives("dc:description", x_default="Arrival in Belgrade"))
    metadata = jpeg(packet=packet, tags=exif({0x010E: (2, name.encode())}))
    assert metadata.proposed.caption == "Arrival in Belgrade"
    assert metadata.exif == {"caption": name.strip()}


@pytest.mark.parametrize(
    ("artist", "names"),
    [
        ("A. Rossi", ["A. Rossi"]),
        ("A. Rossi; B. Bianchi;C. Verdi; ", ["A. Rossi", "B. Bianchi", "C. Verdi"]),
        ('"Rossi; figli"; B. Bianchi', ["Rossi; figli", "B. Bianchi"]),
        ('"The ""Eye"""; B. Bianchi', ['The "Eye"', "B. Bianchi"]),
        ('Ugo "Eye" Rossi; "open', ['Ugo "Eye" Rossi', '"open']),
        (" ; ;", []),
    ],
)
def test_creators_of_exif_are_parted_by_semicolons(artist, names):
    assert jpeg(tags=exif({0x013B: (2, artist.encode())})).proposed.creators == names


def test_names_keep_what_stands_in_quotation_marks():
    assert names_in('"a; b";c') == ["a; b", "c", ""]


def test_a_longer_list_that_begins_with_exifs_creators_is_proposed():
    both = "<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>"
    assert jpeg(packet=xmp(both), tags=exif({0x013B: (2, b"A\0")})).proposed.creators == ["A", "B"]
    assert jpeg(packet=xmp(both), tags=exif({0x013B: (2, b"B\0")})).proposed.creators == ["B"]


# Dates

ROME = ZoneInfo("Europe/Rome")


def taken(text: bytes, zone: bytes = b"") -> bytes:
    return exif({}, {0x9003: (2, text)} | ({0x9011: (2, zone)} if zone else {}))


def test_a_date_of_exif_has_its_zone_or_none():
    known = jpeg(tags=taken(b"2022:11:21 17:07:00\0", b"+09:00\0"))
    assert known.exif == {"date_created": "2022:11:21 17:07:00", "time_zone": "+09:00"}
    assert known.proposed.taken_at(ROME).isoformat() == "2022-11-21T17:07:00+09:00"
    unknown = jpeg(tags=taken(b"2022:11:21 17:07:00\0"))
    assert unknown.proposed.time_created == dt.time(17, 7)
    assert unknown.proposed.taken_at(ROME).isoformat() == "2022-11-21T17:07:00+01:00"


def test_a_day_without_a_time_is_taken_at_midnight():
    proposed = of_iim((2, 55, b"20221121")).proposed
    assert (proposed.date_created, proposed.time_created) == (dt.date(2022, 11, 21), None)
    assert proposed.taken_at(ROME).isoformat() == "2022-11-21T00:00:00+01:00"


@pytest.mark.parametrize(
    "nothing",
    [b"0000:00:00 00:00:00", b"    :  :     :  :  ", b"soon", b"0001:01:01 00:00:00", b"2022:13:41 10:00:00"],
)
def test_a_clock_that_was_not_set_says_nothing(nothing):
    packet = xmp("<photoshop:DateCreated>2022-11-21</photoshop:DateCreated>")
    assert jpeg(packet=packet, tags=taken(nothing)).proposed.date_created == dt.date(2022, 11, 21)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2022-11-21T17:07Z", "2022-11-21T17:07:00+00:00"),
        ("2022-11-21T17:07:30.25-05:00", "2022-11-21T17:07:30-05:00"),
        ("2022:11:21 17:07:30", "2022-11-21T17:07:30+01:00"),
        ("2022-11-21T25:07:30", "2022-11-21T00:00:00+01:00"),
        ("2022-11-21T17:07:30+99:00", "2022-11-21T17:07:30+01:00"),
    ],
)
def test_dates_of_xmp_are_read_as_far_as_they_make_sense(written, iso):
    packet = xmp(f"<photoshop:DateCreated>{written}</photoshop:DateCreated>")
    assert jpeg(packet=packet).proposed.taken_at(ROME).isoformat() == iso


@pytest.mark.parametrize("written", ["2022", "2022-11", ""])
def test_half_a_date_is_shown_and_not_proposed(written):
    metadata = jpeg(packet=xmp(f"<photoshop:DateCreated>{written}</photoshop:DateCreated>"))
    assert metadata.xmp == ({"date_created": written} if written else {})
    assert metadata.proposed.date_created is None


def test_a_zone_comes_from_the_block_that_agrees_with_day_and_time():
    packet = xmp("<photoshop:DateCreated>2022-11-21T17:07:00+09:00</photoshop:DateCreated>")
    same = jpeg(packet=packet, tags=taken(b"2022:11:21 17:07:00")).proposed
    assert same.taken_at(ROME).isoformat() == "2022-11-21T17:07:00+09:00"
    other = jpeg(packet=packet, tags=taken(b"2022:11:21 09:07:00")).proposed
    assert other.taken_at(ROME).isoformat() == "2022-11-21T09:07:00+01:00"


def test_a_time_comes_from_the_block_that_agrees_with_the_day():
    packet = xmp("<photoshop:DateCreated>2022-11-21</photoshop:DateCreated>")
    said = resources((0x0404, iim((2, 55, b"20221121"), (2, 60, b"170700+0100"))))
    assert jpeg(said, packet).proposed.taken_at(dt.UTC).isoformat() == "2022-11-21T17:07:00+01:00"


# What is proposed is tidy


def test_lines_are_kept_only_where_they_belong():
    said = of_iim((2, 120, b" One\r\n\r\n\r\n\r\ntwo  three \x07\rfour "), (2, 105, b" One\r\n\ttwo "))
    assert said.proposed.caption == "One\n\ntwo three\nfour"
    assert said.proposed.headline == "One two"


def test_accents_that_stand_alone_are_put_on_their_letters():
    assert of_iim((2, 90, "Forli\u0300".encode())).proposed.city == "Forlì"


def test_nothing_is_longer_than_its_field():
    long = b"word " * 1200
    fields = {105: "headline", 120: "caption", 110: "credit_line", 101: "country", 116: "copyright_notice"}
    proposed = of_iim(*((2, number, long) for number in fields)).proposed
    for name in fields.values():
        assert LONGEST[name] - 5 <= len(getattr(proposed, name)) <= LONGEST[name]
    many = of_iim(*((2, 25, b"%d " % number + long[:150]) for number in range(300)))
    assert len(many.iim["keywords"]) == 200
    assert len(many.proposed.keywords) == 100
    assert max(map(len, many.proposed.keywords)) <= LONGEST["keywords"]


def test_what_the_file_says_beyond_that_is_known_to_be_cut():
    words = [(2, 25, b"word %d" % number) for number in range(101)]
    assert of_iim(*words).proposed.cut == {"keywords"}
    assert of_iim(*words[:100]).proposed.cut == frozenset()
    assert of_iim((2, 25, b"w" * 101), (2, 110, b"c" * 500)).proposed.cut == {"keywords"}
    assert of_iim((2, 80, b"A" * 121), (2, 110, b"c" * 501)).proposed.cut == {"creators", "credit_line"}
    assert of_iim((2, 105, b"  a " * 200), (2, 120, b"x\r\n" * 5000)).proposed.cut == {"caption"}


def test_a_keyword_is_proposed_once():
    assert of_iim((2, 25, b"Serbia"), (2, 25, b" Serbia "), (2, 25, b"")).proposed.keywords == ["Serbia"]
