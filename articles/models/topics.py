"""What stories are about."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from articles.models.naming import Renamed


class Topic(Renamed):
    """A subject with a page of its own, wherever in the tree its stories stand."""

    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True, help_text=_("Stands on top of its page."))
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
        help_text=_("Its address leads there, and so do old versions that name it."),
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="topic_name_once",
                condition=Q(merged_into=None),
                violation_error_message=_("There is a topic of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def present(self) -> "Topic | Self":
        """The topic that this one was merged into; never more than one step away."""
        return self.merged_into or self

    @classmethod
    def bears_now(cls, line: str) -> Q:
        """What was merged is only a way to the other."""
        return super().bears_now(line) & Q(merged_into=None)
