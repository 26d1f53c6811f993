"""Text that somebody typed and has not saved: kept, offered back, and never in the way of what is saved.

One row for each person and story, and one for each form of a new story. It says which page wrote it
(its form's key): so the save of one page never drops what another page of the same person has kept, and
what was on its way when a form was saved does not come back as unsaved. A form that was saved leaves its
row behind without values.
"""

import zoneinfo
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import User
from articles import body, pictures
from articles.models import (
    Article,
    Author,
    Event,
    Place,
    Priority,
    Publication,
    Revision,
    StoryType,
    Topic,
    UnsavedText,
)
from articles.snapshot import SCHEMA, labelled, rows
from photos.models import Photo
from sections.models import Copyright, Section, Source
from sections.one_line import one_line

Values = Mapping[str, Sequence[str]]
Data = dict[str, Any]

OFFERED = 5  # unfinished new stories
CORRECTED = "seen_edition"  # names the edition in the form of a correction, and tells it from other forms
CORRECTIONS = 50  # looked at, of all stories
NUMBER = "_number"  # among the values: that of the page's message; no field's name begins like this
REMEMBERED = timedelta(days=1)  # that the form of a new story was saved
FIRST_YEAR, LAST_YEAR = 1800, 2200  # as the form has them

EMPTY: Data = {
    "language": "",
    "story_type": StoryType.NEWS.value,
    "priority": Priority.NORMAL.value,
    **dict.fromkeys(("slugline", "headline", "subheadline", "slug", "body", "place_text"), ""),
    **dict.fromkeys(("dateline_region", "note_to_clients"), ""),
    **dict.fromkeys(("embargo", "noindex"), False),
    **dict.fromkeys(("section", "copyright", "dateline_date", "not_before")),
    **{name: [] for name in ("further_sections", "sources", "places", "authors", "topics", "photos")},
}
"""What a story says of which nothing was written yet."""


def keep(
    person: User,
    article: Article | None,
    form_key: UUID | None,
    grew_from_id: int | None,
    values: Values,
    *,
    instead_of: Collection[UUID] = (),
    number: int = 0,
) -> UnsavedText | None:
    """Keep what stands in a form; None where it comes too late.

    That is where this very form was saved meanwhile, or where a later message of its page was faster: a
    page numbers them. What another page of this person has kept is put aside as a revision before it is
    replaced; not so the text of the pages `instead_of`, which this page took back.
    """
    if number:
        values = {**values, NUMBER: [str(number)]}
    mine = _rows(person, article, form_key)
    new = {"form_key": form_key, "grew_from_id": grew_from_id, "values": values, "kept_at": timezone.now()}
    while True:
        with transaction.atomic():
            row = mine.select_for_update(of=("self",)).first()
            if row is not None:
                return None if is_late(row, form_key, number) else _keep_over(row, new, instead_of)
            try:
                with transaction.atomic():
                    row = UnsavedText.objects.create(person=person, article=article, **new)
            except IntegrityError:  # another page of this person was faster
                continue
            if article is None:
                _new_forms(person).filter(form_key__in={*instead_of} - {form_key}).delete()
            return row


def is_late(row: UnsavedText | None, form_key: UUID | None, number: int) -> bool:
    """Whether this page's form was saved, or a message of it has come that it sent later."""
    if row is None or form_key is None or row.form_key != form_key:
        return False
    return not row.values or 0 < number <= _number(row)


def _number(row: UnsavedText) -> int:
    return int(row.values.get(NUMBER, ["0"])[0])


def left(person: User, article: Article, form_key: UUID, number: int) -> None:
    """The page is gone: what it sent before and is still on its way comes too late."""
    with transaction.atomic():
        row = _rows(person, article, None).filter(form_key=form_key).select_for_update().first()
        if row and row.values and number > _number(row):
            row.values[NUMBER] = [str(number)]
            row.save(update_fields=["values"])


def _keep_over(row: UnsavedText, new: dict[str, Any], instead_of: Collection[UUID]) -> UnsavedText:
    if row.article_id and row.form_key not in (new["form_key"], *instead_of) and not says_no_more(row):
        kept_revision(row, at=new["kept_at"])
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=["form_key", "grew_from", "values", "kept_at"])
    return row


def _rows(person: User, article: Article | None, form_key: UUID | None) -> Any:
    rows = UnsavedText.objects.filter(person=person)
    return rows.filter(article=article) if article else rows.filter(article=None, form_key=form_key)


def _new_forms(person: User) -> Any:
    return UnsavedText.objects.filter(person=person, article=None)


def of(person: User, article: Article) -> UnsavedText | None:
    """What this person has typed into this story and not saved."""
    row = row_of(person, article)
    return row if row and row.values else None


def row_of(person: User, article: Article) -> UnsavedText | None:
    """The same, or the trace of the form that this person saved last."""
    rows = UnsavedText.objects.select_related("grew_from", "person")
    return rows.filter(person=person, article=article).first()


def of_new_forms(person: User) -> list[UnsavedText]:
    """New stories that this person began and never saved, newest first."""
    rows = _new_forms(person).exclude(values={}).exclude(values__has_key=CORRECTED)
    return list(rows.order_by("-kept_at", "-pk")[:OFFERED])


def of_corrections(person: User, publication: Publication) -> list[UnsavedText]:
    """Corrections of this story that this person began and never published, newest first.

    They lie beside the new stories, as forms without a working copy: a correction has nothing to do with it.
    """
    editions = {str(pk) for pk in publication.editions.values_list("pk", flat=True)}
    rows = _new_forms(person).filter(values__has_key=CORRECTED).order_by("-kept_at", "-pk")
    return [row for row in rows[:CORRECTIONS] if editions.intersection(row.values[CORRECTED])][:OFFERED]


def saved_new_forms(person: User) -> list[UUID]:
    """The keys of the forms of new stories that this person has saved lately."""
    rows = _new_forms(person).filter(values={})
    return [key for key in rows.order_by("-kept_at").values_list("form_key", flat=True)[:20] if key]


def forget(person: User, article: Article | None = None, form_key: UUID | None = None) -> None:
    """Throw it away: what this person has for the story, or for the form of a new one."""
    if article or form_key:
        _rows(person, article, form_key).delete()


def saved(
    person: User,
    article: Article,
    form_key: UUID,
    *,
    instead_of: Collection[UUID] = (),
    was_new: bool = False,
) -> None:
    """This page's form was saved: what it had kept, or taken back, is no longer unsaved.

    In the transaction of the save. Another page's text stays.
    """
    now = timezone.now()
    _leave_trace(UnsavedText(person=person, article=article, form_key=form_key, kept_at=now), instead_of)
    if was_new:
        saved_without_story(person, form_key, instead_of=instead_of)


def saved_without_story(person: User, form_key: UUID, *, instead_of: Collection[UUID] = ()) -> None:
    """The same for the form of a new story, or of a correction."""
    now = timezone.now()
    _leave_trace(UnsavedText(person=person, form_key=form_key, kept_at=now), instead_of)
    old = Q(form_key__in=instead_of) | Q(values={}, kept_at__lt=now - REMEMBERED)
    _new_forms(person).filter(old).delete()


def _leave_trace(trace: UnsavedText, instead_of: Collection[UUID]) -> None:
    rows = _rows(trace.person, trace.article, trace.form_key)
    own = Q(form_key__in=[trace.form_key, *instead_of]) | Q(form_key=None) | Q(values={})
    trace.values = {}
    if rows.filter(own).update(
        form_key=trace.form_key, grew_from=None, values=trace.values, kept_at=trace.kept_at
    ):
        return
    if not rows.exists():
        try:
            with transaction.atomic():
                trace.save(force_insert=True)
        except IntegrityError:  # the other page was faster
            return


def says_no_more(text: UnsavedText) -> bool:
    """Whether the newest version of its story says all that it says."""
    head = text.article.head_revision if text.article else None
    if not text.values:
        return True
    return head is not None and _read(text, head.data) == head.data


def kept_revision(text: UnsavedText, *, at: datetime, note: str = "") -> Revision:
    """The text as a revision beside the story's line of versions: it overwrites none of them."""
    article = text.article
    assert article is not None  # noqa: S101 - a new story has no revisions
    parent = text.grew_from or article.head_revision
    kept = Revision.objects.create(
        article=article,
        parent=parent,
        created_at=at,
        by=text.person,
        step="keep",
        note=note,
        schema=SCHEMA,
        data=_read(text, parent.data if parent else EMPTY),
    )
    Event.objects.create(
        at=at,
        article_id=article.pk,
        headline=article.headline,
        revision_id=kept.pk,
        user_id=text.person_id,
        who=str(text.person),
        step=kept.step,
        note=note,
        from_stage=article.stage,
        to_stage=article.stage,
    )
    return kept


def _read(text: UnsavedText, base: Data) -> Data:
    """Its person's times are those of their own zone, whoever asks."""
    with timezone.override(zoneinfo.ZoneInfo(text.person.time_zone or settings.TIME_ZONE)):
        return snapshot_data(text.values, base)


def snapshot_data(values: Values, base: Data) -> Data:
    """A form's values, as far as they can be read, laid over a revision's data.

    What the form does not send stays as it is; what makes no sense, too. Times are read in the current
    time zone.
    """
    data = EMPTY | base
    for name, read in READ.items():
        if name in values:
            sent = values[name]
            data[name] = read(sent[-1] if sent else "", data[name])
    for field, (name, model) in ROW_FIELDS.items():
        if field in values:
            data[name] = _rows_of(model, values[field], data[name])
    if pictures.FIELD in values:
        data["photos"] = _pictures_of(values, data["photos"])
    if "section" in values:
        data["section"] = _row_of(Section, values["section"], data["section"]) or data["section"]
    if "copyright" in values:
        data["copyright"] = _row_of(Copyright, values["copyright"], data["copyright"])
    return data


def _line(sent: str, _base: str) -> str:
    return one_line(sent)


def _text(sent: str, _base: str) -> str:
    return sent.replace("\r\n", "\n").replace("\0", "").strip()


def _body(sent: str, base: str) -> str:
    text = sent.replace("\r\n", "\n")
    return base if text == base else body.clean(text)


def _language(sent: str, base: str) -> str:
    return one_line(sent)[:35] or base


def _story_type(sent: str, base: str) -> str:
    return sent if sent in StoryType.values else base


def _priority(sent: str, base: int) -> int:
    return int(sent) if sent in map(str, Priority.values) else base


def _tick(sent: str, _base: bool) -> bool:
    return sent not in ("", "false", "False", "0")


def _day(sent: str, base: str | None) -> str | None:
    if not sent.strip():
        return None
    try:
        found = parse_date(sent.strip())
    except ValueError:  # the 30th of February
        return base
    return found.isoformat() if found else base


def _moment(sent: str, base: str | None) -> str | None:
    """A form shows no seconds: a time that is the old one but for them is the old one."""
    if not sent.strip():
        return None
    try:
        found = parse_datetime(sent.strip())
    except ValueError:
        return base
    if found is None or not FIRST_YEAR <= found.year < LAST_YEAR:
        return base
    found = (timezone.make_aware(found) if timezone.is_naive(found) else found).astimezone(UTC)
    was = datetime.fromisoformat(base).astimezone(UTC) if base else None
    same = was is not None and was.replace(second=0, microsecond=0) == found
    return base if same else found.isoformat()


READ: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("headline", "subheadline", "slugline", "place_text", "dateline_region"), _line),
    **dict.fromkeys(("slug", "note_to_clients"), _text),
    "body": _body,
    "language": _language,
    "story_type": _story_type,
    "priority": _priority,
    **dict.fromkeys(("embargo", "noindex"), _tick),
    "dateline_date": _day,
    "not_before": _moment,
}
ROW_FIELDS: dict[str, tuple[str, type[Model]]] = {
    "story_sources": ("sources", Source),
    "dateline_places": ("places", Place),
    "byline_authors": ("authors", Author),
    "story_topics": ("topics", Topic),
    "further_sections": ("further_sections", Section),
}


def _rows_of(model: type[Model], sent: Iterable[str], known: list[Data]) -> list[Data]:
    """These rows in their order; those that the revision names keep the label that they had in it."""
    wanted = list(dict.fromkeys(int(pk) for pk in sent if _is_key(pk)))
    labels = {row["id"]: row for row in known}
    unknown = [pk for pk in wanted if pk not in labels]
    found = model._default_manager.in_bulk(unknown) if unknown else {}
    labels |= {row["id"]: row for row in rows(found.values())}
    return [labels[pk] for pk in wanted if pk in labels]


def _pictures_of(values: Values, known: list[Data]) -> list[Data]:
    """The same for pictures; under one of which the form says nothing stands what stood there."""
    captions = {row["id"]: row["caption"] for row in known}
    return [
        row | {"caption": caption}
        for row in _rows_of(Photo, values[pictures.FIELD][: pictures.MOST], known)
        for caption in [pictures.typed_caption(values, row["id"], captions.get(row["id"], ""))]
    ]


def _row_of(model: type[Model], sent: Sequence[str], known: Data | None) -> Data | None:
    pk = int(sent[-1]) if sent and _is_key(sent[-1]) else None
    if known and known["id"] == pk:
        return known
    row = model._default_manager.filter(pk=pk).first()
    return labelled(row, (row.path or row.name) if isinstance(row, Section) else "")


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19  # noqa: PLR2004 - what 64 bits hold
