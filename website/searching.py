"""What readers may ask the search for, as it stands in an address: words, filters and an order."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy

from articles.models import Author, Edition, Place, Topic
from articles.models.naming import Named
from articles.search import Filters, Query, parse
from articles.search.words import LONGEST_QUERY
from sections.tree import Node, SectionTree
from website.addresses import section_at
from website.choices import languages, story_types
from website.periods import Period

SECTIONS_OFFERED = 200
LONGEST_NAME = 200
BEST, NEWEST = "best", "newest"
INDENT = "\xa0" * 3
FILTERS = ("section", "since", "until", "language", "type", "place", "author", "topic")
DAYS = ("since", "until")
KEYS = ("q", *FILTERS, "order", "page", "before")  # of an address, in their order
NAMES: dict[str, Promise] = {
    "section": gettext_lazy("Section"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("To"),
    "language": gettext_lazy("Language"),
    "type": gettext_lazy("Type of story"),
    "place": gettext_lazy("Place"),
    "author": gettext_lazy("Author"),
    "topic": gettext_lazy("Topic"),
}


def _name(of: str) -> django_filters.CharFilter:
    """With suggestions, which stand on the page as a list of this name."""
    widget = forms.TextInput({"list": f"names-{of}"})
    return django_filters.CharFilter(label=NAMES[of], max_length=LONGEST_NAME, widget=widget)


def _day(label: Promise) -> django_filters.DateFilter:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, widget=widget, input_formats=["%Y-%m-%d"])


class LeftOut(NamedTuple):
    """What was asked for and is none of the choices, or no date."""

    value: str
    is_day: bool


class SearchFilters(django_filters.FilterSet):  # type: ignore[misc]
    """The index does the filtering; this knows what may be asked for. What makes no sense is left out, and
    readers are told.
    """

    section = django_filters.ChoiceFilter(label=NAMES["section"], empty_label=gettext_lazy("All sections"))
    since = _day(NAMES["since"])
    until = _day(NAMES["until"])
    language = django_filters.ChoiceFilter(label=NAMES["language"], empty_label=gettext_lazy("All languages"))
    type = django_filters.ChoiceFilter(label=NAMES["type"], empty_label=gettext_lazy("All types"))
    place = _name("place")
    author = _name("author")
    topic = _name("topic")

    def __init__(self, data: QueryDict, at: datetime, tree: SectionTree) -> None:
        self.tree = tree
        self.text = data.get("q", "").replace("\0", " ")
        self.query: Query = parse(self.text)
        self.order = NEWEST if data.get("order") == NEWEST or not self.query else BEST
        self.unknown: list[str] = []  # the names that nobody has or had
        given = {name: data.get(name, "").strip() for name in FILTERS}
        if (
            given["section"]
            and given["section"] not in tree.by_path
            and (node := section_at(given["section"].replace("\0", "")))
        ):
            given["section"] = node.path  # as it is called today
        super().__init__(given, Edition.objects.live(at))
        self.filters["section"].extra["choices"] = list(_sections(tree, given["section"]))
        self.filters["language"].extra["choices"] = languages(at, tree, given["language"])
        self.filters["type"].extra["choices"] = story_types(at, given["type"])
        self.form.label_suffix = ""
        self.is_valid()
        self.chosen: dict[str, Any] = {
            name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")
        }
        self.left_out = [
            LeftOut(given[name].replace("\0", ""), name in DAYS)
            for name in FILTERS
            if name in self.form.errors and given[name].strip("\0 ")
        ]
        given.update(dict.fromkeys(self.form.errors.keys() & set(DAYS), ""))  # no field for a day can show it

    def wanted(self) -> Filters:
        """Looks names up: a query for each kind that is asked for."""
        chosen = self.chosen
        return Filters(
            section=self.tree.by_path[chosen["section"]].id if "section" in chosen else None,
            language=chosen.get("language", ""),
            story_type=chosen.get("type", ""),
            topics=self._named("topic", Topic.called),
            authors=self._named("author", Author.called),
            places=self._named("place", Place.called),
            since=chosen.get("since"),
            until=chosen.get("until"),
        )

    def _named(self, of: str, called: Callable[[str], Sequence[Named]]) -> frozenset[int] | None:
        """All that have this name: a reader knows names, not keys."""
        name = self.chosen.get(of)
        if name is None:
            return None
        keys = frozenset(getattr(row, "merged_into_id", None) or row.pk for row in called(name))
        if not keys:
            self.unknown.append(name)
        return keys

    @property
    def is_asked(self) -> bool:
        return bool(self.query or self.chosen)

    @property
    def ends_before_it_begins(self) -> bool:
        since, until = (self.chosen.get(name) for name in DAYS)
        return bool(since and until and until < since)

    def the_other_way_round(self) -> str:
        """The address with the last day as the first one."""
        since, until = (self.data[name] for name in DAYS)
        return self.url(since=until, until=since)

    def url(self, without: str = "", **changed: str) -> str:
        """The address of this search, with its keys always in the same order."""
        asked = {"q": " ".join(self.text.split())[:LONGEST_QUERY] if self.query.terms else ""}
        asked |= {name: self.data[name] for name in FILTERS if name in self.chosen and name != without}
        asked |= {"order": self.order if self.order != BEST and self.query else ""} | changed
        query = urlencode({name: asked[name] for name in KEYS if asked.get(name)})
        return f"{reverse('search')}?{query}" if query else reverse("search")

    def taken(self) -> list[tuple[str, str, str]]:
        """The filters in force: what each is called, what it is set to, and the address without it."""
        return [
            (str(NAMES[name]), self._shown(name), self.url(without=name))
            for name in FILTERS
            if name in self.chosen
        ]

    def _shown(self, name: str) -> str:
        value = self.chosen[name]
        if isinstance(value, date):
            return Period.of_day(value).name(get_language() or "")
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return capfirst(str(choices[value]).strip()) if value in choices else self.data[name]


def _sections(tree: SectionTree, chosen: str) -> Iterator[tuple[str, str]]:
    """Two levels below the agency, and the one that is asked for, however deep it is."""
    offered = list(_offered(tree.root))[:SECTIONS_OFFERED]
    node = tree.by_path.get(chosen)
    if node and node.parent and node not in offered:
        offered.append(node)
    for each in offered:
        yield each.path, INDENT * (len(each.line) - 2) + each.name


def _offered(root: Node | None) -> Iterator[Node]:
    for top in root.visible_children if root else ():
        yield top
        yield from top.visible_children
