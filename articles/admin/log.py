"""The log: all that was done at the desk, by whom and when. For admins; nobody changes it."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from types import SimpleNamespace
from typing import Any

import django_filters
from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.columns import BoundedPaginator, chip, exactly
from articles.forms import FIRST_YEAR, LAST_YEAR
from articles.models import Article, Event
from articles.stages import STEPS, LiveState, Stage
from sections.admin import DeskAdmin

LARGEST_KEY = 2**63 - 1
LONGEST_SEARCH = 200
COLUMNS = ("at", "who", "step", "headline", "note", "from_stage", "to_stage", "article_id")
HEADINGS = ("time", "who", "step", "headline", "note", "from", "to", "story")
OF_READERS = {"hold": LiveState.HELD, "kill": LiveState.KILLED}  # what becomes of the story, not of the copy
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class DayField(forms.DateField):
    """A day of a newsroom: one that begins and ends in every time zone."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year < LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class DayFilter(django_filters.Filter):
    field_class = DayField


class StoryFilter(django_filters.Filter):
    field_class = forms.IntegerField


class EventFilter(django_filters.FilterSet):
    """What is asked of the log, all of it together. Days are the person's own."""

    q = django_filters.CharFilter(
        method="with_words",
        label=_("Search"),
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Headline, person, note")}),
    )
    step = django_filters.ChoiceFilter(
        label=_("Step"),
        choices=[(name, step.label) for name, step in STEPS.items()],
        empty_label=_("any"),
    )
    who = django_filters.CharFilter(label=_("Person"), lookup_expr="icontains", max_length=LONGEST_SEARCH)
    since = DayFilter(label=_("From"), method="since_day")
    until = DayFilter(label=_("Until"), method="until_day")
    story = StoryFilter(label=_("Story number"), field_name="article_id", min_value=1, max_value=LARGEST_KEY)

    def with_words(self, events: QuerySet[Event], name: str, words: str) -> QuerySet[Event]:
        for word in words.split():
            events = events.filter(
                Q(headline__icontains=word) | Q(who__icontains=word) | Q(note__icontains=word)
            )
        return events

    def since_day(self, events: QuerySet[Event], name: str, day: date) -> QuerySet[Event]:
        return events.filter(at__gte=start_of(day))

    def until_day(self, events: QuerySet[Event], name: str, day: date) -> QuerySet[Event]:
        return events.filter(at__lt=start_of(day + timedelta(days=1)))


class LogList(ChangeList):
    """The events that the form above them asks for; none where it asks for what cannot be."""

    filterset: EventFilter

    def get_filters_params(self, params: dict | None = None) -> dict:
        """Without what the form above reads."""
        sent = super().get_filters_params(params)
        return {name: value for name, value in sent.items() if name not in EventFilter.base_filters}

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Event]:
        events = super().get_queryset(request, exclude_parameters)
        self.filterset = EventFilter(request.GET, queryset=events)
        return self.filterset.qs if self.filterset.is_valid() else events.none()

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        events = list(self.result_list)
        keys = {event.article_id for event in events}
        there = set(Article.objects.filter(pk__in=keys).values_list("pk", flat=True))
        for event in events:
            event.has_story = event.article_id in there
        self.result_list = events


@admin.register(Event)
class LogAdmin(DeskAdmin):
    list_display = ["when", "person", "what", "story", "told", "stages"]
    list_display_links = None
    list_per_page = 50
    list_max_show_all = 0
    sortable_by: list[str] = []
    ordering = ["-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    actions = None

    # The list

    @admin.display(description=_("when"))
    def when(self, event: Event) -> SafeString | str:
        return exactly(event.at)

    @admin.display(description=_("who"))
    def person(self, event: Event) -> str:
        return event.who or gettext("the system")

    @admin.display(description=_("step"))
    def what(self, event: Event) -> str:
        return capfirst(STEPS[event.step].label) if event.step in STEPS else event.step

    @admin.display(description=_("headline"))
    def story(self, event: Event) -> SafeString:
        if not event.has_story:
            return format_html('<span dir="auto">{}</span>', event.headline)
        address = reverse("admin:articles_article_history", args=[event.article_id])
        return format_html('<a href="{}" dir="auto">{}</a>', address, event.headline or "—")

    @admin.display(description=_("note"))
    def told(self, event: Event) -> SafeString:
        return format_html('<span dir="auto">{}</span>', event.note)

    @admin.display(description=_("stage"))
    def stages(self, event: Event) -> SafeString | str:
        if event.step in OF_READERS:
            return chip(OF_READERS[event.step])
        before, after = stage_chip(event.from_stage), stage_chip(event.to_stage)
        if not before or event.from_stage == event.to_stage:
            return after
        return format_html("{} → {}", before, after)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LogList

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"is_nav_sidebar_enabled": False} | (extra_context or {}))

    # Taken away as a file

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(require_safe(self.export_view))
        return [path("export/", export, name="articles_event_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """All that the list with the same question shows, on however many pages."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            asked = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect("admin:articles_event_changelist")
        if not asked.filterset.is_valid():  # the list says what is wrong with it
            return redirect(f"{reverse('admin:articles_event_changelist')}{asked.get_query_string()}")
        return StreamingHttpResponse(
            as_csv(asked.queryset, timezone.get_current_timezone()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="log.csv"'},
        )

    # Who may

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404  # a line of the list says all there is

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404  # the log is its own history


def stage_chip(name: str) -> SafeString | str:
    """The log outlives the names that stages have today."""
    return chip(Stage(name)) if name in Stage.values else name


def as_csv(events: QuerySet[Event], zone: tzinfo) -> Iterator[str]:
    """Line by line; in no language, since it is read when the person's own is not spoken any more."""
    writer = csv.writer(SimpleNamespace(write=lambda line: line))
    yield writer.writerow(HEADINGS)
    for at, *texts, story in events.values_list(*COLUMNS).iterator(chunk_size=2000):
        yield writer.writerow([at.astimezone(zone).isoformat(), *map(harmless, texts), story])


def harmless(cell: str) -> str:
    """A spreadsheet takes what begins like a formula for one; an apostrophe makes it text."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
