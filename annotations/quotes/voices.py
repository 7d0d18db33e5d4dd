"""Blocks that are somebody's words without any mark: the answers of an interview, the paragraphs of a guest
article."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from .suggestion import Range, Reason, SuggestedQuote, Why

_LABEL = re.compile(r"[\W_]{0,4}(?P<name>[^\W\d_][\w.’/-]*(?: [\w.’/-]+){0,3})['*_]{0,3}:(?:[*_'\s]+|\Z)")
_ADDRESSED = re.compile(
    r"\b(?:Herr|Frau|Mr\.?|Ms\.?|Mrs\.?)\s(?:(?:Dr\.|Prof\.|Professor|Minister\w*|General\w*|Präsident\w*)\s)*(?P<name>[A-ZÄÖÜ][\w’-]+)"
)
_SPOKEN = ("paragraph", "lead")
ANSWERED, WRITTEN = 0.95, 0.6
"""Confidence: an answer is speech whenever the structure is right; a guest's paragraph is when it claims
something."""


class Stretch(Protocol):
    """What the detector asks of a block: a stretch of the text, [start, end) in code points."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Names(Protocol):
    def __call__(self, name: str) -> str:
        """The full name that the article has for a name."""


def answers(text: str, blocks: Sequence[Stretch], full: Names) -> Iterator[SuggestedQuote]:
    """One direct quote for each answer; several paragraphs of one answer are its spans."""
    asked = _addressed(text, blocks)
    who = ""
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind != "answer":
            continue
        turn: list[Range] = []
        mention: Range | None = None
        for block in group:
            label = _LABEL.match(text, block.start, block.end)
            if label and turn:
                yield _answer(turn, mention, full(who))
                turn, mention = [], None
            start = label.end() if label else block.start
            if label:
                mention, who = Range(*label.span("name")), label["name"]
            span = trimmed(text, start, block.end)
            if span.end > span.start:
                turn.append(span)
        who = who or asked
        if turn:
            yield _answer(turn, mention, full(who) if who else "")


def _answer(turn: Sequence[Range], mention: Range | None, who: str) -> SuggestedQuote:
    why = (Reason(Why.ANSWER, who),)
    return SuggestedQuote(tuple(turn), "direct", mention, (), None, who, False, ANSWERED, why)


def _addressed(text: str, blocks: Sequence[Stretch]) -> str:
    """Who is spoken to in the questions: "Herr Stoltenberg, …"."""
    for block in blocks:
        if block.kind == "question" and (found := _ADDRESSED.search(text, block.start, block.end)):
            return found["name"]
    return ""


def guest(text: str, blocks: Sequence[Stretch], author: str) -> Iterator[SuggestedQuote]:
    """Each paragraph of a guest article as its author's words."""
    for block in blocks:
        if block.kind in _SPOKEN:
            span = trimmed(text, block.start, block.end)
            if span.end - span.start > 1:
                why = (Reason(Why.AUTHOR, author),)
                yield SuggestedQuote((span,), "direct", None, (), None, author, False, WRITTEN, why)


def trimmed(text: str, start: int, end: int) -> Range:
    part = text[start:end]
    return Range(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))
