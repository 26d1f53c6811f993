"""Pictures' files in a folder of each test's own."""

import pytest


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    places = {name: {"location": tmp_path / name} for name in ("default", "originals")}
    storages = {
        name: {"BACKEND": "photos.files.WholeFilesStorage", "OPTIONS": options}
        for name, options in places.items()
    }
    settings.STORAGES = settings.STORAGES | storages
    return tmp_path
