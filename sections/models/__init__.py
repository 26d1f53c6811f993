"""The map: the section tree, whose copy it is and under which terms, and who does what where."""

from sections.models.imprint import Imprint
from sections.models.membership import Membership, Role
from sections.models.rights import Copyright, Source
from sections.models.section import OldPath, Section

__all__ = ["Copyright", "Imprint", "Membership", "OldPath", "Role", "Section", "Source"]
