"""What the working copy said at each save and each step."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Revision(models.Model):
    """An immutable snapshot of the copy; articles.snapshot says what `data` holds."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions", verbose_name=_("story"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("grew from")
    )
    created_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    step = models.CharField(_("step"), max_length=20)
    note = models.TextField(_("note"), blank=True)
    schema = models.PositiveSmallIntegerField(default=1)
    data = models.JSONField()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.pk}"
