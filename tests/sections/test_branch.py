"""Renaming and moving sections keeps every address that they have had."""

import pytest
from django.core.exceptions import ValidationError

from sections import branch
from sections.models import OldPath, Section
from sections.tree import forget_tree
from tests.factories import make_root, make_section

pytestmark = pytest.mark.django_db


def change(path, **fields):
    section = Section.objects.get(path=path)
    for name, value in fields.items():
        setattr(section, name, value)
    section.full_clean(exclude=["path"])
    branch.save(section)
    forget_tree()
    return section


def found(path):
    """Where an address leads: the section's path, and the path with its tail; each looked up anew."""
    forget_tree()
    node, present = branch.find(path)
    return (node.path, present) if node else (None, present)


def paths():
    return set(Section.objects.values_list("path", flat=True))


def test_the_root_has_the_empty_path_and_those_below_their_slugs():
    make_section("nuova-europa/serbia")
    assert paths() == {"", "nuova-europa", "nuova-europa/serbia"}


def test_renaming_changes_the_paths_of_all_below_and_of_nothing_else():
    for path in ("europa/serbia/nis", "europa-est/serbia", "europ"):
        make_section(path)
    change("europa", slug="balcani")
    assert paths() == {
        "", "balcani", "balcani/serbia", "balcani/serbia/nis", "europa-est", "europa-est/serbia", "europ",
    }  # fmt: skip


def test_a_new_name_alone_changes_no_address():
    make_section("europa")
    change("europa", name="Nuova Europa")
    assert paths() == {"", "europa"}
    assert not OldPath.objects.exists()


def test_old_addresses_lead_to_the_new_ones_with_their_tail():
    make_section("europa/serbia")
    change("europa", slug="balcani")
    assert found("europa") == ("balcani", "balcani")
    assert found("europa/serbia") == ("balcani/serbia", "balcani/serbia")
    assert found("europa/serbia/2022/11/21/story") == ("balcani/serbia", "balcani/serbia/2022/11/21/story")
    assert found("europa/atom.xml") == ("balcani", "balcani/atom.xml")


def test_all_addresses_work_after_several_renames_of_section_and_parents():
    make_section("a/b/c")
    change("a", slug="a1")
    change("a1/b", slug="b1")
    change("a1", slug="a2")
    change("a2/b1/c", slug="c1")
    for old in ("a/b/c", "a1/b/c", "a1/b1/c", "a2/b1/c", "a2/b1/c1"):
        assert found(f"{old}/tail") == ("a2/b1/c1", "a2/b1/c1/tail"), old
    # Also where only the beginning ever was an address of that time.
    assert found("a1/b1") == ("a2/b1", "a2/b1")


def test_a_name_taken_back_is_found_as_itself():
    make_section("a/b")
    change("a", slug="x")
    change("x", slug="a")
    assert found("a/b") == ("a/b", "a/b")
    assert found("x/b") == ("a/b", "a/b")


def test_moving_takes_everything_below_along():
    make_section("europa/serbia/nis")
    balkans = make_section("mondo/balcani")
    change("europa/serbia", parent=balkans)
    assert "mondo/balcani/serbia/nis" in paths()
    assert found("europa/serbia/nis/tail") == ("mondo/balcani/serbia/nis", "mondo/balcani/serbia/nis/tail")
    assert found("europa") == ("europa", "europa")
    change("mondo/balcani/serbia", parent=make_root())
    assert "serbia/nis" in paths()


def test_a_new_section_at_an_old_address_wins_and_leaves_what_was_below_to_the_old_one():
    make_section("europa/serbia")
    change("europa", slug="balcani")
    make_section("europa")
    assert found("europa") == ("europa", "europa")
    assert found("europa/2022/11/21/story") == ("europa", "europa/2022/11/21/story")
    assert found("europa/serbia/story") == ("balcani/serbia", "balcani/serbia/story")


def test_the_last_section_that_had_an_address_is_the_one_it_leads_to():
    make_section("a")
    change("a", slug="b")
    make_section("a")
    change("a", slug="c")
    assert found("a") == ("c", "c")


def test_two_sections_exchange_their_addresses():
    make_section("a/below")
    make_section("b")
    change("a", slug="meanwhile")
    change("b", slug="a")
    change("meanwhile", slug="b")
    assert found("a") == ("a", "a")
    assert found("b/below") == ("b/below", "b/below")
    assert found("a/below") == ("b/below", "b/below")


@pytest.mark.parametrize("path", ["nowhere", "nowhere/europa", "europ", "europa-2"])
def test_what_never_was_an_address_leads_nowhere(path):
    make_section("europa")
    assert found(path) == (None, "")


def test_the_empty_address_is_the_agencys():
    assert found("") == (None, "")
    make_root()
    assert found("") == ("", "")


def test_very_long_and_deep_addresses_are_looked_up_with_one_query(django_assert_max_num_queries):
    make_section("europa")
    branch.find("europa")
    with django_assert_max_num_queries(1):
        branch.find("europa/" + "x/" * 5000)


def test_the_present_address_is_found_without_a_query(django_assert_num_queries):
    make_section("europa")
    branch.find("europa")
    with django_assert_num_queries(0):
        assert branch.find("europa")[1] == "europa"


def test_a_deleted_section_takes_its_old_addresses_along():
    make_section("a")
    change("a", slug="b").delete()
    assert found("a") == (None, "")


def test_saving_reads_the_parents_path_anew():
    parent = make_section("a")
    child = make_section("a/b")
    stale = Section.objects.select_related("parent").get(pk=child.pk)
    change("a", slug="x")
    stale.name = "New name"
    branch.save(stale)
    assert Section.objects.get(pk=child.pk).path == "x/b"
    assert Section.objects.get(pk=parent.pk).path == "x"


def test_a_section_with_others_below_cannot_be_moved_under_one_of_these():
    below = make_section("a/b/c")
    with pytest.raises(ValidationError):
        change("a", parent=below)
    assert paths() == {"", "a", "a/b", "a/b/c"}


def test_changing_places_writes_nothing_of_a_section_but_its_position():
    first, second = make_section("first"), make_section("second")
    stale = Section.objects.get(pk=first.pk)
    first.slug = "renamed"
    branch.save(first)
    branch.change_places(stale, 1)
    assert [section.path for section in Section.objects.filter(parent=first.parent)] == ["second", "renamed"]
    branch.change_places(second, -1)  # the first one stays
    assert [section.path for section in Section.objects.filter(parent=first.parent)] == ["second", "renamed"]


def test_what_concerns_the_tree_is_looked_at_again_when_the_turn_has_come():
    one, other = make_section("one"), make_section("other")
    one.parent = other
    stale = Section.objects.get(pk=other.pk)
    stale.parent = Section.objects.get(pk=one.pk)
    stale.full_clean(exclude=["path"])
    branch.save(one)
    with pytest.raises(ValidationError, match="below itself"):
        branch.save(stale)
