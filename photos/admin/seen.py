"""What a form showed when it was opened. The form carries it, so that on saving what its person typed is told
from what a colleague has put there meanwhile.
"""

from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.forms import model_to_dict

from photos.editing import EDITABLE
from photos.models import Photo

Values = dict[str, Any]


def values_of(photo: Photo) -> Values:
    return model_to_dict(photo, EDITABLE)


def sealed(photo: Photo) -> str:
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values_of(photo).items()
    }
    return _signer(photo).sign_object(values, compress=True)


def opened(seal: str, photo: Photo) -> Values | None:
    """None for what never stood in a form of this picture."""
    try:
        values = _signer(photo).unsign_object(seal)
    except BadSignature:
        return None
    known = {name: Photo._meta.get_field(name).to_python(values[name]) for name in EDITABLE if name in values}
    return values_of(photo) | known


def _signer(photo: Photo) -> Signer:
    return Signer(salt=f"{__name__}.{photo.pk}")
