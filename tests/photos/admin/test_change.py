"""A picture's form: fields beside what the file says, focal point, where it is used, and the original."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin import site
from django.core.files.base import ContentFile

from articles import workflow
from photos.files import original_name, originals
from photos.intake import take_in
from photos.models import Photo
from sections.one_line import unturned
from tests.factories import make_article, make_source, publish_article
from tests.photos.admin.conftest import change_of, original_of, sent_form, text, use
from tests.photos.metadata_blocks import alternatives, saved, xmp


def save(client, photo, **changed):
    return client.post(change_of(photo), sent_form(client, photo, **changed))


def refused(response, field):
    """What the form says of it; nothing was saved."""
    assert response.status_code == 200
    return response.context["adminform"].form.errors.get(field)


def test_everything_is_changed_and_told_in_the_history(desk, as_):
    source, client = make_source("AFP"), as_("editor")
    changed = {
        "headline": "Ferries",
        "caption": "Two ferries\r\nin Trieste.",
        "alt_text": "Two white ferries at a quay",
        "creator": "Anna Conti",
        "credit_line": "AFP/Conti",
        "source": source.pk,
        "copyright_notice": "© AFP",
        "usage_terms": "Not for calendars",
        "instructions": "Mind the embargo",
        "taken_at": "2026-11-20T09:30",
        "city": "Trieste",
        "country": "Italy",
        "keywords": "ferry, port; ferry\nsea",
        "digital_source_type": "digitalCapture",
        "focal_x": "20",
        "focal_y": "75",
        "rights_end_at": "2027-01-01T00:00",
        "not_for_wire": "on",
    }
    assert save(client, desk.others, **changed).status_code == 302
    photo = Photo.objects.get(pk=desk.others.pk)
    assert photo.source == source
    assert photo.caption == "Two ferries\nin Trieste."
    assert photo.keywords == "ferry, port, sea"
    assert (photo.focal_x, photo.focal_y) == (0.2, 0.75)
    assert photo.taken_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert (photo.not_for_wire, photo.not_for_website) == (True, False)
    assert photo.digital_source_type == "digitalCapture"
    history = text(client.get(f"/admin/photos/photo/{photo.pk}/history/"))
    assert "Changed Headline, Caption" in history


def test_a_missing_alt_text_is_warned_of_and_never_forced(desk, as_):
    client = as_("editor")
    assert save(client, desk.own, alt_text="").status_code == 302
    assert 'id="no-alt-text"' in text(client.get(change_of(desk.own)))
    save(client, desk.own, alt_text="A boat")
    assert 'id="no-alt-text"' not in text(client.get(change_of(desk.own)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("focal_x", "101"),
        ("focal_y", "-1"),
        ("focal_x", "NaN"),
        ("focal_x", "0.5e400"),
        ("focal_y", ""),
        ("taken_at", "0001-01-01T00:00"),
        ("taken_at", "9999-12-31T23:59"),
        ("rights_end_at", "tomorrow"),
        ("rights_end_at", "\0"),
        ("caption", "x" * 10_001),
        ("caption", "a\0b"),
        ("usage_terms", "a\0b"),
        ("headline", "x" * 501),
        ("alt_text", "x" * 1001),
        ("digital_source_type", "madeUp"),
        ("source", "999999"),
        ("source", "\0"),
        ("source", "9" * 40),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(desk, as_, field, value):
    before = Photo.objects.filter(pk=desk.own.pk).values().get()
    assert refused(save(as_("editor"), desk.own, **{field: value}), field)
    assert Photo.objects.filter(pk=desk.own.pk).values().get() == before


HOSTILE = '<script>alert("x")</script>"\'><img src=x onerror=alert(1)>{{ x }}{% x %}\u202eevil\u2066'


def test_hostile_words_are_kept_as_words_and_shown_as_words(desk, as_):
    fields = ("headline", "caption", "alt_text", "creator", "credit_line", "copyright_notice", "city")
    client = as_("editor")
    assert save(client, desk.own, **dict.fromkeys(fields, HOSTILE)).status_code == 302
    photo = Photo.objects.get(pk=desk.own.pk)
    assert photo.caption == unturned(HOSTILE)
    for address in (change_of(photo), "/admin/photos/photo/"):
        html = text(client.get(address))
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "{{ x }}{% x %}" in html


def test_a_line_has_no_line_ends_and_no_control_characters(desk, as_):
    save(as_("editor"), desk.own, headline="Two\r\nlines\x00\x07 here", caption="x" * 10_000)
    photo = Photo.objects.get(pk=desk.own.pk)
    assert photo.headline == "Two lines here"
    assert len(photo.caption) == 10_000


def test_beside_each_field_stands_what_the_file_says(desk, as_):
    packet = xmp(
        alternatives("dc:description", **{"x-default": "&lt;b>The harbour&lt;/b> at noon"}),
        'photoshop:City="Trieste" photoshop:DateCreated="2026-11-20T09:30:00+01:00" '
        'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"',
    )
    file = ContentFile(saved("JPEG", xmp=packet.encode()), name="said.jpg")
    photo = take_in(file, by=desk.people["reporter"]).photo
    groups = as_("reporter").get(change_of(photo)).context["groups"]
    rows = {row["field"].field.name: row["said"] for group in groups for row in group["rows"]}
    told = {name: [(one.blocks, one.is_same) for one in said] for name, said in rows.items() if said}
    assert told == dict.fromkeys(("caption", "city", "taken_at", "digital_source_type"), [("XMP", True)])
    save(as_("reporter"), photo, caption="Another", city="Muggia")
    html = text(as_("reporter").get(change_of(photo)))
    assert "&lt;b&gt;The harbour&lt;/b&gt; at noon" in html
    assert "<b>The harbour" not in html
    assert "Trieste" in html


def test_metadata_of_ten_thousand_characters_is_shown(desk, as_):
    texts = dict.fromkeys(("caption", "keywords", "state", "headline"), "<i>" + "x" * 9990)
    Photo.objects.filter(pk=desk.own.pk).update(metadata={"iim": texts, "xmp": {"keywords": ["a", "<b>"]}})
    html = text(as_("reporter").get(change_of(desk.own)))
    assert "<i>" not in html
    assert "a, &lt;b&gt;" in html


def test_a_source_type_that_is_not_known_stays_until_another_is_chosen(desk, as_):
    Photo.objects.filter(pk=desk.own.pk).update(digital_source_type="ofTomorrow")
    client = as_("editor")
    assert save(client, desk.own, city="Muggia").status_code == 302
    assert Photo.objects.get(pk=desk.own.pk).digital_source_type == "ofTomorrow"
    html = text(client.get(change_of(desk.own)))
    assert "Made by generative AI" in html
    assert "Digital art" not in html  # retired, and this picture has another


def test_a_refused_form_shows_the_picture_as_it_stands(desk, as_):
    client = as_("editor")
    before = client.get(change_of(desk.own)).context["shown"]
    response = save(client, desk.own, focal_x="10", city="x" * 201, headline="Never", not_for_wire="on")
    assert refused(response, "city")
    assert response.context["shown"] == before
    assert response.context["badges"] == []
    assert '<h1 dir="auto">The reporter&#x27;s own</h1>' in text(response)
    assert response.context["adminform"].form["focal_x"].value() == "10"


def test_a_credit_that_readers_see_is_not_emptied(desk, as_):
    client = as_("editor")
    use(desk.own, desk.live, on_page=True)
    use(desk.own, publish_article(section=desk.sport), on_page=True)
    (words,) = refused(save(client, desk.own, credit_line=" "), "credit_line")
    assert words == "It is in 2 stories that readers see: a credit line must stand here."
    assert save(client, desk.own, credit_line="Reuters/Conti").status_code == 302
    assert Photo.objects.get(pk=desk.own.pk).credit_line == "Reuters/Conti"


def test_a_credit_that_no_reader_sees_is_emptied(desk, as_):
    use(desk.own, desk.draft)
    use(desk.own, desk.live, on_page=True)
    workflow.hold(desk.live, by=None, reason="to be checked")
    assert save(as_("editor"), desk.own, credit_line="").status_code == 302
    assert Photo.objects.get(pk=desk.own.pk).credit_line == ""


def test_a_credit_that_never_was_hinders_nothing(desk, as_):
    Photo.objects.filter(pk=desk.own.pk).update(credit_line="")
    use(desk.own, desk.live, on_page=True)
    assert save(as_("editor"), desk.own, city="Muggia").status_code == 302


def test_the_desk_knows_of_several_pictures_in_one_query(desk, django_assert_num_queries):
    for story in (desk.live, publish_article(section=desk.serbia)):
        use(desk.own, story, on_page=True)
    held = publish_article(section=desk.serbia)
    use(desk.others, held, on_page=True)
    use(desk.others, desk.draft)
    workflow.hold(held, by=None, reason="to be checked")
    with django_assert_num_queries(1):
        seen = site.get_model_admin(Photo).seen_in([desk.own, desk.others])
    assert seen == {desk.own.pk: 2}


def test_beside_times_stands_whose_they_are(desk, as_):
    person = desk.people["reporter"]
    person.time_zone = "Asia/Tokyo"
    person.save()
    at = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    Photo.objects.update(taken_at=at, rights_end_at=at)
    for photo in (desk.own, desk.others):  # which they change, and which they only read
        html = text(as_("reporter").get(change_of(photo)))
        assert html.count('<p class="help quiet">Asia/Tokyo</p>') == 2


def test_a_field_has_one_name_be_it_read_or_written(desk, as_):
    for photo in (desk.own, desk.others):
        html = text(as_("reporter").get(change_of(photo)))
        assert "How it came about" in html
        assert "Digital source type" not in html


# Where it is used


def test_it_is_told_where_it_is_used_as_far_as_one_may_know(desk, as_):
    secret = make_article(section=desk.sport, headline="A secret of the sports desk")
    use(desk.own, secret)
    use(desk.own, desk.draft)
    use(desk.own, desk.live, on_page=True)
    html = text(as_("reporter").get(change_of(desk.own)))
    assert "Draft of the day" in html
    assert "In 1 working copy of your desk" in html
    assert "Seen by all" in html
    assert "Readers see it in 1 story" in html
    assert "In 1 working copy of another desk" in html
    assert "secret" not in html
    assert "A secret of the sports desk" in text(as_("outsider").get(change_of(desk.own)))
    assert "Draft of the day" not in text(as_("outsider").get(change_of(desk.own)))
    assert "A secret of the sports desk" in text(as_("admin").get(change_of(desk.own)))


def test_what_readers_see_no_more_is_not_told(desk, as_):
    use(desk.own, desk.live, on_page=True)
    workflow.hold(desk.live, by=None, reason="to be checked")
    assert "No story uses it." in text(as_("outsider").get(change_of(desk.own)))


@pytest.mark.parametrize("stories", [1, 12])
def test_it_costs_the_same_however_often_it_is_used(
    desk, as_, stories, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for _number in range(stories):
        story = publish_article(section=desk.serbia)
        use(desk.own, story)
        use(desk.own, story, on_page=True)
    client = as_("reporter")
    client.get(change_of(desk.own))
    # Session, person, roles, two for permissions; the picture; stories and pages with it, two lists and
    # three counts; its history; the sources.
    with django_assert_num_queries(13):
        html = text(client.get(change_of(desk.own)))
    assert ("and 2 more" in html) == (stories == 12)


# The original


def test_members_fetch_the_original_as_a_file(desk, as_):
    response = as_("outsider").get(original_of(desk.own))
    with originals().open(original_name(desk.own.digest)) as file:
        assert response.getvalue() == file.read()
    assert response["Content-Disposition"] == f'attachment; filename="{desk.own.file_name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("x.html", 'filename="x.html.png"'),
        ("a\r\nSet-Cookie: x=1.png", 'filename="aSet-Cookie: x=1.png"'),
        ('q"u\\o.png', 'filename="q\\"u\\\\o.png"'),
        ("", 'filename="picture-'),
        ("città.png", "filename*=utf-8''citt%C3%A0.png"),
        ("\u202egnp.exe", 'filename="gnp.exe.png"'),
    ],
)
def test_its_name_is_harmless(desk, as_, name, given):
    Photo.objects.filter(pk=desk.own.pk).update(file_name=name)
    response = as_("reporter").get(original_of(desk.own))
    response.getvalue()
    assert given in response["Content-Disposition"]


def test_one_that_is_missing_is_no_fault(desk, as_):
    originals().delete(original_name(desk.own.digest))
    assert as_("reporter").get(original_of(desk.own)).status_code == 404


def test_readers_have_no_way_to_an_original(desk, client):
    digest = desk.own.digest
    for address in (f"/media/photos/{digest[:2]}/{digest}", f"/media/{digest[:2]}/{digest}"):
        assert client.get(address).status_code == 404
