"""The stretch of a text that shows why a search found it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from unicodedata import category

from .language import MAX_KEY, Token, tokens
from .leaf import Leaf, leaf_of
from .query import And, Node, Not, Or, Phrase, Prefix, Word

Parts = list[tuple[str, bool]]
Leaves = tuple[Leaf, ...]
ELLIPSIS = "…"
ANY_WORD = re.compile(r"[^\W_]+")
# What a letter of a key may have been; the e of a digraph is gone from the key.
_SPELT = {
    **{char: f"[{char}{others}]" for char, others in zip("cein", ("ç", "éèêë", "íìîï", "ñ"), strict=True)},
    **{char: f"[{char}{others}]e*" for char, others in zip("aou", ("äàáâå", "öóòôø", "üúùû"), strict=True)},
    "ß": "(?:ss|ß)",
}


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int


def snippet(text: str, tree: Node | None, width: int = 160, language: str = "de") -> Parts:
    """Parts (text, is_hit) of about `width` code points around the first line of `text` with a hit.

    Empty when no line holds one: a search finds titles too, and phrases may run over the end of a line.
    What is left out shows as an ellipsis.
    """
    leaves = _leaves(tree) if tree else ()
    if not leaves:
        return []
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that became two moved every place behind it
        lowered = text
    for pattern in (_beginnings(leaves), ANY_WORD):
        if hits := _first_hits(lowered, pattern, leaves, width, language):
            first = text.rfind("\n", 0, hits[0].start) + 1
            last = _line_end(text, hits[0].start)
            return _cut(text[first:last], [_Hit(h.start - first, h.end - first) for h in hits], width)
    return []


@lru_cache(64)
def _leaves(tree: Node) -> Leaves:
    """What is looked for, worked out once for the fifty texts of a page."""
    return tuple(leaf_of(node) for node in _wanted(tree))


def _wanted(tree: Node) -> Iterator[Word | Prefix | Phrase]:
    """The leaves of the tree that are looked for, not those that are ruled out."""
    if isinstance(tree, And | Or):
        for part in tree.parts:
            yield from _wanted(part)
    elif not isinstance(tree, Not):
        yield tree


@lru_cache(64)
def _beginnings(leaves: Leaves) -> re.Pattern[str]:
    """Where a hit may begin in lower-case text. Comparing every word of fifty texts takes as long as the rest
    of the page; this finds the common spellings, and only where it finds none every word is compared.
    """
    rows = [(leaf, row) for leaf in leaves for row in leaf.rows if row]
    heads = {(row[0].removesuffix("i") if leaf.stems else row[0]).replace("ss", "ß") for leaf, row in rows}
    shortest = [head for head in heads if not any(head != h and head.startswith(h) for h in heads)]
    return re.compile("|".join("".join(_SPELT.get(char) or re.escape(char) for char in h) for h in shortest))


def _first_hits(text: str, pattern: re.Pattern[str], leaves: Leaves, width: int, language: str) -> list[_Hit]:
    """The first hit and those of its line that a snippet can show beside it, joined where they overlap."""
    found: list[_Hit] = []
    end = len(text)
    for match in pattern.finditer(text):
        start = match.start()
        if start >= end:
            break
        hit = _hit_at(text, start, leaves, language)
        if hit is None:
            continue
        if not found:
            end = min(_line_end(text, start), start + width)
        elif start < found[-1].end:
            hit = _Hit(found[-1].start, max(found.pop().end, hit.end))
        found.append(hit)
    return found


def _hit_at(text: str, start: int, leaves: Leaves, language: str) -> _Hit | None:
    """The longest hit that begins with the word at `start`; None where no word or no hit begins."""
    if start and _is_inside(text[start - 1]):
        return None
    longest = max(len(row) for leaf in leaves for row in leaf.rows)
    end = min(_line_end(text, start), start + longest * MAX_KEY)
    words = list(islice(tokens(text[start:end], language), longest))
    if not words or words[0].start:
        return None
    length = max(_length(leaf, words) for leaf in leaves)
    return _Hit(start, start + words[length - 1].end) if length else None


def _is_inside(char: str) -> bool:
    """Whether a word goes on after this character: a letter, a digit, or what text has inside its words."""
    return char.isalnum() or category(char) in ("Mn", "Mc", "Me", "Cf")


def _length(leaf: Leaf, words: list[Token]) -> int:
    """How many of the words the leaf matches from the first on; 0 for none."""
    for row in leaf.rows:
        here = tuple(t.stem if leaf.stems else t.folded for t in words[: len(row)])
        if here == row or (leaf.prefix and here[0].startswith(row[0])):
            return len(row)
    return 0


def _line_end(text: str, start: int) -> int:
    return end if (end := text.find("\n", start)) >= 0 else len(text)


def _cut(line: str, hits: list[_Hit], width: int) -> Parts:
    first, last = _window(line, hits[0], width)
    parts: Parts = [(ELLIPSIS + " ", False)] if line[:first].strip() else []
    position = first
    for hit in hits:
        if hit.end > last:
            break
        parts += [(line[position : hit.start], False), (line[hit.start : hit.end], True)]
        position = hit.end
    parts.append((line[position:last], False))
    if line[last:].strip():
        parts.append((" " + ELLIPSIS, False))
    return [part for part in parts if part[0]]


def _window(line: str, hit: _Hit, width: int) -> tuple[int, int]:
    """`width` code points with the hit in the first third, ends moved to spaces; the hit is always inside."""
    first = max(0, hit.start - width // 3)
    if first and (space := line.find(" ", first, hit.start)) >= 0:
        first = space + 1
    elif first:
        first = hit.start
    last = max(first + width, hit.end)
    if last < len(line) and (space := line.rfind(" ", hit.end, last + 1)) >= 0:
        last = space
    return first, max(last, hit.end)
