"""A picture is withdrawn: its row and original stay, and nothing of it is shown any more.

One deed, for whoever has no second to lose: why can be said later, and what was a slip is taken back.
"""

from django.db import transaction
from django.utils import timezone

from photos.models import Photo
from photos.showing import forget


def kill(photo: Photo, reason: str = "") -> bool:
    """Its addresses answer 410 from now on; whether it was this call that killed it.

    First it is said, then deleted: whoever makes a rendition meanwhile looks again when it is made.
    """
    killed = {"killed_at": timezone.now(), "kill_reason": reason.strip()}
    is_first = bool(Photo.objects.filter(pk=photo.pk, killed_at=None).update(**killed))
    photo.refresh_from_db()
    transaction.on_commit(lambda: forget(photo))
    return is_first


def explain(photo: Photo, reason: str) -> bool:
    """Say why it was killed; whether it still is."""
    is_killed = Photo.objects.filter(pk=photo.pk, killed_at__isnull=False).update(kill_reason=reason.strip())
    photo.refresh_from_db()
    return bool(is_killed)


def take_back(photo: Photo) -> bool:
    """Show it again, as it was; whether it was killed until now. Renditions are made anew when asked for."""
    alive = {"killed_at": None, "kill_reason": ""}
    was_killed = Photo.objects.filter(pk=photo.pk, killed_at__isnull=False).update(**alive)
    photo.refresh_from_db()
    return bool(was_killed)
