"""The first words of a story, as plain text."""

from datetime import datetime

from django.db.models.functions import Left
from django.utils.text import Truncator

from articles import body
from articles.models import Edition

ENOUGH_HTML = 2000  # characters of a body in which its first words are looked for


def opening(dateline: str, html: str, words: int) -> str:
    """The dateline and the beginning of the first paragraph; where there is none yet, nothing."""
    first = body.paragraphs(html[:ENOUGH_HTML])[:1]
    return Truncator(" ".join([dateline, *first]).strip()).words(words) if first else ""


def opening_of(edition: Edition, at: datetime, words: int) -> str:
    """For an edition that was listed without its body: one query."""
    beginning = (
        Edition.objects.live(at).filter(pk=edition.pk).values_list("dateline", Left("body", ENOUGH_HTML))
    )
    dateline, html = beginning.get()
    return opening(dateline, html, words)
