"""The project's settings, made quick and independent of what is built: for tests only."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("NEWSROOM_SECRET_KEY", "for tests only, " + "x" * 50)
os.environ.setdefault("NEWSROOM_KEEP_PAGES", "0")  # but where it is about that

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, STORAGES, VAR  # noqa: E402

VAR.mkdir(exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = (
    True  # style sheets as they lie in the tree, never collected
)

# A folder for each process: runs side by side are apart.
_folder = tempfile.mkdtemp(prefix="newsroom-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
MEDIA_ROOT = Path(_folder) / "media"
STORAGES["originals"]["OPTIONS"]["location"] = Path(_folder) / "originals"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": Path(_folder) / "test.sqlite3"}
