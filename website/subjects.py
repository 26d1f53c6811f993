"""Topics, authors and places: which there are, and how their lists begin."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Length, Lower, Replace, Substr
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.folding import fold
from articles.models import Author, Edition, Place, PlaceName, Topic
from articles.querysets import LISTS
from website.addresses import subject_url

SUBJECTS: dict[str, Any] = {
    "topic": Topic.objects.select_related("merged_into"),
    "author": Author.objects.all(),
    "place": Place.objects.prefetch_related("names"),
}
KINDS: dict[str, Promise] = {"topic": _("Topics"), "author": _("Authors"), "place": _("Places")}
NAMES_A_PAGE = 200
WORDS_ABOUT = 20


# Of a person's name the last word, by which people are looked up; whether the one before it is the family's,
# too, no name says.
NOT_LAST = Func("name", Replace("name", Value(" "), Value("")), function="RTRIM", output_field=CharField())
LAST_WORD = Substr("name", Length(NOT_LAST) + 1)


@dataclass(frozen=True)
class Listed:
    """A name in the list of all topics, authors or places."""

    name: str
    url: str
    sorted: str  # what it is sorted by
    about: str = ""  # the first words of what there is to say

    @property
    def initial(self) -> str:
        """The letter under which it stands, without its accent; `#` for what begins with none."""
        first = fold(self.sorted)[:1].upper()
        return first if first.isalpha() else "#"


def name_of(row: Topic | Author | Place, language: str) -> str:
    return row.name_in(language) if isinstance(row, Place) else row.name


def names_from(of: str, start: str, at: datetime, language: str) -> list[Listed]:
    """From there on, in their order, the names of those with stories that readers find; one more than a page.

    One look into the index for each: it costs the same however many stories there are. As a value and not
    as EXISTS, which PostgreSQL may turn into reading all lists.
    """
    story = Edition.objects.live(at).filter(**{f"{LISTS[of]}__{of}": OuterRef("pk")}).order_by()
    rows = _in_order(of, language).filter(sorted__gte=start.lower())
    rows = rows.annotate(story=Subquery(story.values("pk")[:1])).filter(story__isnull=False)
    found = rows.order_by("sorted", "pk").values_list("pk", "name", "shown", "sorted", "about")
    return [
        Listed(shown, subject_url(of, pk, name), sorted_by, first_words(about))
        for pk, name, shown, sorted_by, about in found[: NAMES_A_PAGE + 1]
    ]


def first_words(text: str) -> str:
    """Of its first paragraph."""
    paragraph = text.strip().partition("\n")[0]
    return Truncator(" ".join(paragraph.split())).words(WORDS_ABOUT)


def _in_order(of: str, language: str) -> "QuerySet[Any]":
    if of == "place":
        own = PlaceName.objects.filter(place=OuterRef("pk"), language=language).values("name")[:1]
        shown = Coalesce(Subquery(own), "name")
        return Place.objects.annotate(shown=shown, sorted=Lower(shown), about=Value(""))
    rows: QuerySet[Any]
    if of == "author":
        by_family = Lower(Concat(LAST_WORD, Value(" "), "name"))
        rows = Author.objects.annotate(about=F("biography"), sorted=by_family)
    else:
        rows = Topic.objects.filter(merged_into=None).annotate(about=F("description"), sorted=Lower("name"))
    named: QuerySet[Any] = rows.annotate(shown=F("name"))
    return named
