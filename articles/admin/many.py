"""Steps for many stories at once: each is decided on its own, in its own transaction, and told of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import workflow
from articles.admin.columns import on_the_clock, states
from articles.forms import DueField, is_key
from articles.models import Article
from articles.stages import STEPS, LiveState, Step
from articles.workflow import taking
from sections.admin import is_member, roles_for
from sections.models import Role
from sections.roles import people_with

AT_MOST = 50
OFFERED = (
    *("submit", "publish", "return", "unschedule", "hand_over"),
    *("hold", "release", "spike", "unspike"),
)
ALSO = {"publish": ("update",)}  # what the same press is called for a story in another state


class NoForm(forms.Form):
    """Nothing is asked."""


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the desk and the record; readers do not see it."),
    )


class PersonForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("To"))
    due_at = DueField(
        label=_("Due"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


FORMS: dict[str, type[forms.Form]] = {"note": NoteForm, "reason": ReasonForm, "person": PersonForm}


@dataclass(frozen=True)
class Seen:
    """What the list showed of a story: revision and newest edition."""

    revision: int | None
    edition: int | None


@dataclass
class Chosen:
    """A story of those chosen, and what will become or became of it."""

    story: Article
    seen: Seen
    address: str
    chips: SafeString
    words: str = ""
    is_possible: bool = True


@dataclass
class Report:
    done: list[Chosen] = field(default_factory=list)
    refused: list[Chosen] = field(default_factory=list)


# What the list offers and shows


def actions_for(request: HttpRequest) -> dict[str, tuple[Callable, str, str]]:
    names = [name for name in OFFERED if is_member(request, STEPS[name].role)]
    return {name: (partial(act, name), name, capfirst(str(STEPS[name].label))) for name in names}


def seen_of(story: Article) -> Seen:
    publication = getattr(story, "publication", None)
    return Seen(story.head_revision_id, publication.head_edition_id if publication else None)


def seen_input(story: Article, seen: Seen | None = None) -> SafeString:
    seen = seen or seen_of(story)
    return format_html(
        '<input type="hidden" name="seen" value="{}-{}-{}">',
        *(story.pk, seen.revision or 0, seen.edition or 0),
    )


def told_seen(sent: Iterable[str]) -> dict[int, Seen]:
    """What the page says that it showed."""
    triples = [words.split("-") for words in sent]
    numbers = [list(map(int, three)) for three in triples if len(three) == 3 and all(map(is_key, three))]  # noqa: PLR2004
    return {pk: Seen(revision or None, edition or None) for pk, revision, edition in numbers}


# The deed


def act(name: str, desk: admin.ModelAdmin, request: HttpRequest, _listed: Any) -> HttpResponse:
    """First a page that says what will happen and asks what the step needs; then the report."""
    chosen = chosen_stories(request)
    preview = Report()
    for one in chosen:
        foretell(name, one, request.user)
        (preview.done if one.is_possible else preview.refused).append(one)
    confirmed = "confirmed" in request.POST
    form = form_for(name, [one.story for one in preview.done], request.POST if confirmed else None)
    if confirmed and preview.done and form.is_valid():
        return page(desk, request, name, carry_out(name, chosen, request.user, form), form=None)
    return page(desk, request, name, preview, form=form)


def chosen_stories(request: HttpRequest) -> list[Chosen]:
    """Those of the person's own desk, in the order of the list. The list's filters play no part: a story
    that has left the list meanwhile is told of, not dropped in silence.
    """
    keys = [int(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)][:AT_MOST]
    stories = Article.objects.for_desk(roles_for(request)).select_related(
        "section", "publication__head_edition"
    )
    found = stories.defer("body", "publication__head_edition__body").in_bulk(keys)
    seen, now = told_seen(request.POST.getlist("seen")), timezone.now()
    return [
        Chosen(
            story=found[key],
            seen=seen.get(key, Seen(None, None)),
            address=reverse("admin:articles_article_change", args=[key]),
            chips=states(found[key], now),
        )
        for key in dict.fromkeys(keys)
        if key in found
    ]


def form_for(name: str, stories: list[Article], data: Any) -> forms.Form:
    form = FORMS.get(STEPS[name].asks, NoForm)(data)
    if "to" in form.fields:
        own = [people_with(Role.REPORTER, section) for section in {story.section_id for story in stories}]
        form.fields["to"].queryset = reduce(or_, own) if own else User.objects.none()
    return form


def foretell(name: str, one: Chosen, person: User) -> None:
    """Say what the step would do to this story, or why it would not be taken."""
    now, story = timezone.now(), one.story
    publication = getattr(story, "publication", None)
    states_of_step = [STEPS[each] for each in (name, *ALSO.get(name, ()))]
    step = next(
        (each for each in states_of_step if workflow.possible(each, story, publication, now)),
        states_of_step[0],
    )
    try:
        refuse_unseen(one)
        taking.check(step, story, publication, person, one.seen.revision, now)
        if name == "publish" and workflow.needs_other_eyes(story, publication, person, now):
            raise workflow.Refused(gettext("Four eyes: only you have touched this text."))
        if name == "publish" and story.lacks_since_id:
            raise workflow.Refused(gettext("This update lacks a correction of the live text."))
        if name == "publish":
            workflow.refuse_pictures(story, now)
        one.words = effect(step, story, publication, now)
    except workflow.Refused as refused:
        one.words, one.is_possible = str(refused), False


def refuse_unseen(one: Chosen) -> None:
    """Nothing is done to what has changed since the list showed it."""
    if seen_of(one.story) != one.seen:
        raise taking.conflict(one.story)


def effect(step: Step, story: Article, publication: Any, now: Any) -> str:
    state = workflow.live_state(story, publication, now)
    waiting = workflow.waiting_edition(publication, now)
    if step.name in {"publish", "update"}:
        if story.not_before and story.not_before > now:
            return gettext("Readers see it %(time)s.") % {"time": on_the_clock(story.not_before, now)}
        return gettext("Readers see it at once.")
    if step.name == "unschedule" and waiting:
        when = on_the_clock(waiting.visible_from, now)
        return gettext("What was to appear %(time)s does not.") % {"time": when}
    if step.name == "hold":
        return {
            LiveState.LIVE: gettext("It leaves the site at once."),
            LiveState.SCHEDULED: gettext("It does not appear at its time."),
        }.get(state, gettext("Hands off: nobody publishes it until it is released."))
    if step.name == "release" and publication and publication.held_at and publication.visible_from:
        return gettext("Readers see it again at once.")
    return str(EFFECTS[step.name])


EFFECTS = {
    "submit": _("Its editors find it in their list."),
    "return": _("It goes back as a draft, with your note."),
    "hand_over": _("It waits for the person whom you choose."),
    "release": _("It goes back to where it was: to its time, or to work."),
    "spike": _("It is laid aside, and can be taken up again."),
    "unspike": _("It is a draft again."),
    "unschedule": _("It does not appear at its time."),
}


def carry_out(name: str, chosen: list[Chosen], person: User, form: forms.Form) -> Report:
    report = Report()
    for one in chosen:
        try:
            refuse_unseen(one)
            take(name, one, person, form)
        except workflow.Refused as refused:
            one.words, one.is_possible = str(refused), False
        except OperationalError:  # a deadlock, a wait that took too long: the others go on
            one.words, one.is_possible = gettext("The database was busy. Nothing was done; try again."), False
        else:
            one.words = ""
        one.chips = states(reread(one.story), timezone.now())
        (report.done if one.is_possible else report.refused).append(one)
    return report


def reread(story: Article) -> Article:
    return Article.objects.select_related("publication__head_edition").defer("body").get(pk=story.pk)


def take(name: str, one: Chosen, person: User, form: forms.Form) -> None:
    """One story's step; raises workflow.Refused."""
    one.is_possible = True
    whose: dict[str, Any] = {"by": person, **form.cleaned_data}
    if name in {"hold", "release"}:
        whose["seen_edition"] = one.seen.edition
    else:
        whose["seen"] = one.seen.revision
    step = getattr(workflow, {"return": "return_"}.get(name, name))
    step(one.story, **whose)


def page(
    desk: admin.ModelAdmin, request: HttpRequest, name: str, report: Report, form: forms.Form | None
) -> HttpResponse:
    step = STEPS[name]
    context = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "opts": desk.opts,
        "title": capfirst(str(step.label)),
        "step": step,
        "form": form,
        "report": report,
        "seen": [seen_input(one.story, one.seen) for one in (*report.done, *report.refused)],
        "checkbox": ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/articles/article/many.html", context)
