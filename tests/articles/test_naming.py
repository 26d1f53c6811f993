"""Topics and authors are found by what they are called, and by all that they were called before."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from articles import archive, topics
from articles.models import Author, Place, Topic
from articles.models.naming import NAMESAKES, lines_of
from tests.factories import make_topic

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("model", [Topic, Author])


def renamed(row, *names):
    for name in names:
        row.name = name
        row.save()
    return row


@BOTH
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Scuola e università", "SCUOLA E UNIVERSITA"),
        ("Ilse Körber-Rossi", "ilse  korber-rossi"),
        ("L'Aquila", "l’aquila"),
        ("Београд", "beograd"),
        ("100%", "100%"),
    ],
)
def test_accents_signs_and_capital_letters_make_no_difference(model, name, asked):
    row = model.objects.create(name=name)
    assert model.called(asked) == [row]


@BOTH
def test_a_name_is_whole_and_its_signs_stand_for_nothing_else(model):
    model.objects.create(name="Ponti e strade")
    for asked in ("ponti", "e", "%", "ponti_e strade", "", "'"):
        assert model.called(asked) == []


@BOTH
def test_every_name_of_old_is_remembered_however_often_it_changes(model):
    row = renamed(model.objects.create(name="One"), "Two", "Three", "One", "Four")
    for name in ("one", "TWO", "three", "four"):
        assert model.called(name) == [row]
    row.refresh_from_db()
    assert row.search_names == "\nfour\none\nthree\ntwo\n"


@BOTH
def test_whoever_bears_a_name_now_comes_before_whoever_once_did(model):
    first = renamed(model.objects.create(name="Ponti"), "Bridges")
    assert model.called("ponti") == [first]
    second = model.objects.create(name="Ponti")
    assert model.called("ponti") == [second]
    renamed(second, "Spans")
    assert model.called("ponti") == [first, second]
    renamed(first, "Ponti")
    assert model.called("ponti") == [first]


@BOTH
def test_many_of_old_do_not_hide_the_one_of_today(model):
    for number in range(NAMESAKES + 5):
        renamed(model.objects.create(name="Ponti"), f"Bridges {number}")
    assert len(model.called("ponti")) == NAMESAKES
    last = model.objects.create(name="Ponti")
    assert model.called("ponti") == [last]


@BOTH
def test_an_old_copy_takes_no_name_away(model):
    row = model.objects.create(name="One")
    old = model.objects.get(pk=row.pk)
    renamed(row, "Two", "Three")
    renamed(old, "Four")
    for name in ("one", "two", "three", "four"):
        assert model.called(name) == [row]


@BOTH
def test_what_is_written_field_by_field_is_remembered_too(model, django_assert_num_queries):
    row = model.objects.create(name="One")
    row.name = "Two"
    row.save(update_fields=["name"])
    assert model.called("two") == model.called("one") == [row]
    model.objects.filter(pk=row.pk).update(name="Three")  # which tells nobody
    row.refresh_from_db()
    renamed(row, "Four")
    assert model.called("three") == [row]
    with django_assert_num_queries(1):
        row.save(update_fields=["description" if model is Topic else "biography"])
    with django_assert_num_queries(1):
        model.called("four")


def test_what_was_merged_leads_to_the_other_by_all_its_names_unless_a_topic_has_one_again():
    boats, ferries = renamed(make_topic("Barche"), "Boats"), make_topic("Ferries")
    topics.merge(boats, ferries)
    for name in ("barche", "boats"):
        (found,) = Topic.called(name)
        assert found.merged_into == ferries
    again = make_topic("BOATS")
    assert Topic.called("boats") == [again]


def test_places_are_found_by_their_names_in_all_languages(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [place.name for place in Place.called("VIENNA")] == ["Vienna"]
    assert Place.called("wien") == Place.called("Vienna")


def test_topics_that_are_written_in_bulk_are_found():
    archive.ensure_topics()
    row = Topic.objects.order_by("pk").last()
    assert Topic.called(row.name.upper()) == [row]


def test_the_migration_finds_those_that_were_there(monkeypatch):
    migration = import_module("articles.migrations.0012_names_of_old")
    monkeypatch.setattr(migration, "BATCH", 2)
    for number in range(5):
        make_topic(f"Città {number}")
        Author.objects.create(name=f"Körber {number}")
    for model in (Topic, Author):
        model.objects.update(search_names="")
    migration.fill(apps, connection.schema_editor())
    for number in range(5):
        assert [row.name for row in Topic.called(f"citta {number}")] == [f"Città {number}"]
        assert [row.name for row in Author.called(f"korber {number}")] == [f"Körber {number}"]
        assert Topic.called(f"citta {number}")[0].search_names == lines_of([f"Città {number}"])
