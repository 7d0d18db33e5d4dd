"""The codebook as a tree."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from newsreader.models import Membership

from .models import Tag


@dataclass(frozen=True)
class Node:
    tag: Tag
    depth: int


def tree(member: Membership) -> list[Node]:
    """Every tag of the project below its parent, siblings by name, each with how often it is `used`."""
    below: dict[int | None, list[Tag]] = defaultdict(list)
    for tag in Tag.objects.of(member.project).counted(member):
        below[tag.parent_id].append(tag)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Tag]], parent: int | None, depth: int) -> Iterator[Node]:
    for tag in below[parent]:
        yield Node(tag, depth)
        yield from _walk(below, tag.pk, depth + 1)
