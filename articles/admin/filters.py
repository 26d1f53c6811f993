"""What narrows the list of stories. The dashboard's panels are narrowed by the same functions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import locks
from articles.folding import fold
from articles.forms import is_key, section_choices
from articles.models import Article, ArticleAuthor, ArticlePlace, Edition, EditLock, Priority, Publication
from articles.models.article import LANGUAGES
from articles.stages import LiveState, Stage
from sections.admin import is_member, roles_for
from sections.models import Role
from sections.roles import Roles
from sections.tree import current_tree

A_DAY_AT_MOST = 5000
"""Editions looked at for the last day: more than an agency writes, fewer than an archive that is loaded."""

Stories = QuerySet[Article]


# Each of these enters by what few rows have, through an index of its own, and comes to the stories by their
# keys. Joined in one, SQLite, which keeps no statistics, may go through all of a person's sections instead.


def at_stage(stories: Stories, stage: Stage) -> Stories:
    there = Article.objects.order_by().filter(stage=stage)
    return stories.filter(pk__in=there.values("pk"), publication__killed_at=None)


def to_review(stories: Stories, roles: Roles) -> Stories:
    """What was submitted to those who may publish it."""
    waiting = at_stage(stories, Stage.SUBMITTED)
    return waiting if roles.is_admin else waiting.filter(section__in=roles.sections(Role.EDITOR))


def drafts_of(stories: Stories, person: User) -> Stories:
    """Begun by this person, last changed by them, or given to them."""
    changed = Q(modified_by=person) & ~Q(head_revision__step="return")  # to return it is to give it away
    part = Q(created_by=person) | changed | Q(assigned_to=person)
    return at_stage(stories, Stage.DRAFT).filter(part)


def going_out(stories: Stories, at: datetime) -> Stories:
    """Of which a version waits for its time: the first, or an update. `goes_out_at` says for which."""
    to_come = Edition.objects.order_by().filter(visible_from__gt=at)
    waiting = stories.filter(
        pk__in=to_come.values("publication__article"),
        publication__head_edition__visible_from__gt=at,
        publication__visible_from__isnull=False,
        publication__held_at=None,
        publication__killed_at=None,
    )
    return waiting.alias(goes_out_at=F("publication__head_edition__visible_from"))


def went_live(stories: Stories, at: datetime) -> Stories:
    """Of which readers got to see a version within a day, and still do. `went_live_at` says when."""
    yesterday = at - timedelta(days=1)
    newest = Edition.objects.live(at).filter(visible_from__gt=yesterday).order_by("-visible_from")
    found = stories.filter(
        Q(publication__editions__visible_until=None) | Q(publication__editions__visible_until__gt=at),
        pk__in=newest.values("publication__article")[:A_DAY_AT_MOST],
        publication__editions__visible_from__gt=yesterday,
        publication__editions__visible_from__lte=at,
    )
    # What is asked of the editions from here on is asked of the one that was found.
    return found.alias(went_live_at=F("publication__editions__visible_from"))


def held(stories: Stories) -> Stories:
    """Off the site, or hands off before they were ever published."""
    withdrawn = Publication.objects.filter(held_at__isnull=False).order_by().values("article")
    hands_off = Article.objects.filter(held_at__isnull=False).order_by().values("pk")
    return stories.filter(pk__in=withdrawn.union(hands_off))


def killed(stories: Stories) -> Stories:
    gone = Publication.objects.order_by().filter(killed_at__isnull=False)
    return stories.filter(pk__in=gone.values("article"))


def being_edited(stories: Stories, at: datetime) -> Stories:
    alive = EditLock.objects.filter(last_sign__gt=at - locks.LASTS)
    return stories.filter(pk__in=alive.values("article"))


def never_published(stories: Stories) -> Stories:
    """Nor scheduled, nor held."""
    unscheduled = Q(publication__visible_from=None, publication__held_at=None, publication__killed_at=None)
    # The copy of what readers see, or will see, is published: few have other stages, and these are indexed.
    at_work = stories.filter(stage__in=set(Stage) - {Stage.PUBLISHED}, held_at=None)
    return at_work.filter(Q(publication=None) | unscheduled)


def live(stories: Stories, at: datetime) -> Stories:
    return stories.filter(
        publication__visible_from__lte=at, publication__held_at=None, publication__killed_at=None
    )


class ChoiceFilter(admin.SimpleListFilter):
    """Anything that is not offered narrows nothing."""

    def queryset(self, request: HttpRequest, queryset: Stories) -> Stories:
        offered = {key for key, _label in self.lookup_choices}
        return self.narrowed(queryset, self.value()) if self.value() in offered else queryset

    def narrowed(self, stories: Stories, chosen: str) -> Stories:
        return stories.filter(**{self.parameter_name: chosen})


class SectionFilter(admin.SimpleListFilter):
    """A section with everything below it."""

    title = _("section")
    parameter_name = "in"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in section_choices(self.offered(request))]

    def offered(self, request: HttpRequest) -> set[int]:
        return roles_for(request).sections()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        if not is_key(chosen):
            return queryset
        return queryset.filter(section__in=current_tree().branches([int(chosen)]))


class AnySectionFilter(SectionFilter):
    """For the record, which shows what readers see of all sections."""

    def offered(self, request: HttpRequest) -> set[int]:
        return set(current_tree().by_id)


class StageFilter(ChoiceFilter):
    title = _("stage")
    parameter_name = "stage__exact"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Stage.choices


class LiveFilter(ChoiceFilter):
    """What readers see, or will see."""

    title = _("readers see")
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str | Promise]]:
        return [
            *LiveState.choices,
            ("update", _("update waits")),
            ("waits", _("scheduled, or update waits")),
            ("day", _("live in the last day")),
        ]

    def narrowed(self, stories: Stories, chosen: str) -> Stories:
        at = timezone.now()
        narrowings = {
            "none": lambda: never_published(stories),
            "scheduled": lambda: going_out(stories, at).filter(publication__visible_from__gt=at),
            "live": lambda: live(stories, at),
            "held": lambda: held(stories),
            "killed": lambda: killed(stories),
            "update": lambda: going_out(stories, at).filter(publication__visible_from__lte=at),
            "waits": lambda: going_out(stories, at),
            "day": lambda: went_live(stories, at),
        }
        return narrowings[chosen]()


class LanguageFilter(ChoiceFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return LANGUAGES


class PriorityFilter(ChoiceFilter):
    title = _("priority")
    parameter_name = "priority"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(value), label) for value, label in Priority.choices]


class MineFilter(admin.SimpleListFilter):
    title = _("my part")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str | Promise]]:
        for_editors = [("review", _("to review by me"))] if is_member(request, Role.EDITOR) else []
        return [
            ("begun", _("begun by me")),
            ("changed", _("last changed by me")),
            ("assigned", _("assigned to me")),
            ("drafts", _("my drafts")),
            *for_editors,
        ]

    def queryset(self, request: HttpRequest, queryset: Stories) -> Stories:
        narrowings = {
            "begun": lambda: queryset.filter(created_by=request.user),
            "changed": lambda: queryset.filter(modified_by=request.user),
            "assigned": lambda: queryset.filter(assigned_to=request.user),
            "drafts": lambda: drafts_of(queryset, request.user),
            "review": lambda: to_review(queryset, roles_for(request)),
        }
        return narrowings.get(self.value() or "", lambda: queryset)()


class EditedFilter(ChoiceFilter):
    title = _("being edited")
    parameter_name = "edited"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str | Promise]]:
        return [("now", _("being edited now"))]

    def narrowed(self, stories: Stories, chosen: str) -> Stories:
        return being_edited(stories, timezone.now())


class TypedFilter(admin.ListFilter):
    """What is typed and not chosen: a small form among the menus."""

    template = "admin/typed_filter.html"
    inputs: tuple[tuple[str, str | Promise, str], ...] = ()  # name in the address, label, type of the input

    def __init__(
        self, request: HttpRequest, params: dict, model: type, model_admin: admin.ModelAdmin
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1].replace("\0", "").strip()[:100]

    def has_output(self) -> bool:
        return True

    @classmethod
    def expected_parameters(cls) -> list[str]:
        return [name for name, _label, _type in cls.inputs]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """The inputs with what was typed; last what the form sends along, and how to be rid of it."""
        for name, label, kind in self.inputs:
            yield {"name": name, "label": label, "type": kind, "value": self.used_parameters.get(name, "")}
        own = set(self.expected_parameters())
        yield {
            "kept": {name: value for name, value in changelist.params.items() if name not in own},
            "clear": changelist.get_query_string(remove=sorted(own)),
        }


class AuthorFilter(TypedFilter):
    title = _("author")
    parameter_name = "author"
    inputs = (("author", _("Name in the byline"), "search"),)

    def queryset(self, request: HttpRequest, queryset: Stories) -> Stories:
        name = self.used_parameters.get("author")
        if not name:
            return queryset
        return queryset.filter(
            pk__in=ArticleAuthor.objects.filter(author__name__icontains=name).values("article")
        )


class PlaceFilter(TypedFilter):
    """Of the dateline, by any of its names."""

    title = _("place")
    parameter_name = "place"
    inputs = (("place", _("Place in the dateline"), "search"),)

    def queryset(self, request: HttpRequest, queryset: Stories) -> Stories:
        typed = self.used_parameters.get("place")
        if not typed:
            return queryset
        listed = ArticlePlace.objects.filter(place__search_names__contains=f"\n{fold(typed)}")
        return queryset.filter(Q(pk__in=listed.values("article")) | Q(place_text__icontains=typed))


class DatesFilter(TypedFilter):
    """Whole days in the person's zone, both ends included."""

    title = _("dates")
    parameter_name = "changed_from"
    inputs = (
        ("changed_from", _("Changed from"), "date"),
        ("changed_to", _("Changed to"), "date"),
        ("published_from", _("Published from"), "date"),
        ("published_to", _("Published to"), "date"),
    )

    def queryset(self, request: HttpRequest, queryset: Stories) -> Stories:
        fields = {"changed": "modified_at", "published": "publication__first_published_at"}
        for name, typed in self.used_parameters.items():
            what, _underscore, end = name.partition("_")
            day = day_of(typed)
            if day and end == "from":
                queryset = queryset.filter(**{f"{fields[what]}__gte": midnight(day)})
            elif day:
                queryset = queryset.filter(**{f"{fields[what]}__lt": midnight(day + timedelta(days=1))})
        return queryset


def day_of(typed: str) -> date | None:
    """None for what is no day, or a day of which no database and no time zone knows."""
    try:
        day = parse_date(typed)
    except ValueError:
        return None
    return day if day and 1900 <= day.year <= 2200 else None  # noqa: PLR2004


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - just made aware
