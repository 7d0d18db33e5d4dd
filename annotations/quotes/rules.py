"""Quotes by rules and lexicons alone: what is found where the trained weights are missing, and for other
languages than theirs.

Sentence by sentence: strings in quotation marks that are speech (direct.py), phrases that name a source
(sources.py), clauses that hang on a verb of speech (frames.py), and sentences in the Konjunktiv that go on
with what was said before.
"""

from collections.abc import Iterator, Sequence

from .clauses import Clause, clauses
from .direct import SHORT, direct
from .frames import Ruled, Sentence, cue, subject
from .sources import Source, sources
from .speakers import Draft
from .tokens import Reading
from .words import MOOD, NAMES

_CLAUSE_HEADS = frozenset(("dass", "wh"))
_BRIEF = 25
"""Tokens of a sentence that tells of the one before it, at most."""


def find(reading: Reading) -> list[Ruled]:
    """The quotes of a text in order, none overlapping another."""
    every = [Sentence(reading.known, reading.depth, start, end) for start, end in reading.sentences]
    found = direct(reading, every)
    inside = {n for each in found for n in _sentences_of(reading, each.draft)}
    fresh = -9
    hints = _hints(reading)
    for n, sentence in enumerate(every):
        if n in inside:
            fresh = n
            continue
        if not hints[n]:
            continue
        if n and fresh != n - 1 and (told := _told_before(every[n - 1], sentence)):
            found.append(told)
            fresh = n
            continue
        before = every[n - 1] if n and fresh != n - 1 else None
        for each in _of_sentence(sentence, hints[n], fresh == n - 1, before):
            if each.goes_on and each.draft.form == found[-1].draft.form == "F" and fresh == n - 1:
                each = _longer(found.pop(), each)
            found.append(each)
            fresh = n
    return sorted(found, key=lambda each: each.draft.parts[0])


def _hints(reading: Reading) -> list[int]:
    """What the words of each sentence may be signs of."""
    hints = [0] * len(reading.sentences)
    for i, word in enumerate(reading.known):
        if word.hints:
            hints[reading.sentence_of[i]] |= word.hints
    return hints


def _told_before(before: Sentence, it: Sentence) -> Ruled | None:
    """ "… . Dies teilte die Polizei mit.": the sentence before is the quote."""
    if it.words[it.start].low not in ("dies", "das") or it.end - it.start > _BRIEF:
        return None
    verb = cue(it, it.start + 1, min(it.start + 3, it.end))
    if (
        verb is None
        or it.words[it.start + 1].shape[0] == "X"
        or any(word.function == "dass" for word in it.words[verb : it.end])
    ):
        return None
    first, last = before.trimmed(before.start, before.end)
    if last - first < SHORT:
        return None
    return Ruled(Draft(((first, last),), "I"), subject(it, verb, it.start, it.start), (verb, verb + 1))


def _longer(first: Ruled, second: Ruled) -> Ruled:
    """Two sentences in a row that go on with the same."""
    start, end = first.draft.parts[0][0], second.draft.parts[-1][1]
    return first._replace(draft=first.draft._replace(parts=((start, end),)))


def _sentences_of(reading: Reading, draft: Draft) -> range:
    first, last = draft.parts[0][0], draft.parts[-1][1] - 1
    return range(reading.sentence_of[first], reading.sentence_of[last] + 1)


def _of_sentence(it: Sentence, hints: int, follows: bool, before: Sentence | None) -> Iterator[Ruled]:
    found = sources(it.words, it.start, it.end) if hints & NAMES else []
    if hints == NAMES:
        if found:
            yield from _sourced(it, found[0], follows)
        return
    rows = list(clauses(it.words, it.depth, it.start, it.end))
    if found:
        hung = _hanging(it, rows)
        if hung and found[0].kind in ("nach", "laut", "zufolge") and _holds(hung, found[0]):
            yield hung
        else:
            yield from _sourced(it, found[0], follows)
    elif (hung := _hanging(it, rows)) and not (follows and rows[0].mood == "1" and _opens(hung)):
        yield hung
    elif hints & MOOD and follows and any(row.mood for row in rows[:2]):
        yield _whole(it, None, follows)
    elif rows[0].mood == "1" and before and (verb := cue(before, before.start, before.end)) is not None:
        yield _whole(it, subject(before, verb, before.end, before.end), follows)


def _opens(hung: Ruled) -> bool:
    """Whether the frame stands before what it tells: "Er gehe davon aus, dass …" may be told itself."""
    return hung.cue is not None and hung.cue[0] < hung.draft.parts[0][0]


def _holds(hung: Ruled, source: Source) -> bool:
    """Whether a source is told of in what hangs on a verb: "X sagte, es sei nach seiner Meinung kalt"."""
    return (
        hung.draft.parts[0][0] <= source.start
        and source.end <= hung.draft.parts[0][1]
        and (hung.cue is not None and hung.cue[0] < source.start)
    )


def _whole(it: Sentence, mention: tuple[int, int] | None, follows: bool) -> Ruled:
    """A sentence in the Konjunktiv that goes on with what the one before tells."""
    first, last = it.trimmed(it.start, it.end, stop=True)
    return Ruled(Draft(((first, last),), "F"), mention, None, goes_on=follows)


def _sourced(it: Sentence, source: Source, follows: bool) -> Iterator[Ruled]:
    parts = []
    for start, end in _around(it, source):
        first, last = it.trimmed(start, end)
        if last - first > 1 or (last > first and it.words[first].shape != "p"):
            parts.append((first, last))
    if source.kind in ("so", "wie") and parts and parts[0][1] - parts[0][0] >= SHORT:
        parts = parts[:1]
    if not parts:
        return
    cue = (source.end - 1, source.end) if source.kind == "zufolge" else (source.start, source.start + 1)
    yield Ruled(Draft(tuple(parts), "I"), source.mention, cue, goes_on=follows and source.kind == "demnach")


def _around(it: Sentence, source: Source) -> tuple[tuple[int, int], tuple[int, int]]:
    """What stands before and behind a phrase that names a source: in the sentence, or in the clause that it
    is in (", weil nach Angaben der Polizei …", ", wonach …")."""
    words = it.words
    if source.kind == "wonach":
        return (source.start, source.start), (source.end, it.end)
    first = source.start
    while first > max(it.start, source.start - 12) and words[first - 1].low != ",":
        first -= 1
    if first > it.start and words[first - 1].low == "," and _depends(it, first):
        return (first, source.start), (source.end, _comma(it, source.end))
    return (it.start, source.start), (source.end, it.end)


def _comma(it: Sentence, at: int) -> int:
    """The end of the clause that goes on at a token."""
    return next((i for i in range(at, it.end) if it.words[i].low in (",", "–")), it.end)


_RELATIVES = frozenset("deren dessen denen welche welcher welches".split())


def _depends(it: Sentence, at: int) -> bool:
    """Whether a clause that begins with that token depends on the one before."""
    word = it.words[at]
    return (
        word.function in ("sub", "dass")
        or word.low in _RELATIVES
        or any(other.low == "denen" for other in it.words[at + 1 : at + 2])
    )


def _hanging(it: Sentence, rows: Sequence[Clause]) -> Ruled | None:
    """A clause that hangs on a verb of speech, before it or behind it."""
    moods = False
    for c, row in enumerate(rows):
        verb = cue(it, row.start, row.end) if row.verb and not row.verb.startswith("qi") else None
        if verb is not None:
            if (begin := _hung(it, rows, c)) is not None:
                first, last = it.trimmed(begin, it.end)
                if last > first + (1 if it.words[row.end - 1].low != ":" else 3):
                    return _told(it, verb, (first, last), (row.end, it.end))
            if it.words[row.start].verb and (moods or (c and _closes(it, rows, c, verb))):
                first, last = it.trimmed(it.start, row.start)
                if last > first:
                    return _told(it, verb, (first, last), (it.start, row.start))
        moods = moods or bool(row.mood)
    return None


def _closes(it: Sentence, rows: Sequence[Clause], c: int, verb: int) -> bool:
    """Whether a frame without a Konjunktiv before it closes the sentence: "Die Brücke bleibt zu, teilte X
    mit."."""
    return (
        verb == rows[c].start
        and c >= len(rows) - 2
        and rows[0].head != "sub"
        and it.words[verb].verb.lstrip("?") in ("say", "write")
        and (named := subject(it, verb, it.start, verb)) is not None
        and named[0] > verb
    )


def _told(it: Sentence, verb: int, part: tuple[int, int], place: tuple[int, int]) -> Ruled:
    return Ruled(Draft((part,), "I"), subject(it, verb, *place), (verb, verb + 1))


def _hung(it: Sentence, rows: Sequence[Clause], c: int) -> int | None:
    """Where what the verb of speech in a clause says begins: with the next clause, or with the "dass" that
    comes when something between commas is over."""
    if c + 1 < len(rows) and _hangs(it, rows[c], rows[c + 1]):
        return rows[c + 1].start
    return next((row.start for row in rows[c + 2 : c + 4] if row.head == "dass"), None)


def _hangs(it: Sentence, row: Clause, behind: Clause) -> bool:
    """Whether a clause is what the verb of speech in the one before it says."""
    words = it.words
    if words[row.end - 1].low == ":":
        return True
    if behind.head == "sub" or words[behind.start].low in ("um", "wo"):
        return False  # "…, um zu sparen"
    relative = behind.mood == "2" and behind.head == "det" and words[behind.end - 2].mood == "2"
    return (
        behind.head in _CLAUSE_HEADS
        or (bool(behind.mood) and not relative)
        or (behind.zu and not row.verb.endswith(("find", "feel")))
    )
