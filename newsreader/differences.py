"""What differs between two texts, as people read it: with some words around each difference. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from .textmap import Change, compare

AROUND = 60
"""Code points shown before and after a difference; what is nearer to the next one joins the two."""
SHOWN = 3_000
"""Code points of one piece that are shown: of a page that has gone one sees the beginning."""
LISTED = 200


class Piece(NamedTuple):
    """`kind` is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Differences:
    """The first LISTED of them, each a list of pieces in order, and how many more there are."""

    hunks: list[list[Piece]]
    more: int


def differences(old: str, new: str) -> Differences:
    groups = list(_grouped(list(compare(old, new).changes())))
    return Differences(
        [list(_pieces(old, new, group)) for group in islice(groups, LISTED)], max(0, len(groups) - LISTED)
    )


def _grouped(changes: list[Change]) -> Iterator[list[Change]]:
    group: list[Change] = []
    for change in changes:
        if group and change.old - group[-1].old_end > 2 * AROUND:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _pieces(old: str, new: str, group: list[Change]) -> Iterator[Piece]:
    at = max(0, group[0].old - AROUND)
    yield from _piece("same", ("… " if at else "") + old[at : group[0].old].lstrip())
    at = group[0].old
    for change in group:
        yield from _piece("same", old[at : change.old])
        yield from _piece("gone", _short(old[change.old : change.old_end]))
        yield from _piece("new", _short(new[change.new : change.new_end]))
        at = change.old_end
    end = min(len(old), at + AROUND)
    yield from _piece("same", old[at:end].rstrip() + (" …" if end < len(old) else ""))


def _piece(kind: str, text: str) -> Iterator[Piece]:
    if text:
        yield Piece(kind, text)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
