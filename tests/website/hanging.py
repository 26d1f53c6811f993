"""Stories with pictures, as tests hang them."""

from collections.abc import Sequence
from typing import Any

from articles import workflow
from articles.models import Article
from articles.pictures import Picture
from photos.models import Photo
from tests.factories import make_article, make_section


def hang(article: Article, *photos: Photo, captions: Sequence[str] = ()) -> Article:
    """In this order, each with the caption that the story has of its own."""
    own = [*captions, *[""] * len(photos)]
    workflow.save(
        article, by=None, photos=[Picture(photo, own[number]) for number, photo in enumerate(photos)]
    )
    return article


def publish_with(*photos: Photo, captions: Sequence[str] = (), **fields: Any) -> Article:
    """A live story; where its body has “@1”, the first picture stands."""
    text = fields.pop("body", "<p>Ministers met.</p><p>They will meet again.</p>")
    article = make_article(**({"section": make_section("sport")} | fields))
    for number, photo in enumerate(photos, 1):
        text = text.replace(f"@{number}", f'<figure data-photo="{photo.pk}"></figure>')
    article.body = text
    hang(article, *photos, captions=captions)
    workflow.publish(article, by=None)
    return article
