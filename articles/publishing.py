"""A Revision becomes an Edition, its Placements and a Change, all in the caller's transaction.

Only articles.workflow calls this. Whoever writes the record first takes `lock_record()`: it makes the
order of changes the order of their commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Max, Q, Value, When
from django.utils import timezone

from accounts.models import User
from articles import lists, pictures, wording
from articles.folding import SLUG_LENGTH, slug_from
from articles.models import (
    Address,
    Article,
    Change,
    ChangeCounter,
    Edition,
    EditionPhoto,
    Place,
    Publication,
    Revision,
)
from articles.stages import Kind
from sections.models import Source
from sections.tree import SectionTree, read_tree

WORDS = (
    *("section_id", "language", "story_type", "priority", "headline", "subheadline", "body"),
    *("byline", "dateline", "closing_source", "copyright_id", "noindex", "lead_photo_id"),
)  # what an edition says

NEWS = (Kind.UPDATE, Kind.CORRECTION)  # what makes a story “updated”


@dataclass
class Lock:
    """Held until the transaction ends."""

    seq: int
    now: datetime
    is_used: bool = False

    def next_seq(self) -> int:
        """A number for each change: a step may make two, such as a correction that calls an update back."""
        if self.is_used:
            ChangeCounter.objects.filter(pk=1).update(last_seq=F("last_seq") + 1)
            self.seq += 1
        self.is_used = True
        return self.seq


@dataclass
class SoFar:
    """A story's editions until now."""

    last: int = 0  # version
    told: datetime | None = None  # when readers saw the last update or correction
    gone: int = 0  # how many nobody can see any more


def lock_record() -> Lock:
    """Wait for one's turn to change the record; the time is taken when it has come."""
    table = connection.ops.quote_name(ChangeCounter._meta.db_table)
    with connection.cursor() as cursor:
        # One statement: it counts and waits, also where no row is there yet and two come at once.
        cursor.execute(
            f"INSERT INTO {table} (id, last_seq) VALUES (1, 1) ON CONFLICT (id) "  # noqa: S608 - our table
            f"DO UPDATE SET last_seq = {table}.last_seq + 1 RETURNING last_seq"
        )
        (seq,) = cursor.fetchone()
    return Lock(seq, timezone.now())


def open_record(
    article: Article,
    publication: Publication | None,
    lock: Lock,
    visible_from: datetime,
    first_published_at: datetime | None = None,
) -> Publication:
    """The story's publication, new or not, with the times that this edition gives it; what it says is
    saved with the edition.
    """
    if publication is None:
        publication = Publication(guid=article.guid, article=article, visible_from=visible_from)
        publication.first_published_at = first_published_at or visible_from
    elif publication.visible_from is None or publication.visible_from > lock.now:  # nobody has seen it yet
        publication.visible_from = visible_from
        publication.first_published_at = first_published_at or visible_from
    publication.section_id = article.section_id
    if publication.pk is None:
        publication.save()
    return publication


def url_date(first_published_at: datetime) -> date:
    """The day in the site's time zone."""
    return timezone.localtime(first_published_at, timezone.get_default_timezone()).date()


def settle_address(publication: Publication, article: Article) -> Address:
    """The address of the story's next edition."""
    day = url_date(publication.first_published_at)
    slug = article.slug or slug_from(article.headline) or f"story-{article.pk}"
    address = publication.address
    if address is None or (address.url_date, address.slug) != (day, slug):
        address = _find_address(publication, day, slug)
    return address


def address_again(publication: Publication, address: Address) -> Address:
    """This address, but of the story's day as it is now."""
    day = url_date(publication.first_published_at)
    return address if address.url_date == day else _find_address(publication, day, address.slug)


def _find_address(publication: Publication, day: date, slug: str) -> Address:
    """The first of slug, slug-2, slug-3… that is free on that day, or was this story's before."""
    taken = dict(
        Address.objects.filter(url_date=day, slug__startswith=slug[: SLUG_LENGTH - 6]).values_list(
            "slug", "publication_id"
        )
    )
    number, candidate = 1, slug
    while taken.get(candidate, publication.pk) != publication.pk:
        number += 1
        candidate = f"{slug[: SLUG_LENGTH - len(str(number)) - 1]}-{number}"
    if candidate in taken:
        return Address.objects.get(url_date=day, slug=candidate)
    return Address.objects.create(url_date=day, slug=candidate, publication=publication)


def write_edition(
    publication: Publication,
    address: Address,
    revision: Revision,
    lock: Lock,
    *,
    visible_from: datetime,
    kind: Kind,
    update_number: int,
    public_note: str = "",
    note_to_clients: str = "",
    before: Edition | None = None,
    words_of: Edition | None = None,
) -> Edition:
    """Publish a revision from `visible_from` on, in place of what is visible now and of what waits.

    What waits stays where it is given as `before`: this edition then lasts until that one begins.
    `words_of` is an edition that readers know, to be shown again as it was, whatever is called otherwise now.
    """
    so_far = SoFar()
    if publication.head_edition_id:
        end_editions(publication, lock.now, visible_from, but=before)
        so_far = _so_far(publication, lock.now, visible_from)
    tree = read_tree()
    edition = edition_of(revision, publication, tree)
    for name in WORDS if words_of else ():
        setattr(edition, name, getattr(words_of, name))
    edition.address = address
    edition.version = so_far.last + 1
    edition.kind = kind
    edition.public_note = public_note
    edition.note_to_clients = note_to_clients or revision.data["note_to_clients"]
    edition.update_number = update_number
    edition.sign_off = wording.sign_off(hands_of(revision))
    edition.visible_from = visible_from
    edition.visible_until = before.visible_from if before else None
    edition.updated_at = visible_from if kind in NEWS else so_far.told
    edition.save(force_insert=True)
    if shown := revision.data.get("photos"):
        EditionPhoto.objects.bulk_create(photo_rows(edition, shown))
    if so_far.gone:
        is_over = Q(edition__visible_until__lt=lock.now)
        lists.take_off(publication, is_over | Q(edition__visible_until=F("edition__visible_from")))
    lists.put_on(edition, revision.data, tree)
    if before is None:
        publication.head_edition = edition
    publication.save()
    Change.objects.create(
        seq=lock.next_seq(),
        effective_at=visible_from,
        publication=publication,
        edition=edition,
        what=Change.What.EDITION,
        embargo=revision.data["embargo"],
    )
    return edition


def _so_far(publication: Publication, now: datetime, at: datetime) -> SoFar:
    """What there is when an edition is written that begins at that moment."""
    never_began = Q(visible_until=F("visible_from"))
    told = Q(kind__in=NEWS, visible_from__lt=at) & (~never_began | Q(visible_until=None))
    gone = never_began | Q(visible_until__lt=now)
    return SoFar(
        **publication.editions.aggregate(
            last=Max("version"), told=Max("visible_from", filter=told), gone=Count("pk", filter=gone)
        )
    )


def hands_of(revision: Revision) -> list[User]:
    """Those who wrote and edited the story up to this revision, in the order in which they first did."""
    people = [person for _pk, person in reversed(line_of(revision.article_id, revision.pk)) if person]
    return list(dict.fromkeys(people))


def line_of(article_id: int, revision_id: int | None) -> list[tuple[int, User | None]]:
    """A revision and all that it grew from, newest first, each with whoever made it. One query.

    What was written beside that line, a correction of the live text or text put aside, is not of it.
    """
    of_story = Revision.objects.filter(article=article_id).order_by().select_related("by")
    found = {row.pk: row for row in of_story.only("parent", "by")}
    line: list[tuple[int, User | None]] = []
    while revision_id in found:
        row = found[revision_id]
        line.append((row.pk, row.by))
        revision_id = row.parent_id
    return line


def edition_of(revision: Revision, publication: Publication, tree: SectionTree) -> Edition:
    """What publishing this revision would say; the caller adds version, address and times.

    A copy that names no source has its section's.
    """
    data = revision.data
    sources = in_order(tree.find_sources([row["id"] for row in data["sources"]]), data["sources"])
    section = tree.by_id.get(data["section"]["id"])
    if not sources and section and section.source:
        sources = [section.source]
    place_ids = [row["id"] for row in data["places"]]
    found = Place.objects.prefetch_related("names").in_bulk(place_ids) if place_ids else {}
    return word_edition(revision, publication, sources, in_order(found, data["places"]))


def word_edition(
    revision: Revision, publication: Publication, sources: Sequence[Source], places: Sequence[Place]
) -> Edition:
    """What the page says, in words; the caller adds version, address and times."""
    data = revision.data
    language = data["language"]
    names = [name.strip() for name in data["place_text"].split(";") if name.strip()]
    day = date.fromisoformat(data["dateline_date"]) if data["dateline_date"] else None
    if (places or names) and not day:
        day = wording.day_at(publication.first_published_at, places)
    return Edition(
        publication=publication,
        revision=revision,
        section_id=data["section"]["id"],
        language=language,
        story_type=data["story_type"],
        priority=data["priority"],
        headline=data["headline"],
        subheadline=data["subheadline"],
        body=data["body"],
        byline=wording.byline([row["label"] for row in data["authors"]], language),
        dateline=wording.dateline(
            sources,
            names or [place.name_in(language) for place in places],
            data["dateline_region"],
            day,
            language,
        ),
        closing_source=wording.closing_source(sources),
        copyright_id=data["copyright"]["id"] if data["copyright"] else None,
        noindex=data.get("noindex", False),
        lead_photo_id=pictures.lead_of(data.get("photos", ()), data["body"]),
    )


def photo_rows(edition: Edition, rows: Sequence[dict[str, Any]]) -> list[EditionPhoto]:
    """A row for each picture of a revision's list, in its order."""
    return [
        EditionPhoto(edition=edition, photo_id=row["id"], caption=row["caption"], position=position)
        for position, row in enumerate(rows)
    ]


def in_order(found: dict[int, Any], wanted: list[dict[str, Any]]) -> list[Any]:
    """Those that are still there: a place may be gone since the text was written."""
    return [found[row["id"]] for row in wanted if row["id"] in found]


def end_editions(
    publication: Publication, now: datetime, moment: datetime, but: Edition | None = None
) -> None:
    """What is visible now ends at `moment`; editions that wait never begin, `but` this one."""
    standing = publication.editions.filter(Q(visible_until=None) | Q(visible_until__gt=now))
    if but:
        standing = standing.exclude(pk=but.pk)
    standing.update(
        visible_until=Case(When(visible_from__gt=now, then=F("visible_from")), default=Value(moment))
    )


def cancel_waiting(publication: Publication, lock: Lock) -> None:
    """The edition that waits never begins; one that is visible goes on, as if nothing had been scheduled."""
    waiting = publication.head_edition
    publication.editions.filter(visible_from__gt=lock.now).update(visible_until=F("visible_from"))
    lists.take_off(publication, Q(edition__visible_from__gt=lock.now))
    visible = publication.editions.live(lock.now).select_related("revision").first()
    if visible:
        visible.visible_until = None
        visible.save(update_fields=["visible_until"])
        publication.head_edition, publication.section_id = visible, visible.section_id
    else:
        publication.visible_from = None
    publication.save(update_fields=["head_edition", "section", "visible_from"])
    Change.objects.create(
        seq=lock.next_seq(),
        effective_at=lock.now,
        publication=publication,
        edition=waiting,
        what=Change.What.CANCELLED,
    )


def withdraw(publication: Publication, lock: Lock, what: Change.What) -> None:
    """Take the story off all pages and lists, now."""
    end_editions(publication, lock.now, lock.now)
    lists.take_off(publication)
    Change.objects.create(
        seq=lock.next_seq(), effective_at=lock.now, publication=publication, edition=None, what=what
    )
