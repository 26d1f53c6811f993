"""The pages of topics, authors and places: what there is of them, newest first; and the lists of them all."""

from itertools import groupby
from string import ascii_uppercase
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from articles.models import Author, Place, Topic
from sections.tree import current_tree
from website.addresses import absolute, moved_to, subject_url
from website.languages import interface_language
from website.lists import Cursor, newest
from website.pages import reader_page, render_page
from website.structured import of_subject
from website.subjects import KINDS, NAMES_A_PAGE, SUBJECTS, name_of, names_from
from website.teasers import as_teasers, by_day
from website.views.fronts import STORIES_A_PAGE, cursor_from

WORDS_OF_DESCRIPTION = 30
LONGEST_START = 100


@reader_page
def subject(request: HttpRequest, of: str, key: int, slug: str) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    found = SUBJECTS[of].filter(pk=key).first()
    if found is None or tree.root is None:
        raise Http404
    row = found.present if of == "topic" else found
    before = cursor_from(request, at)
    editions = newest(of, row.pk, at, STORIES_A_PAGE + 1, before)
    if not editions and not (before and newest(of, row.pk, at, 1)):
        raise Http404  # of what readers see nothing they are not told the name either
    url = subject_url(of, row.pk, row.name)
    if request.path != url:
        return moved_to(url, request)
    if not editions:
        raise Http404
    shown, rest = editions[:STORIES_A_PAGE], editions[STORIES_A_PAGE:]
    language = interface_language(tree.root.language)
    context = {
        **about(of, row, language),
        "is_first_page": before is None,
        "days": by_day(as_teasers(shown, at, language), language, tree.root),
        "url": url,
        "older": f"{url}?before={Cursor.after(shown[-1])}" if rest else "",
        "canonical": absolute(f"{url}?before={before}" if before else url),
        "machines": of_subject(of, row, tree.root),
    }
    return render_page(request, "website/subject.html", context, tree=tree, section=tree.root, at=at)


def about(of: str, row: Topic | Author | Place, language: str) -> dict[str, Any]:
    """What its page says of it above the stories."""
    own_words = getattr(row, "biography", "") or getattr(row, "description", "")
    return {
        "of": of,
        "subject": row,
        "name": name_of(row, language),
        "kind": KINDS[of],
        "all_url": reverse(f"{of}s"),
        "own_words": own_words,
        "description": Truncator(" ".join(own_words.split())).words(WORDS_OF_DESCRIPTION),
    }


@reader_page
def subjects(request: HttpRequest, of: str) -> HttpResponse:
    """All topics, authors or places with stories, by name; `from` is where the page begins."""
    at, tree = timezone.now(), current_tree()
    start = request.GET.get("from", "")
    if tree.root is None or len(start) > LONGEST_START or "\0" in start:
        raise Http404
    language = interface_language(tree.root.language)
    names = names_from(of, start, at, language)
    shown, rest = names[:NAMES_A_PAGE], names[NAMES_A_PAGE:]
    url = reverse(f"{of}s")
    context = {
        "kind": KINDS[of],
        "url": url,
        "letters": [(initial, list(group)) for initial, group in groupby(shown, lambda each: each.initial)],
        "alphabet": ascii_uppercase if rest or start else "",
        "more": f"{url}?{urlencode({'from': rest[0].sorted[:LONGEST_START]})}" if rest else "",
        "is_beginning": not start,
        "canonical": absolute(f"{url}?{urlencode({'from': start})}" if start else url),
    }
    return render_page(request, "website/subjects.html", context, tree=tree, section=tree.root, at=at)
