"""From a row of labels to quotes: stretches of one form, brought to the edges that quotes have."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from .direct import strings
from .speakers import Draft
from .tokens import CLOSE, Reading

_STOPS = frozenset(".!?…")
_LEADING = frozenset(",:;.–)")
_TRAILING = frozenset(",:;–(")
_SENTENCES = frozenset("FRX")
"""Forms whose quotes are whole sentences, with the full stop."""


def drafts(reading: Reading, labels: Sequence[str]) -> list[Draft]:
    """The quotes of a row of labels, in order, none overlapping another. "C-" goes on with the quote before
    it in the same sentence."""
    quoted = list(strings(reading)) if any(label.endswith("-D") for label in labels) else []
    found: list[Draft] = []
    for start, end, label in stretches(labels):
        form = label[2:]
        start, end = _edges(reading, quoted, start, end, form)
        if found:
            start = max(start, found[-1].parts[-1][1])
        if start >= end:
            continue
        before = found[-1] if found else None
        if before and label[0] == "C" and before.form == form and _together(reading, before, start):
            found[-1] = before._replace(parts=(*before.parts, (start, end)))
        else:
            found.append(Draft(((start, end),), form))
    return found


def _together(reading: Reading, before: Draft, start: int) -> bool:
    return reading.sentence_of[before.parts[-1][1] - 1] == reading.sentence_of[start]


def stretches(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """(start, end, first label) of each run of one form."""
    found: list[tuple[int, int, str]] = []
    start, first = 0, ""
    for i, label in enumerate((*labels, "O")):
        form = label[2:] if label[1:2] == "-" else ""
        if first and (form != first[2:] or label[0] in "BC"):
            found.append((start, i, first))
            first = ""
        if form and not first:
            start, first = i, label
    return found


def _edges(
    reading: Reading,
    quoted: Sequence[tuple[int, int]],
    start: int,
    end: int,
    form: str,
) -> tuple[int, int]:
    words = reading.words
    if form == "D":
        return _string(quoted, start, end)
    while start < end - 1 and words[start] in _LEADING:
        start += 1
    while end - 1 > start and words[end - 1] in _TRAILING:
        end -= 1
    if form in _SENTENCES:
        return _sentences(reading, start, end)
    same = reading.sentence_of[start] == reading.sentence_of[end - 1]
    while same and end - 1 > start and words[end - 1] in _STOPS:
        end -= 1
    return start, end


def _string(quoted: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The string in quotation marks that the stretch is most of, marks included."""
    first = bisect_left(quoted, start, key=lambda it: it[1])
    near = takewhile(lambda it: it[0] < end, islice(quoted, first, None))
    best = max(near, key=lambda it: min(end, it[1] + 1) - max(start, it[0]), default=None)
    if best is None:
        return start, end
    shared = min(end, best[1] + 1) - max(start, best[0])
    if shared * 2 >= min(end - start, best[1] + 1 - best[0]):
        return best[0], best[1] + 1
    return start, end


def _sentences(reading: Reading, start: int, end: int) -> tuple[int, int]:
    first = reading.sentences[reading.sentence_of[start]]
    last = reading.sentences[reading.sentence_of[end - 1]]
    if start - first[0] == 1:
        start = first[0]
    while end < last[1] and (reading.words[end] in _STOPS or reading.spelling[end] == CLOSE):
        end += 1
    return start, end
