"""Pictures: files with what is said of them, what may be done with them, and what was made of them."""

from django.conf import settings
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from photos.querysets import PhotoQuerySet
from sections.models import Source

DIGEST_LENGTH = 64  # of SHA-256 in hexadecimal
CENTRE = 0.5


def is_part() -> list[BaseValidator]:
    """A share of the width or the height: 0 is left or top, 1 right or bottom."""
    return [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Photo(models.Model):
    """A picture. Its original is kept untouched, under the digest of its content: the same file is kept once.

    The fields are those of the IPTC Photo Metadata Standard; `metadata` is what the file itself says.
    """

    digest = models.CharField(
        _("SHA-256"), max_length=DIGEST_LENGTH, unique=True, editable=False, help_text=_("Of the original.")
    )
    file_name = models.CharField(_("file name"), max_length=255, editable=False)
    format = models.CharField(_("format"), max_length=10, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False, help_text=_("Pixels, upright."))
    height = models.PositiveIntegerField(_("height"), editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False, help_text=_("Bytes of the original."))
    metadata = models.JSONField(_("read from the file"), default=dict, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    headline = models.CharField(_("headline"), max_length=500, blank=True)
    caption = models.TextField(_("caption"), blank=True)
    alt_text = models.CharField(
        _("alternative text"),
        max_length=1000,
        blank=True,
        help_text=_("What the picture shows, for whoever does not see it."),
    )
    creator = models.CharField(_("creator"), max_length=500, blank=True)
    credit_line = models.CharField(_("credit line"), max_length=500, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("source")
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=500, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    instructions = models.TextField(_("instructions"), blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=200, blank=True)
    keywords = models.TextField(_("keywords"), blank=True, help_text=_("Parted by commas."))
    digital_source_type = models.CharField(
        _("digital source type"),
        max_length=60,
        blank=True,
        help_text=_("IPTC's code; what a machine has made or altered is labelled on the page."),
    )
    focal_x = models.FloatField(_("focal point, from the left"), default=CENTRE, validators=is_part())
    focal_y = models.FloatField(_("focal point, from the top"), default=CENTRE, validators=is_part())

    rights_end_at = models.DateTimeField(_("rights end"), null=True, blank=True)
    not_for_website = models.BooleanField(_("not for the website"), default=False)
    not_for_wire = models.BooleanField(_("not for the wire"), default=False)
    killed_at = models.DateTimeField(_("killed"), null=True, editable=False)
    kill_reason = models.TextField(_("reason for the kill"), blank=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="photo_newest"),
            models.Index(
                fields=["rights_end_at"], name="photo_rights_end", condition=Q(rights_end_at__isnull=False)
            ),
            models.Index(
                fields=["-uploaded_at", "-id"],
                name="photo_no_alt_text",
                condition=Q(alt_text="", killed_at=None),
            ),
            models.Index(
                fields=["-uploaded_at", "-id"],
                name="photo_no_credit",
                condition=Q(credit_line="", killed_at=None),
            ),
            models.Index(
                fields=["-taken_at", "-id"], name="photo_taken", condition=Q(taken_at__isnull=False)
            ),
            models.Index(fields=["killed_at"], name="photo_killed", condition=Q(killed_at__isnull=False)),
            models.Index(fields=["id"], name="photo_not_for_website", condition=Q(not_for_website=True)),
            models.Index(fields=["id"], name="photo_not_for_wire", condition=Q(not_for_wire=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_killed_photo_has_reason",
                condition=Q(killed_at__isnull=False) | Q(kill_reason=""),
            ),
            models.CheckConstraint(
                name="photo_focal_point_inside",
                condition=Q(focal_x__range=(0.0, 1.0), focal_y__range=(0.0, 1.0)),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.caption[:80] or self.file_name


class SourceTerms(models.Model):
    """What may be done with the pictures of a source, whatever each of them says: set by admins."""

    source = models.OneToOneField(
        Source, models.CASCADE, related_name="photo_terms", verbose_name=_("source")
    )
    not_for_website = models.BooleanField(_("not for the website"), default=False)
    not_for_wire = models.BooleanField(
        _("not for the wire"),
        default=False,
        help_text=_("An agency may not pass on the pictures of another."),
    )

    class Meta:
        verbose_name = _("terms of a source's pictures")
        verbose_name_plural = _("terms of sources' pictures")

    def __str__(self) -> str:
        return str(self.source)
