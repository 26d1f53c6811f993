"""The desk of the stories' own screens, with somebody for each role."""

from tests.articles.admin.conftest import as_, desk  # noqa: F401
