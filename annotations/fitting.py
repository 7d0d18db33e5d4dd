"""Where a passage ends as the project cuts it: whole sentences or not, with or without the quotation marks
around it and the mark at its end. Pure; every number is a code point, half-open."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsreader.sentences import sentences

from .anchoring import Span

PAIRS = {
    "„": "“”", "‚": "‘’", "»": "«", "›": "‹", "«": "»", "‹": "›", "“": "”", "‘": "’", '"': '"', "'": "'",
}  # fmt: skip
"""Quotation marks that open, and what closes each: German and Swiss, English, French, typewriter."""

CLOSING = frozenset("".join(PAIRS.values()))
FINAL = frozenset(".!?…")
FRAME = 200  # code points that may stand between two parts of an interrupted quotation


@dataclass(frozen=True)
class Cut:
    """How a project cuts; what models.Scheme holds."""

    whole_sentences: bool = False
    holds_marks: bool = True
    holds_final_mark: bool = True


def fit(text: str, span: Span, cut: Cut, language: str = "de") -> Span:
    """The span as the project cuts it. Never empty, and the same again when it is fitted again: a mark that
    it takes in at its edge may be the first of a further sentence, which it then reaches into."""
    while (fitted := _fit_here(text, span, cut, language)) != span:
        span = fitted
    return span


def _fit_here(text: str, span: Span, cut: Cut, language: str) -> Span:
    near = _sentences_near(text, span, language)
    if cut.whole_sentences:
        span = _whole(span, near)
    ends = {end for _start, end in near}
    while (fitted := _fit_once(text, span, cut, ends)) != span:
        span = fitted
    return span


def next_sentence(text: str, span: Span, step: int, cut: Cut, language: str = "de", *, is_end: bool) -> Span:
    """The span with its end, or its beginning, a sentence further on (step 1) or back (step -1), fitted; as
    it is where there is none."""
    at = span[1] if is_end else span[0]
    edges = [end if is_end else start for start, end in sentences(text, language=language)]
    for edge in sorted((e for e in edges if (e - at) * step > 0), reverse=step < 0):
        start, end = (span[0], edge) if is_end else (edge, span[1])
        if start < end and (moved := fit(text, (start, end), cut, language)) != span:
            return moved
    return span


def _fit_once(text: str, span: Span, cut: Cut, ends: set[int]) -> Span:
    start, end = _with_final(text, span, ends) if cut.holds_final_mark else _less_final(text, span, ends)
    wanted = _with_marks(text, start, end) if cut.holds_marks else _less_marks(text, start, end)
    return wanted if text[wanted[0] : wanted[1]].strip() else span


def _sentences_near(text: str, span: Span, language: str) -> Sequence[Span]:
    """Those of the paragraphs that the span is in."""
    first = text.rfind("\n\n", 0, span[0]) + 1
    last = text.find("\n\n", span[1])
    return sentences(text, first, len(text) if last < 0 else last, language)


def _whole(span: Span, near: Sequence[Span]) -> Span:
    touched = [one for one in near if one[0] < span[1] and span[0] < one[1]]
    return (min(span[0], touched[0][0]), max(span[1], touched[-1][1])) if touched else span


def _with_final(text: str, span: Span, ends: set[int]) -> Span:
    """With the marks that follow, if the sentence ends there, before or after a closing quotation mark."""
    start, end = span
    at = end
    while at < len(text) and text[at] in FINAL:
        at += 1
    return (start, at) if at > end and _ends_at(text, at, ends) else span


def _less_final(text: str, span: Span, ends: set[int]) -> Span:
    start, end = span
    if text[end - 1] not in FINAL or not _ends_at(text, end, ends):
        return span
    while end > start and text[end - 1] in FINAL:
        end -= 1
    return (start, end) if end > start else span


def _ends_at(text: str, at: int, ends: set[int]) -> bool:
    while at not in ends and at < len(text) and text[at] in CLOSING:
        at += 1
    return at in ends


def _with_marks(text: str, start: int, end: int) -> Span:
    """With the pair of marks around it, also where one of the two is in already."""
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if after and after in PAIRS.get(before, ""):
        return start - 1, end + 1
    inner = text[start:end]
    if after and after in PAIRS.get(inner[0], "") and _partner(inner, 0) is None:
        return start, end + 1
    if before and inner[-1] in PAIRS.get(before, "") and _partner(text[start - 1 : end], 0) == end - start:
        return start - 1, end
    return start, end


def _less_marks(text: str, start: int, end: int) -> Span:
    """Without a pair of marks around all of it, and without one at an edge whose partner is not in it."""
    inner = text[start:end]
    if inner[0] in PAIRS:
        partner = _partner(inner, 0)
        if partner == len(inner) - 1:
            return start + 1, end - 1
        if partner is None:
            return start + 1, end
    if inner[-1] in CLOSING and not _is_apostrophe(text, end - 1):
        opened = [at for at, char in enumerate(inner[:-1]) if _partner(inner, at) == len(inner) - 1]
        if not opened:
            return start, end - 1
    return start, end


def _partner(words: str, at: int) -> int | None:
    """Where the mark that opens at `at` is closed: at the first mark that can close it, pairs of its own kind
    in between left out."""
    closers = PAIRS.get(words[at])
    if closers is None:
        return None
    depth = 0
    for place in range(at + 1, len(words)):
        char = words[place]
        if char in closers and not _is_apostrophe(words, place):
            if not depth:
                return place
            depth -= 1
        elif char == words[at]:
            depth += 1
    return None


def _is_apostrophe(text: str, at: int) -> bool:
    """Inside a word ("geht’s")."""
    around = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    return text[at] in "’'" and all(char.isalnum() for char in around) and all(around)


def interrupts(text: str, end: int, start: int, language: str = "de") -> bool:
    """Whether what stands between two passages is a frame that interrupts one quotation: they are parts of
    one sentence, or marks close before it and open after it, with no end of a sentence in between."""
    if not 0 <= start - end <= FRAME or "\n\n" in text[end:start]:
        return False
    first, last = end, start
    between = text[first:last].strip()
    if not between.strip("".join(FINAL | CLOSING | PAIRS.keys()) + ",;:–- "):
        return False  # nothing is said in between
    near = _sentences_near(text, (end, start), language)
    if any(one[0] < end and start < one[1] for one in near):
        return True
    closes = text[end - 1] in CLOSING or between[0] in CLOSING
    opens = text[start] in PAIRS or between[-1] in PAIRS
    return closes and opens and not any(first < one[1] < last - 1 for one in near)
