"""Where the bytes of pictures are: originals, which nobody may fetch, and renditions, which the site shows.

Both are named by what they hold, so the same bytes are there once, and what is there is never changed. A file
appears under its name whole or not at all, and before any row that tells of it. They are in local folders, or
in buckets (photos.buckets) where the environment names them.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

ORIGINALS, RENDITIONS = "originals", "default"


class WholeFilesStorage(FileSystemStorage):
    """Local files that survive a loss of power: written beside, forced to the disk, then given their name."""

    def _save(self, name: str, content: "File[Any]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".part-", delete=False) as part:
            try:
                for chunk in content.chunks():
                    part.write(chunk)
                part.flush()
                os.fsync(part.fileno())
                os.chmod(part.name, self.file_permissions_mode or 0o644)
                os.replace(part.name, target)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        _force_folder(target.parent)
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The one that it has: whatever is there under a name holds the same."""
        return name


def _force_folder(folder: Path) -> None:
    """The name, too, must be on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def originals() -> Storage:
    return storages[ORIGINALS]


def renditions() -> Storage:
    return storages[RENDITIONS]


def original_name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def put(storage: Storage, name: str, content: "File[Any]") -> None:
    """Whatever is there already holds the same and stays."""
    if not storage.exists(name):
        storage.save(name, content)


def names_in(storage: Storage, folder: str) -> list[str]:
    """The files of a folder."""
    return _listed(storage, folder)[1]


def folders_in(storage: Storage, folder: str) -> list[str]:
    return _listed(storage, folder)[0]


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    """Not every storage has folders that are there or not."""
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []
