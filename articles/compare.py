"""What changed from one revision's data to another's: every field takes part, texts word by word."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.galley import Run, Stretch, marked, marked_body
from articles.models import Article, Priority
from articles.models.article import LANGUAGES, StoryType
from articles.published_time import format_date
from articles.tokens import tokens

Data = Mapping[str, Any]

# As a story reads, then as the form goes on.
ORDER = (
    "headline subheadline body photos places place_text dateline_region dateline_date section "
    "further_sections topics language story_type priority slugline sources authors not_before embargo "
    "slug copyright note_to_clients noindex"
).split()
TEXTS = frozenset("headline subheadline slugline place_text dateline_region note_to_clients".split())
CHOICES: dict[str, dict[Any, Any]] = {
    "priority": dict(Priority.choices),
    "story_type": dict(StoryType.choices),
    "language": dict(LANGUAGES),
}


@dataclass(frozen=True)
class Change:
    """A field that is not what it was. A body has stretches of blocks, any other field runs."""

    name: str
    label: str
    runs: list[Run] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)


def compare(old: Data, new: Data) -> list[Change]:
    """The fields that changed, in the order in which a story reads."""
    changes = (_change(name, old.get(name), new.get(name)) for name in names(old, new))
    return [change for change in changes if change]


def names(old: Data, new: Data) -> list[str]:
    """All fields of either; one that this version does not know comes last."""
    unknown = sorted({*old, *new} - set(ORDER))
    return [*(name for name in ORDER if name in old or name in new), *unknown]


def label(name: str) -> str:
    if name == "photos":
        return _("pictures")
    try:
        return str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


def _change(name: str, old: Any, new: Any) -> Change | None:
    if old == new or not (old or new):
        return None
    if name == "body":
        stretches = marked_body(old or "", new or "")
        return Change(name, label(name), stretches=stretches) if stretches else None
    if name == "photos":
        is_same = same(name, old) == same(name, new)
        return None if is_same else Change(name, label(name), _pictures(old or [], new or []))
    parts, new_parts = _parts(name, old), _parts(name, new)
    if parts == new_parts:
        if same(name, old) == same(name, new):
            return None
        parts, new_parts = _with_keys(old), _with_keys(new)
    runs = marked(parts, new_parts)
    return Change(name, label(name), runs) if any(run.kind != "same" for run in runs) else None


def _pictures(old: list[Any], new: list[Any]) -> list[Run]:
    """Which came and which went, what is said under one in other words, and whether they changed places."""
    before, after = ({row["id"]: row for row in rows} for rows in (old, new))
    told: list[list[Run]] = []
    for key, row in after.items():
        if key not in before:
            told.append([Run("added", _row(row))])
            continue
        captions = [tokens(each.get("caption", "")) for each in (before[key], row)]
        runs = marked(*captions)
        told.append([Run("same", _name(row)), *([Run("same", ": "), *runs] if runs else [])])
    told += [[Run("removed", _row(row))] for key, row in before.items() if key not in after]
    if [key for key in before if key in after] != [key for key in after if key in before]:
        told.append([Run("added", _("in another order"), is_told=True)])
    return [run for runs in told for run in (Run("same", "; "), *runs)][1:]


def same(name: str, value: Any) -> Any:
    """What of a value decides whether it is the same as another: related rows by their ids, times as such, of
    a picture also what is said under it.
    """
    if name == "photos" and value:
        return [(row["id"], row.get("caption", "")) for row in value]
    if isinstance(value, list):
        return [row["id"] if isinstance(row, dict) else row for row in value] or None
    if isinstance(value, dict):
        return value.get("id")
    if name == "not_before" and value:
        return _time(value) or value
    return value or None


def shown(name: str, value: Any) -> str:
    """A field's value in words, but for the body, which is none."""
    return "".join(_parts(name, value))


def _parts(name: str, value: Any) -> list[str]:
    """A field's value in words, in the pieces that are compared: words of a text, rows of a list."""
    if name in TEXTS and isinstance(value, str):
        return tokens(value)
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if value in (None, "", []):
        return []
    if name in CHOICES:
        return [str(CHOICES[name].get(value, value))]
    if isinstance(value, list):
        return _listed([_row(row) for row in value])
    return [_row(value) if isinstance(value, dict) else _moment(name, value)]


def _row(row: Any) -> str:
    caption = row.get("caption") if isinstance(row, dict) else ""
    return f"{_name(row)}: {caption}" if caption else _name(row)


def _name(row: Any) -> str:
    return str(row.get("label") or row.get("id")) if isinstance(row, dict) else str(row)


def _listed(rows: list[str]) -> list[str]:
    return [part for row in rows for part in (", ", row)][1:]


def _with_keys(value: Any) -> list[str]:
    """Two that look the same and are not: told apart by their numbers."""
    if isinstance(value, dict):
        return [f"{_row(value)} (#{value.get('id')})"]
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return _listed([f"{_row(row)} (#{row.get('id')})" for row in value])
    return [json.dumps(value, ensure_ascii=False)]


def _moment(name: str, value: Any) -> str:
    """A time in the current time zone, a day as the desk writes it."""
    language = get_language() or "en"
    if name == "dateline_date" and isinstance(value, str):
        try:
            return format_date(datetime.fromisoformat(value), language)
        except ValueError:
            return value
    at = _time(value) if name == "not_before" else None
    if at is None:
        return str(value)
    local = timezone.localtime(at)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{format_date(local, language)}, {clock} {local.tzname()}"


@lru_cache(maxsize=64)
def _time(value: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if timezone.is_aware(at) else None
