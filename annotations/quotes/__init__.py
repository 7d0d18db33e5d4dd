"""Quotes and their speakers, found in German and English news. Pure Python, no Django."""

from pathlib import Path
from typing import TYPE_CHECKING

from .detect import detect, version_of
from .suggestion import Range, Reason, SuggestedQuote, Why

if TYPE_CHECKING:
    from .weights import Weights

WEIGHTS = "quotes.npz"
"""What the file with the weights is called in its folder."""

__all__ = ["WEIGHTS", "Range", "Reason", "SuggestedQuote", "Why", "detect", "load_weights", "version_of"]


def load_weights(folder: Path | None = None) -> "Weights | None":
    """The trained weights beside the code, or those in a folder; None where there are none. Read once, until
    the file is another. Raises weights.UnreadableWeights."""
    from .weights import HERE, load  # loads numpy, which who only looks at suggestions does not need

    return load(folder or HERE)
