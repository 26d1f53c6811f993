"""The picture desk, which knows where pictures are used: in working copies, and in what readers see."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import django_filters
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.columns import BoundedPaginator, page_address, states
from articles.models import Article, ArticlePhoto, Edition, EditionPhoto
from articles.pictures import why_hidden
from photos.admin.desk import PhotoDesk
from photos.admin.filters import PhotoFilter, Photos
from photos.models import Photo
from sections.admin import COUNTED_UP_TO, bounded, roles_for

MANY = 100  # stories with a picture are counted no further in the grid
SHOWN = 10


def not_over(at: datetime) -> Q:
    """Of rows of editions: readers see it, or will."""
    return Q(edition__visible_until=None) | Q(edition__visible_until__gt=at)


class PictureFilter(PhotoFilter):
    used = django_filters.ChoiceFilter(
        label=_("Used"),
        method="that_is_used",
        choices=[("yes", _("in a story")), ("no", _("nowhere"))],
        empty_label=_("any"),
    )

    def that_is_used(self, photos: Photos, name: str, chosen: str) -> Photos:
        copies = ArticlePhoto.objects.filter(photo=OuterRef("pk"))
        seen = EditionPhoto.objects.filter(not_over(timezone.now()), photo=OuterRef("pk"))
        is_used = Exists(copies) | Exists(seen)
        return photos.filter(is_used if chosen == "yes" else ~is_used)


@admin.register(Photo)
class PictureDesk(PhotoDesk):
    filterset_class = PictureFilter
    paginator = BoundedPaginator

    def uses(self, photos: list[Photo]) -> dict[int, str]:
        """Three queries, however many pictures and stories there are."""
        now, keys = timezone.now(), [photo.pk for photo in photos]
        copies = ArticlePhoto.objects.order_by()
        seen = EditionPhoto.objects.filter(not_over(now)).order_by()
        beyond = [rows.filter(photo=OuterRef("pk")).values("pk")[MANY : MANY + 1] for rows in (copies, seen)]
        many = Photo.objects.filter(Exists(beyond[0]) | Exists(beyond[1]), pk__in=keys).order_by()
        in_many = set(many.values_list("pk", flat=True))
        few = set(keys) - in_many
        stories: dict[int, set[int]] = defaultdict(set)
        for rows, story in ((copies, "article"), (seen, "edition__publication__article")):
            for photo_id, article_id in rows.filter(photo__in=few).values_list("photo", story):
                stories[photo_id].add(article_id)
        told = {photo_id: in_stories(len(used)) for photo_id, used in stories.items()}
        return told | dict.fromkeys(in_many, in_stories(MANY, "+"))

    def seen_in(self, photos: list[Photo]) -> dict[int, int]:
        live = Edition.objects.live(timezone.now())
        rows = EditionPhoto.objects.filter(photo__in=photos, edition__in=live).order_by()
        return dict(rows.values_list("photo").annotate(Count("edition__publication", distinct=True)))

    def used_in(self, request: HttpRequest, photo: Photo) -> dict[str, Any]:
        """Of the person's own sections by name; of others what readers see, and of their drafts a number."""
        now, roles = timezone.now(), roles_for(request)
        with_it = Article.objects.filter(pk__in=ArticlePhoto.objects.filter(photo=photo).values("article"))
        own = with_it.for_desk(roles)
        count = counted(own)
        elsewhere = counted(with_it) - count
        stories = own.select_related("publication__head_edition").order_by("-modified_at", "-pk")
        editions = (
            Edition.objects.live(now)
            .filter(pk__in=EditionPhoto.objects.filter(photo=photo).values("edition"))
            .select_related("publication__head_edition__address")
        )
        return {
            "copies": [
                {
                    "headline": story.headline,
                    "address": reverse("admin:articles_article_change", args=[story.pk]),
                    "chips": states(story, now),
                }
                for story in stories.defer("body", "publication__head_edition__body")[:SHOWN]
            ],
            "copies_count": count,
            "copies_more": bounded(count - SHOWN) if count > SHOWN else "",
            "elsewhere": elsewhere,
            "elsewhere_said": bounded(elsewhere),
            "seen": [
                {"headline": edition.headline, "address": page_address(edition.publication)}
                for edition in editions.order_by("-visible_from", "-pk").defer("body")[:SHOWN]
            ],
            "seen_count": (seen := counted(editions)),
            "seen_more": bounded(seen - SHOWN) if seen > SHOWN else "",
            "hidden": why_hidden(photo, now),
        }


def in_stories(count: int, more: str = "") -> str:
    return ngettext("in %(count)s story", "in %(count)s stories", count) % {"count": f"{count}{more}"}


def counted(rows: QuerySet) -> int:
    return rows.order_by().values("pk")[: COUNTED_UP_TO + 1].count()
