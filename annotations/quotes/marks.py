"""Quotation marks, paired: every style that German and English news uses, nested, over paragraphs, unclosed.

A mark opens or closes by what stands beside it, hardly ever by its shape: “ closes in German and opens in
English, » does both, and writers mix them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DOUBLE = '„“”"«»‟〝〞'
SINGLE = "‚‘’'‹›‛"
MARKS = frozenset(DOUBLE + SINGLE)
_MARK = re.compile(f"[{DOUBLE}{SINGLE}]|,,|''|``")
_BEFORE = frozenset("([{–—-/:;,.!?…") | {""}
_AFTER = frozenset(".,;:!?…)]}–—-/") | {""}
_ALWAYS_OPENS = frozenset("„‚")


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
    parts: tuple[tuple[int, int], ...] = ()


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
    return found


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
    stack: list[tuple[int, int, str]] = []
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
            stack.append((at, end, mark))
            continue
        top = next((i for i in range(len(stack) - 1, -1, -1) if _fits(stack[i][2], mark)), None)
        if mark in "’'" and len(mark) == 1 and top is None and not opens:
            continue  # an apostrophe
        if opens and closes:
            closes = top is not None
            opens = not closes
        if mark in "’'" and closes and text[end : end + 1].isalnum():
            continue
        if closes and top is not None:
            start, _, opener = stack[top]
            depth = top
            del stack[top:]
            if resumed is not None and depth == 0 and start == first:
                resumed.parts += ((first, end),)
                resumed.end, resumed.closer, resumed.closed = end, mark, True
                resumed = None
            else:
                found.append(Pair(start, end, opener, mark, depth, True, ((start, end),)))
        elif opens and end < last:
            stack.append((at, end, mark))
    return _unclosed(text, last, stack, found, resumed)


def _fits(opener: str, closer: str) -> bool:
    """Whether the mark may close what the other opened: double with double, single with single."""
    if opener == "„" and closer == "„":
        return False
    return _level(opener) == _level(closer)


def _unclosed(
    text: str, last: int, stack: list[tuple[int, int, str]], found: list[Pair], resumed: Pair | None
) -> Pair | None:
    if not stack:
        return None
    start, _, opener = stack[0]
    if resumed is not None:
        resumed.parts += ((start, last),)
        resumed.end = last
        return resumed
    if _level(opener) == "single":
        return None
    pair = Pair(start, last, opener, "", 0, False, ((start, last),))
    found.append(pair)
    return pair
