"""The weights of the speakers' ranking and of the quotes' confidence."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence

from .. import confidence
from ..crf import Scores
from ..fits import chances
from ..fits import rows as rows_of
from ..frames import Ruled
from ..speakers import Answer, Candidate, Draft, Page, ask
from .gold import Gold

Question = tuple[list[list[str]], int]
"""The features of each candidate of a quote and of "nobody", and which one is right."""
HALF = 0.5


def overlap(draft: Draft, gold: Draft) -> float:
    """Token F1 of two quotes."""
    mine = {i for part in draft.parts for i in range(*part)}
    its = {i for part in gold.parts for i in range(*part)}
    return 2 * len(mine & its) / (len(mine) + len(its))


def matching(draft: Draft, quotes: Sequence[Gold]) -> tuple[float, Gold | None]:
    """How much of the quote is one of the gold ones', and which."""
    best = max(quotes, key=lambda quote: overlap(draft, quote.draft), default=None)
    return (overlap(draft, best.draft), best) if best else (0.0, None)


def questions(page: Page, quotes: Sequence[tuple[Draft, frozenset[int]]]) -> Iterator[Question]:
    """One for each quote whose speaker is among the candidates, in order; the speakers before are the right
    ones."""
    before: Answer | None = None
    for draft, speaker in quotes:
        asked = ask(page, draft, before)
        near = asked.near
        right = _right(near, speaker)
        if right is not None:
            yield rows_of(asked), right
        before = Answer(draft, near[right] if right is not None and right < len(near) else None, 1.0)


def _right(near: Sequence[Candidate], speaker: frozenset[int]) -> int | None:
    if not speaker:
        return len(near)
    fits = [_same(each, speaker) for each in near]
    best = max(range(len(fits)), key=fits.__getitem__, default=None)
    return best if best is not None and fits[best] >= HALF else None


def _same(each: Candidate, speaker: frozenset[int]) -> float:
    shared = sum(1 for i in range(each.start, each.end) if i in speaker)
    return 2 * shared / (each.end - each.start + len(speaker))


def fit(asked: list[Question], rounds: int = 6, pace: float = 0.05, seed: int = 0) -> dict[str, float]:
    """Softmax regression by AdaGrad, a question at a time; the mean of the weights after each round but the
    first, which is steadier than the last ones are (Polyak and Juditsky 1992)."""
    weights: dict[str, float] = {}
    seen: dict[str, float] = {}
    total: dict[str, float] = {}
    order = random.Random(seed)
    for done in range(rounds):
        order.shuffle(asked)
        for rows, right in asked:
            for feature, off in _slope(rows, right, weights).items():
                seen[feature] = seen.get(feature, 0.01) + off * off
                weights[feature] = weights.get(feature, 0.0) - pace * off / math.sqrt(seen[feature])
        if done or rounds == 1:
            for feature, weight in weights.items():
                total[feature] = total.get(feature, 0.0) + weight
    return {feature: weight / max(rounds - 1, 1) for feature, weight in total.items()}


def _slope(rows: Sequence[Sequence[str]], right: int, weights: Mapping[str, float]) -> dict[str, float]:
    slope: dict[str, float] = {}
    for n, (row, chance) in enumerate(zip(rows, chances(rows, weights), strict=True)):
        off = chance - (n == right)
        if abs(off) >= 1e-4:
            for feature in row:
                slope[feature] = slope.get(feature, 0.0) + off
    return slope


def sure(
    looked: Sequence[
        tuple[Page, list[tuple[Draft, float]], Scores, Sequence[str], list[Ruled], Sequence[Gold]]
    ],
) -> dict[str, float]:
    """Weights of the confidence: a proposal is right when at least half of it is a gold quote."""
    rows, right = [], []
    for page, found, marginals, labels, ruled, quotes in looked:
        for draft, fits in found:
            rows.append(confidence.features(page, draft, marginals, labels, ruled, fits))
            right.append(float(matching(draft, quotes)[0] >= HALF))
    return confidence.fit(rows, right)
