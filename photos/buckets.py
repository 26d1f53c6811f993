"""Pictures' files in a bucket of Amazon S3, or of whatever speaks as it does, instead of a local folder.

A bucket shows an object when all of it is there, and never a part. Needs requirements-s3.txt.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

IN_MEMORY = 4 * 1024 * 1024  # of a file that is read; the rest of it is on the disk
PIECE = 256 * 1024
MISSING = {"404", "NoSuchKey"}

# A reader waits for it: by itself boto3 would try five times, for a minute each.
PATIENCE = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3})


@contextmanager
def failing_as_a_disk_does(name: str) -> Iterator[None]:
    """Whoever works with files knows OSError, and FileNotFoundError, alone."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
        kind = FileNotFoundError if code in MISSING else OSError
        raise kind(f"{name}: {error}") from error


class BucketStorage(S3Storage):
    """Its files have the names that we give them: whatever is there under a name holds the same."""

    def get_default_settings(self) -> dict[str, Any]:
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {"file_overwrite": True, "client_config": PATIENCE}

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        """The whole file at once: what is deleted while somebody reads it breaks off for nobody."""
        if mode != "rb":
            raise ValueError("Files of pictures are opened for reading alone.")
        file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever opens it closes it
        try:
            with failing_as_a_disk_does(name):
                found = self.bucket.Object(self._normalize_name(name)).get()["Body"]
                with found:
                    shutil.copyfileobj(found, file, PIECE)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return File(file, name)

    def _save(self, name: str, content: "File[Any]") -> str:
        with failing_as_a_disk_does(name):
            saved: str = super()._save(name, content)
        return saved

    def exists(self, name: str) -> bool:
        with failing_as_a_disk_does(name):
            found: bool = super().exists(name)
        return found

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with failing_as_a_disk_does(path):
            found: tuple[list[str], list[str]] = super().listdir(path)
        return found

    def delete(self, name: str) -> None:
        with failing_as_a_disk_does(name):
            super().delete(name)

    def get_modified_time(self, name: str) -> Any:
        with failing_as_a_disk_does(name):
            return super().get_modified_time(name)
