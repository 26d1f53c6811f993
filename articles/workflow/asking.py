"""What a step asks before it is taken, and what the desk's screens ask: who may, and is it possible."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import F

from accounts.models import User
from articles.models import Article, Edition, Publication
from articles.publishing import line_of
from articles.stages import LiveState, Step
from sections.roles import Roles
from sections.tree import current_tree


def may(roles: Roles, step: Step, article: Article, record: Collection[int]) -> bool:
    """Whether these roles allow the step; `record`: the sections that answer for what readers see, if any.

    A step on the copy needs its section, one that changes what readers see all of the record's, too. For
    one that takes the story from them any of the record's will do: whoever moves the copy cannot hinder it.
    """

    def suffices(section_id: int) -> bool:
        role = roles.on(section_id)
        return role is not None and role.rank >= step.role.rank

    if step.on == "record" and record:
        return any(map(suffices, record))
    concerned = {article.section_id, *record} if step.on == "both" else {article.section_id}
    return all(map(suffices, concerned))


def publication_of(article: Article) -> Publication | None:
    """The story's record, read now."""
    return (
        Publication.objects.select_related("head_edition__revision", "head_edition__address")
        .filter(article=article.pk)
        .first()
    )


def sections_of_record(publication: Publication | None, at: datetime) -> set[int]:
    """The ids of the sections that answer for what readers see; none before they ever do."""
    if publication is None or publication.live_state(at) == LiveState.NONE:
        return set()
    return publication.sections_at(at)


def live_state(article: Article, publication: Publication | None, at: datetime) -> LiveState:
    """What the record says; “held” also of a story that is hands off before it was ever published."""
    state = publication.live_state(at) if publication else LiveState.NONE
    return LiveState.HELD if state == LiveState.NONE and article.held_at else state


def was_seen(publication: Publication | None, at: datetime) -> bool:
    """Whether readers have ever seen the story."""
    return bool(publication and publication.visible_from and publication.visible_from <= at)


def waiting_edition(publication: Publication | None, at: datetime) -> Edition | None:
    """The version that is scheduled: the first one, or an update of a live story."""
    if publication is None or publication.held_at or publication.killed_at or not publication.visible_from:
        return None
    head = publication.head_edition
    return head if head and head.visible_from > at else None


def shown_edition(publication: Publication | None, at: datetime) -> Edition | None:
    """What readers see; of a held story what they saw last."""
    if publication is None:
        return None
    if publication.held_at or publication.shows_head(at):
        return publication.head_edition
    return publication.editions.live(at).select_related("revision", "address").first()


def possible(step: Step, article: Article, publication: Publication | None, at: datetime) -> bool:
    """Whether stage and live state allow the step, whoever asks."""
    state = live_state(article, publication, at)
    if article.stage not in step.stages or state not in step.live_states:
        return False
    answers: dict[str, Callable[[], bool]] = {
        "": lambda: True,
        "record": lambda: publication is not None and publication.live_state(at) != LiveState.NONE,
        "seen": lambda: was_seen(publication, at),
        "waiting": lambda: waiting_edition(publication, at) is not None,
        "lacking": lambda: article.lacks_since_id is not None,
    }
    return answers[step.needs]()


def needs_other_eyes(
    article: Article, publication: Publication | None, by: User | None, at: datetime
) -> bool:
    """Whether four eyes are asked for and nobody else has touched the text since readers saw it last.

    Of what readers see the record's section asks, too: moving the copy does not shut its eyes.
    """
    if by is None or not _asks_for_other_eyes(article, publication, at):
        return False
    seen: set[int] = set()
    if publication is not None and was_seen(publication, at):
        begun = publication.editions.filter(visible_from__lte=at).exclude(visible_until=F("visible_from"))
        seen = set(begun.values_list("revision", flat=True))
    for revision, person in line_of(article.pk, article.head_revision_id):
        if revision in seen:
            break
        if person not in (None, by):
            return False
    return True


def _asks_for_other_eyes(article: Article, publication: Publication | None, at: datetime) -> bool:
    concerned = {article.section_id}
    if publication is not None and was_seen(publication, at):
        concerned.add(publication.section_id)
    nodes = current_tree().by_id
    return any(pk in nodes and nodes[pk].four_eyes for pk in concerned)
