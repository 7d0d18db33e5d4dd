"""Spans and the words they stand for: what is quoted, what surrounds it, where a word begins and ends.

Every number here is a code point offset into one article text, half-open. The browser counts UTF-16 units and
turns them into code points before they come here.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from newsreader.translatable import gettext_noop

CONTEXT = 32  # code points kept on each side of a quote, enough to tell two like sentences apart
JOINER = " […] "  # between the spans of one quote
MAX_SPANS = 100  # a selection made by a person has a handful; this stops a broken client

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_JOINER = "\u200d"
INSIDE_WORDS = frozenset("'’ʼ-‐\u2011")
INSIDE_NUMBERS = frozenset(".,")

Span = tuple[int, int]


REASONS = {
    "none": gettext_noop("There is no span."),
    "too_many": gettext_noop("There are too many spans."),
    "empty": gettext_noop("A span must end after it starts."),
    "outside": gettext_noop("A span lies outside the text."),
    "unordered": gettext_noop("The spans must stand in text order and may not overlap."),
}


class SpanError(ValueError):
    """Spans that no text can have. `code` is a key of REASONS, which holds the English sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


def check(spans: Sequence[Span], length: int) -> None:
    """Raises SpanError unless `spans` are ordered, apart and not empty, in a text of `length` code points."""
    if not spans:
        raise SpanError("none")
    if len(spans) > MAX_SPANS:
        raise SpanError("too_many")
    for start, end in spans:
        _check_one(start, end, length)
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise SpanError("unordered")


def _check_one(start: int, end: int, length: int) -> None:
    if start >= end:
        raise SpanError("empty")
    if start < 0 or end > length:
        raise SpanError("outside")


def quote(text: str, spans: Sequence[Span]) -> str:
    """The words under `spans`, joined by JOINER where something is left out."""
    return JOINER.join(text[start:end] for start, end in spans)


def snap_to_words(text: str, start: int, end: int) -> Span:
    """The span grown to whole words, then without white space at its edges.

    A word is letters, digits, combining marks and soft hyphens, with single apostrophes and hyphens inside,
    and point or comma between digits (after UAX #29, rules WB4 to WB12). No edge is left inside what a reader
    sees as one character, an emoji sequence or a letter with its marks (UAX #29, grapheme clusters). Never
    empty: a selection of white space alone stays as it is. Raises SpanError for an empty span or one outside.
    """
    _check_one(start, end, len(text))
    while inside_word(text, start):
        start -= 1
    while inside_word(text, end):
        end += 1
    return _trim(text, start, end) or (start, end)


def _trim(text: str, start: int, end: int) -> Span | None:
    while end > start and text[end - 1].isspace():
        end -= 1
    # A space that carries a combining mark is a character to be seen, and stays.
    while start < end and text[start].isspace() and not inside_word(text, start + 1):
        start += 1
    return (start, end) if start < end else None


def inside_word(text: str, at: int) -> bool:
    """Whether the characters on both sides of offset `at` belong together."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if unicodedata.category(left) == "Cc":
        return False
    if _extends(right):
        return True
    if left == ZERO_WIDTH_JOINER and not right.isspace():
        return True
    return _same_flag(text, at) or _same_word(text, at)


def _extends(char: str) -> bool:
    """Whether a character only ever continues the one before it: marks, joiners, skin tones, flag tags."""
    return (
        unicodedata.category(char)[0] == "M"
        or char in "\u200c\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _same_flag(text: str, at: int) -> bool:
    """Whether `at` halves a flag: regional indicators pair up from the start of their run."""
    if not _is_regional(text[at]):
        return False
    first = at
    while first > 0 and _is_regional(text[first - 1]):
        first -= 1
    return (at - first) % 2 == 1


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _same_word(text: str, at: int) -> bool:
    if _connects(text, at):
        return _in_word(text, at - 1)
    if _connects(text, at - 1):
        return _in_word(text, at)
    return _in_word(text, at - 1) and _in_word(text, at)


def _connects(text: str, at: int) -> bool:
    """Whether the character at `at` is an apostrophe or hyphen inside a word, or a point inside a number."""
    char = text[at]
    if not 0 < at < len(text) - 1:
        return False
    if char in INSIDE_WORDS:
        return _in_word(text, at - 1) and _in_word(text, at + 1)
    return char in INSIDE_NUMBERS and text[at - 1].isdigit() and text[at + 1].isdigit()


def _in_word(text: str, at: int) -> bool:
    """Whether the character at `at` is of a word; a mark is what the character that carries it is."""
    while at > 0 and _extends(text[at]):
        at -= 1
    return text[at] == SOFT_HYPHEN or unicodedata.category(text[at])[0] in "LNM"


def word_edge(text: str, at: int, step: int, *, is_end: bool) -> int:
    """The next place after `at` (step 1) or before it (step -1) where a word ends, or begins; `at` itself
    where there is none."""
    edge = at + step
    while 0 <= edge <= len(text):
        beside = edge - 1 if is_end else edge
        if 0 <= beside < len(text) and _in_word(text, beside) and not inside_word(text, edge):
            return edge
        edge += step
    return at


def halves(text: str, spans: Sequence[Span], at: int) -> tuple[list[Span], list[Span]]:
    """The spans before and after a place, which first moves to the beginning of the word that it is in; white
    space at new edges is trimmed."""
    while inside_word(text, at):
        at -= 1
    before = [(start, min(end, at)) for start, end in spans if start < at]
    after = [(max(start, at), end) for start, end in spans if end > at]
    first, second = ([_trim(text, *span) for span in part] for part in (before, after))
    return [span for span in first if span], [span for span in second if span]


def without(text: str, spans: Sequence[Span], taken: Sequence[Span]) -> list[Span] | None:
    """The spans less what is taken, white space at new edges trimmed; None unless they cover all of it. Both
    are ordered and apart."""
    if not all(any(start <= first and last <= end for start, end in spans) for first, last in taken):
        return None
    left: list[Span] = []
    for start, end in spans:
        at = start
        for first, last in [(first, last) for first, last in taken if start <= first and last <= end]:
            left.append((at, first))
            at = last
        left.append((at, end))
    return [kept for start, end in left if start < end and (kept := _trim(text, start, end))]
