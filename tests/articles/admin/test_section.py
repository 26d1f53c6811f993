"""The section tree at the desk."""

import pytest

from articles import moving
from articles.models import Placement, SectionMove
from sections.models import Membership, OldPath, Role, Section
from sections.tree import forget_tree
from tests.factories import make_section, make_user, publish_article

LIST = "/admin/sections/section/"
NO_ROLES = {f"memberships-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}


def send(client, section, **changes):
    values = {
        "name": section.name,
        "slug": section.slug,
        "parent": section.parent_id or "",
        "position": section.position,
        "language": section.language,
        "description": section.description,
        "visible": "on" if section.visible else "",
    }
    values = {name: value for name, value in (values | changes).items() if value != ""}
    return client.post(f"{LIST}{section.pk}/change/", values | NO_ROLES)


def listed(client):
    forget_tree()  # as it is after the commit that a test never comes to
    return [section.path for section in client.get(LIST).context["cl"].result_list]


def test_the_tree_is_shown_as_one(desk, as_):
    make_section("nuova-europa/albania", position=5)
    make_section("nuova-europa-2")
    assert listed(as_("admin")) == [
        "",
        "nuova-europa",
        "nuova-europa/serbia",
        "nuova-europa/albania",
        "nuova-europa-2",
        "sport",
    ]
    html = as_("admin").get(LIST).content.decode()
    assert 'class="depth-2"' in html
    assert "<code>/nuova-europa/serbia/</code>" in html


def test_live_stories_are_counted_so_far(desk, as_, monkeypatch):
    def counts():
        sections = as_("admin").get(LIST).context["cl"].result_list
        return {section.path: section.live_stories for section in sections}

    publish_article(section=desk.serbia)
    assert counts() == {"": 2, "nuova-europa": 2, "nuova-europa/serbia": 2, "sport": 0}
    monkeypatch.setattr("articles.admin.section.COUNTED_UP_TO", 1)
    monkeypatch.setattr("sections.admin.COUNTED_UP_TO", 1)
    assert counts() == {"": 2, "nuova-europa": 2, "nuova-europa/serbia": 2, "sport": 0}
    assert '<span class="number">1+</span>' in as_("admin").get(LIST).content.decode()


@pytest.mark.parametrize("sections", [1, 60])
def test_the_tree_costs_the_same_however_large(desk, as_, sections, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 3600)
    for number in range(sections):
        make_section(f"sport/part-{number}")
    client = as_("admin")
    client.get(LIST)
    with django_assert_num_queries(7):  # session, person, unfinished moves, count, sections, stories (2)
        assert len(client.get(LIST).context["cl"].result_list) == sections + 4


def test_moving_takes_the_stories_along(desk, as_, client):
    assert send(as_("admin"), desk.serbia, parent=desk.sport.pk).status_code == 302
    desk.serbia.refresh_from_db()
    assert desk.serbia.path == "sport/serbia"
    assert OldPath.objects.get(path="nuova-europa/serbia").section == desk.serbia
    assert set(Placement.objects.values_list("section__path", flat=True)) == {"", "sport", "sport/serbia"}


def test_a_large_branch_is_refused_with_the_command(desk, as_, monkeypatch):
    monkeypatch.setattr(moving, "LARGEST_AT_ONCE", 0)
    response = send(as_("admin"), desk.serbia, parent=desk.sport.pk, name="Other")
    html = response.content.decode()
    assert "manage.py move_section &quot;nuova-europa/serbia&quot; --to &quot;sport&quot;" in html
    response = send(as_("admin"), desk.serbia, visible="")
    assert "move_section &quot;nuova-europa/serbia&quot; --hide" in response.content.decode()
    section = Section.objects.get(pk=desk.serbia.pk)
    assert (section.path, section.name, section.visible) == ("nuova-europa/serbia", "Serbia", True)
    assert send(as_("admin"), desk.serbia, name="Other").status_code == 302  # moves nothing


def test_a_move_that_was_stopped_halfway_is_told(desk, as_):
    SectionMove.objects.create(section=desk.serbia)
    html = as_("admin").get(LIST).content.decode()
    assert "Some stories of “Serbia” still stand on the lists of its old place." in html


def test_a_section_is_not_offered_a_place_below_itself(desk, as_):
    parent = Section.objects.get(path="nuova-europa")
    field = as_("admin").get(f"{LIST}{parent.pk}/change/").context["adminform"].form.fields["parent"]
    assert [str(label).strip() for _pk, label in field.choices] == ["ANSA", "Sport"]
    assert send(as_("admin"), parent, parent=desk.serbia.pk).status_code == 200
    assert Section.objects.get(path="nuova-europa").parent.path == ""


def test_a_section_is_moved_up_and_down_among_its_siblings(desk, as_):
    for path in ("sport/calcio", "sport/ciclismo", "sport/nuoto"):
        make_section(path)
    swimming = Section.objects.get(path="sport/nuoto")
    response = as_("admin").post(f"{LIST}{swimming.pk}/up/")
    assert response.url == f"{LIST}#section-{swimming.pk}"
    assert listed(as_("admin"))[-3:] == ["sport/calcio", "sport/nuoto", "sport/ciclismo"]
    for _step in range(3):
        as_("admin").post(f"{LIST}{swimming.pk}/up/")
    assert listed(as_("admin"))[-3:] == ["sport/nuoto", "sport/calcio", "sport/ciclismo"]
    as_("admin").post(f"{LIST}{swimming.pk}/down/")
    assert listed(as_("admin"))[-3:] == ["sport/calcio", "sport/nuoto", "sport/ciclismo"]


def test_what_is_in_the_way_of_deleting_is_said(desk, as_):
    page = as_("admin").post(f"{LIST}{desk.serbia.pk}/delete/", {"post": "yes"})
    assert "2 stories" in page.content.decode()
    parent = Section.objects.get(path="nuova-europa")
    assert "section “Serbia”" in as_("admin").post(f"{LIST}{parent.pk}/delete/").content.decode()
    assert Section.objects.filter(pk__in=[parent.pk, desk.serbia.pk]).count() == 2


def test_an_empty_section_is_deleted_with_its_roles(desk, as_):
    empty = make_section("sport/scacchi")
    make_user(Role.EDITOR, empty)
    assert as_("admin").post(f"{LIST}{empty.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Section.objects.filter(pk=empty.pk).exists()


def test_a_new_section_needs_a_parent_and_a_good_slug(desk, as_):
    values = {"name": "Cultura", "position": 0, "visible": "on"} | NO_ROLES

    def errors(**fields):
        return as_("admin").post(f"{LIST}add/", values | fields).context["adminform"].form.errors

    root = Section.objects.get(parent=None).pk
    assert "parent" in errors(slug="cultura")
    assert "slug" in errors(parent=root)
    assert "slug" in errors(parent=root, slug="Non Va")
    assert "slug" in errors(parent=root, slug="admin")
    assert "slug" in errors(parent=root, slug="sport")
    assert as_("admin").post(f"{LIST}add/", values | {"parent": root, "slug": "cultura"}).status_code == 302
    assert Section.objects.get(path="cultura").name == "Cultura"


def test_roles_are_given_on_the_section(desk, as_):
    person = make_user()
    values = NO_ROLES | {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-user": person.pk,
        "memberships-0-role": "editor",
        "memberships-0-section": desk.sport.pk,
    }
    address = f"{LIST}{desk.sport.pk}/change/"
    fields = {
        "name": "Sport",
        "slug": "sport",
        "parent": desk.sport.parent_id,
        "position": 0,
        "visible": "on",
    }
    assert as_("admin").post(address, fields | values).status_code == 302
    assert Membership.objects.get(user=person).role == Role.EDITOR
    neither = values | {"memberships-0-user": ""}
    assert "person or a group" in as_("admin").post(address, fields | neither).content.decode()


def test_the_imprint_opens_by_itself(desk, as_):
    response = as_("admin").get("/admin/sections/imprint/")
    assert response.url == "/admin/sections/imprint/1/change/"


def test_four_eyes_are_chosen_or_left_to_the_section_above(desk, as_):
    client = as_("admin")
    for sent, kept in (("True", True), ("False", False), ("", None)):
        assert send(client, desk.serbia, four_eyes=sent).status_code == 302
        desk.serbia.refresh_from_db()
        assert desk.serbia.four_eyes is kept
    html = client.get(f"{LIST}{desk.serbia.pk}/change/").content.decode()
    assert '<select name="four_eyes"' in html
    assert '<option value="" selected>as the section above</option>' in html
    assert "Nobody publishes a story that only they have touched." in html
    assert send(client, desk.serbia, four_eyes="perhaps").status_code == 200
