"""The fields' arithmetic against counting every row of labels, a table's against adding one by one."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.quotes import crf
from annotations.quotes.crf import Chain, Table
from annotations.quotes.features import extract
from annotations.quotes.tokens import read

pytestmark = pytest.mark.once

TEXT = "Er sagte: „Der Turm läuft.“ Laut Amsel sei er kalt.\n\nDann ging sie, sagte Holm."


@st.composite
def chains(draw: st.DrawFn) -> tuple[Chain, np.ndarray]:
    count, size = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    seed = draw(st.integers(0, 10_000))
    numbers = np.random.default_rng(seed)
    steps = numbers.normal(0, 2, (size, size)).astype(np.float32)
    if draw(st.booleans()):
        steps[numbers.random((size, size)) < 0.4] = -8.0
    return Chain(tuple("ABC"[:size]), steps), numbers.normal(0, 3, (count, size)).astype(np.float32)


def every(chain: Chain, scores: np.ndarray) -> dict[tuple[int, ...], float]:
    """The score of each row of labels."""
    rows = product(range(scores.shape[1]), repeat=len(scores))
    return {
        row: float(
            sum(scores[i, label] for i, label in enumerate(row))
            + sum(chain.steps[a, b] for a, b in pairwise(row))
        )
        for row in rows
    }


@settings(deadline=None)
@given(chains())
def test_marginals_are_those_of_all_rows(made: tuple[Chain, np.ndarray]) -> None:
    chain, scores = made
    rows = every(chain, scores)
    most = max(rows.values())
    wanted = np.zeros(scores.shape)
    for row, score in rows.items():
        for i, label in enumerate(row):
            wanted[i, label] += np.exp(score - most)
    wanted /= wanted.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(chain.marginals(scores), wanted, atol=1e-4)


@settings(deadline=None)
@given(chains())
def test_the_best_row_scores_most(made: tuple[Chain, np.ndarray]) -> None:
    chain, scores = made
    rows = every(chain, scores)
    best = tuple(chain.labels.index(label) for label in chain.best(scores))
    assert rows[best] == pytest.approx(max(rows.values()), abs=1e-3)


def test_long_and_extreme_chains_stay_finite() -> None:
    chain = Chain(("A", "B"), np.array([[0, -8], [-8, 0]], dtype=np.float32))
    scores = np.tile(np.array([[60, -60], [-60, 60]], dtype=np.float32), (5000, 1))
    found = chain.marginals(scores)
    assert np.isfinite(found).all() and np.allclose(found.sum(axis=1), 1, atol=1e-3)
    assert len(chain.best(scores)) == 10_000


def table(names: list[str], labels: int = 3, seed: int = 1) -> Table:
    weights = np.random.default_rng(seed).normal(0, 1, (len(names) + 1, labels)).astype(np.float32)
    weights[-1] = 0  # what is unknown
    return Table({name: n for n, name in enumerate(names)}, weights)


def test_scores_are_the_sums_over_each_tokens_features() -> None:
    features = extract(read(TEXT, [(0, len(TEXT))]))
    rows = features.rows()
    names = sorted({name for row in rows for name in row})
    known = table(names[::2])
    wanted = np.stack(
        [known.weights[[known.index.get(name, -1) for name in row]].sum(axis=0) for row in rows]
    )
    np.testing.assert_allclose(known.scores(features), wanted, atol=1e-3)
    np.testing.assert_allclose(known.scores(features), wanted, atol=1e-3)  # what was kept of the words
    np.testing.assert_allclose(known.of(rows), wanted, atol=1e-3)


def test_what_is_kept_of_words_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crf, "KEPT", 20)
    known = table(["w0=turm", "w1=turm"])
    for n in range(30):
        text = " ".join(f"Turm{n}x{k}" for k in range(10)) + " Turm."
        known.scores(extract(read(text, [(0, len(text))])))
        assert len(known._rows) <= 32  # 20, and the words of one article more
        assert len(known._sums) <= 2 * 32


@pytest.mark.parametrize("text", ["a", "a b", "„", "a. b. c."])
def test_short_texts(text: str) -> None:
    features = extract(read(text, [(0, len(text))]))
    assert table(["w0=a"]).scores(features).shape == (len(features.words), 3)
