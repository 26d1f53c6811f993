"""What readers may ask the search for, as it stands in an address: words, filters and an order."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from articles.folding import fold
from articles.models import Author, Edition, Place, Topic
from articles.search import Filters, Query, parse
from articles.search.words import LONGEST_QUERY
from sections.tree import Node, SectionTree
from website.addresses import section_at
from website.choices import languages, story_types

SECTIONS_OFFERED = 200
NAMESAKES = 20  # of an author, topic or place, that are taken together
LONGEST_NAME = 200
BEST, NEWEST = "best", "newest"
INDENT = "\xa0" * 3
FILTERS = ("section", "since", "until", "language", "type", "place", "author", "topic")
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


class SearchFilters(django_filters.FilterSet):  # type: ignore[misc]
    """The index does the filtering; this knows what may be asked for. What makes no sense is left out."""

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
        self.unknown: list[str] = []  # the names that nobody has
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

    def wanted(self) -> Filters:
        """Looks names up: a query for each kind that is asked for."""
        chosen = self.chosen
        return Filters(
            section=self.tree.by_path[chosen["section"]].id if "section" in chosen else None,
            language=chosen.get("language", ""),
            story_type=chosen.get("type", ""),
            topics=self._named("topic", Topic.objects.all()),
            authors=self._named("author", Author.objects.all()),
            places=self._named("place", Place.objects.all()),
            since=chosen.get("since"),
            until=chosen.get("until"),
        )

    def _named(self, of: str, rows: "QuerySet[Any]") -> frozenset[int] | None:
        """All that have this name: a reader knows names, not keys."""
        name = self.chosen.get(of)
        if name is None:
            return None
        condition = Q(name__iexact=name)
        if of == "place":
            condition = Q(search_names__contains=f"\n{fold(name)}\n")
        found = rows.filter(condition).order_by("pk")[:NAMESAKES]
        keys = frozenset(getattr(row, "merged_into_id", None) or row.pk for row in found)
        if not keys:
            self.unknown.append(name)
        return keys

    @property
    def is_asked(self) -> bool:
        return bool(self.query or self.chosen)

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
