"""Who is editing a story just now. Looking never locks; the first change does.

A lock holds while its form gives signs of life, and ends by itself a few minutes after the last.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from articles.models import Article, EditLock

LASTS = timedelta(minutes=3)  # after the last sign of life


def is_alive(lock: EditLock, now: datetime) -> bool:
    """Whether its form gave a sign of life not too long ago."""
    return lock.last_sign > now - LASTS


def holder(article: Article, now: datetime) -> EditLock | None:
    """The lock that somebody holds now. One query."""
    alive = EditLock.objects.filter(article=article, last_sign__gt=now - LASTS)
    return alive.select_related("person").first()


def claim(article: Article, person: User, now: datetime) -> EditLock:
    """Take the lock where nobody holds it, keep one's own; the answer may be another person's."""
    while True:
        EditLock.objects.filter(article=article, last_sign__lte=now - LASTS).delete()
        EditLock.objects.filter(article=article, person=person).update(last_sign=now)
        held = EditLock.objects.select_related("person").filter(article=article).first()
        if held:
            return held
        try:
            with transaction.atomic():
                return EditLock.objects.create(article=article, person=person, since=now, last_sign=now)
        except IntegrityError:  # somebody was faster, and may have left again
            continue


def release(article: Article, person: User) -> None:
    """On leaving; another person's lock is left alone."""
    EditLock.objects.filter(article=article, person=person).delete()


def pass_to(article: Article, person: User, now: datetime) -> None:
    """Give the lock to this person, whoever held it. Only workflow.take_over calls this."""
    EditLock.objects.update_or_create(
        article=article, defaults={"person": person, "since": now, "last_sign": now}
    )
