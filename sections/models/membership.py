"""Who does what where."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sections.models.section import Section


class Role(models.TextChoices):
    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    DESK_HEAD = "head", _("desk head")

    @property
    def rank(self) -> int:
        """Whoever has a role may do what lower ranks may."""
        return list(Role).index(self)


class Membership(models.Model):
    """A role of a person, or of everybody in a group, on a section and all below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("person"),
    )
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="memberships", verbose_name=_("group")
    )
    section = models.ForeignKey(
        Section, models.CASCADE, related_name="memberships", verbose_name=_("section")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_of_person_or_group",
                condition=Q(user=None, group__isnull=False) | Q(user__isnull=False, group=None),
                violation_error_message=_("Choose a person or a group, one of the two."),
            ),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
            models.UniqueConstraint(fields=["user", "section"], name="one_role_a_person_and_section"),
            models.UniqueConstraint(fields=["group", "section"], name="one_role_a_group_and_section"),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.group}: {self.get_role_display()}, {self.section}"
