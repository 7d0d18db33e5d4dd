"""Who is quoted: the places of the text that may name the speaker of a quote, and how well each fits.

A linear model over a quote and one candidate at a time, made comparable by a softmax over all candidates of
the quote and "none of them"; the weights are trained (training/ranks.py).
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .tokens import Reading
from .words import Word

BACK, AHEAD = 4, 1
"""Sentences before and behind a quote in which its speaker is looked for."""


class Draft(NamedTuple):
    """A quote while it is being found: its parts as token ranges, and its form as one letter (labels.py)."""

    parts: tuple[tuple[int, int], ...]
    form: str


class Candidate(NamedTuple):
    """Tokens [start, end) that may name a speaker; `sure` is how sure the tagger is of them all, `edge` of
    the edges."""

    start: int
    end: int
    sure: float
    edge: float


class Page(NamedTuple):
    """What is known of an article before speakers are looked for: `frame` and `quoted` are probabilities."""

    reading: Reading
    words: list[Word]
    frame: Sequence[float]
    quoted: Sequence[float]
    candidates: list[Candidate]


_STEPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95)


def _step(value: float) -> int:
    return bisect_right(_STEPS, value)


class Asked(NamedTuple):
    """A quote whose speaker is looked for: the candidates near it, the quote before it with its speaker, and
    the mention that the rules take for its speaker."""

    page: Page
    draft: Draft
    near: list[Candidate]
    before: tuple[Draft, Candidate | None] | None


def ask(page: Page, draft: Draft, before: tuple[Draft, Candidate | None] | None) -> Asked:
    sentence = page.reading.sentence_of
    start, end = draft.parts[0][0], draft.parts[-1][1]
    sentences = page.reading.sentences
    first = sentences[max(sentence[start] - BACK, 0)][0]
    last = sentences[min(sentence[end - 1] + AHEAD, len(sentences) - 1)][1]
    lower = bisect_left(page.candidates, first, key=_start)
    upper = bisect_left(page.candidates, last, key=_start)
    return Asked(page, draft, page.candidates[lower:upper], before)


def _start(each: Candidate) -> int:
    return each.start


def rows(asked: Asked) -> list[list[str]]:
    """What speaks for each candidate near the quote, and last what speaks for nobody."""
    page, draft, near = asked.page, asked.draft, asked.near
    places = [_where(page, draft, each) for each in near]
    most: dict[str, float] = {}
    for each, (where, _) in zip(near, places, strict=True):
        most[where] = max(most.get(where, 0.0), each.sure)
    strong = [each for each in near if each.sure > 0.3]
    own = _own(asked, places)
    found = []
    for each, (where, apart) in zip(near, places, strict=True):
        closer = min(sum(1 for other in strong if _between(draft, each, other)), 4)
        row = _features(asked, each, where, apart, each.sure >= most[where], closer)
        found.append(row + _chain(asked, each, own))
    return [*found, _nobody(asked)]


def _features(asked: Asked, each: Candidate, where: str, apart: int, best: bool, closer: int) -> list[str]:
    """`best` says that no other candidate at such a place is surer, `closer` counts those between."""
    page, it, words = asked.page, asked.draft.form, asked.page.words
    sure, edge = _step(each.sure), _step(each.edge)
    first = words[each.start]
    single = each.end - each.start == 1
    kind = first.function if single and first.function else "name" if first.shape == "Xx" else "np"
    named = any(word.person for word in words[each.start : each.end])
    left = words[each.start - 1].kind if each.start else "^"
    right = words[each.end].kind if each.end < len(words) else "$"
    frame, quoted = _step(page.frame[each.start]), _step(page.quoted[each.start])
    return [
        f"w={where}", f"w={where}|{it}", f"s={sure}", f"e={edge}", f"ws={where}|{sure}",
        f"wse={where}|{sure}|{edge}",
        f"k={kind}|{where}", f"n={named}|{where}", f"b={best}|{where}", f"c={closer}", f"cw={closer}|{where}",
        f"a={apart}|{where}", f"l={left}", f"r={right}", f"lr={left}|{right}|{where}", f"f={frame}|{where}",
        f"q={quoted}|{where}", f"len={min(each.end - each.start, 6)}", f"bs={best}|{sure}|{where}|{it}",
    ]  # fmt: skip


def _where(page: Page, draft: Draft, each: Candidate) -> tuple[str, int]:
    """Where the candidate stands to the quote, and how far in steps of tokens."""
    sentence = page.reading.sentence_of
    start, end = draft.parts[0][0], draft.parts[-1][1]
    if any(a <= each.start < b for a, b in draft.parts):
        return "in", min((each.start - start) // 4, 5)
    if start <= each.start < end:
        return "mid", 0
    if each.start < start:
        back = sentence[start] - sentence[each.start]
        return f"-{back}", min((start - each.end) // 3, 6)
    ahead = sentence[each.start] - sentence[end - 1]
    return f"+{ahead}", min((each.start - end) // 3, 6)


def _between(draft: Draft, each: Candidate, other: Candidate) -> bool:
    """Whether the other one stands between the quote and the candidate."""
    start, end = draft.parts[0][0], draft.parts[-1][1]
    if each.end <= start:
        return each.end <= other.start and other.end <= start
    return end <= other.start and other.end <= each.start


def _own(asked: Asked, places: Sequence[tuple[str, int]]) -> int:
    """How sure the best candidate is that stands with the quote and is not who spoke before."""
    if asked.before is None:
        return 0
    other, speaker = asked.before
    past = other.parts[-1][1]
    fresh = (
        each.sure
        for each, (where, _) in zip(asked.near, places, strict=True)
        if where in _HERE and past <= each.start and each is not speaker
    )
    return _step(max(fresh, default=0.0))


def _chain(asked: Asked, each: Candidate, own: int) -> list[str]:
    """What the quote before this one says: who goes on speaking."""
    page, draft, before = asked.page, asked.draft, asked.before
    if before is None:
        return ["p=first", f"p=first|{draft.form}"]
    other, speaker = before
    gap = page.reading.sentence_of[draft.parts[0][0]] - page.reading.sentence_of[other.parts[-1][1] - 1]
    it = f"{draft.form}|{min(gap, 3)}"
    if speaker is None:
        return [f"p=none|{it}"]
    if (each.start, each.end) == (speaker.start, speaker.end):
        return ["p=same", f"p=same|{it}", f"po=same|{own}", f"po=same|{it}|{own}"]
    since = each.start >= speaker.end
    return [f"p=other|{since}", f"p=other|{it}|{since}", f"po=other|{own}|{since}"]


_HERE = frozenset(("-0", "+0", "mid", "in"))


def _nobody(asked: Asked) -> list[str]:
    form, before = asked.draft.form, asked.before
    best = _step(max((each.sure for each in asked.near), default=0.0))
    chain = "first" if before is None else "none" if before[1] is None else "some"
    return [
        "none", f"none|{form}", f"none|{best}", f"none|{chain}", f"none|{chain}|{form}",
    ]  # fmt: skip


def chances(rows: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """The probability of each row of features among all."""
    scores = [sum(weights.get(feature, 0.0) for feature in row) for row in rows]
    most = max(scores)
    parts = [math.exp(score - most) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]
