"""Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) that have been trained: what
each label scores at each token, how sure that is, and the best row of labels.

They are trained elsewhere (training/fields.py); here the weights only have to be added up, which numpy does
for a whole article at once. What a word gives to its neighbours is added up once for each spelling and kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .features import REACH, Features, around

Scores = NDArray[np.float32]
KEPT = 20_000
"""Spellings whose sums are kept; beyond that the oldest half goes."""


@dataclass
class Table:
    """Weights by feature for the labels of one or several fields side by side: one row a feature."""

    index: dict[str, int]
    weights: Scores
    _rows: dict[str, int] = field(default_factory=dict)
    _sums: Scores | None = None

    def of(self, rows: Sequence[Sequence[str]]) -> Scores:
        """The sum of the weights of each row of features, shaped (rows, labels)."""
        get, unknown = self.index.get, len(self.weights) - 1
        ids = [get(feature, unknown) for row in rows for feature in (*row, "")]
        ends = np.cumsum([len(row) + 1 for row in rows])
        starts = np.concatenate(([0], ends[:-1]))
        return np.add.reduceat(self.weights[ids], starts, axis=0)

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
            self._rows, self._sums = {}, None
        new = [word for word in dict.fromkeys(words) if word not in self._rows]
        if new:
            sums = self.of([row for word in new for row in around(word)])
            sums = sums.reshape(len(new), 2 * REACH + 1, -1)
            before = 0 if self._sums is None else len(self._sums)
            self._sums = sums if self._sums is None else np.concatenate((self._sums, sums))
            self._rows.update((word, before + n) for n, word in enumerate(new))
        assert self._sums is not None
        return self._sums[[self._rows[word] for word in words]]


@dataclass(frozen=True)
class Chain:
    """The labels of one field, and what it scores to go from one (row) to the next (column)."""

    labels: tuple[str, ...]
    steps: Scores

    def marginals(self, scores: Scores) -> Scores:
        """The probability of each label at each token, by forward and backward sums; shaped as the scores."""
        count = len(scores)
        here = np.exp(scores - scores.max(axis=1, keepdims=True))
        steps = np.exp(self.steps)
        ahead, behind = np.empty_like(here), np.empty_like(here)
        row = here[0] / here[0].sum()
        ahead[0] = row
        for i in range(1, count):
            row = (row @ steps) * here[i]
            row /= row.sum()
            ahead[i] = row
        back = steps.T.copy()
        row = np.ones_like(here[0])
        behind[-1] = row
        for i in range(count - 1, 0, -1):
            row = (row * here[i]) @ back
            row /= row.sum()
            behind[i - 1] = row
        both = ahead * behind
        return np.asarray(both / both.sum(axis=1, keepdims=True), dtype=np.float32)

    def best(self, scores: Scores) -> list[str]:
        """The row of labels that scores most (Viterbi)."""
        back = np.empty(scores.shape, dtype=np.intp)
        row = scores[0]
        for i in range(1, len(scores)):
            ways = row[:, None] + self.steps
            back[i] = ways.argmax(axis=0)
            row = ways.max(axis=0) + scores[i]
        at = int(row.argmax())
        labels = [at]
        for i in range(len(scores) - 1, 0, -1):
            at = int(back[i][at])
            labels.append(at)
        return [self.labels[label] for label in reversed(labels)]
