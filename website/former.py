"""Addresses of another system that readers still know: how they are kept and found, and where they lead."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_to_bytes, urlsplit

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path, iri_to_uri, repercent_broken_unicode

from articles.models import Edition
from website.addresses import story_url, tree_knowing
from website.models import FormerAddress

LONGEST = 700

# What newsletters, networks and advertisements add to the links that lead to a page: no part of any address.
TRACKING = re.compile(
    r"(?:utm_[^=]*|mtm_[^=]*|pk_[^=]*|hsa_[^=]*|_hsenc|_hsmi|fbclid|igshid|igsh|gclid|gclsrc|gbraid|wbraid|dclid"
    r"|msclkid|twclid|ttclid|yclid|li_fat_id|mc_cid|mc_eid|mkt_tok|_ga|_gl|__twitter_impression)(?:=|\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """A former address, and what of the query that was asked is no part of it and goes on."""

    former: FormerAddress
    rest: str


def as_kept(path: str, query: str) -> str:
    """One form for what browsers send and what tables hold; `path` is decoded, as a request has it.

    In whatever order a query is written, it asks for the same.
    """
    own = "&".join(sorted(iri_to_uri(part) for part in parted(query)[0]))
    return escape_uri_path(path) + (f"?{own}" if own else "")


def parted(query: str) -> tuple[list[str], list[str]]:
    """What of a query may be part of an address, and what only says how somebody came to it."""
    parts = [part for part in query.split("&") if part]
    own = [part for part in parts if not TRACKING.match(part)]
    return own, [part for part in parts if TRACKING.match(part)]


def kept_from(text: str) -> str:
    """An old address as somebody wrote it down, with or without its host. Raises ValueError."""
    parts = urlsplit(text.strip())
    if not parts.path.startswith("/"):
        raise ValueError(text)
    path = repercent_broken_unicode(unquote_to_bytes(parts.path)).decode()
    kept = as_kept(path, parts.query)
    if len(kept) > LONGEST or "\0" in path:
        raise ValueError(text)
    return kept


def find_former(request: HttpRequest) -> Found | None:
    """With its query first, then without; with or without the last slash. One query."""
    query = request.META.get("QUERY_STRING", "")
    paths = [request.path, f"{request.path}/"]
    if request.path.endswith("/"):
        paths[1] = request.path[:-1]
    own, tracking = parted(query)
    asked = [as_kept(path, query) for path in paths] if own else []
    plain = [as_kept(path, "") for path in paths]
    wanted = [each for each in [*asked, *plain] if each and len(each) <= LONGEST]
    if not wanted or "\0" in request.path:
        return None
    rows = {
        row.path: row for row in FormerAddress.objects.select_related("publication").filter(path__in=wanted)
    }
    found = next((each for each in wanted if each in rows), None)
    if found is None:
        return None
    return Found(rows[found], "&".join(tracking) if found in asked else query)


def present_url(former: FormerAddress, at: datetime) -> str:
    """Where it leads at that moment; empty where readers see nothing there. One query for a story."""
    if former.target:
        return former.target
    if former.section_id:
        tree = tree_knowing([])
        return tree.by_id[former.section_id].url if former.section_id in tree.by_id else ""
    story = Edition.objects.live(at).select_related("address").filter(publication=former.publication_id)
    edition = story.only("section", "copyright", "address__url_date", "address__slug").first()
    return story_url(edition, tree_knowing([edition]).by_id[edition.section_id]) if edition else ""
