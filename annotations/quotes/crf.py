"""Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) that have been trained: what
each label scores at each token, how sure that is, and the best row of labels.

They are trained elsewhere (training/fields.py); here the weights only have to be added up, which numpy does
for a whole article at once. What a word gives to its neighbours is added up once for each spelling and kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from .features import REACH, Features, around

Scores = NDArray[np.float32]
KEPT = 20_000
"""Spellings whose sums are kept; with more of them it begins anew."""


_SCALED = 8
"""Tokens between two scalings of the sums, which else would leave what a float can hold."""


@dataclass
class Table:
    """Weights by feature for the labels of one or several fields side by side: one row a feature."""

    index: dict[str, int]
    weights: Scores
    _rows: dict[str, int] = field(default_factory=dict)
    _sums: Scores = field(default_factory=lambda: np.zeros((0, 2 * REACH + 1, 0), dtype=np.float32))

    def of(self, rows: Sequence[Sequence[str]]) -> Scores:
        """The sum of the weights of each row of features, shaped (rows, labels)."""
        get, unknown = self.index.get, len(self.weights) - 1
        sizes = np.fromiter(map(len, rows), dtype=np.intp, count=len(rows))
        if not sizes.all():
            return self.of([row or [""] for row in rows])
        ends = np.cumsum(sizes)
        found = map(get, chain.from_iterable(rows), repeat(unknown))
        ids = np.fromiter(found, dtype=np.intp, count=int(ends[-1]))
        return np.add.reduceat(self.weights[ids], ends - sizes, axis=0)

    def scores(self, features: Features) -> Scores:
        """What each label scores at each token, shaped (tokens, labels)."""
        out = self.of(features.own)
        out += self.of(features.shared)[features.group]
        near = self._near(features.words)
        sentence = np.asarray(features.sentence)
        out += near[:, REACH]
        for step in range(1, REACH + 1):
            same = (sentence[step:] == sentence[:-step])[:, None]
            out[step:] += near[:-step, REACH - step] * same
            out[:-step] += near[step:, REACH + step] * same
        return out

    def _near(self, words: Sequence[str]) -> Scores:
        """For each word what it gives to the tokens around it, shaped (words, 2 * REACH + 1, labels)."""
        if len(self._rows) > KEPT:
            self._rows = {}
        known = self._rows
        if new := [word for word in dict.fromkeys(words) if word not in known]:
            sums = self.of([row for word in new for row in around(word)])
            first, last = len(known), len(known) + len(new)
            self._reserve(last)
            self._sums[first:last] = sums.reshape(len(new), 2 * REACH + 1, -1)
            known.update(zip(new, range(first, last), strict=True))
        return self._sums[[known[word] for word in words]]

    def _reserve(self, count: int) -> None:
        """Room for the sums of so many words; it grows by doubling."""
        if count > len(self._sums):
            grown = np.zeros((2 * count, 2 * REACH + 1, self.weights.shape[1]), dtype=np.float32)
            if len(self._sums):
                grown[: len(self._sums)] = self._sums
            self._sums = grown


@dataclass(frozen=True)
class Chain:
    """The labels of one field, and what it scores to go from one (row) to the next (column)."""

    labels: tuple[str, ...]
    steps: Scores

    def marginals(self, scores: Scores) -> Scores:
        """The probability of each label at each token, by forward and backward sums; shaped as the scores."""
        count, labels = scores.shape
        here = np.exp(scores - scores.max(axis=1, keepdims=True)).astype(np.float64)
        # From one token to the next in one product: the step and what the next label scores.
        ways = np.exp(self.steps).astype(np.float64)[None, :, :] * here[:, None, :]
        ahead, behind = np.empty((count, labels)), np.empty((count, labels))
        ahead[0] = here[0]
        for i in range(1, count):
            np.dot(ahead[i - 1], ways[i], out=ahead[i])
            if not i % _SCALED:
                ahead[i] /= ahead[i].sum()
        behind[-1] = 1.0
        for i in range(count - 1, 0, -1):
            np.dot(ways[i], behind[i], out=behind[i - 1])
            if not i % _SCALED:
                behind[i - 1] /= behind[i - 1].sum()
        both = ahead * behind
        return np.asarray(both / both.sum(axis=1, keepdims=True), dtype=np.float32)

    def best(self, scores: Scores) -> list[str]:
        """The row of labels that scores most (Viterbi)."""
        back = np.empty(scores.shape, dtype=np.intp)
        into = np.ascontiguousarray(self.steps.T)
        every = np.arange(len(into))
        row = scores[0]
        for i in range(1, len(scores)):
            ways = into + row
            best = ways.argmax(axis=1, out=back[i])
            row = ways[every, best] + scores[i]
        at = int(row.argmax())
        labels = [at]
        for i in range(len(scores) - 1, 0, -1):
            at = int(back[i][at])
            labels.append(at)
        return [self.labels[label] for label in reversed(labels)]


def column(labels: Sequence[str], marginals: Scores, label: str) -> Scores:
    """The probabilities of a label: none, where those who coded the data have never used it."""
    return marginals[:, labels.index(label)] if label in labels else marginals[:, 0] * 0
