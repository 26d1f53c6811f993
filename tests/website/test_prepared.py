"""Queries that are written once and asked with other values each time."""

from datetime import timedelta

import pytest
from django.db.models import BigIntegerField, DateTimeField, F
from django.utils import timezone

from articles.aggregates import keys_of_all
from articles.models import Edition
from tests.factories import make_section, publish_article
from website.prepared import Blank, Prepared

pytestmark = pytest.mark.django_db


def of_section():
    section = Blank("section", BigIntegerField())
    return Edition.objects.live(Blank("at", DateTimeField())).filter(section=section).order_by("pk")


def test_it_answers_as_the_queryset_does_for_each_value(django_assert_num_queries):
    query = Prepared(of_section, ["pk", "headline", "visible_from", "noindex"])
    here, there = make_section("here"), make_section("there")
    for number in range(3):
        publish_article(section=here if number else there)
    at = timezone.now()
    for section in (here, there, make_section("empty")):
        expected = Edition.objects.live(at).filter(section=section).order_by("pk")
        rows = list(expected.values_list("pk", "headline", "visible_from", "noindex"))
        with django_assert_num_queries(1):
            assert [tuple(row) for row in query.ask(at=at, section=section.pk)] == rows
    assert query.ask(at=at - timedelta(days=1), section=here.pk) == []


def test_a_value_that_is_missing_is_an_error_and_not_another_ones():
    query = Prepared(of_section, ["pk"])
    query.ask(at=timezone.now(), section=1)
    with pytest.raises(KeyError):
        query.ask(at=timezone.now())


def test_hostile_values_are_values():
    publish_article(headline="Open")
    named = Blank("headline", Edition._meta.get_field("headline"))
    query = Prepared(lambda: Edition.objects.filter(headline=named), ["headline"])
    assert query.ask(headline="' OR 1=1 --%s%(a)s") == []
    assert len(query.ask(headline="Open")) == 1


def test_the_keys_of_several_short_lists_are_found_together():
    for number in range(6):
        publish_article(headline=f"Number {number}")
    first, last = Edition.objects.order_by("pk")[:2], Edition.objects.order_by("-pk")[:1]
    found = Edition.objects.filter(pk__in=keys_of_all(first, last)).order_by(F("pk"))
    assert [edition.headline for edition in found] == ["Number 0", "Number 1", "Number 5"]
