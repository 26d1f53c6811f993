"""Large branches are moved step by step."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sections.models import Section


class SectionMove(models.Model):
    """The tree is changed already; the stories' lists are being rewritten up to `last_edition_id`."""

    section = models.OneToOneField(Section, models.CASCADE, related_name="+", verbose_name=_("section"))
    started_at = models.DateTimeField(auto_now_add=True)
    last_edition_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("unfinished move")
        verbose_name_plural = _("unfinished moves")

    def __str__(self) -> str:
        return str(self.section)
