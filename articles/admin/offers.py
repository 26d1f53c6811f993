"""Unsaved text that is offered back at the next opening, and the form that opens with it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from accounts.models import User
from articles import body, unsaved
from articles.admin.columns import clock
from articles.forms import OrderedChoice, is_key
from articles.models import Article, Revision, UnsavedText
from articles.picture_forms import PicturesField, as_kept
from sections.one_line import one_line

BEGINNING = 60  # characters of a text that tell what it is


@dataclass(frozen=True)
class Offer:
    says: str
    take_back: str
    throw_away: str
    compare: str = ""
    key: UUID | None = None


def open_to(person: User, story: Article | None) -> list[Offer]:
    """What this person typed here and did not save, as far as no version has it."""
    if story is None:
        return [of_new_form(text) for text in unsaved.of_new_forms(person)]
    text = unsaved.of(person, story)
    if text is None:
        return []
    text.article = story
    return [] if unsaved.says_no_more(text) else [of_story(text, story, person)]


def of_story(text: UnsavedText, story: Article, person: User) -> Offer:
    says = _("You have unsaved text of %(time)s.") % {"time": clock(text.kept_at)}
    head = story.head_revision
    if head:
        says = _beside(text, head, person)
        if text.grew_from_id != head.pk:
            says = " ".join([says, _("It began from an earlier version.")])
    return Offer(
        says,
        f"{reverse('admin:articles_article_change', args=[story.pk])}?unsaved=1",
        reverse("admin:articles_article_throw_away", args=[story.pk]),
        reverse("admin:articles_article_unsaved", args=[story.pk]),
    )


def _beside(text: UnsavedText, head: Revision, person: User) -> str:
    """`You have unsaved text of 14:05, 3 minutes after the last save by Elena Conti.`"""
    is_after = text.kept_at >= head.created_at
    first, last = sorted((text.kept_at, head.created_at))
    is_close = (last - first).total_seconds() < 60  # noqa: PLR2004
    words = {
        "time": clock(text.kept_at),
        "away": _("less than a minute") if is_close else timesince(first, last, depth=1),
        "who": _("yourself") if head.by_id == person.pk else str(head.by or _("the system")),
    }
    if is_after:
        return _("You have unsaved text of %(time)s, %(away)s after the last save by %(who)s.") % words
    return _("You have unsaved text of %(time)s, %(away)s before the last save by %(who)s.") % words


def of_new_form(text: UnsavedText) -> Offer:
    headline = one_line("".join(text.values.get("headline", [])[-1:]))
    beginning = " ".join(body.paragraphs("".join(text.values.get("body", [])[-1:])))
    words = {
        "time": clock(text.kept_at),
        "text": Truncator(headline or one_line(beginning) or "…").chars(BEGINNING),
    }
    return Offer(
        _("You began a new story and did not save it, %(time)s: “%(text)s”") % words,
        f"{reverse('admin:articles_article_add')}?unsaved={text.form_key}",
        reverse("admin:articles_article_throw_away_new"),
        key=text.form_key,
    )


def of_correction(text: UnsavedText, story: Article) -> Offer:
    return Offer(
        _("You began a correction and did not publish it, %(time)s.") % {"time": clock(text.kept_at)},
        f"{reverse('admin:articles_article_correct', args=[story.pk])}?unsaved={text.form_key}",
        f"{reverse('admin:articles_article_throw_away_new')}?correct={story.pk}",
        key=text.form_key,
    )


def asked_back(request: HttpRequest, story: Article | None) -> UnsavedText | None:
    """The text that this form is opened with, if one presses “Take it back”. Looked up once a request."""
    asked = request.GET.get("unsaved") if request.method == "GET" else None
    if not asked:
        return None
    if not hasattr(request, "asked_back"):
        if story is None:
            own = unsaved.of_new_forms(request.user)
            found = [text for text in own if str(text.form_key) == asked]
            request.asked_back = found[0] if found else None
        else:
            request.asked_back = unsaved.of(request.user, story)
    return request.asked_back


class LaidIn(forms.BaseForm):
    """A form that opens with text that was typed into it before; `seen` is what that grew from."""

    laid_in: UnsavedText

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = self.laid_in.values
        for name, field in self.fields.items():
            if name in values:
                self.initial[name] = read(field, name, values)
        if self.laid_in.article_id:
            self.initial["seen"] = self.laid_in.grew_from_id


def read(field: forms.Field, name: str, values: dict[str, list[str]]) -> Any:
    sent = values[name]
    if isinstance(field, PicturesField):
        return as_kept(values)
    if isinstance(field, OrderedChoice):
        return [pk for pk in sent if is_key(pk)]
    last = sent[-1] if sent else ""
    if isinstance(field, forms.BooleanField):
        return last not in ("", "false", "False", "0")
    return body.clean(last) if name == "body" else last


def with_text(form: type[forms.ModelForm], text: UnsavedText) -> type[forms.ModelForm]:
    return type(form)(form.__name__, (LaidIn, form), {"laid_in": text})
