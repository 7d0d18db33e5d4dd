"""Where a place of one text stands in another version of it. Pure; all numbers are code points.

Two texts are compared by lines, what differs by sentences, and what differs there by words, each time by the
fewest edits (Levenshtein 1966, bit-parallel after Myers 1999, as in rapidfuzz). The comparison has a budget
of steps and no deadline: the same two texts give the same map on every machine, so that what a preview says
is what a save does.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

BUDGET = 4_000_000_000
"""Pairs of pieces that one comparison may look at: about a second. What is left then counts as replaced."""
LEVELS = (
    re.compile(r"[^\n]*\n|[^\n]+"),
    re.compile(r"[^.!?…\n]*[.!?…\n]+|[^.!?…\n]+"),
    re.compile(r"\w+|\s+|."),
)
"""Lines, sentences by their points, words and what is between them."""
_WORD = re.compile(r"\w+")


class Same(NamedTuple):
    """A stretch that both texts have, by its start in either."""

    old: int
    new: int
    length: int


class Change(NamedTuple):
    """What stood at [old, old_end) of the one text is [new, new_end) of the other; either may be empty."""

    old: int
    old_end: int
    new: int
    new_end: int


@dataclass(frozen=True)
class TextMap:
    """What two texts have in common, in order and apart. Lengths are those of the texts."""

    same: tuple[Same, ...]
    old_length: int
    new_length: int
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", [piece.old for piece in self.same])

    def start(self, at: int) -> int:
        """Where a stretch that begins at `at` in the old text begins in the new one."""
        n = bisect_right(self.starts, at) - 1
        if n >= 0 and at < self.same[n].old + self.same[n].length:
            return self.same[n].new + at - self.same[n].old
        return self.same[n].new + self.same[n].length if n >= 0 else 0

    def end(self, at: int) -> int:
        """Where a stretch that ends at `at` in the old text ends in the new one."""
        n = bisect_right(self.starts, at - 1) - 1
        if n >= 0 and at <= self.same[n].old + self.same[n].length:
            return self.same[n].new + at - self.same[n].old
        return self.same[n + 1].new if n + 1 < len(self.same) else self.new_length

    def kept(self, start: int, end: int) -> int:
        """How many code points of [start, end) of the old text are still there."""
        n = max(bisect_right(self.starts, start) - 1, 0)
        total = 0
        for piece in self.same[n:]:
            if piece.old >= end:
                break
            total += max(0, min(end, piece.old + piece.length) - max(start, piece.old))
        return total

    def changes(self) -> Iterator[Change]:
        """What differs, in order."""
        old = new = 0
        for piece in (*self.same, Same(self.old_length, self.new_length, 0)):
            if piece.old > old or piece.new > new:
                yield Change(old, piece.old, new, piece.new)
            old, new = piece.old + piece.length, piece.new + piece.length


def compare(old: str, new: str) -> TextMap:
    """The map from one text to the other. Time grows with the length of what differs, times itself, up to
    BUDGET; what both begin and end with costs next to nothing."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    same = [Same(0, 0, head)]
    same += _inside(old, new, Change(head, len(old) - tail, head, len(new) - tail), 0, [BUDGET])
    same.append(Same(len(old) - tail, len(new) - tail, tail))
    return TextMap(tuple(_joined(same)), len(old), len(new))


def _common(one: str, other: str) -> int:
    """How many code points both begin with: halved until it fits: slices are compared at once."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _inside(old: str, new: str, part: Change, level: int, budget: list[int]) -> Iterator[Same]:
    """What a stretch of either text have in common, by pieces of the level and then by smaller ones."""
    if level == len(LEVELS) or part.old == part.old_end or part.new == part.new_end:
        return
    left = LEVELS[level].findall(old, part.old, part.old_end)
    right = LEVELS[level].findall(new, part.new, part.new_end)
    if len(left) * len(right) > budget[0]:
        return
    budget[0] -= len(left) * len(right)
    a, b = part.old, part.new
    for gap, length in _steps(left, right):
        yield from _inside(old, new, Change(a, a + gap[0], b, b + gap[1]), level + 1, budget)
        a, b = a + gap[0], b + gap[1]
        if length:
            yield Same(a, b, length)
        a, b = a + length, b + length


def _steps(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[tuple[int, int], int]]:
    """What differs and then what is the same, by turns: ((code points left, right), code points)."""
    from rapidfuzz.distance import Levenshtein  # loaded when the first text is corrected, not at every start

    gap = [0, 0]
    for step in Levenshtein.opcodes(left, right):
        one = sum(map(len, left[step.src_start : step.src_end]))
        if step.tag == "equal":
            yield (gap[0], gap[1]), one
            gap = [0, 0]
        else:
            gap[0] += one
            gap[1] += sum(map(len, right[step.dest_start : step.dest_end]))
    if any(gap):
        yield (gap[0], gap[1]), 0


def _joined(pieces: list[Same]) -> Iterator[Same]:
    """The same pieces, those that touch on both sides as one, empty ones left out."""
    last = Same(0, 0, 0)
    for piece in pieces:
        if piece.old == last.old + last.length and piece.new == last.new + last.length:
            last = Same(last.old, last.new, last.length + piece.length)
        else:
            if last.length:
                yield last
            last = piece
    if last.length:
        yield last


def alike(old: str, new: str) -> float:
    """How much of two texts is the same, 0 to 1: twice the words of their longest common subsequence through
    all words of both (as the ratio of Ratcliff and Metzener, Dr. Dobb's Journal 1988, which difflib has too).
    By words and not by letters: two German texts that have nothing to do with each other share more than half
    of their letters in order, and about a fifth of their words."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(_WORD.findall(old), _WORD.findall(new)))
