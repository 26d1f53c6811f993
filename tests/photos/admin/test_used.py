"""What a picture's page says of the stories that readers see: whether they see the picture in them, too."""

import re
from datetime import UTC, datetime

import pytest

from photos.killing import kill
from photos.models import Photo, SourceTerms
from tests.factories import make_source
from tests.photos.admin.conftest import change_of, text, use

PAST, FUTURE = datetime(2026, 11, 22, 3, 24, tzinfo=UTC), datetime(2126, 11, 22, 3, 24, tzinfo=UTC)


def with_terms(photo):
    source = make_source("DPA")
    SourceTerms.objects.create(source=source, not_for_website=True)
    Photo.objects.filter(pk=photo.pk).update(source=source)


def with_fields(**fields):
    return lambda photo: Photo.objects.filter(pk=photo.pk).update(**fields)


HIDDEN = {
    "it was killed": kill,
    "its rights ended 22 November 2026, 04:24": with_fields(rights_end_at=PAST),
    "it is not for the website": with_fields(not_for_website=True),
    "pictures of DPA are not for the website": with_terms,
}


def read(client, photo):
    return " ".join(text(client.get(change_of(photo))).split())


@pytest.mark.parametrize(("why", "withdraw"), HIDDEN.items(), ids=HIDDEN)
def test_it_is_said_why_readers_of_a_story_do_not_see_the_picture(desk, as_, why, withdraw):
    use(desk.own, desk.live, on_page=True)
    withdraw(desk.own)
    html = read(as_("editor"), desk.own)
    assert "Readers see it" not in html
    assert "In 1 story that readers see<" in html
    assert f"Readers do not see the picture there: {why}." in html
    assert "Seen by all" in html


@pytest.mark.parametrize("fields", [{}, {"rights_end_at": FUTURE}, {"not_for_wire": True}])
def test_a_picture_that_readers_see_is_said_to_be_seen(desk, as_, fields):
    use(desk.own, desk.live, on_page=True)
    with_fields(**fields)(desk.own)
    html = read(as_("editor"), desk.own)
    assert "Readers see it in 1 story" in html
    assert "Readers do not see" not in html


def test_where_no_story_shows_it_there_is_nothing_to_explain(desk, as_):
    use(desk.own, desk.draft)
    kill(desk.own)
    html = read(as_("editor"), desk.own)
    assert "In 1 working copy of your desk" in html
    assert "Readers do not see" not in html


@pytest.mark.parametrize("is_killed", [False, True])
def test_its_headings_leave_out_no_level(desk, as_, is_killed):
    use(desk.own, desk.live, on_page=True)
    use(desk.own, desk.draft)
    if is_killed:
        kill(desk.own)
    main = read(as_("editor"), desk.own).partition("<main")[2]
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", main)]
    assert levels[0] == 1
    assert len(levels) >= 3
    assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False))
