"""What stands beside the writing: folded panels, each with what matters in its summary line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm, Fieldset
from django.forms import BoundField
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from articles.admin.columns import on_the_clock
from articles.forms import ArticleForm

ROWS = {"story_sources", "byline_authors"}
IN_SUMMARY = {"section", "language", "priority", "not_before", "place_text"} | ROWS
SUMMARY_LENGTH = 60


@dataclass(frozen=True)
class Panel:
    fieldset: Fieldset
    summary: str
    is_open: bool


def panels(form: AdminForm) -> list[Panel]:
    """All but the first fieldset, which is the writing; open where something in them is wrong."""
    _writing, *others = form
    return [panel_of(fieldset) for fieldset in others]


def panel_of(fieldset: Fieldset) -> Panel:
    fields = [fieldset.form[name] for line in fieldset for name in line.fields]
    said = [text for field in fields if field.name in IN_SUMMARY for text in [value_of(field)] if text]
    summary = " · ".join(said)
    if len(summary) > SUMMARY_LENGTH:
        summary = summary[: SUMMARY_LENGTH - 1] + "…"
    return Panel(fieldset, summary, any(field.errors for field in fields))


def value_of(field: BoundField) -> str:
    """The field's value as a person would say it."""
    value = field.value()
    if not value:
        return ""
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
