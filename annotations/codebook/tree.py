"""The codebook as a tree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsreader.models import Project

from ..interchange.rows import TAG_JOINER
from ..models import Tag


@dataclass(frozen=True)
class Node:
    """A tag, how many stand above it, and all that stand above it, from the root."""

    tag: Tag
    above: tuple[Tag, ...] = ()

    @property
    def depth(self) -> int:
        return len(self.above)

    @property
    def path(self) -> str:
        return TAG_JOINER.join(tag.name for tag in (*self.above, self.tag))


def tree(project: Project) -> list[Node]:
    """Every tag of the project below its parent, siblings by name."""
    return list(walk(Tag.objects.of(project).order_by("key", "pk")))


def levels(project: Project) -> Iterator[list[Tag]]:
    """The tags of the tree's root, then those below them, and so on down."""
    below = _below(Tag.objects.of(project).order_by("key", "pk"))
    level = below[None]
    while level:
        yield level
        level = [child for tag in level for child in below[tag.pk]]


def walk(tags: Iterable[Tag]) -> Iterator[Node]:
    """In the order of the tree, siblings as they come. A stack, not recursion: an imported codebook may be
    deeper than Python calls may be."""
    below = _below(tags)
    stack = [Node(tag) for tag in reversed(below[None])]
    while stack:
        node = stack.pop()
        yield node
        line = (*node.above, node.tag)
        stack += [Node(tag, line) for tag in reversed(below[node.tag.pk])]


def _below(tags: Iterable[Tag]) -> defaultdict[int | None, list[Tag]]:
    below: defaultdict[int | None, list[Tag]] = defaultdict(list)
    for tag in tags:
        below[tag.parent_id].append(tag)
    return below


def lines(parents: Mapping[int, int | None]) -> dict[int, tuple[int, ...]]:
    """Of each tag itself and all that it stands below, by primary key."""
    found: dict[int, tuple[int, ...]] = {}
    for pk in parents:
        waiting = []
        at: int | None = pk
        while at is not None and at not in found:
            waiting.append(at)
            at = parents[at]
        for each in reversed(waiting):
            above = parents[each]
            found[each] = (each, *(found[above] if above is not None else ()))
    return found


def line_above(tag: Tag) -> list[Tag]:
    """The tags that it stands below, from the root."""
    above = []
    at = tag.parent
    while at:
        above.append(at)
        at = at.parent
    return above[::-1]


def path_of(tag: Tag) -> str:
    """The names from the root down to the tag, as interchange.named.find_tag reads them."""
    return Node(tag, tuple(line_above(tag))).path
