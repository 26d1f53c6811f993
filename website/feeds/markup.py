"""A story's text as HTML that stands by itself, wherever a feed reader shows it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles import body
from articles.models import Edition
from articles.published_time import format_time
from photos.pixels.renditions import WHOLE
from website.addresses import absolute
from website.languages import direction
from website.pictures import Hung, Picture
from website.plain import line, plain

LINK_OF_OURS = re.compile(r'(<a [^>]*?href=")(?=/)')


@dataclass(frozen=True)
class Note:
    """What readers were told of a mistake, and when, in the site's time zone."""

    text: str
    moment: datetime


def content_of(edition: Edition, corrections: list[Note], hung: Hung) -> str:
    """Corrections, then the body between dateline and closing source, with whole addresses in its links.

    With the pictures that stand in it; the lead is the feed's own to show.
    """
    figures = {key: figure_of(picture) for key, picture in hung.in_text.items()}
    composed = body.compose(edition.body, line(edition.dateline), line(edition.closing_source), figures)
    text = plain(LINK_OF_OURS.sub(rf"\g<1>{settings.NEWSROOM_BASE_URL}", composed))
    notes = "".join(_note(note, edition.language) for note in corrections)
    if not (notes or text):
        return ""
    language = escape(edition.language)
    return f'<div lang="{language}" dir="{direction(edition.language)}">{notes}{text}</div>'


def figure_of(picture: Picture) -> SafeString:
    """One file: feed readers take no `srcset`."""
    file = picture.file(WHOLE)
    words = [plain(picture.caption), line(picture.credit), str(picture.label)]
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>',
        absolute(file.url),
        file.width,
        file.height,
        line(picture.photo.alt_text),
        format_html("<figcaption>{}</figcaption>", " ".join(filter(None, words))) if any(words) else "",
    )


def _note(note: Note, language: str) -> str:
    label, moment = gettext("Correction"), format_time(note.moment, language)
    lines = "<br>".join(escape(note.text).splitlines())
    return f"<p><strong>{label}</strong> ({moment}): {lines}</p>"
