"""Stories that an editor looks for on deadline: among those that readers see, and among no others."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.columns import moment, section_name
from articles.folding import fold
from articles.models import Edition, Publication
from sections.admin import roles_for
from sections.models import Role
from website.curating import Trace
from website.lists import newest

LOOKED_THROUGH = 500  # of a section's newest
FOUND = 10
LONGEST = 500  # characters of what was typed

ADDRESS = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})/([a-z0-9-]+)/?\Z", re.ASCII)

DEEDS: dict[str, str | Promise] = {
    "lead": _("made “%(story)s” the lead"),
    "no lead": _("let the newest story lead"),
    "put": _("pinned “%(story)s”"),
    "off": _("took “%(story)s” off"),
    "order": _("changed the order"),
    "until": _("changed the end of “%(story)s”"),
    "bar": _("put “%(story)s” into the bar"),
}


@dataclass(frozen=True)
class Found:
    """A story that readers see, to be put somewhere."""

    key: int  # the publication's
    headline: str
    section: SafeString | str
    when: SafeString | str

    @classmethod
    def of(cls, edition: Edition) -> "Found":
        return cls(
            edition.publication_id,
            edition.headline,
            section_name(edition.section_id),
            moment(edition.publication.first_published_at),
        )


def ask_role(request: HttpRequest, section_ids: Iterable[int]) -> None:
    """Whoever is an editor of one of these sections may go on; who has no role there learns nothing."""
    roles = [role for pk in section_ids if (role := roles_for(request).on(pk))]
    if not roles:
        raise Http404
    if max(role.rank for role in roles) < Role.EDITOR.rank:
        raise PermissionDenied


def typed_words(request: HttpRequest) -> str:
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("q", "").replace("\0", "").strip()[:LONGEST]


def find(
    text: str, lists: Iterable[int], at: datetime, suits: Callable[[Edition], bool] = bool
) -> list[Found]:
    """By the words of its headline among the newest of these sections, all of them where nothing was typed;
    or, however old it is, by its address.
    """
    lists = list(lists)
    if ADDRESS.search(text):
        return [Found.of(edition) for edition in _at_address(text, lists, at) if suits(edition)]
    words = fold(text).split()
    editions = [edition for pk in lists for edition in newest("section", pk, at, LOOKED_THROUGH)]
    editions.sort(key=lambda each: (each.publication.first_published_at, each.publication_id), reverse=True)
    found: dict[int, Edition] = {}
    for edition in editions:
        headline = fold(edition.headline)
        if all(word in headline for word in words) and suits(edition):
            found.setdefault(edition.publication_id, edition)
        if len(found) == FOUND:
            break
    return [Found.of(edition) for edition in found.values()]


def address_in(text: str) -> tuple[date, str] | None:
    """The day and the slug of a story's address; None for what is none."""
    found = ADDRESS.search(text)
    try:
        return (date(int(found[1]), int(found[2]), int(found[3])), found[4]) if found else None
    except ValueError:
        return None


def _at_address(text: str, lists: list[int], at: datetime) -> list[Edition]:
    address = address_in(text)
    if address is None:
        return []
    day, slug = address
    live = Edition.objects.live(at).select_related("publication")
    there = live.filter(publication__addresses__url_date=day, publication__addresses__slug=slug)
    return list(there.filter(placements__section__in=lists).distinct())


def told(request: HttpRequest, traces: Iterable[Trace], at: datetime) -> list[dict[str, object]]:
    """`Anna Rossi`, `3 minutes ago`, `pinned “…”; changed the order`. Two queries at most."""
    traces = list(traces)
    names = headlines(request, {key for trace in traces for _deed, key in trace.deeds if key}, at)
    nameless = gettext("a story that readers do not see")

    def worded(trace: Trace) -> str:
        known = [(DEEDS[deed], names.get(key, nameless)) for deed, key in trace.deeds if deed in DEEDS]
        return "; ".join(words % {"story": name} for words, name in known)

    return [
        {
            "who": trace.who,
            "when": moment(trace.at),
            "deeds": worded(trace),
            "goes_back": trace.key if trace.before else 0,
        }
        for trace in traces
    ]


def headlines(request: HttpRequest, keys: set[int], at: datetime) -> dict[int, str]:
    """What readers see, and to its own desk what they will see."""
    live = Edition.objects.live(at).filter(publication__in=keys)
    names = dict(live.values_list("publication_id", "headline")) if keys else {}
    if others := keys - names.keys():
        own = Publication.objects.for_desk(roles_for(request), at)
        coming = own.filter(pk__in=others, visible_from__gt=at, held_at=None, killed_at=None)
        names |= dict(coming.values_list("pk", "head_edition__headline"))
    return names
