"""What stands around the words of a story, as its page says it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from articles import body
from articles.models import Edition
from articles.published_time import format_time, format_whole
from articles.stages import Kind
from sections.languages import primary
from sections.tree import SectionTree
from website.addresses import absolute, story_url
from website.languages import direction, language_name
from website.pages import local
from website.stories import Story, Subject

OTHERWISE = "x-default"


class Words(NamedTuple):
    """A stretch of a byline, with the page that it leads to, if any."""

    text: str
    url: str = ""


def linked_byline(byline: str, authors: Iterable[Subject]) -> list[Words]:
    """The byline as it was worded. A name that is not in it any more, or not yet, links nothing."""
    urls: dict[str, list[str]] = {}
    for author in authors:
        urls.setdefault(author.name, []).append(author.url)
    longest_first = sorted(filter(None, urls), key=len, reverse=True)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")
    words, end = [], 0
    for found in names.finditer(byline):
        if left := urls[found[0]]:
            words += [Words(byline[end : found.start()]), Words(found[0], left.pop(0))]
            end = found.end()
    return [each for each in (*words, Words(byline[end:])) if each.text]


def around_text(edition: Edition) -> tuple[str, str]:
    """Dateline and closing source. A story without words, as a flash is, has nothing to open or end."""
    has_words = bool(body.without_photos(edition.body))
    return (edition.dateline, edition.closing_source) if has_words else ("", "")


@dataclass(frozen=True)
class Entry:
    """Of a story's public history."""

    kind: Kind
    moment: datetime  # in the site's time zone
    text: str
    note: str = ""

    @property
    def is_correction(self) -> bool:
        return self.kind == Kind.CORRECTION


def history_of(story: Story, at: datetime) -> list[Entry]:
    """What readers were told, newest first, down to the first publication."""
    published, language = local(story.edition.publication.first_published_at), story.edition.language
    near = (published, local(at))
    told = [
        Entry(Kind(kind), local(moment), say(local(moment), near, language), note)
        for moment, kind, note in story.told
    ]
    return [*told, Entry(Kind.FIRST, published, say(published, near, language))]


def say(moment: datetime, near: Iterable[datetime], language: str) -> str:
    """As the page says its date, with the year unless it is that of all these, which readers then know."""
    if all(moment.year == other.year for other in near):
        return format_time(moment, language)
    return format_whole(moment, language)


class Version(NamedTuple):
    """The same story in another language."""

    name: str
    url: str
    language: str
    direction: str


def versions_of(story: Story, tree: SectionTree) -> list[Version]:
    """One in each other language; of two in the same the one that was there first."""
    shown: dict[str, Version] = {}
    for version in story.versions:
        language, url = version.language, story_url(version, tree.by_id[version.section_id])
        if language.lower() != story.edition.language.lower():
            as_link = Version(language_name(language), url, language, direction(language))
            shown.setdefault(language.lower(), as_link)
    return list(shown.values())


def alternates_of(story: Story, tree: SectionTree) -> list[tuple[str, str]]:
    """For `hreflang`: the same on the page of every version. None where there is but one for robots.

    Who speaks none of these languages gets the one that the site speaks, else the first that was written.
    """
    found: dict[str, int] = {}
    urls: dict[str, str] = {}
    for version in sorted([story.edition, *story.versions], key=lambda each: each.publication_id):
        if not version.noindex and version.language.lower() not in found:
            found[version.language.lower()] = version.publication_id
            urls[version.language] = absolute(story_url(version, tree.by_id[version.section_id]))
    if len(urls) == 1 or story.edition.publication_id not in found.values():
        return []
    of_site = primary(tree.root.language) if tree.root else ""
    default = next((url for code, url in urls.items() if primary(code) == of_site), None)
    return [*urls.items(), (OTHERWISE, default or next(iter(urls.values())))]
