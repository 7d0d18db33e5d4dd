"""What the second taggers know besides: what the first one and the rules make of a token, its sentence and
those around.

A tagger that sees how sure another was of the neighbours finds longer stretches and their edges (stacked
learning, Cohen and Carvalho 2005). While training, the first tagger's probabilities come from folds it has
not seen.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .frames import Ruled
from .phrases import phrases_of
from .tokens import Reading
from .words import Word

FORMS = "DIFXR"
STEPS = 6


_BESIDE = {
    step: (
        (f"2q{step}=x",),
        tuple(f"2q{step}={sure}" for sure in range(STEPS)),
        tuple(f"2b{step}={sure}" for sure in range(STEPS)),
    )
    for step in (-2, -1, 1, 2)
}
"""For each token beside: the feature of none, and those of how sure a quote and a beginning are."""


class Sure(NamedTuple):
    """How sure the first tagger is, for each token: of any quote, of a beginning, of a frame, and of each of
    FORMS."""

    quote: NDArray[np.float32]
    begin: NDArray[np.float32]
    frame: NDArray[np.float32]
    forms: NDArray[np.float32]


def sure(labels: Sequence[str], marginals: NDArray[np.float32]) -> Sure:
    """From the labels of a tagger ("O", "FR", "B-D", "I-D", …) and their probabilities, (tokens, labels)."""

    def of(wanted: Sequence[str]) -> NDArray[np.float32]:
        columns = [n for n, label in enumerate(labels) if label in wanted]
        return np.asarray(marginals[:, columns].sum(axis=1), dtype=np.float32)

    begins = [label for label in labels if label.startswith("B-")]
    inside = [label for label in labels if label[1:2] == "-"]
    forms = np.stack([of([label for label in inside if label[2:] == form]) for form in FORMS], axis=1)
    return Sure(of(inside), of(begins), of(["FR"]), forms)


def _steps(values: NDArray[np.float32]) -> list[int]:
    steps = np.minimum(values * STEPS, STEPS - 1).astype(np.int64)
    return [int(step) for step in steps]


def second(reading: Reading, first: Sure, ruled: Sequence[Ruled]) -> tuple[list[list[str]], list[list[str]]]:
    """Features of each token, and features that all tokens of a sentence share."""
    quote, begin, frame = _steps(first.quote), _steps(first.begin), _steps(first.frame)
    top = [FORMS[n] for n in first.forms.argmax(axis=1)]
    starts = np.array([start for start, _ in reading.sentences])
    sizes = np.array([end - start for start, end in reading.sentences])
    mean = _steps(np.add.reduceat(first.quote, starts) / sizes)
    most = _steps(np.maximum.reduceat(first.quote, starts))
    framed = _steps(np.maximum.reduceat(first.frame, starts))
    form = [FORMS[n] for n in np.add.reduceat(first.forms, starts).argmax(axis=1)]
    rule, cue = _by_rule(len(quote), ruled)
    own: list[list[str]] = []
    shared: list[list[str]] = []
    for n, (start, end) in enumerate(reading.sentences):
        shared.append(_around(n, mean, most, framed, form))
        for i in range(start, end):
            now, begins, told, form_of = quote[i], begin[i], rule[i], top[i]
            row = [
                f"2q={now}", f"2t={form_of}{now}", f"2b={begins}", f"2f={frame[i]}", f"2bt={begins}{form_of}",
                f"2r={told}", f"2rq={told}{now}", f"2rb={told}{begins}",
            ]  # fmt: skip
            if cue[i]:
                row.append(f"2c={cue[i]}")
            for step, (outside, quotes, beginnings) in _BESIDE.items():
                k = i + step
                row += (quotes[quote[k]], beginnings[begin[k]]) if start <= k < end else outside
            row += [f"2r-={rule[i - 1]}{told}"] if i > start else []
            row += [f"2r+={told}{rule[i + 1]}"] if i + 1 < end else []
            own.append(row)
    return own, shared


def _around(
    n: int, mean: Sequence[int], most: Sequence[int], framed: Sequence[int], form: Sequence[str]
) -> list[str]:
    row = [f"2S={mean[n]}{form[n]}", f"2SF={framed[n]}{most[n]}"]
    for name, other in (("P", n - 1), ("N", n + 1), ("PP", n - 2)):
        if 0 <= other < len(mean):
            row += [
                f"2{name}={mean[other]}{form[other]}",
                f"2{name}F={framed[other]}",
                f"2{name}S={mean[other]}{mean[n]}",
            ]
    return row


def _by_rule(count: int, ruled: Sequence[Ruled]) -> tuple[list[str], list[str]]:
    """For each token what the rules take it for: "B" or "I" and the form; "m" in a mention, "c" in a cue."""
    rule = ["-"] * count
    part = [""] * count
    for each in ruled:
        for p, (start, end) in enumerate(each.draft.parts):
            for i in range(start, end):
                rule[i] = f"{'I' if i > start else 'B' if p == 0 else 'C'}{each.draft.form}"
        for name, place in (("m", each.mention), ("c", each.cue)):
            for i in range(*(place or (0, 0))):
                part[i] = name + ("B" if place and i == place[0] else "I")
    return rule, part


def of_phrases(reading: Reading, sentences: Sequence[int]) -> list[list[str]]:
    """For each token what noun phrase it is in, and how that stands to the verbs of speech; for the sentences
    named."""
    words = reading.known
    rows: list[list[str]] = [[] for _ in words]
    for n in sentences:
        start, end = reading.sentences[n]
        verbs = [i for i in range(start, end) if words[i].says]
        past = any(words[i].said for i in range(start, end))
        for k, (first, last) in enumerate(phrases_of(reading, n)):
            features = _of_phrase(words, (start, end), first, last, k, verbs, past)
            kind = features[0]
            for i in range(first, last):
                place = "B" if i == first else "E" if i == last - 1 else "I"
                rows[i] += [*features, f"2phB={place}|{kind}"]
    return rows


def _of_phrase(
    words: Sequence[Word],
    sentence: tuple[int, int],
    first: int,
    last: int,
    k: int,
    verbs: Sequence[int],
    past: bool,
) -> list[str]:
    start, end = sentence
    kind = _kind(words, first, last)
    left = words[first - 1] if first > start else None
    right = words[last] if last < end else None
    beside = ("V" if left and left.verb else "") + ("v" if right and right.verb else "")
    before, behind = left.kind if left else "^", right.kind if right else "$"
    near = _nearest(verbs, first, last)
    place = f"{near[1]:d}{min(near[0], 5)}" if near else "q" if past else "none"
    return [
        f"2ph={kind}|{beside}", f"2phb={before}|{kind}", f"2pha={behind}|{kind}",
        f"2phk={min(k, 3)}{first == start:d}",
        f"2phn={place}|{kind}", f"2phl={min(last - first, 6)}", f"2phba={before}|{behind}",
    ]  # fmt: skip


def _nearest(verbs: Sequence[int], first: int, last: int) -> tuple[int, bool] | None:
    """How far the phrase of tokens [first, last) is from the nearest verb, and whether that stands before
    it."""
    lower, upper = bisect_left(verbs, first), bisect_left(verbs, last - 1)
    before = verbs[max(lower - 1, 0) : lower]
    behind = verbs[max(upper - 1, lower) : upper + 1]
    return min(
        [(first - verb, True) for verb in before] + [(abs(last - 1 - verb), False) for verb in behind],
        default=None,
    )


def _kind(words: Sequence[Word], first: int, last: int) -> str:
    person = next((word.person for word in words[first:last] if word.person), "")
    if person:
        return person
    if last - first == 1 and words[first].function == "pron":
        return "pron"
    if any(word.noun for word in words[first:last]):
        return "noun"
    return "name" if words[first].shape[0] == "X" else "-"
