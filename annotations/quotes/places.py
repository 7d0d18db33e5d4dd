"""What the taggers know of a token by where it stands: to the verb of speech, to the phrase that names a
source, in a quoted string."""

from collections.abc import Sequence

from .clauses import BREAKS
from .sources import Source, sources
from .tokens import CLOSE
from .words import Word

_SOURCE_WORDS = frozenset(("laut", "wonach", "so", "wh", "prep"))


def places(
    spelling: Sequence[str], depth: Sequence[int], words: Sequence[Word], start: int, end: int
) -> tuple[list[list[str]], list[Source]]:
    """For each token of a sentence its features; and the phrases that name a source in it."""
    rows = _distances(words, start, end)
    found = sources(words, start, end) if any(w.function in _SOURCE_WORDS for w in words[start:end]) else []
    _of_sources(found, words, start, end, rows)
    _of_pairs(spelling, depth, words, start, end, rows)
    return rows, found


def _of_sources(
    found: Sequence[Source], words: Sequence[Word], start: int, end: int, rows: Sequence[list[str]]
) -> None:
    """Where a token stands to the phrases that name a source."""
    for source in found:
        for i in range(source.start, source.end):
            place = "B" if i == source.start else "E" if i == source.end - 1 else "I"
            mention = source.mention[0] <= i < source.mention[1]
            rows[i - start].append(f"sp={source.kind}|{place}|{mention:d}")
        if source.end < end:
            rows[source.end - start].append(f"spa={source.kind}|{words[source.end].kind}")
        if source.start > start:
            rows[source.start - 1 - start].append(f"spz={source.kind}|{words[source.start - 1].kind}")
    if found:
        first, last = found[0], found[-1]
        for i in range(start, end):
            if i >= last.end:
                rows[i - start].append(f"spx={last.kind}|after|{min(i - last.end, 3)}")
            elif i < first.start:
                rows[i - start].append(f"spx={first.kind}|before|{min(i - start, 3)}")


def _of_pairs(
    spelling: Sequence[str], depth: Sequence[int], words: Sequence[Word], start: int, end: int,
    rows: Sequence[list[str]],
) -> None:  # fmt: skip
    """What a quoted string is like, and what stands before and behind it, for every token in it."""
    i = start
    while i < end:
        if not depth[i]:
            i += 1
            continue
        last = i
        while last + 1 < end and depth[last + 1] and spelling[last] != CLOSE:
            last += 1
        inner = words[i + 1 : last]
        before = words[i - 1].kind if i > start else "^"
        after = words[last + 1].kind if last + 1 < end else "$"
        further = words[last + 2].kind if last + 2 < end else "$"
        stop = inner[-1].low if inner and inner[-1].shape == "p" else ""
        lower = sum(1 for word in inner if word.shape == "x")
        row = [
            f"Q={min(len(inner), 8)}|{min(lower, 4)}", f"Qb={before}|{min(len(inner), 5)}",
            f"Qa={after}|{further}",
            f"Qs={stop}|{after}", f"Qx={before}|{stop}|{after}",
            f"Qc={words[i - 1].low if i > start else '^'}|{lower > 2}",
        ]  # fmt: skip
        for k in range(i, last + 1):
            rows[k - start] += row
        i = last + 1


def _bucket(distance: int) -> int:
    return distance if distance < 4 else 4 if distance < 7 else 5 if distance < 12 else 6


def _distances(words: Sequence[Word], start: int, end: int) -> list[list[str]]:
    """For each token of a sentence: how far the verb of speech before it and behind it is, and where in a
    phrase like "nach Angaben der Polizei" it stands."""
    rows: list[list[str]] = [[] for _ in range(start, end)]
    verb, source, nouns = -1, "", 0
    for i in range(start, end):
        word = words[i]
        if word.says:
            verb = i
        if verb >= 0:
            rows[i - start].append(f"vb={_bucket(i - verb)}")
            rows[i - start].append(f"vw={words[verb].low}|{min(i - verb, 2)}")
        if word.function == "laut" or (word.noun == "source" and not source) or word.low == "so":
            source, nouns = word.low if word.function else "source", 0
        elif word.low in BREAKS:
            source = ""
        if source:
            rows[i - start].append(f"src={source}|{min(nouns, 4)}|{word.kind}")
            nouns += word.shape[0] == "X"
    verb = -1
    for i in range(end - 1, start - 1, -1):
        word = words[i]
        if word.says:
            verb = i
        if verb >= 0:
            rows[i - start].append(f"va={_bucket(verb - i)}|{words[verb].verb}")
    return rows
