"""Who works on a story: handing it over, taking it over, and words between colleagues."""

import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import locks, unsaved
from articles.models import Article, Note, Notice, Revision
from articles.stages import STEPS
from articles.telling import settle, tell
from articles.workflow.refusing import Refused
from articles.workflow.taking import asked, check, record, stored
from sections.roles import roles_of

MENTION = re.compile(r"(?<![\w@])@([\w.+-]*\w)")


@transaction.atomic
def hand_over(
    article: Article,
    *,
    by: User | None,
    to: User,
    note: str = "",
    due_at: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Give the story to a colleague of its section; with a time it is an assignment that is due."""
    now = timezone.now()
    step = STEPS["hand_over"]
    copy, publication = stored(article)
    check(step, copy, publication, by, seen or article.head_revision_id, now)
    if not roles_of(to).on(copy.section_id):
        raise Refused(
            _("%(who)s has no role on the section “%(section)s”.") % {"who": to, "section": copy.section}
        )
    Article.objects.filter(pk=copy.pk).update(assigned_to=to, due_at=due_at)
    settle(copy, now)
    why = Notice.Why.ASSIGNED if due_at else Notice.Why.HANDED_OVER
    tell([to], copy, why, by=by, at=now, text=note, due_at=due_at)
    if by:
        locks.release(copy, by)
    record(step, copy, None, by, now, note=f"→ {to}. {note}" if note else f"→ {to}")
    article.refresh_from_db()


@transaction.atomic
def take_over(article: Article, *, by: User) -> Revision | None:
    """Take the lock from whoever holds it; what they had not saved is kept as a revision of its own line."""
    now = timezone.now()
    step = STEPS["take_over"]
    copy, publication = stored(article)
    check(step, copy, publication, by, copy.head_revision_id, now)
    lock = locks.holder(copy, now)
    if lock is None or lock.person_id == by.pk:
        locks.claim(copy, by, now)
        return None
    kept = _keep_aside(copy, lock.person, now)
    locks.pass_to(copy, by, now)
    tell([lock.person], copy, Notice.Why.TAKEN_OVER, by=by, at=now)
    record(step, copy, kept, by, now, note=str(lock.person))
    return kept


def _keep_aside(copy: Article, person: User, now: datetime) -> Revision | None:
    """The text stays what its writer is offered back, too: they may still be typing."""
    text = unsaved.of(person, copy)
    return unsaved.kept_revision(text, at=now) if text else None


@transaction.atomic
def note(article: Article, *, by: User, text: str) -> Note:
    """A word on the story; whoever it mentions by @name and who has a role there finds it in their list."""
    now = timezone.now()
    step = STEPS["note"]
    copy, publication = stored(article)
    text = asked(step, text)
    check(step, copy, publication, by, copy.head_revision_id, now)
    written = Note.objects.create(article=copy, by=by, at=now, text=text)
    meant, _strangers = mentioned(text, copy.section_id)
    tell(meant, copy, Notice.Why.MENTIONED, by=by, at=now, text=text)
    record(step, copy, None, by, now, note=text)
    return written


def mentioned(text: str, section_id: int) -> tuple[list[User], list[str]]:
    """Whom a note means by @name, and the names of which nobody is at this section's desk."""
    names = sorted({name.lower() for name in MENTION.findall(text)})
    people = [person for name in names for person in User.objects.filter(username__iexact=name)]
    meant = [person for person in people if roles_of(person).on(section_id)]
    known = {person.username.lower() for person in meant}
    return meant, [name for name in names if name not in known]
