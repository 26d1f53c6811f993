"""The pages of topics, authors and places: what there is of them, newest first."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Author, Place, Topic
from sections.tree import current_tree
from website.addresses import absolute, moved_to, subject_url
from website.languages import interface_language
from website.lists import Cursor, newest
from website.pages import reader_page, render_page
from website.teasers import as_teasers, by_day
from website.views.fronts import STORIES_A_PAGE, cursor_from

SUBJECTS: dict[str, Any] = {
    "topic": Topic.objects.select_related("merged_into"),
    "author": Author.objects.all(),
    "place": Place.objects.prefetch_related("names"),
}


@reader_page
def subject(request: HttpRequest, of: str, key: int, slug: str) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    found = SUBJECTS[of].filter(pk=key).first()
    if found is None or tree.root is None:
        raise Http404
    row = found.present if of == "topic" else found
    url = subject_url(of, row.pk, row.name)
    if request.path != url:
        return moved_to(url, request)
    before = cursor_from(request)
    editions = newest(of, row.pk, at, STORIES_A_PAGE + 1, before)
    shown, rest = editions[:STORIES_A_PAGE], editions[STORIES_A_PAGE:]
    language = interface_language(tree.root.language)
    context = {
        "of": of,
        "subject": row,
        "name": row.name_in(language) if of == "place" else row.name,
        "is_first_page": before is None,
        "days": by_day(as_teasers(shown, at, language), language),
        "older": f"{url}?before={Cursor.after(shown[-1])}" if rest else "",
        "canonical": absolute(f"{url}?before={before}" if before else url),
    }
    return render_page(request, "website/subject.html", context, tree=tree, section=tree.root, at=at)
