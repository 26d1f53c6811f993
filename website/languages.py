"""Which language the interface speaks, what others there are to read, which way a story is written."""

from collections import deque
from typing import NamedTuple

from django.conf import settings

from articles.models.article import LANGUAGES
from sections.languages import primary
from sections.tree import Node, SectionTree

WRITTEN_FROM_RIGHT = frozenset("ar arc ckb dv fa he ps sd syr ug ur yi".split())


def interface_language(language: str) -> str:
    """The interface's language in a section with this one; English where it has no words for it."""
    spoken = primary(language)
    return spoken if spoken in dict(settings.LANGUAGES) else "en"


def speaks(interface: str, language: str) -> bool:
    """Whether the interface's words are in that language themselves."""
    return interface == primary(language)


def direction(language: str) -> str:
    """`rtl` or `ltr`, as HTML's dir attribute has them. The script's subtag decides where there is one."""
    spoken, *others = language.lower().split("-")
    scripts = [part for part in others if len(part) == len("Arab") and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in {"arab", "hebr", "thaa", "syrc"} else "ltr"
    return "rtl" if spoken in WRITTEN_FROM_RIGHT else "ltr"


def language_name(code: str) -> str:
    """As those who speak it call it."""
    names = dict(LANGUAGES)
    return names.get(code) or names.get(primary(code)) or code


class Choice(NamedTuple):
    """A language that this site can be read in, and where."""

    name: str
    url: str
    language: str
    direction: str
    is_present: bool


def choices(tree: SectionTree, section: Node) -> list[Choice]:
    """For each language of the map the front that is nearest to the root; none where there is but one.

    A plain link is all it takes: nothing of the reader's choice is remembered, so pages stay the same for
    everybody. The versions of a story stand above its headline.
    """
    fronts: dict[str, Node] = {}
    waiting = deque([tree.root] if tree.root else [])
    while waiting:
        node = waiting.popleft()
        fronts.setdefault(node.language.lower(), node)
        waiting.extend(node.visible_children)
    if len(fronts) < 2:  # noqa: PLR2004 - nothing to choose from
        return []
    present = section.language.lower()
    return [
        Choice(
            language_name(node.language), node.url, node.language, direction(node.language), code == present
        )
        for code, node in fronts.items()
    ]
