"""How sure a quote is: a logistic model over what the taggers, the rules and the search for its speaker say
of it."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from .crf import Scores
from .frames import Ruled
from .speakers import Draft, Page

_STEPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)


def _step(value: float) -> int:
    return bisect_right(_STEPS, value)


def features(
    page: Page, draft: Draft, marginals: Scores, labels: Sequence[str], ruled: Sequence[Ruled], fits: float
) -> list[str]:
    """`marginals` are the second tagger's, (tokens, labels); `fits` is how likely the best speaker is."""
    form = draft.form
    start, end = draft.parts[0][0], draft.parts[-1][1]
    tokens = [i for first, last in draft.parts for i in range(first, last)]
    quoted = [page.quoted[i] for i in tokens]
    mean, least = sum(quoted) / len(quoted), min(quoted)
    begins = [n for n, label in enumerate(labels) if label.startswith("B-")]
    begin = float(marginals[start, begins].sum())
    own = [n for n, label in enumerate(labels) if label[2:] == form]
    same = float(np.mean(marginals[tokens][:, own].sum(axis=1)))
    behind = page.quoted[end] if end < len(page.quoted) else 0.0
    rule = agreement(draft, ruled)
    sentence = page.reading.sentence_of
    whole = page.reading.sentences[sentence[start]][0] == start
    cue = _cue(page, sentence[start], draft)
    row = [
        "bias", f"f={form}", f"m={_step(mean)}", f"fm={form}{_step(mean)}", f"l={_step(least)}",
        f"b={_step(begin)}",
        f"fb={form}{_step(begin)}", f"s={_step(same)}", f"fs={form}{_step(same)}", f"e={_step(behind)}",
        f"r={rule}", f"fr={form}{rule}", f"mr={_step(mean)}{rule}", f"k={_step(fits)}",
        f"fk={form}{_step(fits)}",
        f"n={min(len(tokens) // 4, 8)}", f"fn={form}{min(len(tokens) // 4, 8)}", f"w={whole}{form}",
        f"p={len(draft.parts)}", f"ss={min(sentence[end - 1] - sentence[start], 3)}{form}",
        f"c={cue}", f"fc={form}{cue}", f"fcm={form}{cue}{mean > 0.4}",
    ]  # fmt: skip
    return row


def _cue(page: Page, n: int, draft: Draft) -> str:
    """The verb of speech in the quote's first sentence; inside only where the sentence is the quote."""
    first, last = page.reading.sentences[n]
    inside = {i for start, end in draft.parts for i in range(start, end)} if draft.form == "I" else ()
    words = (page.words[i] for i in range(first, last) if i not in inside)
    return next((word.low for word in words if word.says or word.said), "")


def agreement(draft: Draft, ruled: Sequence[Ruled]) -> str:
    """How much of the quote and of a rule's quote is the same, in quarters; "x" when no rule sees one
    there."""
    mine = {i for start, end in draft.parts for i in range(start, end)}
    best = 0.0
    start, end = draft.parts[0][0], draft.parts[-1][1]
    for each in ruled[bisect_right(ruled, start, key=_end) :]:
        if each.draft.parts[0][0] >= end:
            break
        its = {i for start, end in each.draft.parts for i in range(start, end)}
        best = max(best, 2 * len(mine & its) / (len(mine) + len(its)))
    return str(int(best * 4)) if best else "x"


def _end(each: Ruled) -> int:
    return each.draft.parts[-1][1]


def probability(row: Iterable[str], weights: Mapping[str, float]) -> float:
    score = sum(weights.get(feature, 0.0) for feature in row)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def fit(
    rows: Sequence[Sequence[str]], right: Sequence[float], rounds: int = 200, decay: float = 1e-3
) -> dict[str, float]:
    """Weights by gradient steps of their own size for each feature (AdaGrad, Duchi, Hazan and Singer
    2011)."""
    weights: dict[str, float] = {}
    seen: dict[str, float] = {}
    for _ in range(rounds):
        slope: dict[str, float] = {}
        for row, target in zip(rows, right, strict=True):
            off = probability(row, weights) - target
            for feature in row:
                slope[feature] = slope.get(feature, 0.0) + off
        for feature, value in slope.items():
            value = value / len(rows) + decay * weights.get(feature, 0.0)
            seen[feature] = seen.get(feature, 1e-8) + value * value
            weights[feature] = weights.get(feature, 0.0) - 0.2 * value / math.sqrt(seen[feature])
    return weights
