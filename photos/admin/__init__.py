"""Pictures at the desk, as far as it needs no stories. `articles.admin.pictures` registers the desk."""

from photos.admin import terms

__all__ = ["terms"]
