"""The search index in SQLite: an FTS5 table whose columns are the two streams of words.

The tokenizer only cuts at spaces: everything else was decided in language.py.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from .leaf import Leaf

CREATE = (
    """CREATE VIRTUAL TABLE newsreader_search USING fts5(keys, stems, tokenize="ascii tokenchars '-'")""",
    """CREATE TRIGGER article_leaves_search AFTER DELETE ON newsreader_article
    BEGIN DELETE FROM newsreader_search WHERE rowid = OLD.id; END""",
)
DROP = ("DROP TRIGGER article_leaves_search", "DROP TABLE newsreader_search")
# FTS5 deletes by adding marks; only a new table is an empty one.
CLEAR = (*DROP, *CREATE)
INSERT = "INSERT INTO newsreader_search (rowid, keys, stems) VALUES (%s, %s, %s)"
REMOVE = "DELETE FROM newsreader_search WHERE rowid = %s"
FOUND = "SELECT rowid FROM newsreader_search WHERE newsreader_search MATCH %s"


def found(leaf: Leaf) -> RawSQL:
    """A subquery of the primary keys of articles that hold the leaf."""
    column = "stems" if leaf.stems else "keys"
    star = " *" if leaf.prefix else ""
    rows = " OR ".join(f"{_quoted(' '.join(words))}{star}" for words in leaf.rows)
    return RawSQL(FOUND, [f"{column} : ({rows})"])


def insert(rows: Sequence[tuple[str | int, ...]]) -> None:
    """Add (primary key, keys, stems)."""
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def remove(pks: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(REMOVE, [(pk,) for pk in pks])


def _quoted(words: str) -> str:
    # Words hold no quotation mark; doubled all the same, so that this file is safe by itself.
    return '"' + words.replace('"', '""') + '"'
