"""Pages about the agency itself, which admins write: about, corrections policy, contact, privacy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from articles import body
from articles.published_time import format_date
from sections.tree import current_tree
from website.addresses import absolute
from website.languages import direction, interface_language
from website.models import Page
from website.pages import local, reader_page, render_page

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
