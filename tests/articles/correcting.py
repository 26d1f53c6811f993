"""The live text, mended, as the form of a correction hands it in."""

from typing import Any

from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition
from articles.snapshot import fields_of, related_of


def live_text(article: Article) -> Edition:
    """What readers see now; of a held story what they saw last."""
    edition = workflow.shown_edition(workflow.publication_of(article), timezone.now())
    assert edition is not None
    return edition


def mended(article: Article, **fields: Any) -> dict[str, Any]:
    """The arguments of workflow.correct and minor_fix: the live text with these fields put right."""
    edition = live_text(article)
    data = edition.revision.data
    related = related_of(data) | {name: fields.pop(name) for name in related_of(data) if name in fields}
    return {"mended": Article(**fields_of(data) | fields), "seen_edition": edition.pk, **related}


def correct(
    article: Article, by: Any = None, note: str = "The mayor's name was wrong", **fields: Any
) -> Edition:
    return workflow.correct(article, by=by, public_note=note, **mended(article, **fields))


def minor_fix(article: Article, by: Any = None, **fields: Any) -> Edition:
    return workflow.minor_fix(article, by=by, **mended(article, **fields))
