"""Around a quote that has been found: its cue, who is spoken to, whether an indirect one quotes some words,
and why."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from .frames import Ruled
from .phrases import phrase_end
from .sources import sources
from .speakers import Draft
from .suggestion import Range, Reason, Why
from .tokens import Reading
from .words import Word

Tokens = tuple[int, int]
_TO = frozenset(("gegenüber",))
REACH = 150
"""Tokens around a mention or a quote in which its words of speech are looked for: a list of thousands of
lines may be one sentence."""
_DATIVES = frozenset(("dem", "der", "den", "einem", "einer"))


def cue_of(
    reading: Reading, words: Sequence[Word], draft: Draft, mention: Tokens | None, ruled: Sequence[Ruled]
) -> tuple[Tokens, ...]:
    """The words that say that it is speech: what a rule saw, else the verb of speech nearest to the mention
    or to the quote, in their sentences and outside the quote; a parted verb with its prefix. `ruled`
    are in order."""
    start, end = draft.parts[0][0], draft.parts[-1][1]
    first = bisect_right(ruled, start, key=lambda each: each.draft.parts[-1][1])
    for each in islice(ruled, first, None):
        if each.draft.parts[0][0] >= end:
            break
        if each.cue and not any(a <= each.cue[0] < b for a, b in draft.parts):
            return _with_prefix(reading, words, draft, each.cue)
    inside = {i for first, last in draft.parts for i in range(first, last)}
    homes = {reading.sentence_of[start], reading.sentence_of[end - 1]}
    if mention:
        homes.add(reading.sentence_of[mention[0]])
    near = mention[0] if mention else start
    around = [i for n in homes for i in _around(reading.sentences[n], near) if i not in inside]
    verbs = [i for i in around if words[i].says]
    if verbs:
        at = min(verbs, key=lambda i: abs(i - near))
        return _with_prefix(reading, words, draft, (at, at + 1))
    past = [i for i in around if words[i].past]
    if past:
        at = min(past, key=lambda i: abs(i - near))
        return ((at, at + 1),)
    return ()


def _around(sentence: Tokens, at: int) -> range:
    """The tokens of a sentence, of a very long one those near a token."""
    return range(max(sentence[0], at - REACH), min(sentence[1], at + REACH))


def _with_prefix(reading: Reading, words: Sequence[Word], draft: Draft, cue: Tokens) -> tuple[Tokens, ...]:
    """ "teilte … mit": the prefix that the verb lacks, behind it in its clause."""
    if not words[cue[0]].verb.startswith("?"):
        return (cue,)
    end = reading.sentences[reading.sentence_of[cue[0]]][1]
    for i in range(cue[1], min(end, cue[1] + 25)):
        if any(first <= i < last for first, last in draft.parts):
            break
        closes = i + 1 >= end or words[i + 1].shape == "p"
        if closes and words[i].low in words[cue[0]].prefixes:
            return cue, (i, i + 1)
    return (cue,)


def addressee_of(
    reading: Reading, words: Sequence[Word], cue: Sequence[Tokens], mention: Tokens | None
) -> Tokens | None:
    """Who is spoken to: "gegenüber dem Blatt", "sagte der Zeitung", "sagte X der Zeitung", "zu Reuters"."""
    if not cue:
        return None
    at = cue[0][1]
    end = reading.sentences[reading.sentence_of[cue[0][0]]][1]
    if mention and at <= mention[0] <= at + 1:
        at = mention[1]
    if (at < end and words[at].low in _TO | {"zu"} and words[at].low != "zu") or _to_somebody(words, at, end):
        last = phrase_end(words, at + 1, end)
        return (at + 1, last) if last > at + 1 else None
    if at < end and words[at].low in _DATIVES and words[cue[0][0]].verb and (at, at) != mention:
        last = phrase_end(words, at, end)
        known = any(word.person == "body" or word.low in ("«",) for word in words[at:last])
        return (at, last) if last > at + 1 and known else None
    return None


def _to_somebody(words: Sequence[Word], at: int, end: int) -> bool:
    """ "zu Reuters", not "zu einem Treffen"."""
    return (
        at + 1 < end
        and words[at].low == "zu"
        and words[at + 1].shape[0] == "X"
        and not words[at + 1].function
    )


def reasons(
    reading: Reading,
    words: Sequence[Word],
    draft: Draft,
    mention: Tokens | None,
    cue: Sequence[Tokens],
    goes_on: bool,
) -> tuple[Reason, ...]:
    """Why this is taken for a quote and this for its speaker, in the order in which a person would say it."""
    found: list[Reason] = []
    start, end = draft.parts[0][0], draft.parts[-1][1]

    def words_of(tokens: Tokens) -> str:
        return reading.text[reading.starts[tokens[0]] : reading.ends[tokens[1] - 1]]

    if draft.form == "D":
        found.append(Reason(Why.MARKS, f"{reading.words[start]}…{reading.words[end - 1]}"))
    if mention and (kind := _source_of(reading, words, start, mention)):
        found.append(Reason(Why.ACCORDING, kind))
    elif cue and not goes_on:
        found.append(Reason(Why.CUE, " … ".join(words_of(part) for part in cue)))
    if draft.form != "D":
        first = words[start]
        if first.function in ("dass", "wh"):
            found.append(Reason(Why.CLAUSE, words_of((start, start + 1))))
        mood = next(
            (i for a, b in draft.parts for i in range(a, b) if words[i].mood and words[i].mood[0] != "U"),
            None,
        )
        if mood is not None:
            found.append(Reason(Why.SUBJUNCTIVE, words_of((mood, mood + 1))))
    if mention:
        found.append(Reason(_side(draft, mention, goes_on), words_of(mention)))
    return tuple(found)


def _source_of(reading: Reading, words: Sequence[Word], start: int, mention: Tokens) -> str:
    """The word that names a mention as a source in the sentence of a quote that begins at `start`, "" for
    none."""
    home = _around(reading.sentences[reading.sentence_of[start]], mention[0])
    named = (
        each
        for each in sources(words, home.start, home.stop)
        if each.mention[0] <= mention[0] < each.mention[1]
    )
    kind = next((each.kind for each in named), "")
    return "aus Sicht" if kind == "aus" else kind


def _side(draft: Draft, mention: Tokens, goes_on: bool) -> Why:
    if goes_on:
        return Why.FOLLOWS
    if mention[0] >= draft.parts[-1][1]:
        return Why.AFTER
    return Why.WITHIN if mention[0] >= draft.parts[0][0] else Why.BEFORE


def own_words(reading: Reading, draft: Draft, strings: Sequence[Tokens]) -> Iterator[Tokens]:
    """The strings in quotation marks within a quote that is none itself: words taken over as they were said.
    They hold a small word; a title or a name has none. `strings` are the article's, first and last token."""
    if draft.form == "D":
        return
    at = bisect_left(strings, draft.start - 1, key=_first)
    for first, last in takewhile(lambda it: it[0] < draft.end, islice(strings, at, None)):
        inside = any(start <= first + 1 and last <= end for start, end in draft.parts)
        if inside and any(word.shape == "x" for word in reading.known[first + 1 : last]):
            yield first, last + 1


def _first(tokens: Tokens) -> int:
    return tokens[0]


def code_points(reading: Reading, tokens: Tokens) -> Range:
    return Range(reading.starts[tokens[0]], reading.ends[tokens[1] - 1])
