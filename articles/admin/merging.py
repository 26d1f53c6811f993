"""A form that was overtaken: both people's changes side by side, and the two put together in the form."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from articles.compare import Change, compare, label
from articles.forms import ArticleForm, is_key
from articles.merge import merge
from articles.models import Article, Revision
from articles.picture_forms import as_sent
from articles.pictures import CAPTION_FIELD, FIELD
from articles.unsaved import EMPTY, READ, ROW_FIELDS, snapshot_data

Data = dict[str, Any]
NOT_PUT = {*ROW_FIELDS, FIELD, "embargo"}  # no field that a value can simply be put into


@dataclass(frozen=True)
class Side:
    """One field, as both changed it."""

    name: str
    label: str
    theirs: Change | None
    mine: Change | None
    is_conflict: bool
    their_value: str | None = None  # as the field takes it, where it is one line or the text


@dataclass(frozen=True)
class Stale:
    who: str
    language: str = ""
    sides: list[Side] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Side]:
        return [side for side in self.sides if side.is_conflict]

    @property
    def have_they(self) -> bool:
        return any(side.theirs for side in self.sides)

    @property
    def have_i(self) -> bool:
        return any(side.mine for side in self.sides)


def put_together(request: HttpRequest, object_id: str | None) -> Stale | None:
    """Lay both people's changes into the form that comes again; it is the newest version's form then.

    Nothing is saved: whoever presses the button next has seen both.
    """
    sent = request.POST.get("seen", "")
    story = Article.objects.select_related("head_revision__by").filter(pk=object_id).first()
    base = Revision.objects.filter(article=story, pk=sent).first() if story and is_key(sent) else None
    head = story.head_revision if story else None
    if base is None or head is None or base.pk == head.pk:
        return None
    return lay_together(request, base, head, {"seen": head.pk})


def lay_together(
    request: HttpRequest, base: Revision, head: Revision, seen: dict[str, int], without: Collection[str] = ()
) -> Stale:
    """`seen`: what the form that comes again was opened with; `without`: what the form does not ask."""
    mine = as_typed(request.POST, base.data, without)
    merged = merge(base.data, head.data, mine)
    request.POST = with_values(request.POST, merged.data, seen)
    theirs_by_name = {change.name: change for change in compare(base.data, head.data)}
    mine_by_name = {change.name: change for change in compare(base.data, mine)}
    names = [name for name in merged.data if name in theirs_by_name or name in mine_by_name]
    their_values = form_values(head.data)
    return Stale(
        who=who_changed(base, head, request.user),
        language=head.data["language"],
        sides=[
            Side(
                name,
                label(name),
                theirs_by_name.get(name),
                mine_by_name.get(name),
                name in merged.conflicts,
                their_values[name][0] if name in their_values and name not in NOT_PUT else None,
            )
            for name in names
        ],
    )


def who_changed(base: Revision, head: Revision, me: User) -> str:
    """Everybody who moved the copy from there to here."""
    line = Revision.objects.filter(article=head.article_id, pk__gt=base.pk, pk__lte=head.pk)
    people = [row.by for row in line.exclude(step="keep").select_related("by").defer("data").order_by("pk")]
    names = [
        _("you (in another window)") if person == me else str(person or _("the system")) for person in people
    ]
    return ", ".join(dict.fromkeys(names))


def as_typed(post: QueryDict, base: Data, without: Collection[str] = ()) -> Data:
    """What the form says, over what it was opened with; a list of which it says nothing is empty."""
    names = {*READ, *ROW_FIELDS, "section", "copyright", FIELD} - set(without)
    names |= {name for name in post if name.startswith(CAPTION_FIELD.format(""))}
    data = snapshot_data({name: post.getlist(name) for name in names}, base)
    return data if post.get("copyright") else data | {"copyright": None}


def is_typed(form: ArticleForm) -> bool:
    """Whether the form may say something else than the newest version."""
    return form.is_bound or form.instance.pk is None or hasattr(form, "laid_in")


def stands_in(form: ArticleForm, base: Data) -> Data:
    """What stands in a form when it is shown."""
    if form.is_bound:
        return as_typed(form.data, base)
    values = {}
    for bound in form:
        value = bound.value()
        if bound.name == FIELD:
            values |= as_sent(value or ())
            continue
        rows = value if isinstance(value, list) else [value]
        values[bound.name] = ["" if row is None else str(getattr(row, "pk", row)) for row in rows]
    return snapshot_data(values, base)


def with_values(post: QueryDict, data: Data, seen: dict[str, int]) -> QueryDict:
    """What the browser sent, with these data in the form's fields."""
    values = post.copy()
    for name, key in seen.items():
        values[name] = str(key)
    for form_field, texts in form_values(data).items():
        values.setlist(form_field, texts)
    return values


def form_values(data: Data) -> dict[str, list[str]]:
    """A revision's data as the form of a story sends them."""
    data = EMPTY | data
    rows = {sent: [str(row["id"]) for row in data[name]] for sent, (name, _model) in ROW_FIELDS.items()}
    single = {name: [str(data[name]["id"])] if data[name] else [""] for name in ("section", "copyright")}
    moment = parse_datetime(data["not_before"]) if data["not_before"] else None
    local = timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""
    plain = {
        name: [str(value)]
        for name, value in data.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }
    pictures = as_sent((str(row["id"]), row["caption"]) for row in data["photos"])
    tick = {"embargo": ["on"]} if data["embargo"] else {"embargo": []}
    dates = {"not_before": [local], "dateline_date": [data["dateline_date"] or ""]}
    return plain | rows | pictures | single | tick | dates
