"""The parts of readers' addresses. What does not look like one is no address of ours: 404."""

from datetime import date

from articles.folding import SLUG_LENGTH
from sections.models.section import PATH_LENGTH


class BranchConverter:
    """A section's path with a slash after each part; empty for the root."""

    regex = "(?:[a-z][a-z0-9-]*/)*"

    def to_python(self, value: str) -> str:
        if len(value) > PATH_LENGTH + 1:
            raise ValueError
        return value.removesuffix("/")

    def to_url(self, value: str) -> str:
        return f"{value}/" if value else ""


class DayConverter:
    """`2022/11/21`; a day that no calendar has is no address."""

    regex = "[0-9]{4}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value.replace("/", "-"))

    def to_url(self, value: date) -> str:
        return value.isoformat().replace("-", "/")


class StorySlugConverter:
    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        if len(value) > SLUG_LENGTH:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value
