"""What stands on every page and is no page's own: the flash bar, and the agency's pages in the footer.

Read as the section tree is, at most twice a second in every process, and never kept past the moment at which
the bar changes by itself. So a flash costs no page its cache, and nobody has to purge one. With it is read
when anything else of what readers see changes by itself: no page is kept past that.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Min
from django.urls import NoReverseMatch, reverse

from articles.models import Edition
from articles.upcoming import next_moment
from photos.models import Photo
from sections import tree as the_map
from website.languages import direction
from website.models import FlashBar, Page, Pin

Made = TypeVar("Made")

BARS_LOOKED_AT = 20  # of which the newest that readers can see is shown


@dataclass(frozen=True)
class Bar:
    url: str
    headline: str
    language: str
    direction: str


@dataclass(frozen=True)
class FooterPage:
    url: str
    title: str
    language: str
    about: str = Page.About.OTHER


@dataclass(frozen=True)
class Furniture:
    read_at: datetime
    changes_at: datetime | None  # this or any page, by itself, and no later than then
    bar: Bar | None = None
    pages: tuple[FooterPage, ...] = ()
    made: dict[Any, Any] = field(default_factory=dict, compare=False)

    def is_right(self, at: datetime) -> bool:
        """Whether this is what stands there at that moment: no older than the map, the bar not over."""
        kept = timedelta(seconds=the_map.SECONDS_KEPT)
        return abs(at - self.read_at) < kept and (self.changes_at is None or at < self.changes_at)

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """What many pages say alike is made by the first of them, and goes when this is read anew.

        What a section says goes by its node: that of a tree read since is another.
        """
        if key not in self.made:
            self.made[key] = make()
        made: Made = self.made[key]
        return made


_kept: Furniture | None = None


def current_furniture(at: datetime) -> Furniture:
    """As it was at most half a second ago."""
    global _kept
    if _kept is None or not _kept.is_right(at):
        _kept = read_furniture(at)
    return _kept


def remembered_furniture(at: datetime) -> Furniture:
    """Without asking the database: the footer as it was last read, the bar only where that is still right."""
    if _kept is None:
        return Furniture(at, None)
    return _kept if _kept.is_right(at) else Furniture(at, None, pages=_kept.pages)


def forget_furniture() -> None:
    """Read anew next time; a process that has changed it itself need not wait for the second to pass."""
    global _kept
    _kept = None


def bar_at(at: datetime, without: Collection[int]) -> Bar | None:
    """What the bar will say at a moment to come, but for these stories; not kept. Two queries at most."""
    ends = [pk for pk, _until in _bar_ends(at) if pk not in without]
    return _bar(ends, at)[0] if ends else None


def read_furniture(at: datetime) -> Furniture:
    """Five queries, six while there is a flash."""
    ends = _bar_ends(at)
    bar, moments = _bar([pk for pk, _until in ends], at) if ends else (None, [])
    moments += [until for _pk, until in ends]
    pin_ends = Pin.objects.filter(until__gt=at).aggregate(first=Min("until"))["first"]
    moments += [moment for moment in (next_moment(at), pin_ends, next_end_of_rights(at)) if moment]
    return Furniture(at, min(moments, default=None), bar, tuple(_footer_pages()))


def _bar_ends(at: datetime) -> list[tuple[int, datetime]]:
    """The stories whose time in the bar is not over by then, the newest first, and when it will be."""
    bars = FlashBar.objects.filter(until__gt=at).order_by("-since", "-pk")
    return list(bars.values_list("publication_id", "until")[:BARS_LOOKED_AT])


def next_end_of_rights(at: datetime) -> datetime | None:
    """When the next picture leaves the pages by itself, were it on any. One look into an index."""
    later = Photo.objects.filter(rights_end_at__gt=at).order_by("rights_end_at")
    moment: datetime | None = later.values_list("rights_end_at", flat=True).first()
    return moment


def _bar(publication_ids: list[int], at: datetime) -> tuple[Bar | None, list[datetime]]:
    """The first of these stories that readers see, and when what they see of any of them changes."""
    live = Edition.objects.live(at).filter(publication__in=publication_ids).select_related("address")
    fields = ("publication", "section", "headline", "language", "visible_until", "address__url_date")
    found = {edition.publication_id: edition for edition in live.only(*fields, "address__slug")}
    moments = [edition.visible_until for edition in found.values() if edition.visible_until]
    nodes = the_map.current_tree().by_id
    for pk in publication_ids:
        edition = found.get(pk)
        section = nodes.get(edition.section_id) if edition else None
        if edition and section:
            address = {"path": section.path, "day": edition.address.url_date, "slug": edition.address.slug}
            url = reverse("article", kwargs=address)
            return Bar(url, edition.headline, edition.language, direction(edition.language)), moments
    return None, moments


def _footer_pages() -> list[FooterPage]:
    try:
        return [
            FooterPage(reverse("page", kwargs={"slug": slug}), title, language, about)
            for title, slug, language, about in Page.objects.filter(visible=True).values_list(
                "title", "slug", "language", "about"
            )
        ]
    except NoReverseMatch:  # this site has no such pages
        return []
