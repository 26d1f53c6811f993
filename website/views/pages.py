"""Pages about the agency itself, which admins write: about, contact, privacy…; and that of its feeds."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext

from articles import body
from articles.published_time import format_date
from sections.tree import Node, current_tree
from website.addresses import absolute
from website.languages import direction, interface_language
from website.models import Page
from website.pages import local, reader_page, render_page
from website.structured import Feed, feeds_of

WORDS_OF_DESCRIPTION = 30


@reader_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    found = Page.objects.filter(slug=slug, visible=True).first()
    if found is None or tree.root is None:
        raise Http404
    language = found.language or tree.root.language
    words = " ".join(body.paragraphs(found.body))
    modified = local(found.modified_at)
    context = {
        "about": found,
        "text": body.compose(found.body, "", ""),
        "text_language": language,
        "text_direction": direction(language),
        "description": Truncator(words).words(WORDS_OF_DESCRIPTION) or found.title,
        "modified": modified,
        "modified_text": format_date(modified, interface_language(tree.root.language)),
        "canonical": absolute(reverse("page", kwargs={"slug": slug})),
    }
    return render_page(request, "website/page.html", context, tree=tree, section=tree.root, at=at)


@reader_page
def feeds(request: HttpRequest) -> HttpResponse:
    """What there is to follow, and how; without a query."""
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        raise Http404
    language = interface_language(tree.root.language)
    with translation.override(language):
        of_corrections = gettext("Corrections")
    context = {
        "feeds": [
            *feeds_below(tree.root),
            (of_corrections, language, feeds_of(reverse("corrections"), of_corrections)),
        ],
        "canonical": absolute(reverse("feeds")),
    }
    return render_page(request, "website/feeds.html", context, tree=tree, section=tree.root, at=at)


def feeds_below(section: Node, names: tuple[str, ...] = ()) -> Iterator[tuple[str, str, list[Feed]]]:
    """Of a section and those below it that readers find: its name, with those above it but the agency's."""
    yield " > ".join(names) or section.name, section.language, feeds_of(section.url, section.name)
    for child in section.visible_children:
        yield from feeds_below(child, (*names, child.name))
