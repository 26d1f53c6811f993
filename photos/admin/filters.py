"""What the grid of pictures is searched and narrowed by."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from photos.admin.badges import SOON
from photos.admin.fields import DayField
from photos.models import Photo, SourceTerms
from photos.querysets import PhotoQuerySet, may_be_passed_on, may_be_shown
from sections.models import Source

LONGEST_SEARCH = 200

Photos = PhotoQuerySet


class DayFilter(django_filters.Filter):
    field_class = DayField


def all_right(photos: Photos, at: datetime) -> Photos:
    ends_later = Q(rights_end_at=None) | Q(rights_end_at__gt=at + SOON)
    return photos.filter(may_be_shown(at), may_be_passed_on(at), ends_later)


def of_few(photos: Photos, *few: Photos) -> Photos:
    """Entered by what few pictures have, through an index of its own, and not along all of them."""
    keys = [rows.order_by().values("pk") for rows in few]
    return photos.filter(pk__in=keys[0].union(*keys[1:]) if keys[1:] else keys[0])


def ending(photos: Photos, **when: datetime) -> Photos:
    ends = {f"rights_end_at__{comparison}": at for comparison, at in when.items()}
    return of_few(photos, Photo.objects.filter(**ends)).filter(killed_at=None)


def not_for(photos: Photos, whom: str) -> Photos:
    """By its own word or by its source's terms."""
    sources = SourceTerms.objects.filter(**{f"not_for_{whom}": True}).values("source")
    own = Photo.objects.filter(**{f"not_for_{whom}": True})
    return of_few(photos, own, Photo.objects.filter(source__in=sources)).filter(killed_at=None)


RIGHTS: dict[str, Callable[[Photos, datetime], Photos]] = {
    "right": all_right,
    "soon": lambda photos, at: ending(photos, gt=at, lte=at + SOON),
    "ended": lambda photos, at: ending(photos, lte=at),
    "not-website": lambda photos, _at: not_for(photos, "website"),
    "not-wire": lambda photos, _at: not_for(photos, "wire"),
    "killed": lambda photos, _at: of_few(photos, Photo.objects.filter(killed_at__isnull=False)),
}
RIGHTS_WORDS = {
    "right": _("all right"),
    "soon": _("ending soon"),
    "ended": _("ended"),
    "not-website": _("not for the website"),
    "not-wire": _("not for the wire"),
    "killed": _("killed"),
}

LACKING = {"alt_text": _("alternative text"), "credit_line": _("credit line")}


def lacking(photos: Photos, field: str) -> Photos:
    """As the indexes have it."""
    return photos.filter(**{field: "", "killed_at": None})


class PhotoFilter(django_filters.FilterSet):
    """What is asked of the pictures, all of it together. Days are the person's own."""

    q = django_filters.CharFilter(
        method="with_words",
        label=_("Search"),
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Words, name, place")}),
    )
    source = django_filters.ModelChoiceFilter(
        label=_("Source"), queryset=Source.objects.order_by("code"), empty_label=_("any")
    )
    rights = django_filters.ChoiceFilter(
        label=_("Rights"), method="with_rights", choices=list(RIGHTS_WORDS.items()), empty_label=_("any")
    )
    lacks = django_filters.ChoiceFilter(
        label=_("Without"), method="that_lack", choices=list(LACKING.items()), empty_label=_("nothing asked")
    )
    dated = django_filters.ChoiceFilter(
        label=_("Date"),
        method="when_taken",
        choices=[("taken", _("taken"))],
        empty_label=_("uploaded"),
    )
    since = DayFilter(label=_("From"), method="since_day")
    until = DayFilter(label=_("Until"), method="until_day")

    def with_words(self, photos: Photos, name: str, words: str) -> Photos:
        return photos.with_words(words)

    def with_rights(self, photos: Photos, name: str, chosen: str) -> Photos:
        return RIGHTS[chosen](photos, timezone.now())

    def that_lack(self, photos: Photos, name: str, field: str) -> Photos:
        return lacking(photos, field)

    def when_taken(self, photos: Photos, name: str, value: str) -> Photos:
        """Those of which that is known, and in that order."""
        return photos.filter(taken_at__isnull=False).order_by("-taken_at", "-pk")

    @property
    def date_field(self) -> str:
        return "taken_at" if self.form.cleaned_data.get("dated") == "taken" else "uploaded_at"

    def since_day(self, photos: Photos, name: str, day: date) -> Photos:
        return photos.filter(**{f"{self.date_field}__gte": start_of(day)})

    def until_day(self, photos: Photos, name: str, day: date) -> Photos:
        return photos.filter(**{f"{self.date_field}__lt": start_of(day + timedelta(days=1))})


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
