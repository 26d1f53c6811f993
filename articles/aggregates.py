"""Rows gathered in one query, on PostgreSQL and on SQLite: what a page needs besides its one row."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func, JSONField, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler


class JsonRows(Func):
    """All rows of a sub-select as one list, each a list of these values; in no order that holds.

    Django does not know that it is an aggregate, and so groups nothing: one row, with or without others.
    """

    template = "JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))"
    output_field = JSONField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, list[Any]]:
        """Of no rows it makes None."""
        template = "JSONB_AGG(JSONB_BUILD_ARRAY(%(expressions)s))"
        sql, params = self.as_sql(compiler, connection, template=template, **more)
        return sql, list(params)


class JsonRow(Func):
    """These values of the row itself as one list. Django's own JSONArray asks the database whether it can."""

    function = "JSON_ARRAY"
    output_field = JSONField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, list[Any]]:
        sql, params = self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **more)
        return sql, list(params)


def rows_of(queryset: QuerySet[Any, Any], *names: str) -> Subquery:
    """These fields of all rows of a sub-select, as a column of the query around it."""
    rows = queryset.order_by().values(rows=JsonRows(*map(models.F, names)))
    return Subquery(rows, output_field=JSONField())


def keys_of_all(*querysets: QuerySet[Any, Any]) -> Func:
    """The keys that several short lists hold, for `pk__in`.

    SQLite lets no part of a union have an end of its own, but a sub-select in it may.
    """
    parts = [Subquery(each.values("pk"), template="SELECT * FROM (%(subquery)s) part") for each in querysets]
    return Func(
        *parts, template="(%(expressions)s)", arg_joiner=" UNION ALL ", output_field=BigIntegerField()
    )
