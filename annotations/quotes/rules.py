"""Quotes by rules and lexicons alone: what is found where the trained weights are missing, and for other
languages than theirs.

Sentence by sentence: strings in quotation marks that are speech, phrases that name a source, clauses that
hang on a verb of speech, and sentences in the Konjunktiv that go on with what was said before.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .clauses import Clause, clauses
from .phrases import is_time, phrase_end
from .sources import Source, sources
from .speakers import Draft
from .tokens import CLOSE, OPEN, Reading
from .words import MOOD, NAMES, Word

_STOPS = frozenset(".!?…:;,–-")
_CLAUSE_HEADS = frozenset(("dass", "wh"))
SHORT = 4
"""Words that a quoted string has at least to be speech without a verb of speech beside it."""


class Ruled(NamedTuple):
    """A quote found by a rule, the tokens that name its speaker, its cue; `goes_on` says that the speaker is
    the one before."""

    draft: Draft
    mention: tuple[int, int] | None
    cue: tuple[int, int] | None
    goes_on: bool = False


class _Sentence(NamedTuple):
    words: Sequence[Word]
    depth: Sequence[int]
    start: int
    end: int

    def trimmed(self, start: int, end: int, stop: bool = False) -> tuple[int, int]:
        """Without marks at the edges; `stop` keeps the full stop."""
        while start < end and self.words[start].low in _STOPS:
            start += 1
        while end > start and self.words[end - 1].low in _STOPS and not (stop and end == self.end):
            end -= 1
        return start, end


def find(reading: Reading) -> list[Ruled]:
    """The quotes of a text in order, none overlapping another."""
    every = [_Sentence(reading.known, reading.depth, start, end) for start, end in reading.sentences]
    direct = _direct(reading, every)
    inside = {n for each in direct for n in _sentences_of(reading, each.draft)}
    found = list(direct)
    fresh = -9
    for n, sentence in enumerate(every):
        if n in inside:
            fresh = n
            continue
        if n and fresh != n - 1 and (told := _told_before(every[n - 1], sentence)):
            found.append(told)
            fresh = n
            continue
        for each in _of_sentence(sentence, fresh == n - 1):
            if each.goes_on and each.draft.form == found[-1].draft.form == "F" and fresh == n - 1:
                each = _longer(found.pop(), each)
            found.append(each)
            fresh = n
    return sorted(found, key=lambda each: each.draft.parts[0])


def _told_before(before: _Sentence, it: _Sentence) -> Ruled | None:
    """ "… . Dies teilte die Polizei mit.": the sentence before is the quote."""
    if it.words[it.start].low not in ("dies", "das") or it.end - it.start > _BRIEF:
        return None
    verb = _cue(it, it.start + 1, min(it.start + 3, it.end))
    if verb is None or any(word.function == "dass" for word in it.words[verb : it.end]):
        return None
    first, last = before.trimmed(before.start, before.end)
    if last - first < SHORT:
        return None
    return Ruled(Draft(((first, last),), "I"), _subject(it, verb, it.start, it.start), (verb, verb + 1))


_BRIEF = 25


def _longer(first: Ruled, second: Ruled) -> Ruled:
    """Two sentences in a row that go on with the same."""
    start, end = first.draft.parts[0][0], second.draft.parts[-1][1]
    return first._replace(draft=first.draft._replace(parts=((start, end),)))


def _sentences_of(reading: Reading, draft: Draft) -> range:
    first, last = draft.parts[0][0], draft.parts[-1][1] - 1
    return range(reading.sentence_of[first], reading.sentence_of[last] + 1)


def _of_sentence(it: _Sentence, follows: bool) -> Iterator[Ruled]:
    hints = 0
    for word in it.words[it.start : it.end]:
        hints |= word.hints
    if not hints:
        return
    found = sources(it.words, it.start, it.end) if hints & NAMES else []
    if found:
        yield from _sourced(it, found[0], follows)
        return
    rows = list(clauses(it.words, it.depth, it.start, it.end))
    if hung := _hanging(it, rows):
        yield hung
    elif hints & MOOD and follows and any(row.mood for row in rows[:2]):
        first, last = it.trimmed(it.start, it.end, stop=True)
        yield Ruled(Draft(((first, last),), "F"), None, None, goes_on=True)


def _direct(reading: Reading, every: Sequence[_Sentence]) -> list[Ruled]:
    """The strings in quotation marks that are speech, over sentences and paragraphs."""
    found: list[Ruled] = []
    for first, last in strings(reading):
        head, tail = every[reading.sentence_of[first]], every[reading.sentence_of[last]]
        if is_speech(head, tail, first, last):
            mention, cue = _speaker(every, reading.sentence_of[first], head, tail, first, last + 1)
            found.append(Ruled(Draft(((first, last + 1),), "D"), mention, cue, goes_on=mention is None))
    return found


def strings(reading: Reading) -> Iterator[tuple[int, int]]:
    """First and last token of every string in quotation marks that stands in no other."""
    at = {start: i for i, start in enumerate(reading.starts)}
    for pair in reading.pairs:
        first = at.get(pair.start)
        if pair.depth or first is None:
            continue
        last = bisect_left(reading.starts, pair.end) - 1
        yield first, last


def is_speech(head: _Sentence, tail: _Sentence, first: int, last: int) -> bool:
    """Whether a quoted string is said by somebody: not a title, a name or a word held at arm's length."""
    words = head.words
    inner = words[first + 1 : last]
    lower = sum(1 for word in inner if word.shape == "x")
    if head is not tail and len(inner) > SHORT:
        return True
    before = words[first - 1].low if first > head.start else "^"
    after = words[last + 1].low if last + 1 < tail.end else "$"
    ends = bool(inner) and inner[-1].low in (".", "!", "?", ",", "…")
    further = words[last + 2] if after in (",", "–") and last + 2 < tail.end else None
    spoken = further is not None and bool(further.verb)
    if before == ":":
        return lower >= 1 or ends
    if spoken and (lower >= 1 or before == "^"):
        return True
    if before == "^" and further is not None and further.low in ("so", "wie"):
        return lower >= 2
    if before == "^" and after in ("$", "."):
        return lower >= 2
    if ends and lower >= 3:
        return True
    return len(inner) > SHORT and lower >= 3 and (before in ("^", ",") and after in (",", "$", "."))


def _speaker(
    every: Sequence[_Sentence], n: int, head: _Sentence, tail: _Sentence, start: int, end: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The mention and the cue of a quote at tokens [start, end): of a source in its sentence, its verb of
    speech, or the sentence before that ends with a colon."""
    behind = sources(tail.words, end, tail.end)
    if behind and behind[0].start <= end + 2:
        return behind[0].mention, (behind[0].start, behind[0].start + 1)
    if (verb := _cue(tail, end, tail.end)) is not None and verb - end < 12:
        return _subject(tail, verb, start, end), (verb, verb + 1)
    if ahead := sources(head.words, head.start, start):
        return ahead[-1].mention, (ahead[-1].start, ahead[-1].start + 1)
    verb = _cue(head, head.start, start)
    if verb is None and start == head.start and n and head.words[start - 1].low == ":":
        head = every[n - 1]
        verb = _cue(head, head.start, head.end)
    if verb is None:
        return None, None
    return _subject(head, verb, start, end), (verb, verb + 1)


def _cue(it: _Sentence, start: int, end: int) -> int | None:
    past = None
    for i in range(start, end):
        word = it.words[i]
        if it.depth[i]:
            continue
        if word.says:
            return i
        if past is None and word.said:
            past = i
    return past


def _subject(it: _Sentence, verb: int, start: int, end: int) -> tuple[int, int] | None:
    """The phrase that names who speaks: behind the verb when the quote stands before it ("…", sagte X), else
    at the head of the clause, or behind the verb where something else heads it ("In Brüssel sagte X, …")."""
    first = verb
    while first > it.start and it.words[first - 1].low not in _CLAUSE_ENDS:
        first -= 1
    head = _named(it, first, verb)
    if head and head[1] == verb and it.words[first].low not in _NO_SUBJECTS:
        return head  # "Holm sagte der Zeitung, …"
    if verb + 1 < it.end and not it.depth[verb + 1]:
        behind = phrase_end(it.words, verb + 1, min(it.end, start) if verb < start else it.end)
        if behind > verb + 1 and not is_time(it.words, verb + 1, behind):
            return verb + 1, behind
    return head or _named(it, it.start, verb)


_CLAUSE_ENDS = frozenset((",", ";", ":", OPEN, CLOSE, "–"))
_NO_SUBJECTS = frozenset(("dem", "den", "einem", "dies"))


def _named(it: _Sentence, at: int, end: int) -> tuple[int, int] | None:
    stop = phrase_end(it.words, at, end) if not it.depth[at] else at
    return (at, stop) if stop > at and not is_time(it.words, at, stop) else None


def _sourced(it: _Sentence, source: Source, follows: bool) -> Iterator[Ruled]:
    parts = []
    for start, end in ((it.start, source.start), (source.end, it.end)):
        first, last = it.trimmed(start, end)
        if last - first > 1 or (last > first and it.words[first].shape != "p"):
            parts.append((first, last))
    if source.kind in ("so", "wie") and len(parts) > 1:
        parts = parts[:1]
    if not parts or (source.kind == "demnach" and not follows):
        return
    cue = (source.end - 1, source.end) if source.kind == "zufolge" else (source.start, source.start + 1)
    yield Ruled(Draft(tuple(parts), "I"), source.mention, cue, goes_on=source.kind == "demnach")


def _hanging(it: _Sentence, rows: Sequence[Clause]) -> Ruled | None:
    """A clause that hangs on a verb of speech, before it or behind it."""
    for c, row in enumerate(rows):
        if not row.verb or row.verb.startswith("qi"):
            continue
        verb = _cue(it, row.start, row.end)
        if verb is None:
            continue
        if c + 1 < len(rows):
            behind = rows[c + 1]
            colon = it.words[row.end - 1].low == ":"
            if (
                behind.head in _CLAUSE_HEADS
                or behind.mood
                or colon
                or (behind.zu and not row.verb.endswith("find"))
            ):
                first, last = it.trimmed(behind.start, it.end)
                if last > first + 1:
                    mention = _subject(it, verb, row.end, it.end)
                    return Ruled(Draft(((first, last),), "I"), mention, (verb, verb + 1))
        if c and any(before.mood for before in rows[:c]) and it.words[row.start].verb:
            first, last = it.trimmed(it.start, row.start)
            return Ruled(
                Draft(((first, last),), "I"), _subject(it, verb, it.start, row.start), (verb, verb + 1)
            )
    return None
