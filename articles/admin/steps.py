"""The bar of steps: which buttons a person sees, and what pressing one of them does."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.columns import on_the_clock, page_address
from articles.forms import ArticleForm
from articles.models import Article, Publication
from articles.stages import STEPS, LiveState, Stage, Step
from sections.roles import Roles

IN_ORDER = ("save", "submit", "publish")  # the last that is there is the main one


@dataclass(frozen=True)
class Button:
    name: str
    label: str | Promise
    is_main: bool = False
    later_label: str = ""  # where a time in the form puts it off


def publication_of(article: Article) -> Publication | None:
    return getattr(article, "publication", None) if article.pk else None


def open_steps(roles: Roles, article: Article, at: datetime) -> list[Step]:
    """What this person may do now; a new story may go to any of their sections."""
    publication = publication_of(article)
    record = workflow.sections_of_record(publication, at)

    # A published copy becomes a draft when a change of it is saved: the same press can publish that.
    changed_is_draft = (
        article.stage == Stage.PUBLISHED
        and publication is not None
        and publication.live_state(at) in STEPS["publish"].live_states
    )

    def is_open(step: Step) -> bool:
        allowed = (
            workflow.may(roles, step, article, record) if article.pk else bool(roles.sections(step.role))
        )
        is_possible = workflow.possible(step, article, publication, at)
        return allowed and (is_possible or (step.name == "publish" and changed_is_draft))

    return [step for step in STEPS.values() if is_open(step)]


def buttons(steps: list[Step]) -> list[Button]:
    names = [name for name in IN_ORDER if STEPS[name] in steps]
    return [
        Button(
            name,
            STEPS[name].label,
            is_main=name == names[-1],
            later_label=_("Schedule") if name == "publish" else "",
        )
        for name in names
    ]


def pressed(post: QueryDict) -> str:
    """The name of the step whose button was pressed; Save where it is none of them."""
    return next((name for name in IN_ORDER if f"_{name}" in post), "save")


def take(request: HttpRequest, form: ArticleForm, article: Article) -> str | SafeString:
    """Save what the form says, take the step, and tell what happened. Raises workflow.Refused."""
    step, seen = pressed(request.POST), form.cleaned_data["seen"]
    is_saved = not article.pk or form.is_changed
    is_out_already = not is_saved and article.stage == Stage.PUBLISHED and seen == article.head_revision_id
    if is_saved:
        workflow.save(article, by=request.user, seen=seen, **form.related)
        seen = article.head_revision_id
    if step == "submit":
        workflow.submit(article, by=request.user, seen=seen)
        return _("Submitted: editors see it in their list.")
    if step == "publish" and not is_out_already:
        edition = workflow.publish(article, by=request.user, seen=seen)
        return _published(edition.publication, edition.visible_from)
    if not is_saved:
        return _("Nothing had changed since it was last saved.")
    if publication_of(article):
        return _("Saved as a draft. What readers see is unchanged until it is published.")
    return _("Saved.")


def _published(publication: Publication, visible_from: datetime) -> str | SafeString:
    if visible_from > timezone.now():
        return _("Scheduled: readers see it %(time)s.") % {"time": on_the_clock(visible_from)}
    link = format_html('<a href="{}">{}</a>', page_address(publication), _("Look at the page"))
    return format_html("{} {}", _("Published."), link)


def what_killing_does(publication: Publication, at: datetime) -> list[str]:
    """Told before it is done, and final."""
    if publication.live_state(at) == LiveState.SCHEDULED:
        first = _("It will not appear: readers never see it.")
    else:
        first = _("The page, and every address that it ever had, answers “410 Gone” from now on.")
    return [
        first,
        _("It leaves every list; the notice repeats neither headline nor text."),
        _("It is final: this story can never be published again."),
    ]
