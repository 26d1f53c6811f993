"""manage.py load_sample on a site that has something of its own: that is left as it is."""

import pytest
from django.core.management import CommandError

from accounts.models import User
from sections.models import Section
from tests.factories import make_root, make_user
from tests.wire.test_load_sample import load

pytestmark = pytest.mark.django_db


def test_people_who_have_these_names_are_left_as_they_are():
    own = make_user(username="Editor", last_name="Verdi")
    own.set_password("something else")
    own.save()
    table = load()
    own.refresh_from_db()
    assert own.check_password("something else")
    assert not own.memberships.exists()
    assert "Editor    (its own)" in table


def test_a_site_of_another_agency_is_left_alone():
    root = make_root()
    Section.objects.filter(pk=root.pk).update(name="Agence France-Presse")
    with pytest.raises(CommandError, match="Agence France-Presse"):
        load()
    assert Section.objects.count() == 1
    assert not User.objects.exists()


def test_what_an_earlier_section_has_stays():
    root = make_root()
    Section.objects.create(parent=root, name="SPORT", slug="sport", path="sport", description="Our own words")
    load()
    sport = Section.objects.get(path="sport")
    assert (sport.name, sport.description) == ("SPORT", "Our own words")
    assert Section.objects.filter(parent=sport).count() == 2
