"""Text as it is compared and put into addresses: without accents, case and foreign letters."""

import re

from anyascii import anyascii

SLUG_LENGTH = 120


def fold(text: str) -> str:
    """Lower case, without accents, in Latin letters, single spaces: “CITTÀ” and “citta” fold to the same."""
    return " ".join(anyascii(text).lower().replace("'", " ").split())


def slug_from(headline: str) -> str:
    """The headline as part of an address, cut after a whole word; empty where nothing is left of it."""
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(headline).lower().replace("'", "")).strip("-")
    if len(slug) <= SLUG_LENGTH:
        return slug
    cut = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return cut.strip("-")
