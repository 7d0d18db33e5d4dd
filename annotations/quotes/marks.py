"""Quotation marks, paired: every style that German and English news uses, nested, over paragraphs, unclosed.

A mark opens or closes by what stands beside it, hardly ever by its shape: “ closes in German and opens in
English, » does both, and writers mix them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

DOUBLE = '„“”"«»‟〝〞'
SINGLE = "‚‘’'‹›‛"
MARKS = frozenset(DOUBLE + SINGLE)
_MARK = re.compile(f"[{DOUBLE}{SINGLE}]|,,|''|``")
_BEFORE = frozenset("([{–—-/:;,.!?…") | {""}
_AFTER = frozenset(".,;:!?…)]}–—-/") | {""}
_ALWAYS_OPENS = frozenset("„‚")


_ELIDED = re.compile(
    r"(?:\d\d(?:ern?|s)|ne[mnrs]?|n|s|rum|raus|rein|ran|tis|twas|em|cause|til)\b", re.IGNORECASE
)
"""What a word that begins with an apostrophe looks like behind it: "’90er", "’ne"."""
_SAME = {"„": "“”", "“": "”", "»": "«", "«": "»", "‚": "‘’", "›": "‹", "‹": "›"}
_FAR = 600
"""Code points behind an inch mark in which the real end of the quotation is looked for."""


@dataclass(slots=True)
class Pair:
    """A quoted stretch, [start, end) with its marks. `depth` is 0 outside all others. `parts` has one range
    for each paragraph. `closed` says whether a closing mark was found; else it ends with its paragraph."""

    start: int
    end: int
    opener: str
    closer: str
    depth: int = 0
    closed: bool = True
    parts: list[tuple[int, int]] = field(default_factory=list)


class _Opened:
    """The marks of a paragraph that wait for a closer, [start, end) and the mark, outermost first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[int, int, str]] = []
        self._doubles: list[int] = []

    def push(self, start: int, end: int, mark: str) -> None:
        if _level(mark) == "double":
            self._doubles.append(len(self.waiting))
        self.waiting.append((start, end, mark))

    def fitting(self, mark: str) -> int | None:
        """The place of what the mark may close: double with double, single with single, and no single mark
        reaches over a double one (that one is an apostrophe: ’90er, Hans’)."""
        double = self._doubles[-1] if self._doubles else -1
        if _level(mark) == "double":
            return double if double >= 0 else None
        top = len(self.waiting) - 1
        return top if top > double else None

    def close(self, at: int) -> tuple[int, int, str]:
        """Takes away the mark at a place and all inside it."""
        found = self.waiting[at]
        del self.waiting[at:]
        while self._doubles and self._doubles[-1] >= at:
            self._doubles.pop()
        return found

    def first_double(self) -> tuple[int, int, str] | None:
        return self.waiting[self._doubles[0]] if self._doubles else None


def _level(mark: str) -> str:
    return "single" if mark in SINGLE else "double"


def _may(text: str, at: int, end: int, first: int, last: int) -> tuple[bool, bool]:
    """Whether the mark text[at:end] may open, and whether it may close, in text[first:last]."""
    before = text[at - 1] if at > first else ""
    after = text[end] if end < last else ""
    open_side = before.isspace() or before in _BEFORE or before in MARKS
    close_side = after.isspace() or after in _AFTER or after in MARKS
    word_before = before.isalnum() or (before in ".,!?…)]%€$" and before != "") or before in MARKS
    word_after = after.isalnum() or (after in "([.…@#§$€+-–—" and after != "") or after in MARKS
    return open_side and word_after, (close_side or not after.isalnum()) and (word_before or not open_side)


def pairs(text: str, stretches: Sequence[tuple[int, int]]) -> list[Pair]:
    """The quoted stretches in the order of their openers, over all the stretches of running text."""
    found: list[Pair] = []
    carried: Pair | None = None
    for first, last in _paragraphs(text, stretches):
        carried = _in_paragraph(text, first, last, found, carried)
    found.sort(key=lambda pair: (pair.start, -pair.end))
    _nest(found)
    return found


def _nest(found: Sequence[Pair]) -> None:
    """What each is inside of, by those that came to be pairs."""
    around: list[int] = []
    for pair in found:
        while around and around[-1] <= pair.start:
            around.pop()
        pair.depth = len(around)
        around.append(pair.end)


def _paragraphs(text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in stretches:
        at = first
        for gap in re.finditer(r"\n\s*\n", text[first:last]):
            yield at, first + gap.start()
            at = first + gap.end()
        if at < last:
            yield at, last


def _in_paragraph(text: str, first: int, last: int, found: list[Pair], carried: Pair | None) -> Pair | None:
    """Pairs the marks of one paragraph; the answer is a quote that may go on in the next one."""
    opened = _Opened()
    resumed: Pair | None = None
    for match in _MARK.finditer(text, first, last):
        at, end, mark = match.start(), match.end(), match[0]
        opens, closes = _may(text, at, end, first, last)
        if mark in _ALWAYS_OPENS:
            opens, closes = True, False
            if mark == "‚" and (at == first or text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
                continue
        if at == first and carried is not None and opens and _level(mark) == _level(carried.opener):
            resumed = carried  # an opener at each paragraph, one closer
            opened.push(at, end, mark)
            continue
        top = opened.fitting(mark)
        if _is_apostrophe(text, end, mark, opens, closes, top):
            continue
        if opens and closes:
            closes = top is not None
            opens = not closes
        if closes and top is not None:
            if _is_inch(text, at, last, mark, opened.waiting[top][2]):
                continue
            start, _, opener = opened.close(top)
            if resumed is not None and start == first:
                resumed.parts.append((first, end))
                resumed.end, resumed.closer, resumed.closed = end, mark, True
                resumed = None
            else:
                found.append(Pair(start, end, opener, mark, parts=[(start, end)]))
        elif opens and end < last:
            opened.push(at, end, mark)
    return _unclosed(last, opened, found, resumed)


def _is_apostrophe(text: str, end: int, mark: str, opens: bool, closes: bool, top: int | None) -> bool:
    if mark not in ("’", "'"):
        return False
    if opens:
        return _ELIDED.match(text, end) is not None or (closes and top is not None and _in_word(text, end))
    return top is None or _in_word(text, end)


def _in_word(text: str, end: int) -> bool:
    return text[end : end + 1].isalnum()


def _is_inch(text: str, at: int, last: int, mark: str, opener: str) -> bool:
    """Whether the mark behind a number is a measure: what it would close is closed in its own style later,
    before the style opens again."""
    if mark not in ('"', "'", "''") or not text[at - 1].isdigit() or opener not in _SAME:
        return False
    stop = min(last, at + _FAR)
    ends = [found for closer in _SAME[opener] if (found := text.find(closer, at, stop)) >= 0]
    again = text.find(opener, at, stop)
    return bool(ends) and (again < 0 or min(ends) < again)


def _unclosed(last: int, opened: _Opened, found: list[Pair], resumed: Pair | None) -> Pair | None:
    if resumed is not None:
        resumed.parts.append((opened.waiting[0][0], last))
        resumed.end = last
        return resumed
    waiting = opened.first_double()
    if waiting is None:
        return None
    start, _, opener = waiting
    pair = Pair(start, last, opener, "", closed=False, parts=[(start, last)])
    found.append(pair)
    return pair
