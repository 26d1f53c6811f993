"""Every reused filter. Imports no models."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from accounts.models import User
from articles.aggregates import rows_of
from articles.stages import Kind
from photos.querysets import may_be_shown
from sections.roles import Roles, roles_of

if TYPE_CHECKING:
    from articles.models import Article, Edition, EditionPhoto, Publication  # noqa: F401

# An edition's rows on the lists of each kind.
LISTS = {"section": "placements", "topic": "bytopics", "author": "byauthors", "place": "byplaces"}


def as_roles(who: User | AnonymousUser | Roles) -> Roles:
    """A request that asks often looks the person's roles up once and hands them in."""
    return who if isinstance(who, Roles) else roles_of(who)


class ArticleQuerySet(models.QuerySet["Article"]):
    def for_desk(self, who: User | AnonymousUser | Roles) -> Self:
        """The working copies that this person may see: those of sections where they have a role."""
        roles = as_roles(who)
        return self if roles.everywhere else self.filter(section__in=roles.sections())


class PublicationQuerySet(models.QuerySet["Publication"]):
    def for_desk(self, who: User | AnonymousUser | Roles, at: datetime) -> Self:
        """The record of one's own sections whole, of others what readers see."""
        roles = as_roles(who)
        if roles.everywhere:
            return self
        public = Q(visible_from__lte=at, held_at=None, killed_at=None)
        return self.filter(public | Q(section__in=roles.sections()))


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self, at: datetime) -> Self:
        """What readers see at that moment. Every reader's query goes through here."""
        return self.filter(Q(visible_until=None) | Q(visible_until__gt=at), visible_from__lte=at)

    def began(self, at: datetime) -> Self:
        """What readers have seen by that moment, and may still see: nothing that waits or was called off."""
        return self.filter(visible_from__lte=at).exclude(visible_until=F("visible_from"))

    def told(self, at: datetime) -> Self:
        """The updates and corrections of those: readers are told of no minor fix, and of no hold."""
        return self.began(at).filter(kind__in=(Kind.UPDATE, Kind.CORRECTION))

    def with_told(self, at: datetime) -> Self:
        """With `told_rows`: of each update and correction of its story when it began, which, and its note."""
        told = type(self)(self.model).told(at).filter(publication=OuterRef("publication"))
        return self.annotate(told_rows=rows_of(told, "visible_from", "kind", "public_note"))

    def corrections(self, at: datetime) -> Self:
        """After live: the corrections of these stories, newest first, each with `shown`, what is seen now.

        A look from each correction to what is seen, as a value: as a join or EXISTS, databases begin at the
        other end, and read all that is live.
        """
        shown = self.filter(publication=OuterRef("publication")).values("pk")[:1]
        corrections = type(self)(self.model).began(at).filter(kind=Kind.CORRECTION)
        corrections = corrections.annotate(shown=Subquery(shown)).filter(shown__isnull=False)
        return corrections.order_by("-visible_from", "-pk")

    def on_list(self, of: str, key: int) -> Self:
        """Those on the list of this `section`, `topic`, `author` or `place`, newest first.

        `listed_at`, `listed_as` are their place in it.
        """
        rows = LISTS[of]
        return (
            self.alias(place=FilteredRelation(rows, condition=Q(**{f"{rows}__{of}": key})))
            .filter(**{f"place__{of}": key})
            # By these names the row is joined once; a later filter on `place__…` would join it again,
            # and ordering by `place__publication` would sort as publications sort, which no index does.
            .alias(listed_at=F("place__first_published_at"), listed_as=F("place__publication_id"))
            .order_by("-listed_at", "-listed_as")
        )

    def older_than(self, first_published_at: datetime, publication_id: int) -> Self:
        """After on_list: what follows this point of the list. The second bound lets the index be entered."""
        return self.filter(
            Q(listed_at__lt=first_published_at) | Q(listed_as__lt=publication_id),
            listed_at__lte=first_published_at,
        )

    def between(self, begins: datetime | None = None, ends: datetime | None = None) -> Self:
        """After on_list: what was first published then, the end not included."""
        bounds = {"listed_at__gte": begins, "listed_at__lt": ends}
        return self.filter(**{bound: moment for bound, moment in bounds.items() if moment})


class EditionPhotoQuerySet(models.QuerySet["EditionPhoto"]):
    def shown(self, at: datetime) -> Self:
        """Those whose pictures readers may see at that moment, in the story's order."""
        return self.filter(may_be_shown(at, "photo__")).order_by("position")
