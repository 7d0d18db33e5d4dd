"""The codebook as a tree."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from newsreader.models import Membership, Project

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
    return list(_walk(below))


def levels(project: Project) -> Iterator[list[Tag]]:
    """The tags of the tree's root, then those below them, and so on down."""
    below: dict[int | None, list[Tag]] = defaultdict(list)
    for tag in Tag.objects.of(project).order_by("key", "pk"):
        below[tag.parent_id].append(tag)
    level = below[None]
    while level:
        yield level
        level = [child for tag in level for child in below[tag.pk]]


def _walk(below: dict[int | None, list[Tag]]) -> Iterator[Node]:
    """A stack, not recursion: an imported codebook may be deeper than Python calls may be."""
    stack = [Node(tag, 0) for tag in reversed(below[None])]
    while stack:
        node = stack.pop()
        yield node
        stack += [Node(tag, node.depth + 1) for tag in reversed(below[node.tag.pk])]
