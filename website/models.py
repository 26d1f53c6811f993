"""What editors put into the shop window, and where old addresses lead."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Publication
from sections.models import Section
from sections.models.section import SLUG_PATTERN

LEAD = 0


class Pin(models.Model):
    """A story that stands on top of a section's front because an editor has put it there."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="pins", db_index=False, verbose_name=_("section")
    )
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="+", verbose_name=_("story"))
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("0 is the lead."))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("pinned story")
        verbose_name_plural = _("pinned stories")
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "position"], name="pin_once_a_position"),
            models.UniqueConstraint(fields=["section", "publication"], name="pin_once_a_story"),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.position}"


class FlashBar(models.Model):
    """A story in a bar on every page, until its time is over: the newest that readers can see."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="+", verbose_name=_("story"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("flash bar")
        verbose_name_plural = _("flash bar")
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["until"], name="flash_bar_until")]

    def __str__(self) -> str:
        return f"{self.publication} – {self.until}"


class Page(models.Model):
    """A page about the agency itself, in the footer of all others."""

    class About(models.TextChoices):
        """What it is about, so that machines that read can be told where it stands."""

        AGENCY = "agency", _("the agency")
        CORRECTIONS = "corrections", _("corrections policy")
        CONTACT = "contact", _("contact")
        PRIVACY = "privacy", _("privacy")
        OTHER = "other", _("something else")

    title = models.CharField(_("title"), max_length=100)
    slug = models.CharField(
        _("slug"),
        max_length=100,
        unique=True,
        validators=[
            RegexValidator(SLUG_PATTERN, _("Only lower-case letters, digits and hyphens, a letter first."))
        ],
    )
    about = models.CharField(_("about"), max_length=20, choices=About.choices, default=About.OTHER)
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("The site's where empty."),
    )
    body = models.TextField(_("text"), blank=True)
    position = models.IntegerField(_("position"), default=0, help_text=_("In the footer, lowest first."))
    visible = models.BooleanField(_("visible"), default=True)
    modified_at = models.DateTimeField(_("modified"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class FormerAddress(models.Model):
    """An address of another system that readers still know, and what it leads to here."""

    path = models.CharField(
        _("path"),
        max_length=700,
        unique=True,
        help_text=_("With its query, from the slash on: /art.php?id=7"),
    )
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("story")
    )
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    target = models.CharField(
        _("address"), max_length=700, blank=True, help_text=_("Of any other page of this site.")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="former_address_leads_to_one_thing",
                condition=Q(publication__isnull=False, section=None, target="")
                | Q(publication=None, section__isnull=False, target="")
                | (Q(publication=None, section=None) & ~Q(target="")),
                violation_error_message=_("A story, a section or an address: one of the three."),
            )
        ]

    def __str__(self) -> str:
        return self.path
