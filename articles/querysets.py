"""Every reused filter. Imports no models."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, FilteredRelation, Q

from accounts.models import User
from sections.roles import Roles, roles_of

if TYPE_CHECKING:
    from articles.models import Article, Edition, Publication  # noqa: F401

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
