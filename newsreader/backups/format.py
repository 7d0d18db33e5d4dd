"""The file of a backup: gzip over lines of JSON, the same for both databases.

    {"format": "wortlaut-backup", "version": 1, "made_at": …, "migrations": {…}, "project": null or {…}}
    {"table": "newsreader.project", "columns": ["id", "uid", …]}
    [1, "0b9c…", …]                                     a row; bytes in base64, times with their zone
    …
    {"end": {"newsreader.project": 1, …}, "sha256": …}  rows by table, digest of all before this line

Written and read in pieces: neither holds more than a row and a buffer at once.
"""

import base64
import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from ..translatable import gettext_noop

FORMAT, VERSION = "wortlaut-backup", 1
GZIP = 31  # zlib's number for a gzip header around the largest window
LEVEL = 4  # a third of the time of the usual 6 for files that are a twentieth larger
BUFFER = 1 << 16  # bytes
HEADER_LIMIT = 1 << 20  # bytes; a line without end is no header

REASONS = {
    "foreign": gettext_noop("This is no backup of Wortlaut."),
    "truncated": gettext_noop("This backup ends too early: it was not written or copied to its end."),
    "damaged": gettext_noop("This backup is damaged: it does not hold what was written."),
    "newer": gettext_noop("This backup is of a newer version of Wortlaut; update this installation first."),
}


class BackupError(Exception):
    """The file cannot be used; `code` is a key of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


@dataclass(frozen=True)
class Header:
    """`migrations` names what had been applied, by wing; `project` is None for a whole installation, else
    the uid, slug and name of the one that the file holds."""

    made_at: str
    migrations: dict[str, list[str]]
    project: dict[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """The rows of one model ("newsreader.article"), each with a value for every column."""

    label: str
    columns: list[str]
    rows: Iterable[Iterable[Any]]


def write(header: Header, tables: Iterable[Table]) -> Iterator[bytes]:
    """The file in pieces."""
    compressor = zlib.compressobj(LEVEL, wbits=GZIP)
    buffer = bytearray()
    for line in _digested(_lines(header, tables)):
        buffer += line
        if len(buffer) >= BUFFER:
            if piece := compressor.compress(buffer):
                yield piece
            buffer.clear()
    yield compressor.compress(buffer) + compressor.flush()


def _lines(header: Header, tables: Iterable[Table]) -> Iterator[bytes]:
    yield _line({"format": FORMAT, "version": VERSION, **vars(header)})
    counts: Counter[str] = Counter()
    for table in tables:
        yield _line({"table": table.label, "columns": table.columns})
        counts[table.label] = 0
        for row in table.rows:
            yield _line(list(row))
            counts[table.label] += 1
    yield _line({"end": counts})


def _digested(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines; the last one, which says what there was, gets the digest of those before it."""
    sha = hashlib.sha256()
    before = b""
    for line in lines:
        yield before
        sha.update(before)
        before = line
    yield _line({**json.loads(before), "sha256": sha.hexdigest()})


def _line(value: Any) -> bytes:
    # ASCII: whatever a text holds, half a surrogate pair included, comes back as it was.
    return json.dumps(value, default=_plain, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> str:
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"a backup has no form for {type(value).__name__}")


def read_header(path: Path) -> Header:
    """Who the file is. Raises BackupError, or OSError when it cannot be read."""
    with path.open("rb") as file:
        return _header(next(_plain_lines(file), b""))


def check(path: Path) -> tuple[Header, dict[str, int]]:
    """The header, and the rows by table, once the file has been read to its end and is what was written.
    Raises as read_header."""
    sha = hashlib.sha256()
    counts: dict[str, int] = {}
    table = ""
    with path.open("rb") as file:
        lines = _plain_lines(file)
        header = _header(first := next(lines, b""))
        sha.update(first)
        for line in lines:
            if line.startswith(b'{"end"'):
                if _object(line) != {"end": counts, "sha256": sha.hexdigest()} or next(lines, b""):
                    raise BackupError("damaged")
                return header, counts
            if line.startswith(b"{"):
                table = str(_object(line).get("table"))
                counts[table] = 0
            elif table:
                counts[table] += 1
            sha.update(line)
    raise BackupError("truncated")


def tables(path: Path) -> Iterator[Table]:
    """The tables of a file that was checked; each table's rows are read before the next one is asked for."""
    with path.open("rb") as file:
        lines = _plain_lines(file)
        next(lines)
        entry = _object(next(lines))
        while "table" in entry:
            following: dict[str, Any] = {}
            yield Table(entry["table"], entry["columns"], _rows(lines, following))
            entry = following


def _rows(lines: Iterator[bytes], following: dict[str, Any]) -> Iterator[list[Any]]:
    """The rows up to the next object, which goes into `following`."""
    for line in lines:
        value = json.loads(line)
        if isinstance(value, dict):
            following.update(value)
            return
        yield value


def _plain_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines, unpacked; what cannot be unpacked is said as a BackupError."""
    number = 0
    try:
        with gzip.open(file) as unpacked:
            while line := unpacked.readline(-1 if number else HEADER_LIMIT):
                yield line
                number += 1
    except EOFError:
        raise BackupError("truncated" if number else "foreign") from None
    except (gzip.BadGzipFile, zlib.error):
        raise BackupError("damaged" if number else "foreign") from None


def _header(line: bytes) -> Header:
    try:
        value = json.loads(line)
    except ValueError:
        raise BackupError("foreign") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise BackupError("foreign")
    version = value.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise BackupError("newer")
    try:
        return Header(value["made_at"], value["migrations"], value["project"])
    except KeyError:
        raise BackupError("damaged") from None


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        raise BackupError("damaged") from None
    if not isinstance(value, dict):
        raise BackupError("damaged")
    return value
