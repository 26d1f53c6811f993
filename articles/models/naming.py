"""Names as people look them up: whatever the accents and capital letters, and also by one of old."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Case, Q, QuerySet, Value, When

from articles.folding import fold

NAMESAKES = 20  # that are found together


def lines_of(names: Iterable[str]) -> str:
    """What search_names holds. Begins and ends with a line break, so that whole names can be found."""
    return "\n".join(["", *dict.fromkeys(map(fold, names)), ""])


class Named(models.Model):
    """What is found by any of its names."""

    search_names = models.TextField(editable=False, help_text="All its names, folded, a line each.")

    class Meta:
        abstract = True

    @classmethod
    def called(cls, name: str) -> list[Self]:
        """Those of this name. Only where nobody bears it now, those that once did. One query."""
        line = f"\n{fold(name)}\n"
        bears = Case(When(cls.bears_now(line), then=Value(True)), default=Value(False))
        rows = cls._default_manager.filter(search_names__contains=line).annotate(bears=bears)
        found: list[Any] = list(rows.order_by("-bears", "pk")[:NAMESAKES])
        return [row for row in found if row.bears] or found

    @classmethod
    def bears_now(cls, line: str) -> Q:
        return Q(search_names__contains=line)


class Renamed(Named):
    """Keeps every name that it had, so that a search that names it finds it for ever. Today's is the first.

    Whoever creates rows in bulk sets `search_names` with `lines_of`.
    """

    name: "models.CharField[str, str]"

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What the row has is kept, also where this was read before somebody else renamed it."""
        fields = kwargs.get("update_fields")
        if fields is not None and "name" not in fields:
            super().save(*args, **kwargs)
            return
        if fields is not None:
            kwargs["update_fields"] = {*fields, "search_names"}
        with transaction.atomic():
            row: QuerySet[Any] = type(self)._default_manager.select_for_update().filter(pk=self.pk)
            had = row.values_list("name", "search_names").first() if self.pk else None
            before, lines = had or (self.name, "")
            self.search_names = lines_of([self.name, before, *lines.split("\n")[1:-1]])
            super().save(*args, **kwargs)

    @classmethod
    def bears_now(cls, line: str) -> Q:
        return Q(search_names__startswith=line)
