"""A picture is withdrawn for good: its rows and original stay, and nothing of it is shown any more."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from photos.models import Photo
from photos.showing import forget


def kill(photo: Photo, reason: str) -> None:
    """Its addresses answer 410 from now on. Raises ValidationError without a reason.

    First it is said, then deleted: whoever makes a rendition meanwhile looks again when it is made.
    """
    if not reason.strip():
        raise ValidationError(_("A kill needs a reason."))
    killed = {"killed_at": timezone.now(), "kill_reason": reason.strip()}
    Photo.objects.filter(pk=photo.pk, killed_at=None).update(**killed)
    photo.refresh_from_db()
    transaction.on_commit(lambda: forget(photo))
