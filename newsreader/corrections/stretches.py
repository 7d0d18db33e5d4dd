"""Blocks that a member corrects, and blocks that newer rules find around them. Offsets are code points.

Blocks are a partition of what can be seen: in order, apart, and every character that is not white space is in
exactly one. Every function here keeps that.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from ..importing.blocks import Block
from .detail import MEMBER, by_rule

Stretch = tuple[int, int]
Rows = list[list[str | int]]

FOLLOWED = {"title": "headline", "kicker": "kicker", "lead": "lead"}
"""Values that say what a block says, and the kind of that block."""
PLAIN = ("paragraph", "rule:paragraph/1")
"""What a stretch is when no other rule claims it."""
_LINE = re.compile(r"[^\n]+")


def blocks_of(rows: Iterable[Sequence[str | int]]) -> list[Block]:
    """Blocks from [kind, start, end, origin], as ArticleText holds them."""
    return [Block(str(kind), int(start), int(end), str(origin)) for kind, start, end, origin in rows]


def rows_of(blocks: Iterable[Block]) -> Rows:
    return [[block.kind, block.start, block.end, block.origin] for block in blocks]


def place(block: Block) -> Stretch:
    return block.start, block.end


def with_kind(blocks: Sequence[Block], chosen: Collection[Stretch], kind: str) -> list[Block]:
    """The chosen blocks with this kind. There is one headline: another that was it becomes a paragraph."""

    def changed(block: Block) -> Block:
        if place(block) in chosen:
            return Block(kind, block.start, block.end, MEMBER)
        if kind == block.kind == "headline":
            return Block("paragraph", block.start, block.end, MEMBER)
        return block

    return [changed(block) for block in blocks]


def joined(blocks: Sequence[Block], chosen: Collection[Stretch]) -> list[Block]:
    """The chosen blocks as one, of the first one's kind; ValueError unless they stand side by side."""
    at = [n for n, block in enumerate(blocks) if place(block) in chosen]
    if len(at) < 2 or at[-1] - at[0] + 1 != len(at):
        raise ValueError("blocks are joined with their neighbours")
    first, last = blocks[at[0]], blocks[at[-1]]
    whole = Block(first.kind, first.start, last.end, MEMBER)
    return [*blocks[: at[0]], whole, *blocks[at[-1] + 1 :]]


def split(text: str, blocks: Sequence[Block], chosen: Collection[Stretch]) -> list[Block]:
    """Each line of the chosen blocks as a block of its own; of a headline only the first stays one."""
    found: list[Block] = []
    for block in blocks:
        pieces = list(_lines(text, block)) if place(block) in chosen else []
        if len(pieces) < 2:
            found.append(block)
            continue
        rest = "paragraph" if block.kind == "headline" else block.kind
        kinds = [block.kind, *[rest] * (len(pieces) - 1)]
        found += [Block(kind, *piece, MEMBER) for kind, piece in zip(kinds, pieces, strict=True)]
    return found


def _lines(text: str, block: Block) -> Iterator[Stretch]:
    for match in _LINE.finditer(text, block.start, block.end):
        yield from _trimmed(text, match.start(), match.end())


def _trimmed(text: str, start: int, end: int) -> Iterator[Stretch]:
    """The stretch without white space at its ends; nothing when that is all there is."""
    if part := text[start:end].strip():
        first = start + text[start:end].index(part[0])
        yield first, first + len(part)


def trimmed(text: str, blocks: Iterable[Block]) -> list[Block]:
    """The blocks without white space at their ends; those that hold nothing else are left out."""
    return [
        Block(block.kind, *piece, block.origin)
        for block in blocks
        if block.start < block.end
        for piece in _trimmed(text, block.start, block.end)
    ]


def merged(text: str, kept: Iterable[Block], found: Iterable[Block]) -> list[Block]:
    """The kept blocks as they are, and around them what the rules found, cut at their edges."""
    kept = sorted(kept, key=place)
    headline = any(block.kind == "headline" for block in kept)
    result = list(kept)
    for block in sorted(_around(text, kept, found), key=place):
        if block.kind == "headline" and headline:
            block = Block(PLAIN[0], block.start, block.end, PLAIN[1])
        headline = headline or block.kind == "headline"
        result.append(block)
    return sorted(result, key=place)


def _around(text: str, kept: Sequence[Block], found: Iterable[Block]) -> Iterator[Block]:
    at = 0
    for block in sorted(found, key=place):
        position = block.start
        while at < len(kept) and kept[at].end <= position:
            at += 1
        here = at
        while here < len(kept) and kept[here].start < block.end:
            for piece in _trimmed(text, position, max(position, kept[here].start)):
                yield Block(block.kind, *piece, block.origin)
            position = max(position, kept[here].end)
            here += 1
        if position < block.end:
            for piece in _trimmed(text, position, block.end):
                yield Block(block.kind, *piece, block.origin)


def set_by_people(blocks: Iterable[Block]) -> list[Block]:
    """Those that newer rules leave as they are."""
    return [block for block in blocks if not by_rule(block.origin)]


def words(text: str, blocks: Iterable[Block], kind: str) -> str:
    """What the first block of the kind says, on one line, as the rules note it; "" without one."""
    for block in blocks:
        if block.kind == kind:
            said = " ".join(text[block.start : block.end].split())
            return said.rstrip(":") if kind == "kicker" else said
    return ""
