"""The stretch of a text that shows why a search found it."""

from collections.abc import Iterator
from dataclasses import dataclass

from .language import Token, streams, tokens
from .leaf import Leaf, leaf_of
from .query import And, Node, Not, Or, Phrase, Prefix, Word

Parts = list[tuple[str, bool]]
REACH = 200  # code points; cutting text into words with their places takes 1 ms for 1,000 characters
ELLIPSIS = "…"


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int


def snippet(text: str, tree: Node | None, width: int = 160, language: str = "de") -> Parts:
    """Parts (text, is_hit) of about `width` code points around the first line of `text` with a hit.

    Empty when no line holds one: a search finds titles too, and phrases may run over the end of a line.
    What is left out shows as an ellipsis.
    """
    leaves = [leaf_of(node) for node in _wanted(tree)] if tree else []
    for line in text.split("\n") if leaves else ():
        if _is_hit(line, leaves, language):
            first, last = _stretch(line, leaves, width, language)
            hits = _hits(list(tokens(line[first:last], language)), leaves)
            return _cut(line, [_Hit(h.start + first, h.end + first) for h in hits], width) if hits else []
    return []


def _stretch(line: str, leaves: list[Leaf], width: int, language: str) -> tuple[int, int]:
    """The first stretch of a long line with a hit, and what a snippet shows around it. Stretches overlap,
    so that a phrase lies in one of them."""
    for start in range(0, len(line), REACH):
        first, last = _from_space(line, start), _to_space(line, start + 2 * REACH)
        if _is_hit(line[first:last], leaves, language):
            return first, _to_space(line, last + width)
    return 0, 0


def _from_space(line: str, at: int) -> int:
    return line.rfind(" ", 0, at) + 1


def _to_space(line: str, at: int) -> int:
    return at if (at := line.find(" ", at)) >= 0 else len(line)


def _is_hit(line: str, leaves: list[Leaf], language: str) -> bool:
    both = streams(line, language)
    return any(_in_streams(leaf, both) for leaf in leaves)


def _wanted(tree: Node) -> Iterator[Word | Prefix | Phrase]:
    """The leaves of the tree that are looked for, not those that are ruled out."""
    if isinstance(tree, And | Or):
        for part in tree.parts:
            yield from _wanted(part)
    elif not isinstance(tree, Not):
        yield tree


def _in_streams(leaf: Leaf, both: tuple[str, str]) -> bool:
    stream = f" {both[leaf.stems]} "
    end = "" if leaf.prefix else " "
    return any(f" {' '.join(words)}{end}" in stream for words in leaf.rows)


def _hits(words: list[Token], leaves: list[Leaf]) -> list[_Hit]:
    """The places of all hits in order, joined where they overlap."""
    found: list[_Hit] = []
    for n in range(len(words)):
        length = max((_length(leaf, words, n) for leaf in leaves), default=0)
        if length:
            hit = _Hit(words[n].start, words[n + length - 1].end)
            if found and hit.start < found[-1].end:
                hit = _Hit(found[-1].start, max(found.pop().end, hit.end))
            found.append(hit)
    return found


def _length(leaf: Leaf, words: list[Token], at: int) -> int:
    """How many words the leaf matches from word `at` on; 0 for none."""
    for row in leaf.rows:
        here = tuple(t.stem if leaf.stems else t.folded for t in words[at : at + len(row)])
        if here == row or (leaf.prefix and here[0].startswith(row[0])):
            return len(row)
    return 0


def _cut(line: str, hits: list[_Hit], width: int) -> Parts:
    first, last = _window(line, hits[0], width)
    parts: Parts = [(ELLIPSIS + " ", False)] if line[:first].strip() else []
    position = first
    for hit in hits:
        if hit.end > last:
            break
        parts += [(line[position : hit.start], False), (line[hit.start : hit.end], True)]
        position = hit.end
    parts.append((line[position:last], False))
    if line[last:].strip():
        parts.append((" " + ELLIPSIS, False))
    return [part for part in parts if part[0]]


def _window(line: str, hit: _Hit, width: int) -> tuple[int, int]:
    """`width` code points with the hit in the first third, ends moved to spaces; the hit is always inside."""
    first = max(0, hit.start - width // 3)
    if first and (space := line.find(" ", first, hit.start)) >= 0:
        first = space + 1
    elif first:
        first = hit.start
    last = max(first + width, hit.end)
    if last < len(line) and (space := line.rfind(" ", hit.end, last + 1)) >= 0:
        last = space
    return first, max(last, hit.end)
