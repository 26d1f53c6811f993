"""What a file says beside what stands there: whether that is the same."""

import pytest

from photos.admin.badges import told
from photos.models import Photo


@pytest.mark.parametrize(
    ("block", "says", "stands", "is_same"),
    [
        ("exif", "A. Rossi; B. Bianchi", "A. Rossi, B. Bianchi", True),
        ("exif", '"Rossi; figli"; B. Bianchi', "Rossi; figli, B. Bianchi", True),
        ("exif", "A. Rossi; B. Bianchi", "A. Rossi; B. Bianchi", True),  # as somebody may type it
        ("iim", ["A. Rossi", "B. Bianchi"], "A. Rossi, B. Bianchi", True),
        ("exif", "A. Rossi; B. Bianchi", "A. Rossi", False),
        ("exif", "A. Rossi; B. Bianchi", "B. Bianchi, A. Rossi", False),
    ],
)
def test_names_are_the_same_whatever_parts_them(block, says, stands, is_same):
    photo = Photo(creator=stands, metadata={block: {"creator": says}})
    assert [said.is_same for said in told(photo, "creator")] == [is_same]


def test_a_semicolon_in_a_caption_is_one():
    photo = Photo(caption="Boats, nets", metadata={"exif": {"caption": "Boats; nets"}})
    assert [said.is_same for said in told(photo, "caption")] == [False]
