"""The CSV file of metadata: one row for each article, found by the path below the import root.

Separated by comma, semicolon or tab; UTF-8, UTF-16 with its mark, or Windows-1252, as spreadsheets write it.
An empty cell says nothing. A cell that cannot be used is a problem, and the rest of its row is used.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..translatable import gettext_noop
from .values import DEFAULT_LANGUAGE, ValueProblem, checked

COLUMNS = {
    "filename": "filename", "title": "title", "date": "published", "source": "source", "author": "author",
    "url": "url", "section": "section", "page": "page", "archive_id": "archive_id", "language": "language",
    "genre": "genre", "kicker": "kicker", "lead": "lead", "credit": "credit", "retrieved": "retrieved",
}  # fmt: skip
"""What a column is called, and the key of `values` that it fills."""
ALIASES = {"file": "filename", "file_name": "filename", "published": "date", "archiveid": "archive_id"}

PROBLEMS = {
    "no_filename": gettext_noop(
        "The first line has to name a column “filename”; the others may be: %(known)s."
    ),
    "column": gettext_noop("The column “%(name)s” is not used; known are: %(known)s."),
    "unreadable": gettext_noop("The CSV file is broken in row %(row)d."),
    "row_without_name": gettext_noop("The row names no file."),
    "row_twice": gettext_noop("The file is named a second time; its first row is used."),
    "row_unused": gettext_noop("There is no such file in this import."),
}


class MetadataError(ValueError):
    """Why the CSV file cannot be used at all; `code` is a key of PROBLEMS, `parts` fill its sentence."""

    def __init__(self, code: str, parts: dict[str, str | int]) -> None:
        super().__init__(PROBLEMS[code] % parts)
        self.code = code
        self.parts = parts


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, counted as a spreadsheet does: the header is row 1. `code` is a key of
    PROBLEMS here or in values.py; `serious` when something that was written is not used."""

    row: int
    filename: str
    code: str
    parts: dict[str, str | int] = field(default_factory=dict)
    serious: bool = True


@dataclass
class Table:
    """Values by file name, and what could not be used. `take` remembers which rows met their file."""

    rows: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def take(self, filename: str) -> dict[str, str] | None:
        """The values for the file, None when no row names it."""
        if filename not in self.rows:
            return None
        self.taken.add(filename)
        return self.rows[filename][1]

    def left(self) -> Iterator[Problem]:
        """The rows whose file did not come."""
        for name, (row, _values) in self.rows.items():
            if name not in self.taken:
                yield Problem(row, name, "row_unused", serious=False)


def read_table(data: bytes, language: str = DEFAULT_LANGUAGE) -> Table:
    """The rows of a CSV file; dates may also be written as people of `language` do. Raises MetadataError."""
    text = _text(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    table = Table()
    number = 0
    try:
        for number, cells in enumerate(lines, 1):
            if number == 1:
                header = _header(cells, table)
            elif any(cell.strip() for cell in cells):
                _add(table, number, dict(zip(header, cells, strict=False)), language)
    except csv.Error as error:  # a cell of more than 131,072 characters: a quotation mark was not closed
        raise MetadataError("unreadable", {"row": number + 1}) from error
    if not number:
        raise MetadataError("no_filename", {"known": ", ".join(COLUMNS)})
    return table


def _text(data: bytes) -> str:
    """Not `decode`: its limit is an article's, and a table of a large corpus is longer."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """The one that finds most known columns in the first line."""
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=lambda mark: sum(_column(name) in COLUMNS for name in first.split(mark)))


def _column(name: str) -> str:
    name = "_".join(name.strip(' "\r').casefold().replace("-", " ").replace("_", " ").split())
    return ALIASES.get(name, name)


def _header(cells: list[str], table: Table) -> list[str]:
    """The column of each cell, "" for one that is not known."""
    names = [_column(cell) for cell in cells]
    if "filename" not in names:
        raise MetadataError("no_filename", {"known": ", ".join(COLUMNS)})
    known = ", ".join(COLUMNS)
    for cell, name in zip(cells, names, strict=True):
        if name not in COLUMNS:
            table.problems.append(
                Problem(1, "", "column", {"name": cell[:80], "known": known}, serious=False)
            )
    return [name if name in COLUMNS else "" for name in names]


def _add(table: Table, number: int, cells: dict[str, str], language: str) -> None:
    name = file_key(cells.get("filename", ""))
    if not name or name in table.rows:
        table.problems.append(Problem(number, name, "row_twice" if name else "row_without_name"))
        return
    values: dict[str, str] = {}
    for column, cell in cells.items():
        if column in ("", "filename"):
            continue
        try:
            values[COLUMNS[column]] = checked(COLUMNS[column], cell, lenient=language)
        except ValueProblem as problem:
            table.problems.append(Problem(number, name, problem.code, problem.parts))
    table.rows[name] = (number, {key: value for key, value in values.items() if value})


def file_key(name: str) -> str:
    """A file name as it is compared: NFC, slashes, nothing before the first folder."""
    name = unicodedata.normalize("NFC", name.strip()).replace("\\", "/")
    return "/".join(part for part in name.split("/") if part not in ("", "."))
