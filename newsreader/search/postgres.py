"""The search index in PostgreSQL: a table of tsvectors (vectors.py), one row or more for an article."""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from .leaf import Leaf
from .names import Names
from .vectors import quoted


def create(names: Names) -> tuple[str, ...]:
    """The statements that make the index. Rows that go take their words with them, by triggers and no foreign
    key: a table that a foreign key names cannot be truncated by itself, and Django's tests empty their tables
    so."""
    table, noun, rows = names
    return (
        f"""CREATE TABLE {table} (
            {noun}_id bigint NOT NULL, part integer NOT NULL, keys tsvector NOT NULL, stems tsvector NOT NULL,
            PRIMARY KEY ({noun}_id, part))""",
        f"CREATE INDEX {table}_keys ON {table} USING gin (keys)",
        f"CREATE INDEX {table}_stems ON {table} USING gin (stems)",
        f"""CREATE FUNCTION {noun}_leaves_search() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN DELETE FROM {table} WHERE {noun}_id IN (SELECT id FROM gone); RETURN NULL; END $$""",
        f"""CREATE TRIGGER {noun}_leaves_search AFTER DELETE ON {rows}
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {noun}_leaves_search()""",
        f"""CREATE FUNCTION {noun}s_leave_search() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN DELETE FROM {table}; RETURN NULL; END $$""",
        f"""CREATE TRIGGER {noun}s_leave_search AFTER TRUNCATE ON {rows}
        FOR EACH STATEMENT EXECUTE FUNCTION {noun}s_leave_search()""",
    )


def drop(names: Names) -> tuple[str, ...]:
    return (
        f"DROP FUNCTION {names.noun}_leaves_search() CASCADE",
        f"DROP FUNCTION {names.noun}s_leave_search() CASCADE",
        f"DROP TABLE {names.table}",
    )


def clear(names: Names) -> tuple[str, ...]:
    return (f"DELETE FROM {names.table}",)


def found(names: Names, leaf: Leaf) -> RawSQL:
    """A subquery of the primary keys of rows that hold the leaf."""
    star = ":*" if leaf.prefix else ""
    rows = ("(" + " <-> ".join(quoted(word) + star for word in words) + ")" for words in leaf.rows)
    stream = "stems" if leaf.stems else "keys"
    which = f"SELECT {names.noun}_id FROM {names.table} WHERE {stream} @@ %s::tsquery"
    return RawSQL(which, [" | ".join(rows)])


def insert(names: Names, rows: Sequence[tuple[str | int, ...]]) -> None:
    """Add (primary key, part, keys, stems)."""
    into = f"COPY {names.table} ({names.noun}_id, part, keys, stems) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def remove(names: Names, pks: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {names.table} WHERE {names.noun}_id = ANY(%s)", [list(pks)])
