"""The detector over many articles, for processes of their own. Pure: any process can do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .quotes import SuggestedQuote, detect, load_weights


@dataclass(slots=True)
class Stretch:
    """A block, as the detector asks for it."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """An article's text with what the detector asks besides."""

    text: str
    language: str
    blocks: tuple[Stretch, ...]
    genre: str
    author: str


Answer = list[SuggestedQuote] | str
"""What was found; or the name of what no rule should raise."""


def _weights(folder: str) -> Any:
    """Loaded once in each process."""
    return load_weights(Path(folder) if folder else None)


def detect_all(questions: Sequence[Question], folder: str) -> list[Answer]:
    """`folder` holds the weights, "" for those beside the code."""
    weights = _weights(folder)
    return [_detect_one(question, weights) for question in questions]


def _detect_one(question: Question, weights: Any) -> Answer:
    try:
        return detect(
            question.text,
            question.language,
            question.blocks,
            genre=question.genre,
            author=question.author,
            weights=weights,
        )
    except Exception as error:
        # Rules meet texts that nobody has foreseen; one of them must not end a run over thousands.
        return type(error).__name__
