"""Which language the interface speaks, and which way a story is written."""

from django.conf import settings

WRITTEN_FROM_RIGHT = frozenset("ar arc ckb dv fa he ps sd syr ug ur yi".split())


def interface_language(language: str) -> str:
    """The interface's language in a section with this one; English where it has no words for it."""
    primary = language.split("-")[0].lower()
    return primary if primary in dict(settings.LANGUAGES) else "en"


def direction(language: str) -> str:
    """`rtl` or `ltr`, as HTML's dir attribute has them. The script's subtag decides where there is one."""
    primary, *others = language.lower().split("-")
    scripts = [part for part in others if len(part) == len("Arab") and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in {"arab", "hebr", "thaa", "syrc"} else "ltr"
    return "rtl" if primary in WRITTEN_FROM_RIGHT else "ltr"
