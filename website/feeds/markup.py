"""A story's text as HTML that stands by itself, wherever a feed reader shows it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext

from articles import body
from articles.models import Edition
from articles.published_time import format_time
from website.languages import direction
from website.plain import line, plain

LINK_OF_OURS = re.compile(r'(<a [^>]*?href=")(?=/)')


@dataclass(frozen=True)
class Note:
    """What readers were told of a mistake, and when, in the site's time zone."""

    text: str
    moment: datetime


def content_of(edition: Edition, corrections: list[Note]) -> str:
    """Corrections, then the body between dateline and closing source, with whole addresses in its links."""
    composed = body.compose(edition.body, line(edition.dateline), line(edition.closing_source))
    text = plain(LINK_OF_OURS.sub(rf"\g<1>{settings.NEWSROOM_BASE_URL}", composed))
    notes = "".join(_note(note, edition.language) for note in corrections)
    if not (notes or text):
        return ""
    language = escape(edition.language)
    return f'<div lang="{language}" dir="{direction(edition.language)}">{notes}{text}</div>'


def _note(note: Note, language: str) -> str:
    label, moment = gettext("Correction"), format_time(note.moment, language)
    lines = "<br>".join(escape(note.text).splitlines())
    return f"<p><strong>{label}</strong> ({moment}): {lines}</p>"
