"""What a page text says, with everything in it looked up in our records."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from articles import gazetteer
from articles.body import from_paragraphs
from articles.dateline import LIMIT, Dateline, split
from articles.lifting import Lifted, lift
from articles.models import Article, Place
from articles.published_time import MONTH_NAMES, parse_time
from sections.models import Copyright, Section, Source
from sections.roles import roles_of
from sections.tree import Node, read_tree
from wire import breadcrumb, notices
from wire.language import by_the_rest, by_words
from wire.page_text import PageText
from wire.refusal import Refused


@dataclass(frozen=True)
class Choices:
    """What whoever ingests has decided."""

    year: int | None = None
    section: Section | None = None
    language: str | None = None
    create_sections: bool = False
    publish: bool = False
    by: User | None = None
    dry_run: bool = False

    @property
    def may_manage(self) -> bool:
        """Sections and copyrights are managed by admins; deeds without a person are the system's."""
        return self.by is None or roles_of(self.by).is_admin


@dataclass(frozen=True)
class Story:
    """What becomes an article."""

    fields: dict[str, Any]
    sources: list[Source]
    places: list[Place]


def understand(page: PageText, day: dt.date, choices: Choices) -> Story:
    """Look up all that the page names; `day` is that of its time line. Raises Refused with the line."""
    if choices.create_sections and choices.may_manage and not breadcrumb.has_root():
        _make_root(page, day, choices)
    section = _section(page, choices)
    node = read_tree().by_id[section.pk]
    page = _without_own_notice(page, node, day.year)
    language = choices.language or _language(page, day, node.language)
    lifted = _lift(page.paragraphs, language, day)
    _check_day(page, lifted, language, day)
    dateline = lifted.dateline or Dateline()
    places = gazetteer.find_places(dateline.places, language)
    fields = {
        "section": section,
        "language": language,
        "headline": page.headline,
        "subheadline": page.subheadline,
        "body": lifted.body_html,
        "place_text": "; ".join(dateline.places) if places is None else "",
        "dateline_region": dateline.region,
        "dateline_date": dateline.date,
        "copyright": _other_copyright(page, node, day.year, choices),
    }
    _check_fields(fields, page)
    return Story(fields, _sources(page, lifted, node), places or [])


@contextmanager
def _about(line: int) -> Iterator[None]:
    """Refusals inside are about this line."""
    try:
        yield
    except Refused as refused:
        raise Refused(refused.reason, refused.line or line) from refused


# Sections and copyright


def _section(page: PageText, choices: Choices) -> Section:
    with _about(page.at.breadcrumb):
        if choices.section:
            breadcrumb.root_named(page.sections[0])
            return choices.section
        if choices.create_sections and not choices.may_manage:
            raise Refused(_("--create-sections is for admins"))
        return breadcrumb.follow(page.sections, make=choices.create_sections)


def _make_root(page: PageText, day: dt.date, choices: Choices) -> None:
    """The agency itself, with source and copyright from the page's own lines."""
    name = page.sections[0]
    codes = _codes(page, _lift(page.paragraphs, settings.NEWSROOM_LANGUAGE, day))
    code = next((code for code in codes if code.casefold() == name.casefold()), codes[0] if codes else "")
    source = _own_source(page, code) if code else None
    copyright = None
    if page.notice:
        with _about(page.at.notice):
            copyright = notices.find_or_make_own(page.notice, name, day.year)
    with _about(page.at.breadcrumb):
        breadcrumb.make_root(name, source, copyright)


def _own_source(page: PageText, code: str) -> Source:
    source = Source.objects.filter(code__iexact=code).first() or Source(code=code, name=code)
    try:
        source.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), page.at.first_paragraph) from error
    source.save()
    return source


def _without_own_notice(page: PageText, node: Node, year: int) -> PageText:
    """A last paragraph that is the section's notice is one, whatever it looks like."""
    *others, last = page.paragraphs
    if page.notice or not others or not notices.is_notice_of(node.copyright, last, year):
        return page
    return replace(page, paragraphs=tuple(others), notice=last)


def _other_copyright(page: PageText, node: Node, year: int, choices: Choices) -> Copyright | None:
    """The copyright of this story alone; None where the line is the section's, or none stands there."""
    if not page.notice or notices.is_notice_of(node.copyright, page.notice, year):
        return None
    with _about(page.at.notice):
        return notices.find_or_make(page.notice, node.line[0].name, year, make=choices.may_manage)


# Language, dateline, sources


def _language(page: PageText, day: dt.date, section_language: str) -> str:
    """That of the story's own words where they are clear, else what the rest of its page speaks for."""
    if language := by_words(" ".join(page.paragraphs)):
        return language
    time_line = parse_time(page.time_line)
    assert time_line is not None  # noqa: S101 - page_text.read has seen to it
    openings = {language: _lift(page.paragraphs[:2], language, day) for language in MONTH_NAMES}
    return by_the_rest(page, time_line.languages, openings, section_language)


def _lift(paragraphs: Sequence[str], language: str, day: dt.date) -> Lifted:
    agencies, closings = gazetteer.known_agencies(), gazetteer.closing_words()
    return lift(from_paragraphs(list(paragraphs)), language, day, agencies, closings, gazetteer.is_place)


def _check_day(page: PageText, lifted: Lifted, language: str, day: dt.date) -> None:
    """Refuse `ROME, NOV 31`: what has no date, but had one if its day were the first of the month."""
    if lifted.dateline and lifted.dateline.date:
        return
    opening = page.paragraphs[0][:LIMIT]
    with_first = re.sub(r"\d+", "1", opening, count=1)
    dateline, _rest = split(with_first, language, day, gazetteer.known_agencies())
    if dateline and dateline.date:
        raise Refused(
            _("there is no such day near this story's: “%s…”") % opening[:60], page.at.first_paragraph
        )


def _codes(page: PageText, lifted: Lifted) -> Sequence[str]:
    """The sources that dateline and closing source name, which are the same or one is missing."""
    opening = lifted.dateline.sources if lifted.dateline else ()
    closing = lifted.closing_sources
    if opening and closing and [code.casefold() for code in opening] != [code.casefold() for code in closing]:
        raise Refused(
            _("the text closes with the source %(closing)s, but its dateline names %(opening)s")
            % {"closing": "-".join(closing), "opening": "-".join(opening)},
            page.at.last_paragraph,
        )
    return opening or closing


def _sources(page: PageText, lifted: Lifted, node: Node) -> list[Source]:
    """Those that the page names, else the section's."""
    codes = _codes(page, lifted)
    if not codes:
        return [node.source] if node.source else []
    try:
        return gazetteer.find_sources(codes)
    except KeyError as error:
        raise Refused(
            _("the source “%s” is not on the list: an admin adds it under Sources") % error.args[0],
            page.at.first_paragraph if lifted.dateline else page.at.last_paragraph,
        ) from error


def _check_fields(fields: dict[str, Any], page: PageText) -> None:
    others = [field.name for field in Article._meta.fields if field.name not in fields]
    try:
        Article(**fields).clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        lines = {"headline": page.at.headline, "subheadline": page.at.subheadline}
        raise Refused(
            f"{name.replace('_', ' ')}: {messages[0]}",
            lines.get(name, page.at.first_paragraph),
        ) from error
