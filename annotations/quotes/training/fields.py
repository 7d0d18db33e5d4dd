"""Random fields, trained by python-crfsuite and averaged over folds."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pycrfsuite

from ..weights import Field

PARAMETERS = {
    "c1": 0.1,
    "c2": 0.05,
    "max_iterations": 60,
    "feature.minfreq": 2,
    "feature.possible_transitions": False,
}
NEVER = -8.0
"""What a step between labels scores that no fold has seen."""


def train(rows: Iterable[Sequence[Sequence[str]]], labels: Iterable[Sequence[str]]) -> Field:
    """One field over articles: for each the features of its tokens, and their labels."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for row, row_labels in zip(rows, labels, strict=True):
        trainer.append(pycrfsuite.ItemSequence(row), row_labels)
    trainer.select("lbfgs")
    trainer.set_params(PARAMETERS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "field"
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        with tagger.open(str(path)):
            return _field(tagger.info())


def _field(info: "pycrfsuite.Info") -> Field:
    labels = tuple(sorted(info.labels))
    column = {label: n for n, label in enumerate(labels)}
    features: dict[str, np.ndarray] = {}
    for (feature, label), weight in info.state_features.items():
        row = features.setdefault(feature, np.zeros(len(labels), dtype=np.float32))
        row[column[label]] = weight
    steps = np.full((len(labels), len(labels)), NEVER, dtype=np.float32)
    for (label, following), weight in info.transitions.items():
        steps[column[label], column[following]] = weight
    return Field(labels, features, steps)


def average(fields: Sequence[Field]) -> Field:
    """One field whose weights are the mean of theirs, which is surer than any of them (bagging, Breiman
    1996)."""
    labels = tuple(sorted({label for field in fields for label in field.labels}))
    features: dict[str, np.ndarray] = {}
    steps = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for field in fields:
        columns = [labels.index(label) for label in field.labels]
        own = np.full_like(steps, NEVER)
        own[np.ix_(columns, columns)] = field.steps
        steps += own / len(fields)
        for feature, row in field.features.items():
            mean = features.setdefault(feature, np.zeros(len(labels), dtype=np.float32))
            mean[columns] += row / len(fields)
    return Field(labels, features, steps)
