"""The bar of steps: which buttons a person sees, and what pressing one of them does."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.columns import on_the_clock, page_address
from articles.forms import ArticleForm
from articles.models import Article, Publication
from articles.stages import STEPS, LiveState, Stage, Step
from sections.admin import roles_for
from sections.roles import Roles
from sections.tree import current_tree

PRESSED = ("save", "submit", "publish")  # in the form itself; the last that is there is the main one
OF_A_DRAFT = {"submit", "publish", "update", "publish_alone"}
PAGES = (
    "return",
    "publish_alone",
    "correct",
    "release",
    "unspike",
)  # beside the buttons, a page of their own
MORE = ("hand_over", "translate", "duplicate", "unschedule", "spike")  # folded
GRAVE = ("hold", "kill")  # apart
AT_ONCE = {"release", "duplicate", "unspike"}  # asks nothing, takes nothing away: one press


@dataclass(frozen=True)
class Button:
    name: str
    label: str
    is_main: bool = False
    later_label: str = ""  # where a time in the form puts it off


@dataclass(frozen=True)
class StepLink:
    """A step with a page of its own, or one that is done by one press."""

    name: str
    label: str
    address: str
    is_pressed: bool = False
    is_grave: bool = False
    seen_edition: int | None = None  # what is pressed is pressed on this


@dataclass(frozen=True)
class Bar:
    buttons: list[Button] = field(default_factory=list)
    pages: list[StepLink] = field(default_factory=list)
    more: list[StepLink] = field(default_factory=list)
    grave: list[StepLink] = field(default_factory=list)


def publication_of(article: Article) -> Publication | None:
    return getattr(article, "publication", None) if article.pk else None


def is_seen(publication: Publication | None, at: datetime) -> bool:
    """Whether readers see it now."""
    return publication is not None and publication.editions.live(at).exists()


def open_steps(roles: Roles, article: Article, at: datetime) -> list[Step]:
    """What this person may do now; a new story may go to any of their sections."""
    publication = publication_of(article)
    record = workflow.sections_of_record(publication, at)
    state = workflow.live_state(article, publication, at)

    def is_open(step: Step) -> bool:
        if not article.pk:
            return step.name in PRESSED and could_begin_with(step, roles)
        if not workflow.may(roles, step, article, record):
            return False
        # A published copy becomes a draft when a change of it is saved: the same press can publish that.
        of_change = step.name in OF_A_DRAFT and article.stage == Stage.PUBLISHED
        return workflow.possible(step, article, publication, at) or (of_change and state in step.live_states)

    return [step for step in STEPS.values() if is_open(step)]


def could_begin_with(step: Step, roles: Roles) -> bool:
    """Whether there is a section in whose new stories this person may do so; its form says in which."""
    sections, nodes = roles.sections(step.role), current_tree().by_id
    if step.name == "publish":
        return any(not nodes[pk].four_eyes for pk in sections if pk in nodes)
    return bool(sections)


def bar(request: HttpRequest, article: Article, at: datetime) -> Bar:
    """What stands in the bar of a story's form, for whoever asks."""
    opened = {step.name: step for step in open_steps(roles_for(request), article, at)}
    alone = article.pk and workflow.needs_other_eyes(article, publication_of(article), request.user, at)
    publishing = opened.get("update") or opened.get("publish")
    if alone:
        publishing = None
    else:
        opened.pop("publish_alone", None)
    pressed = [opened.get("save"), opened.get("submit"), publishing]
    steps = [step for step in pressed if step]
    return Bar(
        buttons=[
            Button(
                "publish" if step is publishing else step.name,
                capfirst(str(step.label)),
                is_main=step is steps[-1],
                later_label=_("Schedule") if step is publishing else "",
            )
            for step in steps
        ],
        pages=links(article, opened, PAGES),
        more=links(article, opened, MORE),
        grave=links(article, opened, GRAVE),
    )


def links(article: Article, opened: dict[str, Step], names: tuple[str, ...]) -> list[StepLink]:
    return [link(article, opened[name]) for name in names if name in opened]


def link(article: Article, step: Step) -> StepLink:
    is_pressed = step.name in AT_ONCE
    publication = publication_of(article) if is_pressed and step.on == "record" else None
    return StepLink(
        step.name,
        capfirst(str(step.label)) if is_pressed else _("%(step)s…") % {"step": capfirst(str(step.label))},
        address_of(article, step.name),
        is_pressed=is_pressed,
        is_grave=step.dangerous,
        seen_edition=publication.head_edition_id if publication else None,
    )


def address_of(article: Article, name: str) -> str:
    if name == "correct":
        return reverse("admin:articles_article_correct", args=[article.pk])
    return reverse("admin:articles_article_step", args=[article.pk, name])


def pressed(post: QueryDict) -> str:
    """The name of the step whose button was pressed; Save where it is none of them."""
    return next((name for name in PRESSED if f"_{name}" in post), "save")


@transaction.atomic
def take(request: HttpRequest, form: ArticleForm, article: Article) -> str | SafeString:
    """Save what the form says, take the step, and tell what happened. Raises workflow.Refused."""
    step, seen = pressed(request.POST), form.cleaned_data["seen"]
    is_saved = not article.pk or form.is_changed
    is_out_already = not is_saved and article.stage == Stage.PUBLISHED and seen == article.head_revision_id
    if is_out_already and step != "save":
        refuse_held(article)
    if is_saved:
        workflow.save(article, by=request.user, seen=seen, **form.related)
        seen = article.head_revision_id
    if step == "submit" and not is_out_already:
        workflow.submit(article, by=request.user, seen=seen)
        return _("Submitted: editors see it in their list.")
    if step == "publish" and not is_out_already:
        edition = workflow.publish(article, by=request.user, seen=seen)
        return published(edition.publication, edition.visible_from)
    if not is_saved:
        return _("Nothing had changed since it was last saved.")
    return _saved(article)


def refuse_held(article: Article) -> None:
    """Nothing was typed, so there is nothing to publish: yet a colleague has taken it off the site."""
    publication, now = workflow.publication_of(article), timezone.now()
    if publication and publication.live_state(now) in {LiveState.HELD, LiveState.KILLED}:
        raise workflow.impossible(STEPS["publish"], publication.live_state(now), article)


def _saved(article: Article) -> str:
    publication = workflow.publication_of(article)
    now = timezone.now()
    waiting = workflow.waiting_edition(publication, now)
    if waiting:
        words = _("Saved as a draft. The version that is scheduled still goes out %(time)s.")
        return words % {"time": on_the_clock(waiting.visible_from)}
    if is_seen(publication, now):
        return _("Saved as a draft. What readers see is unchanged until it is published.")
    return _("Saved.")


def published(publication: Publication, visible_from: datetime) -> str | SafeString:
    if visible_from > timezone.now():
        return _("Scheduled: readers see it %(time)s.") % {"time": on_the_clock(visible_from)}
    link = format_html('<a href="{}">{}</a>', page_address(publication), _("Look at the page"))
    return format_html("{} {}", _("Published."), link)
