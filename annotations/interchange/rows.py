"""How rows of the database become the stream of a file, whatever the format."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Expression, QuerySet

from ..models import Tag

CHUNK = 100  # articles or speakers held in memory at once
PIECE = 1 << 16  # code points of a piece that goes out: one system call for some hundred rows

TAG_JOINER = " / "  # between the names of a path that is written on one line

Paths = dict[int, list[str]]
Links = dict[int, list[Any]]
T = TypeVar("T")


def moment(when: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond, always in the same length."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def tags_in_order(tags: QuerySet[Tag]) -> tuple[list[Tag], Paths]:
    """The tags as the codebook shows them, parents first, and the names from the root down to each."""
    known = {tag.pk: tag for tag in tags}
    keys: dict[int, list[str]] = {}
    paths: Paths = {}
    for tag in known.values():
        above = [tag]
        while above[-1].parent_id:
            above.append(known[above[-1].parent_id])
        keys[tag.pk] = [part.key for part in reversed(above)]
        paths[tag.pk] = [part.name for part in reversed(above)]
    return sorted(known.values(), key=lambda tag: keys[tag.pk]), paths


def grouped(rows: QuerySet[Any], *fields: str | Expression, by: str = "annotation") -> Links:
    """The rows' fields as tuples, by the value of another field."""
    groups: Links = defaultdict(list)
    for value, *values in rows.values_list(by, *fields):
        groups[value].append(tuple(values))
    return groups


def chunks(rows: QuerySet[Any, T], size: int) -> Iterator[list[T]]:
    """The rows, `size` at a time, without holding more of them."""
    found = rows.iterator(size)
    while chunk := list(islice(found, size)):
        yield chunk


def pieces(parts: Iterable[str]) -> Iterator[str]:
    """The same stream in pieces of about PIECE code points."""
    held: list[str] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= PIECE:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)
