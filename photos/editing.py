"""What people say of a picture is changed: what was made of it and says otherwise goes."""

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from photos.models import Photo
from photos.showing import forget

EDITABLE = [field.name for field in Photo._meta.fields if field.editable and not field.primary_key]

IN_RENDITIONS = {
    *("creator", "credit_line", "copyright_notice", "digital_source_type"),  # written into each of them
    *("focal_x", "focal_y"),  # which every crop follows
}


def hold(keys: list[int]) -> None:
    """Nobody else changes these until the transaction ends."""
    list(Photo.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def save(photo: Photo, fields: Iterable[str] = EDITABLE) -> list[str]:
    """Write what of these fields differs from what is known of it; gives the names of those that did.

    Renditions that do not say or show it are deleted, and made anew when they are asked for. Raises
    ValidationError for a picture that was killed meanwhile.
    """
    with transaction.atomic():
        known = Photo.objects.select_for_update().get(pk=photo.pk)
        if known.killed_at:
            raise ValidationError(_("This picture was killed: it is not changed any more."))
        changed = [name for name in fields if getattr(known, name) != getattr(photo, name)]
        if changed:
            photo.save(update_fields=changed)
        if IN_RENDITIONS.intersection(changed):
            transaction.on_commit(partial(forget, photo))
    return changed
