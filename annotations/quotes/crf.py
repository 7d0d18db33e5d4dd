"""Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) that have been trained: what
each label scores at each token, how sure that is, and the best row of labels.

They are trained elsewhere (training/fields.py); here the weights only have to be added up, which numpy does
for a whole article at once. What a word gives to its neighbours is added up once for each spelling and kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from .features import REACH, Features, around

Scores = NDArray[np.float32]
KEPT = 20_000
"""Spellings whose sums are kept; with more of them it begins anew."""


BLOCK = 16
"""Tokens that are gone through one after the other, in all blocks of an article at once; a power of two.
Longer products might leave what a float can hold."""
Product = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]


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
        ways = _blocks(np.exp(self.steps).astype(np.float64)[None] * here[1:, None, :], np.eye(labels))
        whole = _whole(ways, np.matmul)
        ahead = np.empty((len(ways), BLOCK + 1, labels))
        behind = np.ones((len(ways), BLOCK + 1, labels))
        row = here[0]
        for k in range(len(ways)):
            ahead[k, 0] = row / row.sum()
            row = ahead[k, 0] @ whole[k]
        for k in range(len(ways) - 1, 0, -1):
            column = whole[k] @ behind[k, BLOCK]
            behind[k - 1, BLOCK] = column / column.sum()
        for t in range(BLOCK):
            ahead[:, t + 1] = np.matmul(ahead[:, t, None], ways[:, t])[:, 0]
        for t in range(BLOCK - 1, -1, -1):
            behind[:, t] = np.matmul(ways[:, t], behind[:, t + 1, :, None])[..., 0]
        both = _unblocked(ahead * behind, count)
        return np.asarray(both / both.sum(axis=1, keepdims=True), dtype=np.float32)

    def best(self, scores: Scores) -> list[str]:
        """The row of labels that scores most (Viterbi)."""
        count, labels = scores.shape
        never = np.full((labels, labels), -np.inf)
        np.fill_diagonal(never, 0.0)
        ways = _blocks(self.steps.astype(np.float64)[None] + scores[1:, None, :], never)
        whole = _whole(ways, _most)
        row = np.empty((len(ways), labels))
        row[0] = scores[0]
        for k in range(len(ways) - 1):
            row[k + 1] = (row[k, :, None] + whole[k]).max(axis=0)
        back = np.empty((len(ways), BLOCK, labels), dtype=np.intp)
        for t in range(BLOCK):
            into = row[:, :, None] + ways[:, t]
            back[:, t] = into.argmax(axis=1)
            row = into.max(axis=1)
        # What fills the last block leads nowhere else, so its end is the last token's.
        at = int(row[-1].argmax())
        found = [at]
        for way in reversed(back.reshape(-1, labels)[: count - 1].tolist()):
            at = way[at]
            found.append(at)
        return [self.labels[label] for label in reversed(found)]


def _blocks(ways: NDArray[np.float64], idle: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ways from each token to the next, shaped (blocks, BLOCK, labels, labels), so that all blocks are
    gone through at once; `idle` fills the last one."""
    count = max(-(-len(ways) // BLOCK), 1)
    fill = np.broadcast_to(idle, (count * BLOCK - len(ways), *idle.shape))
    return np.concatenate((ways, fill)).reshape(count, BLOCK, *idle.shape)


def _whole(ways: NDArray[np.float64], product: Product) -> NDArray[np.float64]:
    """The way through each block, shaped (blocks, labels, labels): neighbours are joined until one is."""
    while ways.shape[1] > 1:
        ways = product(ways[:, ::2], ways[:, 1::2])
    return ways[:, 0]


def _most(first: NDArray[np.float64], then: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the best way over any label between scores: a product that adds, and takes the most."""
    best = first[..., :, 0, None] + then[..., 0, None, :]
    for between in range(1, first.shape[-1]):
        np.maximum(best, first[..., :, between, None] + then[..., between, None, :], out=best)
    return np.asarray(best)


def _unblocked(rows: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """One row a token: the end of each block is the beginning of the next."""
    labels = rows.shape[2]
    return np.concatenate((rows[0, :1], rows[:, 1:].reshape(-1, labels)))[:count]


def column(labels: Sequence[str], marginals: Scores, label: str) -> Scores:
    """The probabilities of a label: none, where those who coded the data have never used it."""
    return marginals[:, labels.index(label)] if label in labels else marginals[:, 0] * 0
