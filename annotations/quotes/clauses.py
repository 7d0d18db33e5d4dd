"""Sentences and their clauses: what each holds that tells of speech, and which words are quoted."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .words import Word

BREAKS = frozenset(",;:–—-()/")


class Clause(NamedTuple):
    """A stretch between commas and the like: tokens [start, end), and what it holds."""

    start: int
    end: int
    verb: str
    mood: str
    head: str
    noun: str
    source: bool
    quoted: bool
    zu: bool
    person: bool


def clauses(words: Sequence[Word], depth: Sequence[int], start: int, end: int) -> Iterator[Clause]:
    first = start
    for i in [i for i in range(start, end) if words[i].low in BREAKS]:
        yield _clause(words, depth, first, i + 1)
        first = i + 1
    if first < end:
        yield _clause(words, depth, first, end)


def _clause(words: Sequence[Word], depth: Sequence[int], start: int, end: int) -> Clause:
    part = words[start:end]
    lows = {word.low for word in part}
    telling = [word for word in part if word.is_telling]
    verb = ""
    for word in telling:
        if word.verb and not word.function and word.verb[0] != "U":
            if word.verb[0] != "?":
                verb = word.verb
                break
            if lows & word.prefixes:
                verb = word.verb[1:]
                break
        if word.past and not verb:
            verb = "q" + word.past
    mood = next((word.mood for word in telling if word.mood and word.mood[0] != "U"), "")
    noun = next((word.noun for word in telling if word.noun), "")
    source = "so" in lows or any(word.function in ("laut", "wonach") for word in telling)
    zu = any(word.is_infinitive for word in telling) or ("zu" in lows and _infinitive(part))
    return Clause(
        start, end, verb, mood, part[0].function or part[0].kind, noun,
        source and bool(noun or "laut" in lows or "zufolge" in lows), 2 in depth[start:end], zu,
        any(word.person or word.function == "pron" for word in telling),
    )  # fmt: skip


_AFTER_INFINITIVE = BREAKS | frozenset(
    "und oder haben sein werden müssen können wollen sollen lassen . ! ? «".split()
)


def _infinitive(part: Sequence[Word]) -> bool:
    """Whether "zu" stands before a verb, which ends the clause."""
    for at, word in enumerate(part):
        if word.low == "zu" and at + 1 < len(part):
            verb = part[at + 1]
            if verb.shape == "x" and verb.low.endswith("n") and verb.function != "det":
                behind = part[at + 2].low if at + 2 < len(part) else "."
                if behind in _AFTER_INFINITIVE:
                    return True
    return False


class Seen(NamedTuple):
    """What a sentence holds."""

    verb: str
    mood: str
    source: bool
    quoted: bool
    first: str


def seen(words: Sequence[Word], clauses: Sequence[Clause]) -> Seen:
    verb = next((clause.verb for clause in clauses if clause.verb and clause.verb[0] != "q"), "") or next(
        (clause.verb for clause in clauses if clause.verb), ""
    )
    mood = next((clause.mood for clause in clauses if clause.mood), "")
    first = words[clauses[0].start].function or words[clauses[0].start].kind
    if words[clauses[0].start].low in ("dies", "das"):
        first = f"that|{len(clauses) > 1}"
    return Seen(verb, mood, any(c.source for c in clauses), any(c.quoted for c in clauses), first)
