"""Whether the desk's pages lead to the shop window."""

from typing import Any

from django import template

from sections.admin import is_member
from sections.models import Role

register = template.Library()


@register.simple_tag(takes_context=True)
def may_dress(context: dict[str, Any]) -> bool:
    """Whether whoever asks is an editor of any section; no query where the page has asked for roles."""
    return is_member(context["request"], Role.EDITOR)
