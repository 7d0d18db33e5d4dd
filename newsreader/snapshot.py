"""Reading for minutes as if no time passed, without standing in the way of those who write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# By hand: atomic() would take SQLite's write lock (the settings say IMMEDIATE, for transactions that write).
BEGIN = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment. Inside a transaction of the caller that one has to do."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM newsreader_project LIMIT 1")  # the moment is that of the first read
        yield
    finally:
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
