"""What people of the desk tell each other, and what waits for whom."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Note(models.Model):
    """A word between colleagues on a story; readers and clients never see it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes", verbose_name=_("story"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.TextField(_("note"), max_length=2000)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Notice(models.Model):
    """Something on a story that waits for one person, until they deal with it."""

    class Why(models.TextChoices):
        RETURNED = "returned", _("returned")
        HANDED_OVER = "handed_over", _("handed over")
        ASSIGNED = "assigned", _("assigned")
        MENTIONED = "mentioned", _("mentioned")
        LACKS_FIX = "lacks_fix", _("lacks a correction")
        UNSCHEDULED = "unscheduled", _("came back from the schedule")
        HELD = "held", _("held")
        KILLED = "killed", _("killed")
        VERSION_CORRECTED = "version_corrected", _("another language corrected")
        VERSION_HELD = "version_held", _("another language held")
        VERSION_KILLED = "version_killed", _("another language killed")
        TAKEN_OVER = "taken_over", _("taken over from you")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    article = models.ForeignKey(Article, models.CASCADE, related_name="notices")
    why = models.CharField(max_length=20, choices=Why.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["person", "-id"], name="notice_waits", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.why}"
