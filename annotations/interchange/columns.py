"""Values as files write them, made by the database: the same as Python's, without an object for each.

An export has ten of them for each annotation, and making and writing the objects took a third of its time.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, Any]


class Uid(Func):
    """A UUID in its canonical form (RFC 9562, section 4). SQLite keeps its 32 digits."""

    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Sql:
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        template = " || '-' || ".join(f"substr(%(expressions)s, {start}, {n})" for start, n in parts)
        sql, params = self.as_sql(compiler, connection, template=f"({template})", **context)
        return sql, [*params] * len(parts)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Sql:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text", **context)


class Moment(Func):
    """A moment as rows.moment writes it: ISO 8601 in UTC, to the microsecond. SQLite keeps UTC as text,
    without a fraction where it is zero."""

    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Sql:
        template = "(replace(substr(%(expressions)s || '.000000', 1, 26), ' ', 'T') || 'Z')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Sql:
        template = """to_char((%(expressions)s) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        return self.as_sql(compiler, connection, template=template, **context)
