"""A file comes in: kept once and whole, with what it says of itself."""

import hashlib
import io

import pytest
from django.core.files.base import ContentFile, File
from PIL import Image

from photos.files import original_name, originals
from photos.intake import take_in
from photos.models import Photo
from photos.pixels.decoding import Unusable
from tests.factories import make_source, make_user
from tests.photos.pictures import file_of, halves

pytestmark = pytest.mark.django_db


def upload(image=None, kind="JPEG", name="harbour.jpg", **options):
    return ContentFile(file_of(image or halves("RGB"), kind, **options).getvalue(), name=name)


def test_a_picture_is_kept_untouched_under_its_content():
    file, anna = upload(), make_user()
    content = file.read()
    file.seek(0)
    taken = take_in(file, by=anna)
    assert taken.is_new
    photo = Photo.objects.get()
    assert photo.digest == hashlib.sha256(content).hexdigest()
    assert (photo.format, photo.width, photo.height, photo.size) == ("JPEG", 64, 48, len(content))
    assert (photo.file_name, photo.uploaded_by) == ("harbour.jpg", anna)
    with originals().open(original_name(photo.digest)) as kept:
        assert kept.read() == content


def test_the_same_file_is_shown_instead_of_kept_twice():
    first = take_in(upload(name="one.jpg"), by=None)
    second = take_in(upload(name="two.jpg"), by=None)
    assert not second.is_new
    assert second.photo == first.photo
    assert Photo.objects.count() == 1


def test_what_the_file_says_is_proposed():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "Fishing boats at dawn", "Ada Conti; Bo Lund", "(c) Example"
    photo = take_in(upload(exif=exif.tobytes()), by=None).photo
    assert (photo.caption, photo.creator, photo.copyright_notice) == (
        "Fishing boats at dawn",
        "Ada Conti, Bo Lund",
        "(c) Example",
    )
    assert photo.metadata["exif"]["caption"] == "Fishing boats at dawn"


def test_what_its_columns_cannot_hold_is_told():
    exif = Image.Exif()
    exif[0x013B], exif[0x8298] = (
        "; ".join(f"{number} " + "a" * 100 for number in range(9)),
        "(c) " + "b" * 600,
    )
    taken = take_in(upload(exif=exif.tobytes()), by=None)
    assert taken.cut == ("creator", "copyright_notice")
    assert (len(taken.photo.creator), len(taken.photo.copyright_notice)) == (500, 500)
    assert take_in(upload(exif=exif.tobytes()), by=None).cut == ()  # nothing is read of what is here already


def test_a_source_that_we_know_is_proposed_by_its_code(shared):
    make_source("Source (ref2017.1)")
    path = shared / "standards" / "photos" / "IPTC-PhotometadataRef-Std2017.1.jpg"
    photo = take_in(ContentFile(path.read_bytes(), name=path.name), by=None).photo
    assert photo.source.code == "Source (ref2017.1)"
    assert photo.headline == "The Headline (ref2017.1)"
    assert photo.digital_source_type == "softwareImage"
    assert photo.keywords == "Keyword1ref2017.1, Keyword2ref2017.1, Keyword3ref2017.1"


@pytest.mark.parametrize("content", [b"", b"<svg/>", file_of(halves("RGB"), "JPEG").getvalue()[:400]])
def test_what_is_no_picture_leaves_nothing_behind(own_files, content):
    with pytest.raises(Unusable):
        take_in(ContentFile(content, name="harbour.jpg"), by=None)
    assert not Photo.objects.exists()
    assert not [path for path in own_files.rglob("*") if path.is_file()]


def test_a_crash_before_the_row_leaves_a_file_and_no_row(own_files, monkeypatch):
    def crash(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Photo, "save", crash)
    with pytest.raises(KeyboardInterrupt):
        take_in(upload(), by=None)
    assert not Photo.objects.exists()
    assert len([path for path in own_files.rglob("*") if path.is_file()]) == 1


def test_a_crash_in_the_middle_of_writing_leaves_no_half_file(own_files, monkeypatch):
    def crash(_number):
        raise OSError("no space left")

    monkeypatch.setattr("photos.files.os.fsync", crash)
    with pytest.raises(OSError, match="no space"):
        take_in(upload(), by=None)
    assert not [path for path in own_files.rglob("*") if path.is_file()]
    assert not Photo.objects.exists()


def test_a_very_long_name_is_cut_and_a_hostile_one_goes_nowhere(own_files):
    photo = take_in(upload(name="../../" + "x" * 400 + ".jpg"), by=None).photo
    assert len(photo.file_name) <= 255
    files = [path for path in own_files.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [photo.digest]
    assert not list(own_files.parent.glob("x*"))


def test_a_file_without_a_name_that_was_read_before_is_taken_from_its_beginning():
    content = upload().read()
    nameless = File(io.BytesIO(content))
    nameless.seek(0, io.SEEK_END)
    photo = take_in(nameless, by=None).photo
    assert (photo.file_name, photo.format, photo.size) == ("", "JPEG", len(content))
    with originals().open(original_name(photo.digest)) as kept:
        assert kept.read() == content
