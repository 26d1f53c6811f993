"""Who answers for the site."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Imprint(models.Model):
    """The site's imprint, in the footer of every page: one row at most."""

    owner = models.CharField(_("owner"), max_length=200)
    responsible_editor = models.CharField(_("responsible editor"), max_length=200)
    place = models.CharField(_("place"), max_length=200)
    note = models.TextField(_("note"), blank=True, help_text=_("Registration, tax number, contact…"))

    class Meta:
        verbose_name = _("imprint")
        verbose_name_plural = _("imprint")
        constraints = [models.CheckConstraint(name="one_imprint", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return self.owner
