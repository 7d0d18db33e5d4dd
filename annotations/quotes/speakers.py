"""Who is quoted: the places of the text that may name the speaker of a quote. How well each fits is told in
fits.py."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from .tokens import Reading
from .words import Word

_STEPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95)
BACK, AHEAD = 4, 1
"""Sentences before and behind a quote in which its speaker is looked for."""
MOST = 40
"""Candidates before and behind a quote that are looked at; only lists that are one sentence hold more."""


class Draft(NamedTuple):
    """A quote while it is being found: its parts as token ranges, and its form as one letter (labels.py)."""

    parts: tuple[tuple[int, int], ...]
    form: str

    @property
    def start(self) -> int:
        return self.parts[0][0]

    @property
    def end(self) -> int:
        return self.parts[-1][1]


class Candidate(NamedTuple):
    """Tokens [start, end) that may name a speaker; `sure` is how sure the tagger is of them all, `edge` of
    the edges. `traits` is what is known of it whatever the quote, `placed` what tells more with its place to
    the quote, `names` its names and nouns (candidates.py)."""

    start: int
    end: int
    sure: float
    edge: float
    traits: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


class Page(NamedTuple):
    """What is known of an article before speakers are looked for: `frame` and `quoted` are probabilities,
    `ruled` are the rules' quotes with the mentions that they take for their speakers."""

    reading: Reading
    words: list[Word]
    frame: Sequence[float]
    quoted: Sequence[float]
    ruled: Sequence[tuple[Draft, tuple[int, int]]]
    candidates: list[Candidate]


class Asked(NamedTuple):
    """A quote whose speaker is looked for: the candidates near it, and the quote before it with its
    speaker."""

    page: Page
    draft: Draft
    near: list[Candidate]
    before: "Answer | None"


class Answer(NamedTuple):
    """A quote with the candidate that fits best (None: nobody), and how likely that is."""

    draft: Draft
    speaker: Candidate | None
    fits: float


def ask(page: Page, draft: Draft, before: Answer | None) -> Asked:
    sentence, sentences = page.reading.sentence_of, page.reading.sentences
    first = sentences[max(sentence[draft.start] - BACK, 0)][0]
    last = sentences[min(sentence[draft.end - 1] + AHEAD, len(sentences) - 1)][1]
    lower = bisect_left(page.candidates, first, key=_start)
    upper = bisect_left(page.candidates, last, key=_start)
    at = bisect_left(page.candidates, draft.start, key=_start)
    behind = bisect_left(page.candidates, draft.end, key=_start)
    return Asked(page, draft, page.candidates[max(lower, at - MOST) : min(upper, behind + MOST)], before)


def _start(each: Candidate) -> int:
    return each.start


def step(value: float) -> int:
    """A probability as one of a few steps, which a linear model can weigh each by itself."""
    return bisect_right(_STEPS, value)
