"""Authors and places: found by any name, added by any member, changed by editors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Place
from sections.models import Membership, Role
from tests.articles.admin.form import change
from tests.factories import make_section

COMPLETE = "/admin/autocomplete/?app_label=articles&model_name=article&field_name={}&term={}"


def found(client, field, term):
    return [row["text"] for row in client.get(COMPLETE.format(field, term)).json()["results"]]


@pytest.mark.parametrize(
    ("term", "place"),
    [
        ("roma", "Rome (IT)"),
        ("ROME", "Rome (IT)"),
        ("belgrado", "Belgrade (RS)"),
        ("monaco di", "Munich (DE)"),
        ("São Paulo", "Sao Paulo (BR)"),
        ("sao paulo", "Sao Paulo (BR)"),
        ("بلغراد", "Belgrade (RS)"),
        ("L'Aquila", "L'Aquila (IT)"),
        ("l aquila", "L'Aquila (IT)"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(desk, as_, term, place):
    if not Place.objects.filter(name=place.rpartition(" ")[0]).exists():
        Place.objects.create(
            name="Lübeck", country="DE", time_zone="Europe/Berlin", search_names="\nlubecca\n"
        )
    assert found(as_("reporter"), "places", term)[0] == place


def test_what_begins_so_comes_before_what_only_holds_it(desk, as_):
    names = found(as_("reporter"), "places", "rom")
    assert names[0] == "Rome (IT)"


def test_signs_alone_find_nothing(desk, as_):
    assert found(as_("reporter"), "places", "'") == []


@pytest.mark.parametrize("field", ["places", "authors", "sources", "further_sections", "section"])
@pytest.mark.parametrize("term", ["%00", "%27%22%3B--", "%25", "x" * 5000])
def test_whatever_is_searched_for_is_text(desk, as_, field, term):
    assert as_("reporter").get(COMPLETE.format(field, term)).status_code == 200


def test_a_reporter_adds_a_place_with_its_names(desk, as_):
    values = {
        "name": "Sremska Mitrovica",
        "country": "rs",
        "time_zone": "Europe/Belgrade",
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "0",
        "names-0-language": "it",
        "names-0-name": "Sirmio",
        "_popup": "1",
    }
    response = as_("reporter").post("/admin/articles/place/add/?_popup=1", values)
    assert "popup_response" in response.content.decode()
    place = Place.objects.get(name="Sremska Mitrovica")
    assert place.country == "RS"
    assert place.search_names == "\nsirmio\nsremska mitrovica\n"
    assert found(as_("reporter"), "places", "SIRMIO") == ["Sremska Mitrovica (RS)"]


def test_a_place_that_is_there_and_a_zone_that_is_none_are_refused(desk, as_):
    values = {"name": "Rome", "country": "IT", "time_zone": "Mars/Base"}
    values |= {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
    page = as_("reporter").post("/admin/articles/place/add/", values).content.decode()
    assert "is not a time zone" in page
    page = as_("reporter").post("/admin/articles/place/add/", values | {"time_zone": "Europe/Rome"})
    assert "This country has a place of this name" in page.content.decode()


def test_a_reporter_adds_an_author_without_touching_accounts(desk, as_):
    values = {"name": "Guest Writer", "user": desk.people["admin"].pk}
    as_("reporter").post("/admin/articles/author/add/", values)
    assert Author.objects.get(name="Guest Writer").user is None
    as_("admin").post("/admin/articles/author/add/", values | {"name": "Admin's own"})
    assert Author.objects.get(name="Admin's own").user == desk.people["admin"]


def test_sources_and_sections_complete_for_members(desk, as_):
    assert found(as_("reporter"), "sources", "ans")[0] == "ANSA"
    assert found(as_("reporter"), "further_sections", "ser") == ["ANSA › Nuova Europa › Serbia"]


def test_sections_of_one_name_are_told_apart(desk, as_, django_assert_num_queries):
    client, address = as_("reporter"), COMPLETE.format("further_sections", "cronaca")
    make_section("sport/cronaca")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    for_one = len(queries)
    other = make_section("nuova-europa/cronaca")
    client.get(address)
    with django_assert_num_queries(for_one):
        assert set(found(client, "further_sections", "cronaca")) == {
            "ANSA › Nuova Europa › Cronaca",
            "ANSA › Sport › Cronaca",
        }
    desk.draft.further_sections.add(other)
    assert "ANSA › Nuova Europa › Cronaca</option>" in client.get(change(desk.draft)).content.decode()
    Membership.objects.create(section=other, user=desk.people["head"], role=Role.EDITOR)
    page = as_("admin").get(f"/admin/accounts/user/{desk.people['head'].pk}/change/").content.decode()
    assert "ANSA › Nuova Europa › Cronaca</option>" in page


@pytest.mark.parametrize(("role", "status"), [("reporter", 403), ("outsider", 302), ("editor", 302)])
def test_a_place_is_changed_by_who_is_an_editor_anywhere(desk, as_, role, status):
    rome = Place.objects.get(name="Rome")
    names = rome.names.count()
    values = {"name": "Rome", "country": "IT", "time_zone": "Asia/Tokyo"}
    values |= {"names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "0"}
    values |= {"names-0-language": "eo", "names-0-name": "Romo"}
    assert as_(role).post(f"/admin/articles/place/{rome.pk}/change/", values).status_code == status
    rome.refresh_from_db()
    kept = (rome.time_zone, rome.names.count()) == ("Europe/Rome", names)
    assert kept == (status == 403)


@pytest.mark.parametrize(
    ("role", "whose", "status"),
    [
        ("reporter", "reporter", 302),
        ("reporter", "head", 403),
        ("reporter", None, 403),
        ("without role", "without role", 403),
        ("outsider", "head", 302),
        ("admin", None, 302),
    ],
)
def test_a_name_is_changed_by_its_owner_and_by_editors(desk, as_, role, whose, status):
    desk.author.user = desk.people[whose] if whose else None
    desk.author.save()
    address = f"/admin/articles/author/{desk.author.pk}/change/"
    values = {"name": "Renamed", "user": desk.author.user_id or ""}
    assert as_(role).post(address, values).status_code == status
    desk.author.refresh_from_db()
    assert desk.author.name == ("Renamed" if status == 302 else "Lena Marković")
    assert desk.author.user == (desk.people[whose] if whose else None)


def test_who_may_not_change_a_place_reads_it(desk, as_):
    page = as_("reporter").get(f"/admin/articles/place/{Place.objects.get(name='Rome').pk}/change/")
    assert "Europe/Rome" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
