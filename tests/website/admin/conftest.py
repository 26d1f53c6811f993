"""The desk of the stories' own screens, with somebody for each role."""

from tests.articles.admin.conftest import as_, desk, desk_of_the_module  # noqa: F401
