"""Pictures in stories: which, in which order, and what is said under each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.publication import Edition
from articles.querysets import EditionPhotoQuerySet
from photos.models import Photo


class PhotoUse(models.Model):
    """A picture in a story. One that the text names (articles.body) stands there; of the others the first is
    the lead photo, the rest a gallery.
    """

    position = models.PositiveSmallIntegerField()
    caption = models.TextField(_("caption"), blank=True, help_text=_("The picture's own where empty."))

    class Meta:
        abstract = True
        ordering = ["position"]


class ArticlePhoto(PhotoUse):
    """In the working copy."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="photo_rows")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="article_rows", verbose_name=_("picture"))

    class Meta(PhotoUse.Meta):
        constraints = [models.UniqueConstraint(fields=["article", "photo"], name="photo_once_an_article")]

    def __str__(self) -> str:
        return str(self.photo)


class EditionPhoto(PhotoUse):
    """In what readers see. What the picture says of itself, its rights too, is looked up and not copied: a
    credit that is mended is mended everywhere, and a picture leaves every page when its rights end.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="photo_rows")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="edition_rows", verbose_name=_("picture"))

    objects = EditionPhotoQuerySet.as_manager()

    class Meta(PhotoUse.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "photo"], name="photo_once_an_edition")]

    def __str__(self) -> str:
        return str(self.photo)
