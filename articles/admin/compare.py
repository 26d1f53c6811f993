"""Any two revisions of a story side by side, as a marked-up galley; what is live and the copy by default."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext

from articles import compare, workflow
from articles.admin import steps
from articles.admin.columns import moment, on_the_clock
from articles.admin.past import about, done
from articles.forms import is_key
from articles.models import Article, Publication, Revision
from articles.stages import STEPS, LiveState

NEWEST = 100  # revisions to choose from


@dataclass(frozen=True)
class Choice:
    pk: int
    label: str


def compare_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """`?from=…&to=…`, each the number of a revision or `live`; without `from` the one that `to` grew from."""
    story = desk.get_object(request, str(pk))
    now = timezone.now()
    revisions = Revision.objects.filter(article=story).select_related("by")
    publication = steps.publication_of(story)
    live = live_revision(publication, now)
    is_live = publication is not None and publication.live_state(now) == LiveState.LIVE
    new = asked(request, "to", revisions, live) or revisions.filter(pk=story.head_revision_id).first()
    if new is None:
        raise Http404
    old = asked(request, "from", revisions, live) or usual(request, new, revisions, live)
    changes = compare.compare(old.data, new.data)
    changed = {change.name for change in changes}
    context = {
        "title": gettext("Compare"),
        "changes": changes,
        "equal": [compare.label(n) for n in compare.names(old.data, new.data) if n not in changed],
        "old": side(old, story, is_live and old.pk == live),
        "new": side(new, story, is_live and new.pk == live),
        "choices": choices(revisions, old, new, now),
        "language": new.data.get("language", ""),
    }
    return TemplateResponse(
        request, "admin/articles/article/compare.html", about(request, story, desk) | context
    )


def live_revision(publication: Publication | None, at: datetime) -> int | None:
    """The revision that readers see, or saw last; of a story that waits, the one that they will see."""
    edition = workflow.shown_edition(publication, at)
    edition = edition or (publication.head_edition if publication else None)
    return edition.revision_id if edition else None


def asked(
    request: HttpRequest, name: str, revisions: QuerySet[Revision], live: int | None
) -> Revision | None:
    """The revision that the address names. One that this story does not have is not there."""
    value = request.GET.get(name, "")
    if not value:
        return None
    number = live if value == "live" else value
    found = revisions.filter(pk=number).first() if number and is_key(number) else None
    if found is None:
        raise Http404(gettext("This story has no such version."))
    return found


def usual(request: HttpRequest, new: Revision, revisions: QuerySet[Revision], live: int | None) -> Revision:
    """What to hold a version against: the one before it where it was chosen, else what is live; where
    nothing is, the last that somebody else has written, or the first.
    """
    if request.GET.get("to"):
        return revisions.filter(pk=new.parent_id).first() or new
    if live:
        return revisions.get(pk=live)
    others = revisions.filter(pk__lt=new.pk)
    theirs = others.filter(by__isnull=False) if new.by_id is None else others.exclude(by=new.by_id)
    return theirs.order_by("-pk").first() or others.order_by("pk").first() or new


def side(revision: Revision, story: Article, is_live: bool) -> dict[str, object]:
    return {
        "revision": revision,
        "done": done(revision),
        "when": moment(revision.created_at),
        "is_live": is_live,
        "is_newest": revision.pk == story.head_revision_id,
    }


def choices(revisions: QuerySet[Revision], old: Revision, new: Revision, now: datetime) -> list[Choice]:
    """The newest, and those that are looked at."""
    newest = list(revisions.defer("data").order_by("-pk")[:NEWEST])
    shown = {revision.pk: revision for revision in (*newest, new, old)}
    return [Choice(pk, named(shown[pk], now)) for pk in sorted(shown, reverse=True)]


def named(revision: Revision, now: datetime) -> str:
    """`today, 14:05 · Anna Rossi · Save`."""
    who = str(revision.by or gettext("the system"))
    step = str(STEPS[revision.step].label) if revision.step in STEPS else revision.step
    return " · ".join([on_the_clock(revision.created_at, now), who, step])
