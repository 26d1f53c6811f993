"""The files of a call, and the text in them."""

import os
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from wire.refusal import Refused

LARGEST = 500_000
"""In bytes; a story of five hundred long paragraphs has fewer."""


def find(paths: Iterable[str]) -> list[Path]:
    """The files, with the *.txt of each folder in the order of their names; none twice."""
    found: list[Path] = []
    for path in map(Path, paths):
        inside = sorted(path.glob("[!.]*.txt")) if os.path.isdir(path) else []
        found += inside or [path]  # a folder with none is refused like a file that has no text
    # os.path, where pathlib raises: a link that goes in a circle is refused when it is read, with its reason
    return list({os.path.realpath(path): path for path in found}.values())


def read(path: Path) -> str:
    """The text of a file. Raises Refused where it has none."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Refused(_("no *.txt file is in it"))
        if not path.is_file():
            raise Refused(_("it is no file"))
        if size > LARGEST:
            raise Refused(
                _("it is too large: %(size).1f MB, where a story has %(limit).1f MB at most")
                % {"size": size / 1e6, "limit": LARGEST / 1e6}
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Refused(_("there is no such file")) from error
    except OSError as error:
        raise Refused(_("it cannot be read: %s") % (error.strerror or error)) from error
    return _decode(content)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            _("no UTF-8 text: save it as UTF-8, if it is text"), content.count(b"\n", 0, error.start) + 1
        ) from error


def base_name(path: Path) -> str:
    """The file's name, by which its story is known again."""
    try:
        path.name.encode()
    except UnicodeEncodeError as error:
        raise Refused(_("its name is no UTF-8: rename it")) from error
    return path.name
