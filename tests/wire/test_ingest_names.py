"""What incoming copy names: sections, copyright, sources, places, a language; found, made, or refused."""

import pytest
from django.db.models import Max

from sections import branch
from sections.models import Copyright, Section, Source
from tests.factories import (
    make_copyright,
    make_root,
    make_section,
    make_source,
)
from tests.wire.taking_in import refused, story, take_in
from wire.ingest import Result

pytestmark = pytest.mark.django_db


# Sections


def test_sections_are_found_by_name_in_upper_or_lower_case():
    section = make_section("politica", name="Politica")
    take_in(sections=("ansa", "POLITICA"), choices={"create_sections": False})
    exact = make_section("politica-2", name="POLITICA")
    take_in(name="2.txt", sections=("ANSA", "POLITICA"), choices={"create_sections": False})
    assert (story().section, story("2.txt").section) == (section, exact)


def test_a_story_may_stand_in_the_root_itself():
    make_root()
    take_in(sections=("ANSA",), choices={"create_sections": False})
    assert story().section == make_root()


def test_an_unknown_section_is_an_error_that_names_it():
    make_section("nuova-europa", name="Nuova Europa")
    line, reason = refused(choices={"create_sections": False})
    assert line == 1
    assert "“Serbia”" in reason
    assert "--create-sections" in reason


@pytest.mark.parametrize("create_sections", [True, False])
def test_a_root_that_is_not_this_site_s_is_an_error(create_sections):
    make_root()
    line, reason = refused(sections=("AFP", "Monde"), choices={"create_sections": create_sections})
    assert (line, "“AFP” is not this site's agency, which is “ANSA”" in reason) == (1, True)


def test_in_an_empty_database_an_unknown_root_is_an_error_too():
    assert refused(choices={"create_sections": False})[0] == 1


def test_in_an_empty_database_the_root_is_made_from_the_file_s_own_lines():
    take_in(notice="© Copyright ANSA 2022 - All rights reserved")
    root = Section.objects.get(parent=None)
    assert (root.name, root.language, root.source.code) == ("ANSA", "it", "ANSA")
    assert root.copyright.notice == "© Copyright {holder} {year} - All rights reserved"
    assert root.copyright.holder == "ANSA"
    assert story().copyright is None


def test_the_agency_s_own_source_is_made_with_the_root():
    take_in(
        sections=("FOO", "Politics"),
        paragraphs=("(FOO) - ROME, NOV 21 - Text of the story. (FOO).",),
        notice="",
    )
    assert Section.objects.get(parent=None).source == Source.objects.get(code="FOO") == story().sources.get()
    assert Section.objects.get(parent=None).copyright is None


def test_sections_are_made_in_order_with_addresses_that_are_allowed():
    make_section("politica")
    for number, name in enumerate(["Media", "24 ore", "???", "Città & campagna", "مرحبا"]):
        outcome = take_in(name=f"{number}.txt", sections=("ANSA", name))
        assert outcome.result is Result.NEW, outcome
    made = Section.objects.exclude(parent=None).exclude(path="politica").order_by("position")
    assert [section.path for section in made][:4] == [
        "section-media",
        "section-24-ore",
        "section",
        "citta-campagna",
    ]
    assert Section.objects.aggregate(last=Max("position"))["last"] == 5


def test_a_section_that_cannot_be_made_is_refused_with_the_reason():
    make_section("politica")
    assert refused(sections=("ANSA", "Politica!"))[0] == 1
    assert refused(sections=("ANSA", "x" * 101))[0] == 1


def test_a_breadcrumb_takes_no_address_from_a_section_that_had_it():
    cycling = make_section("sport/ciclismo", name="Bici")
    cycling.slug = "bici"
    branch.save(cycling)
    line, reason = refused(sections=("ANSA", "sport", "Ciclismo"))
    assert (line, reason.endswith("its address, /sport/ciclismo/, was that of “Bici”")) == (1, True)


def test_a_section_of_one_s_choice_wins_over_the_breadcrumb():
    section = make_section("cultura")
    take_in(choices={"section": section})
    assert story().section == section
    assert not Section.objects.filter(name="Serbia").exists()
    assert refused(name="2.txt", sections=("AFP", "x"), choices={"section": section})[0] == 1


# Copyright


def test_a_copyright_line_that_is_not_the_section_s_is_the_story_s():
    make_root()
    take_in(notice="© Copyright Foo & Bar - Tutti i diritti riservati")
    assert story().copyright.holder == "Foo & Bar"
    assert story().copyright.notice_for(2022) == "© Copyright Foo & Bar - Tutti i diritti riservati"
    take_in(name="2.txt", notice="© Copyright Foo & Bar - Tutti i diritti riservati")
    assert story("2.txt").copyright == story().copyright


def test_a_copyright_that_shows_the_line_is_used():
    make_root()
    other = make_copyright("AFP", "© {year} {holder}")
    take_in(notice="© 2022 AFP")
    assert story().copyright == other


def test_without_a_copyright_line_the_section_s_shows():
    make_root()
    take_in(notice="")
    assert story().copyright is None


def test_the_section_s_notice_is_known_whatever_it_looks_like():
    root = make_root()
    Copyright.objects.filter(pk=root.copyright_id).update(notice="Published by {holder}")
    take_in(notice="Published by ANSA")
    assert story().body.endswith("<p>It has two lanes.</p>")
    assert story().copyright is None


def test_braces_in_a_copyright_line_are_refused():
    line, reason = refused(notice="© {holder} and {foo}")
    assert (line, "braces" in reason) == (12, True)


# Sources, places, language


def test_joint_sources_keep_their_order():
    take_in(paragraphs=("(ANSA-AFP) - PARIS, NOV 21 - Text of the story. (ANSA-AFP).",))
    assert [row.source.code for row in story().source_rows.all()] == ["ANSA", "AFP"]


def test_sources_are_written_as_on_our_list():
    take_in(paragraphs=("(Ansa) - Rome, October 11 - Text of the story.(Ansa)",))
    assert story().sources.get().code == "ANSA"


def test_without_a_source_it_is_the_section_s():
    section = make_section("mondo", source=make_source("AFP"))
    take_in(sections=("ANSA", "Mondo"), paragraphs=("Text without a source.",))
    assert section.source == story().sources.get()


def test_an_unknown_source_is_refused():
    make_root()
    line, reason = refused(paragraphs=("(FOO) - ROME, NOV 21 - Text of the story.",))
    assert (line, "“FOO”" in reason, "Sources" in reason) == (8, True, True)
    assert refused(paragraphs=("Text of the story.", "It goes on. (LaPresse)."))[0] == 10


def test_sources_that_contradict_each_other_are_refused():
    line, reason = refused(paragraphs=("(ANSA) - ROME, NOV 21 - Text of the story.", "It goes on. (AFP)."))
    assert (line, "AFP" in reason, "ANSA" in reason) == (10, True, True)


def test_an_unknown_place_is_kept_as_text_and_the_known_ones_with_it():
    take_in(paragraphs=("(ANSA) - ROME/ZZYZX, California, NOV 21 - Text of the story.",))
    assert not story().places.exists()
    assert (story().place_text, story().dateline_region) == ("ROME; ZZYZX", "California")


@pytest.mark.parametrize("day", ["NOV 31", "31 NOV", "FEB 29"])
def test_an_impossible_day_in_the_dateline_is_refused(day):
    line, reason = refused(paragraphs=(f"(ANSA) - ROME, {day} - Text of the story.",))
    assert (line, "no such day" in reason) == (8, True)


@pytest.mark.parametrize(
    ("time_line", "opening", "language"),
    [
        ("21 November, 17:07", "(ANSA) - ROME, NOV 21 -", "en"),
        ("21 November, 17:07", "(ANSA) - Rom, 21 NOV -", "de"),
        ("21 November, 17:07", "", "en"),
        ("21 novembre, 17:07", "(ANSA) - ROMA, 21 NOV -", "it"),
        ("21 novembre, 17:07", "(ANSA) - PARIS, NOV 21 -", "fr"),
        ("3 marzo, 17:07", "(ANSA) - ROMA 3 MAR -", "es"),
        ("3 marzo, 17:07", "", "it"),
        ("3 dezembro, 17:07", "", "pt"),
        ("3 dezembro, 17:07", "ROMA, 3 DEZ (ANSA) -", "pt"),
        ("3 abril, 17:07", "", "es"),
        ("8 يونيو, 09:05", "", "ar"),
    ],
)
def test_the_language_is_that_of_the_month_and_of_the_dateline_s_form(time_line, opening, language):
    outcome = take_in(time_line=time_line, paragraphs=(f"{opening} Text of the story.".strip(),))
    assert outcome.result is Result.NEW, outcome
    assert story().language == language
