"""Where copy came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Revision


class Item(models.Model):
    """An item of a feed and the story that it became: by this it is known again when it comes once more."""

    feed = models.CharField(_("feed"), max_length=100)
    item_id = models.CharField(_("item"), max_length=255, help_text=_("For page text the file's name."))
    article = models.OneToOneField(Article, models.PROTECT, related_name="wire_item", verbose_name=_("story"))
    revision = models.ForeignKey(
        Revision,
        models.PROTECT,
        related_name="+",
        verbose_name=_("revision"),
        help_text=_("What the item last made of the story; a copy that says something else is the desk's."),
    )
    content_hash = models.CharField(_("content hash"), max_length=64)
    published_at = models.DateTimeField(_("published"), help_text=_("By its own time line."))
    first_ingested_at = models.DateTimeField(_("first ingested"))
    last_ingested_at = models.DateTimeField(
        _("last ingested"), help_text=_("When something new in it was last taken in.")
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [models.UniqueConstraint(fields=["feed", "item_id"], name="item_once_a_feed")]

    def __str__(self) -> str:
        return f"{self.feed}: {self.item_id}"
