"""Cuts a stretch of text at every edge of the spans over it.

Annotations overlap freely, HTML elements may not. So the page never nests marks: it draws flat segments, and
each segment knows all the spans that cover it.
"""

from bisect import bisect_left, insort
from collections.abc import Sequence

Segment = tuple[int, int, tuple[int, ...]]


def cut(start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> list[Segment]:
    """Flat segments (start, end, keys) that rejoin exactly to [start, end), in order.

    `spans` are (start, end, key) in code points, half-open, in any order; they are clipped to [start, end),
    and what is empty then does not count. The keys of a segment stand in the order of `spans`, each once.
    A sweep over the sorted edges: O(n log n) for n spans, plus the keys that are returned.
    """
    segments: list[Segment] = []
    active: list[int] = []  # indexes into spans, kept sorted, so keys come out in the order given
    at = start
    for edge, index, opens in _edges(start, end, spans):
        if edge > at:
            segments.append((at, edge, _keys(active, spans)))
            at = edge
        if opens:
            insort(active, index)
        else:
            del active[bisect_left(active, index)]
    if at < end:
        segments.append((at, end, _keys(active, spans)))
    return segments


def _edges(start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, bool]]:
    edges = []
    for index, (span_start, span_end, _) in enumerate(spans):
        first, last = max(span_start, start), min(span_end, end)
        if first < last:
            edges += [(first, index, True), (last, index, False)]
    edges.sort()
    return edges


def _keys(active: list[int], spans: Sequence[tuple[int, int, int]]) -> tuple[int, ...]:
    # dict.fromkeys, because two spans of one annotation may cover the same place.
    return tuple(dict.fromkeys(spans[index][2] for index in active))
