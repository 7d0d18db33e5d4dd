"""What one leaf of a search asks an engine for."""

from dataclasses import dataclass

from .language import tokens
from .query import Phrase, Prefix, Word

LANGUAGES = ("", "de", "en")  # "": as it is, for articles in languages that have no stemmer here


@dataclass(frozen=True)
class Leaf:
    """Rows of words, each to be found side by side; any one row will do.

    `stems`: compare with the stream of stems, else of keys. `prefix`: the one word is only a beginning.
    """

    stems: bool
    prefix: bool
    rows: tuple[tuple[str, ...], ...]


def leaf_of(node: Word | Prefix | Phrase, language: str | None = None) -> Leaf:
    """A word, phrase or prefix as rows of words, any one of which will do."""
    if isinstance(node, Prefix):
        return Leaf(stems=False, prefix=True, rows=(_keys(node.text),))
    if isinstance(node, Phrase) and node.quoted:
        return Leaf(stems=False, prefix=False, rows=(_keys(" ".join(node.words)),))
    words = " ".join(node.words) if isinstance(node, Phrase) else str(node)
    languages = LANGUAGES if language is None else (language,)
    rows = [tuple(token.stem for token in tokens(words, code)) for code in languages]
    return Leaf(stems=True, prefix=False, rows=tuple(dict.fromkeys(rows)))


def _keys(words: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(words))
