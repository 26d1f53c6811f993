"""Who gets in where at the picture desk: every address, for everybody, looking and sending."""

import pytest

from photos.killing import kill
from photos.models import Photo
from tests.articles.admin.doors import (
    ADMINS,
    DONE_BY_EDITORS,
    EDITORS,
    MEMBERS,
    NO_SUCH_METHOD,
    NOBODY,
    NOT_THERE,
    ROLES,
)
from tests.factories import make_photo, make_source
from tests.photos.admin.conftest import SEVERAL, UPLOAD, picture_file, sent_form, text

FOUND = (302, 302, 302, 302, 302, 302, 302)

GET = {
    "photos/": (302, 404, 200, 200, 200, 200, 200),
    "photos/photo/": MEMBERS,
    "photos/photo/?q=own&rights=right&used=no&lacks=alt_text&dated=taken&since=2026-01-01": MEMBERS,
    "photos/photo/add/": MEMBERS,
    "photos/photo/several/?ids={own}&ids={others}": MEMBERS,
    "photos/photo/several/": (302, 403, 302, 302, 302, 302, 302),  # nothing was chosen: to the list
    "photos/photo/several/?ids=999999&ids=x": (302, 403, 302, 302, 302, 302, 302),
    "photos/photo/{own}/change/": MEMBERS,
    "photos/photo/{others}/change/": MEMBERS,
    "photos/photo/{killed}/change/": MEMBERS,
    "photos/photo/{own}/history/": MEMBERS,
    "photos/photo/{own}/delete/": NOBODY,
    "photos/photo/{own}/kill/": NO_SUCH_METHOD,
    "photos/photo/{killed}/kill/reason/": NO_SUCH_METHOD,
    "photos/photo/{killed}/kill/back/": NO_SUCH_METHOD,
    "photos/photo/{own}/original/": MEMBERS,
    "photos/photo/{killed}/original/": EDITORS,
    "photos/photo/999999/change/": (302, 404, 404, 404, 404, 404, 404),
    "photos/photo/nonsense/change/": NOT_THERE,
    "photos/photo/99999999999999999999/change/": NOT_THERE,
    "photos/photo/999999/original/": (302, 403, 404, 404, 404, 404, 404),
    "photos/photo/99999999999999999999/original/": (302, 403, 404, 404, 404, 404, 404),
    "photos/sourceterms/": ADMINS,
    "photos/sourceterms/add/": ADMINS,
    "sections/source/{source}/change/": ADMINS,
}

POST = {
    "photos/photo/add/": MEMBERS,  # nothing was chosen: says so
    "photos/photo/several/": (302, 403, 302, 302, 302, 302, 302),
    "photos/photo/{own}/change/": (302, 403, 200, 200, 200, 200, 200),  # empty: asked again
    "photos/photo/{others}/change/": EDITORS,
    "photos/photo/{killed}/change/": (302, 403, 409, 403, 409, 409, 409),  # says that it was killed meanwhile
    "photos/photo/{killed}/kill/": DONE_BY_EDITORS,
    "photos/photo/{killed}/kill/reason/": DONE_BY_EDITORS,  # there is none: says so
    "photos/photo/{killed}/kill/back/": DONE_BY_EDITORS,
    "photos/photo/999999/kill/": (302, 403, 404, 404, 404, 404, 404),
    "photos/photo/999999/kill/back/": (302, 403, 404, 404, 404, 404, 404),
    "photos/photo/{own}/delete/": NOBODY,
    "photos/photo/{own}/original/": NO_SUCH_METHOD,
    "photos/photo/{own}/history/": MEMBERS,
    "photos/sourceterms/add/": ADMINS,
}


def statuses(method, address, desk, as_):
    killed = make_photo()
    kill(killed, "wrong person")
    address = address.format(
        own=desk.own.pk, others=desk.others.pk, killed=killed.pk, source=make_source("AFP").pk
    )
    found = {}
    for role in ROLES:
        response = getattr(as_(role), method)(f"/admin/{address}")
        if response.streaming:
            response.getvalue()  # which closes the file
        found[role] = response.status_code
    return found


@pytest.mark.parametrize("address", GET)
def test_looking(desk, as_, address):
    assert statuses("get", address, desk, as_) == dict(zip(ROLES, GET[address], strict=True))


@pytest.mark.parametrize("address", POST)
def test_sending(desk, as_, address):
    assert statuses("post", address, desk, as_) == dict(zip(ROLES, POST[address], strict=True))
    assert not Photo.objects.filter(pk__in=(desk.own.pk, desk.others.pk), killed_at__isnull=False)


@pytest.mark.parametrize("role", ["anonymous", "without role"])
def test_who_is_no_member_uploads_and_changes_nothing(desk, as_, role):
    before = list(Photo.objects.order_by("pk").values())
    as_(role).post(UPLOAD, {"files": picture_file()})
    as_(role).post(SEVERAL, {"ids": desk.own.pk, "tick_caption": "on", "caption": "Never"})
    as_(role).post(f"/admin/photos/photo/{desk.own.pk}/kill/")
    assert list(Photo.objects.order_by("pk").values()) == before


def test_a_reporter_changes_what_they_uploaded_and_no_more(desk, as_):
    client = as_("reporter")
    data = sent_form(client, desk.own, caption="Boats.")
    assert client.post(f"/admin/photos/photo/{desk.own.pk}/change/", data).status_code == 302
    assert client.post(f"/admin/photos/photo/{desk.others.pk}/change/", data).status_code == 403
    desk.own.refresh_from_db()
    desk.others.refresh_from_db()
    assert (desk.own.caption, desk.others.caption) == ("Boats.", "The harbour.")


def test_a_form_that_one_may_not_change_has_nothing_to_type_in(desk, as_):
    Photo.objects.filter(pk=desk.others.pk).update(digital_source_type="algorithmicMedia")
    html = text(as_("reporter").get(f"/admin/photos/photo/{desk.others.pk}/change/"))
    assert "The harbour." in html
    assert "Made by an algorithm" in html
    assert "algorithmicMedia" not in html
    assert "an editor may change it" in html
    assert "<textarea" not in html
    assert 'name="_save"' not in html
    assert "/kill/" not in html


def test_the_navigation_leads_members_to_the_pictures(desk, as_):
    for role, is_there in (("reporter", True), ("editor", True), ("admin", True), ("without role", False)):
        html = text(as_(role).get("/admin/"))
        nav = html.partition('id="desk-nav"')[2].partition("</nav>")[0]
        assert ('href="/admin/photos/photo/"' in nav) == is_there, role


def test_admins_set_what_may_be_done_with_a_sources_pictures_beside_the_source(desk, as_):
    source = make_source("AFP")
    desk.own.source = source
    desk.own.save()
    client = as_("admin")
    form = client.get(f"/admin/sections/source/{source.pk}/change/").context
    inline = form["inline_admin_formsets"][0].formset
    data = {"code": "AFP", "name": "AFP", "closing_source": "", f"{inline.prefix}-TOTAL_FORMS": "1"}
    data |= {f"{inline.prefix}-INITIAL_FORMS": "0", f"{inline.prefix}-0-not_for_wire": "on"}
    data |= {f"{inline.prefix}-0-source": source.pk}
    response = client.post(f"/admin/sections/source/{source.pk}/change/", data)
    assert response.status_code == 302, response.context and response.context["errors"]
    assert "not for the wire" in text(client.get("/admin/photos/photo/?q=own"))
    html = text(client.get("/admin/photos/sourceterms/"))
    assert "AFP" in html
