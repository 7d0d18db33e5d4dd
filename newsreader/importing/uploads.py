"""The bytes that came with an upload, from the request until the run has ended: a folder a run below
WORTLAUT_HOME/uploads, readable by its owner only.

Every file stands in a folder of its own, numbered, so that two of one name keep it.
"""

import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from django.conf import settings

from ..import_run import ImportRun
from .found import clean_name
from .metadata import Table, read_table
from .run import UPDATE, Job
from .values import DEFAULT_LANGUAGE, LIMITS

TABLE = "metadata.csv"
UNNAMED = "unnamed.txt"
NAME_BYTES = 200  # of a file name; file systems take 255
KEPT = 14 * 86_400
"""Seconds: so long the files of a run that was stopped wait for it to go on."""


class File(Protocol):
    """What Django knows of an uploaded file."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


def folder(run: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / run.hex


def keep(run: UUID, files: Sequence[File], table: bytes = b"") -> list[str]:
    """Puts the files where the worker finds them; their names. Raises OSError, and then nothing is left."""
    root = folder(run)
    try:
        _private(root.parent)
        _private(root)
        names = []
        for number, file in enumerate(files):
            _private(root / f"{number:04}")
            names.append(_file_name(file.name or ""))
            with _new(root / f"{number:04}" / names[-1]) as kept:
                for chunk in file.chunks():
                    kept.write(chunk)
        if table:
            with _new(root / TABLE) as kept:
                kept.write(table)
    except OSError:
        forget(run)
        raise
    return names


def _private(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _new(path: Path) -> BinaryIO:
    path.touch(mode=0o600, exist_ok=False)
    return path.open("wb")


def _file_name(name: str) -> str:
    """The name without folders, such as a browser sends it, at most as long as a file system takes."""
    name = clean_name(name.replace("\\", "/").rpartition("/")[2]).strip().replace("\ufffd", "_")
    if name in ("", ".", ".."):
        return UNNAMED
    stem, dot, ending = name.rpartition(".")
    while len(name.encode()) > NAME_BYTES:
        stem = (stem or ending)[:-1]
        name = f"{stem}{dot}{ending}" if dot else stem
    return name


def forget(run: UUID) -> None:
    shutil.rmtree(folder(run), ignore_errors=True)


def are_there(run: UUID) -> bool:
    return folder(run).is_dir()


def job(run: ImportRun) -> Job:
    """What the run is to do. Raises FileNotFoundError when its files are gone."""
    root = folder(run.uid)
    if not root.is_dir():
        raise FileNotFoundError(root)
    paths = sorted(path for numbered in root.glob("[0-9]*") for path in numbered.iterdir())
    given = {key: value for key, value in run.options.items() if key in LIMITS}
    return Job(
        tuple(map(str, paths)),
        given,
        run.options.get("encoding"),
        _table(root / TABLE, given),
        f"{root}/",
        run.options.get("on_change") == UPDATE,
    )


def _table(path: Path, given: dict[str, str]) -> Table | None:
    if not path.exists():
        return None
    return read_table(path.read_bytes(), given.get("language", DEFAULT_LANGUAGE))


def sweep() -> None:
    """Deletes what belongs to no run that may still go on, and what has waited too long for that."""
    root = Path(settings.MEDIA_ROOT)
    waiting = {run.hex for run in ImportRun.objects.unfinished().values_list("uid", flat=True)}
    for path in root.iterdir() if root.is_dir() else ():
        age = time.time() - path.stat().st_mtime
        # A folder is there before its run is.
        if age > KEPT or (age > 3600 and path.name not in waiting):
            shutil.rmtree(path, ignore_errors=True)
