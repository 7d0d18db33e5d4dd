"""Direct speech by rule: which strings in quotation marks are said by somebody, and by whom."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .frames import FAR, Ruled, Sentence, Tokens, cue, named, subject
from .sources import sources
from .speakers import Draft
from .tokens import Reading

SHORT = 4
"""Words that a quoted string has at least to be speech without a verb of speech beside it."""
_NEAR = 12
"""Tokens behind a string in which the verb stands that tells it."""


def direct(reading: Reading, every: Sequence[Sentence]) -> list[Ruled]:
    """The strings in quotation marks that are speech, over sentences and paragraphs."""
    found: list[Ruled] = []
    for first, last in strings(reading):
        n = reading.sentence_of[first]
        head, tail = every[n], every[reading.sentence_of[last]]
        if is_speech(head, tail, first, last):
            mention, verb = _speaker(head, tail, first, last + 1)
            if mention is None and verb is None and first == head.start and n:
                fresh = bool(found) and found[-1].draft.parts[0][1] > every[n - 1].start
                mention, verb = _in_sentence_before(every[n - 1], fresh)
            found.append(Ruled(Draft(((first, last + 1),), "D"), mention, verb, goes_on=mention is None))
    return found


def strings(reading: Reading) -> Iterator[Tokens]:
    """First and last token of every string in quotation marks that stands in no other."""
    if not reading.pairs:
        return
    starts = reading.starts
    for pair in reading.pairs:
        if pair.depth:
            continue
        first = bisect_left(starts, pair.start)
        if first < len(starts) and starts[first] == pair.start:
            yield first, bisect_left(starts, pair.end) - 1


def is_speech(head: Sentence, tail: Sentence, first: int, last: int) -> bool:
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


Told = tuple[Tokens | None, Tokens | None]


def _speaker(head: Sentence, tail: Sentence, start: int, end: int) -> Told:
    """The mention and the cue of a quote at tokens [start, end), behind it or before it in its sentence."""
    behind = sources(tail.words, end, min(tail.end, end + FAR))
    if behind and behind[0].start <= end + 2:
        return behind[0].mention, (behind[0].start, behind[0].start + 1)
    verb = cue(tail, end, min(tail.end, end + _NEAR))
    if verb is not None:
        return subject(tail, verb, start, end), (verb, verb + 1)
    return _before(head, start) if start > head.start else (None, None)


def _in_sentence_before(it: Sentence, fresh: bool) -> Told:
    """Who is told of in the sentence before, with the cue where it ends with a colon; nobody where it has a
    quote itself, whose speaker goes on."""
    if it.words[it.end - 1].low == ":":
        return _before(it, it.end)
    verb = None if fresh else cue(it, max(it.start, it.end - FAR), it.end)
    return (None if verb is None else subject(it, verb, it.end, it.end)), None


def _before(it: Sentence, start: int) -> Told:
    """Who is named before a quote: by the verb of speech or the source that stands nearer, or right before a
    colon: "Holm: „…“"."""
    end = min(start, it.end)
    first = max(it.start, end - FAR)
    verb = cue(it, first, end)
    ahead = sources(it.words, first, end)
    if ahead and (verb is None or ahead[-1].end > verb):
        return ahead[-1].mention, (ahead[-1].start, ahead[-1].start + 1)
    if verb is not None:
        return subject(it, verb, start, end), (verb, verb + 1)
    if it.words[end - 1].low == ":":
        return named(it, it.start, end - 1), None
    return None, None
