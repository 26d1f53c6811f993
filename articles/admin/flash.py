"""Flash and alert: a headline and a place, out at once; the text follows as an update."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin.steps import published
from articles.folding import fold
from articles.forms import LineField, section_choices
from articles.models import Article, Author, Place, Priority
from sections.admin import roles_for
from sections.models import Role, Section
from sections.roles import Roles
from sections.tree import current_tree

ALARMS = [(Priority.FLASH, Priority.FLASH.label), (Priority.ALERT, Priority.ALERT.label)]


class FlashForm(forms.Form):
    headline = LineField(
        label=_("Headline"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "headline", "autofocus": True, "autocomplete": "off"}),
    )
    place = LineField(
        label=_("Place"),
        max_length=100,
        required=False,
        help_text=_("As one types it: Belgrade, Roma."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "places"}),
    )
    section = forms.TypedChoiceField(label=_("section"), coerce=int)
    priority = forms.TypedChoiceField(
        label=_("priority"), coerce=int, choices=ALARMS, initial=Priority.FLASH, required=False
    )

    def __init__(self, *args: Any, roles: Roles, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        choices = section_choices(roles.sections())
        self.fields["section"].choices = choices
        own = section_choices(roles.sections(Role.EDITOR)) or choices
        self.fields["section"].initial = own[0][0] if own else None

    def story(self) -> Article:
        """What is written of it; the rest is its section's."""
        data = self.cleaned_data
        section = current_tree().by_id[data["section"]]
        return Article(
            section_id=section.id,
            language=section.language,
            headline=data["headline"],
            priority=data["priority"] or Priority.FLASH,
            place_text="" if self.places() else data["place"],
        )

    def places(self) -> list[Place]:
        """The place of that name; none where it is not on the list, or where several have the name."""
        wanted = fold(self.cleaned_data["place"])
        found = Place.objects.filter(search_names__contains=f"\n{wanted}\n")[:2] if wanted else []
        return list(found) if len(found) == 1 else []


def flash_view(request: HttpRequest, desk: admin.ModelAdmin) -> HttpResponse:
    """One page, two fields, one press."""
    roles = roles_for(request)
    if not roles.sections():
        raise PermissionDenied
    form = FlashForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            return send(request, form)
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
    context = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": gettext("Flash"),
        "opts": desk.opts,
        "form": form,
        "placed": placed(form),
        "may_publish": bool(roles.sections(Role.EDITOR)),
        "places": Place.objects.values_list("name", flat=True)[:1000],
    }
    return TemplateResponse(request, "admin/articles/article/flash.html", context)


def placed(form: FlashForm) -> str:
    """`Nuova Europa · Flash`: where it goes and as what, unless one opens the panel."""
    field = form.fields["section"]
    name = dict(field.choices).get(field.initial, "").strip()
    return f"{name} · {Priority.FLASH.label}"


@transaction.atomic
def send(request: HttpRequest, form: FlashForm) -> HttpResponse:
    """Save and publish, or submit, in one transaction. Raises workflow.Refused."""
    story = form.story()
    section = Section.objects.select_related("source").get(pk=story.section_id)
    source = current_tree().by_id[section.pk].source
    author = Author.objects.filter(user=request.user).first()
    workflow.save(
        story,
        by=request.user,
        sources=[source] if source else [],
        places=form.places(),
        authors=[author] if author else [],
    )
    if "_submit" in request.POST:
        workflow.submit(story, by=request.user)
        messages.success(request, gettext("Submitted: editors see it on top of their list."))
    else:
        edition = workflow.publish(story, by=request.user)
        messages.success(request, published(edition.publication, timezone.now()))
        messages.info(request, gettext("The text may follow here: it goes out as an update, without alarm."))
    return redirect("admin:articles_article_change", story.pk)
