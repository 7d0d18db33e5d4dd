"""Finds quotes and their speakers in an article. Pure: text in, suggestions out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .suggestion import Range, Reason, SuggestedQuote, Why

RULES = "rules/0"
_MARKED = re.compile(r"„([^“\n]{20,})“")


class Stretch(Protocol):
    """What the detector asks of a block."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Weights:
    """Trained weights; `version` names them in every suggestion made with them."""

    version: str


def load_weights(folder: Path | None = None) -> Weights | None:
    """Those beside the code, or in a folder; None where there are none."""
    return None


def version_of(weights: Weights | None) -> str:
    """What a suggestion's detector is called: at most 40 code points, another whenever results differ."""
    return weights.version if weights else RULES


def detect(
    text: str,
    language: str,
    blocks: Sequence[Stretch],
    *,
    genre: str = "",
    author: str = "",
    weights: Weights | None = None,
) -> list[SuggestedQuote]:
    """The quotes of a text in the order of their places. `language` is "de" or "en", `blocks` are the text's
    (none: the whole text is read), `genre` and `author` are the article's (docs/formats.md)."""
    return [
        SuggestedQuote(
            (Range(*found.span()),), "direct", None, (), None, "", False, 0.5, (Reason(Why.MARKS, "„…“"),)
        )
        for found in _MARKED.finditer(text)
    ]
