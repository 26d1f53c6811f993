"""What is typed is kept: the views that static/desk/keep.js calls, who is editing, and what is offered back.

Nothing here saves a story: that is the form's. A row of UnsavedText is its person's own; nobody else sees it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import body, compare, locks, publishing, unsaved, workflow
from articles.admin import offers
from articles.admin.columns import chip, clock, live_chip
from articles.admin.lacking import lacks_of
from articles.forms import is_key
from articles.models import Article, EditLock, Publication, Revision, UnsavedText
from articles.stages import STEPS, Stage
from sections.admin import roles_for
from sections.tree import current_tree

LONGEST_BODY = body.MAX_LENGTH + 20_000  # over the limit is no reason to lose it, far over it is
LARGEST = 2_000_000  # characters in all
OURS = {
    "csrfmiddlewaretoken",
    "number",
    "person",
    "form_key",
    "took_back",
    "seen",
    "empty",
    "only_lock",
    "park",
    "typed",
}


@dataclass(frozen=True)
class Sent:
    """A form as the browser sent it to be kept."""

    form_key: UUID | None
    took_back: list[UUID]
    grew_from: Revision | None
    values: dict[str, list[str]]
    number: int

    @property
    def is_too_large(self) -> bool:
        lengths = [len(name) + sum(map(len, texts)) for name, texts in self.values.items()]
        return sum(lengths) > LARGEST or any(len(text) > LONGEST_BODY for text in self.values.get("body", ()))


def key_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def keys_of(text: str | None) -> list[UUID]:
    return [key for word in (text or "").split()[:10] if (key := key_of(word))]


def number_of(sent: QueryDict) -> int:
    text = sent.get("number", "")
    return int(text) if is_key(text) else 0


def read(request: HttpRequest, story: Article | None) -> Sent:
    """Only what are fields of the form; `empty` names those that hold nothing, of which no form tells."""
    sent = request.POST
    names = [name for name in sent if name not in OURS and not name.startswith("_")]
    values = {name: [text.replace("\0", "") for text in sent.getlist(name)] for name in names}
    values |= {name: [] for name in sent.getlist("empty") if name not in values}
    seen = sent.get("seen", "")
    grew_from = Revision.objects.filter(article=story, pk=seen).first() if story and is_key(seen) else None
    return Sent(
        key_of(sent.get("form_key")), keys_of(sent.get("took_back")), grew_from, values, number_of(sent)
    )


def lacks(request: HttpRequest, story: Article | None, data: dict[str, Any]) -> list[dict[str, str]]:
    """What publishing still lacks, each with the field that it is about: {"field", "text"}."""
    found = lacks_of(story or Article(), request.user, timezone.now(), data)
    return [{"field": lack.field, "text": lack.text} for lack in found]


class KeepsText(admin.ModelAdmin):
    """The part of the story's admin that has to do with text that is not saved yet."""

    def get_urls(self) -> list[URLPattern]:
        view, desk = self.admin_site.admin_view, {"desk": self}
        return [
            path("add/keep/", view(keep_view), desk, "articles_article_keep_new"),
            path("add/unsaved/throw-away/", view(throw_away_view), desk, "articles_article_throw_away_new"),
            path("<int:pk>/keep/", view(keep_view), desk, "articles_article_keep"),
            path("<int:pk>/leave/", view(leave_view), desk, "articles_article_leave"),
            path("<int:pk>/lock/", view(lock_view), desk, "articles_article_lock"),
            path("<int:pk>/unsaved/", view(unsaved_view), desk, "articles_article_unsaved"),
            path("<int:pk>/unsaved/throw-away/", view(throw_away_view), desk, "articles_article_throw_away"),
            *super().get_urls(),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        text = offers.asked_back(request, obj)
        return offers.with_text(form, text) if text else form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        is_bound, text = context["adminform"].form.is_bound, offers.asked_back(request, obj)
        context |= {
            "keeping_key": uuid4(),
            "took_back": pages_before(request) if is_bound else [text.form_key] if text else [],
            "is_changed": is_bound or text is not None,
            "came_back": text is not None,
            "offers": [] if is_bound or text else offers.open_to(request.user, obj),
            "saved_keys": [row] if obj and (row := _key_saved_last(request, obj)) else [],
        }
        if obj is None:
            context["saved_keys"] = unsaved.saved_new_forms(request.user)
        else:
            context |= self._lock_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _lock_context(self, request: HttpRequest, story: Article) -> dict[str, Any]:
        lock = locks.holder(story, timezone.now())
        if lock is None or lock.person_id == request.user.pk:
            return {"lock_holder": None, "lock_is_mine": lock is not None}
        may = workflow.may(roles_for(request), STEPS["take_over"], story, ())
        return {"lock_holder": lock, "lock_says": editing(lock), "may_take_over": may}


def form_saved(request: HttpRequest, story: Article) -> None:
    """In the transaction of the save: nothing of this form is unsaved now, and nobody is editing it."""
    if form_key := key_of(request.POST.get("form_key")):
        unsaved.saved(
            request.user,
            story,
            form_key,
            instead_of=keys_of(request.POST.get("took_back")),
            was_new="object_id" not in request.resolver_match.kwargs,
        )
    locks.release(story, request.user)


def pages_before(request: HttpRequest) -> list[UUID]:
    """A form that comes again is another page, which has the text of the one that was sent."""
    return keys_of(f"{request.POST.get('form_key', '')} {request.POST.get('took_back', '')}")


def _key_saved_last(request: HttpRequest, story: Article) -> UUID | None:
    row = unsaved.row_of(request.user, story)
    return row.form_key if row and not row.values else None


# The views


@require_POST
def keep_view(request: HttpRequest, desk: admin.ModelAdmin, pk: int | None = None) -> HttpResponse:
    """Keep the form's values and hold the lock; tell who else is at it and what readers would see."""
    story = _story(request, desk, pk)
    if not _is_same_person(request):
        return JsonResponse({"other": str(request.user)}, status=409)
    if story and "only_lock" in request.POST:
        row = unsaved.row_of(request.user, story)
        is_late = unsaved.is_late(row, key_of(request.POST.get("form_key")), number_of(request.POST))
        return JsonResponse(_around(request, story, claims=not is_late))
    sent = read(request, story)
    if sent.is_too_large:
        return JsonResponse({}, status=413)
    if sent.form_key is None:
        return JsonResponse({}, status=400)
    parked = "park" in request.POST
    kept = _keep(request, story, sent, claims=not parked)
    if kept is None:
        return JsonResponse({"closed": True})
    if parked:
        return JsonResponse({"offer": _offer(request, story, kept)})
    answer: dict[str, Any] = {"kept_at": timezone.localtime(kept.kept_at).strftime("%H:%M:%S")}
    if unsaved.CORRECTED not in sent.values:
        data = unsaved.snapshot_data(sent.values, sent.grew_from.data if sent.grew_from else unsaved.EMPTY)
        answer |= {
            "dateline": dateline_of(story, data, kept.kept_at),
            "lacks": lacks(request, story, data),
        }
    return JsonResponse(answer | (_around(request, story) if story else {}))


@require_safe
def lock_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """Who is editing it now: looked at every few seconds by whoever waits."""
    return JsonResponse(_around(request, desk.get_object(request, str(pk))))


@require_POST
def leave_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """The page is gone: keep the last that was typed, and let others in."""
    story = desk.get_object(request, str(pk))
    if _is_same_person(request):
        sent = read(request, story)
        if "typed" in request.POST and sent.form_key and not sent.is_too_large:
            _keep(request, story, sent, claims=False)
        elif sent.form_key:
            unsaved.left(request.user, story, sent.form_key, sent.number)
        locks.release(story, request.user)
    return HttpResponse(status=204)


@require_safe
def unsaved_view(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """One's own unsaved text beside the saved version."""
    story = desk.get_object(request, str(pk))
    text = unsaved.of(request.user, story)
    if text is None:
        messages.info(request, _("You have no unsaved text of this story."))
        return redirect("admin:articles_article_change", story.pk)
    head = story.head_revision
    base = text.grew_from or head
    publication = getattr(story, "publication", None)
    context = {
        **desk.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Your unsaved text of %(time)s") % {"time": clock(text.kept_at)},
        "opts": desk.opts,
        "story": story,
        "stage_chip": chip(Stage(story.stage)),
        "live_chip": live_chip(publication, timezone.now()),
        "unsaved": offers.of_story(text, story, request.user),
        "changes": compare.compare(head.data, unsaved.snapshot_data(text.values, base.data)),
    }
    return TemplateResponse(request, "admin/articles/article/unsaved.html", context)


@require_POST
def throw_away_view(request: HttpRequest, desk: admin.ModelAdmin, pk: int | None = None) -> HttpResponse:
    story = _story(request, desk, pk)
    if story:
        unsaved.forget(request.user, story)
        messages.info(request, _("Your unsaved text was thrown away."))
        return redirect("admin:articles_article_change", story.pk)
    unsaved.forget(request.user, form_key=key_of(request.POST.get("_thrown")))
    messages.info(request, _("Your unsaved text was thrown away."))
    corrected = request.GET.get("correct", "")
    if is_key(corrected):
        return redirect("admin:articles_article_correct", corrected)
    return redirect("admin:articles_article_add")


def _story(request: HttpRequest, desk: admin.ModelAdmin, pk: int | None) -> Article | None:
    """The story, if it is this person's to see; None for a new one."""
    if pk is not None:
        return desk.get_object(request, str(pk))
    if not desk.has_add_permission(request):
        raise PermissionDenied
    return None


def _is_same_person(request: HttpRequest) -> bool:
    """Somebody else may have logged in since in another tab: what was typed before is not theirs."""
    return request.POST.get("person") == str(request.user.pk)


@transaction.atomic
def _keep(request: HttpRequest, story: Article | None, sent: Sent, *, claims: bool) -> UnsavedText | None:
    kept = unsaved.keep(
        request.user,
        story,
        sent.form_key,
        sent.grew_from.pk if sent.grew_from else None,
        sent.values,
        instead_of=sent.took_back,
        number=sent.number,
    )
    if kept and story and claims:
        locks.claim(story, request.user, timezone.now())
    return kept


def _around(request: HttpRequest, story: Article, *, claims: bool = False) -> dict[str, Any]:
    """Who is at the story, and whether it was saved since this form was opened."""
    lock = locks.claim(story, request.user, timezone.now()) if claims else locks.holder(story, timezone.now())
    is_mine = lock is not None and lock.person_id == request.user.pk
    types = request.method == "POST"  # others only look
    sent = request.POST if types else request.GET
    is_newer = str(story.head_revision_id) != sent.get("seen", "")
    return {
        "lock": {
            "mine": is_mine,
            "who": str(lock.person) if lock else "",
            "since": clock(lock.since) if lock else "",
            "says": "" if lock is None or is_mine else editing(lock),
            "aside": _aside(request, story, lock) if lock and types and not is_mine else "",
            "take_over": _take_over(request, story) if lock and not is_mine else "",
        },
        "head": story.head_revision_id,
        "changed_by": _saved_by(story.head_revision) if is_newer and story.head_revision else None,
    }


def _take_over(request: HttpRequest, story: Article) -> str:
    """The address of the page that takes the lock, for whoever may."""
    may = workflow.may(roles_for(request), STEPS["take_over"], story, ())
    return reverse("admin:articles_article_step", args=[story.pk, "take_over"]) if may else ""


def editing(lock: EditLock) -> str:
    return _("%(who)s is editing this story since %(time)s.") % {
        "who": lock.person,
        "time": clock(lock.since),
    }


def _aside(request: HttpRequest, story: Article, lock: EditLock) -> str:
    """The address of this person's text as it was kept when the lock was taken from them."""
    kept = Revision.objects.filter(article=story, by=request.user, step="keep", created_at__gte=lock.since)
    revision_pk = kept.order_by("-pk").values_list("pk", flat=True).first()
    return reverse("admin:articles_article_revision", args=[story.pk, revision_pk]) if revision_pk else ""


def _saved_by(head: Revision) -> dict[str, str]:
    who, time = str(head.by or _("the system")), clock(head.created_at)
    says = _("Saved meanwhile by %(who)s, %(time)s: your text began from the version before.")
    return {"who": who, "at": time, "says": says % {"who": who, "time": time}}


def _offer(request: HttpRequest, story: Article | None, kept: UnsavedText) -> str:
    context = {"offers": offers.open_to(request.user, story)}
    return render_to_string("admin/articles/article/_unsaved.html", context, request)


def dateline_of(story: Article | None, data: dict[str, Any], now: datetime) -> str:
    """What readers would see before the text, were it published as it stands in the form."""
    tree = current_tree()
    node = tree.by_id.get(data["section"]["id"]) if data["section"] else None
    if node is None:
        return ""
    data = data | {"language": data["language"] or node.language}
    at = datetime.fromisoformat(data["not_before"]) if data["not_before"] else now
    publication = getattr(story, "publication", None) if story else None
    revision = Revision(article=story, data=data)
    try:
        return publishing.edition_of(
            revision, publication or Publication(first_published_at=at), tree
        ).dateline
    except KeyError:  # a place of an old version that is no longer on the list
        return ""
