"""How many scans a JPEG has: the format can send a picture again and again, a little better each time.

A camera writes one, an editor ten. A few kilobytes can hold thousands, and decoding takes as much longer.
"""

import re
from typing import BinaryIO

MOST_SCANS = 100
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")  # within a scan the others are data
_START_OF_SCAN, _END = 0xDA, 0xD9
_CHUNK = 1024 * 1024


def has_too_many_scans(file: BinaryIO, most: int = MOST_SCANS) -> bool:
    """From marker to marker, as decoders go; previews inside metadata do not count, nor what follows."""
    file.seek(2)
    scans = 0
    while (marker := _next_marker(file)) is not None and marker != _END:
        if marker == _START_OF_SCAN:
            scans += 1
        if scans > most:
            return True
        if marker != 1:  # TEM, which has no length
            length = int.from_bytes(file.read(2))
            file.seek(max(length - 2, 0), 1)
    return False


def _next_marker(file: BinaryIO) -> int | None:
    """The file stands behind the marker afterwards."""
    while chunk := file.read(_CHUNK):
        if found := _NEXT_MARKER.search(chunk):
            file.seek(found.end() - len(chunk), 1)
            return found[1][0]
        if chunk.endswith(b"\xff") and len(chunk) > 1:
            file.seek(-1, 1)  # its second half comes next
    return None
