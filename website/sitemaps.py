"""What search engines are told: every story once, by the month of its first publication; those of the last
two days for news; topics, authors and places; sections, the agency's pages and the archive.

A file costs what its month holds, and no more, however large the archive.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from articles.models import Author, Edition, Place, Publication, Topic
from articles.models.article import StoryType
from articles.querysets import LISTS, PublicationQuerySet
from sections.tree import Node, SectionTree
from website.addresses import absolute, subject_url, tree_knowing
from website.furniture import current_furniture
from website.pages import local
from website.periods import Period
from website.plain import line

URLS_A_FILE = 1_200  # of the 50,000 that the standard allows: a file is small enough to be kept
NEWS_A_FILE = 1_000
SUBJECTS_A_FILE = 10_000
NEWS_AGE = timedelta(days=2)
MONTHS_KEPT = 3600  # seconds for which it is remembered what past months hold
UPDATED_WITHIN = timedelta(days=7)

LISTS_OF_THEIR_OWN = ("corrections", "topics", "authors", "places")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True)
class Month:
    """A month with stories, and when the last of them was first published."""

    first: date
    stories: int
    latest: datetime

    @property
    def names(self) -> list[str]:
        return names_of_parts(f"{self.first:%Y-%m}", self.stories, URLS_A_FILE)


def names_of_parts(name: str, rows: int, most: int) -> list[str]:
    """Of the files: `2026-11`, and `2026-11-2`, `2026-11-3`… where there is more than one file may hold."""
    return [name, *(f"{name}-{part}" for part in range(2, -(-rows // most) + 1))]


def bounds(first: date) -> tuple[datetime, datetime]:
    """Of the month in the site's time zone."""
    after = (first + timedelta(days=31)).replace(day=1)
    return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())


# What there is


def months(at: datetime) -> list[Month]:
    """Newest first: the present one as it is, those before as they were at most an hour ago."""
    present = local(at).date().replace(day=1)
    key = f"sitemap-months-before-{present}"
    past = cache.get(key)
    if past is None:
        past = list(_months_before(bounds(present)[0]))
        cache.set(key, past, MONTHS_KEPT)
    return [*_months_before(at, since=present), *past]


def _months_before(moment: datetime, since: date = date.min) -> Iterator[Month]:
    """From the newest story until then to its month's beginning, and on from there: no empty month is met."""
    newest = Publication.objects.order_by("-first_published_at", "-pk")
    times = newest.values_list("first_published_at", flat=True)
    latest = times.filter(first_published_at__lte=moment).first()
    while latest and (first := local(latest).date().replace(day=1)) >= since:
        yield Month(first, _record(first).count(), latest)
        latest = times.filter(first_published_at__lt=bounds(first)[0]).first()


def updated_of_late(at: datetime) -> dict[date, datetime]:
    """By month the last update or correction of its stories, of those of the last days."""
    live = Edition.objects.live(at).filter(noindex=False, updated_at__gte=at - UPDATED_WITHIN)
    live = live.filter(visible_from__gte=at - UPDATED_WITHIN)  # follows from the above, and has an index
    rows = live.order_by("updated_at").values_list("publication__first_published_at", "updated_at")
    return {local(published).date().replace(day=1): updated for published, updated in rows if updated}


Row = tuple[int, date, str, datetime, datetime | None]


def has_part(first: date, part: int) -> bool:
    """Whether the record holds stories for this part of the month, seen by readers or not."""
    return _record(first)[(part - 1) * URLS_A_FILE :][:1].exists()


def _record(first: date) -> PublicationQuerySet:
    begin, end = bounds(first)
    record = Publication.objects.filter(first_published_at__gte=begin, first_published_at__lt=end)
    return record.order_by("first_published_at", "pk")


def rows_of_month(first: date, part: int, at: datetime) -> list[Row]:
    """One query: what readers see of the month's stories from the `part`-th lot on, oldest first.

    A lot is a lot of the record, so that it stays the same whatever becomes of the stories in it. The bounds
    are said twice: without them PostgreSQL reads the whole record to join the lot.
    """
    begin, end = bounds(first)
    lot = _record(first).values("pk")[(part - 1) * URLS_A_FILE : part * URLS_A_FILE]
    live = Edition.objects.live(at).filter(
        publication__in=lot,
        publication__first_published_at__gte=begin,
        publication__first_published_at__lt=end,
        noindex=False,
    )
    rows = live.order_by("publication__first_published_at", "publication_id").values_list(
        *("section", "address__url_date", "address__slug", "publication__first_published_at", "updated_at")
    )
    return list(rows)


def rows_of_news(at: datetime) -> list[tuple[Any, ...]]:
    """One query: the stories of the last two days, newest first. What was paid for is no news."""
    live = Edition.objects.live(at).filter(
        publication__first_published_at__gt=at - NEWS_AGE,
        publication__first_published_at__lte=at,
        noindex=False,
    )
    rows = live.exclude(story_type=StoryType.SPONSORED).order_by(
        "-publication__first_published_at", "-publication_id"
    )
    return list(
        rows.values_list(
            *("section", "address__url_date", "address__slug", "publication__first_published_at"),
            *("language", "headline"),
        )
    )


SUBJECTS: dict[str, tuple[Any, str]] = {
    "topics": (Topic, "topic"),
    "authors": (Author, "author"),
    "places": (Place, "place"),
}


def files_of_subjects() -> list[str]:
    """One query for each: how many there are, with stories or without."""
    counts = {name: model._default_manager.count() for name, (model, _of) in SUBJECTS.items()}
    return [each for name, count in counts.items() for each in names_of_parts(name, count, SUBJECTS_A_FILE)]


def subjects_with_stories(name: str, part: int, at: datetime) -> list[str] | None:
    """One query: the addresses of those of this lot whose stories readers find; None where there is no lot.

    Any story will do: in an order, the database would read them all to find the first.
    """
    model, of = SUBJECTS[name]
    story = Edition.objects.live(at).order_by().filter(**{f"{LISTS[of]}__{of}": OuterRef("pk")})
    rows = model._default_manager.order_by("pk").annotate(story=Subquery(story.values("pk")[:1]))
    lot = list(rows.values_list("pk", "name", "story")[(part - 1) * SUBJECTS_A_FILE : part * SUBJECTS_A_FILE])
    if not lot and part > 1:
        return None
    return [absolute(subject_url(of, pk, label)) for pk, label, story in lot if story]


# What they are told


def index(at: datetime) -> str:
    recent = updated_of_late(at)
    others = [reverse("sitemap_subjects", kwargs={"name": name}) for name in files_of_subjects()]
    others.insert(0, reverse("sitemap_pages"))
    files = [f"<sitemap><loc>{absolute(address)}</loc></sitemap>" for address in others]
    for month in months(at):
        changed = local(max(month.latest, recent.get(month.first, month.latest)))
        for name in month.names:
            address = absolute(reverse("sitemap_month", kwargs={"name": name}))
            files.append(f"<sitemap><loc>{address}</loc><lastmod>{changed.isoformat()}</lastmod></sitemap>")
    return _document("sitemapindex", "".join(files))


def of_month(first: date, part: int, at: datetime) -> str:
    rows = rows_of_month(first, part, at)
    address = Addresses(tree_of(row[0] for row in rows))
    return _urls(
        f"<url><loc>{address(section, day, slug)}</loc>"
        f"<lastmod>{local(max(published, updated or published)).isoformat()}</lastmod></url>"
        for section, day, slug, published, updated in rows
    )


def of_pages(tree: SectionTree, at: datetime) -> str:
    """Of what is in no navigation search engines are not told either."""
    found = [absolute(node.url) for node in (shown(tree.root) if tree.root else ())]
    found += [absolute(page.url) for page in current_furniture(at).pages]
    found += [absolute(reverse(name)) for name in LISTS_OF_THEIR_OWN]
    found += [absolute(address) for address in archive_addresses(at)]
    return _of_addresses(found)


def archive_addresses(at: datetime) -> Iterator[str]:
    """Of the years and months of the whole site; from there it is one step to a day."""
    periods = [Period(month.first.year, month.first.month) for month in months(at)]
    for period in dict.fromkeys(each for month in periods for each in month.line):
        yield reverse("archive", kwargs={"path": "", "period": period})


def of_subjects(name: str, part: int, at: datetime) -> str | None:
    found = subjects_with_stories(name, part, at)
    return None if found is None else _of_addresses(found)


def shown(section: Node) -> Iterator[Node]:
    yield section
    for child in section.visible_children:
        yield from shown(child)


def of_news(part: int | None, at: datetime, tree: SectionTree) -> str | None:
    """The file itself is an index of its parts where there are too many stories for one."""
    rows = rows_of_news(at)
    parts = -(-len(rows) // NEWS_A_FILE)
    if part is not None and not 1 <= part <= max(parts, 1):
        return None
    if part is None and parts > 1:
        addresses = (absolute(reverse("news_sitemap_part", kwargs={"part": n + 1})) for n in range(parts))
        files = (f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
        return _document("sitemapindex", "".join(files))
    rows = rows[((part or 1) - 1) * NEWS_A_FILE :][:NEWS_A_FILE]
    agency = line(tree.root.name) if tree.root else "Newsroom"
    address = Addresses(tree_of(row[0] for row in rows))
    return _urls(_news(address(*row[:3]), agency, *row[3:]) for row in rows)


def _news(address: str, agency: str, published: datetime, language: str, headline: str) -> str:
    return (
        f"<url><loc>{address}</loc><news:news><news:publication><news:name>{escape(agency)}</news:name>"
        f"<news:language>{news_language(language)}</news:language></news:publication>"
        f"<news:publication_date>{local(published).isoformat()}</news:publication_date>"
        f"<news:title>{escape(line(headline))}</news:title></news:news></url>"
    )


def news_language(code: str) -> str:
    """Two or three letters; only Chinese has more, since it is written in two ways."""
    primary, _hyphen, rest = code.lower().partition("-")
    if primary != "zh":
        return primary
    return "zh-tw" if rest.split("-")[0] in ("tw", "hk", "mo", "hant") else "zh-cn"


class Addresses:
    """Of many stories: one of each section and day is made as usual, and the others after it."""

    def __init__(self, tree: SectionTree) -> None:
        self.tree = tree
        self.known: dict[tuple[int, date], str] = {}

    def __call__(self, section: int, day: date, slug: str) -> str:
        if (section, day) not in self.known:
            path = self.tree.by_id[section].path
            one = reverse("article", kwargs={"path": path, "day": day, "slug": "0"})
            self.known[section, day] = escape(absolute(one.removesuffix("0/")))
        return f"{self.known[section, day]}{slug}/"


def tree_of(sections: Iterable[int]) -> SectionTree:
    return tree_knowing([Edition(section_id=key) for key in set(sections)])


def _of_addresses(addresses: Iterable[str]) -> str:
    return _urls(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)


def _urls(urls: Iterable[str]) -> str:
    """The schema wants at least one: the home page where there is nothing else."""
    return _document("urlset", "".join(urls) or f"<url><loc>{escape(absolute('/'))}</loc></url>")


def _document(root: str, content: str) -> str:
    news = f' xmlns:news="{NEWS_NAMESPACE}"' if "<news:" in content else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}"{news}>{content}</{root}>\n'
