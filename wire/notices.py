"""From a copyright line to our copyrights."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sections.models import Copyright
from wire.page_text import loose
from wire.refusal import Refused


def is_notice_of(copyright: Copyright | None, line: str, year: int) -> bool:
    """Whether pages show this line for that copyright."""
    return copyright is not None and loose(copyright.notice_for(year)) == loose(line)


def find_or_make(line: str, agency: str, year: int, *, make: bool) -> Copyright:
    """The copyright that shows this line; where there is none, one with the line as it stands, if `make`."""
    known = _find(line, year)
    if known:
        return known
    if not make:
        raise Refused(_("the copyright “%s” is not on the list: an admin adds it under Copyrights") % line)
    return _make(line, holder_in(line, agency))


def find_or_make_own(line: str, agency: str, year: int) -> Copyright:
    """The agency's own copyright; the holder and the year in the line become placeholders."""
    holder = holder_in(line, agency)
    notice = _replaced(_replaced(line, holder, "{holder}"), str(year), "{year}")
    return _find(line, year) or _make(line, holder, notice)


_BEFORE_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright|riproduzione riservata|all rights reserved|\d{4}|[\s:–-])*", re.IGNORECASE
)
_AFTER_HOLDER = re.compile(r"\s[-–—|]|\s\d{4}|[,.](?:\s|\Z)|\s(?:all rights|tutti i diritti)", re.IGNORECASE)


def holder_in(line: str, agency: str) -> str:
    """Whose copyright it is, as far as the line tells; the whole line where it does not."""
    if re.search(_whole(agency), line):
        return agency
    rest = line[_BEFORE_HOLDER.match(line).end() :]  # type: ignore[union-attr]  # it matches nothing, too
    return _AFTER_HOLDER.split(rest)[0].strip() or line[:200]


_RESERVED = {
    "all rights reserved": "en",
    "tutti i diritti riservati": "it",
    "riproduzione riservata": "it",
    "alle rechte vorbehalten": "de",
    "todos los derechos reservados": "es",
    "tous droits réservés": "fr",
    "todos os direitos reservados": "pt",
}


def language_of(line: str) -> str:
    """The language of a copyright line, by the words in which it reserves the rights; else ""."""
    said = line.casefold()
    return next((language for words, language in _RESERVED.items() if words in said), "")


def _find(line: str, year: int) -> Copyright | None:
    return next(
        (known for known in Copyright.objects.order_by("pk") if is_notice_of(known, line, year)), None
    )


def _make(line: str, holder: str, notice: str = "") -> Copyright:
    if "{" in line or "}" in line:
        raise Refused(_("a copyright line cannot hold braces"))
    copyright = Copyright(holder=holder, notice=notice or line, language=language_of(line))
    try:
        copyright.full_clean()
    except ValidationError as error:
        raise Refused(_("the copyright cannot be kept: %s") % " ".join(error.messages)) from error
    copyright.save()
    return copyright


def _whole(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}(?!\w)"


def _replaced(line: str, word: str, placeholder: str) -> str:
    return re.sub(_whole(word), placeholder, line)
