"""The record: what readers see, saw and will see. Nobody changes it here."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import steps
from articles.admin.columns import (
    BoundedPaginator,
    exactly,
    live_chip,
    moment,
    page_address,
    section_name,
)
from articles.admin.filters import AnySectionFilter
from articles.admin.past import as_read
from articles.forms import MomentField
from articles.models import Edition, Publication
from articles.stages import STEPS, LiveState
from sections.admin import DeskAdmin, roles_for


class MomentForm(forms.Form):
    at = MomentField(
        label=_("What did the page say at"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}),
    )


@admin.register(Publication)
class PublicationAdmin(DeskAdmin):
    list_display = ["headline", "state", "in_section", "published"]
    list_display_links = None
    list_filter = [AnySectionFilter]
    list_select_related = ["head_edition"]
    list_per_page = 50
    search_fields = ["head_edition__headline"]
    search_help_text = _("In headlines.")
    sortable_by = ["published"]
    ordering = ["-first_published_at", "-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    actions = None

    # The list

    @admin.display(description=_("headline"))
    def headline(self, publication: Publication) -> SafeString:
        """What readers see, where they see anything: a version that waits is not everybody's to know."""
        edition = next(iter(publication.visible), None)
        if edition is None and publication.live_state(timezone.now()) != LiveState.LIVE:
            edition = publication.head_edition
        address = reverse("admin:articles_publication_change", args=[publication.pk])
        return format_html('<a href="{}" dir="auto">{}</a>', address, edition.headline if edition else "—")

    @admin.display(description=_("state"))
    def state(self, publication: Publication) -> SafeString | str:
        return live_chip(publication, timezone.now())

    @admin.display(description=_("section"))
    def in_section(self, publication: Publication) -> SafeString | str:
        return section_name(publication.section_id)

    @admin.display(description=_("first published"), ordering="first_published_at")
    def published(self, publication: Publication) -> SafeString | str:
        return moment(publication.first_published_at)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"is_nav_sidebar_enabled": False} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        now = timezone.now()
        visible = Prefetch("editions", Edition.objects.live(now), to_attr="visible")
        return super().get_queryset(request).for_desk(roles_for(request), now).prefetch_related(visible)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Publication], search_term: str
    ) -> tuple[QuerySet[Publication], bool]:
        """In what readers see; for the person's own sections also in what waits and in what was killed."""
        for word in search_term.replace("\0", "").split():
            seen = Edition.objects.live(timezone.now()).filter(headline__icontains=word)
            own = Q(section__in=roles_for(request).sections(), head_edition__headline__icontains=word)
            queryset = queryset.filter(Q(pk__in=seen.values("publication")) | own)
        return queryset, False

    # Who may

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        return False

    # One story's record

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        raise Http404  # the record is its own history

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        publication = self.get_object(request, object_id)
        if publication is None:
            raise Http404
        now = timezone.now()
        editions = self.editions_for(request, publication, now)
        form = MomentForm(request.GET if "at" in request.GET else None, initial={"at": now})
        at = form.cleaned_data["at"] if form.is_bound and form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "is_nav_sidebar_enabled": False,
            "opts": self.opts,
            "title": gettext("Record"),
            "publication": publication,
            "headline": next((edition.headline for edition in editions), ""),
            "live_chip": live_chip(publication, now),
            "section": section_name(publication.section_id),
            "first_published": moment(publication.first_published_at),
            "page_address": page_address(publication) if publication.visible else "",
            "editions": [described(edition) for edition in editions],
            "may_kill": self.may_kill(request, publication, now),
            "has_role": self.has_role(request, publication, now),
            "form": form,
            "zone": timezone.get_current_timezone_name(),
            "asked": at,
            "is_to_come": bool(at and at > now),
            "said": page_at(editions, at) if at else None,
        }
        return TemplateResponse(request, "admin/articles/publication/record.html", context)

    def may_kill(self, request: HttpRequest, publication: Publication, now: datetime) -> bool:
        return STEPS["kill"] in steps.open_steps(roles_for(request), publication.article, now)

    def editions_for(
        self, request: HttpRequest, publication: Publication, now: datetime
    ) -> QuerySet[Edition]:
        """All of the person's own sections' stories; of others' only what readers see now."""
        editions = publication.editions.select_related("revision__by").order_by("-version")
        return editions if self.has_role(request, publication, now) else editions.live(now)

    def has_role(self, request: HttpRequest, publication: Publication, now: datetime) -> bool:
        return any(roles_for(request).on(pk) for pk in publication.sections_at(now))


def page_at(editions: QuerySet[Edition], at: datetime) -> dict[str, Any] | None:
    """What the page said at that moment, of these editions."""
    edition = editions.live(at).first()
    if edition is None:
        return None
    return described(edition) | as_read(edition, edition.revision)


def described(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition,
        "from": exactly(edition.visible_from),
        "until": exactly(edition.visible_until),
        "was_seen": edition.visible_until is None or edition.visible_until > edition.visible_from,
        "who": edition.revision.by or gettext("the system"),
    }
