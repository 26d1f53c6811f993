"""A former address of another section is not taken over unawares."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from articles.admin import section as screen
from sections import branch
from sections.models import OldPath, Section
from sections.tree import forget_tree
from tests.articles.admin.test_section import LIST, NO_ROLES, send
from tests.factories import make_section, make_user


@pytest.fixture
def moved(desk):
    """Cycling was a part of Sport, and is one of Culture today."""
    cycling = make_section("sport/ciclismo", name="Ciclismo")
    cycling.parent, cycling.slug, cycling.name = make_section("cultura"), "bici", "Bici"
    branch.save(cycling)
    return cycling


def add(client, parent, slug, **more):
    values = {"name": "Ciclismo", "slug": slug, "parent": parent.pk, "position": 0, "visible": "on"}
    return client.post(f"{LIST}add/", values | NO_ROLES | more)


def leads_to(path):
    forget_tree()
    node, _present = branch.find(path)
    return node.path


def errors_of(response):
    return response.context["adminform"].form.errors


def test_a_new_section_is_told_whose_address_it_would_take(moved, desk, as_):
    response = add(as_("admin"), desk.sport, "ciclismo")
    assert list(errors_of(response)) == ["take_over"]
    html = response.content.decode()
    assert "“Bici” had the address /sport/ciclismo/, and it leads there still." in html
    assert "Take this address over from “Bici”" in html
    assert '<input type="checkbox" name="take_over" value="/sport/ciclismo/"' in html
    assert leads_to("sport/ciclismo") == "cultura/bici"


def test_ticked_it_is_taken_over(moved, desk, as_):
    response = add(as_("admin"), desk.sport, "ciclismo", take_over="/sport/ciclismo/")
    assert response.status_code == 302
    assert leads_to("sport/ciclismo") == "sport/ciclismo"


def test_a_tick_is_kept_where_something_else_is_wrong_and_holds_for_no_other_address(moved, desk, as_):
    client, agreed = as_("admin"), "/sport/ciclismo/"
    response = add(client, desk.sport, "ciclismo", take_over=agreed, name="")
    assert list(errors_of(response)) == ["name"]
    assert f'name="take_over" value="{agreed}" id="id_take_over" checked' in response.content.decode()
    moved.slug = "ruote"
    branch.save(moved)
    response = add(client, moved.parent, "bici", take_over=agreed)
    assert "/cultura/bici/" in str(errors_of(response)["take_over"])
    assert "checked" not in response.content.decode().split('name="take_over"')[1].split(">")[0]


@pytest.mark.parametrize("changes", [{"slug": "ciclismo"}, {"slug": "ciclismo", "name": "Ciclismo"}])
def test_one_that_is_renamed_is_told_as_well(moved, desk, as_, changes):
    cricket = make_section("sport/cricket")
    assert list(errors_of(send(as_("admin"), cricket, **changes))) == ["take_over"]
    assert Section.objects.get(pk=cricket.pk).path == "sport/cricket"
    assert send(as_("admin"), cricket, take_over="/sport/ciclismo/", **changes).status_code == 302
    assert leads_to("sport/ciclismo") == "sport/ciclismo"
    told = LogEntry.objects.latest("pk").get_change_message()
    assert "Take this address over from “Bici”" in told


def test_one_that_is_moved_is_told_also_of_addresses_that_those_below_it_would_take(moved, desk, as_):
    make_section("sport/ciclismo/pista", name="Pista")
    for path, name in (("sport/ciclismo/pista", "Velodromo"), ("sport/ciclismo", "Strada")):
        section = Section.objects.get(path=path)
        section.slug, section.name = f"{section.slug}-2", name
        branch.save(section)
    other = make_section("ciclismo/pista")
    response = send(as_("admin"), other.parent, parent=desk.sport.pk)
    assert list(errors_of(response)["take_over"]) == [
        screen.had_address("/sport/ciclismo/", Section.objects.get(name="Strada")),
        screen.had_address("/sport/ciclismo/pista/", Section.objects.get(name="Velodromo")),
    ]
    html = response.content.decode()
    assert "Take these 2 addresses over from “Strada”, “Velodromo”" in html
    agreed = "/sport/ciclismo/ /sport/ciclismo/pista/"
    assert send(as_("admin"), other.parent, parent=desk.sport.pk, take_over=agreed).status_code == 302
    assert leads_to("sport/ciclismo/pista") == "sport/ciclismo/pista"


def test_nothing_is_asked_of_one_that_goes_back_or_stays(moved, desk, as_):
    cycling = Section.objects.get(pk=moved.pk)
    assert send(as_("admin"), cycling, name="Biciclette").status_code == 302
    assert send(as_("admin"), cycling, parent=desk.sport.pk, slug="ciclismo").status_code == 302
    cycling.refresh_from_db()
    assert send(as_("admin"), cycling, description="New").status_code == 302
    assert add(as_("admin"), desk.sport, "cricket").status_code == 302
    assert OldPath.objects.filter(section=cycling).count() == 2
    assert leads_to("cultura/bici") == "sport/ciclismo"


def test_the_field_is_hidden_until_it_is_needed(moved, desk, as_):
    for address in (f"{LIST}add/", f"{LIST}{moved.pk}/change/"):
        html = as_("admin").get(address).content.decode()
        assert '<input type="hidden" name="take_over" id="id_take_over">' in html
        assert "Take this address" not in html


def test_who_may_only_look_is_asked_nothing(moved, desk, client):
    person = make_user()
    person.user_permissions.add(Permission.objects.get(codename="view_section"))
    client.force_login(person)
    html = client.get(f"{LIST}{moved.pk}/change/").content.decode()
    assert "field-slug" in html
    assert "take_over" not in html


def test_very_many_addresses_are_told_by_the_first(moved, desk, as_, monkeypatch):
    monkeypatch.setattr(screen, "ADDRESSES_NAMED", 1)
    for number in range(3):
        OldPath.objects.create(path=f"culture/part-{number}", section=moved)
    for number in range(3):
        make_section(f"arte/part-{number}")
    response = send(as_("admin"), Section.objects.get(path="arte"), slug="culture")
    assert len(errors_of(response)["take_over"]) == 1
    assert "Take these 3 addresses over from “Bici”" in response.content.decode()
