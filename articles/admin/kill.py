"""Killing a story: a page of its own says what it will do, and asks why."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin import steps
from articles.admin.columns import chip, page_address
from articles.models import Article
from articles.stages import STEPS
from sections.admin import roles_for


class KillForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("For the desk and the record; readers do not see it."),
    )
    seen_edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


def kill_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """For whoever answers for what readers see, wherever the working copy has been moved since."""
    story = get_object_or_404(Article, pk=pk)
    publication = steps.publication_of(story)
    now = timezone.now()
    if not workflow.may(
        roles_for(request), STEPS["kill"], story, workflow.sections_of_record(publication, now)
    ):
        desk.get_object(request, str(pk))  # 404 for whom the story is none
        raise PermissionDenied
    if publication is None or not workflow.possible(STEPS["kill"], story, publication, now):
        messages.warning(request, gettext("There is nothing to kill: readers do not see this story."))
        return redirect("admin:articles_publication_changelist")
    form = KillForm(request.POST or None, initial={"seen_edition": publication.head_edition_id})
    if request.method == "POST" and form.is_valid() and _kill(request, story, form):
        return redirect("admin:articles_publication_change", publication.pk)
    context = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": gettext("Kill this story?"),
        "opts": desk.opts,
        "story": story,
        "form": form,
        "live_chip": chip(publication.live_state(now)),
        "page_address": page_address(publication),
        "effects": steps.what_killing_does(publication, now),
        "headline": publication.head_edition.headline if publication.head_edition else story.headline,
    }
    return TemplateResponse(request, "admin/articles/article/kill.html", context)


def _kill(request: HttpRequest, story: Article, form: KillForm) -> bool:
    data = form.cleaned_data
    try:
        workflow.kill(story, by=request.user, reason=data["reason"], seen_edition=data["seen_edition"])
    except workflow.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, gettext("Killed. The page answers “410 Gone” from now on."))
    return True
