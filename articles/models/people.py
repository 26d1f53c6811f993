"""Who writes, and from where."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from articles.folding import fold
from articles.models.naming import Named, Renamed, lines_of
from sections.languages import primary


class Author(Renamed):
    """A name in a byline, with or without an account."""

    name = models.CharField(_("name"), max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )
    biography = models.TextField(
        _("biography"), blank=True, help_text=_("On the author's page; paragraphs parted by empty lines.")
    )
    languages = models.CharField(
        _("languages"),
        max_length=100,
        blank=True,
        help_text=_("Spoken, as readers are told: Italian, Serbian."),
    )
    contact = models.EmailField(_("contact"), blank=True, help_text=_("Readers may write to it."))

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Place(Named):
    """A place of datelines. The day of a dateline is the day there."""

    name = models.CharField(_("English name"), max_length=100)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, ISO 3166-1: IT, RS."))
    time_zone = models.CharField(
        _("time zone"), max_length=64, validators=[validate_time_zone], help_text=_("Such as Europe/Rome.")
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "country"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country"],
                name="place_name_once_a_country",
                violation_error_message=_("This country has a place of this name."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"

    def clean(self) -> None:
        self.country = self.country.upper()
        if len(self.country) != 2 or not self.country.isascii() or not self.country.isalpha():
            raise ValidationError({"country": _("Two letters, ISO 3166-1: IT, RS.")})

    def name_in(self, language: str) -> str:
        """Its name in a language, the English one where it has no other."""
        wanted = primary(language)
        return next((name.name for name in self.names.all() if name.language == wanted), self.name)

    def folded_names(self) -> str:
        """What search_names holds."""
        return lines_of(sorted([self.name, *(name.name for name in self.names.all())], key=fold))


class PlaceName(models.Model):
    """The name of a place in a language other than English, where it differs."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names", verbose_name=_("place"))
    language = models.CharField(_("language"), max_length=10, help_text=_("Two letters: it, de."))
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("name in another language")
        verbose_name_plural = _("names in other languages")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "language"],
                name="one_name_a_place_and_language",
                violation_error_message=_("The place has a name in this language."),
            )
        ]

    def __str__(self) -> str:
        return self.name
