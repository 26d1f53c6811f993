"""Stories that are set for a time to come: who prepares tomorrow's front tonight puts them there already.

Readers' queries ask what is live, so such a story appears on the front by itself, at its moment. Until then
its headline is for its own desk alone.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from articles.admin.columns import section_name, waiting_chip
from articles.folding import fold
from articles.models import Edition, Placement, Publication
from sections.admin import roles_for
from website.admin.finding import LOOKED_THROUGH, Found, address_in

SCHEDULED_FOUND = 5  # beside what readers see already


def own_stories(request: HttpRequest, at: datetime) -> QuerySet[Publication]:
    """Those that nobody has seen yet, of this person's own desk."""
    own = Publication.objects.for_desk(roles_for(request), at)
    scheduled = own.filter(visible_from__gt=at, held_at=None, killed_at=None)
    return scheduled.select_related("head_edition").defer("head_edition__body")


def in_section(stories: QuerySet[Publication], section_id: int) -> list[Edition]:
    """As they will stand there; from the stories, not along the section's list. One query."""
    places = Placement.objects.filter(edition=OuterRef("head_edition"), section=section_id)
    return [story.head_edition for story in stories.filter(Exists(places))]


def waiting_on(request: HttpRequest, section_id: int, keys: list[int], at: datetime) -> dict[int, Edition]:
    """Which of these stories are set to appear in this section. One query, none for nothing."""
    if not keys:
        return {}
    editions = in_section(own_stories(request, at).filter(pk__in=keys), section_id)
    return {edition.publication_id: edition for edition in editions}


def waiting_edition(request: HttpRequest, key: int, at: datetime) -> Edition | None:
    """The story as it will appear. One query."""
    story = own_stories(request, at).filter(pk=key).first()
    return story.head_edition if story else None


def find_scheduled(request: HttpRequest, text: str, section_id: int, at: datetime) -> list[Found]:
    """By words of the headline or by the address, as those that readers see; the soonest first. One query."""
    if address := address_in(text):
        day, slug = address
        stories = own_stories(request, at).filter(addresses__url_date=day, addresses__slug=slug)
        return list(as_found(in_section(stories, section_id), at))
    words = fold(text).split()
    editions = soonest(request, section_id, at)
    suit = [each for each in editions if all(word in fold(each.headline) for word in words)]
    return list(as_found(suit[:SCHEDULED_FOUND], at))


def soonest(request: HttpRequest, section_id: int, at: datetime) -> list[Edition]:
    """Their place in the list is that of their moment, so the section's index is entered at its end."""
    roles = roles_for(request)
    places = Placement.objects.filter(section=section_id, first_published_at__gt=at)
    places = places.filter(publication__visible_from__gt=at)
    if not roles.everywhere:
        places = places.filter(publication__section__in=roles.sections())
    ordered = places.order_by("first_published_at", "publication_id").select_related("edition")
    return [place.edition for place in ordered.defer("edition__body")[:LOOKED_THROUGH]]


def as_found(editions: Iterable[Edition], at: datetime) -> Iterable[Found]:
    for edition in editions:
        key, section = edition.publication_id, section_name(edition.section_id)
        yield Found(key, edition.headline, section, begins_chip(edition, at))


def begins_chip(edition: Edition, at: datetime) -> SafeString:
    """`from 07:00`, `from tomorrow, 07:00`."""
    return waiting_chip(edition.visible_from, at, pgettext("a story that readers will see", "from"))


def others_until(request: HttpRequest, now: datetime, at: datetime) -> list[int]:
    """Of which stories something is set to appear until that moment that is another desk's secret."""
    begin = Publication.objects.filter(editions__visible_from__gt=now, editions__visible_from__lte=at)
    roles = roles_for(request)
    return (
        []
        if roles.everywhere
        else list(begin.exclude(section__in=roles.sections()).values_list("pk", flat=True).distinct())
    )
