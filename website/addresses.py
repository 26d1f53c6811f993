"""Where stories and sections are found."""

from datetime import date

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.folding import slug_from
from articles.models import Edition, Publication
from sections.branch import find
from sections.tree import Node, SectionTree, current_tree, forget_tree
from website.pages import keep_briefly


def find_killed(day: date, slug: str) -> Publication | None:
    """A killed story that readers could once see here: one that they never did is none."""
    return Publication.objects.filter(
        addresses__url_date=day, addresses__slug=slug, visible_from__lte=F("killed_at")
    ).first()


def tree_knowing(editions: list[Edition]) -> SectionTree:
    """The tree in memory; read anew where a story's section or copyright is younger than that."""
    tree = current_tree()
    if all(
        edition.section_id in tree.by_id
        and (edition.copyright_id is None or edition.copyright_id in tree.copyrights)
        for edition in editions
    ):
        return tree
    forget_tree()
    return current_tree()


def section_at(path: str) -> Node | None:
    """The section that a path leads to today, however often parts of it were called otherwise.

    None where some of the path is left that no section is or was called: of such an address it is for others
    to say whether it is one.
    """
    before = None
    while path != before:
        before = path
        section, path = find(path)
        if section is None or section.path == path:
            return section
    return None


def story_url(edition: Edition, section: Node) -> str:
    """As `reverse("article")` says it, for which a page with many stories would wait."""
    address = edition.address
    return f"{section.url}{address.url_date:%Y/%m/%d}/{address.slug}/"


def subject_url(of: str, key: int, name: str) -> str:
    """Of a `topic`, `author` or `place`. The key finds it, so that no new name breaks an address."""
    return reverse(of, kwargs={"key": key, "slug": slug_from(name) or of})


def absolute(url: str) -> str:
    """With the site's own name, never the one that the request claims."""
    return f"{settings.NEWSROOM_BASE_URL}{url}"


def moved_to(url: str, request: HttpRequest) -> HttpResponsePermanentRedirect:
    """To the address of today, with the query; not remembered for long, since that may change again."""
    return led_to(url, request.META.get("QUERY_STRING", ""))


def led_to(url: str, query: str) -> HttpResponsePermanentRedirect:
    """With this query after what the address has of its own."""
    address, mark, fragment = url.partition("#")
    joined = f"{address}{'&' if '?' in address else '?'}{query}" if query else address
    return keep_briefly(HttpResponsePermanentRedirect(f"{joined}{mark}{fragment}"))
