"""No section can take an address of the system's own."""

from django.contrib import admin
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import include, path, re_path

from sections.checks import check_reserved_slugs


def view(request):
    """Never called."""


below = [path("tags/", view), path("<slug:anything>/", view)]
urlpatterns = [
    path("admin/", admin.site.urls),
    path("weather/today/", view),
    re_path(r"^radar$", view),
    path("robots.txt", view),
    path("", include(below)),
]


@override_settings(ROOT_URLCONF=__name__)
def test_a_fixed_first_segment_that_a_section_could_take_is_an_error():
    errors = check_reserved_slugs()
    assert {error.id for error in errors} == {"sections.E001"}
    assert [error.msg.split("/")[1] for error in errors] == ["radar", "tags", "weather"]


@override_settings(ROOT_URLCONF=__name__)
def test_the_check_is_run_with_the_others():
    assert "sections.E001" in {message.id for message in run_checks(tags=["urls"])}


def test_this_project_has_reserved_all_of_its_own():
    assert check_reserved_slugs() == []
