"""What a section may be: the sentences of its form, and what the database refuses whatever the form says."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from sections.models import Imprint, Membership, OldPath, Role, Section
from sections.models.section import PATH_LENGTH, RESERVED_SLUGS, SLUG_LENGTH
from tests.factories import make_group, make_root, make_section, make_user

pytestmark = pytest.mark.django_db


def errors_of(section):
    try:
        section.full_clean(exclude=["path"])
    except ValidationError as error:
        return {field: " ".join(messages) for field, messages in error.message_dict.items()}
    return {}


def below_root(**fields):
    return Section(**({"parent": make_root(), "name": "Serbia", "slug": "serbia"} | fields))


def refused(save):
    with pytest.raises(IntegrityError), transaction.atomic():
        save()


def test_an_ordinary_section_is_accepted():
    assert errors_of(below_root()) == {}


@pytest.mark.parametrize(
    "slug", ["Serbia", "1a", "-a", "a_b", "a b", "è", "a/b", "a\n", "a" * (SLUG_LENGTH + 1)]
)
def test_slugs_are_lower_case_and_begin_with_a_letter(slug):
    assert "slug" in errors_of(below_root(slug=slug))


@pytest.mark.parametrize("slug", ["a", "a1", "new-europe", "a--b", "a" * SLUG_LENGTH])
def test_slugs_that_are_fine(slug):
    assert errors_of(below_root(slug=slug)) == {}


def test_only_the_root_goes_without_a_slug():
    assert errors_of(below_root(slug="")) == {"slug": "A section below the root needs a slug."}


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_addresses_of_the_system_are_no_sections_below_the_root(slug):
    assert errors_of(below_root(slug=slug)) == {"slug": f"“{slug}” is an address of the system itself."}
    assert errors_of(below_root(slug=slug, parent=make_section("deeper"))) == {}


@pytest.mark.parametrize("name", ["A > B", "> A", "A >", ">", "two\nlines"])
def test_a_name_cannot_hold_what_parts_a_breadcrumb(name):
    assert "name" in errors_of(below_root(name=name))


@pytest.mark.parametrize(
    "name",
    ["\u200b", "\u2060", "\u200d\ufe0f", "\u3164", "two\u2028lines", "a\x07b", "a\tb", "Cro\u200bnaca"],
)
def test_a_name_is_seen_and_on_one_line(name):
    assert errors_of(below_root(name=name)) == {"name": "A name is one line of visible characters."}


@pytest.mark.parametrize(
    "name",
    ["A>B", "سیاست\u200cها", "\u200fעברית", "Città", "24", "❤\ufe0f", "R&D", "Asia -> Pacifico", "<b>"],
)
def test_names_that_only_look_like_it_are_fine(name):
    assert errors_of(below_root(name=name)) == {}


def test_a_second_root_is_refused():
    make_root()
    assert errors_of(Section(name="AFP")) == {"parent": "There is a root already: choose a parent."}


def test_a_section_cannot_become_a_root():
    section = make_section("a")
    section.parent = None
    assert "There is a root already" in errors_of(section)["parent"]


def test_the_root_keeps_no_slug():
    root = make_root()
    root.slug = "ansa"
    assert errors_of(root) == {}
    assert root.slug == ""


@pytest.mark.parametrize("target", ["a", "a/b", "a/b/c"])
def test_a_section_cannot_be_moved_below_itself(target):
    make_section("a/b/c")
    section = Section.objects.get(path="a")
    section.parent = Section.objects.get(path=target)
    assert errors_of(section)["parent"] == "A section cannot be moved below itself."


def test_the_root_cannot_be_moved_below_a_section():
    root = make_root()
    root.parent, root.slug = make_section("a"), "ansa"
    assert errors_of(root) == {"parent": "A section cannot be moved below itself."}


def test_a_section_can_be_moved_below_one_whose_path_begins_like_its_own():
    section, target = make_section("a"), make_section("ab")
    section.parent = target
    assert errors_of(section) == {}


def test_a_taken_address_is_refused_with_the_name_of_who_has_it():
    make_section("serbia", name="Serbia e dintorni")
    assert errors_of(below_root()) == {"slug": "The section “Serbia e dintorni” has this address."}


def test_a_path_that_grows_too_long_is_refused():
    parent = make_root()
    for _level in range(4):
        parent = Section(parent=parent, name="Level", slug="x" * SLUG_LENGTH)
        assert errors_of(parent) == {}
        parent.path = parent.path_from_parent()
        parent.save()
    fits = PATH_LENGTH - len(parent.path) - 1
    assert errors_of(below_root(parent=parent, slug="y" * fits)) == {}
    assert errors_of(below_root(parent=parent, slug="y" * (fits + 1))) == {
        "slug": f"The path would be longer than {PATH_LENGTH} characters."
    }


def test_the_database_refuses_a_second_root():
    make_root()
    refused(lambda: Section.objects.create(name="AFP", path=""))


@pytest.mark.parametrize(
    "fields",
    [
        {"path": "", "slug": "a"},
        {"path": "a", "slug": ""},
        {"path": "", "slug": ""},
    ],
)
def test_the_database_refuses_sections_below_the_root_without_path_or_slug(fields):
    root = make_root()
    refused(lambda: Section.objects.create(name="A", parent=root, **fields))


def test_the_database_refuses_a_root_with_a_path():
    refused(lambda: Section.objects.create(name="ANSA", path="ansa", slug="ansa"))
    refused(lambda: Section.objects.create(name="ANSA", path="", slug="ansa"))


def test_the_database_refuses_two_sections_at_one_address():
    section = make_section("a")
    refused(lambda: Section.objects.create(name="B", parent=section.parent, slug="a", path="a"))
    OldPath.objects.create(path="old", section=section)
    refused(lambda: OldPath.objects.create(path="old", section=section))


def test_a_section_that_holds_others_cannot_be_deleted():
    make_section("a/b")
    with pytest.raises(models.ProtectedError):
        Section.objects.get(path="a").delete()


def test_the_database_refuses_a_role_of_both_a_person_and_a_group_or_of_neither():
    person, root = make_user(), make_root()
    group = make_group(Role.EDITOR, root)
    refused(lambda: Membership.objects.create(section=root, role=Role.EDITOR))
    refused(lambda: Membership.objects.create(user=person, group=group, section=root, role=Role.EDITOR))
    refused(lambda: Membership.objects.create(user=person, section=root, role="king"))
    refused(lambda: Membership.objects.create(group=group, section=root, role=Role.REPORTER))


def test_there_is_one_imprint():
    refused(lambda: Imprint.objects.create(pk=2, owner="O", responsible_editor="E", place="P"))
