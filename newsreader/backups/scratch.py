"""A database for the length of one conversion: SQLite in a folder of its own, in a process of its own.

What is no backup of this version becomes one there: an older backup is loaded into tables of its time and
migrated, a copy of the SQLite file is migrated where it is older; and one project is taken out of many.

    python -m newsreader.backups.scratch FROM TO [PROJECT]     with WORTLAUT_HOME naming the folder
"""

import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from . import copies
from .format import BackupError, Header

SQLITE = b"SQLite format 3\0"
NO_SUCH_PROJECT = 3
CODES = {4: "foreign", 5: "newer", 6: "damaged"}
"""Exit codes, and what they say of the file."""

log = logging.getLogger(__name__)


class NoSuchProject(Exception):
    """The file holds no project of this short name."""


def is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


@contextmanager
def converted(path: Path, project: str = "") -> Iterator[Path]:
    """A backup of this version of what the file holds, or of one project in it. Raises BackupError or
    NoSuchProject. The folder lies with the copies: on a disk that has room, in nobody else's sight."""
    with tempfile.TemporaryDirectory(prefix=".scratch-", dir=copies.folder()) as folder:
        result = Path(folder) / "converted.gz"
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"WORTLAUT_HOME": folder, "DJANGO_SETTINGS_MODULE": "newsreader.settings"}
        command = [sys.executable, "-m", __name__, str(path.absolute()), str(result)]
        done = subprocess.run(
            [*command, *filter(None, [project])], cwd=settings.BASE_DIR, env=environment, capture_output=True
        )
        if done.returncode == NO_SUCH_PROJECT:
            raise NoSuchProject
        if done.returncode:
            if done.returncode not in CODES:
                # The last line's beginning is the type of the exception; what follows may be text.
                last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
                log.error("a backup could not be converted: %s", last.partition(":")[0])
            raise BackupError(CODES.get(done.returncode, "damaged"))
        yield result


def _take_in(path: Path) -> str:
    """Put the file's rows into tables of the file's time; the short name of its project, if it holds one."""
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from . import format, into, out

    if is_sqlite(path):
        try:
            copies.copy_file(path, Path(connection.settings_dict["NAME"]))
        except sqlite3.Error:
            raise BackupError("damaged") from None
        if not any(out.applied().values()):
            raise BackupError("foreign")
        into.is_current(Header("", out.applied()))
        return ""
    header = format.read_header(path)
    executor = MigrationExecutor(connection)
    nodes = {(wing, name) for wing, names in header.migrations.items() for name in names}
    parents = {parent.key for node in nodes for parent in executor.loader.graph.node_map[node].parents}
    last = sorted(nodes - parents)
    executor.migrate(last)
    with transaction.atomic():
        into.load(path, apps=executor.loader.project_state(last).apps)
    return header.project["slug"] if header.project else ""


def main(path: Path, result: Path, slug: str = "") -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.management.commands import migrate

    from ..models import Project
    from . import out

    try:
        slug = _take_in(path) or slug
    except BackupError as problem:
        return next(number for number, code in CODES.items() if code == problem.code)
    # Django's own command: ours would copy what is a copy.
    call_command(migrate.Command(), verbosity=0, interactive=False)
    project = Project.objects.filter(slug=slug).first() if slug else None
    if slug and project is None:
        return NO_SUCH_PROJECT
    with result.open("wb") as file:
        file.writelines(out.stream(project))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4]))
