"""The section tree, and the addresses that its sections have had."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sections.models.rights import Copyright, Source
from sections.one_line import is_out_of_place, one_line

SLUG_LENGTH = 100
PATH_LENGTH = 500

# First segments of addresses that are not sections'. The system check sections.E001 walks the URLconf.
RESERVED_SLUGS = frozenset(
    "admin api authors corrections favicon feeds healthz media pages places preview search static"
    " topics".split()
)

SLUG_PATTERN = r"\A[a-z][a-z0-9-]*\Z"
validate_slug = RegexValidator(
    SLUG_PATTERN, _("Only lower-case letters, digits and hyphens, and a letter first.")
)


def validate_name(value: str) -> None:
    """Refuse what parts the names in a breadcrumb, and what nobody could see or type there."""
    if is_out_of_place(value) or not one_line(value):
        raise ValidationError(_("A name is one line of visible characters."))
    if " > " in f" {value} ":
        raise ValidationError(_("“>” parts the sections of a breadcrumb and cannot stand in a name."))


class Section(models.Model):
    """A part of the site. The root, the agency itself, has no parent and the path “”.

    `path` follows from the slugs up to the root; sections.branch.save keeps it, and the old one.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name = models.CharField(_("name"), max_length=100, validators=[validate_name])
    slug = models.CharField(
        _("slug"),
        max_length=SLUG_LENGTH,
        blank=True,
        validators=[validate_slug],
        help_text=_("Its part of addresses."),
    )
    path = models.CharField(_("path"), max_length=PATH_LENGTH, unique=True, editable=False)
    position = models.IntegerField(_("position"), default=0, help_text=_("Among its siblings, lowest first."))
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Of the site around its stories; the parent's where empty."),
    )
    copyright = models.ForeignKey(
        Copyright,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("copyright"),
        help_text=_("The parent's where empty."),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("source"),
        help_text=_("The parent's where empty."),
    )
    four_eyes = models.BooleanField(
        _("four eyes"),
        null=True,
        blank=True,
        choices=[(None, _("as the section above")), (True, _("yes")), (False, _("no"))],
        help_text=_("Nobody publishes a story that only they have touched."),
    )
    description = models.TextField(_("description"), blank=True)
    visible = models.BooleanField(
        _("visible"),
        default=True,
        help_text=_(
            "One that is not visible is in no navigation and its stories on no list above; addresses answer."
        ),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                name="section_root_has_empty_path",
                condition=Q(parent=None, path="", slug="")
                | (Q(parent__isnull=False) & ~Q(path="") & ~Q(slug="")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.path}/" if self.path else "/"

    def clean(self) -> None:
        if self.parent is None:
            self._clean_root()
        elif not self.slug:
            raise ValidationError({"slug": _("A section below the root needs a slug.")})
        elif not self.parent.path and self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("“%s” is an address of the system itself.") % self.slug})
        if self.pk and self.parent and self.parent.is_at_or_below(Section.objects.get(pk=self.pk)):
            raise ValidationError({"parent": _("A section cannot be moved below itself.")})
        path = self.path_from_parent()
        if len(path) > PATH_LENGTH:
            raise ValidationError({"slug": _("The path would be longer than %d characters.") % PATH_LENGTH})
        if self.parent and (other := Section.objects.filter(path=path).exclude(pk=self.pk).first()):
            raise ValidationError({"slug": _("The section “%s” has this address.") % other})

    def _clean_root(self) -> None:
        if Section.objects.filter(parent=None).exclude(pk=self.pk).exists():
            raise ValidationError({"parent": _("There is a root already: choose a parent.")})
        if self.pk and Section.objects.get(pk=self.pk).parent_id:
            raise ValidationError({"parent": _("Only the agency itself has no parent.")})
        self.slug = ""

    def path_from_parent(self) -> str:
        """The path that slug and parent make."""
        if self.parent is None:
            return ""
        return f"{self.parent.path}/{self.slug}".lstrip("/")

    def is_at_or_below(self, other: "Section") -> bool:
        return self.pk == other.pk or not other.path or self.path.startswith(f"{other.path}/")


class OldPath(models.Model):
    """An address that a section had. A section that has it now comes first."""

    path = models.CharField(_("path"), max_length=PATH_LENGTH, unique=True)
    section = models.ForeignKey(Section, models.CASCADE, related_name="old_paths", verbose_name=_("section"))

    class Meta:
        verbose_name = _("old path")
        verbose_name_plural = _("old paths")

    def __str__(self) -> str:
        return self.path
