"""The page of all corrections, newest first."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from sections.tree import current_tree
from website.addresses import absolute
from website.corrections import newest_corrections
from website.languages import interface_language
from website.pages import reader_page, render_page
from website.structured import Machines, feeds_of
from website.views.fronts import cursor_from

CORRECTIONS_A_PAGE = 50


@reader_page
def corrections(request: HttpRequest) -> HttpResponse:
    at, tree = timezone.now(), current_tree()
    if tree.root is None:
        raise Http404
    before = cursor_from(request, at)
    language = interface_language(tree.root.language)
    told = newest_corrections(tree.root, at, CORRECTIONS_A_PAGE + 1, language, before)
    if before and not told:
        raise Http404
    shown, rest = told[:CORRECTIONS_A_PAGE], told[CORRECTIONS_A_PAGE:]
    url = reverse("corrections")
    with translation.override(language):
        name = gettext("Corrections")
    context = {
        "days": [(day, list(of_day)) for day, of_day in groupby(shown, key=lambda each: each.day)],
        "is_first_page": before is None,
        "url": url,
        "older": f"{url}?before={shown[-1].cursor}" if rest else "",
        "machines": Machines(feeds_of(url, name)),
        "canonical": absolute(f"{url}?before={before}" if before else url),
    }
    return render_page(request, "website/corrections.html", context, tree=tree, section=tree.root, at=at)
