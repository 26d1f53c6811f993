"""Pictures in steps: which a story may take in, and with which it may go out.

Saving asks only of pictures that are new in the story, and restoring, duplicating, translating or taking a
correction over of none: they bring back what a story had, and publishing asks of all. A correction or a
minor fix is held up by no picture that readers knew, whatever became of its rights: it is not shown any more,
and the words that were wrong are put right. Holding, releasing and killing ask of none.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.utils.translation import ngettext

from articles import body
from articles.models import Article
from articles.pictures import Picture, photos_of, why_not_published, why_not_taken
from articles.workflow.refusing import Refused

TOLD = 3  # sentences in one refusal


def refuse_taken(pictures: Sequence[Picture], article: Article, at: datetime) -> None:
    """Raise where one that is new in this story cannot be put into it."""
    if not pictures:
        return
    new = {picture.pk for picture in pictures} - ids_of(article)
    _refuse(why_not_taken(photo, at) for photo in (photos_of(new).values() if new else ()))


def refuse_published(ids: Collection[int], now: datetime, begins: datetime) -> None:
    """Raise where a story that begins then cannot go out with these pictures. One query, none without any."""
    photos = photos_of(ids) if ids else {}
    _refuse(why_not_published(photos[pk], now, begins) for pk in ids if pk in photos)


def _refuse(sentences: Iterable[str]) -> None:
    if found := [sentence for sentence in sentences if sentence]:
        more = len(found) - TOLD
        if more > 0:
            found[TOLD:] = [
                ngettext("And %(count)d more picture.", "And %(count)d more pictures.", more)
                % {"count": more}
            ]
        raise Refused(" ".join(found))


def with_pictures(text: str, article: Article, pictures: Sequence[Picture] | None) -> str:
    """A text in which only pictures of its story stand: of these, or where None of those that it has."""
    if not body.photo_ids(text):
        return text
    listed = ids_of(article) if pictures is None else {picture.pk for picture in pictures}
    return body.without_photos(text, but=listed)


def ids_of(article: Article) -> set[int]:
    """Of the pictures of a stored story; a new one has none."""
    return set(article.photo_rows.values_list("photo", flat=True)) if article.pk else set()
