"""Stories with pictures, and what copies, revisions and editions have of them."""

from articles import workflow
from articles.models import ArticlePhoto
from articles.pictures import Picture
from tests.factories import make_article


def with_pictures(*pictures, text="<p>Ministers met.</p>", **fields):
    """A story with these pictures, each a photo or a photo and what is said under it."""
    story = make_article(body=text, **fields)
    story.body = text
    workflow.save(story, by=None, photos=listed(*pictures))
    return story


def listed(*pictures):
    return [picture if isinstance(picture, Picture) else Picture(picture) for picture in pictures]


def kept(story):
    """What the copy has, as it is stored."""
    return list(ArticlePhoto.objects.filter(article=story).values_list("photo", "caption"))


def recorded(revision):
    return [(row["id"], row["caption"]) for row in revision.data["photos"]]


def shown(edition):
    return list(edition.photo_rows.values_list("photo", "caption"))


def figure(photo):
    return f'<figure data-photo="{photo.pk}"></figure>'


def without_photos_in_revisions(story):
    """As versions were before there were pictures."""
    for revision in story.revisions.all():
        del revision.data["photos"]
        revision.schema = 2
        revision.save()
    story.refresh_from_db()
