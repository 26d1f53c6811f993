"""The map at the desk: the section tree, with how many stories each shows."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Field, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import moving
from articles.forms import section_choices
from articles.models import Article, Edition, Publication, SectionMove
from sections import branch
from sections.admin import COUNTED_UP_TO, ChosenByMembers, DeletedWhenUnused, bounded
from sections.models import Membership, Section
from sections.tree import current_tree, forget_tree

UNFINISHED_SHOWN = 5
ADDRESSES_NAMED = 5


class Agreed(forms.CheckboxInput):
    """A tick under these very words: it is none under others."""

    def __init__(self, words: str) -> None:
        super().__init__(check_test=lambda value: value == words)
        self.words = words

    def format_value(self, value: Any) -> str:
        return self.words

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return data.get(name, "")


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = [
            "name",
            "slug",
            "parent",
            "position",
            "visible",
            "language",
            "copyright",
            "source",
            "description",
            "four_eyes",
        ]

    take_over = forms.CharField(required=False, widget=forms.HiddenInput)

    refusal: ValidationError | None = None  # why it could not be saved, after all

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" not in self.fields:
            return
        tree = current_tree()
        own = tree.branches([self.instance.pk]) if self.instance.pk else set()
        nobody = [("", "—")] if tree.root is None or tree.root.id == self.instance.pk else []
        self.fields["parent"].queryset = Section.objects.exclude(pk__in=own)
        self.fields["parent"].choices = nobody + section_choices(tree.by_id, without=own)
        self.fields["parent"].required = not nobody

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        section, parent = self.instance, data.get("parent")
        self._ask_for_addresses(parent, data.get("slug"))
        if section.pk and "parent" in data and "visible" in data:
            moves = (section.parent_id, section.visible) != (parent.pk if parent else None, data["visible"])
            if moves and moving.is_large(section):
                raise forms.ValidationError(self._too_large(section, parent, data["visible"]))
        if self.refusal:
            raise self.refusal
        return data

    def _ask_for_addresses(self, parent: Section | None, slug: str | None) -> None:
        """One that leads to another section is taken over by whoever ticks that it is: that one, no other."""
        wanted = Section(pk=self.instance.pk, parent=parent, slug=slug or "")
        taken = branch.taken_over(wanted) if parent and slug else []
        if not taken:
            return
        addresses = [f"/{former.path}/" for former in taken]
        names = ", ".join(dict.fromkeys(f"“{former.section}”" for former in taken[:ADDRESSES_NAMED]))
        field = self.fields["take_over"]
        field.widget = Agreed(" ".join(addresses))
        field.label = self["take_over"].label = ngettext(
            "Take this address over from %(sections)s",
            "Take these %(count)d addresses over from %(sections)s",
            len(taken),
        ) % {"sections": names, "count": len(taken)}
        if self.cleaned_data.get("take_over") != " ".join(addresses):
            for address, former in zip(addresses[:ADDRESSES_NAMED], taken, strict=False):
                self.add_error("take_over", had_address(address, former.section))

    def _too_large(self, section: Section, parent: Section | None, visible: bool) -> str:
        words = [f'manage.py move_section "{section.path}"']
        if parent and parent.pk != section.parent_id:
            words.append(f'--to "{parent.path}"')
        if visible != section.visible:
            words.append("--show" if visible else "--hide")
        return gettext(
            "More than %(count)d stories stand in “%(section)s”: nothing was changed. "
            "A branch of this size is moved by the command: %(command)s"
        ) % {"count": moving.LARGEST_AT_ONCE, "section": section, "command": " ".join(words)}


class RolesHere(admin.TabularInline):
    """Who does what on this section and all below it."""

    model = Membership
    fields = ["user", "group", "role"]
    autocomplete_fields = ["user", "group"]
    extra = 0
    verbose_name_plural = _("roles here and below")


class TreeList(ChangeList):
    """The sections in the order of the tree, each with its node and the number of its live stories."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        nodes = current_tree().by_id
        order = {node.id: number for number, node in enumerate(current_tree().root.branch())} if nodes else {}
        sections = sorted(self.result_list, key=lambda section: order.get(section.pk, len(order)))
        counts = live_stories([section.pk for section in sections])
        for section in sections:
            section.node, section.live_stories = nodes.get(section.pk), counts[section.pk]
        self.result_list = sections


def live_stories(section_ids: list[int]) -> dict[int, int]:
    """How many live stories stand on each section's list, counted up to COUNTED_UP_TO; two queries."""
    live = Edition.objects.live(timezone.now())
    beyond = live.filter(placements__section=OuterRef("pk")).values("pk")[COUNTED_UP_TO : COUNTED_UP_TO + 1]
    many = set(Section.objects.filter(Exists(beyond), pk__in=section_ids).values_list("pk", flat=True))
    few = (
        live.filter(placements__section__in=set(section_ids) - many)
        .order_by()
        .values("placements__section")
        .annotate(count=Count("pk"))
        .values_list("placements__section", "count")
    )
    return dict.fromkeys(section_ids, 0) | dict.fromkeys(many, COUNTED_UP_TO + 1) | dict(few)


@admin.register(Section)
class SectionAdmin(DeletedWhenUnused, ChosenByMembers):
    form = SectionForm
    fieldsets = [
        (None, {"fields": ["name", "slug", "parent", "take_over", "position", "visible"]}),
        (_("What its pages say"), {"fields": ["language", "copyright", "source", "description"]}),
        (_("How its desk works"), {"fields": ["four_eyes"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [RolesHere]
    list_display = ["in_tree", "address", "stories", "site_language", "notice", "shown", "order"]
    list_display_links = None
    list_per_page = 5000  # the whole tree
    search_fields = ["name", "path"]
    sortable_by: list[str] = []
    show_full_result_count = False
    actions = None

    # The tree

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if self.has_change_permission(request):
            for move in SectionMove.objects.select_related("section")[:UNFINISHED_SHOWN]:
                self.message_user(request, unfinished(move), messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("section"))
    def in_tree(self, section: Section) -> SafeString:
        depth = len(section.node.line) - 1 if section.node else 0
        return format_html(
            '<a class="depth-{}" id="section-{}" href="{}">{}</a>',
            min(depth, 8),
            section.pk,
            reverse("admin:sections_section_change", args=[section.pk]),
            section.name,
        )

    @admin.display(description=_("path"))
    def address(self, section: Section) -> SafeString:
        return format_html(
            '<a href="{0}"><code>{0}</code></a> <a class="curate" href="{1}">{2}</a>',
            section.get_absolute_url(),
            reverse("curate", args=[section.pk]),
            gettext("Front"),
        )

    @admin.display(description=_("live stories"))
    def stories(self, section: Section) -> SafeString:
        return format_html('<span class="number">{}</span>', bounded(section.live_stories))

    @admin.display(description=_("language"))
    def site_language(self, section: Section) -> SafeString:
        inherited = section.node.language if section.node else ""
        return own_or_inherited(section.language, inherited)

    @admin.display(description=_("copyright"))
    def notice(self, section: Section) -> SafeString:
        node = section.node
        inherited = node.copyright.holder if node and node.copyright else ""
        return own_or_inherited(inherited if section.copyright_id else "", inherited)

    @admin.display(description=_("visible"), boolean=True)
    def shown(self, section: Section) -> bool:
        return section.visible

    @admin.display(description=_("order"))
    def order(self, section: Section) -> SafeString | str:
        if section.parent_id is None:
            return ""
        button = (
            '<button class="step-up" formaction="{}" formnovalidate title="{}" aria-label="{}">{}</button>'
        )
        up, down = gettext("Move “%s” up") % section.name, gettext("Move “%s” down") % section.name
        return format_html(
            button + button,
            *(reverse("admin:sections_section_up", args=[section.pk]), up, up, "↑"),
            *(reverse("admin:sections_section_down", args=[section.pk]), down, down, "↓"),
        )

    def get_urls(self) -> list[URLPattern]:
        step = self.admin_site.admin_view(require_POST(self.step_view))
        return [
            path("<int:pk>/up/", step, {"by": -1}, "sections_section_up"),
            path("<int:pk>/down/", step, {"by": 1}, "sections_section_down"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Section | None = None) -> list:
        """Whether it takes an address over is asked of those alone who may save it."""
        (title, first), *others = super().get_fieldsets(request, obj)
        if obj and not self.has_change_permission(request, obj):
            first = {"fields": [name for name in first["fields"] if name != "take_over"]}
        return [(title, first), *others]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Section | None = None) -> dict:
        return {} if obj else self.prepopulated_fields  # a new name alone moves no address

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Choosing only: other sections, notices and sources have screens of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def step_view(self, request: HttpRequest, pk: int, by: int) -> HttpResponse:
        """Change places with the sibling before or after."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        branch.change_places(get_object_or_404(Section, pk=pk), by)
        return HttpResponseRedirect(f"{reverse('admin:sections_section_changelist')}#section-{pk}")

    # Saving and deleting

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:  # somebody has changed the tree since the form was looked at
            request.refusal = error
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        moving.save_section(obj)

    def delete_model(self, request: HttpRequest, obj: Section) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(forget_tree)

    def in_the_way(self, section: Section) -> Iterator[str]:
        for child in section.children.all()[:20]:
            yield gettext("section “%s”") % child.name
        rows = (
            Article.objects.filter(section=section),
            Article.objects.filter(further_sections=section),
            Publication.objects.filter(section=section),
            Edition.objects.filter(section=section),
        )
        count = max(stories.values("pk")[: COUNTED_UP_TO + 1].count() for stories in rows)
        if count:
            yield ngettext("%s story", "%s stories", count) % bounded(count)


def had_address(address: str, section: Section) -> str:
    return gettext(
        "“%(section)s” had the address %(address)s, and it leads there still. Taken over, it leads here, "
        "as do its feeds and its archive; the stories of “%(section)s” go on redirecting."
    ) % {"section": section, "address": address}


def unfinished(move: SectionMove) -> str:
    return gettext(
        "Some stories of “%(section)s” still stand on the lists of its old place. "
        "This command goes on: manage.py move_section --continue"
    ) % {"section": move.section}


def own_or_inherited(own: str, inherited: str) -> SafeString:
    """Its own in full, what comes from above quietly."""
    return format_html('<span class="{}">{}</span>', "own" if own else "quiet", own or inherited or "—")
