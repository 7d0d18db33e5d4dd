"""English: direct speech, and who said it, by rules alone."""

from collections.abc import Sequence

from .direct import strings
from .frames import Ruled
from .speakers import Draft
from .tokens import Reading

_SAYS = frozenset(
    "said says say told tells added adds asked "
    "asks replied replies answered wrote writes argued argues insisted "
    "insists warned warns claimed claims stated "
    "states explained explains announced announces declared declares "
    "noted notes admitted admits stressed stresses "
    "continued continues concluded concludes recalled recalls tweeted "
    "testified predicted predicts suggested suggests acknowledged "
    "complained joked shouted whispered read reads "
    "confirmed denied urged vowed pledged promised "
    "remarked observed responded cautioned emphasised emphasized".split()
)
_PRONOUNS = frozenset("he she they it i we".split())
_DETERMINERS = frozenset("the a an his her their one another several some many two three".split())
_LINKS = frozenset("of for at in from the and de van von der bin al".split())
_NOT_NAMES = frozenset(
    "on in at but and after before when while as if for since with that this there yet so".split()
)
_ADVERBS = frozenset("also then later now still has had have has".split())
_BREAKS = frozenset(",.;:!?«»—–()")
MOST = 16
FAR = 100
"""Tokens around a quote that are looked at: a list of thousands of lines may be one sentence."""


def find(reading: Reading) -> list[Ruled]:
    """The direct quotes of a text, in order."""
    words = reading.spelling
    found: list[Ruled] = []
    for first, last in strings(reading):
        head = reading.sentences[reading.sentence_of[first]][0]
        tail = min(reading.sentences[reading.sentence_of[last]][1], last + FAR)
        near = max(head, first - FAR)
        mention, cue = _behind(words, last + 1, tail) or _before(words, near, first) or (None, None)
        if cue is None and first == head and reading.sentence_of[first]:
            start, end = reading.sentences[reading.sentence_of[first] - 1]
            if words[end - 1] == ":":
                mention, cue = _before(words, max(start, end - FAR), end) or (None, None)
        if _is_speech(words, first, last, head, cue):
            goes_on = mention is None
            found.append(Ruled(Draft(((first, last + 1),), "D"), mention, cue, goes_on))
    return found


def _is_speech(words: Sequence[str], first: int, last: int, head: int, cue: tuple[int, int] | None) -> bool:
    inner = words[first + 1 : last]
    lower = sum(1 for word in inner if word[:1].islower())
    ends = bool(inner) and inner[-1] in (",", ".", "?", "!", "…")
    if cue is not None:
        return lower >= 2 or ends
    return ends and lower >= 3 and (first == head or len(inner) > 7)


def _behind(
    words: Sequence[str], start: int, end: int
) -> tuple[tuple[int, int] | None, tuple[int, int]] | None:
    """ "…", said X  and  "…", X said."""
    at = start + 1 if start < end and words[start] in (",", "—", "–") else start
    stop = next((i for i in range(at, end) if words[i] in ("«", ";", ".")), end)
    if at < stop and words[at].lower() in _SAYS:
        last = phrase_end(words, at + 1, stop)
        return ((at + 1, last) if last > at + 1 else None), (at, at + 1)
    last = phrase_end(words, at, stop)
    return _then_says(words, at, last, stop)


def _before(
    words: Sequence[str], start: int, end: int
) -> tuple[tuple[int, int] | None, tuple[int, int]] | None:
    """X said: "…"; "According to X" besides."""
    for i in range(end - 1, start - 1, -1):
        if words[i].lower() in _SAYS and end - i < MOST:
            return _left(words, start, i), (i, i + 1)
        if words[i].lower() == "according" and i + 2 < end:
            last = phrase_end(words, i + 2, end)
            return ((i + 2, last) if last > i + 2 else None), (i, i + 2)
    return None


def _left(words: Sequence[str], start: int, verb: int) -> tuple[int, int] | None:
    """The phrase whose last word stands right before the verb, with adverbs between."""
    stop = verb
    while stop > start and words[stop - 1].lower() in _ADVERBS:
        stop -= 1
    closing = stop > start and words[stop - 1] == ","
    for first in range(max(start, stop - MOST), stop):
        last = phrase_end(words, first, stop)
        if last >= stop - closing and last > first:
            return first, last
    return None


def _then_says(
    words: Sequence[str], first: int, last: int, end: int
) -> tuple[tuple[int, int] | None, tuple[int, int]] | None:
    at = last + 1 if last < end and words[last] == "," else last
    while at < end and words[at].lower() in _ADVERBS:
        at += 1
    if last > first and at < end and words[at].lower() in _SAYS:
        return (first, last), (at, at + 1)
    return None


def phrase_end(words: Sequence[str], at: int, end: int) -> int:
    """The end of the noun phrase that begins at token `at`: a pronoun, a name with its title, "the spokesman
    for …", with a description between commas."""
    if at >= end:
        return at
    low = words[at].lower()
    if low in _PRONOUNS:
        return at + 1
    name = words[at][:1].isupper() and low not in _NOT_NAMES | _DETERMINERS
    if not name and low not in _DETERMINERS:
        return at
    i = at + 1
    while i < min(end, at + MOST):
        word = words[i]
        if word in _BREAKS or word.lower() in _SAYS | _ADVERBS:
            break
        if word.lower() in _NOT_NAMES - _LINKS or (
            name and not word[:1].isupper() and word.lower() not in _LINKS
        ):
            break
        i += 1
    while i > at + 1 and words[i - 1].lower() in _LINKS:
        i -= 1
    if name and i < end and words[i] == ",":  # ", a spokesman for the ministry," belongs to the name
        close = next((k for k in range(i + 1, min(end, i + MOST)) if words[k] in _BREAKS), None)
        if close and words[close] == "," and words[i + 1].lower() in _DETERMINERS:
            return close
    return i if name or i > at + 1 else at
