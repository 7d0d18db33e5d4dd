"""The search index in PostgreSQL: a table of tsvectors (vectors.py), one row or more for an article."""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from .leaf import Leaf
from .vectors import quoted

CREATE = (
    """CREATE TABLE newsreader_search (
        article_id bigint NOT NULL, part integer NOT NULL, keys tsvector NOT NULL, stems tsvector NOT NULL,
        PRIMARY KEY (article_id, part))""",
    "CREATE INDEX newsreader_search_keys ON newsreader_search USING gin (keys)",
    "CREATE INDEX newsreader_search_stems ON newsreader_search USING gin (stems)",
    # Triggers and no foreign key: a table that a foreign key names cannot be truncated by itself, and
    # Django's tests empty their tables so.
    """CREATE FUNCTION article_leaves_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN DELETE FROM newsreader_search WHERE article_id IN (SELECT id FROM gone); RETURN NULL; END $$""",
    """CREATE TRIGGER article_leaves_search AFTER DELETE ON newsreader_article
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION article_leaves_search()""",
    """CREATE FUNCTION articles_leave_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN DELETE FROM newsreader_search; RETURN NULL; END $$""",
    """CREATE TRIGGER articles_leave_search AFTER TRUNCATE ON newsreader_article
    FOR EACH STATEMENT EXECUTE FUNCTION articles_leave_search()""",
)
DROP = (
    "DROP FUNCTION article_leaves_search() CASCADE",
    "DROP FUNCTION articles_leave_search() CASCADE",
    "DROP TABLE newsreader_search",
)
CLEAR = ("DELETE FROM newsreader_search",)
COPY = "COPY newsreader_search (article_id, part, keys, stems) FROM STDIN"
REMOVE = "DELETE FROM newsreader_search WHERE article_id = ANY(%s)"
FOUND = {
    False: "SELECT article_id FROM newsreader_search WHERE keys @@ %s::tsquery",
    True: "SELECT article_id FROM newsreader_search WHERE stems @@ %s::tsquery",
}


def found(leaf: Leaf) -> RawSQL:
    """A subquery of the primary keys of articles that hold the leaf."""
    star = ":*" if leaf.prefix else ""
    rows = ("(" + " <-> ".join(quoted(word) + star for word in words) + ")" for words in leaf.rows)
    return RawSQL(FOUND[leaf.stems], [" | ".join(rows)])


def insert(rows: Sequence[tuple[str | int, ...]]) -> None:
    """Add (primary key, part, keys, stems)."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)


def remove(pks: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, [list(pks)])
