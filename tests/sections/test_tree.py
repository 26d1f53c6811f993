"""What sections inherit, and on whose lists their stories stand."""

import pytest

from sections import branch
from sections.models import Copyright, Imprint, Section
from sections.tree import current_tree, forget_tree, read_tree
from tests.factories import make_copyright, make_root, make_section, make_source

pytestmark = pytest.mark.django_db


def names(nodes):
    return [node.name for node in nodes]


def test_an_empty_database_has_a_tree_without_a_root():
    tree = read_tree()
    assert tree.root is None
    assert tree.by_id == {}


def test_a_section_inherits_language_copyright_and_source_from_the_nearest_that_has_one():
    root = make_root()
    own = make_copyright("Agenzia Adriatica")
    make_section("europa", language="en", copyright=own)
    make_section("europa/serbia", source=make_source("TANJUG"))
    make_section("europa/serbia/nis")
    tree = read_tree()
    europe, nis = tree.by_path["europa"], tree.by_path["europa/serbia/nis"]
    assert (tree.root.language, tree.root.copyright, tree.root.source) == ("it", root.copyright, root.source)
    assert (europe.language, europe.copyright, europe.source) == ("en", own, root.source)
    assert (nis.language, nis.copyright, nis.source.code) == ("en", own, "TANJUG")


def test_a_root_without_a_language_has_the_sites(settings):
    settings.NEWSROOM_LANGUAGE = "en"
    branch.save(Section(name="ANSA"))
    assert read_tree().root.language == "en"
    assert read_tree().root.copyright is None


@pytest.mark.parametrize(
    ("root", "above", "own", "expected"),
    [
        (None, None, None, False),
        (True, None, None, True),
        (True, False, None, False),
        (True, False, True, True),
        (None, True, None, True),
        (None, True, False, False),
        (False, None, None, False),
    ],
)
def test_four_eyes_are_the_nearest_section_s_that_says_so(root, above, own, expected):
    agency = make_root()
    agency.four_eyes = root
    branch.save(agency)
    make_section("europa", four_eyes=above)
    make_section("europa/serbia", four_eyes=own)
    assert read_tree().by_path["europa/serbia"].four_eyes is expected


def test_siblings_stand_by_position_then_by_name():
    for name, position in [("Zebra", 0), ("Anna", 1), ("Mare", 0)]:
        make_section(name.lower(), name=name, position=position)
    assert names(read_tree().root.children) == ["Mare", "Zebra", "Anna"]
    assert names(read_tree().root.branch()) == ["ANSA", "Mare", "Zebra", "Anna"]


def test_a_line_leads_from_the_agency_to_the_section():
    make_section("nuova-europa/serbia")
    node = read_tree().by_path["nuova-europa/serbia"]
    assert names(node.line) == ["ANSA", "Nuova Europa", "Serbia"]
    assert [above.url for above in node.line] == ["/", "/nuova-europa/", "/nuova-europa/serbia/"]


@pytest.mark.parametrize(
    ("hidden", "lists"),
    [
        ([], ["a/b/c", "a/b", "a", ""]),
        (["a/b/c"], ["a/b/c"]),
        (["a/b"], ["a/b/c", "a/b"]),
        (["a"], ["a/b/c", "a/b", "a"]),
        (["a", "a/b/c"], ["a/b/c"]),
    ],
)
def test_stories_stand_on_the_lists_above_up_to_a_hidden_section(hidden, lists):
    for path in ("a", "a/b", "a/b/c"):
        make_section(path, visible=path not in hidden)
    node = read_tree().by_path["a/b/c"]
    assert [above.path for above in node.lists()] == lists


def test_hidden_sections_are_no_visible_children_but_have_a_node():
    make_section("a", visible=False)
    make_section("b")
    tree = read_tree()
    assert [child.path for child in tree.root.visible_children] == ["b"]
    assert tree.by_path["a"].url == "/a/"


def test_branches_are_the_sections_and_all_below_and_skip_the_unknown():
    a, b, c = make_section("a"), make_section("a/b"), make_section("c")
    tree = read_tree()
    assert tree.branches([a.pk, 999_999]) == {a.pk, b.pk}
    assert tree.branches([b.pk, c.pk]) == {b.pk, c.pk}
    assert tree.branches([]) == set()


def test_the_tree_is_read_with_one_query_however_large(django_assert_num_queries):
    make_root()
    with django_assert_num_queries(1):
        read_tree()
    for number in range(20):
        make_section(f"s{number}/below")
    with django_assert_num_queries(1):
        read_tree()


def test_readers_share_a_tree_for_a_second_at_most(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("sections.tree.SECONDS_KEPT", 1.0)  # as on a site
    make_root()
    now = 1000.0
    monkeypatch.setattr("sections.tree.time.monotonic", lambda: now)
    forget_tree()
    first = current_tree()
    Copyright.objects.update(notice="Reworded")
    now = 1000.9
    with django_assert_num_queries(0):
        assert current_tree() is first
    now = 1001.0
    assert current_tree().root.copyright.notice == "Reworded"


def test_the_tree_knows_the_imprint():
    assert read_tree().imprint is None
    imprint = Imprint.objects.create(pk=1, owner="Owner", responsible_editor="Editor", place="Rome")
    assert read_tree().imprint == imprint
