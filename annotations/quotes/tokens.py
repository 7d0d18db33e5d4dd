"""Words and marks of a text, and the sentences they make up."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsreader.sentences import sentences

from .marks import Pair, pairs
from .words import Word, known

_TOKEN = re.compile(
    r"[^\W\d]\w*(?:[-’'&/]\w+)*(?:\.(?:de|net|org|com|info|di)\b|-)?|\d+(?:[.,:]\d+)*|\.{2,}|[^\w\s]"
)
OPEN, CLOSE = "«", "»"


@dataclass(slots=True)
class Reading:
    """A text read once. Token i is words[i], the code points [starts[i], ends[i]); `sentence_of[i]` is the
    number of its sentence, `sentences` are half-open ranges of tokens, one for each sentence of a block.

    `spelling` has the words with paired quotation marks as « and », whatever their style; `depth` says of
    each whether it is quoted: 0, 1 in a string of fewer than four words, 2 in a longer one; `known` is what
    the lexicon has on it.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentence_of: list[int]
    sentences: list[tuple[int, int]]
    pairs: list[Pair]
    spelling: list[str]
    depth: list[int]
    known: list[Word]
    phrases: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """The noun phrases of the sentences where they have been asked for (phrases.py)."""


def read(text: str, stretches: Sequence[tuple[int, int]], language: str = "de") -> Reading:
    """The tokens of the stretches ([start, end) in code points, in order), sentence by sentence."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentence_of: list[int] = []
    found: list[tuple[int, int]] = []
    for first, last in stretches:
        fresh = _TOKEN.findall(text, first, last)
        words += fresh
        _place(text, fresh, first, starts, ends)
        for _, end in sentences(text, first, last, language):
            before, past = len(sentence_of), bisect_left(starts, end, len(sentence_of))
            if past > before:
                sentence_of += [len(found)] * (past - before)
                found.append((before, past))
    marked = pairs(text, stretches)
    spelling, depth = _spelled(words, starts, ends, marked)
    it = list(map(known, spelling))
    return Reading(text, words, starts, ends, sentence_of, found, marked, spelling, depth, it)


def _place(text: str, words: Sequence[str], at: int, starts: list[int], ends: list[int]) -> None:
    """Adds where the words stand, with white space alone between them: faster than to ask the matches."""
    for word in words:
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
        ends.append(at)


def _spelled(
    words: Sequence[str], starts: Sequence[int], ends: Sequence[int], marked: Sequence[Pair]
) -> tuple[list[str], list[int]]:
    spelling = list(words)
    depth = [0] * len(spelling)
    deep = 0
    for pair in marked:
        for start, end in pair.parts:
            first, last = bisect_left(starts, start), bisect_left(starts, end) - 1
            if first >= len(starts) or starts[first] != start:
                continue
            spelling[first] = OPEN
            if pair.closed and end == pair.end and ends[last] == end:
                spelling[last] = CLOSE
            if last < deep:
                continue  # inside a longer one, which comes first
            size = 2 if last - first > 4 else 1
            deep = last + 1 if size == 2 else deep
            for i in range(first, last + 1):
                depth[i] = max(depth[i], size)
    return spelling, depth
