"""What is being typed: who is at it, and the text that nobody has saved yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class EditLock(models.Model):
    """Somebody is editing this story, while there are signs of life; articles.locks says how long."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="edit_lock", verbose_name=_("story"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    last_sign = models.DateTimeField(_("last sign of life"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.person}"


class UnsavedText(models.Model):
    """A form as it stood a moment ago: one for each person and story, and one for each new story's form."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="unsaved_texts")
    form_key = models.UUIDField(null=True)  # of a new story's form, which has no story yet
    grew_from = models.ForeignKey("articles.Revision", models.CASCADE, null=True, related_name="+")
    values = models.JSONField()  # the form's fields as the browser sends them, a list for each name
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "article"],
                name="one_unsaved_text_a_person_and_story",
                condition=Q(article__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "form_key"],
                name="one_unsaved_text_a_new_form",
                condition=Q(article=None),
            ),
            models.CheckConstraint(
                name="unsaved_text_of_story_or_new_form",
                condition=Q(article__isnull=False) | Q(form_key__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.article or self.form_key}"


class Preview(models.Model):
    """A copy as readers would see it, for whoever has its signed address, for a while."""

    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="previews")
    data = models.JSONField()  # as a revision's
    moment = models.DateTimeField(null=True)  # as if published then; now where empty
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("preview")
        verbose_name_plural = _("previews")

    def __str__(self) -> str:
        return f"{self.article_id}, {self.made_at}"
