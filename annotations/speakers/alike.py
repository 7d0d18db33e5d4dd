"""Which speakers may be one and the same. Pure: folded names in, pairs out, most alike first. That they are
one only a person says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

LEAST = 88
"""Of 100, by rapidfuzz's ratio of two names: one letter in eight or nine may differ."""
WITHIN = 95  # what a name is rated that is the end of a longer one: "Stoltenberg", "Jens Stoltenberg"
CROWD = 40  # who share a word: "Ministerium" says nothing of two


class Pair(NamedTuple):
    """Primary keys, the lower one first, and how alike they are, at most 100."""

    one: int
    other: int
    rating: float


def alike(named: Mapping[int, Sequence[str]]) -> list[Pair]:
    """`named` has the folded names and aliases of each."""
    from rapidfuzz import fuzz  # loaded when it is asked for, not at every start

    found: list[Pair] = []
    for one, other in sorted(_near(named)):
        rating = max(_rating(a, b, fuzz.ratio) for a in named[one] for b in named[other])
        if rating >= LEAST:
            found.append(Pair(one, other, rating))
    return sorted(found, key=lambda pair: (-pair.rating, pair.one, pair.other))


def _near(named: Mapping[int, Sequence[str]]) -> set[tuple[int, int]]:
    """Those who share a word or how one begins; comparing everybody with everybody takes minutes."""
    groups: dict[str, set[int]] = defaultdict(set)
    for pk, names in named.items():
        for word in {word for name in names for word in name.split()}:
            groups[word].add(pk)
            if len(word) > 4:
                groups[f"{word[:4]}…"].add(pk)
    few: Iterable[set[int]] = (group for group in groups.values() if len(group) <= CROWD)
    return {pair for group in few for pair in combinations(sorted(group), 2)}


def _rating(one: str, other: str, ratio: Callable[[str, str], float]) -> float:
    if one == other:
        return 100
    short, long = sorted((one.split(), other.split()), key=len)
    if short and len(short) < len(long) and long[-len(short) :] == short:
        return WITHIN
    initials = len(short) == len(long) > 1 and short[-1] == long[-1] and _begin(short[:-1], long[:-1])
    return WITHIN if initials else ratio(one, other)


def _begin(some: list[str], others: list[str]) -> bool:
    """First names of which one is only a letter, with or without a stop."""
    return all(
        a == b or (min(len(a.rstrip(".")), len(b.rstrip("."))) == 1 and a[0] == b[0])
        for a, b in zip(some, others, strict=True)
    )
