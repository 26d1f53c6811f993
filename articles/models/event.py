"""What happened: Events for the desk, Changes for those to whom stories are delivered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.publication import Edition, Publication


class Event(models.Model):
    """The desk's audit trail. No foreign keys: it outlives what it speaks of."""

    at = models.DateTimeField(_("when"))
    article_id = models.BigIntegerField(_("story"))
    headline = models.CharField(_("headline"), max_length=500)
    revision_id = models.BigIntegerField(_("revision"), null=True)
    user_id = models.BigIntegerField(_("person"), null=True)
    who = models.TextField(_("who"), help_text=_("Empty: the system itself."), blank=True)
    step = models.CharField(_("step"), max_length=20)
    note = models.TextField(_("note"), blank=True)
    from_stage = models.CharField(_("from"), max_length=10, blank=True)
    to_stage = models.CharField(_("to"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("log")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["article_id", "-id"], name="event_of_article")]

    def __str__(self) -> str:
        return f"{self.step} {self.headline}"


class Change(models.Model):
    """The outbox: one row for each published change, in the order of their commits.

    A reader's cursor is (effective_at, seq) over what is already effective.
    """

    class What(models.TextChoices):
        EDITION = "edition", _("edition")
        HELD = "held", _("held")
        KILLED = "killed", _("killed")
        CANCELLED = "cancelled", _("cancelled")

    seq = models.BigIntegerField(unique=True)
    effective_at = models.DateTimeField()
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="changes")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    embargo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["seq"]
        indexes = [models.Index(fields=["effective_at", "seq"], name="change_cursor")]
        constraints = [
            models.CheckConstraint(
                name="edition_change_has_edition",
                condition=~models.Q(what="edition") | models.Q(edition__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.what}"


class ChangeCounter(models.Model):
    """One row, locked by whoever publishes: plain sequences lose stories to a reader's cursor."""

    last_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="one_change_counter", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.last_seq)
