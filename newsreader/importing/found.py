"""A file that may be an article, and the reasons why one is not taken."""

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ..translatable import gettext_noop
from .decode import LIMIT

SIZE_LIMIT = 8 * LIMIT
"""Bytes that are read at most: four for each code point, and as much again for newlines and accents that
become one code point only when they are normalised."""
NAME_LIMIT = 1000
"""Code points of a name below the import root; Article.filename holds no more."""

REASONS = {
    "missing": gettext_noop("There is no such file or folder."),
    "unreadable": gettext_noop("The file cannot be read."),
    "unreadable_folder": gettext_noop("The folder cannot be read."),
    "special": gettext_noop("This is a device or a pipe, not a file."),
    "loop": gettext_noop("The folder is a link to a folder above it."),
    "name_too_long": gettext_noop("The path has more than 1,000 characters."),
    "too_long": gettext_noop("The text is longer than 1,000,000 characters."),
    "broken_zip": gettext_noop("The zip is broken."),
    "broken_member": gettext_noop("This part of the zip is broken."),
    "bomb": gettext_noop("It unpacks to far more than it holds: a zip bomb."),
    "outside": gettext_noop("The path leads out of the zip."),
    "link": gettext_noop("A link inside a zip is not followed."),
    "encrypted": gettext_noop("It is encrypted."),
    "compression": gettext_noop("It is compressed in a way that is not supported."),
    "nested_zip": gettext_noop("A zip inside a zip is not opened."),
}
IGNORED = {
    "extension": gettext_noop("Not a .txt file."),
    "hidden": gettext_noop("Hidden, or made by the system."),
    "zip_in_folder": gettext_noop("A zip in a folder is not opened: name it as a PATH of its own."),
}


class FileError(Exception):
    """Why a file cannot be had; `code` is a key of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be an article. `path` is how people find it, `filename` the path below the import root
    (NFC, slashes). `read` answers its bytes or raises FileError; `ignored` is a key of IGNORED, or ""."""

    path: str
    filename: str
    read: Callable[[], bytes]
    ignored: str = ""


def found(path: str, name: str, read: Callable[[], bytes], ignored: str = "") -> Found:
    name = clean_name(name)
    return Found(clean_name(path), name, refuse("name_too_long") if len(name) > NAME_LIMIT else read, ignored)


def refuse(code: str) -> Callable[[], bytes]:
    """A `read` that raises FileError."""

    def read() -> bytes:
        raise FileError(code)

    return read


def clean_name(name: str) -> str:
    """A name that can be stored and shown: bytes that are no UTF-8 and control characters become U+FFFD."""
    name = os.fsencode(name).decode("utf-8", "replace") if not name.isprintable() else name
    name = unicodedata.normalize("NFC", name)
    return name if name.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in name)


def overlooked(name: str) -> str:
    """The key of IGNORED for a file of this name in a folder or zip, "" for an article."""
    if name.startswith(".") or name == "__MACOSX":
        return "hidden"
    return "" if name.casefold().endswith(".txt") else "extension"
