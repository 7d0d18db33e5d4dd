"""The codebook as a table of CSV; docs/formats.md says what each column means."""

import csv
import io
from collections.abc import Iterator

from newsreader.models import Project

from ..interchange.rows import TAG_JOINER
from .tree import Node, tree

COLUMNS = (
    "id", "parent", "name", "kind", "color", "shortcut", "description", "inclusion", "exclusion", "examples",
    "memo", "archived",
)  # fmt: skip
YES = "yes"


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
