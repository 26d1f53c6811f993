"""A story as the text of its page: read it, write it.

    Percorso:ANSA > Nuova Europa > Serbia > Headline      label, sections from the root, headline
                                                          (blank lines between the parts)
    Headline
    Subheadline                                           not always
    21 November, 17:07                                    first publication, in the story's language
    (ANSA) - ROME, NOV 21 - First paragraph               directly below the time line
    Last paragraph. (ANSA).
    © Copyright ANSA - All rights reserved                not always

Only the layout is read here: dateline and closing source belong to the paragraphs, and articles.lifting knows
them.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.published_time import parse_time
from sections.one_line import unturned
from wire.refusal import Refused

SEPARATOR = " > "
LONGEST_NOTICE = 500


class PageTextError(Refused):
    """The text is no page text; `line` says where."""

    def __init__(self, line: int, message: str | Promise) -> None:
        super().__init__(message, line)


@dataclass(frozen=True)
class LineNumbers:
    """Where in the file the parts stand, counted from 1; 0 where a part is missing."""

    breadcrumb: int = 0
    headline: int = 0
    subheadline: int = 0
    time_line: int = 0
    first_paragraph: int = 0
    last_paragraph: int = 0
    notice: int = 0


@dataclass(frozen=True)
class PageText:
    """What the page says, each part on a line of its own."""

    label: str
    sections: tuple[str, ...]
    headline: str
    subheadline: str
    time_line: str
    paragraphs: tuple[str, ...]
    notice: str = ""
    """The copyright line."""
    at: LineNumbers = field(default=LineNumbers(), compare=False, repr=False)


def write(page: PageText) -> str:
    """The text of the page, which `read` reads back."""
    breadcrumb = f"{page.label}:{SEPARATOR.join([*page.sections, page.headline])}"
    blocks = [
        [breadcrumb],
        [page.headline],
        [page.subheadline],
        [page.time_line, *page.paragraphs[:1]],
        *([paragraph] for paragraph in page.paragraphs[1:]),
        [page.notice],
    ]
    return "\n\n".join("\n".join(map(tidy, block)) for block in blocks if any(block)) + "\n"


def read(text: str) -> PageText:
    """Read the text of a page. Raises PageTextError with the line that is not understood."""
    lines = _Lines(text)
    breadcrumb = lines.take(_("the file is empty"))
    label, colon, trail = breadcrumb.text.partition(":")
    if not colon or SEPARATOR.strip() not in trail:
        raise PageTextError(breadcrumb.number, _("no breadcrumb, such as “Path:ANSA > Politics > Headline”"))
    headline = lines.take(_("no headline after the breadcrumb"))
    sections = _sections(trail, headline)
    subheadline, time_line = _subheadline_and_time(lines)
    paragraphs = lines.paragraphs()
    notice = paragraphs.pop() if paragraphs and looks_like_notice(paragraphs[-1].text) else _NOTHING
    if not paragraphs:
        raise PageTextError(time_line.number, _("no text after the time line"))
    first, last = paragraphs[0].number, paragraphs[-1].number
    return PageText(
        label=label.strip(),
        sections=sections,
        headline=headline.text,
        subheadline=subheadline.text,
        time_line=time_line.text,
        paragraphs=tuple(paragraph.text for paragraph in paragraphs),
        notice=notice.text,
        at=LineNumbers(
            breadcrumb.number,
            headline.number,
            subheadline.number,
            time_line.number,
            first,
            last,
            notice.number,
        ),
    )


def tidy(text: str) -> str:
    """One line: spaces, tabs and line breaks become single spaces. No-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", unturned(text)).strip()


def loose(text: str) -> str:
    """For comparing: every white space a single plain one."""
    return " ".join(text.split())


_NOTICE = re.compile(
    r"©|(?:\([cC]\)|[cC]opyright|COPYRIGHT) (?![a-z])"
    r"|(?i:all rights reserved|tutti i diritti riservati|riproduzione riservata)"
)
_ENDS_WITH_SOURCE = re.compile(r"\([\w/-]+\)\.?\Z")


def looks_like_notice(line: str) -> bool:
    """Whether a last line is a copyright line and no paragraph: `Copyright laws change, (…) (ANSA).`"""
    return bool(_NOTICE.match(line)) and len(line) <= LONGEST_NOTICE and not _ENDS_WITH_SOURCE.search(line)


class _Line(NamedTuple):
    number: int
    text: str


_NOTHING = _Line(0, "")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class _Lines:
    """The lines of a file, taken from the top."""

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.lines = [_Line(number, tidy(line)) for number, line in enumerate(text.split("\n"), start=1)]
        for line in self.lines:
            if found := _NO_TEXT.search(line.text):
                raise PageTextError(
                    line.number, _("no text: it holds the control character U+%04X") % ord(found[0])
                )
        self.at = 0

    def take(self, otherwise: str | Promise) -> _Line:
        """The next line that is not blank."""
        for line in self.lines[self.at :]:
            self.at += 1
            if line.text:
                return line
        raise PageTextError(len(self.lines), otherwise)

    def next_after_blank(self) -> str:
        """The next line, if a blank one stands before it."""
        rest = self.lines[self.at :]
        return next((line.text for line in rest if line.text), "") if rest and not rest[0].text else ""

    def paragraphs(self) -> list[_Line]:
        """What is left, parted by blank lines; the lines of one paragraph are joined."""
        found: list[tuple[int, list[str]]] = []
        begins = True
        for line in self.lines[self.at :]:
            if line.text and begins:
                found.append((line.number, [line.text]))
            elif line.text:
                found[-1][1].append(line.text)
            begins = not line.text
        return [_Line(number, " ".join(texts)) for number, texts in found]


def _sections(trail: str, headline: _Line) -> tuple[str, ...]:
    """The names before the headline, which may itself hold what parts them."""
    trail, ending = loose(trail), SEPARATOR + loose(headline.text)
    if not trail.endswith(ending):
        raise PageTextError(
            headline.number,
            _("no headline with which the breadcrumb ends after its sections: “%s”") % headline.text[:80],
        )
    return tuple(name.strip() for name in trail.removesuffix(ending).split(SEPARATOR))


def _subheadline_and_time(lines: _Lines) -> tuple[_Line, _Line]:
    """A subheadline that reads like a time line is one if the real time line follows after a blank line."""
    missing = _("no time line, such as “21 November, 17:07”")
    subheadline, line = _NOTHING, lines.take(missing)
    if not parse_time(line.text) or parse_time(lines.next_after_blank()):
        subheadline, line = line, lines.take(missing)
    time = parse_time(line.text)
    if time is None:
        raise PageTextError(
            line.number, _("a time line such as “21 November, 17:07” should be here: “%s”") % line.text[:80]
        )
    if not time.is_possible:
        raise PageTextError(line.number, _("there is no such day or time: “%s”") % line.text)
    return subheadline, line
