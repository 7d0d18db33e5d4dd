"""A training on some made articles: it runs, tells how far it is, and its weights find quotes."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotations.quotes import Why, detect, load_weights
from annotations.quotes.training.train import train
from annotations.quotes.weights import Weights

from ..asked import assert_sound
from ..test_detect import TEXTS
from .made import article, write

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Weights, list[tuple[int, int]], float]:
    """The weights, what was told of the progress, and the seconds it took."""
    folder = tmp_path_factory.mktemp("trained")
    told: list[tuple[int, int]] = []
    began = time.monotonic()
    data = write(folder / "data.jsonl", 30)
    path = train(data, folder / "out", 2, lambda *steps: told.append(steps), folds=2)
    seconds = time.monotonic() - began
    assert path.is_file()
    weights = load_weights(folder / "out")
    assert weights is not None
    return weights, told, seconds


def test_it_tells_how_far_it_is(trained: tuple[Weights, list[tuple[int, int]], float]) -> None:
    _, told, _ = trained
    assert told == [(done, 7) for done in range(8)]


def test_the_weights_find_quotes(trained: tuple[Weights, list[tuple[int, int]], float]) -> None:
    weights, _, _ = trained
    right = wanted = 0
    for number in range(100, 110):
        made = article(number)
        found = detect(made["text"], "de", (), weights=weights)
        assert_sound(made["text"], found)
        spans = {each.spans[0] for each in found}
        gold = {tuple(quote["spans"][0]) for quote in made["quotes"]}
        right, wanted = right + len(spans & gold), wanted + len(gold)
        assert all(each.why for each in found)
        assert any(why.why in (Why.MARKS, Why.CUE, Why.ACCORDING) for each in found for why in each.why)
    assert right > 0.8 * wanted


@pytest.mark.parametrize("text", ["", " ", "a", "„", "…\n\n„“", "Ja. " * 50, "„a “b ‚c’ » « " * 40])
def test_the_weights_take_any_text(trained: tuple[Weights, list[tuple[int, int]], float], text: str) -> None:
    assert_sound(text, detect(text, "de", (), weights=trained[0]))


@settings(max_examples=80, deadline=None)
@given(text=TEXTS)
def test_every_answer_is_sound(trained: tuple[Weights, list[tuple[int, int]], float], text: str) -> None:
    assert_sound(text, detect(text, "de", (), weights=trained[0]))


def test_too_few_articles_for_the_folds(tmp_path: Path) -> None:
    data = write(tmp_path / "data.jsonl", 3)
    with pytest.raises(ValueError, match="3 articles are too few for 2 folds"):
        train(data, tmp_path, 1, lambda *_: None, folds=2)
