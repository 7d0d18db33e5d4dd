"""How well a candidate fits a quote as its speaker.

A linear model over a quote and one candidate at a time, made comparable by a softmax over all candidates of
the quote and "none of them"; the weights are trained (training/ranks.py).
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .speakers import Answer, Asked, Candidate, Draft, Page, ask, step

_HERE = frozenset(("-0", "+0", "mid", "in"))


class Place(NamedTuple):
    """Where a candidate stands to a quote ("-1": one sentence before, "mid": between its parts, "in": in its
    words), and how far in steps of tokens."""

    name: str
    far: int


def place(page: Page, draft: Draft, each: Candidate) -> Place:
    sentence, (start, end) = page.reading.sentence_of, (draft.start, draft.end)
    if any(a <= each.start < b for a, b in draft.parts):
        return Place("in", min((each.start - start) // 4, 5))
    if start <= each.start < end:
        return Place("mid", 0)
    if each.start < start:
        back = sentence[start] - sentence[each.start]
        return Place(f"-{back}", min((start - each.end) // 3, 6))
    ahead = sentence[each.start] - sentence[end - 1]
    return Place(f"+{ahead}", min((each.start - end) // 3, 6))


def rows(asked: Asked) -> list[list[str]]:
    """What speaks for each candidate near the quote, and last what speaks for nobody."""
    places = [place(asked.page, asked.draft, each) for each in asked.near]
    most: dict[str, float] = {}
    for each, where in zip(asked.near, places, strict=True):
        most[where.name] = max(most.get(where.name, 0.0), each.sure)
    fresh, ruled = _fresh(asked, places), _by_rule(asked)
    likely = [each for each in asked.near if each.sure > 0.3]
    found = []
    for each, where in zip(asked.near, places, strict=True):
        row = _features(asked, each, where, each.sure >= most[where.name], _closer(asked.draft, each, likely))
        rule = _agreement(each, ruled)
        row += [f"ru={rule}", f"ru={rule}|{where.name}", f"ru={rule}|{step(each.sure)}"]
        found.append(row + _chain(asked, each, where, fresh))
    return [*found, _nobody(asked)]


def _features(asked: Asked, each: Candidate, where: Place, best: bool, closer: int) -> list[str]:
    page, form, name = asked.page, asked.draft.form, where.name
    sure, edge = step(each.sure), step(each.edge)
    frame, quoted = step(page.frame[each.start]), step(page.quoted[each.start])
    return [
        *each.traits, *(f"{trait}|{name}" for trait in each.placed),
        f"w={name}", f"w={name}|{form}", f"ws={name}|{sure}", f"wse={name}|{sure}|{edge}",
        f"b={best}|{name}", f"bs={best}|{sure}|{name}|{form}", f"c={closer}", f"cw={closer}|{name}",
        f"a={where.far}|{name}", f"f={frame}|{name}", f"q={quoted}|{name}",
    ]  # fmt: skip


def _by_rule(asked: Asked) -> tuple[int, int] | None:
    """The mention that the rules take for the speaker of the quote, or of one that shares a token."""
    draft, ruled = asked.draft, asked.page.ruled
    for n in range(bisect_right(ruled, draft.start, key=_end), len(ruled)):
        other, mention = ruled[n]
        if other.start >= draft.end:
            break
        if _touch(draft, other):
            return mention
    return None


def _end(ruled: tuple[Draft, tuple[int, int]]) -> int:
    return ruled[0].end


def _touch(one: Draft, other: Draft) -> bool:
    return any(a < d and c < b for a, b in one.parts for c, d in other.parts)


def _agreement(each: Candidate, ruled: tuple[int, int] | None) -> str:
    if ruled is None:
        return "x"
    if ruled == (each.start, each.end):
        return "same"
    return "over" if ruled[0] < each.end and each.start < ruled[1] else "other"


def _closer(draft: Draft, each: Candidate, likely: Sequence[Candidate]) -> int:
    """How many of the likely candidates, four at most, stand between this one and the quote."""
    start, end = (each.end, draft.start) if each.end <= draft.start else (draft.end, each.start)
    return min(sum(1 for other in likely if start <= other.start and other.end <= end), 4)


def _fresh(asked: Asked, places: Sequence[Place]) -> int:
    """How sure, in steps, the surest candidate is that the quote's own sentence names anew."""
    if asked.before is None:
        return 0
    past, speaker = asked.before.draft.end, asked.before.speaker
    own = (
        each.sure
        for each, where in zip(asked.near, places, strict=True)
        if each is not speaker and past <= each.start and where.name in _HERE
    )
    return step(max(own, default=0.0))


def _chain(asked: Asked, each: Candidate, where: Place, fresh: int) -> list[str]:
    """What the quote before this one says: who goes on speaking."""
    page, draft, before = asked.page, asked.draft, asked.before
    if before is None:
        return ["p=first", f"p=first|{draft.form}"]
    sentence = page.reading.sentence_of
    gap = sentence[draft.start] - sentence[before.draft.end - 1]
    it, speaker = f"{draft.form}|{min(gap, 3)}", before.speaker
    if speaker is None:
        return [f"p=none|{it}"]
    known = f"pv={not each.names.isdisjoint(speaker.names)}|{where.name}"
    if (each.start, each.end) == (speaker.start, speaker.end):
        return [known, "p=same", f"p=same|{it}", f"po=same|{fresh}", f"po=same|{it}|{fresh}"]
    since = each.start >= speaker.end
    return [known, f"p=other|{since}", f"p=other|{it}|{since}", f"po=other|{fresh}|{since}"]


def _nobody(asked: Asked) -> list[str]:
    form, before = asked.draft.form, asked.before
    best = step(max((each.sure for each in asked.near), default=0.0))
    chain = "first" if before is None else "none" if before.speaker is None else "some"
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


class Ranking:
    """Gives the quotes of an article their speakers. What has been asked once is kept: the quotes that stay
    are asked again, most of them after the same one as before."""

    def __init__(self, page: Page, weights: Mapping[str, float]) -> None:
        self._page, self._weights = page, weights
        self._known: dict[tuple[Draft, Draft | None, int | None], Answer] = {}

    def answers(self, found: Sequence[Draft]) -> Iterator[Answer]:
        """Each quote with the speaker that fits best."""
        before: Answer | None = None
        for draft in found:
            speaker = before.speaker if before else None
            key = draft, before.draft if before else None, id(speaker) if speaker else None
            if key not in self._known:
                self._known[key] = self._answer(draft, before)
            yield (before := self._known[key])

    def _answer(self, draft: Draft, before: Answer | None) -> Answer:
        asked = ask(self._page, draft, before)
        fits = chances(rows(asked), self._weights)
        best = max(range(len(fits)), key=fits.__getitem__)
        return Answer(draft, asked.near[best] if best < len(asked.near) else None, fits[best])
