"""A story's text as HTML that stands by itself, wherever a feed reader shows it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles import body
from articles.models import Edition
from articles.published_time import format_time
from photos.pixels.renditions import WHOLE
from website.addresses import absolute
from website.languages import direction, interface_language, speaks
from website.pictures import Hung, Picture
from website.plain import line, plain
from website.story_parts import around_text

LINK_OF_OURS = re.compile(r'(<a [^>]*?href=")(?=/)')


@dataclass(frozen=True)
class Note:
    """What readers were told of a mistake, and when, in the site's time zone."""

    text: str
    moment: datetime


def content_of(edition: Edition, corrections: list[Note], hung: Hung) -> str:
    """Corrections, then the body between dateline and closing source, with whole addresses in its links.

    With the pictures that stand in it; the lead is the feed's own to show. What is no word of the story is in
    its language, too; where we have no words in that, it says which language it is in.
    """
    language, ours = edition.language, interface_language(edition.language)
    own = SafeString("")
    if not speaks(ours, language):
        own = format_html(' lang="{}" dir="{}"', ours, direction(ours))
    with translation.override(ours):
        notes = "".join(_note(note, language, own) for note in corrections)
        text = _text(edition, {key: figure_of(picture, own) for key, picture in hung.in_text.items()}, own)
    if not (notes or text):
        return ""
    return f'<div lang="{escape(language)}" dir="{direction(language)}">{notes}{text}</div>'


def _text(edition: Edition, figures: dict[int, SafeString], own: SafeString) -> str:
    if not edition.body:
        return f"<p{own}>{gettext('More follows.')}</p>"
    dateline, closing_source = map(line, around_text(edition))
    composed = body.compose(edition.body, dateline, closing_source, figures)
    return plain(LINK_OF_OURS.sub(rf"\g<1>{settings.NEWSROOM_BASE_URL}", composed))


def figure_of(picture: Picture, own: SafeString) -> SafeString:
    """One file: feed readers take no `srcset`."""
    file = picture.file(WHOLE)
    label = str(picture.label)
    if label and own:
        label = format_html("<span{}>{}</span>", own, label)
    words = [(each,) for each in (plain(picture.caption), line(picture.credit), label) if each]
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>',
        absolute(file.url),
        file.width,
        file.height,
        line(picture.photo.alt_text),
        format_html("<figcaption>{}</figcaption>", format_html_join(" ", "{}", words)) if words else "",
    )


def _note(note: Note, language: str, own: SafeString) -> str:
    label, moment = gettext("Correction"), format_time(note.moment, language)
    lines = "<br>".join(escape(note.text).splitlines())
    return f"<p><strong{own}>{label}</strong> ({moment}): {lines}</p>"
