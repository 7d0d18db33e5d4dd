"""Bringing a file back, whatever it is: a backup of this version or an older one, of everything or of one
project, or a copy of the SQLite file. What was there before is kept first."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection

from ..models import Project
from . import copies, format, into, out, scratch
from .format import BackupError


@dataclass(frozen=True)
class Done:
    """`before` holds what was there; `project` is None when everything was brought back."""

    made_at: datetime
    before: Path
    project: Project | None = None


def restore(path: Path, project: str = "", slug: str = "", replace: bool = False) -> Done:
    """`project` takes one out of a file that holds all, under the short name `slug` if that is given.

    Raises BackupError, NoSuchProject, AlreadyThere or what a database raises; then nothing has changed.
    """
    given = path
    with ExitStack() as stack:
        if scratch.is_sqlite(path):
            made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            path = stack.enter_context(scratch.converted(path, project))
            header = format.check(path)[0]
        else:
            header = format.check(path)[0]
            made_at = datetime.fromisoformat(header.made_at)
            if not into.is_current(header) or (project and header.project is None):
                path = stack.enter_context(scratch.converted(path, project))
                header = format.check(path)[0]
        if project and header.project and header.project["slug"] != project:
            raise scratch.NoSuchProject
        before = keep(given)
        try:
            if header.project is not None:
                return Done(made_at, before, into.put_back_project(path, header, slug, replace))
            into.put_back(path)
        except (DataError, IntegrityError, ValidationError) as problem:
            # Written by somebody else's hand: the digest fits, but the rows do not.
            raise BackupError("damaged") from problem
        return Done(made_at, before)


def keep(sparing: Path) -> Path:
    """What is in the database now, in WORTLAUT_HOME/backups; never in place of the file that comes back."""
    if connection.vendor == "sqlite":
        return copies.copy(copies.Kind.RESTORE, sparing)
    path = copies.path_for(copies.Kind.RESTORE, "gz")
    with copies.new_file(path) as part, part.open("wb") as file:
        file.writelines(out.stream())
    copies.drop_old(copies.Kind.RESTORE, sparing)
    return path
