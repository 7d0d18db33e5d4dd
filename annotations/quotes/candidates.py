"""The places of an article that may name who speaks, and what is known of each whatever the quote."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from .crf import Chain, Scores, column
from .phrases import is_time, phrases_of
from .spans import stretches
from .speakers import Candidate, step
from .tokens import Reading
from .words import Word

EASIER = 4.0
"""Added to what a beginning of a mention scores, so that doubtful mentions are candidates, too."""
LEAST = 0.04
"""Mean probability of the tokens of a noun phrase that makes it a candidate far from any quote."""
_CLAUSE_ENDS = frozenset(",;:–")


def candidates(
    reading: Reading, chain: Chain, scores: Scores, near: Collection[int], quoted: Sequence[float]
) -> list[Candidate]:
    """The stretches that the tagger of mentions finds, all noun phrases of the sentences near a quote, and
    those of other sentences that the tagger does not rule out. `quoted` is how likely each token is said by
    somebody."""
    marginals = chain.marginals(scores)
    begins = column(chain.labels, marginals, "B-S")
    inside = begins + column(chain.labels, marginals, "I-S")
    eager = scores.copy()
    if "B-S" in chain.labels:
        eager[:, chain.labels.index("B-S")] += EASIER
    found = {(start, end) for start, end, _ in stretches(chain.best(eager))}
    found.update(_phrases(reading, inside, near))
    verbs = _Verbs(reading, quoted)
    return [
        _candidate(
            reading, verbs, start, end, (_mean(inside, start, end), _edges(inside, begins, start, end))
        )
        for start, end in sorted(found)
        if not is_time(reading.known, start, end)
    ]


def _phrases(reading: Reading, inside: Scores, near: Collection[int]) -> Iterator[tuple[int, int]]:
    for n, (start, end) in enumerate(reading.sentences):
        if n in near:
            yield from phrases_of(reading, n)
        elif inside[start:end].max() >= LEAST:
            for first, last in phrases_of(reading, n):
                if _mean(inside, first, last) >= LEAST:
                    yield first, last


def _mean(inside: Scores, start: int, end: int) -> float:
    return float(inside[start:end].mean())


def _edges(inside: Scores, begin: Scores, start: int, end: int) -> float:
    """How sure it is that a mention begins at `start` and ends before `end`."""
    further = float(inside[end] * (1 - begin[end])) if end < len(inside) else 0.0
    return float(begin[start]) * (1 - further)


class _Verbs:
    """The verbs of speech that are not themselves said by somebody, by sentence."""

    def __init__(self, reading: Reading, quoted: Sequence[float]) -> None:
        self._reading, self._quoted = reading, quoted
        self._of: dict[int, list[int]] = {}

    def nearest(self, n: int, start: int, end: int) -> int | None:
        """The one in sentence n that is nearest to the tokens [start, end)."""
        if n not in self._of:
            words = self._reading.known
            self._of[n] = [
                i
                for i in range(*self._reading.sentences[n])
                if (words[i].says or words[i].said) and self._quoted[i] <= 0.5
            ]
        all_of = self._of[n]
        beside = all_of[max(bisect_left(all_of, start) - 1, 0) : bisect_left(all_of, end) + 1]
        return min(beside, key=lambda i: min(abs(i - start), abs(i - end + 1)), default=None)


def _candidate(
    reading: Reading, verbs: _Verbs, start: int, end: int, chance: tuple[float, float]
) -> Candidate:
    sure, edge = chance
    words, n = reading.known, reading.sentence_of[start]
    sentence = reading.sentences[n]
    first = words[start]
    head = first.low if first.function or first.shape == "x" else "-"
    verb, which = _verb(words, verbs.nearest(n, start, end), start, end)
    noun = next((word.noun for word in words[start:end] if word.noun), "")
    person = next((word.person for word in words[start:end] if word.person), "")
    before, further = _left(words, start, sentence[0])
    after = _plain(words[end]) if end < sentence[1] else "$"
    left = words[start - 1].kind if start else "^"
    right = words[end].kind if end < len(words) else "$"
    placed = (
        f"k={_kind(words, start, end)}", f"n={bool(person)}", f"lr={left}|{right}", f"d={head}",
        f"no={noun}|{person}", f"v={verb}", f"ll={before}", f"rr={after}",
    )  # fmt: skip
    traits = (
        f"s={step(sure)}", f"e={step(edge)}", f"l={left}", f"r={right}", f"len={min(end - start, 6)}",
        f"hd={words[end - 1].low[-5:]}", f"vd={verb}|{head}", f"vw={which}", f"ll2={further}|{before}",
        *placed[3:],
    )  # fmt: skip
    names = frozenset(word.low for word in words[start:end] if word.shape[0] == "X")
    return Candidate(start, end, sure, edge, traits, placed, names)


def _kind(words: Sequence[Word], start: int, end: int) -> str:
    if end - start == 1 and words[start].function:
        return words[start].function
    return "name" if words[start].shape == "Xx" else "np"


def _verb(words: Sequence[Word], verb: int | None, start: int, end: int) -> tuple[str, str]:
    """How the candidate stands to a verb of speech, and to which."""
    if verb is None:
        return "no", "no"
    behind = verb >= end
    distance = verb - end if behind else verb - start
    between = words[end:verb] if behind else words[verb + 1 : start]
    parted = any(word.low in _CLAUSE_ENDS for word in between)
    return f"{max(-4, min(4, distance))}{parted}", f"{words[verb].verb or words[verb].past}|{behind:d}"


def _left(words: Sequence[Word], start: int, first: int) -> tuple[str, str]:
    """The word before the candidate, and the one before that where it may govern it ("nach Angaben")."""
    before = _plain(words[start - 1]) if start > first else "^"
    further = words[start - 2] if start > first + 1 else None
    return before, further.low if further and (further.noun or further.function) else ""


def _plain(word: Word) -> str:
    """A small word or a mark itself, "-" for any other."""
    return word.low if word.function or word.shape in ("x", "p") else "-"
