"""What the files of a database still hold of deleted rows: free pages, old versions, logs, an index's marks.
Cleared after each purge; what somebody's reading keeps from being cleared is cleared later.

A file WORTLAUT_HOME/remains says that there may be some: it is there before the first row goes, so that a
process that is killed in between leaves the word for the next one.

SQLite: the index is merged (FTS5 deletes by adding marks), VACUUM writes all pages anew, and the write-ahead
log is emptied. PostgreSQL: VACUUM FULL writes the tables anew, once nobody reads an older state; its own log
goes round by itself, and archived logs are whoever's who archives them.
"""

import logging
import time

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection

from ..backups import copies
from ..locking import tables
from ..search.front import indexes

STEP = 0.2  # seconds between two looks at who is still reading

log = logging.getLogger(__name__)


def mark() -> None:
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    (settings.HOME / "remains").write_text("")


def may_be_there() -> bool:
    return bool((settings.HOME / "remains").exists())


def clear_if_there() -> None:
    """For whoever comes by now and then. Never raises: what does not work now is tried again next time."""
    if may_be_there() and not clear(seconds=1):
        log.warning("remains of purged texts are not cleared yet: the database is in use")


def clear(seconds: float) -> bool:
    """Whether nothing is left. Waits at most about that long for those who read an older state; must not be
    called inside a transaction."""
    since = (settings.HOME / "remains").stat().st_mtime_ns if may_be_there() else None
    copies.drop_parts()
    until = time.monotonic() + seconds
    try:
        done = _clear_postgresql(until) if connection.vendor == "postgresql" else _clear_sqlite(until)
    except DatabaseError as problem:
        # Its message may quote a row.
        log.warning("remains of purged texts could not be cleared: %s", type(problem).__name__)
        return False
    if done and may_be_there() and (settings.HOME / "remains").stat().st_mtime_ns == since:
        (settings.HOME / "remains").unlink(missing_ok=True)
    return done


def _clear_sqlite(until: float) -> bool:
    with connection.cursor() as cursor:
        for names in indexes():
            cursor.execute(f"INSERT INTO {names.table} ({names.table}) VALUES ('optimize')")
        cursor.execute("VACUUM")
        while True:
            busy, *_frames = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return True
            if time.monotonic() > until:
                return False
            time.sleep(STEP)


# Transactions that see a state of before this statement's begin. Those of other databases are no matter.
READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) > age(%s::xid)"""


def _clear_postgresql(until: float) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text")
        (now,) = cursor.fetchone()
        cursor.execute(READERS, [now])
        while cursor.fetchone() != (0,):
            if time.monotonic() > until:
                return False
            time.sleep(STEP)
            cursor.execute(READERS, [now])
        cursor.execute(f"SET lock_timeout = '{max(1, round(until - time.monotonic()))}s'")
        try:
            for table in [*tables(), *_queue()]:
                cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
        finally:
            cursor.execute("RESET lock_timeout")
    return True


def _queue() -> list[str]:
    """The tables of background tasks, whose arguments may name what was purged."""
    if not apps.is_installed("django_tasks_db"):
        return []
    return [model._meta.db_table for model in apps.get_app_config("django_tasks_database").get_models()]
