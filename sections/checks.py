"""System checks of the map."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import Error
from django.urls import URLPattern, URLResolver, get_resolver

from sections.models.section import RESERVED_SLUGS, SLUG_PATTERN


def first_segments(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The first segments of the addresses that begin with a fixed one."""
    for pattern in patterns:
        segment, slash, _rest = str(pattern.pattern).lstrip("^").partition("/")
        if isinstance(pattern, URLResolver) and not slash and not segment:
            yield from first_segments(pattern.url_patterns)
        else:
            yield segment.removesuffix("$").removesuffix(r"\Z")


def check_reserved_slugs(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """No section may take the first segment of one of the system's own addresses."""
    could_be_sections = {
        segment for segment in first_segments(get_resolver().url_patterns) if re.match(SLUG_PATTERN, segment)
    }
    return [
        Error(
            f"A section could be given the address /{segment}/, which is the system's own.",
            hint="Add it to RESERVED_SLUGS in sections/models/section.py.",
            id="sections.E001",
        )
        for segment in sorted(could_be_sections - RESERVED_SLUGS)
    ]
