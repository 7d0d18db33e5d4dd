"""The search index in SQLite: an FTS5 table whose columns are the two streams of words.

The tokenizer only cuts at spaces: everything else was decided in language.py.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from .leaf import Leaf
from .names import Names


def create(names: Names) -> tuple[str, ...]:
    """The statements that make the index. Rows that go take their words with them."""
    table, noun, rows = names
    return (
        f"""CREATE VIRTUAL TABLE {table} USING fts5(keys, stems, tokenize="ascii tokenchars '-'")""",
        f"""CREATE TRIGGER {noun}_leaves_search AFTER DELETE ON {rows}
        BEGIN DELETE FROM {table} WHERE rowid = OLD.id; END""",
    )


def drop(names: Names) -> tuple[str, ...]:
    return f"DROP TRIGGER {names.noun}_leaves_search", f"DROP TABLE {names.table}"


def clear(names: Names) -> tuple[str, ...]:
    """FTS5 deletes by adding marks; only a new table is an empty one."""
    return *drop(names), *create(names)


def found(names: Names, leaf: Leaf) -> RawSQL:
    """A subquery of the primary keys of rows that hold the leaf."""
    column = "stems" if leaf.stems else "keys"
    star = " *" if leaf.prefix else ""
    rows = " OR ".join(f"{_quoted(' '.join(words))}{star}" for words in leaf.rows)
    return RawSQL(f"SELECT rowid FROM {names.table} WHERE {names.table} MATCH %s", [f"{column} : ({rows})"])


def insert(names: Names, rows: Sequence[tuple[str | int, ...]]) -> None:
    """Add (primary key, keys, stems)."""
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {names.table} (rowid, keys, stems) VALUES (%s, %s, %s)", rows)


def remove(names: Names, pks: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {names.table} WHERE rowid = %s", [(pk,) for pk in pks])


def _quoted(words: str) -> str:
    # Words hold no quotation mark; doubled all the same, so that this file is safe by itself.
    return '"' + words.replace('"', '""') + '"'
