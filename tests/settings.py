"""The project's settings, made quick and independent of what is built: for tests only."""

import os

os.environ.setdefault("NEWSROOM_SECRET_KEY", "for tests only, " + "x" * 50)

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import STORAGES, VAR  # noqa: E402

VAR.mkdir(exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
