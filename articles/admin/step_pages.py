"""A page of its own for each step that asks something or takes something away: what it will do, and why."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User
from articles import workflow
from articles.admin import steps
from articles.admin.columns import chip, page_address
from articles.admin.effects import effects_of
from articles.admin.lacking import of_text
from articles.compare import Change, compare
from articles.forms import DueField, is_key
from articles.models import Article, Edition, Note, Publication
from articles.models.article import LANGUAGES
from articles.stages import STEPS, LiveState, Step
from sections.admin import roles_for
from sections.models import Role
from sections.roles import people_with

BY_PAGE = {
    *("return", "publish_alone", "unschedule", "spike", "unspike", "hold", "release", "kill"),
    *("hand_over", "duplicate", "translate", "take_over", "take_fix", "set_fix_aside", "note"),
}
NOTE_LENGTH = 2000
WITHOUT_SEEN = _("This page does not say which version it was opened with: open the story again.")


def lines(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=NOTE_LENGTH,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )


class StepForm(forms.Form):
    """What the step asks, and what the person saw when they chose it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, step: Step, story: Article, person: User, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.asked_of = SEEN_FOR.get(TAKEN.get(step.name, of_copy), "")
        if step.asks == "note":
            self.fields["note"] = lines(_("Note"), NOTE_HELP.get(step.name, ""))
        if step.asks == "reason":
            self.fields["reason"] = lines(
                _("Reason"), _("For the desk and the record; readers do not see it.")
            )
        if step.asks == "person":
            self.fields["to"] = forms.ModelChoiceField(
                colleagues(story).exclude(pk=person.pk), label=_("Colleague")
            )
            self.fields["due_at"] = DueField(
                label=_("Due"),
                required=False,
                help_text=_("With a time it is an assignment."),
                widget=forms.DateTimeInput(
                    format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "60"}
                ),
            )
            self.fields["note"] = lines(_("Note"), required=False)
        if step.asks == "language":
            others = [(code, name) for code, name in LANGUAGES if code != story.language]
            self.fields["language"] = forms.ChoiceField(choices=others, label=_("Language"))
        for first in self.visible_fields()[:1]:  # what one came to write
            first.field.widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """A step is taken on what the person saw, where there is anything to see."""
        data = super().clean() or self.cleaned_data
        if self.asked_of and self.initial[self.asked_of] and not data.get(self.asked_of):
            raise forms.ValidationError(WITHOUT_SEEN)
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("seen")}

    def look_again(self) -> None:
        """What was typed stays; the next press is on what the story is now. Only for who was shown that."""
        self.data = self.data.copy()
        for name in ("seen", "seen_edition"):
            self.data[name] = self.initial[name]


NOTE_HELP = {
    "return": _("What is to be done? Whoever submitted it finds the story and this note in their list."),
    "publish_alone": _("Why nobody else could look at it. It stands in the record."),
}


def colleagues(story: Article) -> Any:
    return people_with(Role.REPORTER, story.section_id).order_by("last_name", "first_name", "username")


def looked_at(publication: Publication | None, at: datetime) -> int | None:
    """The edition that one takes a step on the record for: the one that readers see, else the one to come."""
    shown = workflow.shown_edition(publication, at)
    return shown.pk if shown else publication.head_edition_id if publication else None


def step_view(request: HttpRequest, pk: int, name: str, desk: admin.ModelAdmin) -> HttpResponse:
    """For whoever may take the step, wherever the working copy has been moved since."""
    step = STEPS.get(name)
    if step is None or name not in BY_PAGE:
        raise Http404
    story = get_object_or_404(Article.objects.select_related("section", "head_revision"), pk=pk)
    publication = workflow.publication_of(story)
    now = timezone.now()
    check_person(request, step, story, publication, desk)
    is_possible = workflow.possible(step, story, publication, now)
    asks_in_vain = request.method == "POST" and step.asks  # what was typed is not lost
    if not is_possible and not asks_in_vain:
        return not_possible(request, step, story, publication, desk)
    if is_possible and step.name == "publish_alone" and not only_theirs(story, publication, request.user):
        messages.info(request, gettext("Somebody else has touched this text: publish it as any other."))
        return redirect("admin:articles_article_change", story.pk)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        step=step,
        story=story,
        person=request.user,
        initial={
            "seen": story.head_revision_id,
            "seen_edition": looked_at(publication, now),
        },
    )
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            return take(request, step, story, form)
        except workflow.Conflict as conflict:
            form.add_error(None, str(conflict))
            meanwhile = changed_meanwhile(story, publication, form)
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
    context = page_context(request, desk, step, story, publication)
    context |= {"form": form, "is_possible": is_possible, "meanwhile": meanwhile}
    return TemplateResponse(request, "admin/articles/article/step.html", context)


def check_person(
    request: HttpRequest, step: Step, story: Article, publication: Publication | None, desk: admin.ModelAdmin
) -> None:
    """404 for whom the story is none, 403 for whom the step is none."""
    record = workflow.sections_of_record(publication, timezone.now())
    if not workflow.may(roles_for(request), step, story, record):
        desk.get_object(request, str(story.pk))
        raise PermissionDenied


def only_theirs(story: Article, publication: Publication | None, person: User) -> bool:
    return workflow.needs_other_eyes(story, publication, person, timezone.now())


def changed_meanwhile(story: Article, publication: Publication | None, form: StepForm) -> list[Change] | None:
    """What became of the text since the page was opened, to be shown before the step is asked for again.

    None where the page does not say what it was opened with: then it stays refused.
    """
    sent = form.cleaned_data.get(form.asked_of)
    if sent is None or not is_key(sent):
        return None
    if form.asked_of == "seen":
        old, new = story.revisions.filter(pk=sent).first(), story.head_revision
    else:
        edition = Edition.objects.select_related("revision").filter(publication=publication, pk=sent).first()
        head = publication.head_edition if publication else None
        old, new = edition and edition.revision, head and head.revision
    if old is None or new is None:
        return None
    form.look_again()
    return compare(old.data, new.data)


@require_POST
def restore_view(request: HttpRequest, pk: int, revision_pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """Make the copy say what an earlier version said: an edit, and as easily undone."""
    story = desk.get_object(request, str(pk))
    revision = get_object_or_404(story.revisions, pk=revision_pk)
    sent = request.POST.get("seen", "")
    note = str(timezone.localtime(revision.created_at))[:16]
    try:
        if not is_key(sent):
            raise workflow.Refused(WITHOUT_SEEN)
        workflow.restore(story, revision=revision, by=request.user, seen=int(sent), note=note)
        messages.success(request, gettext("Restored: the copy says again what this version said."))
    except workflow.Refused as refused:
        messages.error(request, str(refused))
    return redirect("admin:articles_article_change", story.pk)


def not_possible(
    request: HttpRequest, step: Step, story: Article, publication: Publication | None, desk: admin.ModelAdmin
) -> HttpResponse:
    """Somebody was faster, or the page is old: say what the story is now."""
    state = workflow.live_state(story, publication, timezone.now())
    if state in {LiveState.HELD, LiveState.KILLED}:
        words = str(workflow.impossible(step, state, story))
    else:
        says = gettext("“%(step)s” is not possible any more: the copy is %(stage)s, the story %(state)s.")
        words = says % {"step": step.label, "stage": story.get_stage_display(), "state": state.label}
    messages.warning(request, words)
    return HttpResponseRedirect(way_back(request, story, desk))


def page_context(
    request: HttpRequest, desk: admin.ModelAdmin, step: Step, story: Article, publication: Publication | None
) -> dict[str, Any]:
    now = timezone.now()
    state = workflow.live_state(story, publication, now)
    edition = publication.head_edition if publication and step.on == "record" else None
    label = capfirst(str(step.label))
    return {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": label,
        "opts": desk.opts,
        "story": story,
        "step": step,
        "label": gettext("Kill this story for good") if step.name == "kill" else label,
        "live_chip": chip(state) if state != LiveState.NONE else "",
        "page_address": page_address(publication) if steps.is_seen(publication, now) else "",
        "effects": effects_of(step, story, publication, now),
        "headline": edition.headline if edition else story.headline,
        "way_back": way_back(request, story, desk),
    }


def way_back(request: HttpRequest, story: Article, desk: admin.ModelAdmin) -> str:
    """To the story where it is this person's, else to the record."""
    if desk.has_view_permission(request, story):
        return redirect("admin:articles_article_change", story.pk).url
    return redirect("admin:articles_publication_changelist").url


def take(request: HttpRequest, step: Step, story: Article, form: StepForm) -> HttpResponse:
    """Take the step and go where the work goes on. Raises workflow.Refused."""
    result = TAKEN.get(step.name, of_copy)(story, request.user, step, form)
    messages.success(request, told(step, story, result))
    if step.name == "kill":
        return redirect("admin:articles_publication_change", story.publication.pk)
    if step.name == "spike":
        return redirect("admin:articles_article_changelist")
    goes_on = result if step.name in {"duplicate", "translate"} else story
    return redirect("admin:articles_article_change", goes_on.pk)


def told(step: Step, story: Article, result: Any) -> Any:
    if step.name == "publish_alone":
        done = steps.published(result.publication, result.visible_from)
        return format_html("{} {}", done, DONE[step.name])
    if step.name == "spike":
        address = reverse("admin:articles_article_change", args=[story.pk])
        return format_html('{} <a href="{}">{}</a>', DONE[step.name], address, gettext("Open it"))
    if step.name == "note":
        return note_told(story, result)
    if step.name == "take_over" and result is None:
        return gettext("It is yours now.")
    return DONE[step.name]


def note_told(story: Article, note: Note) -> str:
    """Who finds it in their list, and who does not."""
    people, strangers = workflow.mentioned(note.text, story.section_id)
    others = [str(person) for person in people if person != note.by]
    words = [str(DONE["note"])]
    if others:
        words.append(gettext("Told: %s.") % ", ".join(others))
    if strangers:
        names = ", ".join(f"@{name}" for name in strangers)
        words.append(gettext("Nobody at this desk is called %s.") % names)
    return " ".join(words)


def of_copy(story: Article, by: User, step: Step, form: StepForm) -> Any:
    function = getattr(workflow, f"{step.name}_" if step.name == "return" else step.name)
    return function(story, by=by, seen=form.cleaned_data["seen"], **form.answers)


def of_record(story: Article, by: User, step: Step, form: StepForm) -> Any:
    seen = form.cleaned_data["seen_edition"]
    return getattr(workflow, step.name)(story, by=by, seen_edition=seen, **form.answers)


def of_nothing_seen(story: Article, by: User, step: Step, form: StepForm) -> Any:
    return getattr(workflow, step.name)(story, by=by, **form.answers)


def alone(story: Article, by: User, step: Step, form: StepForm) -> Any:
    if lacking := [lack.text for lack in of_text(story.head_revision.data) if lack.is_needed]:
        raise workflow.Refused(gettext("It still lacks %s.") % ", ".join(lacking))
    return workflow.publish(
        story, by=by, seen=form.cleaned_data["seen"], alone=True, note=form.answers["note"]
    )


TAKEN = {
    "hold": of_record,
    "release": of_record,
    "kill": of_record,
    "duplicate": of_nothing_seen,
    "translate": of_nothing_seen,
    "take_over": of_nothing_seen,
    "note": lambda story, by, step, form: workflow.note(story, by=by, text=form.answers["note"]),
    "publish_alone": alone,
}
SEEN_FOR = {of_copy: "seen", alone: "seen", of_record: "seen_edition"}
DONE = {
    "return": _("Returned: it is in the list of whoever submitted it."),
    "publish_alone": _("That nobody else looked at it stands in the record."),
    "unschedule": _("Off the schedule: nothing of it will appear."),
    "spike": _("Spiked. It can be taken off the spike again."),
    "unspike": _("Off the spike: it is a draft again."),
    "hold": _("Held: nobody publishes it, and no reader sees it, until it is released."),
    "release": _("Released."),
    "kill": _("Killed. The page answers “410 Gone” from now on."),
    "hand_over": _("Handed over: it is in your colleague's list."),
    "duplicate": _("This is the duplicate: a new story with the same text."),
    "translate": _("This is the new version: pre-filled, and linked to the story that it translates."),
    "take_over": _("It is yours now. What was not saved is kept as a version of its own: see the history."),
    "take_fix": _("The corrected words stand in this text now."),
    "set_fix_aside": _("The correction is set aside for this text."),
    "note": _("The note is there for your colleagues."),
}
