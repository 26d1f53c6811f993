"""What a picture's file says of itself: caption, creator, rights, place, date, keywords. Plain Python.

A file may say it in three blocks, IPTC's IIM, XMP and Exif, which may disagree. Each is shown as it was read,
and one value a field is proposed to the desk. A broken or hostile block never raises: what can be read of it
is read, and the work for it is bounded.
"""

from photos.reading.metadata import Metadata, read
from photos.reading.rules import LONGEST, Proposed
from photos.reading.sourcetypes import (
    DIGITAL_SOURCE_TYPES,
    SourceType,
    code_of,
    is_machine_altered,
    is_machine_made,
)

__all__ = [
    "DIGITAL_SOURCE_TYPES",
    "LONGEST",
    "Metadata",
    "Proposed",
    "SourceType",
    "code_of",
    "is_machine_altered",
    "is_machine_made",
    "read",
]
