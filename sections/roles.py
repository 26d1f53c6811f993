"""What a person may do where."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from sections.models import Membership, Role
from sections.tree import SectionTree, current_tree


@dataclass(frozen=True)
class Roles:
    """A person's roles: on a section, and on everything below it. Admins may do everything everywhere."""

    is_admin: bool
    given: tuple[tuple[int, Role], ...]
    tree: SectionTree

    def on(self, section_id: int | None) -> Role | None:
        """The highest role on this section."""
        if self.is_admin:
            return Role.DESK_HEAD
        node = self.tree.by_id.get(section_id or 0)
        line = {above.id for above in node.line} if node else set()
        return max((role for pk, role in self.given if pk in line), key=lambda role: role.rank, default=None)

    def sections(self, least: Role = Role.REPORTER) -> set[int]:
        """The ids of all sections where this person has at least the role `least`."""
        if self.is_admin:
            return set(self.tree.by_id)
        return self.tree.branches(pk for pk, role in self.given if role.rank >= least.rank)

    @property
    def everywhere(self) -> bool:
        """Whether there is no section without a role."""
        return self.is_admin or any(self.tree.root and pk == self.tree.root.id for pk, _role in self.given)


def roles_of(user: User | AnonymousUser) -> Roles:
    """One query."""
    if not user.is_active:
        return Roles(is_admin=False, given=(), tree=current_tree())
    if user.is_superuser:
        return Roles(is_admin=True, given=(), tree=current_tree())
    mine = Membership.objects.filter(Q(user=user.pk) | Q(group__user=user.pk))
    given = tuple((pk, Role(role)) for pk, role in mine.values_list("section", "role"))
    return Roles(is_admin=False, given=given, tree=current_tree())


def people_with(least: Role, section_id: int) -> QuerySet[User]:
    """The active people with at least this role on a section, their own or a team's; admins are not meant."""
    node = current_tree().by_id.get(section_id)
    line = [above.id for above in node.line] if node else []
    roles = [role for role in Role if role.rank >= least.rank]
    given = Membership.objects.filter(section__in=line, role__in=roles)
    in_teams = User.groups.through.objects.filter(group__in=given.exclude(group=None).values("group"))
    # Subqueries and no joins: nobody comes twice, however many roles they have.
    has_role = Q(pk__in=given.exclude(user=None).values("user")) | Q(pk__in=in_teams.values("user"))
    return User.objects.filter(has_role, is_active=True, is_superuser=False)
