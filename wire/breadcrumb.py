"""From the names of a breadcrumb to our sections."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.folding import slug_from
from sections import branch
from sections.models import Copyright, Section, Source
from sections.models.section import RESERVED_SLUGS, SLUG_LENGTH
from wire.page_text import loose
from wire.refusal import Refused


def has_root() -> bool:
    return Section.objects.filter(parent=None).exists()


def make_root(name: str, source: Source | None, copyright: Copyright | None) -> Section:
    """The agency itself, for a database that has no sections yet."""
    root = Section(name=name, language=settings.NEWSROOM_LANGUAGE, source=source, copyright=copyright)
    return _saved(root)


def root_named(name: str) -> Section:
    """This site's root, if that is its name."""
    root = Section.objects.filter(parent=None).first()
    if root is None:
        raise Refused(
            _("there are no sections yet, “%s” among them: --create-sections makes those of the breadcrumb")
            % name
        )
    if not _is_named(root, name):
        raise Refused(
            _("“%(name)s” is not this site's agency, which is “%(root)s”") % {"name": name, "root": root}
        )
    return root


def follow(names: Sequence[str], *, make: bool) -> Section:
    """The section at the end of these names, which begin at the root; `make` makes those that are missing."""
    section = root_named(names[0])
    for name in names[1:]:
        child = _child(section, name)
        if child is None and not make:
            raise Refused(
                _("the section “%(name)s” is unknown below “%(above)s”: --create-sections makes it")
                % {"name": name, "above": section}
            )
        section = child or _make(section, name)
    return section


def _is_named(section: Section, name: str) -> bool:
    return loose(section.name).casefold() == loose(name).casefold()


def _child(section: Section, name: str) -> Section | None:
    """By its exact name, else by the name in upper or lower case."""
    found = [child for child in section.children.all() if _is_named(child, name)]
    return next((child for child in found if child.name == name), found[0] if found else None)


def _make(parent: Section, name: str) -> Section:
    last = parent.children.aggregate(last=Max("position"))["last"]
    slug = _slug(name, at_top=not parent.path)
    section = Section(parent=parent, name=name, slug=slug, position=0 if last is None else last + 1)
    if taken := branch.taken_over(section):
        raise Refused(
            _("the section “%(name)s” cannot be made: its address, %(address)s, was that of “%(other)s”")
            % {"name": name, "address": f"/{taken[0].path}/", "other": taken[0].section}
        )
    return _saved(section)


def _slug(name: str, *, at_top: bool) -> str:
    slug = slug_from(name)
    if not slug[:1].isalpha() or (at_top and slug in RESERVED_SLUGS):
        slug = f"section-{slug}".rstrip("-")
    return slug[:SLUG_LENGTH].rstrip("-")


def _saved(section: Section) -> Section:
    try:
        section.full_clean(exclude=["path"])
        branch.save(section)  # looks again when its turn has come
    except ValidationError as error:
        raise Refused(
            _("the section “%(name)s” cannot be made: %(why)s")
            % {"name": section.name, "why": " ".join(error.messages)}
        ) from error
    return section
