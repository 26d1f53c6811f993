"""Authors and places: found by any name, added by any member."""

import pytest

from articles.models import Author, Place

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
    assert found(as_("reporter"), "further_sections", "ser") == ["Serbia"]
