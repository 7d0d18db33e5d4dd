"""Which files a PATH holds: a file, a folder with all that is below it, or a zip.

Folders and zips hold more than articles, so only `.txt` is taken from them; a file that is named itself is
taken whatever its name. Links are followed, because that is how people share a corpus between studies.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from functools import partial

from .archive import members
from .found import SIZE_LIMIT, FileError, Found, found, overlooked, refuse


def walk(paths: Iterable[str]) -> Iterator[Found]:
    """All files of the paths: paths as given, in a folder its files in name order and then its folders.

    A member of a zip can be read until the next one is asked for. Never raises for what it finds.
    """
    for path in paths:
        if os.path.isdir(path):
            yield from _folder(path)
        elif path.casefold().endswith(".zip") and os.path.isfile(path):
            yield from members(path)
        else:
            yield found(path, os.path.basename(path), partial(read_file, path))


def read_file(path: str) -> bytes:
    """The bytes of a regular file. Raises FileError."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # opening a pipe would wait for ever
            raise FileError("special")
        with open(path, "rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise FileError("missing") from error
    except OSError as error:
        raise FileError("unreadable") from error
    if len(data) > SIZE_LIMIT:
        raise FileError("too_long")
    return data


Identity = tuple[int, int]


def _folder(root: str) -> Iterator[Found]:
    """A stack, not recursion: folders may be nested deeper than Python calls may be."""
    stack: list[tuple[str, frozenset[Identity]]] = [("", frozenset())]
    while stack:
        below, above = stack.pop()
        path = os.path.join(root, below)
        try:
            identity = _identity(path)
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError:
            yield found(path, below or os.path.basename(root), refuse("unreadable_folder"))
            continue
        if identity in above:
            yield found(path, below, refuse("loop"))
            continue
        folders = []
        for entry in entries:
            name = os.path.join(below, entry.name)
            if _is_folder(entry) and overlooked(entry.name) != "hidden":
                folders.append((name, above | {identity}))
            else:
                yield _entry(entry, name)
        stack.extend(reversed(folders))


def _identity(path: str) -> Identity:
    status = os.stat(path)
    return status.st_dev, status.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _entry(entry: os.DirEntry[str], name: str) -> Found:
    ignored = overlooked(entry.name)
    if ignored == "extension" and entry.name.casefold().endswith(".zip"):
        ignored = "zip_in_folder"
    return found(entry.path, name, partial(read_file, entry.path), ignored)
