"""What the taggers know of each token: its word and those around it, its clause, its sentence and those
beside it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from .clauses import Clause, Seen, clauses, seen
from .places import places
from .tokens import Reading
from .words import Word, known

REACH = 3
"""How many tokens before and behind it a token sees."""
_OFFSETS = tuple(range(-REACH, REACH + 1))


class Features(NamedTuple):
    """Of an article with n tokens: `words` (n, as spelled for the taggers), `own` (n rows), `shared` (a row
    for each clause), `group` (n, the clause of each token) and `sentence` (n, the sentence of each)."""

    words: list[str]
    own: list[list[str]]
    shared: list[list[str]]
    group: list[int]
    sentence: list[int]

    def rows(self) -> list[list[str]]:
        """All features of each token, as a trainer wants them."""
        near = [around(word) for word in self.words]
        count = len(near)
        rows = []
        for i in range(count):
            row = [*self.own[i], *self.shared[self.group[i]], *near[i][REACH]]
            for step in range(1, REACH + 1):
                if i >= step and self.sentence[i - step] == self.sentence[i]:
                    row += near[i - step][REACH - step]
                if i + step < count and self.sentence[i + step] == self.sentence[i]:
                    row += near[i + step][REACH + step]
            rows.append(row)
        return rows


@cache
def around(word: str) -> tuple[tuple[str, ...], ...]:
    """The features that a word gives to those 3 before it to 3 behind it, in the order of _OFFSETS."""
    it = known(word)
    rows = []
    for offset in _OFFSETS:
        row = [f"w{offset}={it.low}", f"k{offset}={it.kind}"]
        if abs(offset) <= 1:
            row += [f"s{offset}={it.low[-3:]}", f"h{offset}={it.shape}"]
        if offset == 0:
            row += [f"p={it.low[:4]}", f"e={it.low[-4:]}", f"e2={it.low[-2:]}"]
            row += [f"v={it.verb}"] if it.verb else []
            row += [f"m={it.mood}"] if it.mood else []
            row += [f"q={it.past}"] if it.past else []
            row += [f"n={it.noun}"] if it.noun else []
            row += [f"r={it.person}"] if it.person else []
        rows.append(tuple(row))
    return tuple(rows)


def extract(reading: Reading) -> Features:
    spelling, depth, words = reading.spelling, reading.depth, reading.known
    rows = [list(clauses(words, depth, start, end)) for start, end in reading.sentences]
    all_seen = [seen(words, row) for row in rows]
    own: list[list[str]] = []
    shared: list[list[str]] = []
    group: list[int] = []
    for n, (start, end) in enumerate(reading.sentences):
        where, found = places(spelling, depth, words, start, end)
        sentence = _sentence(reading, all_seen, n, end - start)
        sentence += [f"Sp={each.kind}" for each in found[:2]] or ["Sp=no"]
        beside = _verbs_beside(rows[n])
        for c, clause in enumerate(rows[n]):
            group += [len(shared)] * (clause.end - clause.start)
            shared.append(sentence + _of_clause(rows[n], c, all_seen[n], beside[c]))
            own += [
                _of_token(words, depth, i, start, end, clause) + where[i - start]
                for i in range(clause.start, clause.end)
            ]
    return Features(spelling, own, shared, group, reading.sentence_of)


def _of_token(
    words: Sequence[Word], depth: Sequence[int], i: int, start: int, end: int, clause: Clause
) -> list[str]:
    kind = words[i].kind
    before = words[i - 1].kind if i > start else "^"
    earlier = words[i - 2].kind if i > start + 1 else "^"
    behind = words[i + 1].kind if i + 1 < end else "$"
    row = [
        f"in={clause.verb}|{clause.mood}|{kind}", f"b={before}|{kind}", f"t={earlier}|{before}|{kind}",
        f"c={kind}|{behind}", f"d={before}|{kind}|{behind}",
    ]  # fmt: skip
    row += [f"w-{step}=^" for step in range(1, REACH + 1) if i - step == start - 1]
    row += [f"w{step}=$" for step in range(1, REACH + 1) if i + step == end]
    if depth[i]:
        row.append(f"depth={depth[i]}")
    if i == clause.start:
        row.append("cl=B")
    if i == clause.end - 1:
        row.append("cl=E")
    return row


def _sentence(reading: Reading, all_seen: Sequence[Seen], n: int, size: int) -> list[str]:
    it = all_seen[n]
    row = [f"S={it.verb}|{it.mood}", f"Ss={it.source:d}{it.quoted:d}", f"Sf={it.first}"]
    row.append(f"Sl={min(size // 6, 6)}")
    for name, other in (("P", n - 1), ("N", n + 1), ("PP", n - 2)):
        if 0 <= other < len(all_seen):
            that = all_seen[other]
            row.append(f"{name}={that.verb}|{that.mood}|{that.source:d}{that.quoted:d}")
            if name == "N" and that.first.startswith("that"):
                row.append(f"Nd={that.first}|{that.verb}")
            row.append(f"{name}x={bool(that.verb)}{that.mood}{it.mood}{bool(it.verb)}")
        else:
            row.append(f"{name}=none")
    start = reading.starts[reading.sentences[n][0]]
    if n and "\n" in reading.text[reading.ends[reading.sentences[n][0] - 1] : start]:
        row.append("para")
    row.append(f"n={min(n, 4)}")
    return row


def _of_clause(
    row_of: Sequence[Clause], c: int, it_seen: Seen, beside: tuple[int | None, int | None]
) -> list[str]:
    it = row_of[c]
    row = [
        f"C={it.verb}|{it.mood}", f"Ch={it.head}",
        f"Ch2={it.head}|{it.mood}|{bool(it.verb)}|{bool(it_seen.verb)}",
        f"Cn={it.noun}|{it.source:d}", f"Cz={it.zu:d}|{it_seen.verb}", f"Cp={it.person:d}{it.quoted:d}",
        f"Ci={min(c, 3)}{min(len(row_of) - 1 - c, 3)}",
    ]  # fmt: skip
    for name, other in (("-", c - 1), ("+", c + 1), ("--", c - 2), ("++", c + 2)):
        if 0 <= other < len(row_of):
            that = row_of[other]
            row.append(f"C{name}={that.verb}|{that.mood}|{that.head}")
            row.append(f"Cx{name}={that.verb}|{that.source:d}|{it.head}|{it.mood}")
    before, after = beside
    if before is not None:
        row.append(f"Vb={row_of[before].verb}|{min(c - before, 3)}")
        row.append(f"Vm={row_of[before].verb}|{it.mood}|{it.head}")
    if after is not None:
        row.append(f"Va={row_of[after].verb}|{min(after - c, 3)}")
    return row


def _verbs_beside(row_of: Sequence[Clause]) -> list[tuple[int | None, int | None]]:
    """For each clause of a sentence the nearest ones before it and behind it that have a verb of speech."""
    verbs = [c for c, clause in enumerate(row_of) if clause.verb]
    found = []
    for c in range(len(row_of)):
        first, behind = bisect_left(verbs, c), bisect_right(verbs, c)
        found.append((verbs[first - 1] if first else None, verbs[behind] if behind < len(verbs) else None))
    return found
