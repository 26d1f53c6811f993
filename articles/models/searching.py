"""What search finds stories by, on PostgreSQL; SQLite keeps the same in a table of FTS5's own."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models.publication import Edition, Publication


class LexemesField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's `tsvector`, which only articles/search/postgres.py reads and writes."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class SearchRow(models.Model):
    """One for each edition that stands on lists. Its long columns lie apart, so that the rows stay narrow."""

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="+")
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="+")
    place = models.BigIntegerField()  # among all, see articles/search/places.py; without index, on purpose
    headline = LexemesField()  # its words, and the marks of the edition
    words = LexemesField()  # of all that it says, with weights, and the marks

    def __str__(self) -> str:
        return str(self.edition_id)
