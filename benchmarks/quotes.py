"""`quotes.detect` in one process: articles a second with the trained weights and without, and loading the
weights."""

import time
from collections.abc import Iterator
from pathlib import Path

from annotations.quotes import detect
from annotations.quotes.weights import HERE, Weights, load

from .figure import Figure
from .installation import Installation

ARTICLES = 200
WARM_UP = 50
LENGTH = 1_600
"""Code points of an article, as many as one of the annotated articles has that the weights are trained on."""


def figures(installation: Installation) -> Iterator[Figure]:
    texts = [text.text[:LENGTH] for text in installation.corpus.texts(ARTICLES + WARM_UP)]
    began = time.perf_counter()
    weights = load(HERE)
    loaded = time.perf_counter() - began
    note = f"{ARTICLES} articles of {LENGTH:,} code points, one process"
    yield rate("quotes found by rules alone", texts, None, 1_000, note)
    if weights is None:
        return
    yield rate("quotes found with the trained weights", texts, weights, 60, note)
    size = sum(path.stat().st_size for path in Path(HERE).iterdir()) / 1_000_000
    yield Figure("reading the weights, once", loaded, "s", 1.0, f"{size:.1f} MB on disk")


def rate(name: str, texts: list[str], weights: Weights | None, target: float, note: str) -> Figure:
    for text in texts[:WARM_UP]:
        detect(text, "de", (), weights=weights)
    began = time.perf_counter()
    for text in texts[WARM_UP:]:
        detect(text, "de", (), weights=weights)
    seconds = time.perf_counter() - began
    return Figure(name, ARTICLES / seconds, "articles/s", target, note)
