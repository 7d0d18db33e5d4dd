"""Copies of the SQLite file in WORTLAUT_HOME/backups: one a day, and one before each migration.

Each is made by SQLite's own backup call while others read and write, checked, and only then given its name:
a copy that cannot be made leaves the others as they are. Of PostgreSQL no copies are made here
(docs/operations.md says what to do).
"""

import errno
import itertools
import logging
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from .format import BackupError, read_header

KEPT = 7  # of each kind, so that a day of many restores does not push the daily ones out
SPARE_BYTES = 50_000_000
"""What must be left free beside a copy: a full disk would stop everybody's writing."""

DAY = 86_400  # seconds

log = logging.getLogger(__name__)


class Kind(StrEnum):
    DAILY = "daily"
    MIGRATION = "before-migration"
    RESTORE = "before-restore"


class CopyError(Exception):
    """Why there is no copy, as one sentence."""


def folder() -> Path:
    """Where the copies are, for their owner's eyes only."""
    path: Path = settings.HOME / "backups"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def kept() -> list[Path]:
    """What the folder holds, the newest first."""
    found = [path for path in (settings.HOME / "backups").glob("[!.]*") if path.is_file()]
    return sorted(found, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)


def holding(uid: str) -> list[Path]:
    """Those in the folder that may hold the project of this uid, the newest first."""
    return [path for path in kept() if path.suffix != ".gz" or _holds(path, uid)]


def _holds(path: Path, uid: str) -> bool:
    try:
        project = read_header(path).project
    except BackupError:
        return True  # nobody knows what it is
    return project is None or project["uid"] == uid


def copy_if_due() -> Path | None:
    """Today's copy, unless there is one, or the database is none of SQLite's. Never raises for a copy that
    fails: that is said in the log, and whoever calls again later tries again."""
    if connection.vendor != "sqlite" or path_for(Kind.DAILY).exists():
        return None
    try:
        return copy(Kind.DAILY)
    except CopyError as problem:
        log.error("%s", problem)
        return None


def copy(kind: Kind, sparing: Path | None = None) -> Path:
    """A copy of the SQLite file as it is now, in place of the oldest of its kind; `sparing` is not deleted.
    Raises CopyError, and then all is as before."""
    source = Path(connection.settings_dict["NAME"])
    try:
        path = path_for(kind)
        _check_room(source)
        with new_file(path) as part:
            copy_file(source, part)
        drop_old(kind, sparing)
    except (OSError, sqlite3.Error) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise CopyError(_("The database could not be copied: %(reason)s.") % {"reason": reason}) from problem
    return path


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file to be written, readable by its owner only, that gets its name when it is whole and on the disk.
    Whatever has that name is replaced by it, or stays as it is."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield part
        _to_disk(part)
        part.replace(path)
        _to_disk(path.parent)
    finally:
        part.unlink(missing_ok=True)


def path_for(kind: Kind, suffix: str = "sqlite3") -> Path:
    """Of a daily copy always the same one on one day, else one that is free."""
    now = timezone.localtime()
    if kind is Kind.DAILY:
        return folder() / f"{kind}-{now:%Y-%m-%d}.{suffix}"
    stem = f"{kind}-{now:%Y-%m-%d-%H%M%S}"
    names = (f"{stem}-{n}.{suffix}" for n in itertools.count(1))
    return next(path for name in names if not (path := folder() / name).exists())


def _check_room(source: Path) -> None:
    size = sum(path.stat().st_size for path in (source, Path(f"{source}-wal")) if path.exists())
    if shutil.disk_usage(folder()).free < size + SPARE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def copy_file(source: Path, to: Path) -> None:
    """A whole SQLite file, checked. Raises sqlite3.Error."""
    existing = f"{source.absolute().as_uri()}?mode=rw"  # a file that is not there is not to be made
    with closing(sqlite3.connect(existing, uri=True)) as here, closing(sqlite3.connect(to)) as there:
        # In one step, which is one reading transaction: nobody waits, and no write makes it start anew.
        here.backup(there)
        # One file, without the log beside it that the original has.
        there.execute("PRAGMA journal_mode=DELETE")
        said = there.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise sqlite3.DatabaseError(said)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop_old(kind: Kind, sparing: Path | None = None) -> None:
    """Deletes all but the newest of the kind, and what a copy that was killed has left."""
    # By their names, which hold the time: a file's own time changes when it is copied elsewhere and back.
    for path in sorted(folder().glob(f"{kind}-*"), reverse=True)[KEPT:]:
        if not sparing or path.absolute() != sparing.absolute():
            path.unlink(missing_ok=True)
    drop_parts(older_than=DAY)


def drop_parts(older_than: float = 0) -> None:
    """Deletes unfinished files, in seconds since they were last written to."""
    for path in folder().glob(".*.part"):
        if path.exists() and time.time() - path.stat().st_mtime >= older_than:
            path.unlink(missing_ok=True)
