"""Queries that Django writes once: what a page asks at every request then costs no more than the asking.

Writing the two of a story's page takes longer than answering them. Only values differ from one request to
the next; they stand in the queryset as blanks, so that its filters are the ones that everybody uses.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Blank(Expression):
    """A value that is filled in when the query is asked."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def filled(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
        return self.field.get_db_prep_value(values[self.name], connection)


class Prepared:
    """A queryset with blanks, and the fields that each row has."""

    def __init__(self, queryset: Callable[[], QuerySet[Any, Any]], fields: Sequence[str]) -> None:
        self.queryset, self.fields = queryset, fields

    @cached_property
    def written(self) -> tuple[SQLCompiler, str, Sequence[Any], dict[int, Any]]:
        """The query as SQL, its values and blanks, and what makes Python's values of the answer's."""
        rows = self.queryset().values_list(*self.fields)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_others in compiler.select])
        return compiler, sql, values, converters

    def ask(self, **values: Any) -> list[Sequence[Any]]:
        compiler, sql, blanks, converters = self.written
        connection = connections[DEFAULT_DB_ALIAS]
        filled = [each.filled(values, connection) if isinstance(each, Blank) else each for each in blanks]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            rows = cursor.fetchall()
        return list(compiler.apply_converters(rows, converters)) if converters else rows
