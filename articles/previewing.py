"""A copy looked at as readers would see it, before they do: kept for a while, read by a signed address."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils import timezone

from accounts.models import User
from articles import publishing
from articles.models import Article, Edition, Preview, Publication, Revision
from articles.snapshot import NEW
from sections.tree import current_tree

AT_THE_DESK = timedelta(hours=1)  # the desk makes a new one whenever it looks
HANDED_ON = timedelta(hours=72)
DELETED_AT_ONCE = 100

_signer = signing.TimestampSigner(salt="articles.previewing")


def make(
    article: Article | None,
    data: dict[str, Any],
    *,
    by: User,
    moment: datetime | None = None,
    lasts: timedelta = AT_THE_DESK,
) -> Preview:
    """Keep this text, a revision's `data`, to be looked at; old previews go on the way."""
    now = timezone.now()
    _forget_expired(now)
    return Preview.objects.create(
        article=article, data=NEW | data, by=by, moment=moment, made_at=now, expires_at=now + lasts
    )


def _forget_expired(now: datetime) -> None:
    """A bounded number: nobody waits long for what somebody else has left."""
    expired = Preview.objects.filter(expires_at__lte=now).order_by("expires_at")
    Preview.objects.filter(pk__in=list(expired.values_list("pk", flat=True)[:DELETED_AT_ONCE])).delete()


def token_of(preview: Preview) -> str:
    """What opens this preview to whoever has it."""
    return _signer.sign(str(preview.pk))


def is_ours(token: str) -> bool:
    """Whether we have signed this, however long ago and whatever became of it."""
    return _signed(token) is not None


def read(token: str, at: datetime) -> Preview | None:
    """The preview that this opens at that moment: none where it has expired, or whoever made it has left.

    The signature's own age counts, too: no change of the row gives an old address a longer life.
    """
    pk = _signed(token)
    found = Preview.objects.select_related("by", "article__publication")
    preview = found.filter(pk=pk, expires_at__gt=at, by__is_active=True).first() if pk else None
    if preview is None or _signed(token, preview.expires_at - preview.made_at) is None:
        return None
    return preview


def _signed(token: str, max_age: timedelta | None = None) -> int | None:
    """The key that the token names; None where we did not sign it, or not lately enough."""
    try:
        return int(_signer.unsign(token, max_age=max_age))
    except (signing.BadSignature, ValueError):
        return None


def is_handed_on(preview: Preview) -> bool:
    """Whether it was made to last longer than the desk's own look at it."""
    return preview.expires_at - preview.made_at > AT_THE_DESK


def moment_of(preview: Preview, at: datetime) -> datetime:
    """As if published then: what was asked for, else its “not before”, else now."""
    if preview.moment:
        return preview.moment
    not_before = preview.data.get("not_before")
    return max(datetime.fromisoformat(not_before), at) if not_before else at


def edition_of_preview(preview: Preview, at: datetime | None = None) -> Edition:
    """What publishing this text would say. Not saved."""
    at = at or timezone.now()
    revision = Revision(article=preview.article, data=preview.data)
    return publishing.edition_of(revision, _publication(preview, at), current_tree())


def _publication(preview: Preview, at: datetime) -> Publication:
    """The story's, once readers have seen it; before that its date is still to come."""
    publication: Publication | None = getattr(preview.article, "publication", None)
    if publication and publication.visible_from and publication.visible_from <= at:
        return publication
    return Publication(article=preview.article, first_published_at=moment_of(preview, at))
