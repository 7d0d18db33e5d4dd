"""Phrases that name where a statement comes from: "laut …", "nach Angaben …", "… zufolge", "so …", "wie …
mitteilte"."""

from collections.abc import Sequence
from typing import NamedTuple

from .phrases import phrase_end
from .words import Word

_AFTER_COMMA = frozenset((",", "«", "»", "–", "-", "("))
_ENDS = frozenset((",", ".", ";", ":", "!", "?", "–", "»", ")"))
_SIGHT = frozenset(("sicht", "perspektive"))
_PASSIVE = frozenset("wird werden wurde wurden worden sei".split())
_RELATIVES = frozenset(("denen", "welchem", "welchen", "welcher"))
_DONE = frozenset(
    "urteil entscheidung beschluss gespräch interview rede ansprache antrag anklage drohung".split()
)
"""Nouns that "nach" says the time of: "nach dem Urteil"."""


class Source(NamedTuple):
    """Tokens [start, end) of the phrase and of the mention in it; `kind` is its first or last word."""

    kind: str
    start: int
    end: int
    mention: tuple[int, int]


def sources(words: Sequence[Word], start: int, end: int) -> list[Source]:
    """The phrases of one sentence, tokens [start, end), in order."""
    found: list[Source] = []
    past = start
    for at in [at for at in range(start, end) if words[at].names]:
        if at < past:
            continue
        source = _at(words, at, start, end)
        if source and (not found or source.start >= found[-1].end):
            found.append(source)
            past = source.end
    return found


def _at(words: Sequence[Word], at: int, start: int, end: int) -> Source | None:
    low = words[at].low
    if low in ("laut", "gemäß"):
        return _phrase("laut", words, at, at + 1, end)
    if low == "nach":
        return _backward("nach", words, at, start) or _with_noun("nach", words, at, end)
    if low == "zufolge":
        return _backward("zufolge", words, at, start)
    if low == "aus" and any(word.low in _SIGHT for word in words[at + 1 : at + 4]):
        return _phrase("aus", words, at, at + 1, end)
    if low == "so" and (at == start or words[at - 1].low in _AFTER_COMMA):
        source = _phrase("so", words, at, at + 1, end)
        return source if source and (source.end >= end or words[source.end].low in _ENDS) else None
    if low == "wie" and (at == start or words[at - 1].low in _AFTER_COMMA):
        return _clause(words, at, end)
    if low == "wonach" and at > start and words[at - 1].low == ",":
        return _wonach(words, at, start)
    if low in ("demnach", "demzufolge"):
        return Source("demnach", at, at + 1, (at, at + 1))
    return None


def _phrase(kind: str, words: Sequence[Word], start: int, first: int, end: int) -> Source | None:
    if first < end and words[first].low in _RELATIVES and words[start - 1].low == ",":
        return Source(kind, start, first + 1, (first, first + 1))
    last = phrase_end(words, first, end)
    return Source(kind, start, last, (first, last)) if last > first else None


def _with_noun(kind: str, words: Sequence[Word], at: int, end: int) -> Source | None:
    """ "nach Angaben der Polizei", and no other "nach"."""
    source = _phrase(kind, words, at, at + 1, end)
    if source is None:
        return None
    if words[at + 1].low == "«" or words[at + 1].low in _RELATIVES:
        return source
    noun = next((word for word in words[at + 1 : min(source.end, at + 6)] if word.shape[0] == "X"), None)
    return source if noun and noun.noun and noun.low not in _DONE else None


def _backward(kind: str, words: Sequence[Word], at: int, start: int) -> Source | None:
    """The phrase that ends before `at`: "Medienberichten zufolge", "seiner Meinung nach"."""
    for first in range(max(start, at - 12), at):
        if words[first].function == "pron" and first + 1 < at:
            continue
        if phrase_end(words, first, at) == at:
            if kind == "nach" and not any(word.noun == "view" for word in words[first:at]):
                return None
            return Source(kind, first, at + 1, (first, at))
    return None


def _clause(words: Sequence[Word], at: int, end: int) -> Source | None:
    """ "wie die Polizei am Montag mitteilte": up to the end of the clause, with a verb of speech in it."""
    last = next((k for k in range(at + 1, end) if words[k].low in (",", ".", ";", ":", "»", "«", "–")), end)
    spoken = any((word.verb and not word.function) or (word.said) for word in words[at + 2 : last])
    if not spoken:
        return None
    first = _told_by(words, at + 1, last) if words[last - 1].low in _PASSIVE else at + 1
    stop = phrase_end(words, first, last)
    return Source("wie", at, last, (first, stop)) if stop > first else None


def _wonach(words: Sequence[Word], at: int, start: int) -> Source:
    """ "ein Bericht der Agentur, wonach …": the phrase before the comma is told of."""
    for first in range(max(start, at - 12), at - 1):
        if phrase_end(words, first, at - 1) == at - 1:
            return Source("wonach", at, at + 1, (first, at - 1))
    return Source("wonach", at, at + 1, (at, at + 1))


def _told_by(words: Sequence[Word], at: int, end: int) -> int:
    """Where somebody is named in "von der Polizei mitgeteilt wurde"; `end` when nobody is."""
    return next((i + 1 for i in range(at, end) if words[i].low in ("von", "vom")), end)
