"""Lines to paragraphs: one line each, or wrapped lines put together; no character is touched."""

import re
from collections import Counter
from itertools import pairwise

from newsreader.importing.blocks import Unit

_LINE = re.compile(r"[^\n]+")
_ENDED = re.compile(r"[.!?:…;]['\"“”«»‘’)\]]*$")
_ITEM = re.compile(
    r"[•●▪*–—-]\s|\d{1,2}[.)]\s"
    r"|(?i:title|titel|date|datum|authors?|autor(?:in)?|source|quelle|url|section|ressort|text|lead|language|tags|id)"
    r"\s*[:=]\s"
)
"""Beginnings of list items and of header lines, which do not go on from the line above."""
_WIDEST_WRAP = 120
"""Code points; mail, agency wires and text dumps wrap at 60 to 100."""


def units_of(text: str) -> list[Unit]:
    """The paragraphs of `text`, trimmed, in order, without blank ones."""
    lines = _lines(text)
    width = _wrap_width(lines)
    if not width:
        return lines
    units: list[Unit] = []
    last = ""
    for line in lines:
        before = units[-1] if units else None
        if before and before.group == line.group and _continues(last, line.text, width):
            before.end, before.text = line.end, text[before.start : line.end]
        else:
            units.append(line)
        last = line.text
    return units


def _lines(text: str) -> list[Unit]:
    lines: list[Unit] = []
    group = 0
    before = 0
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if not stripped:
            continue
        start = match.start() + match[0].index(stripped)
        if match.start() - before > 1:  # more than the newline that ends the line before
            group += 1
        lines.append(Unit(start, start + len(stripped), stripped, group))
        before = match.end()
    return lines


def _wrap_width(lines: list[Unit]) -> int:
    """The column at which the text is wrapped, or 0 when a line is a paragraph.

    German wraps before a small letter about every second time; a paragraph hardly ever begins with one.
    """
    joins = [(a, b) for a, b in pairwise(lines) if a.group == b.group]
    wrapped = [a for a, b in joins if b.text[0].islower() and not _ENDED.search(a.text)]
    narrow = [a for a in wrapped if len(a.text) <= _WIDEST_WRAP]
    if len(narrow) < 2 or len(wrapped) < len(joins) * 0.2:
        return 0
    widths = Counter(len(line.text) for line in lines if len(line.text) <= _WIDEST_WRAP)
    few = sum(widths.values()) * 0.02
    for width in sorted(widths, reverse=True):
        few -= widths[width]
        if few < 0:
            return width
    return 0


def _continues(line: str, following: str, width: int) -> bool:
    """Whether the line was broken only because the next word had no room."""
    if _ITEM.match(following):
        return False
    if following[0].islower() and not _ENDED.search(line):
        return True
    no_room = len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
    return no_room and len(line) <= _WIDEST_WRAP
