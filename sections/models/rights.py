"""Whose copy it is, and under which terms."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

validate_language = RegexValidator(
    r"\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z", _("A BCP 47 language code, such as it, en or pt-BR.")
)
PLACEHOLDER = re.compile(r"\{(holder|year)\}")


def validate_notice(value: str) -> None:
    """Refuse braces around anything but the two words that are replaced."""
    rest = PLACEHOLDER.sub("\n", value)
    if found := re.search(r"\{[^{}\n]*\}?|\}", rest):
        raise ValidationError(
            _("“%(found)s” is not replaced by anything: only {holder} and {year} may stand in braces."),
            params={"found": found.group()},
        )


class Copyright(models.Model):
    """A copyright notice and its terms. Pages look it up, so that rewording it rewrites no story."""

    holder = models.CharField(_("holder"), max_length=200)
    notice = models.CharField(
        _("notice"),
        max_length=500,
        validators=[validate_notice],
        help_text=_(
            "{holder} becomes the holder, {year} the year of a story's first publication; "
            "for example: © Copyright {holder} {year} - All rights reserved"
        ),
    )
    language = models.CharField(
        _("language of the notice"),
        max_length=35,
        blank=True,
        validators=[validate_language],
        help_text=_("Such as en; the site's where empty."),
    )
    usage_terms = models.TextField(
        _("usage terms"), blank=True, help_text=_("What others may do with the copy.")
    )

    class Meta:
        verbose_name = _("copyright")
        verbose_name_plural = _("copyrights")
        ordering = ["holder", "notice"]

    def __str__(self) -> str:
        return self.notice.replace("{holder}", self.holder)

    def notice_for(self, year: int) -> str:
        """The notice for a story first published in `year`. One pass: a holder named “{year}” stays."""
        values = {"holder": self.holder, "year": str(year)}
        return PLACEHOLDER.sub(lambda found: values[found[1]], self.notice)


class Source(models.Model):
    """Who copy comes from: an agency, or another origin with terms of its own."""

    code = models.CharField(
        _("code"), max_length=40, unique=True, help_text=_("As in the dateline: ANSA, AFP.")
    )
    name = models.CharField(_("name"), max_length=200)
    is_agency = models.BooleanField(
        _("known agency"),
        default=True,
        help_text=_("Datelines with this code are recognised as an agency's."),
    )
    rights = models.TextField(_("rights"), blank=True, help_text=_("What we may do with its copy."))
    closing_source = models.CharField(
        _("closing source"),
        max_length=60,
        blank=True,
        help_text=_(
            "What ends a story that has this source alone; the code in parentheses where empty: (ANSA)."
        ),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
