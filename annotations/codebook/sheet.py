"""The codebook as a table of CSV; docs/formats.md says what each column means."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from newsreader.models import Project

from ..interchange.rows import TAG_JOINER
from .tree import Node, tree

COLUMNS = (
    "id", "parent", "name", "kind", "color", "shortcut", "description", "inclusion", "exclusion", "examples",
    "memo", "archived",
)  # fmt: skip
YES = "yes"
MOST = 5_000  # rows: more than any codebook has, and few enough to look at at once


class Unreadable(Exception):
    """What is there is no table of tags; its text is the sentence for the person who sent it."""


@dataclass(frozen=True)
class Entry:
    """One row: its number in the table, the header being the first, and its cells by column."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """The rows, and the names of the columns that mean nothing here."""

    entries: list[Entry]
    unknown: list[str]


def written(project: Project) -> Iterator[str]:
    """The file, line by line, in the order of the tree."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for node in tree(project):
        writer.writerow(_cells(node))
    yield out.getvalue()


def _cells(node: Node) -> list[str]:
    tag = node.tag
    plain = [tag.description, tag.inclusion, tag.exclusion, tag.examples, tag.memo]
    return [
        str(tag.uid),
        TAG_JOINER.join(above.name for above in node.above),
        tag.name,
        tag.kind,
        str(tag.color),
        str(tag.shortcut or ""),
        *plain,
        YES if tag.archived_at else "",
    ]


def read(text: str) -> Sheet:
    """Raises Unreadable."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        names = [name.strip().casefold() for name in next(lines, [])]
        if "name" not in names:
            raise Unreadable(_("The first line must name the columns, and one of them is “name”."))
        entries = [
            Entry(number, {name: cell for name, cell in zip(names, cells, strict=False) if name in COLUMNS})
            for number, cells in enumerate(lines, 2)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:  # a cell of more than 131,072 characters: a quotation mark was not closed
        raise Unreadable(_("A quotation mark is not closed.")) from error
    if len(entries) > MOST:
        raise Unreadable(_("At most %(most)d rows are possible here.") % {"most": MOST})
    return Sheet(entries, [name for name in names if name and name not in COLUMNS])


def _delimiter(text: str) -> str:
    """The one that finds most known columns in the first line."""
    first = text.lstrip().partition("\n")[0].casefold()
    return max(",;\t", key=lambda mark: sum(name.strip(' "') in COLUMNS for name in first.split(mark)))
