"""The parts of readers' addresses. What does not look like one is no address of ours: 404."""

from datetime import date

from articles.folding import SLUG_LENGTH
from sections.models.section import PATH_LENGTH
from website.periods import Period


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


class PeriodConverter:
    """`2022`, `2022/11` or `2022/11/21`."""

    regex = "[0-9]{4}(?:/[0-9]{2}){0,2}"

    def to_python(self, value: str) -> Period:
        return Period.parse(value)

    def to_url(self, value: Period) -> str:
        return str(value)


class StorySlugConverter:
    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        if len(value) > SLUG_LENGTH:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedConverter:
    """The file name of a feed, in any of its formats."""

    regex = r"rss\.xml|atom\.xml|feed\.json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


FURTHER_PART = "(?:-(?:[2-9]|[1-9][0-9]{1,2}))?"


class SitemapConverter:
    """`2026-11`, or with the number of a further part `2026-11-2`."""

    regex = f"[12][0-9]{{3}}-(?:0[1-9]|1[0-2]){FURTHER_PART}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SubjectsConverter:
    """`topics`, or with the number of a further part `topics-2`."""

    regex = f"(?:topics|authors|places){FURTHER_PART}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
