"""What stands beside the writing: folded panels, each with what matters in its summary line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm, Fieldset
from django.forms import BoundField
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles import body, fixes, publishing, wording, workflow
from articles.admin.columns import moment, on_the_clock
from articles.compare import compare
from articles.forms import ArticleForm
from articles.models import Article, Edition, Event, Publication, Revision
from articles.pictures import FIELD
from articles.stages import Stage
from sections.models import Role
from sections.roles import Roles, people_with

ROWS = {"story_sources", "byline_authors"}
IN_SUMMARY = {"section", "language", "priority", "not_before", "place_text", FIELD} | ROWS
SUMMARY_LENGTH = 60
NOTES_SHOWN = 50
MENTIONABLE = 12
KEPT_OPEN = {"not_before"}  # where it has a value, it is what one came to see
ALWAYS_OPEN = {FIELD}


@dataclass(frozen=True)
class Panel:
    fieldset: Fieldset
    summary: str
    is_open: bool


def panels(form: AdminForm) -> list[Panel]:
    """All but the first fieldset, which is the writing; open where something in them is wrong."""
    _writing, *others = form
    return [panel_of(fieldset) for fieldset in others]


def about(story: Article, publication: Publication | None, at: datetime, roles: Roles) -> dict[str, Any]:
    """What colleagues, the record and other versions say of the story: what stands beside its fields."""
    live = workflow.shown_edition(publication, at) if workflow.was_seen(publication, at) else None
    waiting = workflow.waiting_edition(publication, at)
    is_apart = live is not None and live.revision_id != story.head_revision_id
    head = story.head_revision
    notes = story.notes.select_related("by").order_by("-pk")
    return {
        "notes": [(note, moment(note.at)) for note in notes[:NOTES_SHOWN]],
        "versions": versions(story, roles),
        "sign_off": wording.sign_off(publishing.hands_of(head)) if head else "",
        "waiting": on_the_clock(waiting.visible_from) if waiting else "",
        "hold": last_hold(story, publication),
        "due": on_the_clock(story.due_at) if story.due_at else "",
        "live_changes": compare(live.revision.data, head.data) if live and head and is_apart else [],
        "next_number": live.update_number + 1 if live else 1,
        "fixes": lacked_fixes(story, live),
        "length": length(story.body),
        "returned": last_return(story),
    }


def last_hold(story: Article, publication: Publication | None) -> dict[str, Any] | None:
    """Who took the story from readers, or said hands off, when and why; none where it is not held."""
    is_off_site = publication is not None and publication.held_at is not None
    if not is_off_site and not story.held_at:
        return None
    event = Event.objects.filter(article_id=story.pk, step="hold").first()
    return {
        "who": event.who if event else "",
        "when": moment(publication.held_at if is_off_site else story.held_at),
        "reason": publication.hold_reason if is_off_site else story.hold_reason,
    }


def last_return(story: Article) -> Revision | None:
    """What was asked when the copy was last returned, until it is published."""
    turns = story.revisions.filter(step__in=("return", "publish", "update", "publish_alone"))
    last = turns.select_related("by").first()
    return last if last and last.step == "return" else None


def mentionable(person: User, story: Article) -> list[User]:
    """Colleagues of the story's section, whose names can be put into a note by one press."""
    found = people_with(Role.REPORTER, story.section_id).exclude(pk=person.pk)
    return list(found.order_by("first_name", "last_name", "username")[:MENTIONABLE])


def length(text: str) -> str:
    """`143 words, 15 lines`: where no script counts while one types."""
    words, lines = body.word_count(text), body.line_count(text)
    return ", ".join(
        [
            ngettext("%(count)d word", "%(count)d words", words) % {"count": words},
            ngettext("%(count)d line", "%(count)d lines", lines) % {"count": lines},
        ]
    )


def versions(story: Article, roles: Roles) -> list[Article]:
    """The same story in other languages, as far as they are at this person's desk."""
    group = Article.objects.for_desk(roles).filter(translation_group=story.translation_group)
    return list(group.exclude(pk=story.pk).exclude(stage=Stage.SPIKED).order_by("language"))


def lacked_fixes(story: Article, live: Edition | None) -> list[fixes.Fix]:
    """The corrections of the live text that this copy has not taken over."""
    if story.lacks_since is None or live is None or story.head_revision is None:
        return []
    return fixes.lacking_of(workflow.corrections_lacked(story), story.head_revision.data)


def panel_of(fieldset: Fieldset) -> Panel:
    fields = [fieldset.form[name] for line in fieldset for name in line.fields]
    said = [text for field in fields if field.name in IN_SUMMARY for text in [value_of(field)] if text]
    summary = " · ".join(said)
    if len(summary) > SUMMARY_LENGTH:
        summary = summary[: SUMMARY_LENGTH - 1] + "…"
    is_open = any(
        field.errors or field.name in ALWAYS_OPEN or (field.name in KEPT_OPEN and field.value())
        for field in fields
    )
    return Panel(fieldset, summary, is_open)


def value_of(field: BoundField) -> str:
    """The field's value as a person would say it."""
    value = field.value()
    if not value:
        return ""
    if field.name == FIELD:
        return ngettext("%(count)d picture", "%(count)d pictures", len(value)) % {"count": len(value)}
    if isinstance(value, datetime) or field.name == "not_before":
        return time_of(value)
    if field.name in ROWS:
        widget = getattr(field.field.widget, "widget", field.field.widget)
        groups = widget.optgroups(field.name, value)
        return ", ".join(str(row["label"]) for _name, rows, _n in groups for row in rows if row["value"])
    choices = {str(key): str(label).strip() for key, label in getattr(field.field.widget, "choices", ())}
    return choices.get(str(value), str(value))


def time_of(value: datetime | str) -> str:
    moment = value if isinstance(value, datetime) else parse_datetime(value)
    if moment is None:
        return ""
    return on_the_clock(make_aware(moment) if is_naive(moment) else moment)


def told(form: ArticleForm) -> Iterator[tuple[int, str]]:
    """What was taken out of the text, so that nobody wonders where it went."""
    typed = form.typed_dateline
    if typed is None:
        return
    if not typed.line:
        words = _("The closing source was taken out of the text: the story's sources, %s, put it there.")
        yield messages.INFO, words % ", ".join(map(str, form.cleaned_data["story_sources"]))
        return
    if form.is_dateline_taken:
        words = _("“%s” was taken out of the text: it stands in the dateline fields now.")
        yield messages.INFO, words % typed.line
    else:
        words = _("“%s” was taken out of the text; the dateline is the one that was chosen.")
        yield messages.WARNING, words % typed.line
