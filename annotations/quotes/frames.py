"""The frame of a quote by rule: its verb of speech, and the phrase that is the verb's subject."""

from collections.abc import Sequence
from typing import NamedTuple

from .phrases import is_time, phrase_end
from .speakers import Draft
from .tokens import CLOSE, OPEN
from .words import Word

Tokens = tuple[int, int]
_STOPS = frozenset(".!?…:;,–-")
_CLAUSE_ENDS = frozenset((",", ";", ":", OPEN, CLOSE, "–"))
_NO_SUBJECTS = frozenset("dem den einem dies das dieses ihm ihnen".split())
_NOMINATIVES = frozenset("er man wir ich".split())
_HAVE = frozenset("hat haben hatte hatten habe".split())
_PASSIVE = frozenset("wird werden wurde wurden worden".split())
_BETWEEN = frozenset("sich auch heute gestern weiter dann ihm ihnen ihr dazu wörtlich".split())
"""What may stand between a verb and its subject."""
_LEADING = frozenset("zumal zwar immer wieder hierzu sinngemäß".split())
_IS_TOLD = frozenset(("heißt", "hieß"))
_IN = frozenset("in im aus bei beim auf von vom".split())
FAR = 60
"""Tokens of a sentence around a place that are looked at: a list of thousands of lines may be one
sentence."""


class Ruled(NamedTuple):
    """A quote found by a rule, the tokens that name its speaker, its cue; `goes_on` says that the speaker is
    the one before."""

    draft: Draft
    mention: Tokens | None
    cue: Tokens | None
    goes_on: bool = False


class Sentence(NamedTuple):
    words: Sequence[Word]
    depth: Sequence[int]
    start: int
    end: int

    def trimmed(self, start: int, end: int, stop: bool = False) -> Tokens:
        """Without marks at the edges; `stop` keeps the full stop."""
        while start < end and self.words[start].low in _STOPS:
            start += 1
        while end > start and self.words[end - 1].low in _STOPS and not (stop and end == self.end):
            end -= 1
        return start, end


def cue(it: Sentence, start: int, end: int) -> int | None:
    """The first verb of speech of the tokens [start, end) outside quotation marks, else the first
    participle. A verb that lacks a prefix is one only where the prefix stands behind it."""
    past = None
    for i in range(start, end):
        word = it.words[i]
        if it.depth[i] or not word.hints:
            continue
        if word.says and _is_whole(it, i):
            return i
        if past is None and word.said:
            past = _parted(it, i)
    return past


def _parted(it: Sentence, at: int) -> int:
    """The verb that a word is the prefix of ("gab … bekannt"), else its own place."""
    low = it.words[at].low
    return next((i for i in range(at - 1, max(it.start, at - 25) - 1, -1) if low in it.words[i].prefixes), at)


def _is_whole(it: Sentence, verb: int) -> bool:
    word = it.words[verb]
    if word.verb.endswith("feel"):
        return any(it.words[i].low == "sich" for i in range(max(it.start, verb - 1), min(it.end, verb + 4)))
    return word.verb[0] != "?" or any(
        it.words[i].low in word.prefixes for i in range(verb + 1, min(it.end, verb + FAR))
    )


def subject(it: Sentence, verb: int, start: int, end: int) -> Tokens | None:
    """The phrase that names who speaks. The quote is at tokens [start, end). It stands behind the verb when
    the quote stands before it ("…", sagte X), else at the head of the clause, or behind the verb where
    something else heads it ("In Brüssel sagte X, …")."""
    if not it.words[verb].says or _is_participle(it, verb):
        auxiliary = _auxiliary(it, verb)
        if auxiliary is not None and it.words[auxiliary].low in _PASSIVE:
            return _agent(it, auxiliary, verb)
        verb = verb if auxiliary is None else auxiliary
    if it.words[verb].low in _IS_TOLD and verb + 1 < it.end and it.words[verb + 1].low == "es":
        return _place_told(it, verb)
    if verb < start and (apart := _with_commas(it, verb)):
        return apart
    first = _clause_start(it, verb)
    head = named(it, first, verb)
    if head is None and verb - first == 2 and it.words[first].function == "det" and not it.depth[first]:
        return first, verb  # "Die taz sagte"
    behind = _behind(it, verb, min(it.end, start) if verb < start else it.end)
    if head and head[1] == verb and it.words[first].low not in _NO_SUBJECTS:
        return behind if behind and _is_object(it, head, behind) else head  # "Holm sagte der Zeitung, …"
    return behind or head or named(it, it.start, verb)


def _with_commas(it: Sentence, verb: int) -> Tokens | None:
    """Who is named at the head of a sentence when something between commas stands before the verb: "X, der
    Chef der Partei, sagte", "X, der gestern kam, sagte"."""
    if verb - 2 <= it.start or it.words[verb - 1].low != ",":
        return None
    first = it.start
    while first < verb - 2 and it.words[first].function in ("und", "adv"):
        first += 1
    found = named(it, first, verb)
    return found if found and it.words[found[1]].low == "," else None


def _place_told(it: Sentence, verb: int) -> Tokens | None:
    """ "Im Bericht heißt es", "hieß es in dem Bericht": the text that is told from."""
    for first in (_clause_start(it, verb), verb + 2, verb + 3):
        if first + 1 < it.end and it.words[first].low in _IN and (found := named(it, first + 1, it.end)):
            return found
    return None


def _is_participle(it: Sentence, verb: int) -> bool:
    """Whether what may be a finite verb ends a clause with an auxiliary in it: "wurde vermutet"."""
    if not it.words[verb].said or (verb + 1 < it.end and it.words[verb + 1].shape != "p"):
        return False
    for i in range(verb - 1, max(it.start, verb - 25) - 1, -1):
        if it.words[i].low in _HAVE or it.words[i].low in _PASSIVE:
            return True
        if it.words[i].low in _CLAUSE_ENDS:
            return False
    return False


def _auxiliary(it: Sentence, participle: int) -> int | None:
    """The verb before (or right behind) a participle that makes it a perfect or a passive."""
    behind = participle + 1
    if behind < it.end and it.words[behind].low in _PASSIVE:
        return behind
    for i in range(participle - 1, max(it.start, participle - 25) - 1, -1):
        if it.words[i].low in _HAVE or it.words[i].low in _PASSIVE:
            return i
    return None


def _agent(it: Sentence, auxiliary: int, participle: int) -> Tokens | None:
    """Who does what is told in the passive: "wurde von der Polizei mitgeteilt"."""
    first = _clause_start(it, min(auxiliary, participle))
    for i in range(first, max(auxiliary, participle)):
        if it.words[i].low in ("von", "vom", "in", "im") and (found := named(it, i + 1, participle)):
            return found
    return None


def _clause_start(it: Sentence, verb: int) -> int:
    """Where the clause of a verb begins, conjunctions left out; a short string in quotation marks ends
    none."""
    first = verb
    while first > max(it.start, verb - FAR):
        before = first - 1
        if it.words[before].low in _CLAUSE_ENDS and it.depth[before] != 1:
            break
        first = before
    while first < verb - 1 and (
        it.words[first].function in ("sub", "und", "adv", "dass") or it.words[first].low in _LEADING
    ):
        first += 1
    return first


def _behind(it: Sentence, verb: int, end: int) -> Tokens | None:
    first = verb + 1
    while first < min(end, verb + 5):
        word = it.words[first]
        if word.function == "adv" or word.low in _BETWEEN:
            first += 1
        elif word.low == "am" and is_time(it.words, first, min(first + 2, end)):
            first += 2
        else:
            break
    found = named(it, first, end)
    return found if found and it.words[found[0]].low not in ("dem", "den", "einem") else None


def _is_object(it: Sentence, head: Tokens, behind: Tokens) -> bool:
    """Whether what heads a clause is not who speaks: "Die Frage stellte Minister Holm", "Der Politik schlug
    er vor"."""
    if it.words[behind[0]].low in _NOMINATIVES:
        return True
    words = it.words
    if words[head[0]].function not in ("det", "ein", "poss") or _is_somebody(words, head):
        return False
    return any(word.person == "role" or word.is_first_name for word in words[slice(*behind)])


def _is_somebody(words: Sequence[Word], tokens: Tokens) -> bool:
    """Whether the first noun of a phrase is known for a person's or a body's, or a first name is in it."""
    first = next((i for i in range(*tokens) if words[i].shape[0] == "X" and not words[i].function), tokens[0])
    return bool(words[first].person) or any(word.is_first_name for word in words[slice(*tokens)])


def named(it: Sentence, at: int, end: int) -> Tokens | None:
    """The phrase that begins at a token outside quotation marks, if it does not say when."""
    if at >= end or it.depth[at] == 2 or (it.depth[at] and it.words[at].low != OPEN):
        return None
    stop = phrase_end(it.words, at, end)
    return (at, stop) if stop > at and not is_time(it.words, at, stop) else None
