"""One worker does the tasks of a database; others wait until it has gone. So no task is ever run twice at
once, and whatever is marked as running when a worker comes in was broken off."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import Error, connection

KEY = int.from_bytes(b"wortlaut", "big")
"""Of PostgreSQL's advisory lock; its locks are the database's own, so that two installations have two."""


class WorkerLock(Protocol):
    def take(self) -> bool:
        """Whether this process holds it now, be it since long."""

    def release(self) -> None: ...

    def is_held_by_anybody(self) -> bool: ...


def worker_lock() -> WorkerLock:
    """The lock of the database in use."""
    return AdvisoryLock() if connection.vendor == "postgresql" else FileLock(settings.HOME / "worker.lock")


class FileLock:
    """The system lets go of it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        if self._descriptor is not None:
            return True
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def is_held_by_anybody(self) -> bool:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False


class AdvisoryLock:
    """On a connection of its own, which nothing closes when it is a minute old; the server lets go of it when
    the connection ends, however it ends."""

    def __init__(self) -> None:
        self._connection: Any = None

    def take(self) -> bool:
        """Raises django.db.Error when the database does not answer."""
        with connection.wrap_database_errors:
            if self._connection is None:
                self._connection = connection.get_new_connection(connection.get_connection_params())
                self._connection.autocommit = True
            try:
                return self._is_mine() or self._ask("SELECT pg_try_advisory_lock(%s)", KEY)
            except Exception:
                self._close()
                raise

    def _is_mine(self) -> bool:
        return self._ask(f"SELECT EXISTS ({HOLDERS} AND pid = pg_backend_pid())", *_halves())

    def _ask(self, query: str, *values: int) -> bool:
        return bool(self._connection.execute(query, values).fetchone()[0])

    def release(self) -> None:
        """It is free when this returns. Closing alone does not wait for the server, which lets go a moment
        later, on a busy machine a long one: until then the next worker would find it taken."""
        if self._connection is not None:
            # Where the connection has ended the lock has gone with it.
            with suppress(Error), connection.wrap_database_errors:
                self._connection.execute("SELECT pg_advisory_unlock_all()")
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def is_held_by_anybody(self) -> bool:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT EXISTS ({HOLDERS})", _halves())
                return bool(cursor.fetchone()[0])
        except Error:
            return False


HOLDERS = (
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND classid = %s AND objid = %s"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _halves() -> tuple[int, int]:
    """How PostgreSQL shows a key of 64 bits (its manual, view pg_locks)."""
    return KEY >> 32, KEY & 0xFFFFFFFF
